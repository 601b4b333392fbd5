"""Derivatives of special functions."""

import math

import numpy as np

BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)


def kaiser_tangent(M, beta, dbeta, result):
    """Of `np.kaiser(M, beta)`, I_0(beta s) / I_0(beta) with s from 0 at the ends to 1 in the middle."""
    if M == 1:
        return 0 * result
    half = (M - 1) / 2
    s = np.sqrt(1 - ((np.arange(M) - half) / half)**2)
    return (s * bessel_i(1, beta * s) - result * bessel_i(1, beta)) / np.i0(beta) * dbeta


def sinc_derivative(n, x):
    """The n-th derivative of `np.sinc`, to full precision everywhere.

    f = sin(y) / y, y = pi x, obeys y f_n + n f_(n-1) = sin(y + n pi / 2) (Leibniz's
    rule on y f = sin y), which is stable for |y| > n; elsewhere its power series.
    It has a rule of its own.
    """
    y = np.pi * x
    near = np.abs(y) < n + 1
    far = np.where(near, n + 1, y)[()]
    f = np.sin(far) / far
    for k in range(1, n + 1):
        f = (np.sin(far + k * np.pi / 2) - k * f) / far
    y = np.where(near, y, 0)[()]
    series = 0 * y
    for k in range(15 + n + n % 2, (n - 1) // 2, -1):  # Horner's rule in y^2
        series = series * y * y + (-1)**k * math.perm(2 * k, n) / math.factorial(2 * k + 1)
    return np.pi**n * np.where(near, series * y**(n % 2), f)[()]


def bessel_i(n, x):
    """The modified Bessel function I_n for real x (np.i0 is I_0).

    Its power series for |x| < 25 and Hankel's expansion beyond (Abramowitz and
    Stegun 9.6.10, 9.7.1).  It has a rule of its own.
    """
    n = abs(n)
    size = np.abs(x * 1.0)  # integers might overflow
    half = np.minimum(size, 25) / 2
    small = 1 + 0 * half
    for k in range(60, 0, -1):
        small = 1 + small * half * half / (k * (k + n))
    small = small * half**n / math.factorial(n)
    size = np.maximum(size, 25)
    large = 1 + 0 * size
    for k in range(30, 0, -1):
        large = 1 - large * (4 * n * n - (2 * k - 1)**2) / (8 * k * size)
    large = large * (np.exp(size) / np.sqrt(2 * np.pi * size))
    value = np.where(np.abs(x) < 25, small, large)
    return np.where(x < 0, (-1)**n * value, value)[()]


def digamma(x):
    """The logarithmic derivative of the gamma function."""
    return polygamma(0, x)


def polygamma(n, x):
    """The n-th derivative of `digamma`, for a real number x; NaN at its poles.

    Abramowitz and Stegun 6.4.6 (recurrence), 6.4.7 (reflection) and 6.4.11
    (asymptotic series).  It has a rule of its own.

    >>> abs(polygamma(1, 1.0) - math.pi**2 / 6) < 1e-15
    True
    """
    x = float(x)
    if x != x or x == -math.inf or x <= 0 and x == math.floor(x):
        return math.nan
    if x == math.inf:
        return 0.0 if n else math.inf
    if x < -20:
        return (-1)**n * polygamma(n, 1 - x) - cotangent_derivative(n, x)
    total, sign, factorial = 0.0, (-1)**(n + 1), math.factorial(n)
    while x < 15 + n:
        total += sign * factorial * reciprocal_power(x, n + 1)
        x += 1
    if n == 0:
        total += math.log(x)
    else:
        total += sign * factorial / n * reciprocal_power(x, n)
    total += sign * factorial / 2 * reciprocal_power(x, n + 1)
    for k in range(1, len(BERNOULLI) + 1):
        scale = math.factorial(2 * k + n - 1) / math.factorial(2 * k)
        total += sign * BERNOULLI[k - 1] * scale * reciprocal_power(x, 2 * k + n)
    return total


def reciprocal_power(x, n):
    """`1 / x**n` that runs into infinity instead of raising."""
    power = 1.0
    for _ in range(n):
        power /= x
    return power


def cotangent_derivative(n, x):
    """The n-th derivative of pi cot(pi x), a polynomial in c = cot(pi x), as c' = -pi (1 + c^2)."""
    c = 1 / math.tan(math.pi * (x - math.floor(x)))
    polynomial = [0.0, math.pi]
    for _ in range(n):
        following = [0.0] * (len(polynomial) + 1)
        for k in range(1, len(polynomial)):
            following[k - 1] -= math.pi * k * polynomial[k]
            following[k + 1] -= math.pi * k * polynomial[k]
        polynomial = following
    value = 0.0
    for coefficient in reversed(polynomial):
        value = value * c + coefficient
    return value
