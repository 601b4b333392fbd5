"""Mirrors: the tangent of a value has the value's own structure.

A number's mirror is a number, an array's an array of the same shape and memory
layout, a container's the same container of mirrors; what is no number has the
mirror None. Generated code calls the helpers of this page where plain Python
would not say what is meant; `twins` is the one place that knows how arrays
share memory.

>>> zeros([1.5, (2j, None)])
[0.0, (0j, None)]
"""

import copy
import functools
import numbers
import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.runtime.frozen import FrozenTangents, is_frozen
from s2sad.runtime.objects import attributes, blank, built_on, hold, is_object, items_of, put_items
from s2sad.runtime.trees import Entangled, mirror_of_tree

_ndarray = np.ndarray

# timedelta64 counts as an integer in NumPy's hierarchy.
NUMPY_SCALARS = frozenset(t for t in np.sctypeDict.values()
                          if issubclass(t, (np.number, np.bool_)) and t is not np.timedelta64)

# The zero tangent of a number, by the number's exact type.
ZERO_OF = {float: 0.0, int: 0.0, bool: 0.0, complex: 0j, Fraction: 0, Decimal: 0}
ZERO_OF.update((t, t(0) if issubclass(t, np.inexact) else 0.0) for t in NUMPY_SCALARS)


# ---------------------------------------------------------------- containers

def is_dataclass(v):
    """Whether v is an instance (not a class) of a dataclass."""
    return hasattr(type(v), "__dataclass_fields__")


def is_container(v):
    """Whether v's mirror is a container: list, tuple, dict, dataclass or another object with attributes."""
    return isinstance(v, (list, tuple, dict, deque)) or is_dataclass(v) or is_object(v)


def is_shared(v):
    """Whether the container v can be written to, so that its identity matters."""
    if isinstance(v, (list, dict, deque)):
        return True
    if is_dataclass(v):
        return not type(v).__dataclass_params__.frozen
    return is_object(v)


class Attribute(str):
    """The name of what an instance holds beside its items; it equals no key."""

    __hash__ = str.__hash__

    def __eq__(self, other):
        return type(other) is Attribute and str.__eq__(self, other)


def children(v):
    """What the container v holds: [(step, child)]; a step is an index, key or name."""
    if built_on(type(v)) is not None:
        items = items_of(v)
        return (items if isinstance(v, dict) else list(enumerate(items))) + [
            (Attribute(name), held) for name, held in attributes(v)]
    if isinstance(v, dict):
        return list(v.items())
    if isinstance(v, (list, tuple, deque)):
        return list(enumerate(v))
    return attributes(v)


def shell(v):
    """An empty container like the list, dict or object v, for `fill`."""
    if type(v) is list:
        return []
    if type(v) is dict:
        return {}
    if is_object(v):
        new = blank(type(v))
        if isinstance(v, deque):
            deque.__init__(new, (), v.maxlen)
        if isinstance(v, defaultdict) and v.default_factory is not None:
            new.default_factory = v.default_factory if v.default_factory in ZERO_FACTORIES else _unknown_default
        return new
    if isinstance(v, (list, dict, deque)) and not _is_known_container(type(v)):
        raise DifferentiationError(f"{type(v).__name__}, a {_built_on(type(v)).__name__} with methods of its own in place "
                                   "of the built-in ones, has no mirror that could carry a derivative; hold the "
                                   "values in an object with an attribute for them")
    new = copy.copy(v)
    if isinstance(v, (list, dict, deque)):
        new.clear()
    if type(v) is defaultdict and v.default_factory not in ZERO_FACTORIES:
        new.default_factory = _unknown_default
    return new


# Default factories: what they make is its own zero mirror.
ZERO_FACTORIES = (None, float, int, complex, bool, list, dict)


def _unknown_default():
    raise DifferentiationError("what a defaultdict holds by default has no derivative where its default is not "
                               "float, int, list or dict; store the value under the key first")


def _built_on(cls):
    """The class written in C whose storage the instances of a container class have."""
    return next(base for base in cls.__mro__ if base in (list, dict, deque))


@functools.cache
def _is_known_container(cls):
    """Do instances store and give back what they hold as the built-in container does?"""
    if cls in (list, dict, deque, defaultdict, OrderedDict, Counter):
        return True
    built_in = _built_on(cls)
    return not any(name in vars(base) for base in cls.__mro__[:cls.__mro__.index(built_in)]
                   for name in (*vars(built_in), "__missing__", "__setattr__", "__getattr__")
                   if base.__module__ != "collections" and name not in _HARMLESS)


