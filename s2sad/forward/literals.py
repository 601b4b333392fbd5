"""Numbers that can be read off the program."""

import math

import gast


def number_from(function, call):
    """What a function of `math` gives for numbers that the program has as literals; None for other calls."""
    arguments = [constant_of(n) for n in call.args]
    if getattr(function, "__module__", None) != "math" or None in arguments or call.keywords:
        return None
    try:
        number = function(*arguments)
    except (ArithmeticError, TypeError, ValueError):
        return None
    return number if type(number) is float and math.isfinite(number) and number else None


def constant_of(node):
    """The real number that a literal stands for, or None."""
    if isinstance(node, gast.Constant) and type(node.value) in (int, float):
        return node.value
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and isinstance(node.operand, gast.Constant) \
            and type(node.operand.value) in (int, float):
        return -node.operand.value
    return None
