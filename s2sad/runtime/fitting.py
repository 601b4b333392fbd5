"""Tangents brought to what their values are: the shape, the dtype and the memory layout."""

import copy
import numbers

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.runtime.containers import children, fill, shell, tuple_like
from s2sad.runtime.memory import FLOAT, may_overlap, mirror_of_dtype, owner_of, same_layout, twins
from s2sad.runtime.objects import built_on

_ndarray = np.ndarray


def like(dv, v):
    """The tangent dv, broadcastable to v, as the full tangent of v.

    For an array v: dv itself where it is an array of v's shape and dtype, else
    a new array with v's shape, dtype and order. An integer v leaves dv's dtype.
    For a number v: dv as a scalar of v's field. ValueError where dv does not
    broadcast to v's shape; TypeError for a complex dv of a real v.
    """
    kind = type(v)
    if kind is _ndarray:
        if type(dv) is _ndarray and dv.dtype is v.dtype and dv.shape == v.shape:
            if dv.flags.writeable or not v.flags.writeable:
                return dv
        return _full(dv, v)
    if kind is type(dv):
        return dv
    if isinstance(v, _ndarray):
        return _full(dv, v)
    return _scalar(dv, v)


def _full(dv, v):
    dtype = _dtype_for(dv, v)
    if (isinstance(dv, _ndarray) and dv.shape == v.shape and dv.dtype == dtype
            and (dv.flags.writeable or not v.flags.writeable)):
        return dv
    out = np.empty_like(v, dtype, subok=False)
    np.copyto(out, dv, "same_kind")
    return out


def _dtype_for(dv, v):
    """The dtype of the tangent dv of the array v: v's own; dv's for an integer v."""
    if v.dtype.kind in "fcO":
        return v.dtype
    if v.dtype.names:
        return mirror_of_dtype(v.dtype)
    dtype = getattr(dv, "dtype", None)
    if dtype is None:
        return np.result_type(dv, FLOAT) if isinstance(dv, numbers.Complex) else FLOAT
    return dtype if dtype.kind in "fcO" else FLOAT


def _scalar(dv, v):
    if isinstance(dv, _ndarray):
        if dv.ndim:
            raise ValueError(f"a tangent of shape {dv.shape} for a number")
        dv = dv[()]
    kind = type(v)
    if isinstance(v, np.inexact):
        if isinstance(dv, complex) and not isinstance(v, np.complexfloating):
            raise TypeError("a complex tangent for a real number")
        return kind(dv) if type(dv) is not kind else dv
    if kind is float and isinstance(dv, np.floating) and not isinstance(dv, float):
        return float(dv)
    return complex(dv) if kind is complex else dv


def aligned(dv, v):
    """The tangent dv as `like` gives it, with exactly v's strides.

    What is a view of v is then the same view of the result, also where
    `reshape` or `ravel` decide by the memory layout. Copies only if it must. The
    mirror of what outlives the call stays read-only, see `lasting_zeros`.
    """
    if isinstance(dv, _ndarray) and dv.shape == np.shape(v) and not owner_of(dv).flags.writeable:
        dv = dv.view() if same_layout(dv, v) else aligned(dv.copy(), v).view()
        dv.flags.writeable = False
        return dv
    dv = like(dv, v)
    if not isinstance(v, _ndarray) or dv.strides == v.strides and dv.itemsize == v.itemsize:
        return dv
    if same_layout(dv, v):
        return dv
    out = twins([v], dv.dtype)[0]
    out[...] = dv
    if may_overlap(out) and not np.array_equal(out, dv, equal_nan=dv.dtype.kind in "fc"):
        raise ValueError("elements that share memory have different tangents")
    return out


def given(out):
    """The array of an `out` argument, whose tangent is written: None would make the call return another one."""
    if out is None:
        raise DifferentiationError("an `out` that depends on the run is None here", "Write a call without it for that case.")
    return out


def aligned_each(dvs, vs):
    """The tangents of a tuple's items, each as `aligned` gives it."""
    return tuple([aligned(dv, v) for dv, v in zip(dvs, vs)])


def stored(dv, a, v=None, field=None):
    """The tangent of what is stored into `a`: an array of integers or truth values cuts a real number off.

    dv: the tangent of the value; v: the value, which may be an integer, or None if it is none.
    field: the name of the field of `a` that is stored into.
    Zero where the store is piecewise constant, else dv itself.

    >>> stored(0.5, np.zeros(3)), stored(0.5, np.zeros(3, int)), stored(0.5, np.zeros(3, int), 7)
    (0.5, 0.0, 0.5)
    """
    if not isinstance(a, (_ndarray, np.void)) or a.dtype.kind in "fcO":
        return dv
    if a.dtype.names:
        return _stored_into_fields(dv, a.dtype, field)
    if a.dtype.kind not in "iub":
        raise DifferentiationError("What depends on what is differentiated is stored into an array of no numbers here.",
                                   "Keep the value in an array of numbers.")
    if v is not None and np.asarray(v).dtype.kind in "iub":
        return dv
    return 0.0


def _stored_into_fields(dv, dtype, field=None):
    """The tangent of what is stored into an element with named fields, or into one of these."""
    if isinstance(field, str):
        return _cut(dv, dtype[field])
    if isinstance(field, list) and field and isinstance(field[0], str):
        dtype = np.dtype([(name, dtype[name]) for name in field])
    if isinstance(dv, list):  # of elements
        return [_stored_into_fields(d, dtype) for d in dv]
    if isinstance(dv, tuple):
        return tuple([_cut(d, dtype[name]) for d, name in zip(dv, dtype.names)])
    theirs = getattr(getattr(dv, "dtype", None), "names", None)
    out = np.zeros(np.shape(dv), mirror_of_dtype(dtype))
    for i, name in enumerate(dtype.names):  # one after the other, whatever they are called there
        each = _cut(dv if theirs is None else dv[theirs[i]], dtype[name])
        missing = out[name].ndim - np.ndim(each) if theirs is None else 0  # a number is put into all that a field holds
        out[name] = np.reshape(each, np.shape(each) + (1,) * missing)
    return out


def _cut(dv, dtype):
    """The tangent of what is stored where a field of this dtype is: zero where it is no real or complex number."""
    if dtype.base.names:
        return _stored_into_fields(dv, dtype.base)
    if dtype.base.kind in "fcO":
        return dv
    return np.zeros(np.shape(dv), mirror_of_dtype(dtype.base) or dtype.base)


def rewritten(v, dv, tangent):
    """The mirror of `v` after `v op= e`: an array is written into, anything else replaced."""
    if isinstance(v, np.ndarray):
        dv[...] = tangent
        return dv
    return tangent


def fresh(dv):
    """A tangent that shares nothing with dv at its top level: arrays are copied
    in their own order, containers shallowly, numbers need no copy."""
    kind = type(dv)
    if kind is _ndarray:
        return dv.copy("K")
    if kind is list or kind is dict:
        return dv.copy()
    if built_on(kind) is not None:
        inside = children(dv)
        return tuple_like(dv, [x for _, x in inside]) if isinstance(dv, (tuple, float)) else \
            fill(shell(dv), [step for step, _ in inside], [x for _, x in inside])
    if isinstance(dv, (list, dict)):
        return copy.copy(dv)
    return dv