_HARMLESS = {"__doc__", "__new__", "__init__", "__repr__", "__eq__", "__ne__", "__hash__", "__class_getitem__"}


def fill(new, steps, mirrors):
    """Put the mirrors, named by their steps, into what `shell` made."""
    if built_on(type(new)) is not None:
        parts = list(zip(steps, mirrors))
        hold(new, [(str(step), m) for step, m in parts if type(step) is Attribute])
        if not isinstance(new, (tuple, float)):
            items = [(step, m) if isinstance(new, dict) else m for step, m in parts if type(step) is not Attribute]
            put_items(new, items)
        return new
    if isinstance(new, (list, deque)):
        new.extend(mirrors)
    elif isinstance(new, dict):
        for key, m in zip(steps, mirrors):
            new[key] = m
    elif isinstance(new, BaseException):
        for name, m in zip(steps, mirrors):
            object.__setattr__(new, name, m)
    else:
        hold(new, zip(steps, mirrors))
    return new


def tuple_like(v, items):
    """The items as a tuple of v's class, a namedtuple too; else a plain tuple."""
    if built_on(type(v)) is not None and is_object(v):
        count = 1 if isinstance(v, float) else tuple.__len__(v)
        named = attributes(v)
        made = blank(type(v), [0.0 if m is None and isinstance(v, float) else m for m in items[:count]])
        hold(made, [(name, m) for (name, _), m in zip(named, items[count:])])
        return made
    if hasattr(v, "_make"):
        return v._make(items)
    return tuple(items)


def _tree(v, leaf, memo):
    """The mirror of v, where leaf(x) is the mirror of what is no container.

    memo maps id to mirror: one object has one mirror, and cycles end.
    """
    if not is_container(v):
        return leaf(v) if type(v) in ZERO_OF or not is_holder(v) else holding(
            v, [_tree(x, leaf, memo) for _, x in held_by(v)])
    if id(v) in memo:
        return memo[id(v)]
    if isinstance(v, (tuple, float)):
        return tuple_like(v, [_tree(x, leaf, memo) for _, x in children(v)])
    memo[id(v)] = new = shell(v)
    inside = children(v)
    return fill(new, [s for s, _ in inside], [_tree(x, leaf, memo) for _, x in inside])


def is_holder(v):
    """Is this a function that holds what it is called with: a partial, a bound method, a distribution with parameters?"""
    return type(v) is functools.partial or is_bound(v) or is_frozen(v)


def is_bound(v):
    """Is this a method of an object of the user's, under the name by which it is found there?"""
    if type(v) is not types.MethodType or not is_object(v.__self__) \
            or type(v.__self__).__module__.partition(".")[0] in _LIBRARIES:
        return False
    name = v.__func__.__name__
    return name not in getattr(v.__self__, "__dict__", ()) and getattr(type(v.__self__), name, None) is v.__func__


_LIBRARIES = {*sys.stdlib_module_names, "numpy", "scipy"} - {"__main__"}


def held_by(v):
    """What a function holds, [(step, child)], for `holding`."""
    if type(v) is types.MethodType:
        return [("__self__", v.__self__)]
    return [("func", v.func)] * (type(v) is functools.partial and is_holder(v.func)) + [
        *enumerate(v.args), *(v.keywords if type(v) is functools.partial else v.kwds).items()]


def holding(v, mirrors):
    """The same function with the mirrors of what it holds."""
    if type(v) is types.MethodType:
        return types.MethodType(v.__func__, *mirrors)
    mirrors = list(mirrors)
    function = mirrors.pop(0) if type(v) is functools.partial and is_holder(v.func) else getattr(v, "func", None)
    args, named = mirrors[:len(v.args)], mirrors[len(v.args):]
    if type(v) is functools.partial:
        return functools.partial(function, *args, **dict(zip(v.keywords, named)))
    return FrozenTangents(*args, **dict(zip(v.kwds, named)))


# --------------------------------------------------------------------- zeros

def zeros(v):
    """The zero mirror of any value.

    Arrays inside v that share memory get mirrors that share it likewise, and an
    object that occurs twice has one mirror.

    >>> zeros({"w": [1.0, 2], "name": "net"})
    {'w': [0.0, 0.0], 'name': None}
    """
    zero = ZERO_OF.get(type(v))
    if zero is not None:
        return zero
    if isinstance(v, _ndarray):
        return zero_array(v)
    if is_container(v) or is_holder(v):
        return _zero_container(v)
    return _zero_leaf(v)


