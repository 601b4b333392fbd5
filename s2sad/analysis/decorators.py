"""Decorators of the standard library that change how a function is called, and not what it computes.

`functools.cache`, `lru_cache` and `wraps` return a function that gives the same value: its
mirror is that of the function, for the caches with a cache of its own.
"""

import functools

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall, PlainCall


def cache_decorator(function):
    """Stands for what `functools.lru_cache(maxsize=...)` returns."""


def wraps_decorator(function):
    """Stands for what `functools.wraps(...)` returns."""


_MAKERS = {functools.lru_cache: cache_decorator, functools.wraps: wraps_decorator}
_DECORATORS = {cache_decorator: "cache", wraps_decorator: "wraps", functools.cache: "cache",
               functools.lru_cache: "cache"}


def is_decorating(function):
    return function in _MAKERS or function in _DECORATORS


def decorated_kind(run, node, function, positional):
    """The kind of what such a decorator, or what makes one, returns."""
    kinds = [run.facts.kind[p] for p in positional]
    if function is functools.wraps or function is functools.lru_cache and not (
            kinds and (kinds[0].form == "function" or kinds[0].form == "const" and callable(kinds[0].value))):
        run.facts.call[node] = PlainCall()
        return K.const(_MAKERS[function])
    run.facts.call[node] = BuiltinCall(_DECORATORS[function])
    if _DECORATORS[function] == "cache" and not run.program.caches:
        run.program.caches = run.program.changed = True
    return kinds[0]
