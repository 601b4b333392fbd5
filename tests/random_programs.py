"""Random programs: branches, loops, views, stores, aliases, helpers, lists; each held against `reference.check`.

python -m tests.random_programs [--count 200] [--first 0] [--show SEED] [--source]

A program is made from its seed alone, so a failure is reproduced by its number.
Programs whose finite differences do not settle (a branch is near) are passed over.
"""

import argparse
import collections
import importlib.util
import pathlib
import random
import sys
import tempfile

import numpy as np

from tests import reference

HEAD = '''import math
import numpy as np

GAIN = 0.7
TABLE = [0.3, -0.8]


def mix(p, q=0.5, *rest, k=1.2):
    s = p * k - q
    for r in rest:
        s = s + math.sin(r) * q
    return s


def bend(p):
    if p > 0.4:
        return p * p, p
    return math.cos(p), 0.5


def damp(v, c):
    v *= c
    v[0] += c
    return v


def tail(v):
    return v[1:]


def fold(p, n):
    return p if n == 0 else math.tanh(fold(p, n - 1) * 1.3 + 0.2)

'''


class Writer:
    def __init__(self, seed):
        self.r = random.Random(seed)
        self.lines, self.depth, self.count = [], 1, 0
        self.numbers, self.lists = ["x"], {"xs": 2}
        self.arrays = {"a": 4}      # name -> length

    def say(self, text):
        self.lines.append("    " * self.depth + text)

    def new(self, letter):
        self.count += 1
        return f"{letter}{self.count}"

    # ------------------------------------------------------------ expressions

    def number(self, d=2):
        r = self.r
        if d == 0 or r.random() < 0.2:
            return r.choice(self.numbers + self.numbers + [f"{r.uniform(-2, 2):.2f}", "GAIN", "TABLE[0]", str(r.randint(1, 3))])
        e = lambda: self.number(d - 1)
        kind = r.randrange(17)
        if kind < 5:
            return f"({e()} {r.choice('+-*')} {e()})"
        if kind == 5:
            return f"{e()} / (1.5 + {self.square(d)})"
        if kind == 6:
            return f"math.{r.choice(['sin', 'cos', 'tanh', 'atan'])}({e()})"
        if kind == 7:
            return f"math.exp(-{self.square(d)})"
        if kind == 8:
            return f"({e()} if {self.condition()} else {e()})"
        if kind == 9:
            return f"-{r.choice(self.numbers)}"
        if kind == 10:
            v, n = r.choice(sorted(self.arrays.items()))
            return f"{v}[{r.randrange(-n, n)}]"
        if kind == 11:
            return f"{self.array(None, d - 1)}.{r.choice(['sum()', 'mean()', 'max()', 'min()'])}"
        if kind == 12:
            v, n = r.choice(sorted(self.lists.items()))
            return f"{v}[{r.randrange(n)}]"
        if kind == 13:
            return r.choice([f"mix({e()})", f"mix({e()}, {e()})", f"mix({e()}, 0.3, {e()}, k={e()})", f"mix(q={e()}, p=1.0)",
                             f"bend({e()})[0]", f"fold({e()}, {r.randrange(3)})", f"mix(*bend({e()}))"])
        if kind == 14:
            n = r.choice(sorted(self.arrays.values()))
            return f"np.dot({self.array(n, d - 1)}, {self.array(n, d - 1)})"
        if kind == 15:
            return f"({r.choice(self.numbers)}) ** {r.choice(['2', '3', '2.0'])}"
        return f"abs({e()})"

    def square(self, d):
        e = self.number(max(0, d - 2))
        return f"({e}) ** 2"

    def array(self, n=None, d=2):
        r = self.r
        if n is None:
            n = r.choice(sorted(self.arrays.values()))
        same = sorted(v for v, m in self.arrays.items() if m == n)
        longer = sorted((v, m) for v, m in self.arrays.items() if m > n)
        if d == 0 or r.random() < 0.25:
            if longer and (not same or r.random() < 0.3):
                v, m = r.choice(longer)
                start = r.randrange(m - n + 1)
                return f"{v}[{start}:{start + n}]"
            return r.choice(same)
        e = lambda: self.array(n, d - 1)
        kind = r.randrange(11)
        if kind < 3:
            return f"({e()} {r.choice('+-*')} {e()})"
        if kind == 3:
            return f"({e()} {r.choice('+-*')} {self.number(d - 1)})"
        if kind == 4:
            return f"({self.number(d - 1)} {r.choice('+-*')} {e()})"
        if kind == 5:
            return f"np.{r.choice(['sin', 'cos', 'tanh', 'arctan', 'abs'])}({e()})"
        if kind == 6:
            return f"{e()} / (1.5 + {e()} ** 2)"
        if kind == 7:
            return f"np.where({e()} > {r.uniform(-1, 1):.2f}, {e()}, {r.choice([e(), self.number(0)])})"
        if kind == 8:
            return f"{e()}[::-1]" if r.random() < 0.5 else f"np.cumsum({e()})"
        if kind == 9:
            return f"np.maximum({e()}, {r.uniform(-1, 1):.2f})"
        return f"np.array([{', '.join(self.number(1) for _ in range(n))}])"

    def condition(self):
        r = self.r
        c = f"{self.number(1)} {r.choice(['>', '<', '>='])} {self.number(0)}"
        if r.random() < 0.2:
            c += f" {r.choice(['and', 'or'])} not {self.number(0)} < {r.uniform(-1, 1):.2f}"
        return c

    # ------------------------------------------------------------- statements

    def block(self, size):
        """What is defined inside is forgotten outside."""
        kept = list(self.numbers), dict(self.arrays), dict(self.lists)
        self.depth += 1
        for _ in range(size):
            self.statement()
        self.depth -= 1
        self.numbers, self.arrays = kept[0], kept[1]
        self.lists = {v: n for v, n in kept[2].items()}

    def statement(self):
        r, deep = self.r, self.depth
        kind = r.randrange(30)
        v, n = r.choice(sorted(self.arrays.items()))
        if kind < 5:
            e = self.number()
            if r.random() < 0.4 and self.numbers:
                self.say(f"{r.choice(self.numbers)} = {e}")
            else:
                self.numbers.append(self.new("v"))
                self.say(f"{self.numbers[-1]} = {e}")
        elif kind < 7:
            self.say(f"{r.choice(self.numbers)} {r.choice(['+=', '-=', '*='])} {self.number(1)}")
        elif kind < 9:
            e = self.array(n)
            name = v if r.random() < 0.3 else self.new("b")
            self.say(f"{name} = {e}")
            self.arrays[name] = n
        elif kind == 9:
            name = self.new("b")
            self.say(f"{name} = {v}{r.choice(['', '.copy()', '[::-1]', '.ravel()', '[:]'])}")
            self.arrays[name] = n
        elif kind == 10 and n > 1:
            name = self.new("w")
            self.say(f"{name} = {r.choice([f'{v}[1:]', f'{v}[:-1]', f'tail({v})'])}")
            self.arrays[name] = n - 1
        elif kind == 11 and n == 4:
            name = self.new("w")
            self.say(f"{name} = {v}.reshape(2, 2){r.choice(['[0]', '[:, 1]', '.T[1]'])}")
            self.arrays[name] = 2
        elif kind < 14:
            self.say(f"{v}[{r.randrange(-n, n)}] {r.choice(['=', '=', '+=', '*='])} {self.number()}")
        elif kind == 14:
            self.say(f"{v} {r.choice(['+=', '*=', '-='])} {r.choice([self.array(n, 1), self.number(1)])}")
        elif kind == 15 and n > 1:
            self.say(f"{v}[1:] {r.choice(['=', '+=', '*='])} {r.choice([f'{v}[:-1]', self.array(n, 1) + '[:-1]'])}")
        elif kind == 16:
            self.say(f"{v}[{v} > {r.uniform(-1, 1):.2f}] {r.choice(['=', '*=', '+='])} {self.number(1)}")
        elif kind == 17:
            name, m = r.choice(sorted(self.lists.items()))
            self.say(f"{name}[{r.randrange(m)}] {r.choice(['=', '*=', '+='])} {self.number(1)}")
        elif kind == 18:
            name = self.new("l")
            self.say(f"{name} = [{self.number(1)}, {self.number(1)}, {r.choice(self.numbers)}]")
            self.lists[name] = 3
        elif kind == 19:
            name, _ = r.choice(sorted(self.lists.items()))
            self.say(f"{name}.append({self.number(1)})")
        elif kind == 20 and len(self.numbers) > 1:
            p, q = r.sample(self.numbers, 2)
            self.say(r.choice([f"{p}, {q} = {q}, {p}", f"{p}, {q} = {self.number(1)}, {p} * 0.5", f"{p} = {q} = {self.number(1)}"]))
        elif kind == 21:
            self.say(f"damp({v}, {self.number(1)})")
        elif kind == 22:
            p, q = self.new("v"), self.new("v")
            self.say(f"{p}, {q} = bend({self.number(1)})")
            self.numbers += [p, q]
        elif kind < 25 and deep < 4:
            self.say(f"if {self.condition()}:")
            self.block(r.randint(1, 3))
            if r.random() < 0.6:
                self.say("else:")
                self.block(r.randint(1, 2))
        elif kind < 28 and deep < 3:
            i = self.new("i")
            what = r.randrange(4)
            if what == 0:
                self.say(f"for {i} in range({r.randint(1, 3)}):")
            elif what == 1:
                self.say(f"for {i} in {v}:")
            elif what == 2:
                name, _ = r.choice(sorted(self.lists.items()))
                self.say(f"for {i} in {name}[:2]:")
            else:
                j = self.new("j")
                self.say(f"for {j}, {i} in enumerate({v}):")
            self.numbers.append(i)
            self.block(r.randint(1, 3))
            if r.random() < 0.3:
                self.say(f"    if {self.condition()}:")
                self.say(f"        {r.choice(['break', 'continue', f'return {self.number(0)}, {v}'])}")
                self.block(1)
            self.numbers.remove(i)
        elif kind == 28 and deep < 3:
            self.say("try:")
            self.block(r.randint(1, 2))
            self.say("finally:")
            self.block(1)
        elif kind == 29 and deep < 3:
            c = self.new("n")
            self.say(f"{c} = 0")
            self.say(f"while {c} < {r.randint(1, 3)}:")
            self.say(f"    {c} += 1")
            self.block(r.randint(1, 2))
        else:
            self.say(f"{r.choice(self.numbers)} = {self.number()}")

    def program(self, name):
        r = self.r
        for _ in range(r.randint(4, 12)):
            self.statement()
        picks = [r.choice(self.numbers), r.choice(sorted(self.arrays)), self.number(1), self.array(None, 1)]
        r.shuffle(picks)
        self.say("return " + ", ".join(picks[:r.randint(1, 4)]))
        return f"def {name}(x, a, xs):\n" + "\n".join(self.lines) + "\n"