def lasting_zeros(v):
    """The zero mirror of an array that outlives the call: no derivative can be written into it.

    >>> lasting_zeros(np.ones(2)).flags.writeable
    False
    """
    dv = zero_array(v)
    if dv is not None:
        dv.flags.writeable = False
    return dv


class ZeroItems:
    """The mirror of what gives items again and again, and may give others later, that hold no derivative."""

    def __init__(self, items):
        self.items = items

    def __len__(self):
        return len(self.items)

    def __iter__(self):
        return map(zeros, self.items)

    def __reversed__(self):
        return map(zeros, reversed(self.items))

    def __getitem__(self, place):
        return zeros(self.items[place])


# What gives the items of a dict, or places, again and again; `iterators` adds its own.
VIEWS = {range, ZeroItems, *(type(getattr(d, name)()) for d in ({}, OrderedDict()) for name in ("keys", "values", "items"))}


def _zero_leaf(v):
    zero = ZERO_OF.get(type(v))
    if zero is not None:
        return zero
    if isinstance(v, numbers.Number) and not isinstance(v, np.timedelta64):  # IntEnum, say
        return 0j if isinstance(v, complex) else 0.0 if isinstance(v, (int, float)) else 0
    return ZeroItems(v) if type(v) in VIEWS else None


def zero_array(v, int_dtype=None):
    """The zero mirror of one array, in its exact layout; None if v holds no numbers.

    Integers and booleans have zeros of int_dtype, by default float64.
    """
    dtype = mirror_dtype(v)
    if dtype is None:
        return None
    if int_dtype is not None and v.dtype.kind in "iub":
        dtype = int_dtype
    flags = v.flags
    if flags.c_contiguous:
        return np.zeros(v.shape, dtype)
    if flags.f_contiguous:
        return np.zeros(v.shape, dtype, "F")
    return twins([v], dtype)[0]


def _zero_container(v):
    try:
        return mirror_of_tree(v, ZERO_OF, zero_array)
    except Entangled:
        pass
    arrays = {}

    def note(x):
        if isinstance(x, _ndarray):
            arrays[id(x)] = x

    _tree(v, note, {})
    mirrors = {}
    for group in clusters(list(arrays.values())):
        made = [zero_array(group[0])] if len(group) == 1 else twins(group)
        mirrors.update((id(x), m) for x, m in zip(group, made))
    return _tree(v, lambda x: mirrors[id(x)] if isinstance(x, _ndarray) else _zero_leaf(x), {})


# ------------------------------------------------------------- arrays' memory

_FLOAT = np.dtype(float)


def mirror_dtype(v):
    """The dtype of the array v's mirror; None where v holds no numbers."""
    return mirror_of_dtype(v.dtype)


def mirror_of_dtype(dtype):
    """Floating-point numbers for integers, and fields of the same names; those of no numbers stay as they are.

    >>> mirror_of_dtype(np.dtype([("n", int), ("x", np.float32), ("s", "U3")]))
    dtype([('n', '<f8'), ('x', '<f4'), ('s', '<U3')])
    """
    if dtype.names:
        parts = {name: _part_of_mirror(dtype[name]) for name in dtype.names}
        if all(part is None for part, _ in parts.values()):
            return None
        return np.dtype([(name, *((part, shape) if part is not None else (dtype[name],)))
                         for name, (part, shape) in parts.items()])
    kind = dtype.kind
    return dtype if kind in "fcO" else _FLOAT if kind in "iub" else None


def _part_of_mirror(dtype):
    return (mirror_of_dtype(dtype), ()) if dtype.subdtype is None else (mirror_of_dtype(dtype.base), dtype.shape)


def bounds(v):
    """(low, high): the range of addresses that the array v covers."""
    low = high = v.__array_interface__["data"][0]
    if v.size == 0:
        return low, low
    for n, s in zip(v.shape, v.strides):
        if s < 0:
            low += s * (n - 1)
        else:
            high += s * (n - 1)
    return low, high + v.itemsize


def clusters(arrays):
    """The arrays in groups: those in different groups share no memory.

    The arrays are distinct objects. Grouped by address ranges, so that one group may hold arrays, such as
    x[::2] and x[1::2], that interleave without sharing.
    """
    if len(arrays) == 1:
        return [arrays]
    if all(v.flags.owndata for v in arrays):
        return [[v] for v in arrays]
    spans = sorted(((*bounds(v), i) for i, v in enumerate(arrays)))
    groups, end = [], None
    for low, high, i in spans:
        if low == high:  # empty: it shares nothing
            groups.append([arrays[i]])
            continue
        if end is None or low >= end:
            current = []
            groups.append(current)
            end = high
        current.append(arrays[i])
        end = max(end, high)
    return groups


