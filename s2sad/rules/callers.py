"""NumPy's functions that call a function they are given, or write in place: each is read as the Python function here
that does the same.

It calls the function on the same values, in the same order and as often, and
gives the same result to the last bit.
"""

import functools

from s2sad.frontend.wrappers import defined
from s2sad.rules.originals import np
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
    conditions = conditions_of(x, condlist, len(funclist))
    result = np.zeros_like(x)
    for condition, function in zip(conditions, funclist):
        if callable(function):
            chosen = x[condition]
            if chosen.size > 0:
                result[condition] = function(chosen, *args, **kw)
        else:
            result[condition] = function
    return result


@stands_for(np.nan_to_num)
def nan_to_num(x, copy=True, nan=0.0, posinf=None, neginf=None):
    """Where `copy` is not True: what is an array already may be written into."""
    result = np.array(x) if copy else np.asarray(x)
    result[...] = np.nan_to_num(result, nan=nan, posinf=posinf, neginf=neginf)
    return result[()] if result.ndim == 0 else result


@stands_for(np.trim_zeros)
def trim_zeros(filt, trim="fb", axis=0):
    """Of a list or tuple: a slice of it."""
    places, trim = np.nonzero(filt)[0], trim.lower()
    if len(places) == 0:
        return filt[0:0]
    return filt[places[0] if "f" in trim else 0:places[-1] + 1 if "b" in trim else len(filt)]


def conditions_of(x, condlist, count):
    """The conditions of `count` functions, the last one that of all other places if it is not given."""
    if np.ndim(condlist) == 0 or x.ndim != 0 and not isinstance(condlist[0], (list, np.ndarray)):
        condlist = [condlist]  # a single one
    conditions = np.asarray(condlist, dtype=bool)
    if len(conditions) == count - 1:
        return np.concatenate([conditions, ~np.any(conditions, axis=0, keepdims=True)])
    if len(conditions) != count:
        raise ValueError(f"with {len(conditions)} condition(s), either {len(conditions)} or {len(conditions) + 1} "
                         "functions are expected")
    return conditions


@functools.cache
def piecewise_of(count):
    """`np.piecewise(x, condlist, [f0, f1, ...], ...)` with an argument for each function or number."""
    names = [f"f{i}" for i in range(count)]
    lines = ["x = np.asarray(x)",
             f"conditions = conditions_of(x, condlist, {count})",
             "result = np.zeros_like(x)"]
    for i, name in enumerate(names):
        lines += [f"if callable({name}):",
                  f"    chosen = x[conditions[{i}]]",
                  "    if chosen.size > 0:",
                  f"        result[conditions[{i}]] = {name}(chosen, *args, **kw)",
                  "else:",
                  f"    result[conditions[{i}]] = {name}"]
    text = f"def piecewise(x, condlist, {', '.join(names)}, *args, **kw):\n" \
        + "".join(f"    {line}\n" for line in [*lines, "return result"])
    return defined(text, "piecewise", np=np, conditions_of=conditions_of)


@stands_for(np.fromfunction)
def fromfunction(function, shape, *, dtype=float, like=None, **kwargs):
    return function(*np.indices(shape, dtype=dtype), **kwargs)


@functools.cache
def zip_pairs_of(count):
    """`runtime.iterators.zip_pairs` of so many iterators."""
    numbers = range(count)
    text = "def zip_pairs({}, strict=False):\n    return ((({}), ({})) for {} in zip({}, strict=strict))\n".format(
        ", ".join(f"pairs{i}" for i in numbers), "".join(f"v{i}, " for i in numbers), "".join(f"d{i}, " for i in numbers),
        "".join(f"(v{i}, d{i}), " for i in numbers), ", ".join(f"pairs{i}" for i in numbers))
    return defined(text, "zip_pairs")


def items_of(iter, count=-1):
    """The items that `np.fromiter(iter, dtype, count)` takes."""
    items = []
    if count == 0:
        return items
    for item in iter:
        if np.ndim(item) > 0:
            raise ValueError("setting an array element with a sequence.")
        items.append(item)
        if len(items) == count:
            break
    if len(items) < count:
        raise ValueError(f"iterator too short: Expected {count} but iterator had only {len(items)} items.")
    return items
