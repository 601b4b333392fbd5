"""Objects, and containers of objects, as what is differentiated, also twice."""

from collections import namedtuple
from dataclasses import dataclass, replace

import numpy as np

from tests.reference import case


class Spring:
    def __init__(self, k, length):
        self.k = k
        self.length = length

    def energy(self, at):
        return 0.5 * self.k * (at - self.length)**2


@dataclass
class Layer:
    w: np.ndarray
    b: np.ndarray
    name: str = "layer"

    def __call__(self, h):
        return np.tanh(self.w @ h + self.b)


@dataclass(frozen=True)
class Rate:
    up: float
    down: float


Pair = namedtuple("Pair", "u v")


class Cell:
    def __init__(self, value, rest=None):
        self.value = value
        self.rest = rest


@case(Spring(2.0, 0.3), 1.1)
@case(Spring(2.0, 0.3), 1.1, wrt=("spring", "x"))
@case(Spring(2.0, 0.3), 1.1, order=2)
@case(Spring(2.0, 0.3), 1.1, order=3)
def energy_of_a_spring(spring, x):
    return spring.energy(x * spring.k)


@case(Layer(np.array([[1.0, 2.0], [0.5, 0.3]]), np.zeros(2)), np.array([0.3, 0.4]))
@case(Layer(np.array([[1.0, 2.0], [0.5, 0.3]]), np.zeros(2)), np.array([0.3, 0.4]), order=2)
def through_a_layer(layer, x):
    return layer(layer(x)).sum()


@case([Spring(2.0, 0.3), Spring(0.5, 1.0)])
@case([Spring(2.0, 0.3), Spring(0.5, 1.0)], order=2)
def several_springs(springs):
    total = 1.0
    for s in springs:
        total *= s.energy(s.k)
    return total


@case({"a": Spring(2.0, 0.3), "b": Spring(0.5, 1.0)})
@case({"a": Spring(2.0, 0.3), "b": Spring(0.5, 1.0)}, order=2)
def springs_by_name(springs):
    return springs["a"].energy(springs["b"].k) * springs["b"].length


@case(Rate(1.5, 0.5))
@case(Rate(1.5, 0.5), order=2)
def frozen_rate(rate):
    other = replace(rate, up=rate.up * rate.down)
    return other.up**2 / (1.0 + other.down)


@case(Pair(1.2, Spring(2.0, 0.5)))
@case(Pair(1.2, Spring(2.0, 0.5)), order=2)
def pair_with_a_spring(pair):
    return pair.u**2 * pair.v.energy(pair.u)


@case(Spring(2.0, 0.3))
@case(Spring(2.0, 0.3), order=2)
def changes_its_spring(spring):
    spring.k = spring.k * spring.length
    spring.length *= spring.k
    return spring.energy(1.0)


@case(Spring(2.0, 0.3))
@case(Spring(2.0, 0.3), order=2)
def another_spring(spring):
    return Spring(spring.k * spring.length, spring.k**2)


@case(Cell(1.5, Cell(2.0, Cell(0.5))))
@case(Cell(1.5, Cell(2.0, Cell(0.5))), order=2)
def product_of_a_list_of_cells(cell):
    total = 1.0
    while cell is not None:
        total *= cell.value
        cell = cell.rest
    return total


@case([[Spring(2.0, 0.3)], [Spring(1.0, 0.4), Spring(1.5, 0.7)]])
@case([[Spring(2.0, 0.3)], [Spring(1.0, 0.4), Spring(1.5, 0.7)]], order=2)
def rows_of_springs(rows):
    return sum(s.k * s.energy(1.0) for row in rows for s in row)


# ---------------------------------------------------------------- what the text alone does not tell of the arguments

@dataclass
class Band:
    low: float
    high: float = 2.0

    @property
    def middle(self):
        return (self.low + self.high) / 2

    @middle.setter
    def middle(self, value):
        self.low, self.high = value - 0.5, value + 0.5


@case(Band(1.0), [1.0, 3.0, 2.0], wrt="band")
@case(Band(1.0), [1.0, 3.0, 2.0], wrt="xs")
def sorted_beside_an_object(band, xs):
    xs.sort(key=lambda v: -v)
    return band.low * xs[0], xs


@case([1.0, 2.0], Band(2.0), wrt="xs")
def moved_by_a_setter(xs, band):
    band.middle = xs[0] * xs[1]
    return band


@case(Band(1.0), 2.0, wrt=("band", "x"))
@case(Band(1.0), 2.0, wrt="x")
def replaced_in_an_argument(band, x):
    return replace(band, low=x * band.high)
