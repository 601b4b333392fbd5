"""Keys of dicts of which only the run shows whether they depend on what is differentiated."""

import sys

from s2sad.errors import DifferentiationError
from s2sad.runtime.pushforward import placed


def constant_key(key, *tangents):
    """A key whose tangents are zero, so that it loses none in a dict.

    >>> constant_key("name", None), constant_key(3, 0), constant_key(("add", 2), (None, 0))
    ('name', 3, ('add', 2))
    >>> constant_key(1.5, 1.0)
    Traceback (most recent call last):
    s2sad.errors.DifferentiationError: The dict key 1.5 depends on what is differentiated, and a key loses its derivative.
    Keep the value beside the key, as a dict's value.
    """
    if not all(map(is_nothing, tangents)):
        raise placed(DifferentiationError(f"The dict key {key!r} depends on what is differentiated, and a key loses its derivative.",
                                          "Keep the value beside the key, as a dict's value."), sys._getframe())
    return key


def constant_keys(keys, *tangents):
    """The same of all keys in a list, tuple or text, which is given back.

    >>> constant_keys(["a", 2], [None, 0]), constant_keys("ab", None)
    (['a', 2], 'ab')
    """
    if not isinstance(keys, (list, tuple, str)):
        raise placed(DifferentiationError("It is not known whether the keys of this dict depend on what is differentiated, since they "
                                          "come from an iterator.", "Take the keys from a list."), sys._getframe())
    for mirror in tangents:
        for key, tangent in zip(keys, mirror or ()):
            constant_key(key, tangent)
    return keys


def is_nothing(tangent):
    """Is this no tangent, or zero, or a tuple of such?"""
    if isinstance(tangent, tuple):
        return all(map(is_nothing, tangent))
    return tangent is None or isinstance(tangent, (int, float, complex)) and tangent == 0
