"""Iterators over pairs: each item is a value with its tangent."""

from operator import itemgetter

import numpy as np

from s2sad.runtime.mirrors import VIEWS, pairs, zeros


def unzip(pairs):
    """The values and the tangents of an iterator over pairs, as two lists.

    >>> unzip(iter([(1.0, 0.5), (2.0, 0.25)]))
    ([1.0, 2.0], [0.5, 0.25])
    """
    values, tangents = [], []
    for value, tangent in pairs:
        values.append(value)
        tangents.append(tangent)
    return values, tangents


def values_of(pairs):
    """The values alone of an iterator over pairs; a StopIteration comes through as it is, and so does None."""
    return None if pairs is None else map(itemgetter(0), pairs)


def with_zeros(iterable):
    """An iterator over pairs of each item and its zero tangent."""
    return ((item, zeros(item)) for item in iterable)


def received(sent):
    """The pair that is sent to a generator, or that one returns; of None, a pair of them."""
    return (None, None) if sent is None else sent


def pairs_or_zip(iterable, tangents):
    """An iterator over pairs as it is; of a container, the pairs with its mirror."""
    return iterable if tangents is None else zip(iterable, tangents)


def tangents_of_items(v, dv):
    """The mirror of the items of what may be a dict, whose items are its keys, or a text, which has no mirror.

    >>> tangents_of_items({1.5: 2.0}, {1.5: 0.25}), tangents_of_items([2.0], [0.25]), tangents_of_items("ab", None)
    ([0.0], [0.25], [None, None])
    """
    return [zeros(item) for item in v] if isinstance(v, (dict, str)) else dv


def items_for(u, items):
    """What `u += items` adds: to a list all items, which are had once; to what else it may be, the thing itself.

    >>> items_for([1.0], {2.0: 3.0}), items_for(1.0, 2.0), items_for((1.0,), (2.0,))
    ([2.0], 2.0, (2.0,))
    """
    return list(items) if isinstance(u, list) and not isinstance(items, (list, tuple)) else items


class ItemTangents:
    """The mirror of `d.items()`: of each key nothing, of each value its tangent."""

    def __init__(self, mirror):
        self.mirror = mirror

    def __len__(self):
        return len(self.mirror)

    def __iter__(self):
        return ((zeros(key), tangent) for key, tangent in self.mirror.items())

    def __reversed__(self):
        return ((zeros(key), tangent) for key, tangent in reversed(self.mirror.items()))


VIEWS.add(ItemTangents)


def zip_pairs(*iterators, strict=False):
    """`zip` of iterators over pairs: tuples of values with tuples of tangents.

    >>> list(zip_pairs([(1.0, 0.5)], [(2.0, 0.25)]))
    [((1.0, 2.0), (0.5, 0.25))]
    """
    return ((tuple([value for value, _ in items]), tuple([tangent for _, tangent in items]))
            for items in zip(*iterators, strict=strict))


def enumerate_pairs(pairs, start=0):
    """`enumerate` of an iterator over pairs.

    >>> list(enumerate_pairs([(2.0, 0.25)], 1))
    [((1, 2.0), (0, 0.25))]
    """
    return (((i, value), (0, tangent)) for i, (value, tangent) in enumerate(pairs, start))


def ndenumerate_pairs(a, da):
    """`np.ndenumerate` of an array and its mirror.

    >>> list(ndenumerate_pairs(np.array([2.0, 3.0]), np.array([0.25, 0.5])))[1]
    (((1,), np.float64(3.0)), ((0.0,), np.float64(0.5)))
    """
    return ((item, (zeros(item[0]), tangent)) for item, tangent in zip(np.ndenumerate(a), np.asarray(da).flat))


def dict_copies(source, mirror):
    """`dict(source)` of what may be a dict or hold (key, value) pairs, and its tangent.

    >>> dict_copies({"a": 2.0}, {"a": 1.0}), dict_copies([("a", 2.0)], [(None, 1.0)])
    (({'a': 2.0}, {'a': 1.0}), ({'a': 2.0}, {'a': 1.0}))
    """
    return (dict(source), dict(mirror)) if isinstance(source, dict) else dict_pair(pairs(source, mirror))


def dict_pair(items):
    """`dict(items)` of pairs of (key, value) tuples and their tangents."""
    values, tangents = {}, {}
    for (key, value), (_, tangent) in items:
        values[key], tangents[key] = value, tangent
    return values, tangents
