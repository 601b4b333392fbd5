"""Kinds of classes, of members of enumerations, and the classes that objects may be of."""

import enum

import numpy as np

from s2sad.classflags import is_made_by_class
from s2sad.facts.kinds import Kind


def is_one_member(kind):
    """Is this a member of an enumeration that is known?"""
    return kind.form == "const" and is_plain_enumeration(type(kind.value))


def is_plain_enumeration(cls):
    """Is this the class of an enumeration whose members are neither numbers nor texts?"""
    return issubclass(cls, enum.Enum) and cls._member_type_ is object


def is_own_class(kind):
    """Is this a class, or one of several, written in Python, or of exceptions?"""
    if kind.form == "classes" or isinstance(kind.value, type) and issubclass(kind.value, BaseException):
        return True
    return isinstance(kind.value, type) and is_made_by_class(kind.value) \
        and (kind.value.__module__ or "").partition(".")[0] not in ("numpy", "scipy", "builtins")


def classes_meant(kind):
    """The classes that a value may be, which is one."""
    return kind.value if kind.form == "classes" else (kind.value,)


def place_of_class(cls):
    """What classes are put in a fixed order by."""
    return cls.__module__, cls.__qualname__, id(cls)


def holds_exceptions(kind):
    """Is this an exception object?"""
    return kind.form == "object" and kind.type is not None and any(
        isinstance(c, type) and issubclass(c, BaseException) for c in classes_of(kind))


def array_class(kind):
    """The class, derived from NumPy's arrays, of a value, with a meaning of its own for operators; None for others."""
    if kind is None or kind.form != "object" or not isinstance(kind.type, type):
        return None
    return kind.type if issubclass(kind.type, np.ndarray) and kind.type is not np.ndarray else None


def of_array_class(kinds, region):
    """What is made of values of which one is of such a class; None if none is."""
    cls = next((c for c in map(array_class, kinds) if c is not None), None)
    return None if cls is None else Kind("object", type=cls, region=region)


# Of NumPy's masked arrays, and of their methods, what gives plain arrays, and what gives numbers where nothing else is passed.
_PLAIN = {"filled", "compressed", "getdata", "getmask", "getmaskarray", "make_mask", "make_mask_none", "mask_or", "count",
          "count_masked", "nonzero", "shape", "size", "ndim", "argsort", "argmin", "argmax", "tolist", "item", "tobytes",
          "compress_rows", "compress_cols", "compress_nd", "compress_rowcols", "__array__", "getA", "getA1", "searchsorted"}
_NUMBERS = {"sum", "mean", "min", "max", "std", "var", "prod", "product", "median", "ptp", "average", "all", "any", "trace"}


def array_class_made(function, passed):
    """The class, derived from NumPy's arrays, of what this function returns.

    np.ndarray for what is known to be none; None for other functions. passed: how many arguments.
    """
    module, name = getattr(function, "__module__", None) or "", getattr(function, "__name__", "")
    if isinstance(function, type) and issubclass(function, (np.matrix, np.ma.MaskedArray)):
        return function
    if function in (np.asmatrix, np.bmat):
        return np.matrix
    if not (module == "numpy.ma" or module.startswith("numpy.ma.")):
        return None
    plain = name.startswith("is") or name in _PLAIN or name in _NUMBERS and passed == 1
    return np.ndarray if plain else np.ma.MaskedArray


def of_array_method(kind, name, passed, region):
    """What a method of an instance of a class derived from NumPy's arrays gives; None where it is no array of that class."""
    plain = name in _PLAIN or name in _NUMBERS and passed == 0 or not hasattr(np.ndarray, name)
    return None if plain else of_array_class([kind], region)


def classes_of(kind):
    """The classes that an object may be of."""
    return kind.type if isinstance(kind.type, tuple) else (kind.type,)


def join_classes(a, b):
    """A class, or a tuple of several in a fixed order."""
    if a is b:
        return a
    both = {*(a if isinstance(a, tuple) else (a,)), *(b if isinstance(b, tuple) else (b,))}
    return tuple(sorted(both, key=place_of_class)) if len(both) > 1 else both.pop()
