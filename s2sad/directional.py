"""Directional derivatives: `jvp`."""

import functools
import types

import numpy as np

from s2sad.callables import behind_wrapper, taken_apart
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.wrappers import with_positions
from s2sad.rules.user import has_rule
from s2sad.runtime.keys import is_users_own
from s2sad.runtime.mirrors import zeros


def directional(differentiate, known, f, primals, tangents, kwargs):
    """See `s2sad.jvp`; known: what was prepared for functions, by function."""
    method = type(f) is types.MethodType and type(f.__func__) is types.FunctionType
    if method:  # most often of a function that is known; what follows finds the same, and takes longer
        given = tuple([t is None for t in tangents])
        kept = known.get(f.__func__)
        found = None if kept is None else kept.get((types.MethodType, given, *kwargs))
        if found is not None and found[0] is f.__func__.__code__:
            _, derivative, names = found
            seeds = zip(names, tangents) if len(names) == len(tangents) else zip(names, [t for t in tangents if t is not None])
            return derivative(f.__self__, *primals, **kwargs, **dict(seeds))
    parts = None if type(f) is types.FunctionType else parts_of(f)
    if parts is not None:
        f, held, named = parts
        primals, tangents, kwargs = held + primals, (None,) * len(held) + tangents, {**named, **kwargs}
    active = tuple([i for i, t in enumerate(tangents) if t is not None])
    if not active:
        v = f(*primals, **kwargs)
        return v, zeros(v)
    derivative, names = prepared(differentiate, known, f, active, len(primals), tuple(kwargs))
    if method and parts is not None and not f.__dict__ and known.get(f):
        known[f][types.MethodType, given, *kwargs] = f.__code__, derivative, names
    return derivative(*primals, **kwargs, **dict(zip(names, [tangents[i] for i in active])))


def parts_of(f):
    """The function of a method, a partial or an object that is called, and what it passes to it; None if it is no user's.

    What is held is then an argument like any other, and one derivative serves all of them.
    """
    kind = type(f)
    if kind is types.MethodType:
        parts = f.__func__, (f.__self__,), {}
    elif kind is functools.partial:
        parts = f.func, f.args, f.keywords
    else:
        parts = next((vars(cls)["__call__"] for cls in kind.__mro__ if "__call__" in vars(cls)), None), (f,), {}
    plain = type(parts[0]) is types.FunctionType and is_users_own(parts[0]) and not has_rule(f)
    return parts if plain and not any(held is _HOLE for held in parts[1]) else None


_HOLE = getattr(functools, "Placeholder", object())  # Python 3.14


def prepared(differentiate, known, f, active, count, keywords):
    """The derivative for so many arguments by position and these by keyword, and the keywords of its seeds."""
    lasts = type(f) is not types.FunctionType or not f.__dict__  # and is no wrapper, which may wrap another
    options, code = ("jvp", active, count, keywords), getattr(f, "__code__", None)
    kept = known.of(f) if lasts else None
    found = None if kept is None else kept.get(options)
    if found is not None and found[0] is code:
        return found[1:]
    target, positions, called = taken_apart(f), None, f
    if isinstance(target.function, types.FunctionType):
        parameters = list(own_signature(behind_wrapper(target).function).parameters.values())[len(target.args):]
        positions = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if positions is None or len(positions) < count:
        called = with_positions(f, count, keywords)
    derivative = differentiate(called, wrt=active if len(active) > 1 else active[0])
    state = derivative_of(derivative)
    state.renew()
    names = [state.seeds[n] for n in state._wrt]
    if kept is not None and isinstance(f, (types.FunctionType, types.BuiltinFunctionType, np.ufunc)):
        known.keep(f, options, (code, derivative, names))
    return derivative, names
