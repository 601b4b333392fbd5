"""Values as trees: the numbers and arrays in a structure, each with its path.

>>> leaves({"w": [1.0, None], "k": 2})
[("['w'][0]", 1.0), ("['w'][1]", None), ("['k']", 2)]
"""

import copy
import types
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.runtime.containers import Attribute, children, fill, is_container, shell, tuple_like


def is_number(x):
    """Is this a number, or an array of numbers?"""
    if isinstance(x, np.ndarray):
        return x.dtype.kind in "biufc"
    return isinstance(x, (int, float, complex, Fraction, Decimal, np.number, np.bool_)) \
        and not isinstance(x, np.timedelta64)


_LEAVES = {bool, int, float, complex, str, type(None), np.ndarray, np.float64}  # what is met most


def is_leaf(x):
    """Is this no list, tuple, dict or dataclass?"""
    return type(x) in _LEAVES or not is_container(x) or isinstance(x, float)


def leaves(x, path=""):
    """[(path, leaf)] of all that is no list, tuple, dict or dataclass."""
    if is_leaf(x):
        return [(path, x)]
    return [leaf for step, part in children(x) for leaf in leaves(part, path + written(x, step))]


def written(container, step):
    """How a step into a container is written: `[0]`, `['w']`, `.speed`."""
    inside = isinstance(container, (list, tuple, dict)) and type(step) is not Attribute
    return f"[{step!r}]" if inside else f".{step}"


def mapped(f, x, *others):
    """The same structure, each leaf replaced by `f(leaf, ...)`, with those of structures like it."""
    if is_leaf(x):
        return f(x, *others)
    steps = [step for step, _ in children(x)]
    parts = zip(*([part for _, part in children(y)] for y in (x, *others)), strict=True)
    new = [mapped(f, *group) for group in parts]
    return tuple_like(x, new) if isinstance(x, tuple) else fill(shell(x), steps, new)


def rebuilt(x, new):
    """The same structure with the leaves that the iterator `new` gives, in order."""
    return mapped(lambda _: next(new), x)


def copied(args, kwargs):
    """Arguments of their own for one run; what cannot be copied (an iterator) is handed on."""
    try:
        memo = {}
        return tuple([copied_plainly(x, memo) for x in args]), {k: copied_plainly(x, memo) for k, x in kwargs.items()}
    except (_NotPlain, RecursionError):  # a list may hold itself
        pass
    try:
        return copy.deepcopy((args, kwargs))
    except Exception:
        memo = {}
        def one(x):
            try:
                return copy.deepcopy(x, memo)
            except Exception:
                return x
        return tuple(map(one, args)), {k: one(v) for k, v in kwargs.items()}


_IMMUTABLE = {type(None), bool, int, float, complex, str, bytes, types.FunctionType, types.BuiltinFunctionType, type}


class _NotPlain(Exception):
    """Only `copy` knows how this is copied."""


def copied_plainly(x, memo):
    """What `copy.deepcopy` gives of numbers, functions, arrays, and lists, tuples and dicts of them."""
    kind = type(x)
    if kind in _IMMUTABLE:
        return x
    if id(x) in memo:
        return memo[id(x)]
    if kind is np.ndarray and x.dtype.kind in "biufc":
        new = x.copy("K")
    elif kind is list:
        new = [copied_plainly(item, memo) for item in x]
    elif kind is dict:
        if not _IMMUTABLE.issuperset(map(type, x)):
            raise _NotPlain
        new = {k: copied_plainly(item, memo) for k, item in x.items()}
    elif kind is tuple:
        new = tuple([copied_plainly(item, memo) for item in x])
    else:
        raise _NotPlain
    memo[id(x)] = new
    return new
