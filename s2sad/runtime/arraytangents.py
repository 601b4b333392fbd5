"""Tangents of functions that make, pad and rearrange arrays, and of covariances."""

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.runtime.fitting import like
from s2sad.runtime.quantiles import quantile_tangent


def cast(x, dx, result):
    """`dx`, an array, as the tangent of `result`, in which `x` was converted to another dtype.

    Conversion to an integer or bool type is piecewise constant, unless `x` was
    of integers already.
    """
    if result.dtype.kind in "fc":
        tangent = np.zeros_like(result)
        tangent[...] = dx
        return tangent
    if result.dtype.kind in "iu" and np.asarray(x).dtype.kind in "iu":
        return dx
    return np.zeros(result.shape)


def insert_tangent(values, dvalues, result, arr, obj, axis=None):
    """What np.insert puts among zeros."""
    dvalues = np.asarray(dvalues)
    zeros = np.zeros(np.shape(arr), dvalues.dtype)
    return cast(values, np.insert(zeros, obj, dvalues, axis), result)


def arange_tangent(dstart, result, stop=None):
    """np.arange(start, stop, step) moves with `start`; np.arange(stop) only gets longer."""
    return like(np.full(len(result), 0 * dstart if stop is None else dstart), result)


def logspace_tangent(result, start, dstart, stop, dstop, num, endpoint, base, dbase, axis):
    """Of base**line, where the line goes from start to stop; the numbers along it have an axis of their own."""
    ndim = max(np.ndim(start), np.ndim(stop), np.ndim(base))
    start, dstart, stop, dstop = (np.array(v, ndmin=ndim) if np.ndim(base) else v for v in (
        start, np.zeros_like(start) if dstart is None else dstart, stop, np.zeros_like(stop) if dstop is None else dstop))
    line = np.linspace(start, stop, num, endpoint, axis=axis)
    dline = np.linspace(dstart, dstop, num, endpoint, axis=axis)
    dbase = np.zeros_like(base) if dbase is None else dbase
    if np.ndim(base):
        base = np.expand_dims(np.array(base, ndmin=ndim), axis)
        dbase = np.expand_dims(np.array(dbase, ndmin=ndim), axis)
    return like(result * (np.log(base) * dline + line / base * dbase), result)


def partition_tangent(a, da, result, axis=-1):
    """The elements of `da` moved as np.partition moved those of `a`.

    The n-th smallest of `a` stands where the n-th smallest of `result` does.
    """
    if axis is None:
        a, da, axis = np.ravel(a), np.ravel(da), -1
    ascending = np.take_along_axis(np.asarray(da), np.argsort(a, axis, "stable"), axis)
    rank = np.argsort(np.argsort(result, axis, "stable"), axis)
    return np.take_along_axis(ascending, rank, axis)


def trim_zeros_tangent(filt, dfilt, trim="fb", axis=None):
    """The part of `dfilt` that np.trim_zeros keeps of `filt`."""
    trim = trim.lower()
    kept = dfilt
    inside = np.nonzero(filt) if np.ndim(filt) else ()
    for axis in range(len(inside)) if axis is None else [a % len(inside) for a in np.atleast_1d(axis)]:
        places = inside[axis]
        length = np.shape(filt)[axis]
        # Without any nonzero, all is cut off.
        first = (places.min() if len(places) else length) if "f" in trim else 0
        last = (places.max() + 1 if len(places) else 0) if "b" in trim else length
        kept = kept[(slice(None),) * axis + (slice(first, last),)] if axis else kept[first:last]
    return kept


def pad_tangent(array, darray, pad_width, mode="constant", constant_values=0, end_values=0,
                stat_length=None, reflect_type="even"):
    """np.pad of the tangent; whatever is filled in from outside has none."""
    if mode == "empty":
        return np.pad(darray, pad_width)
    if mode == "constant" or mode == "linear_ramp":
        return np.pad(darray, pad_width, mode)
    if mode == "edge" or mode == "wrap":
        return np.pad(darray, pad_width, mode)
    if mode == "reflect" or mode == "symmetric":
        return np.pad(darray, pad_width, mode, reflect_type=reflect_type)
    if mode == "mean" and np.asarray(array).dtype.kind in "fc":
        return np.pad(darray, pad_width, mode, stat_length=stat_length)
    if mode == "maximum" or mode == "minimum":
        # Which elements they are, their ranks say; of equal ones it is the first or the last.
        order = np.argsort(np.ravel(array), kind="stable")
        ranks = np.reshape(np.argsort(order), np.shape(array))
        return np.asarray(np.ravel(darray)[order[np.pad(ranks, pad_width, mode, stat_length=stat_length)]])
    if mode == "median" and np.asarray(array).dtype.kind == "f":
        return median_pad_tangent(array, darray, pad_width, stat_length)
    raise DifferentiationError(f"np.pad with mode={mode!r} has no derivative here",
                               "Make the padded array with np.concatenate, or by assignments.")


