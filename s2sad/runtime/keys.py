"""The kind of a value as a hashable key: what generated code may depend on.

    kind_key(value)          the same functions have the same key
    kind_key(value, parts)   so have functions that the same line makes anew, as `lambda t: k * t` does each
                             time that it is reached; `parts` gets what each consists of
"""

import functools
import sys
import types
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.records import Same
from s2sad.rules.user import has_rule
from s2sad.runtime.containers import ZERO_FACTORIES
from s2sad.runtime.frozen import distribution_of, is_frozen
from s2sad.runtime.mirrors import NUMPY_SCALARS
from s2sad.runtime.objects import is_object

PLAIN = NUMPY_SCALARS | {float, int, bool, complex, Fraction, Decimal, str, bytes, slice,
                          type(None), type(Ellipsis)}
_CONSTANTS = (types.FunctionType, types.ModuleType, type, np.ufunc)
_LARGEST_RECORD = 256  # longer dicts are tables, not records: their keys say nothing
_LARGEST_CAPTURED = 32  # longer containers that a function uses are looked at by its guards alone


def kind_key(value, parts=None):
    """The kind of an argument as a hashable key.

    parts: the `Parts` of the call; None where a function is to be told from all others.

    >>> kind_key(1.5) is float, kind_key(np.zeros((2, 3))), kind_key([1.0, 2.0])
    (True, ('array', 'd', 2), ('list', (<class 'float'>,)))
    """
    kind = type(value)
    if kind in PLAIN:
        return kind
    if kind is np.ndarray:
        dtype = value.dtype
        return "array", dtype.char if dtype.isnative else dtype.str, value.ndim
    try:
        return _kind(value, (), parts)
    except _HasObject:
        return "object", object_key(value, parts)


class _HasObject(Exception):
    """A container holds objects: which of them are the same counts as well."""


def _kind(value, around, parts):
    """The key of a value inside the containers whose ids are in around."""
    kind = type(value)
    if kind in PLAIN:
        return kind
    if kind is np.ndarray:
        return kind_key(value)
    if kind is list or kind is tuple or kind is dict:
        if id(value) in around:
            return "cycle", kind
        around = (*around, id(value))
        if kind is list:
            return "list", _distinct(value, around, parts)
        if kind is tuple:
            return "tuple", tuple([_kind(x, around, parts) for x in value])
        if is_record(value):
            return "dict", tuple([(k, _kind(x, around, parts)) for k, x in value.items()])
        return "dict", None, _distinct(value.values(), around, parts)
    if kind is deque or kind is OrderedDict or kind is Counter or kind is defaultdict:
        if id(value) in around:
            return "cycle", kind
        around = (*around, id(value))
        if kind is deque:
            return "deque", _distinct(value, around, parts)
        if kind is OrderedDict:
            return "ordered", _kind(dict(value), around, parts)
        factory = value.default_factory if kind is defaultdict else None
        return kind, factory if factory in ZERO_FACTORIES else "unknown", _distinct(value.values(), around, parts)
    if isinstance(value, np.ndarray):
        return "subclass", kind
    if kind is types.FunctionType and parts is not None and is_made_anew(value):
        return parts.key_of(value)
    if isinstance(value, _CONSTANTS) or _is_free_builtin(value):
        return "const", value
    if kind is functools.partial:
        if parts is not None:
            parts.add(value)
        return ("partial", _kind(value.func, around, parts), tuple([_kind(x, around, parts) for x in value.args]),
                tuple([(k, _kind(x, around, parts)) for k, x in value.keywords.items()]))
    if is_frozen(value):
        if parts is not None:
            parts.add(value)
        return ("frozen", type(value.dist), distribution_of(value) is None, tuple([_kind(x, around, parts) for x in value.args]),
                tuple([(k, _kind(x, around, parts)) for k, x in value.kwds.items()]))
    if kind is types.MethodType:
        if parts is not None:
            parts.add(value)
        return "method", value.__func__, kind_key(value.__self__, parts)
    if isinstance(value, tuple) and hasattr(kind, "_fields"):
        return "namedtuple", kind, tuple([_kind(x, around, parts) for x in value])
    if callable(value) and kind is not types.BuiltinFunctionType and is_function_object(value):
        return "const", value if kind.__hash__ is not None else Same(value)
    if is_object(value):
        raise _HasObject
    return "instance", kind


