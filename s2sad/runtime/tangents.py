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
    """
    if isinstance(x, (np.ndarray, np.generic)) or isinstance(n, (np.ndarray, np.generic)):
        if isinstance(x, (list, tuple)) or isinstance(n, (list, tuple)):  # beside an array these are arrays
            x, n = np.asarray(x), np.asarray(n)
        if np.result_type(n) == np.bool_:  # NumPy does not subtract truth values
            return n * np.ones_like(x**n)
        return n * x**(n - (n != 0))
    less = n - (n != 0)
    if n == 0 or n.real >= 1 or abs(x) >= 1:
        try:
            return n * x**less
        except OverflowError:  # then x**n was NumPy's, which does not raise
            return n * np.power(x, less)
    if x == 0:
        return n * (1 - x) * math.inf  # infinite and falling, where Python would raise
    return n * (x**n / x)  # x**(n - 1) may overflow where x**n does not


def power_exponent(x, n, result):
    """The derivative of `x**n` in `n`: x^n log x, as JAX has it.

    At x = 0 it is `0 * result`; for negative x with a real power it is NaN.

    >>> power_exponent(0.0, 2.0, 0.0), power_exponent(-2.0, 3.0, -8.0)
    (0.0, nan)
    """
    if isinstance(x, (list, tuple)):  # beside an array it is one
        x = np.asarray(x)
    if np.iscomplexobj(result):
        if isinstance(x, (int, float, complex)) and not isinstance(x, np.generic):  # of no precision of its own
            return result * (cmath.log(x) if x != 0 else 0.0)
        return result * np.log(np.where(x == 0, 1, x) + 0j)[()]
    if isinstance(x, (np.ndarray, np.generic)):
        if x.dtype.kind in "iub":
            whole, x = x, np.zeros_like(result)
            x[...] = whole
        return result * np.log(np.where(x > 0, x, np.where(x == 0, x + 1, x * math.nan)))[()]
    if x == 0:
        return 0 * result
    return result * (math.log(x) if not x < 0 else math.nan)


# Functions of one number


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


def kaiser_tangent(M, beta, dbeta, result):
    """Of `np.kaiser(M, beta)`, I_0(beta s) / I_0(beta) with s from 0 at the ends to 1 in the middle."""
    if M < 2:
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


BERNOULLI = (1 / 6, -1 / 30, 1 / 42, -1 / 30, 5 / 66, -691 / 2730, 7 / 6, -3617 / 510)


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
    """Of `math.dist(p, q)` in p; at p = q as `hypot_tangent`."""
    total = 0.0
    for x, y, dx in zip(p, q, dp):
        total += (x - y) / result * dx if result else dx / len(p)
    return total


def largest_tangent(args, dargs):
    """Of the builtin `max`: a tie is shared half and half with what came before."""
    if len(args) == 1:
        args, dargs = args[0], dargs[0]
    best, tangent = None, 0.0
    for x, dx in zip(args, dargs):
        if best is None or x > best:
            best, tangent = x, dx
        elif x == best:
            tangent = (tangent + dx) / 2
    return tangent


def smallest_tangent(args, dargs):
    """Of the builtin `min`: a tie is shared half and half with what came before."""
    if len(args) == 1:
        args, dargs = args[0], dargs[0]
    best, tangent = None, 0.0
    for x, dx in zip(args, dargs):
        if best is None or x < best:
            best, tangent = x, dx
        elif x == best:
            tangent = (tangent + dx) / 2
    return tangent


def product_tangent(numbers, dnumbers, start=1):
    """Of `math.prod(numbers, start=start)` in the numbers, by the product rule in turn."""
    product, tangent = start, 0.0
    for x, dx in zip(numbers, dnumbers):
        product, tangent = product * x, tangent * x + product * dx
    return tangent


def divmod_tangent(x, dx, result):
    """Of `divmod(*x)`: the quotient is piecewise constant."""
    remainder = dx[0] - result[0] * dx[1]
    return 0 * remainder, remainder


# Clipping and interpolation


def above(x, bound, dx):
    """`dx` where x > bound, half of it where they are equal, else 0."""
    if type(x) is type(dx) is np.ndarray and x.ndim and dx.dtype.kind in "fc":
        part, tied = np.where(x > bound, dx, 0.0), x == bound
        return np.where(tied, dx / 2, part) if np.count_nonzero(tied) else part
    if np.ndim(x) == np.ndim(bound) == np.ndim(dx) == 0:
        return dx if x > bound else dx / 2 if x == bound else 0 * dx
    part, tied = np.where(x > bound, dx, 0), np.equal(x, bound)
    return (np.where(tied, dx / 2, part) if tied.any() else part)[()]


_NUMBERS = (int, float)


def clip_tangent(a, da, a_min=None, a_max=None, min=None, max=None):
    """Of `np.clip(a, a_min, a_max)` in a, being minimum(maximum(a, a_min), a_max)."""
    low = min if a_min is None else a_min
    high = max if a_max is None else a_max
    if type(a) is type(da) is np.ndarray and a.ndim and da.dtype.kind in "fc" \
            and type(low) in _NUMBERS and type(high) in _NUMBERS and low < high:
        part, tied = np.where((a > low) & (a < high), da, 0.0), (a == low) | (a == high)
        return np.where(tied, da / 2, part) if np.count_nonzero(tied) else part
    if low is not None:
        da = above(a, low, da)
        a = np.maximum(a, low)
    if high is not None:
        da = above(high, a, da)
    return np.asarray(da)[()]


def clip_min_tangent(low, dlow, a, a_max=None, max=None):
    """Of `np.clip(a, low, a_max)` in low."""
    high = max if a_max is None else a_max
    dlow = above(low, a, dlow)
    if high is not None:
        dlow = above(high, np.maximum(a, low), dlow)
    return dlow


def clip_max_tangent(high, dhigh, a, a_min=None, min=None):
    """Of `np.clip(a, a_min, high)` in high."""
    low = min if a_min is None else a_min
    return above(a if low is None else np.maximum(a, low), high, dhigh)


def interp_slope(x, xp, fp):
    """The slope at x of `np.interp(x, xp, fp)`: at a knot that to the right, 0 outside."""
    x, xp, fp = np.asarray(x), np.asarray(xp, float), np.asarray(fp) * 1.0  # np.interp makes doubles of singles
    if len(xp) == 1:
        return np.zeros(np.shape(x))[()]
    right = np.clip(np.searchsorted(xp, x, side="right"), 1, len(xp) - 1)
    slope = (fp[right] - fp[right - 1]) / (xp[right] - xp[right - 1])
    return np.where((xp[0] <= x) & (x <= xp[-1]), slope, 0)[()]


def one_period(x, xp, fp, period):
    """The arguments of the `np.interp` without a period that `np.interp(x, xp, fp, period=period)` is."""
    period = abs(period)
    xp = np.asarray(xp) % period
    order = np.argsort(xp)
    xp, fp = xp[order], np.asarray(fp)[order]
    return (np.asarray(x) % period, np.concatenate((xp[-1:] - period, xp, xp[:1] + period)),
            np.concatenate((fp[-1:], fp, fp[:1])))


def periodic_slope(x, xp, fp, period):
    """The slope at x of `np.interp(x, xp, fp, period=period)`."""
    x, xp, fp = one_period(x, xp, fp, period)
    return interp_slope(x, xp, fp)


def periodic_interp(x, xp, fp, period):
    """`np.interp` of a period, where `fp` are tangents."""
    x, xp, fp = one_period(x, xp, fp, period)
    return np.interp(x, xp, fp)


def interp_values_tangent(dfp, x, xp, left=None, right=None, period=None):
    """Of `np.interp(x, xp, fp, left, right)`, without a period, in fp."""
    return np.interp(x, xp, dfp, None if left is None else 0, None if right is None else 0)


# Reductions


def reduced_last(a, axis):
    """`a` with the axes to be reduced merged into its last one."""
    a = np.asarray(a)
    if axis is None or a.ndim == 0:  # of a number, the axis may be 0 or -1
        return np.ravel(a)
    axes = axis if isinstance(axis, tuple) else (axis,)
    a = np.moveaxis(a, axes, tuple(range(-len(axes), 0)))
    kept = a.ndim - len(axes)
    return np.reshape(a, a.shape[:kept] + (math.prod(a.shape[kept:]),))


def prod_tangent(a, da, result, axis=None, dtype=None, keepdims=False, initial=1, where=True):
    """Of `np.prod(a)`: each factor's tangent times the product of all others.

    No division, so that zeros among the factors are right.
    """
    if where is not True:
        a, da = np.where(where, a, 1), np.where(where, da, 0)
    a, da = reduced_last(a, axis), reduced_last(da, axis)
    if dtype is not None:
        a, da = a.astype(dtype), da.astype(dtype)
    first = np.ones_like(a[..., :1])
    before = np.cumprod(np.concatenate((first, a[..., :-1]), axis=-1), axis=-1)
    after = np.cumprod(np.concatenate((first, np.flip(a[..., 1:], axis=-1)), axis=-1), axis=-1)
    total = np.sum(da * before * np.flip(after, axis=-1), axis=-1) * initial
    return np.reshape(total, np.shape(result))[()]


def cumprod_tangent(a, da, axis=None, dtype=None):
    """Of `np.cumprod(a)`, without division: a parallel scan with the product rule.

    After the pass with `shift`, entry k holds the product of the 2 shift entries
    up to k and its tangent (Hillis and Steele, 1986).
    """
    a, da = np.asarray(a), np.asarray(da)
    if axis is None or a.ndim == 0:  # of a number, the axis may be 0 or -1
        a, da, axis = np.ravel(a), np.ravel(da), 0
    if dtype is not None:
        a, da = a.astype(dtype), da.astype(dtype)
    tangent = np.moveaxis(np.copy(da), axis, 0)  # of a single entry it is returned
    product = np.moveaxis(a, axis, 0) * np.ones_like(tangent)  # small ints would wrap around
    shift = 1
    while shift < len(product):
        tangent = np.concatenate((tangent[:shift], tangent[:-shift] * product[shift:]
                                  + product[:-shift] * tangent[shift:]))
        product = np.concatenate((product[:shift], product[:-shift] * product[shift:]))
        shift *= 2
    return np.moveaxis(tangent, 0, axis)


def cumulative_prod_tangent(x, dx, axis=None, dtype=None, include_initial=False):
    """Of `np.cumulative_prod(x)`, which may begin with a 1."""
    tangent = cumprod_tangent(x, dx, axis, dtype)
    if not include_initial:
        return tangent
    axis = 0 if axis is None else axis
    return np.concatenate((np.zeros_like(np.take(tangent, [0], axis=axis)), tangent), axis=axis)


def var_tangent(a, da, axis=None, dtype=None, ddof=0, keepdims=False, where=True, correction=None):
    """Of `np.var(a)`: 2 sum (a - mean) da / (n - ddof), the mean's own tangent cancelling."""
    if dtype is not None:
        a, da = np.asarray(a, dtype), np.asarray(da, dtype)
    deviation = a - np.mean(a, axis=axis, keepdims=True, where=where)
    slope = np.real(np.conj(deviation) * da) if np.iscomplexobj(a) else deviation * da
    total = np.sum(slope, axis=axis, keepdims=keepdims, where=where)
    if where is True:
        n = np.size(slope) / max(np.size(total), 1)
    else:
        n = np.sum(where & np.ones(np.shape(slope), dtype=bool), axis=axis, keepdims=keepdims,
                   dtype=total.dtype)
    return 2 * total / (n - (ddof if correction is None else correction))


