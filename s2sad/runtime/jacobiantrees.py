"""Jacobians of, and by, lists, dicts and the like, that are taken inside of what is differentiated; see `analysis.jacobians`."""

import numpy as np

from s2sad.partials import Directions, block
from s2sad.structure import is_number, leaves, mapped, rebuilt


def holds_numbers(x):
    """Does a container hold any number that it is differentiated by?"""
    return any(is_number(leaf) and np.size(leaf) for _, leaf in leaves(x))


def unit_seeds(x):
    """The directions along each number that a container holds.

    >>> unit_seeds([1.0, {"w": 2.0}])
    [[1.0, {'w': 0.0}], [0.0, {'w': 1.0}]]
    """
    return [seed for _, seed in Directions("x", x).all()]


def assembled(columns, x):
    """The Jacobian whose columns are the derivatives along each of `unit_seeds(x)`.

    >>> assembled([{"sum": 1.0, "name": None}, {"sum": 2.0, "name": None}], [7.0, 8.0])
    {'sum': [1.0, 2.0], 'name': [None, None]}
    """
    parts = [[leaf for _, leaf in leaves(column)] for column in columns]
    return rebuilt(columns[0], iter([_by_one(out, k, parts, x) for k, out in enumerate(parts[0])]))


def assembled_by_each(columns, arguments):
    """The same by several arguments: the innermost are tuples.

    >>> assembled_by_each(([[1.0]], [[2.0], [3.0]]), (7.0, [8.0, 9.0]))
    [(1.0, [2.0, 3.0])]
    """
    parts = [[[leaf for _, leaf in leaves(column)] for column in by] for by in columns]
    first = next(column for by in columns for column in by)
    return rebuilt(first, iter([tuple([_by_one(out, k, by, x) for by, x in zip(parts, arguments)])
                                for k, (_, out) in enumerate(leaves(first))]))


def _by_one(out, k, parts, x):
    """What stands for the k-th number or array that is returned."""
    rest = iter(parts)
    return mapped(lambda leaf: _one_block(out, leaf, [next(rest)[k] for _ in range(np.size(leaf))]) if is_number(leaf) else None, x)


def _one_block(out, leaf, column):
    if out is None:
        return None
    found = block(out, leaf, column)
    return found.copy() if isinstance(found, np.ndarray) else found


def constant_jacobian(v, x):
    """The Jacobian of v by a container that holds no numbers."""
    return mapped(lambda out: mapped(lambda leaf: block(out, leaf, []) if is_number(leaf) and is_number(out) else None, x), v)


def constant_by_each(v, arguments):
    """The same by several arguments."""
    return mapped(lambda out: tuple([constant_jacobian(out, x) for x in arguments]), v)
