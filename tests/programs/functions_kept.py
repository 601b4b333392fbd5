"""Functions kept in containers, compared, named and returned."""

import collections
import functools
import heapq
import itertools
import math
import operator

import numpy as np

from tests.reference import case


@case(1.5)
def returned_beside_their_values(x):
    def g(a, b=2.0):
        return a * b * x
    return x, functools.partial(g, x), g(x), g, {"f": g, "v": g(x, x), "l": [g, x], "t": (math.sin, x)}


@case(1.5)
def never_called_and_returned_in_a_partial(x):
    def g(a, b):
        return a * b * x
    return x, functools.partial(g, x)


@case(1.5)
def only_a_function_is_returned(x):
    return lambda v: v * x


@case(1.5)
def a_pair_from_a_helper(x):
    def make(k):
        return k * x, lambda v: v * k
    return make(x)


@case(1.5)
def compared_by_identity(x):
    def g(v):
        return v * x
    h, other = g, lambda v: v * x
    fs = [g, h, other]
    return g is h, fs[0] is fs[1], fs.index(other), g == h, g is other, h in fs, fs.count(g), g(x) + other(x)


@case(1.5)
def known_by_its_name(x):
    def g(v):
        "doubled, in a way"
        return v * x
    return {f.__name__: f(x) for f in (g, math.sin, np.tanh, lambda v: v - x)}, g.__doc__


@case(1.5)
def wrapped_and_named(x):
    def decorate(f):
        @functools.wraps(f)
        def wrapper(*a):
            return f(*a) * 2
        return wrapper

    @decorate
    def gee(v):
        "the doc"
        return v * x
    return gee(x), gee.__name__, gee.__doc__


@case(1.5)
def tagged(x):
    def g(v):
        g.calls += 1
        return v * x
    g.calls, g.tag = 0, "t"
    return g(x) + g(2.0) * g.calls, g.tag


@case(1.5)
def registered(x):
    known = {}

    def register(name):
        def decorate(f):
            known[name] = f
            return f
        return decorate

    @register("square")
    def square(v):
        return v * v * x

    @register("same")
    def same(v):
        return v
    return known["square"](x) + known["same"](x) + sum(f(x) for f in known.values())


@case(1.5)
def a_default_that_is_no_function(x):
    none = object()

    def g(v, call=none):
        return v * x if call is none else call(v)
    return g(x) + g(x, lambda t: t * t)


@case(1.5)
def in_a_deque_and_a_heap(x):
    q = collections.deque([lambda v: v * x, math.sin])
    h = []
    for i, f in enumerate([lambda v: v * x, lambda v: v + x]):
        heapq.heappush(h, (-i, f))
    s = x
    while q:
        s = q.popleft()(s)
    while h:
        s = heapq.heappop(h)[1](s)
    return s


@case(1.5)
def chained_zipped_and_mapped(x):
    s = x
    for f in itertools.chain([lambda v: v * x], (math.sin,), iter([lambda v: v + x])):
        s = f(s)
    s = s + sum(f(v) for f, v in zip([lambda v: v * x, math.cos], [x, 2.0]))
    s = s + sum(map(lambda f, v: f(v), [lambda v: v * x, math.cos], [x, 2.0]))
    return s + sum(f(x) for f in filter(None, [None, lambda v: v * x, math.sin]))


@case(1.5)
def popped_unpacked_and_swapped(x):
    fs = [lambda v: v * x, math.cos]
    s = fs.pop()(x) + fs.pop(0)(x)
    f, *rest = [lambda v: v * x, math.cos, math.sin]
    s = s + f(x) + sum(r(x) for r in rest)
    f, g = lambda v: v * x, lambda v: v + x
    f, g = g, f
    return s + f(x) * g(2.0) + next(iter([f]))(x)


@case(1.5)
def chosen_by_key(x):
    best = max([lambda v: v * x, lambda v: v - x, math.exp], key=lambda f: f(2.0))
    first = sorted([("b", lambda v: v * x), ("a", math.sin)], key=operator.itemgetter(0))[0][1]
    return best(x) + first(x)


@case(1.5)
def in_dicts_and_nested_lists(x):
    d = {}
    d.setdefault("a", lambda v: v * x)
    rows = [[lambda v: v * x, math.sin], [lambda v: v - x]]
    return d["a"](x) + d.get("b", lambda v: v + x)(x) + sum(f(x) for row in rows for f in row)


@case(1.5)
def given_by_a_generator_and_by_keywords(x):
    def gen():
        yield lambda v: v * x
        yield math.sin

    def run(**fs):
        return sum(f(x) for f in fs.values())
    return sum(f(x) for f in gen()) + run(a=lambda v: v * x, b=math.sin)


@case(1.5)
def folded(x):
    s = functools.reduce(lambda acc, f: f(acc), [lambda v: v * x, math.sin, abs], x)
    return s + list(itertools.accumulate([x, 2.0, x], lambda a, b: a * b + x))[-1]
