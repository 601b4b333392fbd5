"""Objects and containers: the user's functions, and their derivatives written by hand with a mirror beside each object."""

from dataclasses import dataclass

import numpy as np


class Vec:
    def __init__(self, x, y):
        self.x, self.y = x, y

    def __add__(self, other):
        return Vec(self.x + other.x, self.y + other.y)

    def __mul__(self, k):
        return Vec(self.x * k, self.y * k)

    def dot(self, other):
        return self.x * other.x + self.y * other.y


def orbit(k, n):
    p, v = Vec(1.0, 0.0), Vec(0.0, 1.0)
    for _ in range(n):
        v = v + p * (-0.01 * k)
        p = p + v * 0.01
    return p.dot(v)


def orbit_by_hand(k, n, *, dk=1.0):
    p, v, dp, dv = Vec(1.0, 0.0), Vec(0.0, 1.0), Vec(0.0, 0.0), Vec(0.0, 0.0)
    for _ in range(n):
        c = -0.01 * k
        dv = dv + (dp * c + p * (-0.01 * dk))
        v = v + p * c
        dp = dp + dv * 0.01
        p = p + v * 0.01
    return p.dot(v), dp.dot(v) + p.dot(dv)


@dataclass
class State:
    x: float
    v: float


def step(s, k, h):
    return State(s.x + h * s.v, s.v - h * k * s.x)


def spring(k, n):
    s = State(1.0, 0.0)
    for _ in range(n):
        s = step(s, k, 0.01)
    return s.x


def step_by_hand(s, ds, k, dk, h):
    hk = h * k
    return State(s.x + h * s.v, s.v - hk * s.x), State(ds.x + h * ds.v, ds.v - (h * dk * s.x + hk * ds.x))


def spring_by_hand(k, n, *, dk=1.0):
    s, ds = State(1.0, 0.0), State(0.0, 0.0)
    for _ in range(n):
        s, ds = step_by_hand(s, ds, k, dk, 0.01)
    return s.x, ds.x


def clipped(x, W, b):
    for _ in range(5):
        x = np.clip(W @ x + b, -1.0, 1.0)
    return x.sum()


def clipped_by_hand(x, W, b, *, dx):
    """At a bound the derivative is half of that inside, as s2sad has it."""
    for _ in range(5):
        y, dy = W @ x + b, W @ dx
        dx, bound = np.where((y > -1.0) & (y < 1.0), dy, 0.0), (y == -1.0) | (y == 1.0)
        if np.count_nonzero(bound):
            dx = np.where(bound, dy / 2, dx)
        x = np.clip(y, -1.0, 1.0)
    return x.sum(), dx.sum()
