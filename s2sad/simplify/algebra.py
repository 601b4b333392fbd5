"""Sums and products without the ones, zeros and double signs that rules bring.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> from s2sad.frontend.build import constant, name
>>> text_of(multiply(constant(1), name("dx")))
'dx'
>>> text_of(add(name("dx"), multiply(name("k"), negate(name("dy")))))
'dx - k * dy'

A rule's coefficient, rounded as it is, takes in whatever number comes next:

>>> text_of(multiply(coefficient(1.1283791670955126), divide(name("dx"), constant(1.4))))
'0.8059851193539376 * dx'

Factors that stand above and below are left out:

>>> text_of(divide(multiply(constant(2), name("dx")), multiply(constant(2), name("t"))))
'dx / t'
"""

import operator
from fractions import Fraction

import gast

from s2sad.frontend.build import binary, constant
from s2sad.frontend.trees import Rewriter


def is_number(node, value=None):
    return isinstance(node, gast.Constant) and type(node.value) in (int, float) \
        and (value is None or node.value == value)


def known_number(node):
    """The number that a literal is, or that a call is known to give; None for others."""
    return node.value if is_number(node) else getattr(node, "known_number", None)


def wraps(node):
    """Is what stands first in a product of NumPy's integers or booleans (`wraps` is noted on such values)?

    Of these there may be no negative number, and no double: they are left where they are.
    """
    while not getattr(node, "wraps", False):
        if not (isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div))):
            return False
        node = node.left
    return True


def is_negated(node):
    return isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub) and not wraps(node)


def negate(node):
    if is_negated(node):
        return node.operand
    if wraps(node):
        return gast.UnaryOp(op=gast.USub(), operand=node)
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
    if leading_minus(right) is not None:
        return binary(left, gast.Sub(), leading_minus(right))
    if leading_minus(left) is not None:  # -a + b is b - a, to the same bits
        return binary(right, gast.Sub(), leading_minus(left))
    return binary(left, gast.Add(), right)


def subtract(left, right):
    if right is None:
        return left
    if left is None:
        return negate(right)
    if leading_minus(right) is not None:
        return binary(left, gast.Add(), leading_minus(right))
    return binary(left, gast.Sub(), right)


def leading_minus(node):
    """`b * c` for `-b * c`; None where there is no leading minus."""
    if is_negated(node):
        return node.operand
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        left = leading_minus(node.left)
        return None if left is None else binary(left, node.op, node.right)
    return None


def multiply(left, right):
    if is_number(left, 1):
        return right
    if is_number(right, 1):
        return left
    if is_negated(left) and is_number(left.operand) and not wraps(right):  # -a * b is -(a * b), to the same bits
        return negate(multiply(left.operand, right))
    if is_negated(right):  # a * -b is -a * b, to the same bits
        return negate(multiply(left, right.operand))
    if wraps(left) or wraps(right):
        product = binary(left, gast.Mult(), right)
        product.wraps = all(wraps(n) or is_number(n) and type(n.value) is int for n in (left, right))
        return product
    if isinstance(right, gast.BinOp) and isinstance(right.op, (gast.Mult, gast.Div)):
        # a * (b * c) reads better as a * b * c.
        return over(multiply(left, right.left), right) if isinstance(right.op, gast.Div) \
            else multiply(multiplied_by_first(left, right.left), right.right)
    if known_number(right) is not None and not is_number(left):
        scaled = scale(left, right, operator.mul)
        if scaled is not None:
            return scaled
    if is_number(left) and is_number(right):
        product = merged(left, right, operator.mul)
        if product is not None:
            return product
    return binary(left, gast.Mult(), right)


def multiplied_by_first(left, factor):
    """A product with what another begins with: a literal comes to the front, t * (2 * x) is 2 * t * x."""
    if is_negated(factor) and is_number(factor.operand):
        return negate(multiplied_by_first(left, factor.operand))
    product = multiply(left, factor)
    if is_number(factor) and isinstance(product, gast.BinOp) and product.right is factor:
        opposite = leading_minus(left)
        return binary(factor, gast.Mult(), left) if opposite is None else negate(binary(factor, gast.Mult(), opposite))
    return product