def std_tangent(a, da, result, axis=None, dtype=None, ddof=0, keepdims=False, where=True,
                correction=None):
    """Of `np.std(a)`; NaN where all entries are equal, but 0 where they stay so: all move alike, or there is but one."""
    tangent = var_tangent(a, da, axis, dtype, ddof, keepdims, where, correction)
    if np.size(a) == np.size(result):
        return tangent
    if np.all(result):
        return tangent / (2 * result)
    alike = result == 0
    for part in (np.real(da), np.imag(da)):
        alike = alike & (np.max(part, axis=axis, keepdims=keepdims, where=where, initial=-np.inf)
                         == np.min(part, axis=axis, keepdims=keepdims, where=where, initial=np.inf))
    return tangent / np.where(alike, 1, 2 * result)[()]


def extremum_tangent(a, da, result, axis=None, keepdims=False, initial=None, where=True, dtype=None):
    """Of `np.max(a)` or `np.min(a)`: the mean over all entries that attain it.

    A tie with `initial` is shared half and half, as JAX has it.
    """
    plain = type(a) is np.ndarray and a.ndim > 0 and isinstance(result, (np.ndarray, np.generic))
    last = plain and (axis is None or axis == -1 or axis == a.ndim - 1)
    if keepdims or axis is None:
        attained = result
    else:
        attained = result[..., None] if last else np.expand_dims(result, axis)
    hit = a == attained if where is True else (a == attained) & where
    alone = plain and initial is None and np.count_nonzero(hit) == result.size and (result == result).all()
    if alone and last:  # one entry each, in the order of the result
        return da[hit].reshape(result.shape)[()]
    total = np.sum(np.where(hit, da, 0), axis=axis, keepdims=keepdims)
    if alone:
        return total
    count = np.sum(hit, axis=axis, keepdims=keepdims, dtype=total.dtype)
    if initial is not None:
        total = np.where(result == initial, total / 2, total)[()]
    return total / np.maximum(count, 1)


