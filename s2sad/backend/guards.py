"""What generated code rests on: the objects that its names meant when it was written."""

from s2sad.frontend.names import MISSING
from s2sad.runtime.keys import kind_key


def holds(guards):
    """Is everything still as it was?"""
    for place, (how, expected) in guards.items():
        value = place.read()
        if value is not expected if how == "is" else not is_like(value, how, expected):
            return False
    return True


def is_like(value, how, expected):
    """Is what was found what a guard, but for one of identity, expects?"""
    if how == "missing":
        return value is MISSING
    if value is MISSING:
        return False
    if how == "names":
        return value.keys() == expected
    if how == "type":
        return type(value) is expected
    return kind_key(value) == expected
