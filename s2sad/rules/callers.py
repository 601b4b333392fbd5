"""NumPy's functions that call a function they are given: each is read as the Python function here that does the same.

It calls the function on the same values, in the same order and as often, and
gives the same result to the last bit.
"""

import numpy as np

from s2sad.rules.registry import stands_for


@stands_for(np.apply_along_axis)
def apply_along_axis(func1d, axis, arr, *args, **kwargs):
    arr = np.asarray(arr)
    lines = np.moveaxis(arr, axis, -1)
    places = list(np.ndindex(lines.shape[:-1]))
    if not places:
        raise ValueError("Cannot apply_along_axis when any iteration dimensions are 0")
    first = np.asarray(func1d(lines[places[0]], *args, **kwargs))
    # What the later calls give is converted to the type of the first's.
    result = np.zeros_like(first, shape=lines.shape[:-1] + first.shape)
    result[places[0]] = first
    for place in places[1:]:
        result[place] = func1d(lines[place], *args, **kwargs)
    kept, axis = lines.ndim - 1, axis % arr.ndim
    order = list(range(axis)) + list(range(kept, kept + first.ndim)) + list(range(axis, kept))
    return np.transpose(result, order)


@stands_for(np.apply_over_axes)
def apply_over_axes(func, a, axes):
    result = np.asarray(a)
    n = result.ndim
    for axis in np.atleast_1d(axes).tolist():
        if axis < 0:
            axis = n + axis
        reduced = np.asarray(func(result, axis))
        result = reduced if reduced.ndim == n else np.expand_dims(reduced, axis)
    return result


@stands_for(np.piecewise)
def piecewise(x, condlist, funclist, *args, **kw):
    x = np.asarray(x)
    conditions = np.asarray(condlist, dtype=bool)
    if conditions.ndim == x.ndim or conditions.ndim == 1 and x.ndim == 0:
        conditions = conditions[np.newaxis]
    result = np.zeros_like(x)
    if len(funclist) == len(conditions) + 1:
        conditions = np.concatenate([conditions, ~np.any(conditions, axis=0, keepdims=True)])
    for condition, function in zip(conditions, funclist):
        if callable(function):
            chosen = x[condition]
            if chosen.size > 0:
                result[condition] = function(chosen, *args, **kw)
        else:
            result[condition] = function
    return result


@stands_for(np.fromfunction)
def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*np.indices(shape, dtype=dtype), **kwargs)


@stands_for(np.vectorize)
def vectorize(pyfunc, otypes=None, doc=None, excluded=None, cache=False, signature=None):
    if otypes is not None or excluded is not None or cache or signature is not None:
        raise NotImplementedError("np.vectorize with options")

    def vectorized(*args):
        arrays = np.broadcast_arrays(*args)
        shape = arrays[0].shape
        places = list(np.ndindex(shape))
        # The first result says of which type all are; the function is called once more for that.
        first = np.asarray(pyfunc(*[np.asarray(arg).flat[0] for arg in args]))
        result = np.zeros_like(first, shape=shape)
        for place in places:
            result[place] = pyfunc(*[array.item(place) for array in arrays])
        return result
    return vectorized
