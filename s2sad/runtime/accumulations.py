"""Tangents of what the methods of ufuncs do: reduce, accumulate, reduceat, outer, at.

Like `tangents`, plain functions of NumPy functions that have rules.
"""

import numpy as np

from s2sad.runtime.extremes import extremum_tangent
from s2sad.runtime.reductions import prod_tangent
from s2sad.runtime.tangents import hypot_slope


def outer_left(A, B):
    """`A` with an axis more for each of B's, as `ufunc.outer(A, B)` sees it."""
    return np.reshape(A, np.shape(A) + (1,) * np.ndim(B))


# Reductions


def expanded(result, axis, keepdims):
    """A reduction's result with the reduced axes kept."""
    if keepdims or axis is None:
        return result
    return np.expand_dims(result, axis)


def quotient_tangent(a, da, result, axis=0):
    """Of `np.divide.reduce(a)`: the first entry divided by all that follow."""
    a, da = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(np.asarray(da), axis, 0)
    divisor = np.prod(a[1:], axis=0)
    ddivisor = prod_tangent(a[1:], da[1:], divisor, 0)
    return np.reshape((da[0] - np.reshape(result, divisor.shape) * ddivisor) / divisor, np.shape(result))[()]


def hypot_reduced_tangent(a, da, result, axis=0, dtype=None, keepdims=False, initial=None, where=True):
    """Of `np.hypot.reduce(a)`, the square root of the sum of squares."""
    slope = hypot_slope(a, expanded(result, axis, keepdims))
    return np.sum(slope * da, axis=axis, keepdims=keepdims, where=where)


def logaddexp_reduced_tangent(a, da, result, exp, axis=0, dtype=None, keepdims=False, initial=None, where=True):
    """Of `np.logaddexp.reduce(a)`: the mean of the tangents, weighted by exp(a)."""
    weights = exp(a - expanded(result, axis, keepdims))
    return np.sum(weights * da, axis=axis, keepdims=keepdims, where=where)


# Running and by segments


def running_extremum_tangent(a, da, result, axis=0):
    """Of `np.maximum.accumulate(a)` or minimum; a tie with what came before is shared half and half."""
    a, da = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(np.asarray(da), axis, 0)
    result = np.moveaxis(result, axis, 0)
    tangent = np.zeros_like(da)
    tangent[:1] = da[:1]
    for k in range(1, len(a)):
        tie = a[k] == result[k - 1]
        won = np.where(a[k] == result[k], da[k], tangent[k - 1])
        tangent[k] = np.where(tie, (da[k] + tangent[k - 1]) / 2, won)
    return np.moveaxis(tangent, 0, axis)


def running_logaddexp_tangent(a, da, result, exp, axis=0):
    """Of `np.logaddexp.accumulate(a)`, entry by entry."""
    a, da = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(np.asarray(da), axis, 0)
    result = np.moveaxis(result, axis, 0)
    tangent = np.zeros_like(da)
    tangent[:1] = da[:1]
    for k in range(1, len(a)):
        tangent[k] = exp(a[k] - result[k]) * da[k] + exp(result[k - 1] - result[k]) * tangent[k - 1]
    return np.moveaxis(tangent, 0, axis)


def segments(indices, length):
    """What `ufunc.reduceat` reduces: from each index to the next, or the one entry if that does not lie behind."""
    starts = [int(i) for i in indices]
    stops = starts[1:] + [length]
    return [slice(i, j if i < j else i + 1) for i, j in zip(starts, stops)]


def product_segments_tangent(a, da, indices, axis=0):
    """Of `np.multiply.reduceat(a, indices)`."""
    a, da = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(np.asarray(da), axis, 0)
    parts = []
    for part in segments(indices, len(a)):
        parts.append(prod_tangent(a[part], da[part], a[0], 0))
    return np.moveaxis(np.stack(parts), 0, axis)


def extremum_segments_tangent(a, da, indices, result, axis=0):
    """Of `np.maximum.reduceat(a, indices)` or minimum."""
    a, da = np.moveaxis(np.asarray(a), axis, 0), np.moveaxis(np.asarray(da), axis, 0)
    result = np.moveaxis(result, axis, 0)
    parts = []
    pieces = segments(indices, len(a))
    for i in range(len(pieces)):
        parts.append(extremum_tangent(a[pieces[i]], da[pieces[i]], result[i], 0))
    return np.moveaxis(np.stack(parts), 0, axis)


# At some elements


def rounds(shape, indices):
    """The elements of `a[indices]` in rounds in which none occurs twice.

    Each is a pair: the places in the flattened `a`, and those in the flattened `a[indices]`.
    """
    places = np.ravel(np.arange(int(np.prod(shape))).reshape(shape)[indices])
    left = np.arange(len(places))
    found = []
    while len(left):
        _, first = np.unique(places[left], return_index=True)
        found.append((places[left[first]], left[first]))
        left = np.delete(left, first)
    return found


def at_operands(a, da, indices, b, db):
    """Flat copies of `a` and `da`, and `b` and `db` entry by entry of `a[indices]`."""
    shape = np.shape(np.empty(np.shape(a), bool)[indices])
    a, da = np.ravel(a) + 0, np.ravel(da) + 0
    return (a, da, np.ravel(np.broadcast_to(b, shape)), np.ravel(np.broadcast_to(db, shape)))


def multiplied_at_tangent(a, da, indices, b, db):
    """The tangent of `a` after `np.multiply.at(a, indices, b)`; an index may occur several times."""
    shape = np.shape(a)
    v, dv, b, db = at_operands(a, da, indices, b, db)
    for at, k in rounds(shape, indices):
        dv[at] = dv[at] * b[k] + v[at] * db[k]
        v[at] = v[at] * b[k]
    return np.reshape(dv, shape)


def divided_at_tangent(a, da, indices, b, db):
    """The tangent of `a` after `np.divide.at(a, indices, b)`."""
    shape = np.shape(a)
    v, dv, b, db = at_operands(a, da, indices, b, db)
    for at, k in rounds(shape, indices):
        v[at] = v[at] / b[k]
        dv[at] = (dv[at] - v[at] * db[k]) / b[k]
    return np.reshape(dv, shape)


def extremum_at_tangent(a, da, indices, b, db, sign):
    """The tangent of `a` after `np.maximum.at(a, indices, b)` (sign 1) or minimum (-1); half of each in a tie."""
    shape = np.shape(a)
    v, dv, b, db = at_operands(a, da, indices, b, db)
    for at, k in rounds(shape, indices):
        gain = sign * (b[k] - v[at])
        dv[at] = np.where(gain > 0, db[k], np.where(gain == 0, (dv[at] + db[k]) / 2, dv[at]))
        v[at] = np.where(gain > 0, b[k], v[at])
    return np.reshape(dv, shape)