def may_overlap(v):
    """Whether two elements of the array v may share memory (broadcasts, windows)."""
    flags = v.flags
    if flags.c_contiguous or flags.f_contiguous or v.size == 0:
        return False
    reach = v.itemsize
    for stride, n in sorted((abs(s), n) for s, n in zip(v.strides, v.shape) if n > 1):
        if stride < reach:
            return True
        reach += stride * (n - 1)
    return False


def owner_of(a):
    """The array whose memory an array's is."""
    while isinstance(a.base, _ndarray):
        a = a.base
    return a


def same_layout(a, b):
    """Whether a and b, of one shape, lie in memory in the same order and spacing."""
    if a.size == 0:
        return True
    i, j = a.itemsize, b.itemsize
    return all(s * j == t * i for n, s, t in zip(a.shape, a.strides, b.strides) if n > 1)


def shares(a, b):
    """Whether arrays a and b share an element; True where that is too hard to tell."""
    try:
        return np.shares_memory(a, b, max_work=1_000_000)
    except np.exceptions.TooHardError:
        return True


def twins(arrays, int_dtype=_FLOAT):
    """Zero arrays that share memory with each other exactly as the arrays do.

    Each has its array's shape, strides and dtype; those of integers and
    booleans have int_dtype, and strides in proportion. None for arrays that
    hold no numbers. ValueError where one piece of memory is read both as
    integers and as something else: it has no mirror.
    """
    mirrors = {}
    for key, unit in _by_unit(arrays).items():
        # One buffer for each cluster: what lies between them may be terabytes.
        for group in clusters(unit):
            dtypes = [int_dtype if key else mirror_dtype(v) for v in group]
            for v, m in zip(group, _twins_of_unit(group, dtypes)):
                mirrors[id(v)] = m
    return [mirrors.get(id(v)) for v in arrays]


def _by_unit(arrays):
    """Arrays by the width of their integers; floats, all byte for byte, under 0."""
    groups = {}
    for v in arrays:
        if mirror_dtype(v) is not None:
            unit = 0 if v.dtype.kind in "fcO" else v.itemsize
            groups.setdefault(unit, []).append(v)
    if len(groups) > 1:
        split = list(groups.items())
        for n, (_, group) in enumerate(split):
            for _, other in split[:n]:
                if any(shares(a, b) for a in group for b in other):
                    raise ValueError("the same memory is read both as integers and as "
                                     "another type, which leaves it without a tangent")
    return groups


def _twins_of_unit(arrays, dtypes):
    low = min(bounds(v)[0] for v in arrays)
    high = max(bounds(v)[1] for v in arrays)
    starts = [v.__array_interface__["data"][0] - low for v in arrays]
    widths = [(v.itemsize, d.itemsize) for v, d in zip(arrays, dtypes)]
    lengths = [s for v in arrays for s in v.strides] + starts + [high - low]
    new, old = widths[0][1], widths[0][0]
    if any(a != b for a, b in widths):
        if any(n % old for n in lengths):
            old = 1  # fields of a wider record: spaced out, the proportions stay
    else:
        new = old = 1  # byte for byte
    pad = low % 16 if new == old else 0  # keeps the alignment of wider items
    size = (high - low) * new // old + pad
    if any(d.kind == "O" for d in dtypes):
        buffer = np.zeros(-(-size // 8) + 1, object)
        pad = 0
    else:
        buffer = np.zeros(size, np.uint8)
    return [np.ndarray(v.shape, d, buffer, start * new // old + pad,
                       [s * new // old for s in v.strides])
            if v.size else np.zeros(v.shape, d)
            for v, d, start in zip(arrays, dtypes, starts)]


# ---------------------------------------------- tangents brought to the value

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
        return np.result_type(dv, _FLOAT) if isinstance(dv, numbers.Complex) else _FLOAT
    return dtype if dtype.kind in "fcO" else _FLOAT


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


def pairs(v, dv):
    """Iterate over a value and its mirror together: (item, tangent of item).

    A dictionary gives its keys, which are constants. A value without a mirror
    gives constants. ValueError where the mirror is shorter or longer than v.

    >>> list(pairs([1.0, 2.0], [3.0, 4.0])), list(pairs({"a": 1.0}, {"a": 5.0}))
    ([(1.0, 3.0), (2.0, 4.0)], [('a', None)])
    """
    if dv is None or isinstance(v, dict):
        return ((x, zeros(x)) for x in v)
    return zip(v, dv, strict=True)
