"""Refusals in generated code, where a derivative is differentiated again, at the line of the user's that it was made for."""

import inspect
import linecache
import os

from s2sad.errors import DifferentiationError
from s2sad.frontend.wrappers import WRAPPER

_OWN = os.path.dirname(os.path.dirname(os.path.abspath(__file__)))


def at_users_line(context, node, error):
    """The refusal at the user's line, with what the derivative has there; as it is where no line is known."""
    while context.source.filename.startswith((_OWN, "<s2sad")):
        line = getattr(node, "lineno", None) or context.tree.lineno
        place = users_place(context.source.filename, line)
        if place is not None:
            written = context.source.line(line).strip()
            reason = error.reason[0].lower() + error.reason[1:] if error.reason[1:2].islower() or error.reason[1:2] == " " \
                else error.reason
            filename, number = place
            text = linecache.getline(filename, number)
            return DifferentiationError(
                f"A derivative is differentiated here once more. In it, where it says `{written}`: {reason}", error.advice,
                filename=filename, lineno=number, offset=len(text) - len(text.lstrip()) + 1, text=text or None,
                calls=error.calls)
        if context.caller is None:
            break
        context, node = context.caller
    return at_wrapped(context, node, error) if error.filename.startswith(WRAPPER) else error


def at_wrapped(context, node, error):
    """The refusal in a function that only makes a call, at the user's call of it, or where the function called is defined."""
    filename = lineno = None
    if not context.source.filename.startswith(("<s2sad", _OWN)):
        filename, lineno = context.source.filename, getattr(node, "lineno", None)
    for name in context.function.__code__.co_names if filename is None else ():
        called = context.function.__globals__.get(name)
        code = getattr(inspect.unwrap(called), "__code__", None) if callable(called) else None
        if code is not None and not code.co_filename.startswith("<s2sad"):
            filename, lineno = code.co_filename, code.co_firstlineno
            break
    text = linecache.getline(filename, lineno) if lineno is not None else ""
    return DifferentiationError(
        error.reason, error.advice, filename=filename, lineno=lineno, text=text or None,
        offset=len(text) - len(text.lstrip()) + 1 if text else None, calls=error.calls)


def users_place(filename, line):
    """(file, line) of the user's for a line of a generated text, or None."""
    from s2sad.backend.compiler import ORIGINS
    origin = ORIGINS.get(filename)
    while origin is not None:
        line = next((n for n in reversed(origin.user_lines[:line]) if n is not None), None)
        if line is None:
            return None
        filename = origin.function.__code__.co_filename
        origin = ORIGINS.get(filename)
        if origin is None:
            return None if filename.startswith(("<s2sad", _OWN)) else (filename, line)
    return None
