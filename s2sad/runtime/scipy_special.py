"""Derivatives of functions of scipy.special that are more than a line.

Each is the derivative itself, smooth wherever the function is: near a point
where the formula is 0 / 0 stands a power series, so that the derivatives of
these are right too.
"""

import math

import numpy as np
from scipy import special

from s2sad.errors import DifferentiationError


def _series(coefficients, x):
    """The polynomial with these coefficients, lowest first, by Horner's rule."""
    total = 0 * x
    for c in reversed(coefficients):
        total = total * x + c
    return total


# Gamma functions


def is_pole(x):
    """Is x zero or a negative integer?"""
    return (x <= 0) & (x == np.floor(x))


def rgamma_slope(x):
    """Of 1 / gamma(x): at the poles of gamma, x = -n, it is (-1)^n n!.

    There it is that of sin(pi x) gamma(1 - x) / pi (DLMF 5.5.3), which has the right derivative, too.
    """
    if np.iscomplexobj(x):
        return -special.rgamma(x) * special.digamma(x)
    pole = is_pole(x)
    on, off = np.where(pole, x, 0), np.where(pole, 1, x)
    at_pole = special.gamma(1 - on) * (np.cos(np.pi * on) - np.sin(np.pi * on) * special.digamma(1 - on) / np.pi)
    return np.where(pole, at_pole, -special.rgamma(off) * special.digamma(off))[()]


def multigammaln_slope(a, d):
    """Of `multigammaln(a, d)` in a."""
    slope = 0 * a
    for j in range(d):
        slope = slope + special.digamma(a - j / 2)
    return slope


def poch_slope(z, m, result):
    """Of gamma(z + m) / gamma(z) in z."""
    above, below = is_pole(z + m), is_pole(z)
    off = np.where(above | below, 1, z)
    at_pole = special.gamma(z + m) * rgamma_slope(z) + result * special.digamma(z + m)  # result is 0, but moves
    down, up = np.where(above & below, 1 - z - m, 1), np.where(above & below, 1 - z, 1)
    at_both = result * (special.digamma(down) - special.digamma(up))  # DLMF 5.5.4, for integers m
    return np.where(above & below, at_both,
                    np.where(below, at_pole, result * (special.digamma(off + m) - special.digamma(off))))[()]


def binom_upper_slope(n, k, result):
    """Of gamma(n + 1) / gamma(k + 1) / gamma(n - k + 1) in n."""
    pole = is_pole(n - k + 1)
    at_pole = (special.gamma(n + 1) * special.rgamma(k + 1) * rgamma_slope(n - k + 1)
               + result * special.digamma(n + 1))  # result is 0, but moves
    off = np.where(pole, 1, n - k + 1)
    return np.where(pole, at_pole, result * (special.digamma(n + 1) - special.digamma(off)))[()]


def binom_lower_slope(n, k, result):
    """Of gamma(n + 1) / gamma(k + 1) / gamma(n - k + 1) in k."""
    at_pole = special.gamma(n + 1) * (rgamma_slope(k + 1) * special.rgamma(n - k + 1)
                                      - special.rgamma(k + 1) * rgamma_slope(n - k + 1))
    pole = is_pole(n - k + 1) | is_pole(k + 1)
    above, below = np.where(pole, 1, n - k + 1), np.where(pole, 1, k + 1)
    return np.where(pole, at_pole, result * (special.digamma(above) - special.digamma(below)))[()]


def factorial_slope(n, result):
    """Of `factorial(n)`, which is gamma(n + 1), and 0 for negative n."""
    return np.where(n < 0, 0, result * special.digamma(n + 1))[()]


# Densities


def student_density(df, t):
    """Of Student's distribution."""
    return np.exp(-special.betaln(df / 2, 0.5) - np.log(df) / 2 - (df + 1) / 2 * np.log1p(t * t / df))


def fisher_density(dfn, dfd, x):
    """Of the F distribution."""
    ratio = dfn / dfd
    return np.exp(np.log(ratio) * (dfn / 2) + special.xlogy(dfn / 2 - 1, x)
                  - (dfn + dfd) / 2 * np.log1p(ratio * x) - special.betaln(dfn / 2, dfd / 2))


# Error functions: for large arguments the terms of w' = -2 z w + 2i / sqrt(pi) cancel


def faddeeva_tail(s):
    """The sum of (2k + 1) (1/2)_k s^k for small s (DLMF 7.12.1, differentiated)."""
    coefficients = [1.0]
    for k in range(1, 11):
        coefficients.append(coefficients[-1] * (k - 0.5) * (2 * k + 1) / (2 * k - 1))
    return _series(coefficients, s)


def erfcx_slope(x, result):
    """Of `erfcx(x)`, which is wofz(ix)."""
    if np.iscomplexobj(x):
        return 1j * wofz_slope(1j * x, result)
    far = np.where(x > 20, x, 20)
    tail = -faddeeva_tail(-1 / (far * far)) / (far * far * math.sqrt(math.pi))
    return np.where(x > 20, tail, 2 * x * result - 2 / math.sqrt(math.pi))[()]


