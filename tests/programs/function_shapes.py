"""Functions called in several shapes: with differing arguments, with functions and numbers, by `*` and `**`."""

import functools
import math
import operator

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


# ---------------------------------------------------------------- decorators

@case(1.5)
@case(1.5, order=2)
def one_decorator_for_several_signatures(x):
    def twice(f):
        def wrapper(*args, **kwargs):
            return 2 * f(*args, **kwargs)
        return wrapper

    @twice
    def g(a):
        return a * x

    @twice
    def h(a, b):
        return a * b + x

    @twice
    def k(a, *, s=2.0):
        return a * s
    return g(x) + h(x, 3.0) + h(a=x, b=x) + k(x, s=x) + k(x)


@case(1.5)
def decorator_with_an_active_argument(x):
    def scale(k):
        def decorate(f):
            @functools.wraps(f)
            def w(*a, **kw):
                return k * f(*a, **kw)
            return w
        return decorate

    @scale(x)
    def g(a, b):
        return a * b

    @scale(2.0)
    def h(a):
        return a + x
    return g(x, 2.0) + h(x) + g(b=x, a=1.0)


@case(1.5)
def memoize_for_several(x):
    def memo(f):
        cache = {}

        def inner(*args):
            if args not in cache:
                cache[args] = f(*args)
            return cache[args]
        return inner

    @memo
    def binomial(n, k):
        return 1.0 if k in (0, n) else x * binomial(n - 1, k - 1) + binomial(n - 1, k)

    @memo
    def power(n):
        return 1.0 if n == 0 else x * power(n - 1)
    return binomial(6, 3) + power(5) + power(3)


@case(1.5)
def counted_and_logged(x):
    calls = []

    def logged(f):
        def wrapper(*args, **kwargs):
            calls.append((len(args), sorted(kwargs)))
            return f(*args, **kwargs)
        return wrapper

    @logged
    def g(a, b=2.0):
        return a * b

    @logged
    def h(*values):
        return sum(values) * x
    return g(x) + g(x, b=x) + h(x, x, 1.0) + h(), calls


# ---------------------------------------------------------------- stars

@case([1.5, 2.0, 1.0])
def items_and_a_rest(x):
    g = lambda a, *r: a * len(r) + sum(r)
    return g(*x) + g(*x[:2]) + g(*x[:1])


def head_times_rest(head, *rest):
    return head * sum(rest)


@case([1.5, 2.0, 1.0])
@case(A3)
def items_and_a_rest_outside(x):
    return head_times_rest(*x) + head_times_rest(2.0, *x) + head_times_rest(*[v * v for v in x])


@case([1.5, 2.0])
def too_few_items(x):
    try:
        return (lambda a, b, c, *r: a * b * c)(*x)
    except TypeError:
        return x[0] * 2


@case(1.5)
def by_keyword_in_all_ways(x):
    def g(a, b=2.0, *, c=1.0):
        return a * b + c
    return g(x) + g(x, x) + g(x, c=x) + g(b=x, a=1.0) + g(*[x, 2.0]) + g(**{"a": x, "c": 2.0})


@case(1.5)
def compose_any_number(x):
    def compose(*fs):
        def run(v):
            for f in fs:
                v = f(v)
            return v
        return run
    return compose(lambda v: v * x, math.sin, lambda v: v + x, abs)(x) + compose()(x) + compose(math.exp)(x)


@case(1.5)
def compose_by_reduce(x):
    fs = [lambda v: v * x, math.sin, lambda v: v + 2]
    return functools.reduce(lambda f, g: (lambda v: g(f(v))), fs, lambda v: v)(x)


# ---------------------------------------------------------------- functions and numbers

@case(1.5)
def numbers_or_functions_of_them(x):
    def value(v):
        return v() if callable(v) else v
    return value(x) + value(lambda: x * x) + value(3.0)


@case(1.5)
def identity_of_all(x):
    def identity(v):
        return v
    f = identity(lambda t: t * x)
    return f(identity(x)) + identity([x, 2.0])[0]


@case(1.5)
def applied_to_methods_and_functions(x):
    def apply(f, v):
        return f(v) * x
    p = Line([x, 2.0])
    return apply(p.at, x) + apply(Line.square, x) + apply(math.sin, x) + apply(lambda v: v * x, 2.0) \
        + apply(functools.partial(operator.mul, x), x)


class Line:
    def __init__(self, c):
        self.c = c

    def at(self, t):
        return self.c[0] + self.c[1] * t

    @staticmethod
    def square(t):
        return t * t

    @classmethod
    def double(cls, t):
        return 2 * t


@case([1.5, 2.0])
def mapped_methods(xs):
    p = Line([xs[0], 2.0])
    return sum(map(p.at, xs)) + sum(map(Line.square, xs)) * sum(map(Line.double, xs))


@case(1.5)
def a_dict_of_differing_counts(x):
    ops = {"neg": lambda a: -a, "add": lambda a, b: a + b * x, "fma": lambda a, b, c: a * b + c}
    return ops["neg"](x) + ops["add"](x, 2.0) + ops["fma"](x, x, x)


@case(1.5)
def a_dict_asked_by_a_variable(x):
    ops = {"neg": (1, operator.neg), "add": (2, lambda a, b: a + b * x), "sin": (1, math.sin)}
    total = 0.0
    for name in ("neg", "add", "sin"):
        n, f = ops[name]
        total = total + (f(x) if n == 1 else f(x, 2.0))
    return total


# ---------------------------------------------------------------- by class

@functools.singledispatch
def area(shape):
    raise TypeError


@area.register
def _(shape: float):
    return shape * shape


@area.register(list)
def _(shape):
    return shape[0] * shape[1]


@area.register
def _(shape: tuple):
    return shape[0] + area(shape[1])


@case(1.5)
def single_dispatch(x):
    return area(x) + area([x, 2.0]) * area((x, x))


# ---------------------------------------------------------------- more than one kind of recursion

@case(1.5)
def self_application(x):
    fact = lambda me, n: x if n == 0 else n * me(me, n - 1) * x
    return fact(fact, 4)


@case(1.5)
def y_combinator(x):
    fix = lambda f: (lambda g: g(g))(lambda g: f(lambda n: g(g)(n)))
    return fix(lambda self: lambda n: x if n == 0 else x * self(n - 1))(4)


@case(1.5)
def church_addition(x):
    zero = lambda f: lambda v: v
    successor = lambda n: lambda f: lambda v: f(n(f)(v))
    add = lambda m, n: lambda f: lambda v: m(f)(n(f)(v))
    two = successor(successor(zero))
    return add(two, successor(two))(lambda v: v * x)(1.0)


@case(1.5)
def curried(x):
    def curry(f):
        return lambda a: lambda b: lambda c: f(a, b, c)
    return curry(lambda a, b, c: a * b + c * x)(x)(2.0)(x)
