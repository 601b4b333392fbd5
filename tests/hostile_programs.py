"""Random programs in which much happens at once: effects inside of expressions, exceptions, views and aliases,
closures that change variables, generators, objects. What they are made of is in `hostile_grammar`.

python -m tests.hostile_programs [--count 200] [--first 0] [--show SEED] [--refusals]

They may be refused; what is not refused must be right, the order of effects too.
"""

import inspect
import re
import sys

from tests import hostile_grammar, hostile_helpers, random_programs, reference

HEAD = inspect.getsource(hostile_helpers)
WORD = re.compile(r"(?<!\.)\b[A-Z][A-Z_]*\b")
LETTERS = {"N": "v", "A": "b", "L": "l", "D": "d", "O": "o", "S": "s", "V": "z", "F": "g", "G": "y", "I": "i", "K": "K", "U": "m", "J": "j", "T": "t",
           "M": "e", "R": "r"}
PICKED = set(LETTERS) - {"N", "I"}
DEEPEST = 3
# What is raised because the grammar does not know of what sort a name is says nothing.
SENSELESS = (NameError, TypeError, AttributeError)


class Filling:
    """What the words of one template have in common."""

    def __init__(self, size=None, param=None):
        self.last, self.size, self.param, self.new = None, size, param, []


class Writer:
    """Writes one program; `names` are those in scope, by sort."""

    def __init__(self, r, grammar=hostile_grammar):
        self.r, self.grammar = r, grammar
        self.lines, self.depth, self.count, self.looping = [], 1, 0, 0
        self.names = {sort: [] for sort in LETTERS} | {"N": ["x", "u"], "A": ["a"], "L": ["xs"]}
        self.sizes = {"a": 4}               # of arrays
        self.assignable = ["x", "u"]

    def new(self, letter):
        self.count += 1
        return f"{letter}{self.count}"

    # ------------------------------------------------------------ templates

    def choose(self, templates):
        """A template whose names there are."""
        while True:
            t = self.r.choice(templates)
            words = set(WORD.findall(t))
            if all(self.names[w] for w in words & PICKED) and ("VAR" not in words or self.assignable):
                return t

    def fill(self, template, level, f=None):
        f = f or Filling()
        text = WORD.sub(lambda m: self.word(m.group(), level, f), template)
        for sort, name in f.new:
            self.register(sort, name, f.size)
        f.new = []
        return text

    def register(self, sort, name, size):
        self.names[sort].append(name)
        if sort == "A":
            self.sizes[name] = size or 1
        if sort == "N":
            self.assignable.append(name)

    def word(self, word, level, f):
        if word.startswith("NEW"):
            sort = word[3:]
            f.last = self.new(LETTERS[sort])
            f.new.append((sort, f.last))
            return f.last
        if word in PICKED:
            f.last = self.r.choice(self.names[word])
            f.size = self.sizes.get(f.last, 2)
            return f.last
        return getattr(self, word.lower())(level, f)

    # -------------------------------------------------------- words, numbers

    def n(self, level, f):
        if level <= 0 or self.r.random() < 0.1:
            return self.leaf(level, f)
        return self.fill(self.choose(self.grammar.NUMBER), level - 1)

    def leaf(self, level, f):
        names = self.names["N"]
        return self.r.choice([*names, *names, "0.3", "-1.1", "2", "1", "gain"])

    def var(self, level, f):
        f.last = self.r.choice(self.assignable)
        return f.last

    def nat(self, level, f):
        return self.r.choice([*self.names["I"], "1", "2", "3", f"len({self.r.choice(self.names['L'])})"])

    def op(self, level, f):
        return self.r.choice("+-*")

    def op_compare(self, level, f):
        return self.r.choice(["<", ">", "<=", "!="])

    def augment(self, level, f):
        return self.r.choice(["+=", "-=", "*="])

    def test(self, level, f):
        return self.fill(self.choose(self.grammar.TEST), min(level, 1))

    def index(self, level, f):
        n, r = f.size, self.r
        known = [str(r.randrange(-n, n)), str(r.randrange(-n, n)), f"{self.nat(0, f)} % {n}"]
        return r.choice(known + [f"(k := {r.randrange(n)})"] * (len(self.assignable) > 0))

    def same(self, level, f):
        return f.last

    def place(self, level, f):
        return self.fill(self.choose(self.grammar.PLACE), level)

    def some(self, level, f):
        """Something to iterate over. (No := may be in a comprehension's iterable.)"""
        return self.within([], lambda: self.fill(self.choose(self.grammar.SOME), 1))

    # ---------------------------------------------------------------- arrays

    def e(self, level, f):
        if f.size is None:
            f.size = self.r.choice(sorted(self.sizes.values()))
        n, r = f.size, self.r
        if level > 0 and r.random() < 0.8:
            return self.fill(self.array_template(n), level - 1, Filling(n))
        same = [v for v in self.names["A"] if self.sizes[v] == n]
        longer = [v for v in self.names["A"] if self.sizes[v] > n]
        if longer and (not same or r.random() < 0.3):
            v = r.choice(longer)
            start = r.randrange(self.sizes[v] - n + 1)
            return f"{v}[{start}:{start + n}]"
        return r.choice(same) if same else f"np.array([{self.items(0, f)}])"

    def array_template(self, n):
        return self.choose(self.grammar.ARRAY)

    def items(self, level, f):
        return ", ".join(self.n(min(level, 1), f) for _ in range(f.size))

    def tail(self, level, f):
        name = self.word("A", level, f)
        if f.size < 2:
            return name
        f.size -= 1
        return name + self.r.choice(["[1:]", "[:-1]"])

    # ----------------------------------------------------- lambdas, functions

    def within(self, assignable, make, *names):
        kept, self.assignable = self.assignable, assignable
        self.names["N"] = [*self.names["N"], *names]
        text = make()
        self.assignable = kept
        self.names["N"] = self.names["N"][:len(self.names["N"]) - len(names)]
        return text

    def p(self, level, f):
        f.param = f.param or self.new("p")
        return f.param

    p_again = p

    def body(self, level, f):
        return self.within(self.changeable(f), lambda: self.n(min(level, 2), f), self.p(level, f))

    def cond(self, level, f):
        return self.within(self.changeable(f), lambda: self.test(1, f), self.p(level, f))

    def changeable(self, f):
        return [f.last] if f.last in self.assignable else []

    def inner(self, level, f):
        allowed = self.changeable(f)
        return self.within(allowed, lambda: self.fill(self.choose(self.grammar.INNER), 1, Filling(param=f.param)), f.param)

    # ------------------------------------------------------------- statements

    def statement(self):
        kind = self.r.random()
        if kind < 0.2 and self.depth <= DEEPEST:
            self.paragraph(self.choose(self.grammar.COMPOUND), kept="F")
        elif kind < 0.25:
            self.paragraph(self.choose(self.grammar.FLAT), kept="NFK")
        elif self.looping and kind < 0.3:
            self.say(self.fill(self.choose(self.grammar.LOOPED), 2))
        else:
            self.say(self.fill(self.choose(self.grammar.STATEMENT), self.r.choice([1, 2, 2, 3])))

    def say(self, text):
        self.lines.append("    " * self.depth + text)

    def paragraph(self, template, kept):
        """Lines of a template; of the names in them those of the sorts `kept` remain, once all is written."""
        names, assignable = {sort: list(known) for sort, known in self.names.items()}, list(self.assignable)
        loop = template.startswith(("for", "NEWI = 0\nwhile"))
        f, functions = Filling(), []
        self.looping += loop
        for line in template.splitlines():
            indent = (len(line) - len(line.lstrip())) // 4
            self.depth += indent
            if line.strip() == "BLOCK":
                self.block()
            else:
                self.say(self.fill(line.strip(), 2, f))
                functions += [name for name in self.names["F"] if name not in names["F"] + functions]
                self.names["F"] = list(names["F"])
            self.depth -= indent
        self.looping -= loop
        for sort in set(kept) - {"F"}:
            names[sort] = self.names[sort]
        if "N" in kept:
            assignable = self.assignable
        self.names, self.assignable = names, assignable
        self.names["F"] += functions

    def block(self):
        names, assignable = {sort: list(known) for sort, known in self.names.items()}, list(self.assignable)
        for _ in range(self.r.randint(1, 3)):
            self.statement()
        self.names, self.assignable = names, assignable

    def program(self, name):
        for _ in range(self.r.randint(2, 12)):
            self.statement()
        one = lambda sort: self.r.choice(self.names[sort])
        picks = [one("N"), one("A"), self.n(2, None), "xs", *(one(sort) for sort in "LDOSV" if self.names[sort])]
        self.r.shuffle(picks)
        self.say("return " + ", ".join(picks[:self.r.randint(1, 5)]))
        return f"def {name}(x, a, xs):\n    u = 0.4\n    k = 0\n" + "\n".join(self.lines) + "\n"


def make(r, name, folder, grammar=hostile_grammar, head=HEAD):
    """A case made by the choices of `r`; and its writer, and its text."""
    writer = Writer(r, grammar)
    while True:
        program = head + "\n\n" + writer.program(name)
        try:
            return random_programs.load(r, name, folder, program), writer, program
        except SyntaxError:                 # such as a name that is nonlocal after it was used
            writer = Writer(r, grammar)


def verdict(case, writer):
    """How `reference.check` finds the program; "pending" for what is refused."""
    args, kwargs = reference.clone((case.args, case.kwargs))
    try:
        with reference.time_limit(3):
            done = reference.run(case, case.fun, args, kwargs)
    except reference.Timeout:
        return reference.Outcome("reference", "it extends what it iterates over")
    if isinstance(done.error, SENSELESS):
        return reference.Outcome("reference", f"senseless: {done.error}")
    if not random_programs.moderate(done):
        return reference.Outcome("reference", "numbers too large for finite differences")
    outcome = reference.check(case)
    if outcome.kind == "refused":
        outcome.kind = "pending"
    return outcome


if __name__ == "__main__":
    sys.exit(random_programs.main(__doc__, make, verdict, HEAD))
