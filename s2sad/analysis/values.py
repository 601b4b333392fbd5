"""The kind of an actual value: an argument of a call, or a module's constant."""

import enum
import functools
import types
from collections import Counter, OrderedDict, defaultdict, deque
from decimal import Decimal
from fractions import Fraction
from numbers import Number

import numpy as np

from s2sad.facts.joining import store, store_field, unify
from s2sad.facts.kinds import PLAIN, RANGE, SLICE, Kind, any_kind, array, const, number
from s2sad.facts.regions import GIVEN_KEYS, STORAGE, FunctionSet, Region
from s2sad.facts.texts import TEXT
from s2sad.records import replace
from s2sad.rules.generics import is_alias
from s2sad.rules.user import rule_of
from s2sad.runtime.containers import ZERO_FACTORIES, is_bound
from s2sad.runtime.frozen import is_frozen
from s2sad.runtime.keys import is_function_object
from s2sad.runtime.memory import clusters
from s2sad.runtime.objects import attributes, built_on, is_object, is_read_otherwise, items_of
from s2sad.runtime.sharing import arrays_of

NUMBERS = (bool, int, float, complex, Fraction, Decimal)
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, types.MethodType, types.ModuleType,
              types.MethodDescriptorType, types.WrapperDescriptorType, np.ufunc, type)
# What makes arrays of what is in its brackets: np.r_[0, x], np.mgrid[0:3].
JOINS = (type(np.r_), type(np.c_))
INDEX_EXPRESSIONS = (*JOINS, type(np.mgrid), type(np.ogrid))


def kind_of(value, origin="param", active=False, memo=None, around=()):
    """The kind of `value`; its memory gets regions of the given origin.

    active: the value is differentiated (all its numeric leaves are).
    around: the objects that hold it, as (class, region, attributes). An object inside one of its own
    class that holds things alike shares its region, so that lists linked by their nodes, and trees,
    have kinds of one size.
    """
    memo = {} if memo is None else memo
    type_ = type(value)
    if type_ in NUMBERS or isinstance(value, np.generic):
        if isinstance(value, (np.number, np.bool_)) or type_ in NUMBERS:
            return number(type_, active)
        return PLAIN
    if value is None or value is Ellipsis or value is NotImplemented:
        return const(value)
    if isinstance(value, slice):
        return SLICE
    if type_ is range:
        return RANGE
    if type_ is str:
        return TEXT
    if isinstance(value, (str, bytes, np.dtype)):
        return PLAIN
    if isinstance(value, enum.Enum) and origin == "outer":
        return const(value)
    if id(value) in memo:
        return Kind(memo[id(value)][0], region=memo[id(value)][1], type=memo[id(value)][2],
                    ndim=memo[id(value)][3], elements=memo[id(value)][4])
    if type_ is np.ndarray and value.dtype.names:
        return any_kind(Region(origin, active))
    if type_ is np.ndarray:
        if value.dtype.kind not in "biufc":
            return Kind("object", type=type_, region=Region(origin, active))
        kind = replace(array(value.dtype.char, value.ndim, Region(origin, active)), lasting=origin == "outer")
        memo[id(value)] = ("array", kind.region, kind.type, kind.ndim, None)
        return kind
    if type_ is tuple:
        return Kind("tuple", elements=tuple(kind_of(v, origin, active, memo, around) for v in value))
    if isinstance(value, tuple) and hasattr(type_, "_fields") and not is_read_otherwise(type_):
        return Kind("tuple", type=type_, elements=tuple(kind_of(v, origin, active, memo, around) for v in value))
    if type_ is list:
        region = Region(origin, active)
        region.opaque = origin != "param"
        memo[id(value)] = ("list", region, None, None, None)
        for kind in _distinct(value, origin, active, memo, around):
            store(region, kind)
        return Kind("list", region=region)
    if type_ in (deque, OrderedDict, Counter) or type_ is defaultdict and value.default_factory in ZERO_FACTORIES:
        return _of_collections(value, type_, origin, active, memo, around)
    if type_ is dict:
        region = Region(origin, active)
        elements = {}
        memo[id(value)] = ("dict", region, None, None, elements)
        for key, v in value.items():
            elements[key] = kind_of(v, origin, active, memo, around)
        note_keys(value, region, memo)
        return Kind("dict", region=region.find(), elements=elements)
    if around and origin == "param" and is_bound(value):
        return Kind("method", value=value.__func__.__name__, elements=(
            kind_of(value.__self__, origin, active, memo, around),))
    if type_ is functools.partial and not (origin == "outer" and rule_of(value) is not None):
        from s2sad.analysis.partials import partial_of
        function = kind_of(value.func, origin, active, memo, around) if around and is_bound(value.func) else kind_of(
            value.func, origin)
        return partial_of(function, [kind_of(v, origin, active, memo) for v in value.args],
                          {k: kind_of(v, origin, active, memo) for k, v in value.keywords.items()})
    if is_frozen(value):
        from s2sad.analysis.frozen import kind_of_object
        kind = kind_of_object(value, lambda v: kind_of(v, origin, active, memo))
        if kind is not None:
            return kind
    if is_alias(value):
        return const(value)
    if isinstance(value, (*_FUNCTIONS, *INDEX_EXPRESSIONS)) or callable(value) and (
            is_function_object(value) or origin == "outer" and rule_of(value) is not None):
        return USES_ITS_HOLDER if active and uses_one_of(value, memo) else function_constant(value)
    if is_object(value):
        return _object(value, origin, active, memo, around)
    return Kind("object", type=type_, region=Region(origin, active), value=shadows(value))


