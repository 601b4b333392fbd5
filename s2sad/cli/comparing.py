"""`s2sad compare`: one function differentiated in four ways."""

import os

from s2sad.cli.complaints import Complaint, said
from s2sad.cli.options import add_target, add_wrt, call_arguments
from s2sad.cli.streams import console, width, write
from s2sad.cli.targets import loaded
from s2sad.errors import DifferentiationError


def add(commands):
    """Describe the command's options."""
    parser = commands.add_parser(
        "compare", allow_abbrev=False, help="compare numerical, symbolic, manual and automatic differentiation",
        description="Differentiate a function of a real number numerically, symbolically, by hand and automatically, "
                    "and compare the derivatives, their errors, times and sizes.",
        epilog="example: s2sad compare map.py:logistic --at '0.2, n=4' --manual logistic_by_hand")
    add_target(parser)
    parser.add_argument("--at", metavar="ARGS", required=True,
                        help="the function's arguments, with commas between, as in a call: '0.2, n=4'")
    parser.add_argument("--manual", metavar="FUNC",
                        help="a function beside it that returns the derivative, for the same arguments")
    add_wrt(parser)
    parser.add_argument("--seconds", metavar="S", type=float, default=10.0,
                        help="time limit for each part of the symbolic work (default: 10)")
    parser.add_argument("--plot", metavar="FILE", help="write the plot of errors to FILE (.png, .svg, .pdf)")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.set_defaults(run=run)


def run(options):
    """Compare and print; the exit status."""
    if not options.seconds > 0:
        raise Complaint("--seconds must be positive")
    positional, named = call_arguments(options.at)
    plot = options.plot and os.path.abspath(options.plot)  # the user's file may change the folder
    import s2sad  # before the user's folder comes first on sys.path
    with loaded(options.target, options.manual) as (function, manual):
        try:
            at = arguments(function, positional, named)
            result = s2sad.compare(function, at, manual, seconds=options.seconds,
                                   **({"wrt": options.wrt} if hasattr(options, "wrt") else {}))
        except DifferentiationError:
            raise
        except (Exception, SystemExit) as error:
            known = type(error) in (TypeError, ValueError, ModuleNotFoundError) and str(error)
            raise Complaint(str(error) if known else said(error)) from error
        if plot:
            save(result, plot, options.plot)
    if options.json:
        return write(result.to_json(indent=1))
    from s2sad.comparing.show import show, text
    return write(text(result, width()), lambda _: show(result, console()))


def arguments(function, positional, named):
    """All arguments by name."""
    import inspect
    return dict(inspect.signature(function).bind(*positional, **named).arguments) if named else tuple(positional)


def save(result, path, name):
    """Write the plot."""
    try:
        result.plot(path)
    except (OSError, ValueError, ModuleNotFoundError) as error:
        raise Complaint(f"{name} cannot be written: {getattr(error, 'strerror', None) or error}") from None
