"""`singledispatch` over what is one of several things: numbers, texts, containers and objects."""

import math
import numbers
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import singledispatch, singledispatchmethod

import numpy as np

from tests.reference import case


@singledispatch
def total(t):
    raise TypeError(type(t))


@total.register
def _(t: float):
    return t


@total.register
def _(t: int):
    return float(t)


@total.register(list)
@total.register(tuple)
def _(t):
    return sum(total(v) for v in t)


@total.register(dict)
def _(t):
    return sum(total(v) for v in t.values())


@total.register(np.ndarray)
def _(t):
    return t.sum()


@case(1.3)
@case(1.3, order=2)
def all_that_a_container_holds(x):
    return total([x, (x * x, 2, {"a": x, "b": [1.0, x**3]}), np.array([x, 1.0])])


@case({"a": 1.3, "b": [2.0, (0.5, 3)]})
def of_an_argument(p):
    return total(p)**2


@case(1.3)
def through_map(x):
    return sum(map(total, [x, [x * x, 1], {"k": x}])) * max(total(v) for v in ([x], x * x))


@singledispatch
def square_all(t):
    return 0.0


@square_all.register
def _(t: numbers.Number):
    return t * t


@square_all.register
def _(t: bool):
    return 1.0 if t else 0.0


@square_all.register(Sequence)
def items_squared(t):
    return sum(square_all(v) for v in t)


@square_all.register(Mapping)
def _(t):
    return sum(square_all(v) for v in t.values())


@square_all.register
def _(t: str):
    return float(len(t))


@case(1.3)
@case(1.3, order=2)
def by_abstract_classes(x):
    return square_all([x, True, "abc", {"k": (x, 2)}, None, np.float64(2.0) * x])


class Weight:
    def __init__(self, value):
        self.value = value


class Heavy(Weight):
    pass


@singledispatch
def load(w, k=2.0, *, s=1.0):
    return w * k * s


@load.register
def _(w: Weight, k=3.0, *, s=1.0):
    return w.value * k * s


@load.register
def _(w: Heavy, k=5.0, *, s=1.0):
    return w.value**2 * k * s


@case(1.3)
@case(1.3, order=2)
def derived_classes_and_defaults(x):
    return sum(load(w) + load(w, x) + load(w, s=x) for w in [Weight(x), Heavy(x), x, 2.0, 3])


@singledispatch
def gather(t, out):
    out.append(t)


@gather.register
def _(t: list, out):
    for v in t:
        gather(v, out)


@gather.register
def _(t: Weight, out):
    gather(t.value, out)
    t.value = t.value * 2


@case(1.3)
@case(1.3, order=2)
def that_write_into_their_arguments(x):
    w, out = Weight(x), []
    gather([x, [w, 2.0], w], out)
    return sum(out) + w.value


class Scaled:
    def __init__(self, k):
        self.k, self.seen = k, 0

    @singledispatchmethod
    def of(self, t):
        self.seen += 1
        return t * self.k

    @of.register
    def _(self, t: list):
        return [self.of(v) for v in t]

    @of.register
    def _(self, t: dict):
        self.k = self.k * 2
        return {n: self.of(v) for n, v in t.items()}

    @of.register
    def _(self, t: tuple):
        return tuple(self.of(v) for v in t)


@case(1.3)
@case(1.3, order=2)
def a_method(x):
    scaled = Scaled(x)
    return scaled.of([x, {"a": 2.0, "b": (x,)}, x]), scaled.k, scaled.seen


@dataclass
class Circle:
    r: float


@dataclass
class Rect:
    w: float
    h: float


@dataclass
class Group:
    items: list


@singledispatch
def area(shape):
    raise NotImplementedError


@area.register
def _(shape: Circle):
    return math.pi * shape.r**2


@area.register
def _(shape: Rect):
    return shape.w * shape.h


@area.register
def _(shape: Group):
    return sum(area(i) for i in shape.items)


@area.register(type(None))
def _(shape):
    return 0.0


@case(1.3)
@case(1.3, order=2)
def shapes_in_groups(x):
    return area(Group([Circle(x), Rect(x, 2.0), Group([Rect(x, x), None])]))


@case(1.3)
def one_that_raises(x):
    try:
        return area(Group([Circle(x), Group([Circle(x), "no shape"])]))
    except NotImplementedError:
        return x**3


@singledispatch
def leaves(t):
    yield t


@leaves.register(list)
@leaves.register(tuple)
def _(t):
    for v in t:
        yield from leaves(v)


@case(1.3)
def generators(x):
    return sum(v * v for v in leaves([x, (2.0, [x * x])]))


@singledispatch
def grown(t):
    return t * 2


@grown.register
def _(t: list):
    return sum(grown(v) for v in t)


@case(1.3, rebinds=(lambda: grown.register(int, lambda t: 7.0 * t), lambda: grown.register(float, lambda t: t**3)))
def functions_registered_later(x):
    return grown([x, [x * x, 3]])
