"""The `s2sad` command: read or check a derivative without writing a script.

    s2sad inspect FILE.py:FUNC [--wrt NAMES] [--mode forward|reverse]
    s2sad inspect package.module:FUNC
    s2sad check FILE.py:FUNC ARG... [--wrt NAMES]
    s2sad trace FILE.py:FUNC ARG... [--wrt NAMES] [--full] [--json] [--html FILE]
    s2sad compare FILE.py:FUNC --at ARGS [--manual FUNC] [--wrt NAME] [--plot FILE] [--json]
    s2sad explore FILE.py:FUNC [ARG...] -o PAGE.html [--wrt NAMES]

Standard output gets what was asked for and nothing else.  Whatever goes
wrong is one message on standard error and exit status 2, never a traceback.

Each command is a file here; its `add` describes the options, and says by
`set_defaults(run=...)` what to do with them.
"""

import argparse
import contextlib
import sys

from s2sad.cli import checking, comparing, exploring, inspecting, tracing
from s2sad.cli.complaints import Complaint, said, where
from s2sad.cli.options import in_order
from s2sad.cli.streams import write
from s2sad.errors import DifferentiationError

COMMANDS = [inspecting, checking, tracing, comparing, exploring]


def main(argv=None):
    """Run the command; returns the exit status."""
    try:
        options = _parser().parse_args(argv)
        return options.run(options)
    except SystemExit as leave:                        # argparse, after --help or --version
        return leave.code or 0
    except (Complaint, DifferentiationError) as error:
        message = str(error)
    except KeyboardInterrupt:
        message = "interrupted"
    except Exception as error:
        message = (f"this is a bug in s2sad, please report it: {said(error)}"
                   f"{where(error.__traceback__)}")
    with contextlib.suppress(OSError, AttributeError):   # no standard error either
        print(f"s2sad: {message}" if not message.startswith("File ") else message,
              file=sys.stderr)
    return 2


class _Parser(argparse.ArgumentParser):
    free_order = False  # may the arguments stand between the options?

    def parse_known_args(self, args=None, namespace=None):
        return super().parse_known_args(in_order(self, args) if self.free_order else args, namespace)

    def error(self, message):
        raise Complaint(f"{message}\nTry `{self.prog} --help`.")


def _parser():
    parser = _Parser(prog="s2sad", description="Derivatives you can read.", allow_abbrev=False)
    parser.add_argument("--version", action=_Version)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND", required=True)
    for command in COMMANDS:
        command.add(commands)
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
        parser.exit(write(f"s2sad {version}"))
