"""Classes in brackets, `Stack[float]`: what calling them does, as a Python function that is read in their place."""

import types
import typing

ALIASES = (types.GenericAlias, type(typing.List[int]))


def is_alias(value):
    """Is this a class with types in brackets, that makes instances of the class?"""
    return isinstance(value, ALIASES) and isinstance(typing.get_origin(value), type)


def instance_of(alias, *args, **named):
    """What `Stack[float](*args, **named)` makes."""
    made = alias.__origin__(*args, **named)
    made.__orig_class__ = alias
    return made
