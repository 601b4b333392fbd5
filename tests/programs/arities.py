"""Functions that take different numbers of arguments, under one name."""

import math
import operator
from functools import reduce

from tests.reference import case


@case(2.0)
def fixed_calls(x):
    ops = {"s": lambda a: a * a, "p": lambda a, b: a * b}
    total = 0.0
    for k in ("s", "p", "s"):
        f = ops[k]
        if k == "s":
            total += f(x)
        else:
            total += f(x, total)
    return total


@case(2.0)
def fixed_and_star(x):
    ops = {"s": lambda a: a * a, "p": lambda a, b: a * b}
    total = 0.0
    for k in ("s", "p", "s"):
        f = ops[k]
        args = [x, 3.0][:2 if k == "p" else 1]
        total += f(*args)
        if k == "s":
            total += f(total)
    return total


@case(2.0)
def captured(x):
    y = x * x
    ops = [lambda a: a * y, lambda a, b: a * b + y, lambda a, b, c: a * c]
    args = [x, 2.0, y]
    return sum(f(*args[:i + 1]) for i, f in enumerate(ops))


@case(2.0)
def leading(x):
    ops = [lambda a: a * a, lambda a, b: a * b]
    return [f(x, *rest) for f, rest in zip(ops, [[], [x * 3]])]


@case(2.0)
def same_arity(x):
    ops = [lambda a, b: a + b, lambda a, b: a * b]
    return [f(*[x, x * 3]) for f in ops], [f(*ps) for f, ps in zip(ops, [(x, 1.0), (2.0, x)])]


def scaled_sum(xs, k):
    return sum(xs) * k


@case(0.3)
@case(0.7, order=2)
def jobs_of_all_lengths(x):
    jobs = [(pow, (x, 2)), (math.hypot, (x, 1.0)), (max, (x, 0.5, 2 * x)), (abs, (-x,)), (scaled_sum, ([x, 1.0], x))]
    return [f(*a) for f, a in jobs]


@case(0.3)
@case(0.7, order=2)
def a_table_of_known_functions(x):
    ops = {"+": operator.add, "*": operator.mul, "sin": math.sin, "max": max, "f": round}
    def ev(e):
        if isinstance(e, list):
            op, *args = e
            return ops[op](*[ev(a) for a in args])
        return x if e == "x" else e
    return ev(["+", 1.0, ["*", "x", ["sin", ["max", "x", 0.2]]]])


@case(0.3)
@case(0.7, order=2)
def functions_with_defaults_and_with_any_number(x):
    table = {"d": lambda a, b=2.0: a * b, "m": lambda *a: sum(a), "n": lambda: x, "s": math.sin}
    return [table[k](*a) for k, a in [("d", (x,)), ("d", (x, x)), ("m", (x, 1.0, x)), ("n", ()), ("s", (x,)), ("m", ())]]


@case(0.3)
@case(0.7, order=2)
def too_many_for_one_of_them(x):
    table = {"d": lambda a, b=2.0: a * b, "e": lambda a: a}
    try:
        return table["e"](*[x, x, x])
    except TypeError:
        return table["d"](*[x])


@case(0.3)
@case(0.7, order=2)
def operators_that_take_any_number(x):
    ops = {"+": lambda *a: sum(a), "*": lambda *a: reduce(operator.mul, a, 1.0), "neg": lambda a: -a}
    def ev(e):
        if isinstance(e, list):
            op, *args = e
            return ops[op](*[ev(a) for a in args])
        return x if e == "x" else e
    return ev(["+", 1.0, ["*", "x", "x", 3.0], ["neg", "x"]])


@case(0.3)
@case(0.7, order=2)
def names_that_another_function_takes(x):
    def timeit(f, *args, **kwargs):
        r = f(*args, **kwargs)
        return r, f.__name__
    def g(a, b=2.0):
        return a * b
    return timeit(g, x), timeit(g, x, b=x), timeit(math.sin, x)