def over(left, quotient):
    return divide(left, quotient.right)


def coefficient(value):
    """A number from a rule's formula, which may be merged with others though that rounds again."""
    node = constant(value)
    node.coefficient = True
    return node


def merged(literal, factor, operation):
    """A literal multiplied or divided by a number, as a literal; None where it is better left as the program has it."""
    rounded = getattr(literal, "coefficient", False) or getattr(factor, "coefficient", False)
    value = exact(literal.value, factor.value, operation) if is_number(factor) else None
    if value is None and rounded and _LEAST < abs(known_number(factor)) < 1 / _LEAST:
        value = operation(literal.value, known_number(factor))
    return None if value is None else coefficient(value) if rounded else constant(value)


_LEAST = 1e-100  # beyond, a product of coefficients might leave the range that all factors together stay in


def exact(a, b, operation):
    """The result of an operation on two literals if it has no rounding error, else None."""
    if operation is operator.truediv and type(a) is type(b) is int and (b == 0 or a % b):
        return None
    try:
        result = a // b if operation is operator.truediv and type(a) is type(b) is int else operation(a, b)
        return result if Fraction(result) == operation(Fraction(a), Fraction(b)) else None
    except (ArithmeticError, ValueError):
        return None


def scale(node, factor, operation):
    """A product whose leading literal is multiplied or divided by another; None if it has none.

    2 * x * dx  by 0.5  →  x * dx
    """
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        if is_number(node.left) and isinstance(node.op, gast.Mult) and not wraps(node.right):
            product = merged(node.left, factor, operation)
            return None if product is None else multiply(product, node.right)
        left = scale(node.left, factor, operation)
        return None if left is None else binary(left, node.op, node.right)
    return None


def scale_terms(node, factor, operation):
    """The same of each term of a sum.

    2 * x * dx + 4 * y * dy  by 0.5  →  x * dx + 2 * y * dy
    """
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Add, gast.Sub)):
        left, right = scale_terms(node.left, factor, operation), scale_terms(node.right, factor, operation)
        return None if left is None or right is None else binary(left, node.op, right)
    return scale(node, factor, operation)


def without_factor(node):
    """A product without its leading literal, and that literal (or None)."""
    if isinstance(node, gast.BinOp) and isinstance(node.op, (gast.Mult, gast.Div)):
        if is_number(node.left) and isinstance(node.op, gast.Mult):
            return node.right, node.left
        left, factor = without_factor(node.left)
        if factor is not None:
            return binary(left, node.op, node.right), factor
    return node, None


def divide(left, right):
    if is_number(right, 1):
        return left
    if known_number(right):
        scaled = scale(left, right, operator.truediv)
        if scaled is not None:
            return scaled
    rest, factor = without_factor(right)
    scaled = scale_terms(left, factor, operator.truediv) if factor is not None and factor.value \
        and not wraps(rest) else None
    return binary(left, gast.Div(), right) if scaled is None else divide(scaled, rest)


class _Tidy(Rewriter):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, gast.Mult):
            return multiply(node.left, node.right)
        if isinstance(node.op, gast.Div):
            return divide(node.left, node.right)
        if isinstance(node.op, gast.Pow) and (is_number(node.right, 1) or is_number(node.left, 1) and is_number(node.right)):
            return node.left
        if isinstance(node.op, (gast.Add, gast.Sub)) and is_number(node.right, 0):
            return node.left
        if isinstance(node.op, gast.Add) and is_number(node.left, 0):
            return node.right
        return node

    def visit_UnaryOp(self, node):
        self.generic_visit(node)
        return node.operand.operand if is_negated(node) and is_negated(node.operand) else node

    def visit_IfExp(self, node):
        self.generic_visit(node)
        if isinstance(node.test, gast.Constant):
            return node.body if node.test.value else node.orelse
        return node


def tidy(node):
    """An instantiated template with its trivial factors removed."""
    return _Tidy().visit(node)
