"""Calls of functions that are known only when the program runs."""

import functools
import linecache
import sys
import types

import numpy as np

from s2sad.backend.guards import holds
from s2sad.backend.templates import Templates
from s2sad.errors import DifferentiationError
from s2sad.records import Value
from s2sad.rules.user import depend
from s2sad.runtime.keys import Parts, is_made_anew, kind_key
from s2sad.runtime.sharing import sharers


class _Versions(dict):
    """(function, how it is called, kinds of the arguments) -> its derivative, a `Version`"""

    __hash__ = object.__hash__
    forget = dict.clear  # a rule of the user's has changed


_VERSIONS = _Versions()
_TEMPLATES = Templates()  # ... of functions made anew
_OF_NUMBERS = _Versions()  # (function, types of the numbers and of their tangents) -> its derivative's function, its code, guards
depend(_VERSIONS)
depend(_TEMPLATES)
depend(_OF_NUMBERS)
_LIMIT = 512
_HOLDING = (functools.partial, types.MethodType)  # they are made anew as well


class Paired(Value):
    """See `paired`."""

    function: object
    count: int
    keywords: tuple
    mask: tuple

    def version(self, values):
        function = self.function
        values = values[:len(self.mask)]
        if type(function) is Paired:
            function = function.version(values)
        return version_for((function, self.count, self.keywords), values, self.mask).function


def paired(function, count, keywords, mask):
    """The derivative of what is called in this way, for the arguments that it meets: it takes the tangents after them.

    `pushforward(paired(g, 1, (), (True,)), (x, dx), ...)` differentiates `pushforward(g, (x,), (dx,))` again.
    """
    return Paired(function, count, keywords, mask)


def pushforward(f, arguments, tangents, keywords=None, keyword_tangents=None):
    """`f(*arguments, **keywords)` and its tangent, as a pair.

    A tangent of None says that its argument is held constant.  The derivative
    is made at the first call with arguments of these kinds, and kept.

    Raises DifferentiationError where `f` cannot be differentiated.
    """
    plain = not keywords and type(f) in _NAMED and _NUMBERS.issuperset(map(type, arguments)) \
        and _DIRECTIONS.issuperset(map(type, tangents))
    if plain:  # most calls are such, and go on from what was found for the last
        key = (f, *map(type, arguments), *map(type, tangents))
        function, code, guards = _OF_NUMBERS.get(key, (None, None, None))
        if function is not None and code is getattr(f, "__code__", None) and holds(guards):
            v, dv = function(*arguments, *[d for d in tangents if d is not None])
            if type(v) is not float:
                check(v, f)
            return v, dv
    keywords, keyword_tangents = keywords or {}, keyword_tangents or {}
    if type(f) is types.BuiltinMethodType and isinstance(f.__self__, (np.ndarray, np.generic)):
        # A method of an array is the same function for every array.
        arguments, tangents = (f.__self__, *arguments), (None, *tangents)
        from s2sad.frontend.wrappers import array_method
        f = array_method(f.__name__)
    values = [*arguments, *keywords.values()]
    named = map(unless_option, keyword_tangents.values(), keywords.values())
    directions = [number_or_same(d, v) for d, v in zip([*tangents, *named], values)]
    mask = tuple(d is not None for d in directions)
    try:
        how = f.version(values) if type(f) is Paired else f, len(arguments), tuple(keywords)
        version = version_for(how, values, mask)
    except DifferentiationError as refusal:
        raise placed(refusal, sys._getframe(1)) from None
    if plain and stands_alone(f):
        if len(_OF_NUMBERS) >= _LIMIT:
            _OF_NUMBERS.clear()
        _OF_NUMBERS[key] = version.function, getattr(f, "__code__", None), version.guards
    v, dv = version.function(*values, *(d for d in directions if d is not None))
    check(v, f)
    return v, dv


_NAMED = {types.FunctionType, types.BuiltinFunctionType, np.ufunc}
_NUMBERS = {int, float}
_DIRECTIONS = {float, type(None)}


def stands_alone(f):
    """Is what a function does decided by itself, and by what its version's guards see?"""
    if type(f) is types.BuiltinFunctionType:
        return type(f.__self__) is types.ModuleType  # and is no method of an object
    return not is_made_anew(f) or f.__closure__ is None and f.__defaults__ is None and f.__kwdefaults__ is None


def unless_option(direction, value):
    """None for the zero of a whole number or flag: an option, as in `axis=0`, is held constant."""
    return None if type(value) in (int, bool) and type(direction) in (int, float) and not direction else direction


