"""What random programs found, each as the smallest program that shows it."""

import functools
import math

from typing import NamedTuple

import numpy as np

from tests.reference import case


def twice(f, p):
    return f(f(p))


@case(1.3)
def a_lambda_called_at_once_sees_the_loop_variable(x):
    for i in range(2):
        x = x * (lambda p: p + i)(2)
    return x


@case(1.3)
def a_lambda_handed_on_sees_the_loop_variable(x):
    y = x
    for i in range(2):
        y *= twice(lambda p: p / (1.5 + i), 2)
        n = 0
        while n < 3:
            n += 1
            y = y * x
    return y


@case(np.array([0.3, 0.7]), 0.4)
def a_lambda_sees_the_loop_variable_of_an_array(a, k):
    for i in a:
        v = twice(lambda p: i - p, 3)
        a[1] = abs(3 - k) * v
        if k > 5:
            return a[0], a
    return a


@case(np.array([0.3, 0.7]))
def a_lambda_sees_the_variable_of_a_comprehension(a):
    return sum([(lambda p: q * q)(1.0) for q in a])


@case(np.array([0.3, 0.7]), [1.0, 2.0])
def a_lambda_sees_the_variable_of_an_outer_comprehension(a, xs):
    return sum([[(lambda p: math.sin(q))(r) for r in xs][1] for q in a])


@case(np.array([1, 2]), [1.0, 2.0], wrt="xs")
@case(np.array([0.3, 0.7]), [1.0, 2.0], wrt="xs")
def a_lambda_sees_the_variable_over_what_becomes_active(a, xs):
    a *= xs[0]
    return abs([(lambda p: q - 2)(1.0) for q in a][1])


@case(0.5, [1.0, 2.0], order=2)
def a_list_that_becomes_active_in_a_second_derivative(x, xs):
    for _ in range(2):
        xs[0] = x * xs[1]
    xs.append(2 * x * x)
    return xs[0] * xs[2]


@case(1.5, [1.0, 2.0], wrt=("v", "xs"))
def a_sum_over_the_list_that_it_is_appended_to(v, xs):
    xs.append(sum(v for p in xs))
    xs.insert(0, sum([v * p for p in xs]))
    return xs[3], xs[0]


# ---------------------------------------------------------------- active values replaced in a constant tuple

class Spot(NamedTuple):
    x: float
    y: float


@case(1.5)
@case(1.5, order=2)
def replaced_in_a_constant(x):
    p = Spot(2.0, 3.0)._replace(y=x * x)
    return p.x * p.y, p


# ---------------------------------------------------------------- logarithms of quotients and products

@case(1.5, -0.7, wrt=("a", "b"))
@case(1.5, 0.7, order=2)
def logarithms(a, b):
    return math.log(a / 2.0) + math.log(3.0 / a) * math.log(a * a) + math.log(b / -a if b < 0 else a * b)


@case(1.5, 0.7, wrt=("a", "b"))
def logarithm_between_changes(a, b):
    t = math.log(a / b)
    a = b * t
    return math.log(b * (c := abs(a))) + c


# ---------------------------------------------------------------- what is assigned to on one way only

@case(0.7, 1.0)
@case(0.7, 0.5)
def assigned_in_a_branch_of_an_expression(x, limit):
    y = (x := 0.3) if limit < 0.6 else None
    z = x if limit > 0.6 else (x := x * 2.0) * (x := 2.0)
    return x, y, z


# ---------------------------------------------------------------- zero tangents of what is evaluated once

def last(xs):
    xs.append(1.0)
    return xs[0] if len(xs) > 1 else None


def total(xs):
    return sum(x for x in xs if x is not None)


@case(0.7, [1.0, 3.0])
def a_number_or_none_beside_the_active_one(x, xs):
    held = dict.fromkeys("ab", last(xs))
    held["b"] = x
    pair = x, last(xs)
    return total([x, last(xs)]), pair, held, [y for y in (x, last(xs))], xs


# ---------------------------------------------------------------- partials called where they are made

def damped(v, k=0.5):
    return math.sin(v * k)


@case(0.7, 0.3)
def a_partial_of_constants_called_at_once(x, k):
    return functools.partial(damped, k=k)(x) * functools.partial(damped, k)(x)


# ---------------------------------------------------------------- results written into arguments

@case(np.array([0.3, 0.7]), 0.5)
def accumulated_into_what_may_be_a_number(a, x):
    b = a if x > 0 else 2.0
    np.cumsum(b, out=b)
    np.cumprod(a, 0, None, b)
    return a