def text(seed):
    return HEAD + "\n" + Writer(seed).program(f"random_{seed}")


def make(seed, folder):
    path = pathlib.Path(folder) / f"random_{seed}.py"
    path.write_text(text(seed))
    spec = importlib.util.spec_from_file_location(f"random_{seed}", path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    rng = np.random.default_rng(seed)
    fun = getattr(module, f"random_{seed}")
    wrt = random.Random(seed).choice([0, 1, 2, (0, 1), (0, 1, 2), (0, 1, 2)])
    return reference.Case(fun, (float(rng.normal()), rng.normal(size=4), list(map(float, rng.normal(size=2)))), {}, wrt,
                          name=f"random_{seed}", steps=(1e-3, 1e-4, 1e-5))


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--show", type=int)
    p.add_argument("--source", action="store_true")
    p.add_argument("--self", action="store_true", dest="self_only")
    o = p.parse_args()
    if o.show is not None:
        print(text(o.show))
        o.first, o.count, o.source = o.show, 1, True
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(o.first, o.first + o.count):
            case = make(seed, folder)
            outcome = (reference.self_check if o.self_only else reference.check)(case)
            counts[outcome.kind] += 1
            if outcome.kind not in ("ok", "reference", "raises") or o.show is not None:
                print(f"{outcome.kind:9} {seed}: {outcome.message}", flush=True)
                if o.source:
                    print(outcome.source)
    print(dict(counts))
    return 1 if set(counts) - {"ok", "reference", "raises"} else 0


if __name__ == "__main__":
    sys.exit(main())
