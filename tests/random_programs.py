"""Random programs over the whole language, each held against `reference.check`.

Whoever makes a program chooses by a `random.Random`: that of `hypothesis`, in
`test_random_programs`, so that what fails is made small; or one of a seed here.

python -m tests.random_programs [--count 200] [--first 0] [--show SEED] [--source]

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

# Constructs that may still be refused.
PENDING = {"comprehension", "generator", "object", "map", "reduce"}

HEAD = '''import functools
import math
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


def twice(f, p):
    return f(f(p))


def scaled(k):
    def inner(p, shift=0.1):
        return p * k + shift
    return inner


def total(*ps, scale=1.0, **named):
    s = 0.0
    for p in ps:
        s += p * scale
    for key in named:
        s -= named[key]
    return s


class Stop(Exception):
    pass


def put(c, i, v):
    old = c[i]
    c[i] = v
    return old


def grow(c, v):
    c.append(v)
    return len(c)


def risky(p, limit):
    if p > limit:
        raise Stop
    return p * 0.5


class Account:
    rate = 0.3

    def __init__(self, balance):
        self.balance = balance
        self.history = []

    def pay(self, p):
        self.history.append(self.balance)
        self.balance += p * self.rate
        return self

    @property
    def double(self):
        return 2.0 * self.balance

    def __add__(self, other):
        return Account(self.balance + other.balance)


def halves(ps, n):
    for p in ps[:n]:
        yield p * 0.5


def fold(p, n):
    return p if n == 0 else math.tanh(fold(p, n - 1) * 1.3 + 0.2)

'''


class Writer:
    """Writes one program; what is in scope is known with its length, so that no index is out of range."""

    def __init__(self, r):
        self.r = r
        self.lines, self.depth, self.count = [], 1, 0
        self.numbers, self.lists = ["x"], {"xs": 2}
        self.arrays = {"a": 4}      # name -> length
        self.functions = []         # of one number
        self.dicts, self.accounts = [], []
        self.features = set()
        self.looping = 0
        self.guarded = False        # is an exception caught here?

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
        kind = r.randrange(25)
        if kind < 5:
            return f"({e()} {r.choice('+-*')} {e()})"
        if kind == 23:
            return self.effect(e)
        if kind == 24 and self.guarded:
            return f"risky({e()}, {r.uniform(-1, 1):.2f})"
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
        if kind == 16:
            return self.call(e)
        if kind == 17:
            return self.lambda_(e)
        if kind == 18 and self.dicts:
            return r.choice(self.dicts) + r.choice(['["a"]', '["b"]'])
        if kind == 19:
            return self.comprehension(e)
        if kind == 20 and self.accounts:
            self.features.add("object")
            v = r.choice(self.accounts)
            return r.choice([f"{v}.balance", f"{v}.double", f"{v}.pay({e()}).balance", f"({v} + Account({e()})).double"])
        if kind == 21:
            return r.choice([f"total({e()}, {e()}, scale={e()})", f"total({e()}, *xs[:2], {e()}, k={e()})",
                             f"total(*{self.array(None, 0)}, q={e()}, **{{'k': {e()}}})", f"max({e()}, {e()})"])
        return f"abs({e()})"

    def index(self, n):
        return f"len({self.r.choice(sorted(self.lists))}) % {n}" if self.r.random() < 0.2 else str(self.r.randrange(-n, n))

    def effect(self, e):
        """A number whose evaluation changes what others read."""
        v, n = self.r.choice(sorted(self.arrays.items()))
        name, m = self.r.choice(sorted(self.lists.items()))
        return self.r.choice([f"put({v}, {self.index(n)}, {e()})", f"put({name}, {self.r.randrange(m)}, {e()})",
                              f"grow({name}, {e()}) * 0.1"])

    def call(self, e):
        """A function that is a value."""
        known = [*self.functions, "math.sin", "math.tanh", f"scaled({e()})"]
        f = self.r.choice(known)
        if self.r.random() < 0.15:
            self.features.add("map")
            return f"list(map({f}, [{e()}, {e()}]))[0]"
        return self.r.choice([f"{f}({e()})", f"twice({f}, {e()})"])

    def lambda_(self, e):
        p = self.new("p")
        self.numbers.append(p)
        body = self.number(1)
        self.numbers.remove(p)
        if self.r.random() < 0.15:
            self.features.add("reduce")
            return f"functools.reduce(lambda {p}, q: {body} * 0.5 + q, [{e()}, {e()}, {e()}])"
        return self.r.choice([f"(lambda {p}: {body})({e()})", f"twice(lambda {p}: {body}, {e()})",
                              f"(lambda {p}, q={e()}: {body} + q)({e()})"])

    def comprehension(self, e):
        r = self.r
        self.features.add("comprehension")
        p = self.new("p")
        over = r.choice([*sorted(self.lists), *sorted(self.arrays)])
        self.numbers.append(p)
        body, test = self.number(1), self.condition()
        self.numbers.remove(p)
        if r.random() < 0.3:
            self.features.add("generator")
            return r.choice([f"sum(halves({over}, 2))", f"sum({p} * {p} for {p} in halves({over}, 2))"])
        return r.choice([f"sum([{body} for {p} in {over}])", f"sum({body} for {p} in {over})",
                         f"sum([{body} for {p} in {over} if {test}])", f"[{body} for {p} in {over}][1]",
                         f"{{i: {body} for i, {p} in enumerate({over})}}[1]"])

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
        elif r.random() < 0.2:
            c += f" > {self.number(1)}"
        return c

    # ------------------------------------------------------------- statements

    def block(self, size):
        """What is defined inside is forgotten outside."""
        kept = list(self.numbers), dict(self.arrays), dict(self.lists)
        more = list(self.functions), list(self.dicts), list(self.accounts)
        self.depth += 1
        for _ in range(size):
            self.statement()
        self.depth -= 1
        self.numbers, self.arrays = kept[0], kept[1]
        self.lists = {v: n for v, n in kept[2].items()}
        self.functions, self.dicts, self.accounts = more

    def statement(self):
        r, deep = self.r, self.depth
        kind = r.randrange(38)
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
            self.say(f"{v}[{self.index(n)}] {r.choice(['=', '=', '+=', '*='])} {self.number()}")
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
            guarded, self.guarded = self.guarded, True
            self.say("try:")
            self.block(r.randint(1, 2))
            self.guarded = guarded
            self.say(r.choice(["finally:", "except Stop:"]))
            self.block(1)
        elif kind == 29 and deep < 3:
            c = self.new("n")
            self.say(f"{c} = 0")
            self.say(f"while {c} < {r.randint(1, 3)}:")
            self.say(f"    {c} += 1")
            self.block(r.randint(1, 2))
        elif kind == 30 or kind == 31:
            self.define()
        elif kind == 32:
            self.dictionary()
        elif kind == 33:
            self.change_list()
        elif kind == 34:
            self.features.add("object")
            if self.accounts and r.random() < 0.6:
                v = r.choice(self.accounts)
                self.say(r.choice([f"{v}.pay({self.number(1)})", f"{v}.balance *= {self.number(1)}",
                                   f"{v} = {v} + {v}", f"{v}.balance = {self.number(1)}"]))
            else:
                v = self.new("acc")
                self.say(f"{v} = Account({self.number(1)})")
                self.accounts.append(v)
        elif kind == 35:
            self.features.add("comprehension")
            name, p = self.new("l"), self.new("p")
            self.numbers.append(p)
            self.say(f"{name} = [{self.number(1)} for {p} in {r.choice([v, 'xs'])}]")
            self.numbers.remove(p)
            self.lists[name] = 2
        elif kind == 36:
            name, m = r.choice(sorted(self.lists.items()))
            self.say(f"{name}[0], {name}[1] = {name}[1], {self.number(1)}")
        else:
            self.say(f"{r.choice(self.numbers)} = {self.number()}")

    def define(self):
        """A function inside, which sees, and may change, what is outside."""
        r, name, p = self.r, self.new("g"), self.new("p")
        self.say(f"def {name}({p}, k={r.choice([self.number(0), '0.5'])}):")
        kept = list(self.numbers), dict(self.arrays), list(self.functions)
        changed = [v for v in self.numbers if v[0] == "v"]
        changes = bool(changed) and r.random() < 0.25
        if changes:
            changed = r.choice(changed)
            self.say(f"    nonlocal {changed}")
            self.say(f"    {changed} = {changed} * 0.5 + {p}")
        self.numbers += [p, "k"]
        self.depth += 1
        if r.random() < 0.4:
            v, n = r.choice(sorted(self.arrays.items()))
            self.say(f"{v}[{r.randrange(-n, n)}] {r.choice(['=', '+='])} {self.number(1)}")
        self.say(f"return {self.number(1)}")
        self.depth -= 1
        self.numbers, self.arrays, self.functions = kept
        self.functions.append(name)

    def dictionary(self):
        r = self.r
        if self.dicts and r.random() < 0.6:
            d = r.choice(self.dicts)
            key = r.choice(['"a"', '"b"'])
            self.say(r.choice([f"{d}[{key}] = {self.number(1)}", f"{d}[{key}] += {self.number(1)}",
                               f"{d}.update(a={self.number(1)})", f"{d}[{key}] = {d}.get({key}, 0.0) * {self.number(1)}",
                               f"{d}.setdefault({key}, {self.number(1)})"]))
        else:
            d = self.new("d")
            self.say(r.choice([f'{d} = {{"a": {self.number(1)}, "b": {self.number(1)}}}',
                               f"{d} = dict(a={self.number(1)}, b={self.number(1)})"]))
            self.dicts.append(d)

    def change_list(self):
        r = self.r
        name, m = r.choice(sorted(self.lists.items()))
        what = r.randrange(7)
        if what == 0:
            self.say(f"{name}.insert(1, {self.number(1)})")
        elif what == 1:
            self.say(f"{name}.extend([{self.number(1)}, {self.number(1)}])")
        elif what == 2:
            self.say(f"{name}[0:1] = [{self.number(1)}, {self.number(1)}]")
        elif what == 3:
            new = self.new("l")
            self.say(f"{new} = {name} + [{self.number(1)}]")
            self.lists[new] = m + 1
        elif what == 4:
            new = self.new("l")
            self.say(f"{new} = {r.choice([f'{name} * 2', f'{name}[::-1]', f'list({name})', name, f'sorted({name})'])}")
            self.lists[new] = m
        elif what == 5:
            self.say(f"{name}.append({name}.pop(0) * {self.number(1)})")
        else:
            self.say(f"{name}.{r.choice(['reverse()', 'sort()'])}")

    def program(self, name):
        r = self.r
        for _ in range(r.randint(1, 12)):
            self.statement()
        picks = [r.choice(self.numbers), r.choice(sorted(self.arrays)), self.number(1), self.array(None, 1)]
        r.shuffle(picks)
        self.say("return " + ", ".join(picks[:r.randint(1, 4)]))
        return f"def {name}(x, a, xs):\n" + "\n".join(self.lines) + "\n"


def text(writer, name):
    return HEAD + "\n" + writer.program(name)


def make(r, name, folder):
    """A case made by the choices of `r`; and its writer, and its text."""
    writer = Writer(r)
    program = text(writer, name)
    return load(r, name, folder, program), writer, program


def load(r, name, folder, program):
    """The case of a program's text, at a point of `r`'s choice."""
    path = pathlib.Path(folder) / f"{name}.py"
    path.write_text(program)
    spec = importlib.util.spec_from_file_location(f"tests.{name}", path)     # of `tests`: its objects are compared
    module = importlib.util.module_from_spec(spec)
    sys.modules[spec.name] = module
    try:
        spec.loader.exec_module(module)
    finally:
        del sys.modules[spec.name]
    numbers = [r.uniform(-2, 2) + 0.0137 for _ in range(7)]     # at 0 there are kinks
    wrt = r.choice([0, 1, 2, (0, 1), (0, 1, 2), (0, 1, 2)])
    order = 2 if not isinstance(wrt, tuple) and r.random() < 0.5 else 1
    return reference.Case(getattr(module, name), (numbers[0], np.array(numbers[1:5]), numbers[5:]), {}, wrt, order=order,
                          name=name, steps=(1e-3, 1e-4, 1e-5))


def verdict(case, writer):
    """How `reference.check` finds the program; "pending" for what may be refused yet."""
    args, kwargs = reference.clone((case.args, case.kwargs))
    if not moderate(reference.run(case, case.fun, args, kwargs)):
        return reference.Outcome("reference", "numbers too large for finite differences")
    outcome = reference.check(case)
    if outcome.kind == "refused" and writer.features & PENDING:
        outcome.kind = "pending"
    return outcome


def moderate(done):
    """Are the numbers of a run of a size for which differences are precise?"""
    return all(reference.largest(v) < 1e6 for _, v in reference.leaves((done.result, done.args)))


FINE = {"ok", "reference", "pending"}


def main(description=__doc__, make=make, verdict=verdict, head=HEAD):
    p = argparse.ArgumentParser(description=description, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--count", type=int, default=200)
    p.add_argument("--first", type=int, default=0)
    p.add_argument("--show", type=int)
    p.add_argument("--source", action="store_true")
    p.add_argument("--refusals", action="store_true", help="print what is refused, too")
    o = p.parse_args()
    if o.show is not None:
        o.first, o.count, o.source = o.show, 1, True
    counts = collections.Counter()
    with tempfile.TemporaryDirectory() as folder:
        for seed in range(o.first, o.first + o.count):
            case, writer, program = make(random.Random(seed), f"random_{seed}", folder)
            if o.show is not None:
                print(program[len(head):])
                print(f"at {case.args}, by {case.wrt}, of order {case.order}")
            outcome = verdict(case, writer)
            counts[outcome.kind] += 1
            if outcome.kind not in FINE or o.show is not None or o.refusals and outcome.kind == "pending":
                print(f"{outcome.kind:9} {seed}: {outcome.message}", flush=True)
                if o.source:
                    print(outcome.source)
    print(dict(counts))
    return 1 if set(counts) - FINE else 0


if __name__ == "__main__":
    sys.exit(main())
