"""Calls of functions that are known only when the program runs."""

import linecache
import sys
import types

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.rules.user import depend


class _Versions(dict):
    """(function, how it is called, kinds of the arguments) -> (its derivative, its guards)"""

    __hash__ = object.__hash__
    forget = dict.clear  # a rule of the user's has changed


_VERSIONS = _Versions()
depend(_VERSIONS)
_LIMIT = 512


def pushforward(f, arguments, tangents, keywords=None, keyword_tangents=None):
    """`f(*arguments, **keywords)` and its tangent, as a pair.

    A tangent of None says that its argument is held constant.  The derivative
    is made at the first call with arguments of these kinds, and kept.

    Raises DifferentiationError where `f` cannot be differentiated.
    """
    from s2sad.backend.guards import holds
    from s2sad.frontend.wrappers import array_method
    from s2sad.analysis.kinds import kinds_key
    from s2sad.analysis.values import kinds_of_arguments
    from s2sad.runtime.seeds import kind_key, sharers
    keywords, keyword_tangents = keywords or {}, keyword_tangents or {}
    if type(f) is types.BuiltinMethodType and isinstance(f.__self__, (np.ndarray, np.generic)):
        # A method of an array is the same function for every array.
        arguments, tangents = (f.__self__, *arguments), (None, *tangents)
        f = array_method(f.__name__)
    values = [*arguments, *keywords.values()]
    directions = [*tangents, *keyword_tangents.values()]
    mask = tuple(d is not None for d in directions)
    shared = bool(sharers(dict(enumerate(values))))
    kinds = kinds_of_arguments(dict(enumerate(values)), ()) if shared else None
    key = (f, len(arguments), tuple(keywords), mask,
           kinds_key(kinds, keeping=True) if shared else tuple(map(kind_key, values)))
    try:
        version = _VERSIONS.get(key)
    except TypeError:  # an object that is not hashable
        key = version = None
    if version is None or not holds(version[1]):
        try:
            version = derive(f, len(arguments), tuple(keywords), values, mask)
        except DifferentiationError as refusal:
            raise placed(refusal, sys._getframe(1)) from None
        if len(_VERSIONS) >= _LIMIT:
            _VERSIONS.clear()
        if key is not None:
            _VERSIONS[key] = version
    v, dv = version[0](*values, *(d for d in directions if d is not None))
    check(v, f)
    return v, dv


def derive(f, count, names, values, mask):
    """The function that takes values and tangents and returns the pair; and its guards."""
    from s2sad.analysis.values import kinds_of_arguments
    from s2sad.frontend.wrappers import calling
    from s2sad.pipeline import generate, link
    wrapper = calling(f, count, names)
    names = wrapper.__code__.co_varnames[:len(values)]
    parameters = kinds_of_arguments(dict(zip(names, values)), {p for p, active in zip(names, mask) if active})
    generated = generate(wrapper, parameters, None)
    taken = tuple(p for p, active in zip(parameters, mask) if active)
    if generated.mirrored != taken:
        raise DifferentiationError(
            f"{getattr(f, '__name__', f)} writes what depends on what is differentiated into an argument that does not.",
            "Call it under its own name rather than through a variable.")
    return link(generated), generated.guards


def placed(refusal, frame):
    """The refusal at the user's line that makes the call, where it has no other line of the user's.

    The wrapper around the function is no place that the user knows.
    """
    from s2sad.backend.compiler import ORIGINS
    if refusal.filename is not None and not refusal.filename.startswith("<s2sad"):
        return refusal
    while frame is not None and frame.f_code.co_filename not in ORIGINS:
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
