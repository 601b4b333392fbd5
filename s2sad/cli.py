"""The `s2sad` command: read a derivative without writing a script.

    s2sad inspect FILE.py:FUNC [--wrt NAMES] [--mode forward|reverse]
    s2sad inspect package.module:FUNC

Standard output gets the generated source and nothing else.  Whatever goes
wrong is one message on standard error and exit status 2, never a traceback.
"""

import argparse
import contextlib
import difflib
import importlib
import importlib.util
import io
import linecache
import os
import re
import sys
import traceback

from .errors import DifferentiationError, blank


class Complaint(Exception):
    """What to tell the user before leaving with exit status 2."""


def main(argv=None):
    """Run the command; returns the exit status."""
    try:
        options = _parser().parse_args(argv)
        return _write(_derivative(options))
    except SystemExit as leave:                        # argparse, after --help or --version
        return leave.code or 0
    except (Complaint, DifferentiationError) as error:
        message = str(error)
    except KeyboardInterrupt:
        message = "interrupted"
    except Exception as error:
        message = (f"this is a bug in s2sad, please report it: {_said(error)}"
                   f"{_where(error.__traceback__)}")
    with contextlib.suppress(OSError, AttributeError):   # no standard error either
        print(f"s2sad: {message}" if not message.startswith("File ") else message,
              file=sys.stderr)
    return 2


# ------------------------------------------------------------------- options

class _Parser(argparse.ArgumentParser):
    def error(self, message):
        raise Complaint(f"{message}\nTry `{self.prog} --help`.")


def _parser():
    parser = _Parser(prog="s2sad", description="Derivatives you can read.", allow_abbrev=False)
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    inspect = commands.add_parser(
        "inspect", allow_abbrev=False, help="print the source of a function's derivative",
        description="Print the Python source of a function's derivative.")
    inspect.add_argument("target", metavar="FILE.py:FUNC",
                         help="a function, or Class.method, in a file or in package.module")
    inspect.add_argument("--wrt", metavar="NAMES", type=_wrt, default=argparse.SUPPRESS,
                         help="the parameters to differentiate with respect to: names or "
                              "positions with commas between (default: the first)")
    inspect.add_argument("--mode", choices=["forward", "reverse"], default=argparse.SUPPRESS,
                         help="forward (default); reverse is planned")
    return parser


class _Version(argparse.Action):
    """`--version`, looked up only when asked for."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, **{**kwargs, "nargs": 0, "help": "print the version and leave"})

    def __call__(self, parser, *rest):
        from importlib import metadata
        try:
            version = metadata.version("s2sad")
        except metadata.PackageNotFoundError:          # run from a checkout
            import s2sad
            version = getattr(s2sad, "__version__", "(not installed)")
        parser.exit(_write(f"s2sad {version}"))


def _wrt(text):
    """The value of `--wrt`: a name or a position, or a tuple of them.

    >>> _wrt("u"), _wrt("0,k")
    ('u', (0, 'k'))
    """
    parts = [part.strip() for part in text.split(",")]
    if "" in parts:
        raise argparse.ArgumentTypeError(f"an empty name in {text!r}")
    parts = tuple(int(part) if re.fullmatch(r"-?\d+", part) else part for part in parts)
    return parts[0] if len(parts) == 1 else parts


# ---------------------------------------------------------------- the command

def _derivative(options):
    """The generated source that the options ask for."""
    place, name = _split(options.target)
    chosen = {key: getattr(options, key) for key in ("wrt", "mode") if hasattr(options, key)}
    if chosen.get("mode") == "reverse":
        raise Complaint("reverse mode is planned, not there yet")
    import s2sad  # before the user's folder comes first on sys.path
    with _restored(), _output_to_stderr():
        module = _import_file(place) if _is_path(place) else _import_module(place)
        function = _look_up(module, name, place)
        try:
            with contextlib.redirect_stdout(io.StringIO()):    # it prints what it returns
                return s2sad.inspect(function, **chosen)
        except DifferentiationError:
            raise
        except (TypeError, ValueError) as error:               # an unsuitable --wrt
            raise Complaint(str(error) or _said(error)) from error


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
        raise Complaint(f"there is no file {path}{_nearest(path)}") from None
    except OSError as error:
        raise Complaint(f"{path} cannot be read: {error.strerror or error}") from None
    if b"\0" in text:
        raise Complaint(f"{path} is a binary file, not Python source")
    try:
        return _compile(text, os.path.abspath(path))
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise Complaint(_syntax(error, path)) from None


def _compile(text, path):
    # Decoded first: given bytes, Python before 3.13 counts a syntax error's column in them.
    return compile(importlib.util.decode_source(text), path, "exec", dont_inherit=True)


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
        raise Complaint(_syntax(_with_column(error), place)) from None
    except BaseException as error:
        if isinstance(error, SystemExit):
            said = f"it called sys.exit({'' if error.code is None else repr(error.code)})"
        elif isinstance(error, KeyboardInterrupt):
            said = "interrupted"
        else:
            said = _said(error)
        if isinstance(error, ImportError) and "no known parent package" in said:
            said += "\nThe file is part of a package: write package.module:FUNC."
        raise Complaint(f"{place} cannot be imported: {said}"
                        f"{_where(error.__traceback__, filename)}") from None


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
            raise Complaint(f"there is no {part!r} in {seen}{_did_you_mean(part, names)}") from None
        seen = f"{place}:{name[:name.index(part) + len(part)]}"
    if not callable(found):
        raise Complaint(f"{name} in {place} is not a function: it is of type "
                        f"{type(found).__name__}")
    return found


# ------------------------------------------------------------------- messages

def _said(error):
    """An exception's type and message, as Python prints them."""
    return "".join(traceback.format_exception_only(type(error), error)).strip()


