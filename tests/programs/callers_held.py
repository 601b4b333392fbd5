"""Functions that `operator.methodcaller`, `types.MethodType` and the like make of what is differentiated."""

from functools import reduce
from operator import attrgetter, itemgetter, methodcaller
from types import MappingProxyType, MethodType

import numpy as np

from tests.reference import case


class Point:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def norm2(self, weight=1.0):
        return self.x**2 + weight * self.y**2

    def scaled(self, k):
        return Point(self.x * k, self.y * k)


def times(self, k, off=0.0):
    return self.x * k + off


@case(1.3)
@case(1.3, order=2)
def arguments_of_a_method_caller(x):
    points = [Point(x, 1.0), Point(2 * x, x * x)]
    norm2, scaled = methodcaller("norm2", weight=x), methodcaller("scaled", x)
    return sum(norm2(p) for p in points) + list(map(scaled, points))[1].y * methodcaller("norm2", x)(points[0])


@case(1.3)
@case(1.3, order=2)
def getters_of_several_sorts(x):
    getters = {"x": attrgetter("x"), "y": attrgetter("y"), "n": methodcaller("norm2", 2.0)}
    pipeline = [methodcaller("scaled", 2.0), methodcaller("scaled", x), attrgetter("y")]
    p = Point(x, x * x)
    return sum(g(p) for g in getters.values()) * reduce(lambda v, f: f(v), pipeline, p)


@case(np.array([1.0, 2.0, 4.0]))
def methods_of_arrays(x):
    total = itemgetter(0)(x)
    for method in [methodcaller("sum"), methodcaller("mean", axis=0), methodcaller("max")]:
        total = total + method(x)
    return total


@case(1.3)
@case(1.3, order=2)
def methods_bound_by_hand(x):
    a, b = Point(x, 1.0), Point(x * x, x)
    a.read = MethodType(times, a)
    b.read = MethodType(lambda self, k, off=0.0: self.x**2 * k, b)
    a.x = x**3
    functions = [a.read, a.norm2, lambda k: k * b.x]
    return sum(p.read(x) for p in (a, b)) + a.read(1.0, off=x) + sum(f(2.0) for f in functions) + MethodType(times, b)(x)


class Settings:
    def __init__(self, **values):
        self._values = values

    @property
    def values(self):
        return MappingProxyType(self._values)


@case(1.3)
@case(1.3, order=2)
def views_of_a_dict(x):
    d = {"a": x, "parts": [x]}
    view = MappingProxyType(d)
    copied = dict(view)
    copied["a"] = 3.0
    try:
        view["a"] = 1.0
    except TypeError:
        d["a"] = x**3
    {**view}["parts"].append(x * x)
    other = view.copy()
    other["a"] *= x
    s = Settings(rate=x, decay=x * x)
    total = 0.0
    for name, value in s.values.items():
        total += value * len(name)
    return (view["a"] + copied["a"] * sum(view["parts"]) + other["a"] + (1.0 if isinstance(view, dict) else x)
            + (view | {"b": x})["b"] + total + view.get("c", x) + len(view))
