"""The kind of a call's result, learnt by running the function on tiny samples.

NumPy's own answer to "what dtype and how many dimensions" is always right and
needs no table.  Where a dimension is unknown all small ones are tried and the
answers joined.

>>> from s2sad.facts.kinds import array, number
>>> import numpy as np
>>> result_of(np.sum, [array("f", 2)], {"axis": 0})
array(f, 1)
>>> result_of(np.dot, [array("d", 1), array("d", 1)], {})
float64
"""

import contextlib
import itertools
import operator
import warnings
from decimal import Decimal
from fractions import Fraction

import numpy as np

from s2sad.facts.joining import join
from s2sad.facts.kinds import PLAIN, Kind, const, number, tuple_of
from s2sad.records import replace

_NUMBERS = {bool: True, int: 2, float: 1.5, complex: 1.5 + 0.5j, "real": 1.5, "number": 1.5 + 0.5j,
            Fraction: Fraction(3, 2), Decimal: Decimal("1.5")}
_cache = {}


class NoSample(Exception):
    """There is no sample of this kind."""


def result_of(function, arguments, keywords, sizes=(2, 3)):
    """The kind of `function(*arguments, **keywords)`, or None where no sample runs.

    Arguments are kinds, or plain constants.
    """
    # 1-element-safe sizes: a 3 lets np.cross and friends run.
    try:
        key = (function, tuple(map(_key, arguments)), tuple((k, _key(v)) for k, v in keywords.items()))
        if key in _cache:
            return _fresh(_cache[key])
    except (TypeError, RecursionError):
        return None
    kind = _run(function, arguments, keywords, sizes)
    _cache[key] = kind
    return _fresh(kind)


def _key(argument):
    if isinstance(argument, Kind):
        if argument.form == "number":
            return ("number", argument.type, argument.optional)
        return ("kind", argument.form, argument.type, argument.ndim, argument.optional,
                tuple(map(_key, argument.elements)) if argument.form == "tuple" and argument.elements is not None
                else list_key(argument) if argument.form == "list" else None,
                _key(argument.value) if argument.form == "const" else None)
    if isinstance(argument, (list, tuple)):
        return (type(argument),) + tuple(map(_key, argument))
    hash(argument)
    return ("value", type(argument), argument)


def list_key(kind, depth=0):
    """The key of what a list holds; a list inside itself has none."""
    content = kind.region.find().content
    if depth > 4 or content is None:
        raise TypeError
    return ("list", list_key(content, depth + 1)) if content.form == "list" else _key(content)


def _fresh(kind):
    """The same kind in a region of its own, since a cached one must not be shared."""
    from s2sad.facts.regions import Region
    if kind is None or kind.region is None and not kind.elements:
        return kind
    elements = tuple(map(_fresh, kind.elements)) if kind.form == "tuple" and kind.elements is not None \
        else kind.elements
    region = Region() if kind.region is not None else None
    if region is not None and kind.region.content is not None:
        region.content = _fresh(kind.region.content)
    return replace(kind, region=region, elements=elements)


def _run(function, arguments, keywords, sizes):
    result = None
    try:
        alternatives = [_alternatives(a) for a in arguments]
        named = [_alternatives(v) for v in keywords.values()]
    except NoSample:
        return None
    imprecise = max((_imprecise(a) for a in (*arguments, *keywords.values())), default=0)
    combinations = itertools.islice(itertools.product(*alternatives, *named), 64)
    with contextlib.nullcontext() if is_quiet(function, arguments) else without_warnings():
        for combination in combinations:
            for size in sizes:
                try:
                    values = [make(size) for make in combination]
                except NoSample:
                    return None
                args = values[:len(arguments)]
                kwargs = dict(zip(keywords, values[len(arguments):]))
                try:
                    value = function(*args, **kwargs)
                except Exception:
                    continue
                kind = kind_of_sample(value)
                result = kind if result is None else join(result, kind)
    return _widen(result, imprecise) if imprecise and result is not None else result


def is_quiet(function, arguments):
    """Does this give no warnings: one of Python's own functions, of Python's own numbers?"""
    return getattr(function, "__module__", None) in ("math", "cmath", "_operator") and function is not operator.invert \
        and all(isinstance(a, Kind) and a.form == "number" and a.type in _NUMBERS for a in arguments)


@contextlib.contextmanager
def without_warnings():
    """Warnings that only the samples give are not for the user."""
    with np.errstate(all="ignore"), warnings.catch_warnings():
        warnings.simplefilter("ignore")
        yield


