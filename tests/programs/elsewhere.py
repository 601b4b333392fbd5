"""Helpers that live in another module (and a few programs of their own)."""

import copy
import math
from dataclasses import asdict, dataclass

import numpy as np

from tests.reference import case

GAIN = 2.5
TABLE = {"slope": 3.0, "offset": [1.0, 2.0]}
WEIGHTS = np.array([0.5, 1.5, -1.0])


def scaled(x, by=2.0, *, shift=0.0):
    return x * by + shift


def gained(x):
    return x * GAIN + TABLE["slope"]


def norm2(v):
    s = 0.0
    for e in v:
        s += e * e
    return math.sqrt(s)


def fill(a, x):
    a[:] = x
    a[0] *= 2
    return None


def even(n, x):
    return x if n == 0 else odd(n - 1, x * 2)


def odd(n, x):
    return x * x if n == 0 else even(n - 1, x + 1)


def weighted(v):
    return (WEIGHTS * v).sum()


class Constants:
    rate = 0.05
    steps = 4


@case(1.5)
def uses_class_constants(x):
    for _ in range(Constants.steps):
        x = x * (1 + Constants.rate)
    return x


# -- what outlives the call is read, copied, and met by objects that are made inside

class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)


class Weighted(Vec):
    def __init__(self, x, y, w=1.0):
        super().__init__(x, y)
        self.w = w


@dataclass
class Options:
    rate: float = 0.1
    betas: tuple = (0.9, 0.99)

    def after(self, t):
        return self.rate * t + self.betas[0]


ORIGIN, HEAVY, UNITS = Vec(0.0, 1.0), Weighted(1.0, 2.0), [Vec(1.0, 0.0), Vec(0.0, 1.0)]
OPTIONS = Options()
NESTED = {"model": {"w": 1.0, "ws": [1.0, 2.0]}, "rate": 0.1, "a": np.ones(2)}
ROWS = [[1.0, 2.0], [3.0, 4.0]]


def centroid(points, start=ORIGIN):
    for p in points:
        start = start + p
    return start


@case(0.3)
@case(0.3, order=2)
def sums_that_start_with_an_object_of_the_module(x):
    total, heavy = ORIGIN, HEAVY
    for u in UNITS:
        total = total + Vec(u.x * x, u.y)
        heavy = Weighted(heavy.x + x, heavy.y * x, heavy.w)
    c = centroid([Vec(x, 1.0), Vec(x * x, x)])
    s = sum([Vec(x, x)], ORIGIN)
    return [total.x, total.y, heavy.x, heavy.y, heavy.w, c.x, c.y, s.x, s.y]


@case(0.3)
@case(0.3, order=2)
def objects_of_the_module_among_others(x):
    points = UNITS + [Vec(x, x)]
    far = max([ORIGIN, *points], key=lambda p: p.x)
    return [p.x * p.y + p.x for p in points], far.x * x


@case(0.3)
@case(-0.3)
@case(0.3, order=2)
def options_or_those_of_the_module(x, options=None):
    options = options or OPTIONS
    if x > 0:
        options = Options(rate=x, betas=OPTIONS.betas)
    return options.after(x) * (Vec(x, 2.0) if x > 5 else ORIGIN).y


@case(0.3)
@case(0.3, order=2)
def copies_of_what_the_module_holds(x):
    w, rows, shallow, merged = copy.deepcopy(NESTED), copy.deepcopy(ROWS), list(ROWS), NESTED.copy()
    w["model"]["w"], rows[0][0], shallow[0] = x, x * x, [x, x]
    w["model"]["ws"].append(x)
    w["a"][0] = x
    merged["rate"] = x
    merged["model"] = {"w": x}
    return w, rows, [sum(r) for r in shallow], merged, ROWS, NESTED["rate"]


def another_kind_of_options():
    OPTIONS.rate, OPTIONS.scale = [0.5, 2.0], 3.0


def the_same_options():
    OPTIONS.rate = 0.1
    vars(OPTIONS).pop("scale", None)


@case(0.3, rebinds=(another_kind_of_options, the_same_options), restore=the_same_options)
@case(0.3, order=2)
def copies_of_options(x):
    o, fields = copy.deepcopy(OPTIONS), asdict(OPTIONS)
    rate = o.rate if isinstance(o.rate, float) else o.rate[1]
    o.rate = fields["rate"] = x
    return o.after(x) * rate * getattr(o, "scale", x), fields, OPTIONS.rate


class Station:
    def __init__(self, at, readings):
        self.at, self.readings, self.factors = at, readings, np.array([1.0, 2.0])


STATION = Station(Vec(3.0, 4.0), [1.0, 2.0])


@case(0.3, order=2)
def shallow_copy_of_an_object_of_the_module(x):
    other = copy.copy(STATION)
    other.factors = other.factors * x
    before = other.at.x, sum(other.readings)
    other.at = Vec(x, other.at.y)
    return before, other.at.x * other.at.y, other.factors.sum() + STATION.factors.sum() * x, STATION.at.x


# -- what a module holds is given another value by a function of the module

CHOSEN = None


def choose():
    global CHOSEN
    CHOSEN = 3.0


def forget():
    global CHOSEN
    CHOSEN = None
