"""What the corpus becomes when two spellings are put together: functions that are made or chosen where they are called."""

import functools
import math
import statistics

import numpy as np

from tests.reference import case


def chosen(function, log):
    log.append(function.__name__)
    return function


# -- what is iterated, by a function that is evaluated before it is called

@case(1.3, order=2)
def loops_over_what_a_chosen_function_gives(x):
    log, s = [], 0.0
    for a, b in chosen(zip, log)([x, 2.0], [x, x]):
        s += a * b
    for i, v in chosen(enumerate, log)([x, x * x], start=1):
        s = s * x + i * v
    for v in chosen(reversed, log)([x, x * x]):
        s = s * x + v
    return s, log


@case(1.3, order=2)
def comprehensions_over_what_a_chosen_function_gives(x):
    log = []
    products = [a * b for a, b in chosen(zip, log)([x, 2.0], [x, x])]
    inner = [a * c for a in products for _, c in chosen(zip, log)([1, 2], [x, x * x])]
    keyed = {i: v for i, v in chosen(enumerate, log)([x, x * x])}
    return products, inner, keyed, sum(i * v for i, v in chosen(enumerate, log)([x, x])), dict(chosen(zip, log)("ab", [x, x * x])), log


@case(1.3, order=2)
def items_of_partials(x):
    pairs = [a * b for a, b in functools.partial(zip, [x, 1.0])([x * x, 2.0])]
    counted = [i * v for i, v in functools.partial(enumerate, (v * v for v in [x, 1.0]))(start=1)]
    keyed = dict(functools.partial(zip, "ab")([x, x * x]))
    return pairs, counted, keyed, statistics.fmean([x, 2.0], weights=functools.partial(iter, [x, 1.0])())


def scaled_sum(scale):
    total = 0.0
    while True:
        total += (yield total * scale)


@case(1.3, order=2)
def partials_that_send(x):
    g = scaled_sum(x)
    functools.partial(next, g)()
    send = functools.partial(g.send, x)
    return functools.partial(g.send, x * x)(), send(), send()


# -- what is of several kinds passes through a function that tells arrays apart

def turned(z):
    if isinstance(z, np.ndarray) and z.dtype.kind in "fc" and z.ndim:
        return z[::-1].copy()[::-1]
    return z


class Node:
    def __init__(self, data):
        self.data, self.grad, self.back = data, 0.0, lambda: None

    def __mul__(self, other):
        out = Node(self.data * other.data)

        def back():
            self.grad += other.data * out.grad
        out.back = back
        return out


@case(1.3)
def nodes_and_numbers_where_arrays_are_asked_for(x):
    a, b = turned((Node(x), Node(2.0)))
    c = turned(a * b)
    c.grad = 1.0
    c.back()
    return turned((c.data, a.grad)), turned(np.array([x, 1.0]))


@case(1.3, order=2)
def iterators_and_functions_where_arrays_are_asked_for(x):
    g = turned(scaled_sum(x))
    next(g)
    total = 0.0
    for v in turned(v * x for v in [x, 2 * x]):
        total += v
    return turned([g.send(v) for v in (x, x * x)]), total, turned(functools.partial(pow, x))(2), turned(math.sin)(x), turned(math).cos(x)


# -- calls that take a name of their own, in a generator expression

def secant(f, a, b):
    fa, fb = f(a), f(b)
    for _ in range(3):
        a, b, fa = b, b - fb * (b - a) / (fb - fa), fb
        fb = f(b)
    return b


ROOTS = {"secant": secant, "half": lambda f, a, b: secant(f, a, (a + b) / 2)}


@case(1.3, "half", order=2)
def functions_of_a_table_in_a_generator_expression(x, name):
    return sum(ROOTS[n](lambda t: t**3 - x * t - 1, 1.2, b=2.0) for n in ("secant", name)), next(functools.partial(pow, x)(k) for k in (2, 3))
