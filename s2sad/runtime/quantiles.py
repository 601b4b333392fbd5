"""Tangents of medians, quantiles and percentiles.

A quantile lies between two neighbours in the sorted entries; among equal
entries the first in order counts, as in JAX.
"""

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.runtime.fitting import like
from s2sad.runtime.reductions import reduced_last


def quantile_parts(a, q, axis, method, nan):
    """Where the q-quantiles of the last axis lie among its sorted entries.

    The positions left and right of each, the weight of the right one, and the
    number of steps from the first entry to the last.  NaNs do not count.
    """
    if nan and np.ndim(q) > 1 and isinstance(axis, tuple):  # as of NumPy 2.4
        raise DifferentiationError("NumPy mixes up the axes of np.nanquantile(a, q, axis) when q "
                                   "is a table and axis a tuple: use a list of quantiles")
    steps = np.maximum(np.sum(~np.isnan(a), axis=-1, keepdims=True) - 1, 0)
    order = np.reshape(q, np.shape(q) + (1,) * a.ndim)
    position = order * steps
    if method != "linear":
        # A quantile of 0, 1, 2, ... is its position.
        for n in np.unique(steps):
            places = np.reshape(np.quantile(np.arange(n + 1.0), np.ravel(q), method=method), order.shape)
            position = np.where(steps == n, places, position)
    left, right = np.floor(position), np.ceil(position)
    return left.astype(int), right.astype(int), position - left, steps


def quantile_tangent(a, da, result, q, axis=None, method="linear", nan=False, weights=None):
    """Of `np.quantile(a, q)` in a: the tangents of the neighbours, weighted as they are."""
    a, da = reduced_last(a, axis), reduced_last(da, axis)
    if a.shape[-1] == 0:
        return 0 * result
    da = np.take_along_axis(da, np.argsort(a, axis=-1, kind="stable"), axis=-1)
    da = np.reshape(da, (1,) * np.ndim(q) + da.shape)
    if weights is not None:
        # It is one of the entries.
        a = np.sort(a, axis=-1)
        attained = np.reshape(result, np.shape(q) + a.shape[:-1] + (1,))
        place = np.sum(a < attained, axis=-1, keepdims=True)
        chosen = np.take_along_axis(da, np.minimum(place, a.shape[-1] - 1), axis=-1)
        return like(np.reshape(chosen, np.shape(result)), result)
    left, right, weight, _ = quantile_parts(a, q, axis, method, nan)
    weight = weight.astype(result.dtype)
    tangent = ((1 - weight) * np.take_along_axis(da, left, axis=-1)
               + weight * np.take_along_axis(da, right, axis=-1))
    return like(np.reshape(tangent, np.shape(result)), result)


def quantile_order_tangent(q, dq, result, a, axis=None, method="linear", nan=False):
    """Of `np.quantile(a, q)` in q: the gap between the neighbours; 0 at an entry, as in JAX."""
    if method != "linear":
        raise DifferentiationError(f"np.quantile(a, q, method={method!r}) has no derivative with respect to q here")
    a = reduced_last(a, axis)
    left, right, _, steps = quantile_parts(a, q, axis, method, nan)
    a = np.sort(a, axis=-1)
    a = np.reshape(a, (1,) * np.ndim(q) + a.shape)
    gap = np.take_along_axis(a, right, axis=-1) - np.take_along_axis(a, left, axis=-1)
    if np.ndim(q):
        dq = np.reshape(dq, np.shape(q) + (1,) * (a.ndim - np.ndim(q)))
    return np.reshape(gap * steps.astype(result.dtype) * dq, np.shape(result))[()]


def percentile_tangent(a, da, result, q, axis=None, method="linear", nan=False, weights=None):
    """Of `np.percentile(a, q)` in a."""
    return quantile_tangent(a, da, result, np.divide(q, 100), axis, method, nan, weights)


def percentile_order_tangent(q, dq, result, a, axis=None, method="linear", nan=False):
    """Of `np.percentile(a, q)` in q."""
    return quantile_order_tangent(np.divide(q, 100), np.divide(dq, 100), result, a, axis, method, nan)