def is_function_object(value):
    """A callable object of a library's own, that stands for a function."""
    return type(value).__module__.partition(".")[0] in ("numpy", "scipy", "uarray", "functools", "operator", "builtins") \
        or type(value).__name__ == "cython_function_or_method"


def object_key(value, parts=None):
    """The kinds of what an object holds, and which parts of it are the same objects."""
    from s2sad.facts.kindkeys import signature
    from s2sad.analysis.values import kind_of
    return signature(kind_of(value), keeping=parts.held if parts is not None else Same)


def _distinct(items, around, parts):
    """The kinds of the items, each once, in the order in which they first appear."""
    kinds = set(map(type, items))  # at C speed: long lists are mostly of numbers
    if len(kinds) == 1 and kinds <= PLAIN:
        return tuple(kinds)
    kinds = dict.fromkeys(map(type, items))
    if kinds.keys() <= PLAIN:
        return tuple(kinds)
    return tuple(dict.fromkeys([_kind(x, around, parts) for x in items]))


def is_record(value):
    """Do the keys of a dict say what it holds, as names do?"""
    return len(value) <= _LARGEST_RECORD and all(map(_is_record_key, value))


def _is_record_key(key):
    kind = type(key)
    if kind is tuple:
        return all(map(_is_record_key, key))
    return kind is str or kind is int or kind is bool or key is None


def _is_free_builtin(value):
    # len or math.sin, but not rng.normal: that is a new object at each look-up.
    return (isinstance(value, types.BuiltinFunctionType)
            and (value.__self__ is None or isinstance(value.__self__, types.ModuleType)))


# ------------------------------------------------------- functions made anew

def is_made_anew(value):
    """Is this a function of the user's of which the same `def` or `lambda` may make others?"""
    if type(value) is not types.FunctionType:
        return False
    if value.__closure__ is None and value.__name__ != "<lambda>" and "<locals>" not in value.__qualname__:
        return False
    return is_users_own(value)


def is_users_own(function):
    """Is this Python function of no library's, no derivative, and without a rule?"""
    module = (function.__module__ or "").partition(".")[0]
    return module not in _LIBRARIES and "__s2sad_derivative__" not in function.__dict__ and not has_rule(function)


_LIBRARIES = sys.stdlib_module_names - {"__main__"} | {"numpy", "scipy", "s2sad"}


class Parts:
    """The functions made anew that a call's arguments hold, and what each consists of, in a fixed order.

    Calls with the same key have corresponding `objects`: functions, their cells, their defaults.
    """

    __slots__ = ("objects", "places")

    def __init__(self):
        self.objects = []
        self.places = {}  # id of an object → its position

    def add(self, thing):
        self.places.setdefault(id(thing), len(self.objects))
        self.objects.append(thing)

    def held(self, thing):
        """What stands for a known object in a key."""
        return self.key_of(thing) if is_made_anew(thing) else Same(thing)

    def key_of(self, function):
        """The key of a function by what it is made of: its code, its module, the kinds of what it uses."""
        if id(function) in self.places:
            return "again", self.places[id(function)]
        self.add(function)
        cells = []
        for cell in function.__closure__ or ():
            if id(cell) in self.places:
                cells.append(("again", self.places[id(cell)]))
                continue
            self.add(cell)
            try:
                cells.append(self.key_of_captured(cell.cell_contents))
            except ValueError:
                cells.append("empty")
        given = []
        for defaults in (function.__defaults__, function.__kwdefaults__):
            if defaults is not None:
                self.add(defaults)
                values = defaults.items() if type(defaults) is dict else enumerate(defaults)
                given.append(tuple([(n, self.key_of_default(d)) for n, d in values]))
            else:
                given.append(None)
        return ("made", Same(function.__code__), Same(function.__globals__), function.__module__, tuple(cells), *given)

    def key_of_captured(self, value):
        """The key of what is in a cell, whose kind the guards look at."""
        if type(value) in (list, tuple, dict) and len(value) > _LARGEST_CAPTURED or is_object(value):
            return type(value)
        try:
            return _kind(value, (), self)
        except _HasObject:
            return type(value)

    def key_of_default(self, value):
        """The key of a default; nothing else looks at its kind."""
        if type(value) in PLAIN or type(value) is np.ndarray or is_made_anew(value):
            return _kind(value, (), self)
        return Same(value)
