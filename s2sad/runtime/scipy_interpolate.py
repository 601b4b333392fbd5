"""Derivatives of splines: those of SciPy's own functions, and where they have none, 0."""

import numpy as np
from scipy import interpolate

from s2sad.errors import DifferentiationError


def spline_slope(x, tck, order, ext):
    """The derivative of this order of `splev(x, tck, ext=ext)`: 0 beyond the spline's degree."""
    _, _, k = tck if isinstance(tck, (tuple, list)) else tck.tck
    return interpolate.splev(x, tck, order, ext) if order <= k else 0 * interpolate.splev(x, tck, 0, ext)


class ZeroInterpolant:
    """The zero mirror of an interpolant."""

    def __init__(self, p):
        self.p = p

    def __call__(self, x, nu=0, **options):
        return 0 * self.p(x, **options)

    def derivative(self, nu=1):
        return self

    antiderivative = derivative

    def integrate(self, a, b):
        return 0 * self.p.integrate(a, b)


def derivative_of(p, nu=1):
    """`p.derivative(nu)`, an interpolant."""
    return p.derivative(nu)


def antiderivative_of(p, nu=1):
    """`p.antiderivative(nu)`, an interpolant."""
    return p.antiderivative(nu)


def integral_of(p, a, b):
    """`p.integrate(a, b)`"""
    return p.integrate(a, b)


def interpolated(p, x, nu=0, **options):
    """The call of a spline, or of another interpolant of scipy.interpolate, or of a derivative of it."""
    return p(x, nu, **options) if nu else p(x, **options)


def interpolant_slope(p, x, nu):
    """The derivative of this order of an interpolant of numbers.

    At a knot it is that to the right, as SciPy has it. Raises DifferentiationError for interpolants of arrays.
    """
    if isinstance(p, ZeroInterpolant):
        return p(x)
    if isinstance(p, interpolate.interp1d):
        return _slope_of_samples(p, x, nu)
    if isinstance(p, interpolate.UnivariateSpline):
        t, _, k = p._eval_args
        slope = np.asarray(p(x, nu, ext=0 if p.ext == 3 else p.ext) if nu <= k else 0 * p(x))
        return np.where((t[k] <= x) & (x <= t[-k - 1]), slope, 0) if p.ext == 3 else slope
    if p.c.ndim != (1 if isinstance(p, interpolate.BSpline) else 2):
        raise _of_arrays()
    return p(x, nu)


def _slope_of_samples(p, x, nu):
    """The same of an `interp1d`."""
    if p.y.ndim != 1:
        raise _of_arrays()
    kind, flat = p._kind, 0 * p(x)
    if kind in ("nearest", "nearest-up", "previous", "next") or kind == "linear" and nu > 1:
        return flat
    inside = (p.x[0] <= x) & (x <= p.x[-1]) if not p._extrapolate else True
    if kind == "linear":
        right = np.clip(np.searchsorted(p.x, x, side="right"), 1, len(p.x) - 1)
        slope = (p.y[right] - p.y[right - 1]) / (p.x[right] - p.x[right - 1])
    else:
        slope = p._spline(x, nu).reshape(np.shape(x))
    return np.where(inside, slope, flat)


def _of_arrays():
    return DifferentiationError("This interpolant has arrays for values.", "Interpolate each of them by itself.")


def surface_slope(x, y, tck, nx, ny):
    """The derivative of `bisplev(x, y, tck)`, nx times in x and ny times in y; 0 outside, where the value stays that at the edge."""
    tx, ty, c, kx, ky = tck
    if nx > kx or ny > ky:
        return 0 * interpolate.bisplev(x, y, tck)
    if nx == kx > 0:
        low, high = _inside_span(x, tx, kx)
        step = along_rows(surface_slope(high, y, tck, nx - 1, ny) - surface_slope(low, y, tck, nx - 1, ny), 1 / (high - low))
    elif ny == ky > 0:
        low, high = _inside_span(y, ty, ky)
        step = along_columns(surface_slope(x, high, tck, nx, ny - 1) - surface_slope(x, low, tck, nx, ny - 1), 1 / (high - low))
    else:
        step = interpolate.bisplev(x, y, tck, nx, ny)
    if nx > 0:
        step = along_rows(step, _inside(x, tx, kx))
    return along_columns(step, _inside(y, ty, ky)) if ny > 0 else step


def _inside(x, t, k):
    """1.0 in the spline's domain, 0.0 outside."""
    return np.where((t[k] <= x) & (x <= t[-k - 1]), 1.0, 0.0)[()]


def _inside_span(x, t, k):
    """Two places between the knots on both sides of x, where the derivative before the last is a line."""
    right = np.clip(np.searchsorted(t, x, side="right"), k + 1, len(t) - k - 1)
    low, high = t[right - 1], t[right]
    return low + 0.25 * (high - low), low + 0.75 * (high - low)


def along_rows(z, d):
    """What `bisplev` gives times a factor for each x."""
    d = d[0] if np.size(d) == 1 and np.ndim(d) else d
    return z * (d[:, None] if np.ndim(d) else d)


def along_columns(z, d):
    """What `bisplev` gives times a factor for each y."""
    return z * (d[0] if np.size(d) == 1 and np.ndim(d) else d)
