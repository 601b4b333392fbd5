"""`s2sad explore`: a function beside its derivative, as a page."""

import os

from s2sad.cli.complaints import Complaint, said
from s2sad.cli.options import add_arguments, add_target, add_wrt, evaluated
from s2sad.cli.streams import save
from s2sad.cli.targets import loaded


def add(commands):
    """Describe the command's options."""
    parser = commands.add_parser(
        "explore", allow_abbrev=False, help="write a page that shows a function beside its derivative",
        description="Write a page for a browser that shows a function beside its derivative, which lines belong "
                    "together, and the forms in between. Arguments choose the derivative for their kinds; the "
                    "function is not run. Where it is refused the page shows that, and the exit status is 2.",
        epilog="example: s2sad explore heat.py:heat -o heat.html")
    add_target(parser)
    add_arguments(parser)
    add_wrt(parser)
    parser.add_argument("-o", "--output", metavar="PAGE.html", required=True, help="where to write the page")
    parser.set_defaults(run=run)


def run(options):
    """Write the page; the exit status."""
    positional, named = evaluated(options.arguments)
    if "wrt" in named:
        raise Complaint("wrt=... is no argument of the function: write --wrt, or give the argument by position")
    path = os.path.abspath(options.output)  # the user's file may change the folder
    import s2sad  # before the user's folder comes first on sys.path
    with loaded(options.target) as function:
        try:
            result = s2sad.explore(function, *positional, **named,
                                   **({"wrt": options.wrt} if hasattr(options, "wrt") else {}))
            text = result.to_html()
        except (TypeError, ValueError) as error:  # unsuitable arguments, or --wrt
            raise Complaint(str(error) or said(error)) from error
    save(path, options.output, text)
    if result.refusal is not None:
        hint = "\nOther kinds of arguments may be accepted: give arguments." * result.guessed
        raise Complaint(f"{result.refusal}{hint}\n{options.output} shows it in the source.")
    return 0
