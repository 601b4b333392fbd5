"""Options that several commands have."""

import argparse
import re


def add_target(parser):
    """The function: a first argument `FILE.py:FUNC`."""
    parser.add_argument("target", metavar="FILE.py:FUNC",
                        help="a function, or Class.method, in a file or in package.module")


def add_wrt(parser):
    """`--wrt`; absent from the options where it is not given."""
    parser.add_argument("--wrt", metavar="NAMES", type=wrt, default=argparse.SUPPRESS,
                        help="the parameters to differentiate with respect to: names or "
                             "positions with commas between (default: the first)")


def wrt(text):
    """The value of `--wrt`: a name or a position, or a tuple of them.

    >>> wrt("u"), wrt("0,k")
    ('u', (0, 'k'))
    """
    parts = [part.strip() for part in text.split(",")]
    if "" in parts:
        raise argparse.ArgumentTypeError(f"an empty name in {text!r}")
    parts = tuple(int(part) if re.fullmatch(r"-?\d+", part) else part for part in parts)
    return parts[0] if len(parts) == 1 else parts
