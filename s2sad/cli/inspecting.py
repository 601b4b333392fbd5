"""`s2sad inspect`: the source of a function's derivative."""

import argparse
import contextlib
import io

from s2sad.cli.complaints import Complaint, said
from s2sad.cli.options import add_target, add_wrt
from s2sad.cli.streams import write, write_coloured
from s2sad.cli.targets import loaded
from s2sad.errors import DifferentiationError


def add(commands):
    """Describe the command's options."""
    parser = commands.add_parser(
        "inspect", allow_abbrev=False, help="print the source of a function's derivative",
        description="Print the Python source of a function's derivative.")
    add_target(parser)
    add_wrt(parser)
    parser.add_argument("--mode", choices=["forward", "reverse"], default=argparse.SUPPRESS,
                        help="forward (default); reverse is planned")
    parser.set_defaults(run=run)


def run(options):
    """Print the generated source that the options ask for; the exit status."""
    return write(derivative(options), write_coloured)


def derivative(options):
    """The generated source."""
    chosen = {key: getattr(options, key) for key in ("wrt", "mode") if hasattr(options, key)}
    if chosen.get("mode") == "reverse":
        raise Complaint("reverse mode is planned, not there yet")
    import s2sad  # before the user's folder comes first on sys.path
    with loaded(options.target) as function:
        try:
            with contextlib.redirect_stdout(io.StringIO()):    # it prints what it returns
                return s2sad.inspect(function, **chosen)
        except DifferentiationError:
            raise
        except (TypeError, ValueError) as error:               # an unsuitable --wrt
            raise Complaint(str(error) or said(error)) from error
