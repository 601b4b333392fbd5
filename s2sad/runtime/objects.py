"""Instances of the user's own classes: which have mirrors, and what they hold.

The mirror of an object is an instance of the same class, made without running
its `__init__`, whose attributes are the mirrors of the value's attributes.
That can be done for classes written in Python whose instances are nothing but
their attributes, and what a list, tuple or dict holds where the class is derived from one.

>>> class Point:
...     def __init__(self, x):
...         self.x = x
>>> has_mirror(float), attributes(Point(2.0))
(False, [('x', 2.0)])
"""

import dataclasses
import enum
import numbers
import types
from collections import OrderedDict, defaultdict, deque

from s2sad.classflags import BY_CLASS, MAKING, is_made_by_class

_KNOWN = {}  # class -> may its instances have mirrors?
_LIMIT = 4096

# Methods that a mirror would run, or that decide how attributes are stored.
_HOOKS = ("__setattr__", "__delattr__", "__getattribute__")


def has_mirror(cls):
    """Whether instances of the class are nothing but attributes, and can be mirrored."""
    known = _KNOWN.get(cls)
    if known is None:
        if len(_KNOWN) >= _LIMIT:
            _KNOWN.clear()
        known = _KNOWN[cls] = _look_at(cls)
    return known


# Classes, or modules of such, that are read: in place of NumPy's and of Python's, and NumPy's polynomials.
READ = {"s2sad.rules.nditer", "s2sad.rules.exitstacks", "s2sad.rules.iteration.Compared", "numpy.poly1d", *(f"numpy.polynomial.{name}" for name in (
    "polynomial", "chebyshev", "legendre", "hermite", "hermite_e", "laguerre", "_polybase"))}


def _look_at(cls):
    if cls is types.SimpleNamespace:
        return True
    if issubclass(cls, BaseException):
        return is_plain_exception(cls)
    if not is_made_by_class(cls) or issubclass(cls, (enum.Enum, type)) \
            or issubclass(cls, numbers.Number) and built_on(cls) is None:
        return False
    if cls.__module__.partition(".")[0] in ("numpy", "scipy", "s2sad") \
            and cls.__module__ not in READ and f"{cls.__module__}.{cls.__name__}" not in READ:
        return False
    base = built_on(cls)
    if not (_is_known_hook(cls, "__new__") or base is not None and cls.__new__ is base.__new__) or hasattr(cls, "__del__"):
        return False
    of_dict = [dict.__setitem__, dict.__delitem__] if base is not None and issubclass(base, dict) else []
    if not ((_is_known_hook(cls, "__setattr__") or cls.__setattr__ in of_dict) and all(
            getattr(cls, hook) in [getattr(base or object, hook), *of_dict] for hook in _HOOKS[1:])) \
            and not is_frozen_dataclass(cls):
        return False
    return all(isinstance(vars(base).get("__slots__", ()), (str, tuple, list, dict)) for base in cls.__mro__) \
        and _is_plain(cls)


def _is_known_hook(cls, name):
    """Is this method that of `object`, or written in Python?  Mirrors are made, and stored into, without it."""
    return getattr(cls, name) is getattr(object, name) or isinstance(getattr(cls, name), types.FunctionType)


def is_plain_exception(cls):
    """Whether exceptions of the class are nothing but their `args`, their attributes, and a `value` of StopIteration."""
    for base in cls.__mro__[:-1]:
        if is_made_by_class(base):
            if any(n in vars(base) for n in (*_HOOKS, "__new__", "__del__", "args")):
                return False
        elif base is not StopIteration and base.__basicsize__ != BaseException.__basicsize__:
            return False
    return cls.__module__.partition(".")[0] not in ("numpy", "scipy", "s2sad")


def _is_plain(cls):
    """Is there nothing in an instance but attributes: no storage of a base written in C?"""
    base = built_on(cls)
    if base is not None:
        return cls.__basicsize__ <= base.__basicsize__ + 16 + 8 * len(slots(cls))  # `__dict__` and `__weakref__`
    try:
        object.__new__(cls)
    except TypeError:  # so it is, or the class is abstract and has no instances of its own
        return bool(getattr(cls, "__abstractmethods__", None))
    return True


BUILT_INS = (OrderedDict, defaultdict, list, tuple, dict, deque, float)