@case(0.7, 0.3)
@case(0.7, 0.3, wrt="k")
def a_partial_called_at_once_in_a_condition(x, k):
    scale = int(functools.partial(damped, k=k)(2.0) > 0)
    return x * scale, [k for _ in (functools.partial(damped, k=0.5)(2),)]


class Halt(Exception):
    pass


def halts(v, k):
    raise Halt(v * k)


@case(0.7, 0.3)
def what_is_called_is_found_before_it_raises(x, k):
    calls = []

    def find():
        calls.append(1)
        return halts
    try:
        return x + find()(x, k)
    except Halt as error:
        found = error.args[0]
    try:
        functools.partial(halts, k=x)(k)
    except Halt as error:
        return found * error.args[0], calls


@case([0.7, 0.3])
def what_stands_for_a_call_is_not_taken_for_it(xs):
    xs += (1 < 2 < 3 and xs[0] or functools.partial(damped, k=2)(1),)
    return xs


# ---------------------------------------------------------------- named tuples of what is unpacked

@case([0.7, 0.3], np.array([1.0, 2.0]), wrt=("xs", "a"))
@case([0.7, 0.3, 0.1], np.array([1.0, 2.0]))
def named_tuples_of_items(xs, a):
    doubled = Spot(*(2.0 * x for x in xs)), Spot._make(x * x for x in xs), Spot._make(map(math.sin, xs))
    rows = [Spot(*row) for row in zip(xs, a)]
    return doubled, rows, Spot(*xs)._replace(y=xs[0] ** 2), Spot._make(a)._asdict(), Spot(*a)


# ---------------------------------------------------------------- methods under a name, and those with underscores

@case([0.7, 1.2, 0.3], {"p": 0.7, "q": 1.2}, np.array([0.3, 0.9, 0.1]), wrt=("xs", "d", "a"))
def where_it_is_largest(xs, d, a):
    best = max(range(3), key=xs.__getitem__), max(range(3), key=a.__getitem__), max(d, key=d.__getitem__)
    project, both = a.dot, (xs[0], d["p"])
    a = a * 2.0
    taken = list(map(xs.__getitem__, (2, 0))), list(map(a.__getitem__, (2, 0))), both.__getitem__(1)
    return xs[best[0]] * a[best[1]] * d[best[2]], taken, project(a), xs.__len__()


# ---------------------------------------------------------------- names of functions, and what they meant before

@case(0.7)
@case(0.7, order=2)
def functions_that_take_over_a_name(x):
    v = x * x

    def v(t, v=v):
        return v * t

    def v(t, *, v=v):
        return v(t) * t
    w = v(x)
    w = lambda t, w=w: w * t
    return v(x), w(x)


@case(np.array([0.7, 0.3]), order=2)
def a_parameter_that_an_inner_function_replaces(a):
    def square():
        nonlocal a
        a = a * a
        return a[0]
    return square() * a


# ---------------------------------------------------------------- zip ends with the shortest

@case([1.0, 2.0, 3.0], [0.5, 1.5])
@case([1.0, 2.0, 3.0], [0.5, 1.5], wrt=("xs", "cs"))
def zipped_with_what_is_shorter(xs, cs):
    return [x + c for x, c in zip(xs, cs)], sum(x for x, _ in zip(xs, xs[1:])), [x for x, (i, c) in zip(xs, enumerate(cs))]


@case({"a": 1.0, "b": 2.0, "c": 3.0}, {"a": 1.0, "b": 2.0}, wrt=("d", "e"))
def items_zipped_with_those_of_another(d, e):
    return {k: w for (k, v), w in zip(d.items(), e.values())}, {k: 3 * w for (k, v), w in zip(e.items(), d.values())}


# ---------------------------------------------------------------- tuples of what is evaluated once

@case(np.array([0.3, 0.7]), [1.0, 3.0])
def zeros_of_a_tuple_of_calls(a, xs):
    *taken, = a
    if xs[1] > 1:
        *taken, = last(xs), 2
    return taken, xs


# ---------------------------------------------------------------- plain arrays of masked ones and of matrices

@case(np.array([0.3, 0.7]), order=2)
def plain_numbers_of_masked_ones(x):
    m, M = np.ma.array([1.0, 2.0], mask=[0, 1]), np.matrix([[1.0, 2.0], [3.0, 4.0]])
    return x * m.filled(0) + x * m.mean() + np.ma.getdata(m) * x[0], x * np.array(m), np.asarray(M) @ x + M.A1[0] * x, x * m.count()
