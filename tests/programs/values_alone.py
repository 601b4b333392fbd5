"""Calls of functions made inside of which only the value is read: they are called themselves, in place of their mirrors.

Not where they do more than compute, and the derivative would miss it.
"""

import math

from tests.reference import case

XS = [0.7, -1.3, 0.4, 2.1]


@case(XS)
def largest_by_a_key(xs):
    return max(xs, key=lambda v: v * v) * min(xs, key=lambda v: math.sin(v)), sorted(xs, key=lambda v: -abs(v))


@case(XS, 0.5, wrt=("xs", "k"))
def key_that_reads_what_changes(xs, k):
    scale = [k]
    ys = sorted(xs, key=lambda v: v * scale[0])
    scale[0] = -k * xs[0]
    zs = sorted(xs, key=lambda v: v * scale[0])
    return ys[0] * zs[0], scale


@case(XS)
def key_that_keeps_what_it_sees(xs):
    seen = []

    def key(v):
        seen.append(v * v)
        return v
    ys = sorted(xs, key=key)
    return ys[0] * seen[1], max(xs, key=key), seen


@case(XS)
def key_that_changes_a_variable(xs):
    total = 0.0

    def key(v):
        nonlocal total
        total += v * v
        return -v
    return min(xs, key=key), total


@case(XS)
def key_that_raises(xs):
    def key(v):
        if v < -1.0:
            raise ValueError(v)
        return v
    try:
        return sorted(xs, key=key)[0]
    except ValueError as error:
        return error.args[0] * xs[0]


@case(0.7)
@case(1.9)
def compared_only(x):
    def h(v):
        return v * v * x
    k = h(x)
    ks = [h(i * x) for i in range(3)]
    return (2 * x if k > 1.0 else x * x) * (3.0 if ks[2] > ks[1] else x)


@case(0.7)
def compared_and_kept(x):
    def h(v):
        return v * v * x
    k = h(x)
    ks = [h(i * x) for i in range(3)]
    n = len(ks)
    ls = []
    for i in range(2):
        ls.append(h(i + x))
    ms = ls
    return (2 * x if k > 1.0 else x * x) * n, ms


@case(0.7)
def rebound_between(x):
    h = lambda v: v * x
    k = h(x)
    h = lambda v: v + x * x
    m = h(x)
    return x * 3.0 if k > m else h(m)


@case(XS)
def key_of_pairs(xs):
    pairs = [(v * v, i) for i, v in enumerate(xs)]
    pairs.sort(key=lambda p: p[0])
    best, place = max(pairs, key=lambda p: (p[0] - xs[0]) ** 2)
    return [p for p, _ in pairs], best * place


@case(XS)
def key_by_a_generator(xs):
    waiting = iter(xs)
    return sorted(xs, key=lambda v: next(waiting) * v)[0], list(waiting)


def cubed(v):
    return v * v * v + math.sin(v)


def counted(v, seen):
    seen.append(v)
    return v * v


@case(0.7)
@case(-1.4)
def helper_compared_only(x):
    before = cubed(x)
    step = 0.5
    while cubed(x * step) > before and step > 0.1:
        step *= 0.5
    after = cubed(x * step)
    return x * step if after < before else after * x


@case(0.7)
def helper_that_keeps(x):
    seen = []
    first = counted(x, seen)
    second = counted(x * x, seen)
    return x * seen[-1] if first < second else seen[0] * 3.0


@case(0.7)
def helper_by_another_name(x):
    def square(v):
        return v * v
    make = cubed if x < 1.0 else square
    size = make(x)
    cube = cubed
    return x * x if cube(x) < size + 1.0 else x


@case(XS)
def iterators_are_returned(xs):
    make = lambda vs: (v * v for v in vs)
    first, *_ = make(xs)
    return first, sum(make(xs[1:]))
