"""Walking, copying and comparing trees; trees as text."""

import ast

import gast
import pytest

import s2sad.backend.printer as printer
from s2sad.frontend.trees import same_tree, walk

PROGRAM = """
def f(x, *rest, key=-1, **named):
    total = 0.0
    for i, (a, b) in enumerate(zip(rest, x[1:, ..., None])):
        if i < 3 <= key and not a:
            total += a ** 2 if b else (lambda t: -t)(b)
        else:
            del named["x"]
    try:
        with open("f") as file:
            print(f"{total!r:>10}", *rest, **named)
    except (OSError, ValueError) as problem:
        raise KeyError from problem
    return [t for t in rest if t], {**named}, {1: 2}
"""


def test_a_walk_meets_what_gast_meets():
    tree = gast.parse(PROGRAM)
    wanted = [n for n in gast.walk(tree)
              if not isinstance(n, (gast.expr_context, gast.operator, gast.unaryop, gast.boolop, gast.cmpop))]
    assert [id(n) for n in walk(tree)] == [id(n) for n in wanted]


def test_a_walk_sees_what_it_changes():
    tree = gast.parse("f(1)", mode="eval").body
    for node in walk(tree):
        if isinstance(node, gast.Call):
            node.args = [gast.parse("x", mode="eval").body]
    assert [n.id for n in walk(tree) if isinstance(n, gast.Name)] == ["f", "x"]


@pytest.mark.parametrize("one, other", [
    ("a + b", "a - b"), ("1", "1.0"), ("1", "True"), ("0.0", "-0.0"), ("a < b", "a <= b"), ("f(a)", "f(*a)"),
    ("f(a)", "f(a, b)"), ("x[1:]", "x[:1]"), ("(a, b)", "[a, b]"), ("a.b", "a.c"), ("f(k=a)", "f(j=a)"),
    ("a", "b"), ("'a'", "b'a'"), ("not a", "-a"), ("1e400", "-1e400"), ("a or b", "a and b"),
])
def test_trees_that_differ(one, other):
    one, other = ast.parse(one), ast.parse(other)
    assert not same_tree(one, other) and same_tree(one, one)


def test_the_same_at_another_place():
    assert same_tree(ast.parse(PROGRAM), ast.parse("\n\n" + PROGRAM))


def printed_function(text):
    return printer.text_and_tree(gast.parse(text).body[0])


@pytest.mark.parametrize("body", ["return -1, 0 - 1", "return (1, (2, -3)), -2.0 ** x", 'return "a\\nb", {x: x}',
                                  "return 1e400 * x", "return x[-1:, ::2], (-1) ** 2, (1 + 2j) * x"])
def test_text_says_what_the_tree_says(body):
    text, tree = printed_function(f"def f(x):\n    {body}\n")
    assert same_tree(ast.parse(text), ast.parse(f"def f(x):\n    {body}\n"))
    assert same_tree(tree, ast.parse(text))


def test_constants_without_a_literal():
    function = gast.parse("def f(x):\n    return x\n").body[0]
    function.body[0].value = gast.Constant(value=-2.0, kind=None)
    text, tree = printer.text_and_tree(function)
    assert text.strip().splitlines() == ["def f(x):", "    return -2.0"] and same_tree(tree, ast.parse(text))


def test_what_astor_gets_wrong_is_not_taken(monkeypatch):
    monkeypatch.setattr(printer.astor, "to_source", lambda tree, pretty_source: "def f(x):\n    return y\n")
    text, tree = printed_function("def f(x):\n    return x\n")
    assert "return x" in text and same_tree(tree, ast.parse(text))
    monkeypatch.setattr(printer.astor, "to_source", lambda tree, pretty_source: "def f(x:\n")
    assert "return x" in printed_function("def f(x):\n    return x\n")[0]


def test_a_function_is_parsed_once(monkeypatch):
    parsed = []
    monkeypatch.setattr(printer, "parsed", lambda text, real=printer.parsed: parsed.append(text) or real(text))
    printed_function("def f(x, dx):\n    t = x * x\n    return t * x, 3 * t * dx\n")
    assert len(parsed) == 1
