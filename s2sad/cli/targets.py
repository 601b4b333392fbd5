"""Finding the function that `FILE.py:FUNC` or `package.module:FUNC` names."""

import contextlib
import importlib
import importlib.util
import os
import re
import sys

from s2sad.cli.complaints import (
    Complaint,
    compiled_text,
    did_you_mean,
    nearest,
    said,
    syntax,
    where,
    with_column,
)
from s2sad.cli.streams import output_to_stderr
from s2sad.errors import DifferentiationError


@contextlib.contextmanager
def loaded(target, *beside):
    """The function, its file or module imported; what runs meanwhile prints on standard error.

    beside: names of other functions there, or None; then a list of all functions is what is loaded.
    """
    place, name = _split(target)
    with _restored(), output_to_stderr():
        module = _import_file(place) if _is_path(place) else _import_module(place)
        found = [other and _look_up(module, other, place) for other in (name, *beside)]
        yield found if beside else found[0]


def _split(target):
    """FILE and FUNC, around the last colon: a Windows path has one of its own."""
    place, colon, name = target.rpartition(":")
    if not (place and name) or re.fullmatch(r"[\\/].*", name):
        raise Complaint(f"{target!r} does not name a function: write FILE.py:FUNC "
                        "or package.module:FUNC")
    return place, name


def _is_path(place):
    """Is this a file's path, and not a module's name?

    >>> _is_path("heat.py"), _is_path("lib/heat"), _is_path("lib.heat")
    (True, True, False)
    """
    return (place.endswith(".py") or os.path.isfile(place)
            or not all(part.isidentifier() for part in place.split(".")))


def _import_file(path):
    """Run a file as a module of its own, as `python FILE.py` would, but not as `__main__`."""
    code = _compiled(path)
    name = os.path.splitext(os.path.basename(path))[0]
    if name in sys.modules:          # types.py must not replace the module that others use
        name = f"{name}_file"
    spec = importlib.util.spec_from_file_location(name, os.path.abspath(path))
    module = importlib.util.module_from_spec(spec)
    sys.modules[name] = module       # dataclasses and pickle look there
    sys.path.insert(0, os.path.dirname(os.path.realpath(path)))
    sys.argv = [path]
    with _imports_explained(path, spec.origin):
        exec(code, vars(module))
    return module


def _compiled(path):
    """The code of a file, read here: a .pyc beside it may be older than its text."""
    if os.path.isdir(path):
        raise Complaint(f"{path} is a directory: name a .py file in it")
    if not path.endswith(".py"):
        missing = "" if os.path.exists(path) else ", and there is none of that name"
        raise Complaint(f"{path} is not a Python file (.py){missing}")
    try:
        with open(path, "rb") as file:
            text = file.read()
    except FileNotFoundError:
        raise Complaint(f"there is no file {path}{nearest(path)}") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror or error}") from None
    if b"\0" in text:
        raise Complaint(f"{path} is a binary file, not Python source")
    try:
        return compiled_text(text, os.path.abspath(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Complaint(syntax(error, path)) from None


def _import_module(name):
    """Import a module by its dotted name, from the current folder first."""
    sys.path.insert(0, os.getcwd())
    importlib.invalidate_caches()
    with _imports_explained(name):
        try:
            spec = importlib.util.find_spec(name)
        except (ModuleNotFoundError, ValueError) as error:   # its package is not there either
            if isinstance(error, ModuleNotFoundError) and not f"{name}.".startswith(
                    f"{error.name}."):
                raise
            spec = None
    if spec is None:
        raise Complaint(f"there is no module named {name}")
    if spec.origin is None:
        raise Complaint(f"{name} is a directory without code: name a .py file or a module in it")
    with _imports_explained(name, spec.origin):
        return importlib.import_module(name)


@contextlib.contextmanager
def _imports_explained(place, filename=None):
    """Turn what a module raises while it is imported into a complaint."""
    try:
        yield
    except (Complaint, DifferentiationError):  # the file may use @differentiate
        raise
    except SyntaxError as error:
        raise Complaint(syntax(with_column(error), place)) from None
    except BaseException as error:
        if isinstance(error, SystemExit):
            reason = f"it called sys.exit({'' if error.code is None else repr(error.code)})"
        elif isinstance(error, KeyboardInterrupt):
            reason = "interrupted"
        else:
            reason = said(error)
        if isinstance(error, ImportError) and "no known parent package" in reason:
            reason += "\nThe file is part of a package: write package.module:FUNC."
        raise Complaint(f"{place} cannot be imported: {reason}"
                        f"{where(error.__traceback__, filename)}") from None


def _look_up(module, name, place):
    """The object that a dotted name stands for in a module."""
    import inspect

    found, seen = module, place
    for part in name.split("."):
        try:
            found = getattr(found, part)
        except Exception:                      # a module's own __getattr__ may raise anything
            names = [key for key, value in inspect.getmembers_static(found)
                     if callable(value) or isinstance(value, classmethod)]
            raise Complaint(f"there is no {part!r} in {seen}{did_you_mean(part, names)}") from None
        seen = f"{place}:{name[:name.index(part) + len(part)]}"
    if not callable(found):
        raise Complaint(f"{name} in {place} is not a function: it is of type "
                        f"{type(found).__name__}")
    return found


@contextlib.contextmanager
def _restored():
    """Put `sys.path` and `sys.argv` back as they were."""
    path, argv = sys.path[:], sys.argv
    try:
        yield
    finally:
        sys.path[:], sys.argv = path, argv
