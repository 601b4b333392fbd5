"""Mirrors of sets: dicts from each element to its tangent."""

from s2sad.errors import DifferentiationError
from s2sad.runtime.mirrors import zeros


class SetTangents(dict):
    """The mirror of a set.  It is asked for one tangent at a time: its own order is not that of the set."""

    __slots__ = ()
    is_mirror = True

    def __iter__(self):
        raise DifferentiationError("what takes the elements out of a set here loses their derivatives; use sorted(s) or "
                                   "list(s)")

    def copy(self):
        return SetTangents(self.items())

    __copy__ = copy


def first_tangents(pairs=()):
    """The mirror of a set made of (element, tangent) pairs: of equal elements, a set keeps the first.

    >>> first_tangents([(1.0, 0.5), (2.0, 3.0), (1, 7.0)])
    {1.0: 0.5, 2.0: 3.0}
    """
    mirror = SetTangents()
    add_tangents(mirror, pairs)
    return mirror


def add_tangents(mirror, pairs):
    """More elements of a set; those that are there already keep their tangents."""
    for element, tangent in pairs:
        mirror.setdefault(element, tangent)


def zero_tangents(elements):
    """The mirror of a set of which no element depends on what is differentiated.

    >>> zero_tangents({2.0})
    {2.0: 0.0}
    """
    return SetTangents((element, zeros(element)) for element in elements)


def tangents_among(elements, *mirrors):
    """The mirror of a set of elements that are in one of these sets, of which the mirrors are given.

    >>> tangents_among({1.0, 2.0}, first_tangents([(1.0, 0.5)]), first_tangents([(1.0, 7.0), (2.0, 3.0)]))
    {1.0: 0.5, 2.0: 3.0}
    """
    return SetTangents((element, next(mirror[element] for mirror in mirrors if element in mirror)) for element in elements)
