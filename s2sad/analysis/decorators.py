"""Decorators of the standard library that change how a function is called, and not what it computes.

`functools.cache`, `lru_cache` and `wraps` return a function that gives the same value: its
mirror is that of the function, for the caches with a cache of its own.

What has a cache outside of what is differentiated is computed anew: it must give what the cache would.
"""

import functools

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall, PlainCall
from s2sad.facts.classkinds import classes_of
from s2sad.facts.reached import is_active, regions


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


def as_remembered(run, node, function, kind, arguments):
    """The kind of what a function with a cache returns for arguments; refused where the cache would give something else.

    That is so where what it returned is written to, and where objects that are keys have changed.
    """
    if is_active(kind):
        name = getattr(function, "__name__", "this function")
        if any(region.written for region in regions(kind)):
            raise run.context.refusal(node, f"`{name}` has a cache, which returns the same object again, and that is written to.",
                                      "Leave out the cache, or return a tuple.")
        held = [run.facts.kind[a] for a in arguments if a in run.facts.kind]
        if any(K.has_fields(k) and (run.program.restored & set(classes_of(k)) or any(
                region.written and not region.fields for region in regions(k))) for k in held):
            raise run.context.refusal(node, f"`{name}` has a cache, which returns what it did before this object was changed.",
                                      "Leave out the cache, or make another object.")
    return kind
