"""What a callable consists of: the Python function that a call of it calls, and what it passes to that by itself."""

import types

from s2sad.analysis.interpolants import is_interpolant
from s2sad.firstversion import first_version
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.source import Target, unwrap
from s2sad.frontend.wrappers import with_signature
from s2sad.rules.registry import library_rule
from s2sad.rules.user import rule_of


def target_of(f, wrt):
    """What a call of a callable calls, as a Python function."""
    target = Target(f) if rule_of(f) is not None or ruled_by_library(f) or is_interpolant(type(f)) else taken_apart(f)
    below = derivative_of(target.function)
    if below is not None and below._outdated:
        below.show(first_version(below))
    if not isinstance(target.function, types.FunctionType) or ruled_by_library(target.function):
        from s2sad.frontend.wrappers import python_function
        target = type(target)(python_function(target.function, wrt), target.args, target.kwargs)
    return behind_wrapper(target)


def ruled_by_library(f):
    """Is it a library's rule that counts for `f`, though it may be written in Python?"""
    return rule_of(f) is None and derivative_of(f) is None and library_rule(f) is not None


def behind_wrapper(target):
    """A wrapper under the signature that it shows, by `functools.wraps` or `__signature__`."""
    function = target.function
    if (hasattr(function, "__wrapped__") or hasattr(function, "__signature__")) and derivative_of(function) is None:
        own = own_signature(function)
        if any(p.kind in (p.VAR_POSITIONAL, p.VAR_KEYWORD) for p in own.parameters.values()):
            return Target(with_signature(function), target.args, target.kwargs)
    return target


def made_of(f):
    """What may be exchanged in a callable: its functions with their code and defaults, and what it passes to them."""
    below = derivative_of(f)
    if below is not None:
        return [below._signature]
    target = unwrap(f)
    parts = [*target.args, *target.kwargs, *target.kwargs.values()]
    function = target.function
    while isinstance(function, types.FunctionType) and len(parts) < _MOST_PARTS:
        below = derivative_of(function)
        if below is not None:
            return [*parts, function, below._signature]
        named = function.__kwdefaults__ or {}
        parts += [function, function.__code__, function.__defaults__, *named, *named.values()]
        function = function.__dict__.get("__wrapped__")
    return parts


_MOST_PARTS = 200  # a wrapper may wrap itself


def taken_apart(f):
    """What a call of `f` calls; a derivative is itself, and that of a method or partial one that takes all arguments."""
    below = derivative_of(f)
    return unwrap(f) if below is None else Target(f) if not (below._target.args or below._target.kwargs) \
        else Target(below.unbound(), below._target.args, below._target.kwargs)
