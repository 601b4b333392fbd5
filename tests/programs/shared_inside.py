"""Functions that make memory that is shared inside of what they return or store, where only others write into it.

    self.u = np.zeros(n)
    self.inner = self.u[1:-1]       # the caller writes here, and reads `u`
"""

from collections import namedtuple
from dataclasses import dataclass
from functools import partial

import numpy as np

from tests.reference import case


class Grid:
    def __init__(self, n, k):
        self.k = k
        self.u = np.zeros(n)
        self.inner = self.u[1:-1]
        self.rows = [self.u[:2], self.u[2:]]

    def step(self, f):
        self.inner[:] = f * self.k
        self.rows[0][0] = f


@case(1.3)
@case(1.3, order=2)
def grid_with_a_rate(x):
    grid = Grid(4, x)
    grid.step(x * x)
    return grid.u


@case(1.3)
def grid_with_a_constant_rate(x):
    grid = Grid(4, 2.0)
    grid.step(x * x)
    return grid.u


class Layer:
    def __init__(self, n, rate):
        self.rate = rate
        self.parameters = np.zeros(2 * n)
        self.w = self.parameters[:n]
        self.b = self.parameters[n:]

    def train(self, x, y):
        for _ in range(3):
            e = self.w * x + self.b - y
            self.w -= self.rate * e * x
            self.b -= self.rate * e


@case(0.1)
@case(0.1, order=2)
def rate_of_a_layer(rate):
    layer = Layer(2, rate)
    layer.train(1.5, 2.0)
    return layer.parameters


class Begun:
    def __init__(self, k):
        self.k = k
        self.make()

    def make(self):
        self.u = np.zeros(3)
        self.v = self.u[1:]


@case(1.3)
def made_by_another_method(x):
    begun = Begun(x)
    begun.v[:] = begun.k
    return begun.u


@dataclass
class Later:
    k: float

    def __post_init__(self):
        self.u = np.zeros(3)
        self.v = self.u[1:]
        self.both = [self.u]


@case(1.3)
def made_after_init(x):
    later = Later(x)
    later.v += x
    later.both[0][0] = x * x
    return later.u * later.k


class Twice:
    def __init__(self, x):
        self.x = x
        items = [2.0]
        self.a = items
        self.b = items


@case(1.3)
def one_list_under_two_names(x):
    twice = Twice(x)
    twice.b[0] = x * x
    return twice.a[0] * twice.x


def with_a_view(x):
    a = np.zeros(3)
    return x, a, a[1:]


def one_further(x):
    return with_a_view(x)


@case(1.3)
@case(1.3, order=2)
def array_and_view_returned(x):
    y, a, b = one_further(x)
    b[:] = y * y
    return a * y


@case(1.3)
def of_several_calls(x):
    made = [with_a_view(x), with_a_view(2.0)]
    for k, _, v in made:
        v += k * x
    return [u for _, u, _ in made]


def under_keys(x):
    a = np.zeros(3)
    return {"x": x, "parts": [a, a[1:]]}


@case(1.3)
def in_a_dict(x):
    d = under_keys(x)
    d["parts"][1][:] = x
    return d["parts"][0]


Parts = namedtuple("Parts", "k u v")


def reshaped(x):
    u = np.zeros(2)
    return Parts(x, u, u.reshape(2, 1))


@case(1.3)
def in_a_named_tuple(x):
    parts = reshaped(x)
    parts.v[0, 0] = x * x
    return parts.u * parts.k


def the_same(parts):
    return parts


@case(1.3, order=2)
def in_a_named_tuple_held_by_a_partial(x):
    parts = the_same(*partial(the_same, reshaped(x)).args)
    held = partial(the_same, reshaped(x))
    taken = the_same(held.args[0])
    parts.v[0, 0] = x * x
    taken.v[0, 0] = x**3
    return parts.u * parts.k, taken.u * taken.k


def one_after_the_other(x):
    u = np.zeros(2)
    yield x, u
    yield x, u[1:]


@case(1.3)
def from_a_generator(x):
    (a, u), (b, v) = one_after_the_other(x)
    v[0] = x * x
    return u * a * b


@case(1.3)
def from_an_inner_function(x):
    def make(s):
        u = np.zeros(3)
        return s, u, u[::2]

    k, u, v = make(x)
    v += k
    return u * k


def downwards(x, deeper):
    u = [0.0]
    if deeper:
        return downwards(x, False)
    return x, u, u


@case(1.3)
def from_a_recursion(x):
    y, a, b = downwards(x, True)
    b[0] = x * x
    return a[0] * y