def dawsn_slope(x, result):
    """Of `dawsn(x)`; for large complex x it loses digits."""
    if np.iscomplexobj(x):
        return 1 - 2 * x * result
    far = np.where(np.abs(x) > 20, x, 20)
    return np.where(np.abs(x) > 20, -faddeeva_tail(1 / (far * far)) / (2 * far * far), 1 - 2 * x * result)[()]


def wofz_slope(z, result):
    """Of `wofz(z)`."""
    beyond = (np.abs(z) > 20) & (np.imag(z) >= 0)
    far = np.where(beyond, z, 20)
    tail = -1j * faddeeva_tail(1 / (far * far)) / (far * far * math.sqrt(math.pi))
    return np.where(beyond, tail, -2 * z * result + 2j / math.sqrt(math.pi))[()]


def voigt_slope(x, sigma, gamma):
    """Re(it) is the slope of `voigt_profile` in x, -Im(it) that in gamma."""
    z = (x + 1j * gamma) / (sigma * math.sqrt(2))
    return wofz_slope(z, special.wofz(z)) / (2 * math.sqrt(math.pi) * sigma * sigma)


def voigt_width_slope(x, sigma, gamma, result):
    """Of `voigt_profile(x, sigma, gamma)` in sigma; the profile is homogeneous of degree -1."""
    slope = voigt_slope(x, sigma, gamma)
    return -(result + x * np.real(slope) - gamma * np.imag(slope)) / sigma


# Logarithms and exponentials


def logsumexp_tangent(a, da, result, axis=None, b=None, keepdims=False, return_sign=False):
    """Of `logsumexp(a, axis, b)` in a: the mean of da, weighted with b exp(a)."""
    if b is not None:
        da = b * da
    return logsumexp_weights_tangent(da, result, a, axis, keepdims, return_sign)


def logsumexp_weights_tangent(db, result, a, axis=None, keepdims=False, return_sign=False):
    """Of `logsumexp(a, axis, b)` in b: the sum of exp(a) db over that of b exp(a)."""
    size, sign = result if return_sign else (result, 1)
    if return_sign and np.iscomplexobj(sign):
        raise DifferentiationError("special.logsumexp of complex numbers with return_sign=True has no derivative here")
    shift = size if keepdims or axis is None else np.expand_dims(size, axis)
    total = sign * np.sum(np.exp(a - shift) * db, axis=axis, keepdims=keepdims)
    return (total, np.zeros_like(sign)[()]) if return_sign else total


def share_of_log(x, y):
    """x / y, the slope of x log(y) in y; 0 where both are 0."""
    return np.divide(x, np.where((x == 0) & (y == 0), 1, y))[()]


def exprel_slope(x):
    """Of (exp(x) - 1) / x."""
    near = np.where(np.abs(x) < 1, x, 0)
    far = np.where(np.abs(x) < 1, 1, x)
    series = _series([(k + 1) / math.factorial(k + 2) for k in range(18)], near)
    # x exp(x) - (exp(x) - 1), of which one or the other may overflow
    return np.where(np.abs(x) < 1, series, (np.exp(far) - special.exprel(far)) / far)[()]


def sinhc(x):
    """sinh(x) / x."""
    if np.iscomplexobj(x):
        return np.sinc(1j * x / np.pi)
    return (special.exprel(x) + special.exprel(-x)) / 2


def boxcox_slope(log, lmbda, result):
    """Of (x^lmbda - 1) / lmbda in lmbda, for log = log(x)."""
    near = np.abs(lmbda * log) < 1
    power = special.xlogy(result * lmbda + 1, np.exp(log))
    far = (power - result) / np.where(near, 1, lmbda)
    log = np.where(near, log, 0)
    return np.where(near, log * log * exprel_slope(np.where(near, lmbda, 0) * log), far)[()]


def inv_boxcox_slope(y, lmbda):
    """The logarithmic derivative of (1 + lmbda y)^(1 / lmbda) in lmbda."""
    t = lmbda * y
    near = np.where(np.abs(t) < 0.25, t, 0)
    far = np.where(np.abs(t) < 0.25, 1, t)
    series = _series([-(-1)**k * (k + 1) / (k + 2) for k in range(27)], near)
    return y * y * np.where(np.abs(t) < 0.25, series, (far / (1 + far) - np.log1p(far)) / (far * far))[()]


def expn_slope(n, x, result):
    """Of `expn(n, x)` in x: minus the function of order n - 1 (DLMF 8.19.13, and 8.19.12 for n = 0)."""
    n = np.trunc(n)  # as it is taken
    lower = special.expn(n - (n != 0), x)
    return -np.where(n == 0, (np.exp(-x) + result) / np.where(x == 0, 1, x), lower)[()]


def spence_slope(z):
    """Of `spence(z)`: log(z) / (1 - z)."""
    t = z - 1
    near = np.where(np.abs(t) < 0.25, t, 0)
    far = np.where(np.abs(t) < 0.25, 1, t)
    series = _series([-(-1)**k / (k + 1) for k in range(27)], near)
    return np.where(np.abs(t) < 0.25, series, -np.log(1 + far) / far)[()]


