"""Values as they were at one moment: copied, looked at for NaN and infinity, compared."""

import cmath
import decimal
import numbers
import types

import numpy as np

_UNCHANGING = (int, float, complex, bool, str, bytes, type(None), np.generic, type, types.FunctionType,
               types.BuiltinFunctionType, types.MethodType, types.ModuleType, range, slice, type(Ellipsis), np.dtype,
               np.ufunc)


class Snapshot:
    """An object's class and attributes as they were."""

    def __init__(self, name, attributes):
        self.name = name
        self.attributes = attributes

    def __repr__(self):
        return f"{self.name}({', '.join(f'{n}={v!r}' for n, v in self.attributes.items())})"


def copied(value, memo=None):
    """The value as it is now; nothing of the user's runs for it."""
    if isinstance(value, _UNCHANGING):
        return value
    memo = {} if memo is None else memo
    if id(value) in memo:
        return memo[id(value)]
    kind = type(value)
    if isinstance(value, np.ndarray):
        return memo.setdefault(id(value), np.array(value, copy=True, subok=False))
    if kind is list:
        memo[id(value)] = result = []
        result.extend(copied(v, memo) for v in value)
        return result
    if kind is dict:
        memo[id(value)] = result = {}
        result.update((k, copied(v, memo)) for k, v in list(value.items()))
        return result
    if isinstance(value, tuple):
        parts = [copied(v, memo) for v in tuple.__iter__(value)]
        return tuple(parts) if kind is tuple else tuple.__new__(kind, parts)
    if kind in (set, frozenset):
        return kind(value)
    try:
        attributes = object.__getattribute__(value, "__dict__")
    except AttributeError:
        return value
    memo[id(value)] = result = Snapshot(kind.__name__, {})
    result.attributes.update((n, copied(v, memo)) for n, v in list(attributes.items()))
    return result


def same(a, b):
    """Are two copies the same, NaN being NaN?"""
    if a is b:
        return True
    if type(a) is not type(b):
        return False
    if isinstance(a, np.ndarray):
        return a.shape == b.shape and a.dtype == b.dtype and (
            all(map(same, a.ravel().tolist(), b.ravel().tolist())) if a.dtype.hasobject
            else a.tobytes() == b.tobytes())
    if isinstance(a, (list, tuple)):
        return len(a) == len(b) and all(map(same, a, b))
    if isinstance(a, dict):
        return list(a) == list(b) and all(map(same, a.values(), b.values()))
    if isinstance(a, Snapshot):
        return a.name == b.name and same(a.attributes, b.attributes)
    if isinstance(a, (set, frozenset, str, bytes)):
        return a == b
    if isinstance(a, numbers.Number):
        return a == b or a != a and b != b
    return False


def trouble(value, seen=None):
    """Which of "NaN" and "infinity" a value holds."""
    if isinstance(value, (bool, int, str, bytes)) or value is None:
        return frozenset()
    if isinstance(value, (float, complex, np.floating, np.complexfloating)):
        return _of(cmath.isnan(value), cmath.isinf(value))
    if isinstance(value, np.ndarray) and value.dtype.kind in "fc":
        return frozenset() if np.isfinite(value).all() else _of(np.isnan(value).any(), np.isinf(value).any())
    if isinstance(value, decimal.Decimal):
        return _of(value.is_nan(), value.is_infinite())
    if isinstance(value, dict):
        parts = value.values()
    elif isinstance(value, (list, tuple)):
        parts = value
    elif isinstance(value, Snapshot):
        parts = value.attributes.values()
    else:
        return frozenset()
    seen = set() if seen is None else seen
    if id(value) in seen:  # a list may hold itself
        return frozenset()
    seen.add(id(value))
    return frozenset().union(*(trouble(part, seen) for part in list(parts)))


def _of(nan, infinite):
    return frozenset(word for word, holds in (("NaN", nan), ("infinity", infinite)) if holds)