def _imprecise(kind):
    """How much less a sample says than the kind: 0 nothing, 1 the real type, 2 the field."""
    if isinstance(kind, (list, tuple)):
        return max(map(_imprecise, kind), default=0)
    if not isinstance(kind, Kind):
        return 0
    if kind.form == "tuple" and kind.elements is not None:
        return max(map(_imprecise, kind.elements), default=0)
    if kind.form == "list":
        return _imprecise(kind.region.find().content)
    if kind.form == "number":
        return 1 if kind.type == "real" else 2 if kind.type == "number" or kind.type is None else 0
    return 2 if kind.form in ("array", "numeric", "flat") and kind.type is None else 0


def _widen(kind, imprecise):
    if kind.form == "number":
        wide = {float: "real", int: "real", bool: bool, np.bool_: np.bool_, np.float64: "real", "real": "real"}
        return replace(kind, type=wide.get(kind.type, "number") if imprecise == 1
                       else kind.type if kind.type in (bool, np.bool_) else "number")
    if kind.form in ("array", "numeric"):
        return kind if imprecise == 1 or kind.type == "?" else replace(kind, type=None)
    if kind.form == "tuple" and kind.elements is not None:
        return replace(kind, elements=tuple(_widen(e, imprecise) for e in kind.elements))
    return kind


def _alternatives(argument):
    """Makers of samples, one for each shape that the kind leaves open."""
    if isinstance(argument, (list, tuple)):
        parts = [_alternatives(a)[0] for a in argument]
        return [lambda size, parts=parts: type(argument)(make(size) for make in parts)]
    if not isinstance(argument, Kind):
        return [lambda size: argument]
    if argument.optional:
        raise NoSample  # it may be None, and what comes out another thing
    if argument.form == "number" and argument.type in (bool, np.bool_):
        return [lambda size: argument.type(True), lambda size: argument.type(False)]
    if argument.form == "list":
        content = argument.region.find().content
        if content is None:
            raise NoSample
        return [lambda size, n=n: [_one(content, size)] * n for n in (2, 3)]
    if argument.form == "array":
        dims = range(4) if argument.ndim is None else (argument.ndim,)
        return [lambda size, n=n: sample_array(argument.type or "d", n, size) for n in dims]
    if argument.form == "flat":
        return [lambda size: sample_array(argument.type or "d", 1, size).flat]
    if argument.form == "number" and argument.type in ("number", None):
        return [lambda size: 1.5, lambda size: 1.5 + 0.5j]
    if argument.form == "numeric":
        return [lambda size: np.dtype(argument.type or "d").type(2)] + [
            lambda size, n=n: sample_array(argument.type or "d", n, size) for n in range(4)]
    return [lambda size: _one(argument, size)]


def _one(kind, size):
    if kind.optional:
        raise NoSample
    if kind.form == "number":
        if kind.type in (int, "real") and kind.type == int:
            return size
        if kind.type in _NUMBERS:
            return _NUMBERS[kind.type]
        if isinstance(kind.type, type) and issubclass(kind.type, (np.generic, int, float)):
            return kind.type(2 if issubclass(kind.type, (np.integer, int)) else 1.5)
        raise NoSample
    if kind.form == "const":
        return kind.value
    if kind.form == "array" and kind.ndim is not None:
        return sample_array(kind.type or "d", kind.ndim, size)
    if kind.form == "tuple" and kind.elements is not None:
        return tuple(_one(e, size) for e in kind.elements)
    if kind.form == "list":
        content = kind.region.find().content
        if content is None:
            raise NoSample
        return [_one(content, size), _one(content, size)]
    raise NoSample


def sample_array(dtype, ndim, size):
    """A small array, positive definite where it is a matrix, so that most functions run."""
    dtype = np.dtype(dtype)
    if dtype.kind in "OUSVmM":
        raise NoSample
    if dtype.kind == "b":
        return np.ones((size,) * ndim, dtype)
    if dtype.kind in "iu":
        # Ones index every axis; and twice the identity keeps a matrix regular.
        return np.ones((size,) * ndim, dtype)
    sample = np.full((size,) * ndim, 0.5, dtype)
    return sample + np.eye(size, dtype=dtype) if ndim >= 2 else sample


def kind_of_sample(value):
    from s2sad.facts.kinds import array
    from s2sad.facts.regions import Region
    if isinstance(value, np.ndarray) and (value.dtype.kind not in "biufc" or type(value) is not np.ndarray):
        return Kind("object", type=type(value), region=Region())
    if isinstance(value, np.ndarray):
        return array(value.dtype.char, value.ndim)
    if value is None or value is Ellipsis:
        return const(value)
    if isinstance(value, (bool, int, float, complex, np.number, np.bool_, Fraction, Decimal)):
        return number(type(value))
    if isinstance(value, tuple):
        return replace(tuple_of(map(kind_of_sample, value)), type=type(value) if hasattr(value, "_fields") else None)
    if isinstance(value, list):
        region = Region()
        for part in value:
            region.content = join(region.content, kind_of_sample(part))
        return Kind("list", region=region)
    return PLAIN
