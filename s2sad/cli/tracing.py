"""`s2sad trace`: a derivative run step by step."""

import os

from s2sad.cli.complaints import Complaint, said
from s2sad.cli.options import add_arguments, add_target, add_wrt, evaluated
from s2sad.cli.streams import console, save, width, write
from s2sad.cli.targets import loaded
from s2sad.errors import DifferentiationError


def add(commands):
    """Describe the command's options."""
    parser = commands.add_parser(
        "trace", allow_abbrev=False, help="run a derivative, and show each value with its tangent",
        description="Run a function's derivative, and show statement by statement each value that is assigned, "
                    "with its tangent.",
        epilog="example: s2sad trace pendulum.py:energy 0.3 1.0 length=2.0 --wrt speed")
    add_target(parser)
    add_arguments(parser)
    add_wrt(parser)
    parser.add_argument("--full", action="store_true",
                        help="show all iterations, calls, temporaries and elements of arrays")
    parser.add_argument("--json", action="store_true", help="write JSON")
    parser.add_argument("--html", metavar="FILE", help="write a page for a browser to FILE")
    parser.set_defaults(run=run)


def run(options):
    """Run the derivative and print its trace; the exit status."""
    positional, named = evaluated(options.arguments)
    for name in ("wrt", "full"):
        if name in named:
            raise Complaint(f"{name}=... is no argument of the function: write --{name}, or give the argument "
                            "by position")
    page = options.html and os.path.abspath(options.html)  # the user's file may change the folder
    import s2sad  # before the user's folder comes first on sys.path
    with loaded(options.target) as function:
        try:
            result = s2sad.trace(function, *positional, full=options.full, **named,
                                 **({"wrt": options.wrt} if hasattr(options, "wrt") else {}))
        except DifferentiationError:
            raise
        except (Exception, SystemExit) as error:
            raise Complaint(str(error) if type(error) in (TypeError, ValueError) and str(error)
                            else said(error)) from error
    if page:
        save(page, options.html, result.to_html())
    if options.json:
        write(result.to_json(indent=1))
    elif not page:
        from s2sad.tracing.table import show, text
        write(text(result, width()), lambda _: show(result, console()))
    if result.error is not None:
        raise Complaint(f"{options.target.rpartition(':')[2]} raised {said(result.error)}")
    return 0
