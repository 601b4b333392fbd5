"""python -m benchmarks [NAME ...]: generated derivatives beside hand-written ones.

NAME selects rows by a part of their name; without one, all rows are measured.
`ratio` is the generated function's time over the hand-written one's, `call`
the same for the call that users make, of the derivative object.
"""

import argparse
import json
import statistics
import sys

import numpy as np

from benchmarks.cases import CASES
from benchmarks.harness import interleaved, ratio
from benchmarks.overhead import CALLS, PROCESSES
from s2sad import differentiate

RATIO, CALL_US = 1.05, 0.3
HELD_US = {"call, a dict": 1, "call, an object": 1, "jvp of a method": 5}
PROCESS_MS = {"first derivative, uncached": 50, "first derivative, from disk": 5, "import s2sad": 100}


def main():
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__,
                                     formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("names", nargs="*", metavar="NAME")
    parser.add_argument("--rounds", type=int, default=41, metavar="N")
    parser.add_argument("--json", metavar="FILE", help="write the results to FILE as well")
    parser.add_argument("--source", action="store_true", help="show the generated source of what misses its target")
    options = parser.parse_args()

    def wanted(name):
        return not options.names or any(part in name for part in options.names)

    results = []
    cases = [c for c in CASES if wanted(c.name)]
    if cases:
        print(f"{'':28}{'by hand':>11}{'generated':>11}{'ratio':>8}{'call':>8}   target {RATIO}")
    for case in cases:
        row, source = compare(case, options.rounds)
        results.append(row)
        print(f"{row['name']:28}{shown(row['by_hand'])}{shown(row['generated'])}"
              f"{row['ratio']:8.3f}{row['call']:8.3f}   {verdict(row)}", flush=True)
        if options.source and not row["met"]:
            print("\n" + source)
    for table, unit, targets in ((CALLS, "µs", dict.fromkeys(CALLS, CALL_US) | HELD_US), (PROCESSES, "ms", PROCESS_MS)):
        for name, measure in table.items():
            if wanted(name):
                value, target = measure(), targets[name]
                row = {"name": name, "value": value, "unit": unit, "target": target, "met": value <= target}
                results.append(row)
                print(f"{name:28}{value:19.2f} {unit}{'':16}   {verdict(row)} (target {target} {unit})", flush=True)
    if options.json:
        with open(options.json, "w") as file:
            json.dump(results, file, indent=1)
    return 0 if results else f"no row's name has {' or '.join(options.names)} in it"


def compare(case, rounds):
    """A row of the table, and the generated source."""
    df = differentiate(case.function, case.wrt)
    ours = eval(case.call, {"f": df, **case.names})
    check(case, ours, eval(case.call, {"f": case.by_hand, **case.names}))
    functions = {"by hand": case.by_hand, "generated": df.__s2sad_derivative__._fast.function, "call": df}
    check(case, ours, eval(case.call, {"f": functions["generated"], **case.names}))
    times = interleaved(case.call, functions, case.names, rounds)
    base = times["by hand"]
    row = {"name": case.name, "by_hand": statistics.median(base),
           "generated": statistics.median(times["generated"]),
           "ratio": ratio(times["generated"], base), "call": ratio(times["call"], base)}
    row["met"] = row["ratio"] <= RATIO
    return row, df.source


def check(case, ours, theirs):
    """The same value to the last bit, the same tangent up to rounding."""
    for a, b in zip(leaves(ours[0]), leaves(theirs[0]), strict=True):
        assert np.array_equal(a, b, equal_nan=True), f"{case.name}: value {a} is not {b}"
    for a, b in zip(leaves(ours[1]), leaves(theirs[1]), strict=True):
        assert np.allclose(a, b, rtol=1e-9, atol=1e-9, equal_nan=True), f"{case.name}: tangent {a} is not {b}"


def leaves(value):
    if isinstance(value, tuple):
        return [leaf for part in value for leaf in leaves(part)]
    return [value]


def shown(seconds):
    return f"{1e6 * seconds:9.2f}µs" if seconds < 1e-3 else f"{1e3 * seconds:9.2f}ms"


def verdict(row):
    return "" if row["met"] else "MISSED"


if __name__ == "__main__":
    sys.exit(main())
