"""What methods, partials and objects that are called pass on by themselves, and expressions that say that they still do.

For `functools.partial(power, 3, scale=s)` what is held is `{"n": 3, "scale": s}`; the conditions read

    power_3.func is power, power_3.args is args, power_3.keywords.keys() == {"scale"}, power_3.keywords["scale"] is s
"""

import functools
import types

from s2sad.backend.conditions import PREFIX as _P, bind
from s2sad.frontend.derived import derivative_of


def held_by(target, parameters, arguments):
    """Parameter -> what is passed for it without being asked for; None where a call may say otherwise."""
    positional = parameters[:len(target.args)]
    if len(positional) < len(target.args) or any(p.kind is p.VAR_POSITIONAL for p in positional):
        return None
    names = {p.name for p in parameters if p.kind in (p.POSITIONAL_OR_KEYWORD, p.KEYWORD_ONLY)}
    if not target.kwargs.keys() <= names or any(arguments[n] is not v for n, v in target.kwargs.items()):
        return None
    return {**{p.name: v for p, v in zip(positional, target.args)}, **target.kwargs}


def callable_tests(f, things):
    """Conditions for a callable to stand for the same function, with the same arguments; None where they are not known."""
    tests = []
    while True:
        if derivative_of(f) is not None:
            f = derivative_of(f).public.primal
        elif isinstance(f, functools.partial):
            it = bind(things, "h", f)
            if type(f) is not functools.partial:
                return None
            names = frozenset(f.keywords)
            tests += [f"{it}.func is {bind(things, 'h', f.func)}", f"{it}.args is {bind(things, 'h', f.args)}",
                      f"{it}.keywords.keys() == {bind(things, 'h', names)}"]
            tests += [f"{it}.keywords[{n!r}] is {bind(things, 'h', v)}" for n, v in f.keywords.items()]
            f = f.func
        elif isinstance(f, types.MethodType):
            f = f.__func__
        elif isinstance(f, functools._lru_cache_wrapper):
            tests.append(f"{bind(things, 'h', f)}.__wrapped__ is {bind(things, 'h', f.__wrapped__)}")
            f = f.__wrapped__
        elif isinstance(f, (types.FunctionType, type, types.BuiltinFunctionType)):
            return tests
        else:
            cls = type(f)
            call = next((vars(base)["__call__"] for base in cls.__mro__ if "__call__" in vars(base)), None)
            if getattr(cls, "__call__", None) is not call:
                return None  # a static method, say, or what a class of classes says
            if not isinstance(call, types.FunctionType):
                return tests  # it is called as it is
            tests += [f"{_P}type({bind(things, 'h', f)}) is {bind(things, 'h', cls)}",
                      f"{bind(things, 'h', cls)}.__call__ is {bind(things, 'h', call)}"]
            f = call
