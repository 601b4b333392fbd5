"""Trees whose leaves are numbers and whose nodes are objects, and functions that go through several trees at once."""

import operator
from dataclasses import dataclass
from typing import Any

import numpy as np

from tests.reference import case


class Add:
    def __init__(self, left, right):
        self.left, self.right = left, right


class Mul:
    def __init__(self, left, right):
        self.left, self.right = left, right


class Symbol:
    def __init__(self, place):
        self.place = place


def value(e):
    if isinstance(e, Add):
        return value(e.left) + value(e.right)
    if isinstance(e, Mul):
        return value(e.left) * value(e.right)
    return e


@case(1.3)
@case(1.3, order=2)
def grown_in_a_loop(x):
    t = Add(1.0, 2.0)
    for i in range(3):
        t = Mul(t, x) if i % 2 else Add(x, t)
    return value(t)


@case(1.3)
@case(1.3, order=2)
def one_node_in_two_places_and_changed(x):
    shared = Add(x, 1.0)
    t = Mul(shared, Add(shared, x))
    before = value(t)
    shared.right = Mul(x, x)
    t.left = 3
    return before, value(t)


@case(1.3)
@case(1.3, order=2)
def an_expression_and_its_own_derivative(x):
    def slope(e):
        if isinstance(e, Symbol):
            return 1.0
        if isinstance(e, Add):
            return Add(slope(e.left), slope(e.right))
        if isinstance(e, Mul):
            return Add(Mul(slope(e.left), e.right), Mul(e.left, slope(e.right)))
        return 0.0

    def put(e, v):
        if isinstance(e, Symbol):
            return v
        if isinstance(e, (Add, Mul)):
            return type(e)(put(e.left, v), put(e.right, v))
        return e
    e = Mul(Mul(Symbol(0), x), Symbol(0))
    return value(put(slope(e), x * x))


def folded(cls, a, b):
    if isinstance(a, (int, float)) and isinstance(b, (int, float)):
        return a + b if cls is Add else a * b
    return cls(a, b)


def substituted(e, values):
    if isinstance(e, Symbol):
        return values[e.place]
    if isinstance(e, (Add, Mul)):
        return folded(type(e), substituted(e.left, values), substituted(e.right, values))
    return e


@case(1.3)
def folded_as_it_is_built(x):
    e = Add(Mul(Symbol(0), x), Mul(Symbol(1), Add(Symbol(0), 2.0)))
    return substituted(e, [x * x, x])


class Lazy:
    def __add__(self, other):
        return Operation(operator.add, self, other)

    def __mul__(self, other):
        return Operation(operator.mul, self, other)

    def __rmul__(self, other):
        return Operation(operator.mul, other, self)


class Variable(Lazy):
    def __init__(self, name):
        self.name = name

    def of(self, names):
        return names[self.name]


class Operation(Lazy):
    def __init__(self, op, a, b):
        self.op, self.a, self.b = op, a, b

    def of(self, names):
        a = self.a.of(names) if isinstance(self.a, Lazy) else self.a
        b = self.b.of(names) if isinstance(self.b, Lazy) else self.b
        return self.op(a, b)


@case(1.3)
@case(1.3, order=2)
def operators_that_build(x):
    u, v = Variable("u"), Variable("v")
    return (3 * u + u * v * 2.0 + x * u).of({"u": x, "v": x * x})


@dataclass
class Binary:
    op: str
    left: Any
    right: Any


def run(e):
    if isinstance(e, Binary):
        a, b = run(e.left), run(e.right)
        if e.op == "+":
            return a + b
        if e.op == "-":
            return a - b
        return a * b
    return e


@case(1.3)
@case(1.3, order=2)
def dataclasses_and_numbers(x):
    return run(Binary("+", x, Binary("*", Binary("-", x, 1), Binary("*", x, Binary("+", 3.0, x)))))


def tree_map(f, t, *rest):
    if isinstance(t, dict):
        return {k: tree_map(f, v, *[r[k] for r in rest]) for k, v in t.items()}
    if isinstance(t, (list, tuple)):
        return type(t)(tree_map(f, *vs) for vs in zip(t, *rest))
    return f(t, *rest)


def tree_sum(t):
    if isinstance(t, dict):
        return sum(tree_sum(v) for v in t.values())
    if isinstance(t, (list, tuple)):
        return sum(tree_sum(v) for v in t)
    return np.sum(t)


@case(1.3)
@case(1.3, order=2)
def momentum_over_trees(x):
    p = {"w": np.array([x, x * x]), "b": x}
    m = tree_map(lambda a: a * 0.0, p)
    for _ in range(3):
        g = tree_map(lambda a: 2 * a * x, p)
        m = tree_map(lambda m, g: 0.9 * m + g, m, g)
        p = tree_map(lambda p, m: p - 0.1 * m, p, m)
    return p


@case(1.3)
@case(1.3, order=2)
def two_trees_at_once(x):
    p = {"w": [x, x * x], "b": (1.0, {"c": x})}
    g = {"w": [1.0, 2.0], "b": (x, {"c": 3.0})}
    return tree_sum(tree_map(lambda a, b: a - 0.1 * b, p, g))


@case(1.3)
@case(1.3, order=2)
def one_argument_too_many(x):
    def checked(f, t, *rest):
        try:
            return f(t, *rest)
        except TypeError:
            return t * 7
    return checked(lambda a: a * a, x) + sum(checked(lambda a: a * a, x, *[v] * n) for n, v in enumerate([x, 2.0]))


class Pair:
    def __init__(self, l, r):
        self.l, self.r = l, r


@case(1.3)
@case(1.3, order=2)
def names_that_look_like_those_of_tangents(x):
    def of(e, de):
        if isinstance(e, Pair):
            return of(e.l, de) * of(e.r, e)
        if isinstance(de, Pair):
            return e * of(de.l, 1.0)
        return e + de * x
    return of(Pair(x, Pair(2.0, x)), x)


@case(1.3)
@case(1.3, order=2)
def a_name_for_this_and_that(x):
    e, total = Pair(x, 2.0), 0.0
    for i in range(4):
        if isinstance(e, Pair):
            total = total + e.l * x
            e = e.r if i == 1 else Pair(e.l * x, 3.0)
        else:
            total = total * e + x
            e = Pair(x, x * x)
    return total


@case(1.3)
@case(1.3, order=2)
def two_names_that_are_exchanged(x):
    a, b = Pair(x, 1.0), x
    a, b = (b, a) if x > 0 else (a, b)
    if isinstance(a, Pair):
        return a.l
    t = a * a
    if isinstance(b, Pair):
        t = t * b.l * b.r
    return t


@case(1.3)
@case(1.3, order=2)
def an_attribute_that_is_tested_and_replaced(x):
    n = Pair(Pair(x, 2.0), x)
    while isinstance(n.l, Pair):
        n.l = n.l.l * n.r
    return n.l * n.r


def scaled(t, k):
    if isinstance(t, Pair):
        return Pair(scaled(t.l, k), scaled(t.r, k))
    return t * k + 1


@case(1.3)
@case(1.3, order=2)
def a_leaf_that_is_put_into_what_was_built(x):
    t = scaled(Pair(x, Pair(2.0, Pair(x * x, 1))), x)
    t.r.l = Pair(t.l, x)
    return value(Add(t.l, t.r.l.l)) * t.r.r.r