def built_on(cls):
    """The container class of Python's own, or `float`, from which a class of the user's is derived; None for others.

    None for a namedtuple, whose items are its attributes, and for a Counter, which is written in Python.

    >>> class Stack(list):
    ...     pass
    >>> built_on(Stack), built_on(list)
    (<class 'list'>, None)
    """
    if cls in BUILT_INS or issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return None
    base = next((base for base in cls.__mro__[1:] if base.__flags__ & MAKING != BY_CLASS and base is not object), None)
    return base if base in BUILT_INS and all(b.__module__ != "collections" or b in BUILT_INS for b in cls.__mro__) \
        else None


def is_read_otherwise(cls):
    """Has a named tuple methods of its own that say what reading it does?"""
    return any(isinstance(getattr(cls, n), types.FunctionType) for n in ("__getitem__", "__iter__", "__len__"))


def is_frozen_dataclass(cls):
    """Whether `__setattr__` is what `@dataclass(frozen=True)` made, and nothing else hooks in."""
    parameters = getattr(cls, "__dataclass_params__", None)
    return parameters is not None and parameters.frozen \
        and all(_is_generated(getattr(cls, hook)) for hook in ("__setattr__", "__delattr__")) \
        and cls.__getattribute__ is object.__getattribute__


def _is_generated(function):
    code = getattr(function, "__code__", None)
    return code is not None and code.co_filename == "<string>"


def is_object(v):
    """Whether v is an instance that has a mirror."""
    return has_mirror(type(v))


def blank(cls, items=()):
    """An instance without attributes; of a class derived from tuple or float, it has these items, or this value."""
    base = built_on(cls)
    if base is float:
        return float.__new__(cls, *items)
    if base is not None:
        return base.__new__(cls, items) if base is tuple else base.__new__(cls)
    return object.__new__(cls) if isinstance(cls.__new__, types.FunctionType) else cls.__new__(cls)


def hold(v, named):
    """Let an instance hold these (name, value) pairs itself, whatever its class does where it is assigned to."""
    own = getattr(v, "__dict__", None)
    places = dict(slots(type(v)))
    for name, value in named:
        if name in places:
            places[name].__set__(v, value)
        else:
            own[name] = value


def slots(cls):
    """The names of the slots of a class, those of its bases first: [(name as in the class, descriptor)]."""
    found = {}
    for base in reversed(cls.__mro__):
        if "__slots__" in vars(base):
            for name, thing in vars(base).items():
                if type(thing) is types.MemberDescriptorType:
                    found[name] = thing
    return list(found.items())


def items_of(v):
    """The items of an instance whose class is derived from a list, tuple, dict or deque, past its own methods.

    Of one derived from float, its value alone.
    """
    base = built_on(type(v))
    if base is float:
        return [float.__float__(v)]
    return list(dict.items(v) if issubclass(base, dict) else base.__iter__(v))


def put_items(v, items):
    """Give such an instance, of no class derived from tuple, these items in place of its own."""
    base = built_on(type(v))
    base.clear(v)
    if issubclass(base, dict):
        for key, value in items:
            base.__setitem__(v, key, value)
    else:
        base.extend(v, items)


def attributes(v):
    """The attributes that an instance itself holds, and all fields of a dataclass: [(name, value)]."""
    cls = type(v)
    found = {}
    if hasattr(cls, "__dataclass_fields__"):
        found.update((f.name, getattr(v, f.name)) for f in dataclasses.fields(v) if hasattr(v, f.name))
    for name, slot in slots(cls):
        try:
            found[name] = slot.__get__(v)
        except AttributeError:  # nothing was assigned to it
            pass
    if isinstance(v, BaseException):
        found["args"] = v.args
        if isinstance(v, StopIteration):
            found["value"] = v.value
    found.update(getattr(v, "__dict__", {}))
    return list(found.items())


_COPYING_HOOKS = ("__copy__", "__deepcopy__", "__getstate__", "__setstate__", "__getnewargs__", "__getnewargs_ex__",
                  "__reduce__", "__reduce_ex__")


def is_copied_plainly(cls):
    """Does `copy` know nothing of the class but its attributes?"""
    return all(getattr(cls, hook, None) is getattr(object, hook, None) for hook in _COPYING_HOOKS) \
        or dataclasses.is_dataclass(cls) and all(
            getattr(getattr(cls, hook, None), "__module__", "dataclasses") == "dataclasses"
            or getattr(cls, hook, None) is getattr(object, hook, None) for hook in _COPYING_HOOKS)
