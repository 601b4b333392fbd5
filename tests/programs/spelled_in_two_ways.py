"""What the corpus becomes when two spellings are put together: functions that are made or chosen where they are called."""

import collections
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


# -- a class that is chosen where it is called, and raised or filled

class Carried(Exception):
    pass


@case(1.3, order=2)
def classes_are_chosen_once(x):
    log = []
    try:
        raise chosen(Carried, log)(x * x)
    except Carried as error:
        y = error.args[0]
    counts = chosen(collections.defaultdict, log)(float, a=x)
    counts["b"] += y
    return counts, chosen(dict.fromkeys, log)("ab", x), chosen(collections.deque, log)([x, y], maxlen=1), log


def counted(function, log):
    log.append(len(log) * 1.5)
    return function


@case(1.3)
def methods_of_classes_that_are_made_anew(x):
    log, a = [], np.array([x, x * x, 0.0])
    counted(np.add.at, log)(a, [0, 0], x)
    counted(a.fill, log)(x)
    return a, counted(np.add.reduce, log)(a), counted(np.multiply.reduce, log)(a), log


# -- `out` and the like by unpacked keywords, or passed on

def passed_on(function, *args, **kwargs):
    return function(*args, **kwargs)


@case(1.3, order=2)
def written_where_keywords_say(x):
    a, c = np.array([[x, x * x], [1.0, x]]), np.zeros((2, 2))
    where = {"out": c}
    np.matmul(a, a, **where)
    np.dot(a, c, **where)
    passed_on(np.matmul, np.eye(2) * x, a, out=a)
    passed_on(np.einsum, "ij,jk->ik", a, c, out=c)
    np.multiply(a, x, **{"out": c, "where": a > 1.0})
    return a, c, np.sum(a, **{"axis": 0, "keepdims": True})


@case(1.3, order=2)
@case(0.7)
def one_of_several_writes_where_it_is_told(x):
    a, c = np.array([x, x * x, -1.0]), np.zeros(3)
    f = np.multiply if x > 1 else np.add
    f(a, a, out=c)
    for g in (np.sin, np.cos):
        g(a, out=c)
        a = a + c
        g(a, c)
        a *= c
    return a, c


# -- functions that use the variable of a comprehension, whose name others use, too

@case(1.3, order=2)
def functions_keep_the_variables_of_their_comprehension(x):
    ks = [x, 2.0]
    fs = [lambda p: v * p for v in ks[:1]]
    gs = [(v * q for q in ks) for v in ks]
    products = {i: sum([r * v * q for r in ks for q in ks]) for i, v in enumerate([3.0, x])}
    v = 3
    return fs[0](x), [sum(g) for g in gs], products, v


@case(1.3, order=2)
def maps_by_variables_of_comprehensions(x):
    ks = [x, 2.0]
    largest = [sorted(ks, key=lambda p: sum(map(lambda q: v - p, ks)))[0] for v in ks]
    return largest, sum([v for v in ks])


@case(1.3, order=2)
def keys_by_variables_of_comprehensions_in_loops(x):
    found = []
    for v in [x, 2.0]:
        found += [max([x, -x], key=lambda t: t * w * v) for w in [v, -v]]
    early = [[(lambda p, w=w: w * p) for w in [v, 2 * v]] for v in [x, 2.0]]
    return found, [[sum(w * t for t in [v, 2.0]) for w in [v, 2 * v]] for v in [x, 2.0]], [f(x) for row in early for f in row]