def initial_tangent(initial, dinitial, result, a, axis=None, keepdims=False, where=True, dtype=None):
    """Of `np.max(a, initial=initial)` or `np.min` in initial; half of it in a tie."""
    attained = result if keepdims or axis is None else np.expand_dims(result, axis)
    tie = np.any((a == attained) & where, axis=axis, keepdims=keepdims)
    share = np.where(result == initial, np.where(tie, 0.5, 1), 0).astype(result.dtype)
    return share[()] * dinitial


def ptp_tangent(a, da, axis=None, keepdims=False):
    """Of `np.ptp(a)`, the largest less the smallest."""
    largest = np.max(a, axis=axis, keepdims=keepdims)
    smallest = np.min(a, axis=axis, keepdims=keepdims)
    return (extremum_tangent(a, da, largest, axis, keepdims)
            - extremum_tangent(a, da, smallest, axis, keepdims))


def average_tangent(result, a, da, weights, dweights, axis=None, returned=False, keepdims=False):
    """Of `np.average(a, weights=weights, returned=True)`, the average and the sum of the weights."""
    mean, total = result if returned else (result, None)
    tangent = np.zeros_like(mean)[()]
    if da is not None:
        tangent = tangent + np.average(da, axis=axis, weights=weights, keepdims=keepdims)
    if dweights is not None:
        tangent = tangent + average_weights_tangent(weights, dweights, mean, a, axis, keepdims)
    if not returned:
        return like(tangent, mean)
    dtotal = np.zeros_like(total)[()]
    if dweights is not None:
        dtotal = dtotal + np.sum(along(np.asarray(dweights), a, axis) + 0 * np.real(a), axis=axis, keepdims=keepdims)
    return like(tangent, mean), like(dtotal, total)


def along(weights, a, axis):
    """Weights along one axis, or of the shape of `a`, that broadcast against `a`."""
    if np.ndim(weights) == np.ndim(a):
        return weights
    shape = [1] * np.ndim(a)
    shape[axis] = -1
    return np.reshape(weights, shape)


def average_weights_tangent(weights, dweights, result, a, axis=None, keepdims=False):
    """Of `np.average(a, weights=weights)` in the weights: sum (a - result) dw / sum w."""
    weights, dweights = along(np.asarray(weights), a, axis), along(np.asarray(dweights), a, axis)
    attained = result if keepdims or axis is None else np.expand_dims(result, axis)
    total = np.sum((a - attained) * dweights, axis=axis, keepdims=keepdims)
    return total / np.sum(weights + 0 * np.real(a), axis=axis, keepdims=keepdims)
