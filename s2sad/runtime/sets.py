"""Tangents of sets of values."""

import numpy as np

from s2sad.runtime.fitting import like
from s2sad.runtime.polynomials import or_zeros


def unique_tangent(result, ar, dar, axis=None, equal_nan=True):
    """Of `np.unique`: of each value's first occurrence; what else is returned are integers."""
    _, first = np.unique(ar, return_index=True, axis=axis, equal_nan=equal_nan)
    if axis is None:
        tangent = np.ravel(dar)[first]
    else:
        tangent = np.moveaxis(np.moveaxis(np.asarray(dar), axis, 0)[first], 0, axis)
    if isinstance(result, tuple):
        parts = [tangent]
        for part in result[1:]:
            parts.append(np.zeros(np.shape(part)))
        return tuple(parts)
    return tangent


def found_in(values, ar, dar):
    """The tangents of `values`, all of which are in `ar`: of each one's first occurrence."""
    ar, dar = np.ravel(ar), np.ravel(dar)
    order = np.argsort(ar, kind="stable")
    return like(dar[order[np.searchsorted(ar[order], values)]], values)


def union_tangent(result, ar1, dar1, ar2, dar2):
    """Of `np.union1d` and `np.setxor1d`: a value of both moves with that of the first."""
    ar = np.concatenate((np.ravel(ar1), np.ravel(ar2)))
    return found_in(result, ar, np.concatenate((np.ravel(or_zeros(dar1, ar1)), np.ravel(or_zeros(dar2, ar2)))))


def intersection_tangent(result, ar1, dar1, dar2):
    """Of `np.intersect1d`: each value moves with that of the first argument."""
    values = result[0] if isinstance(result, tuple) else result
    tangent = found_in(values, ar1, or_zeros(dar1, ar1))
    if isinstance(result, tuple):
        parts = [tangent]
        for part in result[1:]:
            parts.append(np.zeros(np.shape(part)))
        return tuple(parts)
    return tangent


def difference_tangent(result, ar1, dar1, ar2, dar2, assume_unique=False):
    """Of `np.setdiff1d`, whose values are all of the first argument."""
    dar1 = or_zeros(dar1, ar1)
    if assume_unique:
        return like(np.ravel(dar1)[np.isin(np.ravel(ar1), ar2, invert=True)], result)
    return found_in(result, ar1, dar1)
