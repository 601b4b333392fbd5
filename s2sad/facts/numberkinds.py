"""What is computed with numbers and arrays of a kind: in whole numbers, reals or complex numbers, and how exactly."""

from decimal import Decimal
from fractions import Fraction

import numpy as np

# Types of numbers that are computed with exactly.
EXACT = (int, bool, Fraction)


def may_wrap(kind):
    """Is this NumPy's integers or booleans, whose arithmetic is modular: of 200 as uint8 the double is 144?"""
    return field(kind) in ("int", "bool") and (kind.form != "number" or issubclass(kind.type, np.generic))


def could_wrap(kind):
    """May this be NumPy's integers or booleans, as far as is known?"""
    return may_wrap(kind) or field(kind) is None and kind.form in ("array", "numeric", "any")


def field(kind):
    """"bool", "int", "real", "complex", or None where it is not known."""
    type_ = kind.type
    if kind.form in ("array", "numeric", "flat"):
        if type_ is None:
            return None
        return _DTYPE_FIELD.get(np.dtype(type_).kind)
    if kind.form != "number" or type_ is None:
        return None
    if type_ == "real":
        return "real"
    if type_ == "number":
        return None
    if type_ is Fraction or type_ is Decimal:
        return "real"
    if type_ is bool or type_ is np.bool_:
        return "bool"
    if isinstance(type_, type):
        if issubclass(type_, (int, np.integer)):
            return "int"
        if issubclass(type_, (complex, np.complexfloating)):
            return "complex"
        if issubclass(type_, (float, np.floating)):
            return "real"
    return None


_DTYPE_FIELD = {"b": "bool", "i": "int", "u": "int", "f": "real", "c": "complex"}


def join_types(a, b):
    """The type of a number that is of one type or the other."""
    if a == b:
        return a
    return "real" if {a, b} <= _DOUBLES else "number"


# What joins to "real": all are computed in double precision.
_DOUBLES = {bool, int, float, np.float64, "real"}


def is_double(kind):
    """Is the kind's value computed in double precision (or a weak Python number)?"""
    if kind.form == "number":
        return kind.type in (float, int, bool, "real", np.float64)
    return kind.type == "d"
