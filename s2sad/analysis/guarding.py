"""What must stay as it is, among what a function reads from outside, for its derivative to be right."""

from s2sad.facts.texts import MAX_TEXTS
from s2sad.frontend.trees import walk
from s2sad.runtime.keys import PLAIN, kind_key


def guard_for(value, kind):
    """What must stay as it is for code specialised to this constant to be right."""
    if kind.form == "const" or isinstance(value, slice) or kind.form == "partial" and not getattr(value, "keywords", None):
        return ("is", value)
    if kind.form == "partial" or kind.form in ("list", "dict", "tuple") and _small(value):
        return ("kind", kind_key(value))
    if kind.form in ("number", "array"):
        return ("kind", kind_key(value))
    return ("type", type(value))


MOST_NUMBERS = 256  # in a table that is looked at in each call


def _small(value):
    """Is looking at the whole container at each call cheap?"""
    if len(value) > 32:
        return type(value) in (list, tuple) and len(value) <= MOST_NUMBERS and set(map(type, value)) <= PLAIN
    parts = value.values() if isinstance(value, dict) else value
    return all(not isinstance(p, (list, dict, tuple)) or _small(p) for p in parts)


def is_names(value, place):
    """Is this a tuple of names, or one that an object holds?  They may be those of attributes."""
    if type(value) is tuple:
        return 0 < len(value) <= MAX_TEXTS and all(type(v) is str and v.isidentifier() for v in value)
    return type(value) is str and place.kind == "own" and value.isidentifier()


_BY_NAMES = {"getattr", "setattr", "hasattr", "vars", "__dict__", "__setattr__", "__getattribute__"}


def goes_by_names(function, local):
    """May what a function does depend on the name of an attribute that it is given?"""
    if local is not None:
        return local.tree.name in ("__getattr__", "__setattr__") or any(
            getattr(n, "attr", None) in _BY_NAMES or getattr(n, "id", None) in _BY_NAMES for n in walk(local.tree))
    return not _BY_NAMES.isdisjoint(function.__code__.co_names) or function.__name__ in (
        "__getattr__", "__setattr__", "__get__", "__set__")
