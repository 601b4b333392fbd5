"""What the command says when something is wrong."""

import difflib
import importlib.util
import linecache
import os
import traceback

from s2sad.errors import blank


class Complaint(Exception):
    """What to tell the user before leaving with exit status 2."""


def said(error):
    """An exception's type and message, as Python prints them."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()


def where(trace, filename=None):
    """File, line and text of the last step of a traceback, within a file if given."""
    own = os.path.dirname(__file__)
    steps = [step for step in traceback.extract_tb(trace)
             if os.path.dirname(step.filename) != own and not step.filename.startswith("<frozen")]
    steps = [step for step in steps if step.filename == filename] or steps
    if not steps:
        return ""
    return (f'\n  File "{steps[-1].filename}", line {steps[-1].lineno}'
            + (f"\n    {steps[-1].line}" if steps[-1].line else ""))


def syntax(error, path):
    """A syntax error with its place, its line and a caret."""
    if not isinstance(error, SyntaxError) or error.lineno is None:
        return f"{path} is not valid Python: {error}"
    filename = error.filename or path
    message = f'File "{filename}", line {error.lineno}'
    if error.offset is not None and error.offset > 0:
        message += f", column {error.offset}"
    text = (error.text or linecache.getline(filename, error.lineno)).rstrip("\r\n")
    if text.strip():
        lead = len(text) - len(text.lstrip())
        message += f"\n    {text.strip()}"
        if error.offset is not None and error.offset > 0:
            message += "\n    " + blank(text[lead:max(error.offset - 1, lead)]) + "^"
    return f"{message}\n{type(error).__name__}: {error.msg}"


def with_column(error):
    """The syntax error that an import raised, its column counted in characters."""
    try:
        with open(error.filename, "rb") as file:
            compiled_text(file.read(), error.filename)
    except SyntaxError as again:
        return again
    except Exception:                          # no such file, or not the file's error
        pass
    return error


def nearest(path):
    folder, name = os.path.split(path)
    try:
        names = [entry for entry in os.listdir(folder or ".") if entry.endswith(".py")]
    except OSError:
        return ""
    return did_you_mean(name, names)


def did_you_mean(name, names):
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


def compiled_text(text, path):
    """The code of a file's bytes."""
    # Decoded first: given bytes, Python before 3.13 counts a syntax error's column in them.
    return compile(importlib.util.decode_source(text), path, "exec", dont_inherit=True)