def median_pad_tangent(array, darray, pad_width, stat_length=None):
    """Of `np.pad(array, pad_width, "median")`, which goes axis by axis."""
    if isinstance(pad_width, dict):
        widths = [pad_width.get(k, pad_width.get(k - np.ndim(array), 0)) for k in range(np.ndim(array))]
        widths = [np.broadcast_to(width, 2) for width in widths]
    else:
        widths = np.broadcast_to(pad_width, (np.ndim(array), 2))
    for axis in range(np.ndim(array)):
        n = np.shape(array)[axis]
        lengths = (n, n)
        if stat_length is not None:
            lengths = np.minimum(np.broadcast_to(stat_length, (np.ndim(array), 2))[axis], n)
        places = (np.arange(lengths[0]), np.arange(n - lengths[1], n))
        values, tangents = [array], [darray]
        for side in (0, 1):
            part, dpart = np.take(array, places[side], axis), np.take(darray, places[side], axis)
            middle = np.median(part, axis=axis)
            dmiddle = quantile_tangent(part, dpart, middle, 0.5, axis=axis)
            copies = np.repeat(np.expand_dims(middle, axis), widths[axis][side], axis)
            dcopies = np.repeat(np.expand_dims(dmiddle, axis), widths[axis][side], axis)
            values = [copies, *values] if side == 0 else [*values, copies]
            tangents = [dcopies, *tangents] if side == 0 else [*tangents, dcopies]
        array, darray = np.concatenate(values, axis), np.concatenate(tangents, axis)
    return darray


def pad_ends_tangent(array, pad_width, mode, dconstant_values, dend_values):
    """np.pad of zeros with the tangents of what is filled in from outside."""
    zeros = np.zeros_like(array)
    if np.asarray(array).dtype.kind not in "fc":
        zeros = zeros + 0.0
    if mode == "constant" and dconstant_values is not None:
        return np.pad(zeros, pad_width, mode, constant_values=dconstant_values)
    if mode == "linear_ramp" and dend_values is not None:
        return np.pad(zeros, pad_width, mode, end_values=dend_values)
    return np.pad(zeros, pad_width)


def _observations(m, rowvar):
    """`m` as np.cov reads it: one variable in each row."""
    m = np.atleast_2d(m)
    m = m * np.ones(1)  # np.cov makes doubles of singles
    return m if rowvar or m.shape[0] == 1 else m.T


def cov_tangent(m=None, dm=None, y=None, dy=None, rowvar=True, bias=False, ddof=None, fweights=None, aweights=None,
                dtype=None, daweights=None):
    """The tangent of np.cov(m, y) for tangents of any of its arguments; cov is X W X^H / n, X centred."""
    x = _observations(m, rowvar)
    dx = np.zeros_like(x) if dm is None else _observations(dm, rowvar)
    if y is not None:
        y = _observations(y, rowvar)
        dy = np.zeros_like(y) if dy is None else _observations(dy, rowvar)
        x, dx = np.concatenate((x, y)), np.concatenate((dx, dy))
    if dtype is not None and not np.issubdtype(dtype, np.complexfloating):
        x, dx = np.real(x), np.real(dx)
    if ddof is None:
        ddof = 0 if bias else 1
    w = np.ones(x.shape[1])
    if fweights is not None:
        w = w * fweights
    n = np.sum(w) - ddof
    if aweights is not None:
        w = w * aweights
        n = np.sum(w) - ddof * np.sum(w * aweights) / np.sum(w)
    centred = x - np.sum(x * w, axis=1, keepdims=True) / np.sum(w)
    half = dx @ np.conj(centred * w).T / n
    change = half + np.conj(half).T
    if daweights is not None:  # the change of the mean cancels
        dw = daweights if fweights is None else np.asarray(daweights) * fweights
        spread, total = np.sum(w * aweights), np.sum(w)
        dspread, dtotal = np.sum(2 * w * daweights), np.sum(dw)
        dn = dtotal - ddof * (dspread - spread * dtotal / total) / total
        covariance = centred @ np.conj(centred * w).T / n
        change = change + centred @ np.conj(centred * dw).T / n - covariance * dn / n
    return np.squeeze(change)


def corrcoef_tangent(x=None, dx=None, y=None, dy=None, result=None, rowvar=True, dtype=None):
    """The tangent of np.corrcoef: a covariance scaled to a diagonal of ones."""
    covariance = np.cov(x, y, rowvar, dtype=dtype)
    dcovariance = cov_tangent(x, dx, y, dy, rowvar, dtype=dtype)
    if np.ndim(covariance) == 0:
        return np.zeros_like(result)[()]
    variance = np.real(np.diag(covariance))
    deviation = np.sqrt(variance)
    relative = np.real(np.diag(dcovariance)) / (2 * variance)
    return (dcovariance / deviation / deviation[:, np.newaxis]
            - result * (relative + relative[:, np.newaxis]))
