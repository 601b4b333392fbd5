"""What a generated derivative may call where no inline formula will do.

Each helper is linear in its tangents and is written in the language that the
compiler reads, so that derivatives of derivatives need nothing special; the
few that have a rule of their own (`polygamma`, `sinc_derivative`, `bessel_i`)
say so.
"""

import cmath
import math

import numpy as np

from s2sad.runtime.fitting import like

# Powers


def power_base(x, n):
    """The derivative of `x**n` in `x`: n x^(n-1), and 0 for n = 0 whatever x is.

    Never raises where `x**n` does not; exact for ints and Fractions.

    >>> power_base(3, 2), power_base(0, 0), power_base(-2.0, 3)
    (6, 0, 12.0)
    >>> float(power_base(5e-324, -1.0))
    -inf
    """
    if type(x) is float and type(n) is int and n > 0:  # nothing can go wrong, and most calls are such
        return n * x**(n - 1)
    if isinstance(x, (np.ndarray, np.generic)) or isinstance(n, (np.ndarray, np.generic)):
        if isinstance(x, (list, tuple)) or isinstance(n, (list, tuple)):  # beside an array these are arrays
            x, n = np.asarray(x), np.asarray(n)
        if np.result_type(n) == np.bool_:  # NumPy does not subtract truth values
            return n * np.ones_like(x**n)
        return n * x**exponent_below(x, n)
    less = n - (n != 0 or 1e-300 < abs(x) < math.inf)
    try:
        if n == 0 or n.real >= 1 or abs(x) >= 1:
            return n * x**less
        if x == 0:
            return n * (1 - x) * math.inf  # infinite and falling, where Python would raise
        return n * (x**n / x)  # x**(n - 1) may overflow where x**n does not
    except OverflowError:  # then x**n was NumPy's, which does not raise
        return n * np.power(x, less)


def exponent_below(x, n, *types):
    """n - 1, for arrays; but n for n = 0 where 1 / x is not finite, since 0 x^(n-1) is to be 0.

    types: what x and n are converted to before.

    >>> exponent_below(np.array([0.0, 2.0, 0.0]), np.array([0.0, 0.0, 2.0])).tolist()
    [0.0, -1.0, 1.0]
    """
    if np.all(n != 0):
        return n - 1
    dtype = np.result_type(x, n, *types)
    if dtype.kind in "iub":  # NumPy has no negative powers of these
        return n - (n != 0)
    with np.errstate(all="ignore"):
        return n - ((n != 0) | np.isfinite(np.divide(1, x))).astype(dtype)


def exponent_tangent(x, n, dn, result):
    """Of `x**n` along n: x^n log x dn; where dn is zero it is zero, for negative x, too (elsewhere NaN there).

    >>> exponent_tangent(-2.0, 3.0, 0.0, -8.0), exponent_tangent(-2.0, 3.0, 1.0, -8.0), exponent_tangent(1.0, 3.0, 1.0, 1.0)
    (0.0, nan, 0.0)
    """
    if type(x) is float and type(dn) is float and type(result) is float:
        return nan_unless_zero(dn) if x < 0 else power_exponent(x, n, result) * dn
    if np.iscomplexobj(result) or np.iscomplexobj(dn) or not np.any(negative := np.less(x, 0)):
        return power_exponent(x, n, result) * dn
    if not isinstance(result, (np.ndarray, np.generic)):
        return nan_unless_zero(dn)
    there = power_exponent(np.where(negative, 1, x)[()], n, np.where(negative, 0, result)[()]) * dn
    return there + nan_unless_zero(np.where(negative, dn, 0 * dn)[()])


def nan_unless_zero(v):
    """The tangent v times what has no derivative: zero where v is zero, NaN elsewhere.

    >>> nan_unless_zero(0.0), nan_unless_zero(np.array([0.0, 2.0]))
    (0.0, array([ 0., nan]))
    """
    return np.where(v == 0, v, v * math.nan)[()] if isinstance(v, (np.ndarray, np.generic)) else v if v == 0 else math.nan


def parts_added(first, second):
    """The sum of the tangents of a function that gives several values, along two of its arguments.

    >>> parts_added((1.0, 2.0), (0.5, 0.25))
    (1.5, 2.25)
    """
    return tuple([a + b for a, b in zip(first, second)])


def power_exponent(x, n, result):
    """The derivative of `x**n` in `n`: x^n log x, as JAX has it.

    At x = 0 it is `0 * result`; for negative x with a real power it is NaN.

    >>> power_exponent(0.0, 2.0, 0.0), power_exponent(-2.0, 3.0, -8.0)
    (0.0, nan)
    """
    if isinstance(x, (list, tuple)):  # beside an array it is one
        x = np.asarray(x)
    if isinstance(x, (np.ndarray, np.generic)) and x.dtype.kind in "iub":
        whole, x = x, np.zeros_like(result)
        x[...] = whole
    if np.iscomplexobj(result):
        if isinstance(x, (int, float, complex)) and not isinstance(x, np.generic):  # of no precision of its own
            return result * (cmath.log(x) if x != 0 else 0.0)
        return result * np.log(np.where(x == 0, 1, x) + 0j)[()]
    if isinstance(x, (np.ndarray, np.generic)):
        return result * np.log(np.where(x > 0, x, np.where(x == 0, x + 1, x * math.nan)))[()]
    if x == 0:
        return 0 * result
    return result * (math.log(x) if not x < 0 else math.nan)


