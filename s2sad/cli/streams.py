"""Standard output and standard error."""

import contextlib
import os
import sys

from s2sad.cli.complaints import Complaint


@contextlib.contextmanager
def output_to_stderr():
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


def write(text, on_terminal=None):
    """Print the result on standard output; the exit status.

    on_terminal: what prints it, in colour, on a terminal.
    """
    if sys.stdout is None:
        raise Complaint("standard output is closed")
    text = text.rstrip("\n")
    try:
        if on_terminal is not None and sys.stdout.isatty():
            on_terminal(text)
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


def write_coloured(text):
    """Print Python source, highlighted."""
    from rich.console import Console
    from rich.syntax import Syntax

    syntax = Syntax("", "python", theme="ansi_dark", background_color="default")
    coloured = syntax.highlight(text)
    coloured.rstrip()
    # Soft wrapping leaves it to the terminal, so that what is copied is exact.
    Console().print(coloured, soft_wrap=True)


def width():
    """How many columns a text that is not for a terminal may have: COLUMNS, or 80."""
    try:
        return max(40, int(os.environ.get("COLUMNS", "")))
    except ValueError:
        return 80


def save(path, name, text):
    """Write a file that the user named."""
    try:
        with open(path, "w", encoding="utf-8") as file:
            file.write(text)
    except OSError as error:
        raise Complaint(f"{name} cannot be written: {error.strerror or error}") from None


def console():
    """The terminal, in colour."""
    from rich.console import Console
    return Console()