# Airy and Struve functions


def airye_tangent(x, dx, result):
    """Of the Airy functions scaled by exp(2/3 x^(3/2)), for real x."""
    ai, dai, bi, dbi = result
    root = np.where(x > 0, np.sqrt(np.where(x > 0, x, 1)), 0)
    return ((dai + root * ai) * dx, (x * ai + root * dai) * dx,
            (dbi - root * bi) * dx, (x * bi - root * dbi) * dx)


def struve_term(v, x):
    """(x / 2)^v / (sqrt(pi) gamma(v + 3/2)) (DLMF 11.4.25)."""
    return np.float_power(x / 2, v) * special.rgamma(v + 1.5) / math.sqrt(math.pi)


def struve_slope(v, x):
    """Of Struve's function H_v; H_-1 by its own recurrence, of which no term is infinite at 0 (DLMF 11.4.23)."""
    term, above = struve_term(v, x), special.struve(v + 1, x)
    if np.all(v == 0):
        return term - above
    below = np.where(v == 0, term - above, special.struve(v - 1, x))[()]
    return (below - above + term) / 2


def modstruve_slope(v, x):
    """Of the modified Struve function L_v, as `struve_slope` (DLMF 11.4.25)."""
    term, above = struve_term(v, x), special.modstruve(v + 1, x)
    if np.all(v == 0):
        return term + above
    below = np.where(v == 0, term + above, special.modstruve(v - 1, x))[()]
    return (below + above + term) / 2


def kelvin_share(x, result, limit):
    """ber'(x) / x or bei'(x) / x, which are even, from their value there; `limit` at 0."""
    return np.where(x == 0, limit, result / np.where(x == 0, 1, x))[()]


# Elliptic integrals


def _squares(n):
    """((2k)! / (4^k k!^2))^2 for k < n."""
    return [(math.comb(2 * k, k) / 4**k)**2 for k in range(n)]


def ellipk_slope(m):
    """Of `ellipk(m)` (DLMF 19.4.1), or of its power series (19.5.1)."""
    near = np.where(np.abs(m) < 0.1, m, 0)
    far = np.where(np.abs(m) < 0.1, 0.5, m)
    series = _series([math.pi / 2 * (k + 1) * c for k, c in enumerate(_squares(20)[1:])], near)
    exact = (special.ellipe(far) / (1 - far) - special.ellipk(far)) / (2 * far)
    return np.where(np.abs(m) < 0.1, series, exact)[()]


def ellipkm1_slope(p):
    """Of `ellipk(1 - p)` in p, for small p too."""
    small = np.where(p < 0.5, p, 0.5)
    exact = (special.ellipkm1(small) - special.ellipe(1 - small) / small) / (2 * (1 - small))
    far = np.where(p < 0.5, 0.5, 1 - p)
    return np.where(p < 0.5, exact, -ellipk_slope(far))[()]


def ellipe_slope(m):
    """Of `ellipe(m)` (DLMF 19.4.2), or of its power series (19.5.2)."""
    near = np.where(np.abs(m) < 0.1, m, 0)
    far = np.where(np.abs(m) < 0.1, 0.5, m)
    series = _series([-math.pi / 2 * (k + 1) * c / (2 * k + 1) for k, c in enumerate(_squares(20)[1:])], near)
    exact = (special.ellipe(far) - special.ellipk(far)) / (2 * far)
    return np.where(np.abs(m) < 0.1, series, exact)[()]


def ellipkinc_slope(phi, m):
    """Of `ellipkinc(phi, m)` in m: half the integral of sin^2 / (1 - m sin^2)^(3/2) (DLMF 19.25)."""
    turns = np.round(phi / np.pi)
    rest = phi - turns * np.pi
    s, c = np.sin(rest), np.cos(rest)
    whole = ellipk_slope(np.where(turns == 0, 0, m))
    return s**3 / 6 * special.elliprd(c * c, 1, 1 - m * s * s) + 2 * turns * whole


def ellipeinc_slope(phi, m):
    """Of `ellipeinc(phi, m)` in m: minus half the integral of sin^2 / sqrt(1 - m sin^2) (DLMF 19.25.13)."""
    turns = np.round(phi / np.pi)
    rest = phi - turns * np.pi
    s, c = np.sin(rest), np.cos(rest)
    whole = ellipe_slope(np.where(turns == 0, 0, m))
    return -s**3 / 6 * special.elliprd(c * c, 1 - m * s * s, 1) + 2 * turns * whole


def sph_harm_y_slope(n, m, theta, phi):
    """Of `sph_harm_y(n, m, theta, phi)` in theta, by its neighbours in m, which holds at the poles, too."""
    turn = np.exp(1j * phi)
    up = np.sqrt(np.maximum((n - m) * (n + m + 1), 0)) / turn * special.sph_harm_y(n, m + 1, theta, phi)
    down = np.sqrt(np.maximum((n + m) * (n - m + 1), 0)) * turn * special.sph_harm_y(n, m - 1, theta, phi)
    return (up - down) / 2
