"""Mirrors of simple trees: values in which nothing mutable is met twice, and each array has its memory for itself.

>>> mirror_of_tree([1.5, {"w": 2, "name": "net"}], {float: 1.0, int: 1.0}, None)
[1.0, {'w': 1.0, 'name': None}]
"""

import functools
import types

import numpy as np

from s2sad.runtime.objects import built_on, has_mirror, slots


class Entangled(Exception):
    """A value that is no simple tree."""


def mirror_of_tree(v, leaves, array, met=None):
    """The mirror of a simple tree; raises `Entangled` for all else, and where it cannot tell.

    leaves: the mirror of a number, by its type; array: what makes the mirror of an array.
    """
    met = set() if met is None else met
    kind = type(v)
    leaf = leaves.get(kind)
    if leaf is not None:
        return leaf
    if v is None or kind is str:
        return None
    if kind is tuple:
        return tuple(_each(v, leaves, array, met))
    if isinstance(v, tuple) and hasattr(kind, "_make"):
        return v._make(_each(v, leaves, array, met))
    if id(v) in met:
        raise Entangled
    met.add(id(v))
    if kind is list:
        leaf = leaves.get(type(v[0])) if v and len(set(map(type, v))) == 1 else None
        return [leaf] * len(v) if leaf is not None else _each(v, leaves, array, met)
    if kind is dict:
        return dict(zip(v, _each(v.values(), leaves, array, met)))
    if kind is np.ndarray:
        if v.base is not None or v.dtype.kind not in "fc":
            raise Entangled
        return array(v)
    own = attributes_of(v)
    made = _form_of(kind)[1](kind)
    made.__dict__.update(zip(own, _each(own.values(), leaves, array, met)))
    return made


def _each(items, leaves, array, met):
    """The mirrors of what a container holds, as a list."""
    own = leaves.get
    return [leaf if (leaf := own(type(x))) is not None else None if x is None else mirror_of_tree(x, leaves, array, met)
            for x in items]


def attributes_of(v):
    """The attributes of an object that has no others; raises `Entangled` for what is otherwise."""
    fields, _ = _form_of(type(v))
    if fields is None or fields and not v.__dict__.keys() >= fields:
        raise Entangled
    return v.__dict__


@functools.lru_cache(maxsize=256)
def _form_of(cls):
    """The fields of a dataclass, if what instances hold is in their `__dict__` alone, and what makes such without attributes.

    (None, None) for other classes. What makes them: see `objects.blank`.
    """
    if not has_mirror(cls) or built_on(cls) is not None or issubclass(cls, (BaseException, tuple)) or slots(cls) \
            or not cls.__dictoffset__:
        return None, None
    return frozenset(getattr(cls, "__dataclass_fields__", ())), \
        object.__new__ if isinstance(cls.__new__, types.FunctionType) else cls.__new__
