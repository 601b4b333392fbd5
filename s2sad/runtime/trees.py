"""Mirrors of simple trees: values in which nothing mutable is met twice, and each array has its memory for itself.

>>> mirror_of_tree([1.5, {"w": 2, "name": "net"}], {float: 1.0, int: 1.0}, None)
[1.0, {'w': 1.0, 'name': None}]
"""

import functools

import numpy as np

from s2sad.runtime.objects import blank, built_on, is_object, slots


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
        return tuple([mirror_of_tree(x, leaves, array, met) for x in v])
    if isinstance(v, tuple) and hasattr(kind, "_make"):
        return v._make([mirror_of_tree(x, leaves, array, met) for x in v])
    if id(v) in met:
        raise Entangled
    met.add(id(v))
    if kind is list:
        leaf = leaves.get(type(v[0])) if len(set(map(type, v))) == 1 else None
        return [leaf] * len(v) if leaf is not None else [mirror_of_tree(x, leaves, array, met) for x in v]
    if kind is dict:
        return {key: mirror_of_tree(x, leaves, array, met) for key, x in v.items()}
    if kind is np.ndarray:
        if v.base is not None or v.dtype.kind not in "fc":
            raise Entangled
        return array(v)
    own = attributes_of(v)
    made = blank(kind)
    made.__dict__.update([(name, mirror_of_tree(x, leaves, array, met)) for name, x in own.items()])
    return made


def attributes_of(v):
    """The attributes of an object that has no others; raises `Entangled` for what is otherwise."""
    fields = fields_of(type(v)) if is_object(v) else None
    if fields is None or not v.__dict__.keys() >= fields:
        raise Entangled
    return v.__dict__


@functools.lru_cache(maxsize=256)
def fields_of(cls):
    """The fields of a dataclass, if what its instances hold is in their `__dict__` alone; None if it is not."""
    if built_on(cls) is not None or issubclass(cls, (BaseException, tuple)) or slots(cls) or not cls.__dictoffset__:
        return None
    return frozenset(getattr(cls, "__dataclass_fields__", ()))
