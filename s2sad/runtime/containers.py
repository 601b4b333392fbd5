"""Containers taken apart and made anew: lists, tuples, dicts, objects, and functions that hold what they are called with."""

import copy
import functools
import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque

from s2sad.errors import DifferentiationError
from s2sad.later import later
from s2sad.runtime.frozen import FrozenTangents, is_frozen
from s2sad.runtime.objects import attributes, blank, built_on, hold, is_object, items_of, put_items


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

_zeros = later("runtime.mirrors.zeros")


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
            new.default_factory = _zero_factory(v.default_factory)
        return new
    if isinstance(v, (list, dict, deque)) and not _is_known_container(type(v)) and not hasattr(v, "is_mirror"):
        raise DifferentiationError(f"{type(v).__name__}, a {_built_on(type(v)).__name__} with methods of its own in place "
                                   "of the built-in ones, has no mirror that could carry a derivative; hold the "
                                   "values in an object with an attribute for them")
    new = copy.copy(v)
    if isinstance(v, (list, dict, deque)):
        new.clear()
    if type(v) is defaultdict:
        new.default_factory = _zero_factory(v.default_factory)
    return new


# Default factories: what they make is its own zero mirror.
ZERO_FACTORIES = (None, float, int, complex, bool, list, dict)


def _zero_factory(factory):
    """What makes the zero mirrors of what a default factory makes."""
    return factory if factory in ZERO_FACTORIES else lambda: _zeros(factory())


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
    is_partial = type(v) is functools.partial
    inner = [("func", v.func)] if is_partial and is_holder(v.func) else []
    return [*inner, *enumerate(v.args), *(v.keywords if is_partial else v.kwds).items()]


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
