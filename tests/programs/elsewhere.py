"""Helpers that live in another module (and a few programs of their own)."""

import math

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
