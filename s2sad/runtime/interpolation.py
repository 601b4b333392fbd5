"""Tangents of np.interp."""

import numpy as np


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
