"""Directional derivatives: `jvp`."""

import functools
import types

import numpy as np

from s2sad.derivative import behind_wrapper, taken_apart
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.source import unwrap
from s2sad.frontend.wrappers import with_positions
from s2sad.rules.user import has_rule
from s2sad.runtime.keys import is_users_own
from s2sad.runtime.mirrors import zeros


def directional(differentiate, known, f, primals, tangents, kwargs):
    """See `s2sad.jvp`; known: what was prepared for functions, by function."""
    if type(f) is not types.FunctionType and is_taken_apart(f):
        target = unwrap(f)
        f, primals, kwargs = target.function, target.args + primals, {**target.kwargs, **kwargs}
        tangents = (None,) * len(target.args) + tangents
    active = tuple([i for i, t in enumerate(tangents) if t is not None])
    if not active:
        v = f(*primals, **kwargs)
        return v, zeros(v)
    derivative, names = prepared(differentiate, known, f, active, len(primals), tuple(kwargs))
    return derivative(*primals, **kwargs, **dict(zip(names, [tangents[i] for i in active])))


def is_taken_apart(f):
    """Is this a method, a partial or an object that is called, of a function of the user's?

    Then what it holds is an argument of that function like any other, and one derivative serves all of them.
    """
    kind = type(f)
    if kind is types.MethodType:
        call = f.__func__
    elif kind is functools.partial:
        call = f.func
    else:
        call = next((vars(cls)["__call__"] for cls in kind.__mro__ if "__call__" in vars(cls)), None)
    return type(call) is types.FunctionType and is_users_own(call) and not has_rule(f)


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
