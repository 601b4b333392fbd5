"""What reviewers of ordinary programs found: generator expressions ahead of their names, operators of named tuples."""

import functools
import itertools
import operator
from typing import NamedTuple

from tests.reference import case


# -- generator expressions that read what gets a value after them

@case(1.5)
def names_that_come_later(x):
    g = (v * k for v in [1.0, 2.0])
    h = (v * x for v in [1.0, 2.0] if v < limit)
    f = (later(v) for v in [1.0, 2.0])
    nested = (sum(w * k for w in [v, 1.0]) for v in [1.0, 2.0])
    k, limit, out = x, 2.0, []

    def later(v):
        return v * x
    for v in g:
        out.append(v)
    return out, list(h), sum(f), sum(nested)


@case(1.5)
def generators_of_a_loop_that_share_a_name(x):
    gs = []
    for i in range(3):
        gs.append((v * k * i for v in [1.0, 2.0]))
        k = x * i
    return [sum(g) for g in gs]


# -- operators of named tuples and of classes derived from tuple, as functions

class Pair(NamedTuple):
    a: float
    b: float

    def __mul__(self, other):
        return Pair(self.a * other.a - self.b * other.b, self.a * other.b + self.b * other.a)

    def __add__(self, other):
        return Pair(self.a + other.a**2, self.b * other.b)

    def __neg__(self):
        return Pair(-self.a * self.b, self.b)

    def __matmul__(self, other):
        return self.a * other.a + self.b * other.b

    def __truediv__(self, k):
        return Pair(self.a / k, self.b)

    def scale(self, k):
        return Pair(self.a * k, self.b)


@case(1.5)
def operators_of_a_named_tuple(x):
    p, q = Pair(x, 1.0), Pair(x * x, 2.0)
    added = functools.reduce(operator.add, [p, q, Pair(2 * x, x)])
    return (operator.mul(p, q), added.scale(x), added.a, list(itertools.accumulate([p, q], operator.add)),
            list(map(operator.mul, [p], [q])), {"*": operator.mul}["*"](p, q), operator.matmul(p, q), operator.neg(q),
            operator.truediv(p, x), sum([p, q], p))


class Squares(tuple):
    def __add__(self, other):
        return Squares((self[0] + other[0]**2,))


class Products(list):
    def __add__(self, other):
        return Products([self[0] * other[0]])


@case(1.5)
def sums_from_what_is_derived_from_a_container(x):
    return sum([Squares((x,)), Squares((2 * x,))], Squares((x,)))[0], sum([Products([x])], Products([x * x]))[0]


@case(1.5)
def containers_by_operators(x):
    return operator.add([x], [2 * x]), operator.mul([x], 2), operator.concat((x,), (x * x,)), sum([[x], [x * x]], [])


# -- keyword arguments from a dict that is written where it is unpacked

def weighted(weight=1.0, **options):
    return weight * options["a"]


@case(1.5)
def unpacked_where_it_is_written(x):
    given = {"a": x}
    return weighted(**{**given, "weight": x}), weighted(**(given | {"weight": 2 * x})), weighted(**dict(given, weight=x * x))


@case(1.5)
def sorted_by_a_comparison(x):
    def closer(a, b):
        return abs(a - 2.0) - abs(b - 2.0)
    xs = [x, 1.0, x * x]
    xs.sort(key=functools.cmp_to_key(lambda a, b: b - a))
    return sorted(xs, key=functools.cmp_to_key(closer)), max(xs, key=functools.cmp_to_key(closer)), xs