def number_or_same(direction, value):
    """A direction; a number's is one of its own precision, and no array that could be written into."""
    if isinstance(direction, np.ndarray) and not isinstance(value, np.ndarray):
        direction = direction[()]
    if type(value) in (float, complex) and type(direction) in (bool, int, float):
        return type(value)(direction)
    return direction


def version_for(how, values, mask):
    """The derivative of what is called in this way (function, number of arguments, keywords), made at need."""
    from s2sad.facts.kindkeys import kinds_key
    from s2sad.analysis.values import kinds_of_arguments
    from s2sad.frontend.wrappers import calling
    parts = Parts()
    wrapper = calling(*how) if is_made_anew(how[0]) or type(how[0]) in _HOLDING else None
    shared = bool(sharers(dict(enumerate(values))))
    kinds = kinds_of_arguments(dict(enumerate(values)), ()) if shared else None
    key = (how if wrapper is None else (parts.key_of(wrapper), *how[1:]), mask,
           kinds_key(kinds, keeping=parts.held) if shared else tuple([kind_key(v, parts) for v in values]))
    if parts.objects:
        version = _TEMPLATES.version(key, parts)
        if version is None:
            version = derive(how, wrapper or calling(*how), values, mask)
            _TEMPLATES.add(key, version, parts)
        return version
    try:
        version = _VERSIONS.get(key)
    except TypeError:  # an object that is not hashable
        return derive(how, calling(*how), values, mask)
    if version is None or not holds(version.guards):
        if len(_VERSIONS) >= _LIMIT:
            _VERSIONS.clear()
        version = _VERSIONS[key] = derive(how, calling(*how), values, mask)
    return version


def derive(how, wrapper, values, mask):
    """The version whose function takes values and tangents and returns the pair."""
    from s2sad.analysis.values import kinds_of_arguments
    from s2sad.derivative import Version
    from s2sad.pipeline import generate
    names = wrapper.__code__.co_varnames[:len(values)]
    parameters = kinds_of_arguments(dict(zip(names, values)), {p for p, active in zip(names, mask) if active})
    generated = generate(wrapper, parameters, None)
    taken = tuple(p for p, active in zip(parameters, mask) if active)
    if generated.mirrored != taken:
        called = getattr(how[0], "__name__", how[0])
        if any(callable(v) for p, v in zip(names, values) if p in taken and p not in generated.mirrored):
            raise DifferentiationError(
                f"Only the run shows that {called} is called here, and it is passed a function.",
                "Choose what is called from functions that are named in the program, as in a dict of them.")
        raise DifferentiationError(
            f"{called} writes what depends on what is differentiated into an argument that does not.",
            "Call it under its own name rather than through a variable.")
    return Version(generated, None, None, None)


def too_many_arguments(count, most):
    """The refusal of a call `f(*xs)` that passes more than are looked at one by one."""
    return placed(DifferentiationError(f"This passes {count} arguments to one of several functions, which is looked at with {most} at most.",
                                       "Pass a list."), sys._getframe())


def placed(refusal, frame):
    """The refusal at the user's line that makes the call, where it has no other line of the user's.

    The wrapper around the function is no place that the user knows.
    """
    from s2sad.backend.compiler import ORIGINS
    if refusal.filename is not None and not refusal.filename.startswith("<s2sad"):
        return refusal
    while frame is not None and (frame.f_code.co_filename not in ORIGINS
                                 or ORIGINS[frame.f_code.co_filename].function.__code__.co_filename.startswith("<s2sad wrapper")):
        frame = frame.f_back
    origin = ORIGINS[frame.f_code.co_filename] if frame is not None else None
    # A generated text is compiled with a line before it.
    line = origin.user_lines[frame.f_lineno - 2] if origin is not None else None
    filename = origin.function.__code__.co_filename if line else None
    text = linecache.getline(filename, line) if line else ""
    return DifferentiationError(
        refusal.reason, refusal.advice, filename=filename, lineno=line, text=text or None,
        offset=len(text) - len(text.lstrip()) + 1 if text else None)


_PLAIN = (int, float, complex, str, bytes, np.ndarray, np.generic, type(None))


def check(v, f):
    """What came back is handled by code that does not know its kind: it must be of numbers, arrays and containers."""
    if isinstance(v, (list, tuple)):
        for item in v:
            check(item, f)
    elif isinstance(v, dict):
        for item in v.values():
            check(item, f)
    elif not isinstance(v, _PLAIN):
        from numbers import Number
        if not isinstance(v, Number):
            raise DifferentiationError(
                f"{getattr(f, '__name__', f)}, which is known only when the program runs, returned an object of type "
                f"{type(v).__name__}.", "Return numbers, arrays, lists, tuples or dicts.")
