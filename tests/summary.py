"""python -m tests.summary [NAME ...]: run the corpus, catch everything, count.

NAME selects programs by module ("basics") or by part of "module.function".

    --self     without the compiler: are the programs and their references sound?
    --source   print the generated source of what fails
    --trace    print the full traceback's worth: build and run uncaught, stop at the first failure
    --notes    also show notes (tangents that share more memory than their values)
    -j N       N processes
    --list     the programs, by area
"""

import argparse
import collections
import multiprocessing
import sys
import time

from tests import reference


def one(job):
    name, index, self_only = job
    case = reference.PROGRAMS[name][index]
    return name, index, (reference.self_check if self_only else reference.check)(case)


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("names", nargs="*")
    p.add_argument("--self", action="store_true", dest="self_only")
    p.add_argument("--source", action="store_true")
    p.add_argument("--trace", action="store_true")
    p.add_argument("--notes", action="store_true")
    p.add_argument("--list", action="store_true")
    p.add_argument("-j", type=int, default=1)
    o = p.parse_args()
    programs = reference.load()
    chosen = [n for n in programs
              if not o.names or any(w == n.split(".")[0] or w in n for w in o.names)]
    if o.list:
        areas = collections.Counter(n.split(".")[0] for n in chosen)
        cases = collections.Counter()
        for n in chosen:
            cases[n.split(".")[0]] += len(programs[n])
        for area, count in areas.items():
            print(f"{area:14} {count:4} programs {cases[area]:4} points")
        print(f"{'':14} {len(chosen):4} programs {sum(cases.values()):4} points")
        return 0
    jobs = [(n, i, o.self_only) for n in chosen for i in range(len(programs[n]))]
    if o.trace:
        return trace(jobs)
    start, counts, failed = time.time(), collections.Counter(), collections.OrderedDict()
    if o.j > 1:
        with multiprocessing.get_context("fork").Pool(o.j) as pool:
            done = pool.imap(one, jobs, chunksize=8)
            report(done, counts, failed, o)
    else:
        report(map(one, jobs), counts, failed, o)
    total = sum(counts.values())
    print(f"\n{total} points of {len(chosen)} programs in {time.time() - start:.1f} s: "
          + ", ".join(f"{counts[k]} {k}" for k in sorted(counts, key=lambda k: (k != "ok", k))))
    bad = collections.Counter(n.split(".")[0] for n in failed)
    if bad:
        print(f"{len(failed)} programs fail: " + ", ".join(f"{n} in {a}" for a, n in bad.most_common()))
    return 1 if failed else 0


def report(done, counts, failed, o):
    for name, index, outcome in done:
        counts[outcome.kind] += 1
        if outcome.kind not in ("ok", "raises", "declined"):
            failed[name] = outcome
            print(f"{outcome.kind:9} {name}#{index}: {outcome.message}", flush=True)
            if o.source and outcome.source:
                print("    " + outcome.source.replace("\n", "\n    "), flush=True)
        if o.notes:
            for note in sorted(set(outcome.notes)):
                print(f"note      {name}#{index}: {note}", flush=True)


def trace(jobs):
    import s2sad
    for name, index, _ in jobs:
        case = reference.PROGRAMS[name][index]
        if reference.check(case).kind != "ok":
            print(f"{name}#{index}")
            df = s2sad.differentiate(case.fun, wrt=case.wrt)
            point = reference.Point(case, reference._rng(case))
            args, kwargs = reference.clone((case.args, case.kwargs))
            try:
                print(df(*args, **kwargs, **{df.seeds[k]: s for k, s in (case.seeds or point.seeds()).items()}))
            finally:
                print(reference.source_of(df))
            print(reference.check(case).message)
            return 1
    return 0


if __name__ == "__main__":
    sys.exit(main())
