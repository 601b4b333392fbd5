"""Single and double precision mixed: a tangent has its value's precision.

The finite differences of what single precision rounds are coarse, and so are steps and tolerances here.
"""

import functools
import math
from fractions import Fraction

import numpy as np

from tests.reference import case

A = np.array([0.73, -1.2, 0.3, 2.3])
B = A.astype("f4")
C = np.array([1.3, 0.7, 2.1], "f4")
coarse = functools.partial(case, tol=2e-2, steps=(3e-2, 1e-2, 3e-3))


@coarse(A)
def made_single(x):
    return x.astype("f4") * 2.0, np.float32(2) * x


@coarse(B)
def with_numbers(x):
    return (x * 2.0, x + 1, x * np.float32(2), x * np.float64(2), x / 3, x**2, x**2.0, 2.0**x, x - np.ones(4),
            x * np.ones(4, "f4"))


@coarse(B)
def reduced(x):
    return (x.sum(), x.mean(), x.max(), np.prod(x), x.std(), np.var(x), x @ x, np.dot(x, np.ones(4)), x.cumsum(),
            np.cumprod(x))


@coarse(B)
def elements(x):
    return (x[0], x[0] * 2, x[0] * 2.0, x[0] + 1.0, math.sin(x[0]), np.sin(x[0]), float(x[0]), x[0] * np.float64(2),
            abs(x[0]), max(x[0], 0.0), x[0]**2, x[0]**2.5)


@coarse(B)
def stored(x):
    y = np.zeros(4)
    y[:] = x
    z = np.zeros(4, "f4")
    z[:] = x * 2.0
    z += x
    y += x
    y *= x
    z *= y
    return y, z


@coarse(B)
def summed_in_loops(x):
    s = 0.0
    for v in x:
        s += v * v
    t = np.float32(0)
    for v in x:
        t = t + v
    return s, t, s * t


@coarse(B)
def joined(x):
    return (np.where(x > 0, x, 0.0), np.where(x > 0, x, np.zeros(4)), np.maximum(x, 0.0), np.clip(x, -1, 1),
            np.concatenate([x, np.ones(2)]), np.concatenate([x, np.ones(2, "f4")]), np.stack([x, x]),
            np.array([x[0], 1.0]), np.array([x[0], x[1]]), np.outer(x, x), np.hypot(x, 1.0), np.exp(x),
            np.log(x * x + 1), np.logaddexp(x, 0.5))


@coarse(B)
def from_an_element(x):
    v = x[0]
    return (v * 1.0 if v > 0 else 0.0, np.full(3, v), np.linspace(0, v, 3), np.ones(3) * v, np.eye(2, dtype="f4") * v,
            np.full((2,), x[1], dtype="f4"), np.float32(v * 2.0), np.float64(v), v + 1j)


@coarse(B)
def arithmetic_of_an_element(x):
    v = x[0]
    return (v + 2, v - 2.0, 2.0 - v, 2 * v, v / 3, 3 / v, -v, v % 0.3, v**0.5, v * np.ones(3), v * np.ones(3, "f4"),
            np.maximum(v, 0), np.minimum(v, 1.0), np.add(v, 1), np.sum([v, v]), np.mean([v, 1.0]), np.dot(v, v),
            np.sqrt(v), np.hypot(v, 1), v.real, sum([v, v]), sum([v, 1.0]), sum(x))


@coarse(0.7, C)
@coarse(0.7, C, wrt=(0, 1))
@coarse(np.float32(0.7), C, wrt=(0, 1))
@coarse(np.float32(0.7), np.array([1.3, 0.7, 2.1]), wrt=(0, 1))
@coarse(np.float64(0.7), C, wrt=(0, 1))
def number_and_array(k, x):
    y, z, w, u = x * k, x + k, k**x, x / k
    z -= k
    q = np.array([k, k * 2])
    s = x.sum() * k
    t = k
    t += x[0]
    t *= x[1]
    x[0] = k
    x[1:] *= k
    x += k
    return (y, z, w, u, q, s, t, x, np.exp(k), np.exp(k) * x, np.where(x > 0.1, k, x), np.maximum(x, k * 0.9),
            np.hypot(k, x), k * k, np.power(x, k), np.square(k) + x, x.dot(x) * k, [k], k - x, x % (k * 1.234),
            k if k > 0 else x[0], np.maximum(x, np.float64(0.5)))


