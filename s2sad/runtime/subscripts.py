"""Subscripts: the text of `np.einsum` that lists of axes stand for, and what is looked up at an active index."""

import collections

import numpy as np

from s2sad.errors import DifferentiationError

LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # as NumPy numbers them


def subscripts_of(terms, result=None):
    """The subscripts of operands with these lists of axes, and of the result.

    >>> subscripts_of([[0, 1], [..., 1]], [0])
    'AB,...B->A'
    """
    text = ",".join(letters(axes) for axes in terms)
    return text if result is None else f"{text}->{letters(result)}"


def letters(axes):
    """The letters of a list of axes."""
    return "".join("..." if axis is Ellipsis else LETTERS[axis] for axis in axes)


# Where the item that is found is one of those that are there, and no function of the index.
_LOOK_UP = tuple(cls.__getitem__ for cls in (list, tuple, dict, str, bytes, range, collections.deque, np.ndarray))


def table(container):
    """A container, unless what it has at an index may move smoothly with the index.

    >>> table([1.0, 2.0])
    [1.0, 2.0]
    """
    found = getattr(type(container), "__getitem__", None)
    if found is None or found in _LOOK_UP and getattr(type(container), "__missing__", collections.defaultdict.__missing__) \
            is collections.defaultdict.__missing__:
        return container
    raise DifferentiationError(f"a {type(container).__name__} is indexed here by what depends on what is differentiated",
                               "Say what it is, for example with np.asarray(...).")


def an_array(value):
    """An array or number of NumPy's, of which a shape has no derivative."""
    if isinstance(value, (np.ndarray, np.generic)):
        return value
    raise DifferentiationError(f"it is not known whether the shape of a {type(value).__name__} depends on what is differentiated",
                               "Pass an array.")
