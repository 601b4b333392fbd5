"""Sums and products without the ones, zeros and double signs that rules bring.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> from s2sad.forward.build import constant, name
>>> text_of(multiply(constant(1), name("dx")))
'dx'
>>> text_of(add(name("dx"), negate(name("dy"))))
'dx - dy'
"""

import gast

from s2sad.forward.build import binary, constant


def is_number(node, value=None):
    return isinstance(node, gast.Constant) and type(node.value) in (int, float) \
        and (value is None or node.value == value)


def is_negated(node):
    return isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub)


def negate(node):
    if is_negated(node):
        return node.operand
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Sub):
        return binary(node.right, gast.Sub(), node.left)
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        # -a * b reads better than -(a * b), and is the same number.
        return binary(negate(node.left), node.op, node.right)
    return gast.UnaryOp(op=gast.USub(), operand=node)


def add(left, right):
    """left + right; None stands for zero."""
    if left is None or right is None:
        return right if left is None else left
    if _leading_minus(right) is not None:
        return binary(left, gast.Sub(), _leading_minus(right))
    return binary(left, gast.Add(), right)


def subtract(left, right):
    if right is None:
        return left
    if left is None:
        return negate(right)
    if _leading_minus(right) is not None:
        return binary(left, gast.Add(), _leading_minus(right))
    return binary(left, gast.Sub(), right)


def _leading_minus(node):
    """`b * c` for `-b * c`; None where there is no leading minus."""
    if is_negated(node):
        return node.operand
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        left = _leading_minus(node.left)
        return None if left is None else binary(left, node.op, node.right)
    return None


def multiply(left, right):
    if is_number(left, 1):
        return right
    if is_number(right, 1):
        return left
    if isinstance(right, gast.BinOp) and isinstance(right.op, (gast.Mult, gast.Div)):
        # a * (b * c) reads better as a * b * c.
        return binary(multiply(left, right.left), right.op, right.right)
    return binary(left, gast.Mult(), right)


def divide(left, right):
    return left if is_number(right, 1) else binary(left, gast.Div(), right)


class _Tidy(gast.NodeTransformer):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, gast.Mult):
            return multiply(node.left, node.right)
        if isinstance(node.op, gast.Div):
            return divide(node.left, node.right)
        if isinstance(node.op, gast.Pow) and is_number(node.right, 1):
            return node.left
        return node


def tidy(node):
    """An instantiated template with its trivial factors removed."""
    return _Tidy().visit(node)