@coarse(np.complex64(0.7 + 1j), C, wrt=(0, 1))
@coarse(0.7 + 1j, C, wrt=(0, 1))
def complex_number_and_array(k, x):
    y, z, u = x * k, x + k, x / k
    z = z - k
    s = x.sum() * k
    t = k
    t += x[0]
    t *= x[1]
    x[0] = k.real
    x[1:] *= abs(k)
    x += k.imag
    return (y, z, u, np.array([k, k * 2]), s, t, x, np.exp(k), np.exp(k) * x, np.where(x > 0.1, k, x), k * k, k - x,
            k if abs(k) > 0 else x[0], np.conj(k), k.conjugate() * x, np.real(k), np.abs(k), abs(k) * x)


@coarse(np.array([1.0, 2.0], np.float32), order=2)
@coarse(np.array([1.0, 2.0]), order=2)
def complex_beside_real(x):
    return np.where(x > 1.5, 0.7 + 1j, x * x), np.where(x > 1.5, x * x, 1j), np.add(x * x, 1j), np.subtract(1j, x * x)


SMALL = np.array([1, 2, 3], np.int16)
FLAGS = np.array([True, False, True])


@coarse(np.array([0.5, 1.5, 2.5], np.float32))
@coarse(np.array([0.5 + 1j, 1.5, 2.5], np.complex64))
def joined_with_small_integers(x):
    """Integers of two bytes, or one, leave what they are joined with in single precision."""
    return np.concatenate([x, SMALL]), np.append(FLAGS, x), np.stack([x, 2 * SMALL]), np.array([x, FLAGS]), np.linspace(x, SMALL, 3)


@coarse(np.array([0.5, 1.5, 2.5], np.float32))
def powers_with_small_integers(x):
    return SMALL**x, FLAGS**x, x**FLAGS, np.select([x > 1], [x], SMALL)


def unlike(masked):
    """What there is no one dtype of."""
    kinds = [np.array([200, 3, 250], "u1"), np.array([100, 3, 120], "i1"), np.array([True, False, True]), np.array([1.5, 2.0, 0.5]), 2, None]
    return kinds[2:3] if masked else kinds


@case(1.5, order=2)
@case(np.array([1.5, 0.7, 0.3]))
def factors_of_no_known_dtype(x):
    out = []
    for m in unlike(False):
        if m is not None:
            out += [m * x**2, m / x, np.cos(x) * m, m * (1 / x), m * m * x, m * 2 * x, np.multiply(m, x * x), np.arctan2(m, x),
                    np.divide(m, x), np.hypot(m, x), np.dot(m, x)]
    return out


@case(1.5, order=2)
def masks_of_no_known_dtype(x):
    out = []
    for m in [*unlike(True), None, np.less(x, 2.0), np.less(1.0, x)]:
        if m is not None:
            out += [m * (1 / x), np.cos(x) * m, m * (2 / x)**2 / 2, (3 - x) * m, np.arctan2(m, x)]
    return out


@case(3, seeds={"x": 1}, expected=108, exact=True)
@case(Fraction(1, 3), seeds={"x": Fraction(1)}, expected=Fraction(4, 27), exact=True)
def whole_by_an_inner_function(x):
    y = x

    def step():
        nonlocal y
        y = y * x
    for _ in range(3):
        step()
    return y


@case(3, seeds={"x": 1}, expected=3.0, exact=True)
def halved_by_a_function_of_a_list(x):
    y = x
    for f in [lambda v: v * v, lambda v: v / 2]:
        y = f(y)
    return y


@coarse(np.complex64(0.7 + 1j))
def single_complex_beside_whole_numbers(z):
    return z + np.int32(2), np.int32(2) - z, np.array([1, 2], "i1") ** z
