"""Tangents of products, variances and averages over the axes of an array."""

import math

import numpy as np

from s2sad.runtime.fitting import like


def reduced_last(a, axis):
    """`a` with the axes to be reduced merged into its last one."""
    a = np.asarray(a)
    if axis is None or a.ndim == 0:  # of a number, the axis may be 0 or -1
        return np.ravel(a)
    axes = tuple(axis) if isinstance(axis, (tuple, list)) else (axis,)
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
    deviation = a - mean_taken_out(a, axis, dtype, where)
    return squares_tangent(deviation, da, axis, ddof if correction is None else correction, keepdims, where)


def mean_taken_out(a, axis, dtype, where):
    """The mean that `np.var(a)` takes out of `a`: a real dtype takes the real part of the mean, but not of `a`."""
    return np.mean(a, axis=axis, dtype=dtype if np.iscomplexobj(a) else None, keepdims=True, where=where)


def squares_tangent(deviation, ddeviation, axis, ddof, keepdims, where):
    """Of the mean of the squares of deviations, the sum being divided by their number less `ddof`."""
    slope = np.real(np.conj(deviation) * ddeviation) if np.iscomplexobj(deviation) else deviation * ddeviation
    total = np.sum(slope, axis=axis, keepdims=keepdims, where=where)
    if where is True:
        n = np.size(slope) / max(np.size(total), 1)
    else:
        n = np.sum(where & np.ones(np.shape(slope), dtype=bool), axis=axis, keepdims=keepdims,
                   dtype=total.dtype)
    return 2 * total / (n - ddof)


def std_tangent(a, da, result, axis=None, dtype=None, ddof=0, keepdims=False, where=True,
                correction=None):
    """Of `np.std(a)`; NaN where all entries are equal, but 0 where they stay so: all move alike, or there is but one.

    What all entries move alike is taken out first: times the rounding error of the mean, over a tiny result, it would be large.
    """
    apart = da - mean_taken_out(da, axis, dtype, where)
    tangent = var_tangent(a, apart, axis, dtype, ddof, keepdims, where, correction)
    if np.size(a) == np.size(result):
        return tangent
    if np.all(result):
        return tangent / (2 * result)
    alike = result == 0
    for part in (np.real(da), np.imag(da)):
        alike = alike & (np.max(part, axis=axis, keepdims=keepdims, where=where, initial=-np.inf)
                         == np.min(part, axis=axis, keepdims=keepdims, where=where, initial=np.inf))
    return tangent / np.where(alike, 1, 2 * result)[()]


def var_about_tangent(a, da, mean, dmean, axis=None, dtype=None, ddof=0, keepdims=False, where=True, correction=None):
    """Of `np.var(a, mean=mean)`, in which the mean need not be the mean."""
    deviation = a - mean
    ddeviation = -(deviation * 0 + dmean) if da is None else da + deviation * 0 if dmean is None else da - dmean
    return squares_tangent(deviation, ddeviation, axis, ddof if correction is None else correction, keepdims, where)


def std_about_tangent(a, da, mean, dmean, result, axis=None, dtype=None, ddof=0, keepdims=False, where=True,
                      correction=None):
    """Of `np.std(a, mean=mean)`; 0 where all deviations are 0 and stay so."""
    tangent = var_about_tangent(a, da, mean, dmean, axis, dtype, ddof, keepdims, where, correction)
    return tangent / np.where((result == 0) & (tangent == 0), 1, 2 * result)[()]


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
    """Weights along one axis or some, or of the shape of `a`, that broadcast against `a`."""
    if np.ndim(weights) == np.ndim(a):
        return weights
    axes = [n % np.ndim(a) for n in (axis if isinstance(axis, tuple) else (axis,))]
    shape = [np.shape(a)[n] if n in axes else 1 for n in range(np.ndim(a))]
    return np.reshape(np.transpose(weights, np.argsort(axes)), shape)


def average_weights_tangent(weights, dweights, result, a, axis=None, keepdims=False):
    """Of `np.average(a, weights=weights)` in the weights: sum (a - result) dw / sum w."""
    weights, dweights = along(np.asarray(weights), a, axis), along(np.asarray(dweights), a, axis)
    attained = result if keepdims or axis is None else np.expand_dims(result, axis)
    total = np.sum((a - attained) * dweights, axis=axis, keepdims=keepdims)
    return total / np.sum(weights + 0 * np.real(a), axis=axis, keepdims=keepdims)
