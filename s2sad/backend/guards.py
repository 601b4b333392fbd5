"""What generated code rests on: the objects that its names meant when it was written."""

from s2sad.frontend.names import MISSING
from s2sad.runtime.keys import kind_key


def holds(guards):
    """Is everything still as it was?"""
    return all(unchanged(place, *guard) for place, guard in guards.items())


def unchanged(place, how, expected):
    value = place.read()
    if how == "is":
        return value is expected
    if how == "missing":
        return value is MISSING
    if value is MISSING:
        return False
    if how == "names":
        return value.keys() == expected
    if how == "type":
        return type(value) is expected
    return kind_key(value) == expected
