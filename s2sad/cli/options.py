"""Options that several commands have."""

import argparse
import ast
import re

from s2sad.cli.complaints import Complaint, said


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


def add_arguments(parser):
    """`ARG...`: the function's arguments."""
    parser.add_argument("arguments", metavar="ARG", nargs="*",
                        help="an argument: a Python expression, in which np and math are known; "
                             "name=... for a keyword or a seed")
    parser.free_order = True


def in_order(parser, words):
    """The words of a command, its options first, so that arguments may stand anywhere and begin with a dash."""
    options, others, words = [], [], list(words)
    while words:
        word = words.pop(0)
        if word == "--":
            others += words
            break
        action = parser._option_string_actions.get(word.split("=")[0])
        if action is None and not word.startswith("--"):
            others.append(word)
            continue
        options.append(word)
        if action is not None and action.nargs != 0 and "=" not in word and words:
            options.append(words.pop(0))
    return [*options, "--", *others]


def evaluated(texts):
    """Positional and keyword arguments from the words on the command line.

    >>> evaluated(["2.0", "[1, 2]", "n=math.floor(2.5)"])
    ([2.0, [1, 2]], {'n': 2})
    """
    positional, named = [], {}
    for text in texts:
        name, found, expression = text.partition("=")
        if found and name.strip().isidentifier() and not expression.startswith("="):
            if name.strip() in named:
                raise Complaint(f"{name.strip()} is given twice")
            named[name.strip()] = value(expression, text)
        elif named:
            raise Complaint(f"{text!r} comes after an argument with a name: write it before")
        else:
            positional.append(value(text, text))
    return positional, named


def call_arguments(text):
    """Positional and keyword arguments, written as in a call.

    >>> call_arguments("0.2, [1, 2], n=4")
    ([0.2, [1, 2]], {'n': 4})
    """
    try:
        call = ast.parse(f"f({text})", mode="eval").body
    except SyntaxError as error:
        raise Complaint(f"{text!r} are not arguments of a call: {error.msg}") from None
    if not isinstance(call, ast.Call) or not isinstance(call.func, ast.Name):
        raise Complaint(f"{text!r} are not arguments of a call")
    if any(isinstance(a, ast.Starred) for a in call.args) or any(k.arg is None for k in call.keywords):
        raise Complaint("the arguments cannot be starred")
    return ([value(ast.unparse(a), ast.unparse(a)) for a in call.args],
            {k.arg: value(ast.unparse(k.value), ast.unparse(k.value)) for k in call.keywords})


def value(expression, text):
    """The value of a Python expression."""
    import math

    import numpy as np
    try:
        return eval(compile(expression.strip(), "<argument>", "eval"), {"np": np, "numpy": np, "math": math})
    except NameError as error:
        raise Complaint(f"the argument {text!r} cannot be read: {error}; it is a Python expression, in which np "
                        "and math are known (a text has quotes of its own: '\"text\"')") from None
    except SyntaxError as error:
        raise Complaint(f"the argument {text!r} is not a Python expression: {error.msg}") from None
    except Exception as error:
        raise Complaint(f"the argument {text!r} cannot be read: {said(error)}") from None