# Functions of one number


def as_float(dx):
    """Of `float(x)`; where x is a text, which has no tangent, it is zero."""
    return 0.0 if dx is None else float(dx)


def abs_tangent(x, dx, result):
    """Of `abs(x)`, x real or complex: Re(conj(x) dx) / |x|; at 0 that to the right, or 0 for complex x."""
    if np.iscomplexobj(x):
        return np.real(np.conj(x) * dx) / np.where(result == 0, 1, result)[()]
    return np.where(x >= 0, dx, -dx)[()]


def sign_tangent(x, dx, result):
    """Of `np.sign(x)`: 0 for real x; for complex x, x / |x| turns but keeps its length."""
    if np.iscomplexobj(x):
        length = np.where(x == 0, 1, np.abs(x))[()]
        return 1j * np.imag(np.conj(result) * dx) * result / length
    return 0 * dx


def angle_tangent(z, dz, deg=False):
    """Of `np.angle(z)`: Im(dz / z); 0 for real z."""
    turn = np.imag(np.divide(dz, z)) if np.iscomplexobj(z) else 0 * dz
    return np.rad2deg(turn) if deg else turn


def nan_to_num_tangent(x, dx):
    """Of `np.nan_to_num(x)`: nothing flows through a part that was replaced."""
    if np.iscomplexobj(x):
        return (np.where(np.isfinite(np.real(x)), np.real(dx), 0)
                + 1j * np.where(np.isfinite(np.imag(x)), np.imag(dx), 0))[()]
    return np.where(np.isfinite(x), dx, 0)[()]


def where_part(condition, x, dvalue):
    """Of what stands in the place of those parts of `x` for which the condition holds."""
    zero = np.zeros_like(np.real(x))  # of the precision of x
    if np.iscomplexobj(x):
        return (np.where(condition(np.real(x)), dvalue, zero) + 1j * np.where(condition(np.imag(x)), dvalue, zero))[()]
    return np.where(condition(x), dvalue, zero)[()]


def arcsin_slope(x, result):
    """Of `np.arcsin(x)`: 1 / sqrt(1 - x^2); for complex x the result tells on which side of a cut it is."""
    if np.iscomplexobj(result):
        return 1 / np.cos(result)
    return 1 / np.sqrt((1 - x) * (1 + x))


def arccos_slope(x, result):
    """Of `np.arccos(x)`: -1 / sqrt(1 - x^2); for complex x the result tells on which side of a cut it is."""
    if np.iscomplexobj(result):
        return -1 / np.sin(result)
    return -1 / np.sqrt((1 - x) * (1 + x))


def in_field_of(result, x):
    """A real `x` as a complex number where the result is complex."""
    return x + 0j if np.iscomplexobj(result) else x + 0.0


# Several numbers


def hypot_slope(x, result):
    """Of `hypot(x, y)` in x: x / result, and 1/2 at the origin as JAX has it."""
    return np.where(result == 0, 0.5, np.divide(x, np.where(result == 0, 1, result)))[()]


def polar_slope(x, y):
    """`x / (x**2 + y**2)` for numbers, without overflow; NaN at the origin as JAX has it."""
    r = math.hypot(x, y)
    return x / r / r if r else math.nan


def hypot_tangent(coordinates, dcoordinates, result):
    """Of `math.hypot(*coordinates)`; at the origin the mean, as JAX has it for two."""
    total = 0.0
    for x, dx in zip(coordinates, dcoordinates):
        total += x / result * dx if result else dx / len(coordinates)
    return total


def dist_tangent(p, q, dp, result):
    """Of `math.dist(p, q)` in p, and minus that in q, so that it is 0 where equal points move alike; at p = q as `hypot_tangent`."""
    total = 0.0
    for x, y, dx in zip(p, q, dp):
        total += (x - y) / result * dx if result else dx / len(p)
    return total


def product_tangent(numbers, dnumbers, start=1):
    """Of `math.prod(numbers, start=start)` in the numbers, by the product rule in turn."""
    product, tangent = start, 0.0
    for x, dx in zip(numbers, dnumbers):
        product, tangent = product * x, tangent * x + product * dx
    return tangent


def divmod_tangent(x, dx, result):
    """Of `divmod(*x)`: the quotient is piecewise constant."""
    remainder = dx[0] - result[0] * dx[1]
    return like(0 * remainder, result[0]), like(remainder, result[1])
