"""Derivatives of derivatives, and the lecture's exact integers."""

import math
from fractions import Fraction

import numpy as np

from tests.reference import case

A3 = np.array([0.7, -1.2, 2.5])


def l(x, n):
    v = x
    for i in range(n - 1):
        v = 4 * v * (1 - v)
    return v


def l_exact(x, n):
    """The closed polynomials of the lecture: l_1 ... l_4 and their derivatives."""
    polynomial = {1: [0, 1], 2: [0, 4, -4], 3: [0, 16, -80, 128, -64]}[n]
    v = sum(c * x ** k for k, c in enumerate(polynomial))
    dv = sum(k * c * x ** (k - 1) for k, c in enumerate(polynomial) if k)
    return v, dv


for N in (1, 2, 3):
    for X in (2, 3, -5, 10 ** 12):
        V, DV = l_exact(X, N)
        case(X, N, seeds={"x": 1}, value=V, expected=DV, exact=True, name="lecture_integers")(l)
    V, DV = l_exact(Fraction(1, 3), N)
    case(Fraction(1, 3), N, seeds={"x": 1}, value=Fraction(V), expected=DV if N > 1 else 1, exact=True, name="lecture_fractions")(l)
case(0.3, 4, order=4, name="lecture_order_four")(l)
case(0.3, 6, order=2, name="lecture_order_two")(l)


def loop(x):
    v = x
    for i in range(3):
        v = v * (v + 4)
    return v


def loop_exact(x):
    v, dv = x, 1
    for _ in range(3):
        v, dv = v * (v + 4), dv * (2 * v + 4)
    return v, dv


for X in (3, -7, 10 ** 9):
    case(X, seeds={"x": 1}, value=loop_exact(X)[0], expected=loop_exact(X)[1], exact=True, name="loop_integers")(loop)
case(Fraction(2, 5), seeds={"x": Fraction(1)}, value=loop_exact(Fraction(2, 5))[0],
     expected=loop_exact(Fraction(2, 5))[1], exact=True, name="loop_fractions")(loop)
case(0.3, order=4, name="loop_order_four")(loop)


@case(0.7, order=4)
def elementary(x):
    return math.sin(x) * math.exp(x) + x ** 3 / (1 + x * x)


@case(0.7, order=4)
def numpy_elementary(x):
    return np.sin(x) * np.exp(-x * x) + np.log(x) * np.tanh(x)


@case(0.7, order=4)
def powers(x):
    return x ** 5 - 2 ** x + x ** x + 1 / x + x ** 0.5


@case(2.5, order=3)
def newton_iteration(a):
    x = a
    for _ in range(8):
        x = 0.5 * (x + a / x)
    return x


@case(0.4, order=4)
def branches(x):
    if x > 0:
        y = x * x
    else:
        y = -x
    while y < 3:
        y = y * (2 + x)
    return y


@case(0.4, order=3)
def early_returns(x):
    for i in range(5):
        x = x * 1.7 + x * x
        if x > 2:
            return x * i
    return x


@case(4, 0.4, wrt="x", order=2)
def recursive(n, x):
    if n == 0:
        return math.sin(x)
    return x * recursive(n - 1, x * x + 0.1)


def helper(x, k=2.0):
    return x ** k + math.cos(x)


@case(0.4, order=3)
def with_helpers(x):
    return helper(x) * helper(x, k=3.0) + helper(helper(x))


@case(A3, order=3)
def arrays(x):
    return (x ** 3).sum() * np.exp(x)


@case(A3, order=3)
def in_place(x):
    y = np.zeros(3)
    y[0] = x[0] * x[1]
    y[1:] = x[1:] ** 2
    y *= x
    x[1:] += y[:-1]
    return y.sum() * y


@case(np.array([0.2, 0.5, 0.1, 0.9]), 2, 0.3, wrt="u", order=2)
@case(np.array([0.2, 0.5, 0.1, 0.9]), 2, 0.3, wrt="k")
def heat(u, steps, k):
    for _ in range(steps):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2]) * u[1:-1]
    return u.sum()


@case([0.5, 1.5], order=3)
def lists(xs):
    out = []
    s = 1.0
    for x in xs:
        s = s * x * x
        out.append(s)
    return out, s


@case({"a": 0.5, "b": [1.0, 2.0]}, order=2)
def dictionaries(p):
    p["c"] = p["a"] ** 2 * p["b"][0]
    return p["c"] * p["a"], p


@case(0.5, order=3)
def several_results(x):
    return x * x, (math.sin(x), [x ** 3, 1, "s", None])


@case(0.6, order=4)
def names_that_grow(x):
    dx = x * x
    ddx = dx * x
    dx_ = ddx + dx
    return dx_ * ddx


@case(0.6, order=3)
def exceptions(x):
    try:
        if x > 0:
            raise ValueError
        y = x
    except ValueError:
        y = x ** 3
    finally:
        y = y * x
    return y


@case(0.3 + 0.4j, order=2)
def complex_iteration(z):
    for _ in range(3):
        z = z * z + 0.3
    return z


@case(1.3, order=2)
def reciprocal_chain(x):
    return 1 / (1 + 1 / (1 + 1 / x))


@case(A3, order=2)
def reductions(x):
    return x.mean(), x.std(), np.linalg.norm(x), np.dot(x, x), x.max(), np.prod(x), np.cumsum(x)


@case(np.array([[2.0, 0.3], [0.1, 1.5]]), order=2)
def linear_algebra(A):
    return np.linalg.inv(A), np.linalg.det(A), np.linalg.solve(A, np.ones(2))
