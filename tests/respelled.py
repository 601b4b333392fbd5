"""The corpus spelled otherwise: `make respell`, or

python -m tests.respelled [--minutes 30] [--seed 0] [--spelling NAME] [--module NAME] [--order 1]

Programs and spellings (see `respelling`) drawn by chance, until the time is up. A spelling that is refused is right;
what is wrong, or crashes, is printed with its derivative.
"""

import argparse
import ast
import collections
import dataclasses
import functools
import importlib.util
import pathlib
import random
import sys
import tempfile
import time

from tests import further_respelling, programs, reference, respelling
from tests.respelling import can_be_respelled

HEAD = respelling.HEAD + further_respelling.HEAD
SPELLINGS = respelling.SPELLINGS | further_respelling.SPELLINGS
ROOT = pathlib.Path(programs.__path__[0])
THEN = " then "     # two spellings, one after the other
FINE = ("ok", "refused", "declined", "reference", "not better before")


def respelled_module(module, spelling, chosen):
    """The text of a corpus module with the functions `chosen` spelled otherwise, and the names of those that were."""
    tree = ast.parse((ROOT / f"{module}.py").read_text())
    body, done = [], set()
    for node in tree.body:
        new = None
        if isinstance(node, ast.FunctionDef) and node.name in chosen and can_be_respelled(node):
            changed = ast.parse(ast.unparse(node)).body[0]
            if ast.get_docstring(changed) is not None:
                del changed.body[0]
            new = respelled_function(changed, spelling.split(THEN)) if changed.body else None
        if new is not None:
            done.add(node.name)
        body += [node] if new is None else new
    first = next(i for i, n in enumerate(body) if not isinstance(n, (ast.Expr, ast.ImportFrom)) or getattr(n, "module", "") != "__future__"
                 and isinstance(n, ast.ImportFrom))
    tree.body = [*body[:first], *ast.parse(HEAD).body, *body[first:]]
    return ast.unparse(ast.fix_missing_locations(tree)), done


def respelled_function(function, spellings):
    """The statements that take the function's place, spelled in several ways; None where one of them has nothing to say."""
    made = [function]
    for spelling in spellings:
        # The largest function is the one with the program's text.
        bodies = [made, *(s.body for s in made if isinstance(s, ast.ClassDef))]
        body, largest = max(((body, s) for body in bodies for s in body if isinstance(s, ast.FunctionDef)),
                            key=lambda place: sum(1 for _ in ast.walk(place[1])))
        new = SPELLINGS[spelling](ast.parse(ast.unparse(ast.fix_missing_locations(largest))).body[0])
        if new is None or body is not made and len(new) > 1:
            return None
        body[body.index(largest):body.index(largest) + 1] = new
    return made


def program_names(module):
    """The functions of a corpus module that are programs."""
    return [n.name for n in ast.parse((ROOT / f"{module}.py").read_text()).body if isinstance(n, ast.FunctionDef)
            and any("case" in ast.unparse(d) for d in n.decorator_list)]


def run(module, spelling, chosen, folder, order=1):
    """[(name, outcome)] for programs of a module, each at its first point."""
    text, done = respelled_module(module, spelling, set(chosen))
    if not done:
        return []
    key = f"{module}__{'_'.join(spelling.split())}"
    path = pathlib.Path(folder) / f"{key}.py"
    path.write_text(text)
    spec = importlib.util.spec_from_file_location(f"tests.respelled_programs.{key}", path)
    made = sys.modules[spec.name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(made)
        return [(name, reference.check(at_order(cases[0], order))) for name, cases in list(reference.PROGRAMS.items())
                if name.startswith(key + ".") and getattr(cases[0].fun, "__name__", "") in done and is_usual(cases[0])]
    finally:
        for name in [n for n in reference.PROGRAMS if n.startswith(key + ".")]:
            del reference.PROGRAMS[name]


# A function in a container keeps its mirror there where the container has a name; written in `return`, it has none.
NOT_RESPELLED = {"returned_beside_their_values"}


def is_usual(case):
    return not (case.may_refuse or case.rebinds or case.observe or case.setup or case.fun.__name__ in NOT_RESPELLED)


def at_order(case, order):
    nested = order > 1 and case.expected is reference._UNSET and case.seeds is None and not isinstance(case.wrt, tuple)
    return dataclasses.replace(case, order=order) if nested else case


def modules():
    return sorted(p.stem for p in ROOT.glob("*.py") if p.stem not in ("__init__", "elsewhere"))


def drawn(r, count, spellings=1):
    """A module, a spelling made of so many, and some of the module's programs."""
    module = r.choice(modules())
    names = program_names(module)
    return module, THEN.join(r.sample(sorted(SPELLINGS), spellings)), r.sample(names, min(count, len(names)))


@functools.cache
def as_it_stands(module, name, order):
    """What becomes of the program itself: "ok", ...; some have no second derivative that differences would show."""
    importlib.import_module(f"tests.programs.{module}")
    return reference.check(at_order(reference.PROGRAMS[f"{module}.{name}"][0], order)).kind


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=float, default=30)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--spelling", help=f"one, or two with '{THEN}' between them")
    p.add_argument("--spellings", type=int, default=1, help="how many are put together")
    p.add_argument("--module", choices=modules())
    p.add_argument("--order", type=int, default=1)
    p.add_argument("--refusals", action="store_true", help="print what is refused and was not before, too")
    o = p.parse_args()
    r, counts, end = random.Random(o.seed), collections.Counter(), time.time() + 60 * o.minutes
    with tempfile.TemporaryDirectory() as folder:
        while time.time() < end:
            module, spelling, chosen = drawn(r, 12, o.spellings)
            module, spelling = o.module or module, o.spelling or spelling
            chosen = chosen if o.module is None else program_names(module)
            for name, outcome in run(module, spelling, chosen, folder, o.order):
                kind = outcome.kind
                if kind not in ("ok", "reference") and as_it_stands(module, name.partition(".")[2], o.order) != "ok":
                    kind = "not better before"
                counts[kind] += 1
                if kind not in FINE or o.refusals and kind == "refused":
                    print(f"---- {name}, {spelling}: {kind}: {outcome.message}\n{outcome.source}", flush=True)
    print(dict(counts))
    return 1 if any(kind not in FINE for kind in counts) else 0


if __name__ == "__main__":
    sys.exit(main())