def _where(trace, filename=None):
    """File, line and text of the last step of a traceback, within a file if given."""
    steps = [step for step in traceback.extract_tb(trace)
             if step.filename != __file__ and not step.filename.startswith("<frozen")]
    steps = [step for step in steps if step.filename == filename] or steps
    if not steps:
        return ""
    return (f'\n  File "{steps[-1].filename}", line {steps[-1].lineno}'
            + (f"\n    {steps[-1].line}" if steps[-1].line else ""))


def _syntax(error, path):
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


def _with_column(error):
    """The syntax error that an import raised, its column counted in characters."""
    try:
        with open(error.filename, "rb") as file:
            _compile(file.read(), error.filename)
    except SyntaxError as again:
        return again
    except Exception:                          # no such file, or not the file's error
        pass
    return error


def _nearest(path):
    folder, name = os.path.split(path)
    try:
        names = [entry for entry in os.listdir(folder or ".") if entry.endswith(".py")]
    except OSError:
        return ""
    return _did_you_mean(name, names)


def _did_you_mean(name, names):
    close = difflib.get_close_matches(name, names, n=3, cutoff=0.6)
    return f"; did you mean {' or '.join(close)}?" if close else ""


# --------------------------------------------------------------------- streams

@contextlib.contextmanager
def _restored():
    """Put `sys.path` and `sys.argv` back as they were."""
    path, argv = sys.path[:], sys.argv
    try:
        yield
    finally:
        sys.path[:], sys.argv = path, argv


@contextlib.contextmanager
def _output_to_stderr():
    """Send what is printed, by Python or by anything below it, to standard error."""
    with contextlib.redirect_stdout(sys.stderr):
        try:
            saved = os.dup(1)
        except OSError:                                 # it was closed
            yield
            return
        try:
            with contextlib.suppress(OSError):
                os.dup2(2, 1)
            yield
        finally:
            with contextlib.suppress(OSError, ValueError, AttributeError):
                sys.__stdout__.flush()                  # what was written there by that name
            os.dup2(saved, 1)
            os.close(saved)


def _write(text):
    """Print the result on standard output, in colour on a terminal; the exit status."""
    if sys.stdout is None:
        raise Complaint("standard output is closed")
    text = text.rstrip("\n")
    try:
        if sys.stdout.isatty():
            _write_coloured(text)
        else:
            _write_plain(text)
        sys.stdout.flush()
    except OSError as error:
        # Python flushes once more at exit; let it go nowhere.
        with contextlib.suppress(OSError, ValueError):
            os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        if not isinstance(error, BrokenPipeError):      # but `| head` has simply read enough
            raise Complaint(f"standard output cannot be written: "
                            f"{error.strerror or error}") from None
    return 0


def _write_plain(text):
    try:
        print(text)
    except UnicodeEncodeError:                          # LANG=C, but Python source is UTF-8
        sys.stdout.buffer.write(f"{text}\n".encode())


def _write_coloured(text):
    from rich.console import Console
    from rich.syntax import Syntax

    syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
    coloured = syntax.highlight(text)
    coloured.rstrip()
    # Soft wrapping leaves it to the terminal, so that what is copied is exact.
    Console().print(coloured, soft_wrap=True)
