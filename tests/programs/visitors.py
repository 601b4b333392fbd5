"""Visitors, whose methods go by names that are put together from those of classes, or of operations."""

import collections
import math

from tests.reference import case


class Num:
    def __init__(self, value):
        self.value = value


class Name:
    def __init__(self, name):
        self.name = name


class BinOp:
    def __init__(self, op, left, right):
        self.op, self.left, self.right = op, left, right


class Neg:
    def __init__(self, operand):
        self.operand = operand


class Visitor:
    def __init__(self, names):
        self.names = names

    def other(self, node):
        return 0.0

    def visit_num(self, node):
        return node.value

    def visit_name(self, node):
        return self.names[node.name]

    def visit_binop(self, node):
        left, right = self.visit(node.left), self.visit(node.right)
        return left + right if node.op == "+" else left * right


class WithDefault(Visitor):
    def visit(self, node):
        method = getattr(self, f"visit_{type(node).__name__.lower()}", self.other)
        return method(node)


class CalledAtOnce(Visitor):
    def visit(self, node):
        return getattr(self, "visit_" + node.__class__.__name__.lower(), self.other)(node)


class OrNone(Visitor):
    def visit(self, node):
        method = getattr(self, f"visit_{type(node).__name__.lower()}", None)
        if method is None:
            return 0.0
        return method(node)


class Asked(Visitor):
    def visit(self, node):
        name = "visit_{}".format(type(node).__name__.lower())
        if hasattr(self, name):
            return getattr(self, name)(node)
        return self.other(node)


class Percent(Visitor):
    def visit(self, node, *more):
        return getattr(self, "visit_%s" % type(node).__name__.lower())(node, *more)


def tree(x):
    return BinOp("*", Name("x"), BinOp("+", Num(x), Num(2.0)))


def tree_with_others(x):
    return BinOp("+", BinOp("*", Name("x"), Num(x)), Neg(Num(x)))


@case(0.7, order=2)
def with_default(x):
    return WithDefault({"x": x}).visit(tree(x)) + WithDefault({"x": x}).visit(tree_with_others(x))


@case(0.7, order=2)
def called_at_once(x):
    return CalledAtOnce({"x": x}).visit(tree(x)) + CalledAtOnce({"x": x}).visit(tree_with_others(x))


@case(0.7, order=2)
def or_none(x):
    return OrNone({"x": x}).visit(tree(x)) + OrNone({"x": x}).visit(tree_with_others(x))


@case(0.7, order=2)
def asked(x):
    return Asked({"x": x}).visit(tree(x)) + Asked({"x": x}).visit(tree_with_others(x))


@case(0.7, order=2)
def percent(x):
    return Percent({"x": x}).visit(tree(x))


class Operations:
    def __init__(self, x):
        self.x = x

    def value(self, e):
        if isinstance(e, (int, float)):
            return e
        if isinstance(e, str):
            return self.x
        return getattr(self, "do_" + e[0])(*e[1:])

    def do_add(self, a, b):
        return self.value(a) + self.value(b)

    def do_mul(self, a, b):
        return self.value(a) * self.value(b)

    def do_neg(self, a):
        return -self.value(a)


@case(0.7, order=2)
def different_numbers_of_arguments(x):
    return Operations(x).value(("add", ("mul", "x", ("neg", "x")), ("neg", 3.0)))


Token = collections.namedtuple("Token", "kind value")


class Parser:
    """A grammar's tokens, of names and numbers, in one list."""

    def __init__(self, source, env):
        self.tokens, self.env, self.at = list(tokens_of(source)), env, 0

    @property
    def now(self):
        return self.tokens[self.at] if self.at < len(self.tokens) else Token("end", "")

    def take(self, wanted):
        if self.now.value != wanted:
            return False
        self.at += 1
        return True

    def sum(self):
        made = self.product()
        while self.now.value in ("+", "-"):
            op = self.now.value
            self.at += 1
            other = self.product()
            made = made + other if op == "+" else made - other
        return made

    def product(self):
        made = self.atom()
        while self.take("*"):
            made *= self.atom()
        return made

    def atom(self):
        if self.take("("):
            made = self.sum()
            self.take(")")
            return made
        kind, value = self.now
        self.at += 1
        return value if kind == "number" else self.env[value]


def tokens_of(source):
    i = 0
    while i < len(source):
        c, j = source[i], i + 1
        if c.isdigit():
            while j < len(source) and (source[j].isdigit() or source[j] == "."):
                j += 1
            yield Token("number", float(source[i:j]))
        elif not c.isspace():
            yield Token("name" if c.isalpha() else "op", c)
        i = j


@case(1.3, order=2)
def a_grammar_with_names_and_numbers(x):
    return Parser("x * (y + 2.5) - x * (3 - y) * 2", {"x": x, "y": math.exp(-x)}).sum()