# A function among what is differentiated that uses, by a variable around it, something else of that: it would be taken
# for a constant there.
USES_ITS_HOLDER = Kind("plain", type="function that uses what holds it")


def uses_one_of(function, memo):
    """Does a function capture one of the objects, containers or arrays that were looked at?"""
    return any(id(cell.cell_contents) in memo for cell in getattr(function, "__closure__", None) or () if is_filled(cell))


def is_filled(cell):
    try:
        cell.cell_contents
    except ValueError:
        return False
    return True


def kinds_of_arguments(arguments, active):
    """The kinds of several arguments, where what they hold may be the same memory.

    active: the names of those that are differentiated.
    """
    memo = {}
    kinds = {n: kind_of(v, active=n in active, memo=memo) for n, v in arguments.items()}
    arrays = {id(a): a for v in arguments.values() for a in arrays_of(v) if id(a) in memo}
    for group in clusters(list(arrays.values())) if arrays else ():
        for a in group[1:]:
            unify(memo[id(group[0])][1], memo[id(a)][1])
    return kinds


def note_keys(value, region, memo):
    """Mark the region of a dict whose keys are objects that are reached otherwise, too: their mirrors are not in the dict's."""
    for key in value:
        if type(key) not in NUMBERS and type(key) is not str and is_object(key):
            if id(key) in memo:
                has_given_keys(region)
            else:
                memo.setdefault(("key", id(key)), []).append(region)


def mark_as_key(value, memo):
    """... where the object is come to after the dict."""
    for region in memo.pop(("key", id(value)), ()):
        has_given_keys(region)


def has_given_keys(region):
    root = region.find()
    root.fields = {**(root.fields or {}), GIVEN_KEYS: PLAIN}


def _object(value, origin, active, memo, around):
    type_ = type(value)
    region = Region(origin, active)
    region.fields, region.opaque = {}, origin != "param"
    mark_as_key(value, memo)
    memo[id(value)] = ("object", region, type_, None, None)
    own = dict(attributes(value))
    for class_, outer, theirs in around:
        if class_ is type_ and _alike(own, theirs):
            unify(outer, region)
    around = (*around, (type_, region, own))
    for name, v in own.items():
        store_field(region, name, kind_of(v, origin, active, memo, around))
    if built_on(type_) is not None:
        store_field(region, STORAGE, stored_kind(value, origin, active, memo, around))
    return Kind("object", type=type_, region=region.find())


def _of_collections(value, type_, origin, active, memo, around):
    """The kind of a deque, OrderedDict, Counter or defaultdict."""
    region = Region(origin, active)
    region.opaque = origin != "param"
    elements = {} if type_ is OrderedDict else None
    memo[id(value)] = ("list" if type_ is deque else "dict", region, type_, None, elements)
    if type_ is not deque:
        note_keys(value, region, memo)
    if type_ is OrderedDict:
        elements.update((k, kind_of(v, origin, active, memo, around)) for k, v in value.items())
        return Kind("dict", type=type_, region=region, elements=elements)
    for kind in _distinct(value if type_ is deque else value.values(), origin, active, memo, around):
        store(region, kind)
    if type_ is deque:
        return Kind("list", type=type_, region=region.find())
    default = _made_by(int if type_ is Counter else value.default_factory, origin, active)
    if default is not None:
        store(region, default)
    return Kind("dict", type=type_, region=region.find())


def _made_by(factory, origin, active):
    """The kind of what one of these factories makes."""
    if factory is None:
        return None
    if factory not in (list, dict):
        return number(factory, active)
    region = Region(origin, active)
    region.opaque = False
    return Kind(factory.__name__, region=region)


def stored_kind(value, origin, active, memo, around):
    """The kind of what an instance of a class derived from a list, tuple or dict holds as that."""
    base = built_on(type(value))
    if base is float:
        return number(float, active)
    if base is tuple:
        return Kind("tuple", elements=tuple(kind_of(v, origin, active, memo, around) for v in items_of(value)))
    region = Region(origin, active)
    region.opaque = origin != "param"
    if issubclass(base, dict):
        elements = {k: kind_of(v, origin, active, memo, around) for k, v in items_of(value)}
        return Kind("dict", type=None if base is dict else base, region=region, elements=elements)
    for kind in _distinct(items_of(value), origin, active, memo, around):
        store(region, kind)
    return Kind("list", type=None if base is list else base, region=region)


def function_constant(value):
    """The kind of a known function: a set of one, which others may join."""
    from s2sad.analysis.functions import known
    if isinstance(value, (type, types.ModuleType)):
        return const(value)
    return Kind("const", value=value, functions=FunctionSet([known(value)]))


def _alike(own, theirs):
    """Do two objects hold things of the same sort, or nothing, under the same names?"""
    return own.keys() == theirs.keys() and all(
        v is None or theirs[n] is None or type(v) is type(theirs[n]) or is_object(v) and is_object(theirs[n])
        or isinstance(v, Number) and isinstance(theirs[n], Number) for n, v in own.items())


def shadows(value):
    """The attributes of an instance that hide those of its class."""
    own = getattr(value, "__dict__", None)
    if not isinstance(own, dict):
        return ()
    return tuple(sorted(k for k in own if isinstance(k, str) and hasattr(type(value), k)))


def _distinct(values, origin, active, memo, around):
    """The kinds of a list's elements, numbers of one type looked at once."""
    seen = set()
    for v in values:
        if type(v) in NUMBERS:
            if type(v) in seen:
                continue
            seen.add(type(v))
        yield kind_of(v, origin, active, memo, around)
