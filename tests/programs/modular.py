"""NumPy's integers and booleans: their arithmetic is modular, that of tangents is not.

Of 200 as uint8 the double is 144, and there is no -200; `True` has no negative at all.
"""

import numpy as np

from tests.reference import case

X = np.array([0.4, -1.2, 2.0])
PIXELS = np.array([200, 100, 3], np.uint8)
FLAGS = np.array([True, False, True])
LARGE = np.array([2**62, 3, -2**62])


@case(X, PIXELS)
@case(X, FLAGS)
@case(X, LARGE)
@case(0.7, np.uint8(200))
@case(0.7, np.bool_(True))
def products(x, n):
    return (-(n * x), n * -x, 1.0 - n * x, n / x, -n * x if n.dtype != bool else x, 3 * (n * x), n * (x * x),
            n * (2 * x), 2 * (n * (n * x)), x * (n * n) * -x, -(x * n), -(n // 2 * x) if n.dtype != bool else x)


@case(X, PIXELS)
@case(X, FLAGS)
def in_place(x, n):
    y = x * 1.0
    y -= n * -x
    y *= n
    z = np.zeros(3)
    z -= n * x
    z[1:] -= n[1:] * (x[1:] * x[1:])
    return y, z, 1 - z


@case(X, PIXELS)
@case(X, FLAGS)
def rules(x, n):
    return (np.hypot(n, x), np.arctan2(x, n), np.arctan2(n, x), np.logaddexp(n, x), np.float_power(n + 1.0, x),
            -np.maximum(n, x), -np.where(n > 2, x, 0) * n, np.interp(x, [0.0, 3.0], n[1:]))


@case(np.array([5 * 10**9, 3]))
def an_argument_of_integers(x):
    return np.arctan(x), np.arcsinh(x), np.log1p(abs(x)), np.arccosh(abs(x) + 1.0)
