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


def key_tangent(key, tangent):
    """The tangent of a key that is a number or a tuple, as the key of a mirror: it is found where its key is found.

    >>> grads = {key_tangent(2.0, 1.0): 3.0, key_tangent((1, 2.0), (0, 1.0)): 4.0}
    >>> grads[key_tangent(2.0, 1.0)], list(grads)
    (3.0, [1.0, (0, 1.0)])
    >>> grads[key_tangent(2.0, 5.0)]
    Traceback (most recent call last):
    s2sad.errors.DifferentiationError: Two dict keys are equal, 2.0, and their derivatives are not: what is kept under one need not belong to the other.
    Tell them apart by another part of the key. To remember what a function gave, use functools.lru_cache.
    """
    made = (_TupleKey if isinstance(key, tuple) else _NumberKey)(tangent)
    made.key = key
    return made


class _OfKey:
    """What is equal to another of its sort where their keys are."""

    def __hash__(self):
        return hash(self.key)

    def __eq__(self, other):
        if not isinstance(other, _OfKey) or self.key is not other.key and self.key != other.key:  # as dicts ask: NaN is itself
            return False
        if not agree(self, other):
            raise placed(DifferentiationError(
                f"Two dict keys are equal, {self.key!r}, and their derivatives are not: what is kept under one need not belong to the other.",
                "Tell them apart by another part of the key. To remember what a function gave, use functools.lru_cache."), sys._getframe())
        return True


class _NumberKey(_OfKey, float):
    pass


class _TupleKey(_OfKey, tuple):
    pass


def agree(a, b):
    """Are two tangents the same, but for rounding?"""
    if isinstance(a, tuple):
        return len(a) == len(b) and all(map(agree, a, b))
    if a is None or b is None:
        return a is b
    return abs(float(a) - float(b)) <= 1e-12 * max(abs(float(a)), abs(float(b)))


def is_nothing(tangent):
    """Is this no tangent, or zero, or a tuple of such?"""
    if isinstance(tangent, tuple):
        return all(map(is_nothing, tangent))
    return tangent is None or isinstance(tangent, (int, float, complex)) and tangent == 0
