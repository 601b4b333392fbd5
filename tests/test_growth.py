"""How the work of the compiler grows with the program: counted in calls, so that no clock decides."""

import linecache
import sys

import pytest

from s2sad import DifferentiationError, differentiate


def made(text):
    """The function `f` of a text, which is found as the text of a file is."""
    filename = f"<growth {len(linecache.cache)}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    names = {}
    exec(compile(text, filename, "exec"), names)
    return names["f"]


def calls_for(f):
    """How many Python functions and generators are entered to write the derivative of `f`, or to refuse it."""
    count = 0

    def note(frame, event, argument):
        nonlocal count
        count += event == "call"
    before = sys.getprofile()
    sys.setprofile(note)
    try:
        differentiate(f)
    except DifferentiationError:  # the work until it is refused
        pass
    finally:
        sys.setprofile(before)
    return count


def sum_of_terms(n):
    return "def f(x):\n    return " + " + ".join(f"x * {i}.5" for i in range(n)) + "\n"


def sum_of_calls(n):
    return "import math\ndef f(x):\n    return " + " + ".join(f"math.sin(x * {i}.5)" for i in range(n)) + "\n"


def straight_line(n):
    lines = [f"    v{i} = v{i - 1} * {i}.5 + math.cos(v{i - 1})" for i in range(1, n)]
    return "\n".join(["import math", "def f(x):", "    v0 = x", *lines, f"    return v{n - 1}", ""])


def loops_inside_loops(depth):
    """As deep as it says; the innermost holds the work."""
    lines = [f"{'    ' * (k + 1)}for i{k} in range(2):" for k in range(depth)]
    return "\n".join(["def f(x):", "    a = x", *lines, "    " * (depth + 1) + "a = a * x + 1.0", "    return a", ""])


def chain_of_elifs(n):
    lines = [f"    elif x > {i}.5:\n        y = y * x + {i}.0" for i in range(n)]
    return "\n".join(["def f(x):", "    y = x", "    if x > 100.0:", "        y = x * 2.0", *lines, "    return y", ""])


def chain_of_classes(n):
    """Each overrides a method, and calls that of the one above."""
    lines = [f"class C{i}(C{i - 1}):\n    def m(self, x):\n        return super().m(x) + self.a * {i}.0" for i in range(1, n)]
    return "\n".join(["class C0:", "    def __init__(self, a):", "        self.a = a", "    def m(self, x):",
                      "        return x * self.a", *lines, "def f(x):", f"    return C{n - 1}(x).m(x)", ""])


@pytest.mark.parametrize("text", [sum_of_terms, sum_of_calls, straight_line, chain_of_elifs, chain_of_classes])
def test_twice_the_program_is_twice_the_work(text, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(text(3)))  # what the first derivative alone has to do
    assert calls_for(made(text(300))) < 2.15 * calls_for(made(text(150)))


def test_nested_loops_are_not_interpreted_anew_for_each_level(monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(loops_inside_loops(1)))
    assert calls_for(made(loops_inside_loops(6))) < 4 * calls_for(made(loops_inside_loops(3)))


def comprehensions_inside_comprehensions(depth):
    text = "x * 2.0"
    for k in range(depth):
        text = f"sum({text} * i{k} for i{k} in range(2))"
    return f"def f(x):\n    return {text}\n"


def elements_as_arguments(depth):
    text = "0"
    for _ in range(depth):
        text = f"len(xs[{text}:])"
    return f"def f(x):\n    xs = [x]\n    return x * {text}\n"


@pytest.mark.parametrize("text", [comprehensions_inside_comprehensions, elements_as_arguments])
def test_what_is_nested_is_not_looked_at_twice_for_each_level(text, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(text(1)))
    assert calls_for(made(text(6))) < 7 * calls_for(made(text(3)))


def tree_of_classes(n):
    """Nodes of as many classes inside one another: of each, all that it holds is part of its kind."""
    lines = [f"class N{i}:\n    def __init__(self, l, r):\n        self.l = l\n        self.r = r\n"
             f"    def ev(self, x):\n        return self.l.ev(x) * {i}.5 + self.r.ev(x)" for i in range(n)]
    return "\n".join(["class Leaf:", "    def ev(self, x):", "        return x * x", *lines, "def f(x):", "    t = Leaf()",
                      *(f"    t = N{i}(t, Leaf())" for i in range(n)), "    return t.ev(x)", ""])


def test_what_a_tree_holds_is_not_looked_through_for_each_of_its_parts(monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(tree_of_classes(1)))
    assert calls_for(made(tree_of_classes(32))) < 3.5 * calls_for(made(tree_of_classes(16)))


def counting(loop):
    """A loop in what is refused, and is therefore looked at with all numbers that are written out."""
    return "\n".join(["def f(x):", "    i = 0", "    y = x", *loop, "    return eval('y')", ""])


IN_THE_CONDITION = counting(["    while (i := i + 1) < 500:", "        y = y * x"])
IN_THE_BODY = counting(["    while i < 500:", "        i = i + 1", "        y = y * x"])


def test_a_condition_that_counts_is_not_looked_at_for_each_number(monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(straight_line(3)))
    assert calls_for(made(IN_THE_CONDITION)) < 2 * calls_for(made(IN_THE_BODY))


HALVES = '''
def f(x):
    return grow(3, x)

def grow(n, tree):
    return tree if n == 0 else grow(n - 1, {made})
'''


@pytest.mark.parametrize("head, doubled", [
    ("", "(tree, tree)"),
    ("", "{'left': tree, 'right': tree}"),
    ("from collections import namedtuple\nTree = namedtuple('Tree', 'left right')", "Tree(tree, tree)"),
    ("class Tree:\n    def __init__(self, left, right):\n        self.left, self.right = left, right",
     "Tree((tree, tree), [tree])")])
def test_what_doubles_at_each_call_is_not_looked_through_as_often(head, doubled, monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(straight_line(3)))
    assert calls_for(made(head + HALVES.replace("{made}", doubled))) < 1_500_000


BY_SLICES = '''
def f(x):
    return by_slices(of_two, 1)(x, x, x)

def of_two(x, y, z):
    return x * y * z

def by_slices(g, place):
    def called(*args, **options):
        return (lambda v: g(*args[:place], v, *args[place + 1:], **options))(args[place])
    return called
'''


def test_arguments_that_cannot_be_written_out_are_looked_at_until_they_settle(monkeypatch):
    monkeypatch.setenv("S2SAD_CACHE", "0")
    differentiate(made(straight_line(3)))
    assert calls_for(made(BY_SLICES)) < 60_000
