"""Directional derivatives: `jvp`."""

import types

from s2sad.derivative import behind_wrapper, taken_apart
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.wrappers import with_positions
from s2sad.runtime.mirrors import zeros


def directional(differentiate, f, primals, tangents, kwargs):
    """See `s2sad.jvp`."""
    active = tuple(i for i, t in enumerate(tangents) if t is not None)
    if not active:
        v = f(*primals, **kwargs)
        return v, zeros(v)
    target = taken_apart(f)
    positions = None
    if isinstance(target.function, types.FunctionType):
        parameters = list(own_signature(behind_wrapper(target).function).parameters.values())[len(target.args):]
        positions = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    if positions is None or len(positions) < len(primals):
        f = with_positions(f, len(primals), tuple(kwargs))
    derivative = differentiate(f, wrt=active if len(active) > 1 else active[0])
    names = derivative_of(derivative)._wrt
    seeds = {derivative.seeds[n]: tangents[i] for n, i in zip(names, active)}
    return derivative(*primals, **kwargs, **seeds)
