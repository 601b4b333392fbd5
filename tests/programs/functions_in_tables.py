"""Functions of the module that a table holds, called with functions that use what is differentiated, or giving functions or objects."""

import math

import numpy as np

from tests.reference import case


def secant(f, a, b, tol=1e-13):
    fa, fb = f(a), f(b)
    while abs(fb) > tol:
        a, b, fa = b, b - fb * (b - a) / (fb - fa), fb
        fb = f(b)
    return b


def bisect(f, a, b):
    for _ in range(48):
        c = (a + b) / 2
        a, b = (a, c) if f(a) * f(c) <= 0 else (c, b)
    return a - f(a) / ((f(a + 1e-5) - f(a - 1e-5)) / 2e-5)


ROOTS = {"secant": secant, "bisect": bisect, "twice": lambda f, a, b: secant(f, a, (a + b) / 2)}


@case(1.3)
def every_method(x):
    return [method(lambda t: t**3 - x * t - 1, 1.2, 2.0) for method in ROOTS.values()]


@case("secant", 1.3, wrt="x", order=2)
@case("bisect", 1.3, wrt="x")
@case("twice", 1.3, wrt="x", order=2)
def method_by_name(name, x):
    return ROOTS[name](lambda t: t**3 - x * t - 1, 1.2, b=2.0)


def momentum(rate):
    state = {}

    def update(p, g):
        state["v"] = 0.9 * state.get("v", 0.0) + rate * g
        return p - state["v"]
    return update


def plain(rate):
    return lambda p, g: p - rate * g


def decaying(rate, power=0.5):
    steps = 0

    def update(p, g):
        nonlocal steps
        steps += 1
        return p - rate * g / steps**power
    return update


OPTIMISERS = [momentum, plain, decaying]


@case(0.1, 1.3, wrt=("rate", "x"))
@case(0.1, np.array([1.3, -0.4]), wrt=("rate", "x"))
def makers_of_functions(rate, x):
    found = []
    for make in OPTIMISERS:
        update, p = make(rate), x
        for _ in range(3):
            p = update(p, 2 * p + rate)
        found.append(p)
    return found


class Spring:
    def __init__(self, k):
        self.k = k

    def energy(self, x):
        return self.k * x * x / 2


class Well:
    def __init__(self, k):
        self.k = k

    def energy(self, x):
        return -self.k * math.exp(-x * x)


def stiff(k):
    return Spring(10 * k)


FORCES = {"spring": lambda k: Spring(k), "well": lambda k: Well(k), "stiff": stiff}


@case(0.7, 1.3, wrt=("k", "x"))
def makers_of_objects(k, x):
    return {name: make(k).energy(x) for name, make in FORCES.items() if name != "none"}


def square(v):
    return v.k * v.k


@case(1.3, order=2)
def functions_of_objects(x):
    spring = Spring(x)
    return [f(spring) for f in (square, lambda s: s.energy(x))], sum(t(spring) for t in (square, stiffness))


def stiffness(s):
    s.k *= 2
    return s.k


TABLE = {"f": secant}


@case(1.3)
def table_that_changes(x):
    first = TABLE["f"](lambda t: t**3 - x * t - 1, 1.2, 2.0)
    return first, len(TABLE)
