"""Mirrors: the tangent of a value has the value's own structure.

A number's mirror is a number, an array's an array of the same shape and memory
layout, a container's the same container of mirrors; what is no number has the
mirror None (`containers` makes the containers, `memory` the arrays).

>>> zeros([1.5, (2j, None)])
[0.0, (0j, None)]
"""

import numbers
from collections import OrderedDict
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.runtime.containers import children, fill, held_by, holding, is_container, is_holder, shell, tuple_like
from s2sad.runtime.memory import clusters, mirror_dtype, twins
from s2sad.runtime.trees import Entangled, mirror_of_tree

_ndarray = np.ndarray

# timedelta64 counts as an integer in NumPy's hierarchy.
NUMPY_SCALARS = frozenset(t for t in np.sctypeDict.values()
                          if issubclass(t, (np.number, np.bool_)) and t is not np.timedelta64)

# The zero tangent of a number, by the number's exact type.
ZERO_OF = {float: 0.0, int: 0.0, bool: 0.0, complex: 0j, Fraction: 0, Decimal: 0}
ZERO_OF.update((t, t(0) if issubclass(t, np.inexact) else 0.0) for t in NUMPY_SCALARS)


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
    try:
        return mirror_of_tree(v, ZERO_OF, zero_array)
    except Entangled:
        return _zero_container(v) if is_container(v) or is_holder(v) else _zero_leaf(v)


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

    def __repr__(self):
        return f"zeros({self.items!r})"

    def __getitem__(self, place):
        return zeros(self.items[place])


# What gives the items of a dict, or places, again and again; `iterators` adds its own.
VIEWS = {range, ZeroItems, *(type(getattr(d, name)()) for d in ({}, OrderedDict()) for name in ("keys", "values", "items"))}


ZERO_LEAVES = {}  # class of a library that was imported → what makes the zero mirror of an instance


def _zero_leaf(v):
    zero = ZERO_OF.get(type(v))
    if zero is not None:
        return zero
    if isinstance(v, numbers.Number) and not isinstance(v, np.timedelta64):  # IntEnum, say
        return 0j if isinstance(v, complex) else 0.0 if isinstance(v, (int, float)) else 0
    return ZeroItems(v) if type(v) in VIEWS else next((ZERO_LEAVES[c](v) for c in type(v).__mro__ if c in ZERO_LEAVES), None)


def is_mirrored(v):
    """Has a value a mirror?  Numbers, arrays and containers have, a text or a duration has not.

    >>> is_mirrored(2), is_mirrored([2]), is_mirrored("2"), is_mirrored(None)
    (True, True, False, False)
    """
    return type(v) in ZERO_OF or isinstance(v, (_ndarray, np.void)) or is_container(v) or is_holder(v) or _zero_leaf(v) is not None


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
    """The zero mirror of what is no simple tree."""
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
