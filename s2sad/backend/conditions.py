"""What a call is looked at for before it goes the common way, as expressions.

An object that an expression needs gets a name with a prefix that no user has;
`things` holds these names, which become constants of the code (see `backend.constants`).
"""

import builtins
import enum
import types

import numpy as np

from s2sad.frontend.names import Place
from s2sad.runtime.keys import PLAIN, kind_key

PREFIX = "_s2sad_"
PLAIN_NUMBERS = (int, float, bool, complex)
_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, np.ufunc, type)


def leaf_test(text, value, things):
    """An expression that says whether what `text` reads is of the kind of `value`, which is no container; or None."""
    kind = type(value)
    if kind is np.ndarray and value.dtype.isbuiltin == 1:
        dtype = bind(things, "d", value.dtype)
        array = bind(things, "t", np.ndarray)
        return f"{PREFIX}type({text}) is {array} and {text}.dtype is {dtype} and {text}.ndim == {value.ndim}"
    if value is None:
        return f"{text} is None"
    if kind in PLAIN:
        return f"{PREFIX}type({text}) is {bind(things, 't', kind)}"
    if kind in _FUNCTIONS or isinstance(value, enum.Enum):
        return f"{text} is {bind(things, 'o', value)}"
    if kind_key(value) == ("instance", kind) and not hasattr(value, "__dict__"):
        return f"{PREFIX}type({text}) is {bind(things, 't', kind)}"
    return None


def bind(things, letter, thing):
    """A name for `thing` among those that the generated function sees."""
    for known, other in things.items():
        if other is thing and known.startswith(PREFIX + letter):
            return known
    chosen = f"{PREFIX}{letter}{len(things)}"
    things[chosen] = thing
    return chosen


def read_text(place, things, space, local):
    """An expression that reads what is at a place, or the object itself."""
    if not isinstance(place, Place):
        return bind(things, "m", place)
    if place.kind == "subclass":
        return f"{bind(things, 'sub', issubclass)}({bind(things, 'o', place.name)}, {bind(things, 'o', place.space)})"
    if place.kind == "same":
        return f"({read_text(place.space, things, space, local)} is {read_text(place.name, things, space, local)})"
    if place.kind == "default":
        return bind(things, "m", place.read())  # that it is this one is looked at, too
    if place.kind == "global":
        if place.space is space and place.name not in local:
            return place.name
        return f"{bind(things, 'g', place.space)}[{place.name!r}]"
    if place.kind == "cell":
        return f"{bind(things, 'c', place.space)}.cell_contents"
    if place.kind == "item":
        return f"{bind(things, 'g', place.space)}[{bind(things, 'o', place.name)}]"
    owner = read_text(place.space, things, space, local)
    if place.kind == "own" and hasattr(place.owner(), "__dict__"):
        return f"{owner}.__dict__[{place.name!r}]"
    return f"{owner}.{place.name}"


def guard_tests(guards, things, space, local):
    """Expressions that say whether the version's guards hold; None where one cannot be written.

    space: the globals of the function that they stand in; local: the names that are local to it.
    """
    tests, absent = [], {}
    for place, (how, expected) in guards.items():
        if how == "missing" and place.kind in ("own", "attribute"):
            if place.kind == "own" and not hasattr(place.owner(), "__dict__"):
                return None
            owner = read_text(place.space, things, space, local)
            tests.append(f"{place.name!r} not in {owner}.__dict__" if place.kind == "own"
                         else f"not {bind(things, 'has', hasattr)}({owner}, {place.name!r})")
            continue
        if place.kind != "global":
            read = read_text(place, things, space, local)
        else:
            plain = place.space is space and place.name not in local
            if place.name not in place.space and (how != "is" or not plain):
                absent.setdefault(bind(things, "g", place.space), []).append(place.name)
                if how == "missing" and hasattr(builtins, place.name):
                    return None
                if how == "is":
                    built_in = bind(things, "b", vars(builtins))
                    tests.append(f"{built_in}[{place.name!r}] is {bind(things, 'o', expected)}")
                continue
            read = place.name if plain else f"{bind(things, 'g', place.space)}[{place.name!r}]"
        if how == "is":
            tests.append(f"{read} is {bind(things, 'o', expected)}")
        elif how == "names":
            tests.append(f"{read}.keys() == {bind(things, 'o', expected)}")
        elif how == "type":
            tests.append(f"{PREFIX}type({read}) is {bind(things, 'o', expected)}")
        elif how == "kind" and isinstance(expected, type):
            tests.append(f"{PREFIX}type({read}) is {bind(things, 'o', expected)}")
        elif how == "kind":
            key = bind(things, "k", kind_key)
            tests.append(f"{key}({read}) == {bind(things, 'o', expected)}")
        else:
            return None
    for names, missing in absent.items():
        if len(missing) == 1:
            tests.append(f"{missing[0]!r} not in {names}")
        else:
            tests.append(f"{names}.keys().isdisjoint({bind(things, 'a', tuple(missing))})")
    return tests
