"""Tangents of what picks the largest or smallest, and of what is cut off at bounds."""

import numpy as np

_NUMBERS = (int, float)


def picked_tangent(values, dvalues, result):
    """Of the builtins `max` and `min`: a tie is shared half and half with what came before.

    values: what is compared, or a tuple of it alone; the arguments of the builtin.
    """
    if type(values) is list and type(dvalues) is list and values.count(result) == 1:
        return dvalues[values.index(result)]
    if type(values) is tuple and len(values) == 1 and values[0] is not result:
        values, dvalues = values[0], dvalues[0]
    found, tangent = False, 0.0
    for x, dx in zip(values, dvalues):
        if not found:
            if x is result or x == result:
                found, tangent = True, dx
        elif x == result and not isinstance(x, (list, tuple)):
            tangent = (tangent + dx) / 2
    return tangent


def above(x, bound, dx):
    """`dx` where x > bound, half of it where they are equal, else 0."""
    if type(x) is type(dx) is np.ndarray and x.ndim and dx.dtype.kind in "fc":
        part, tied = np.where(x > bound, dx, 0.0), x == bound
        return np.where(tied, dx / 2, part) if np.count_nonzero(tied) else part
    if np.ndim(x) == np.ndim(bound) == np.ndim(dx) == 0:
        return dx if x > bound else dx / 2 if x == bound else 0 * dx
    part, tied = np.where(x > bound, dx, 0), np.equal(x, bound)
    return (np.where(tied, dx / 2, part) if tied.any() else part)[()]


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
    return np.array(da)[()]


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
