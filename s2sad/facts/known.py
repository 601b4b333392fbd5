"""Values that the text of a program gives away: `solve(f, x0, fprime=True)`, `tol=None`, `if tol == 0:`.

A derivative serves every value of an argument, so that values do not count at first. Where a function is refused,
it is looked at once more with the numbers and texts that are written out in it, and the defaults of what it
calls: a branch that is never taken is then not looked at.

    def root(f, x, exact=False):
        if exact:                        not taken by `root(f, x)`
            return solve_exactly(f, x)
        ...
"""

import operator

import gast
import numpy as np

from s2sad.facts.numberkinds import field
from s2sad.records import replace

_COMPARED = {gast.Eq: operator.eq, gast.NotEq: operator.ne, gast.Lt: operator.lt, gast.LtE: operator.le, gast.Gt: operator.gt,
             gast.GtE: operator.ge, gast.In: lambda a, b: a in b, gast.NotIn: lambda a, b: a not in b}
_COUNTED = {gast.Add: operator.add, gast.Sub: operator.sub, gast.Mult: operator.mul}
_SIGNED = {gast.USub: operator.neg, gast.UAdd: operator.pos, gast.Not: operator.not_}
_PLAIN = (bool, int, str, type(None))
# What has the value that one of its parts has; of all else no value is known.
_HANDING_ON = (gast.Constant, gast.Name, gast.NamedExpr, gast.IfExp, gast.BoolOp)


def with_value(kind, value):
    """The kind of what is known to be this number or text."""
    return replace(kind, known=(value,)) if type(value) in _PLAIN and kind.form in ("number", "plain") else kind


def without_value(kind):
    """The same kind where the value may be another by the time that it is asked for."""
    if kind is None:
        return None
    if kind.form == "tuple" and kind.elements:
        elements = tuple(map(without_value, kind.elements))
        return kind if all(map(operator.is_, elements, kind.elements)) else replace(kind, elements=elements)
    return kind if kind.known is None else replace(kind, known=None)


def expression_kind(node, kind, kinds):
    """The kind of an expression with what is known of its value."""
    if isinstance(node, _HANDING_ON):
        return kind
    kind = kind if kind.known is None else replace(kind, known=None)
    if isinstance(node, (gast.Compare, gast.UnaryOp, gast.Call, gast.BinOp)) and kind.form == "number" and not kind.active:
        value = value_of(node, kinds)
        if value is not None and type(*value) is kind.type:
            return replace(kind, known=value)
    return kind


def value_of(node, kinds):
    """`(value,)` of an expression whose value is known, else None."""
    if isinstance(node, gast.Constant):
        return (node.value,) if type(node.value) in _PLAIN else None
    if isinstance(node, (gast.Tuple, gast.List, gast.Set)):
        parts = [value_of(e, kinds) for e in node.elts]
        return None if None in parts else (tuple(p for p, in parts),)
    if isinstance(node, gast.UnaryOp) and type(node.op) in _SIGNED:
        value = value_of(node.operand, kinds)
        return None if value is None else applied(_SIGNED[type(node.op)], value)
    if isinstance(node, gast.Compare) and len(node.ops) == 1:
        return compared(node.ops[0], value_of(node.left, kinds), value_of(node.comparators[0], kinds))
    if isinstance(node, gast.BinOp):
        return counted(node.op, value_of(node.left, kinds), value_of(node.right, kinds))
    kind = kinds.get(node)
    if kind is None or kind.optional:
        return None
    if isinstance(node, gast.Call):
        return length(node, kinds) or told_by_kind(node, kinds)
    if isinstance(node, gast.Attribute) and node.attr == "ndim":
        return rank(node.value, kinds) if getattr(kinds.get(node.value), "form", None) == "array" else None
    return (None,) if kind.form == "const" and kind.value is None else kind.known


def counted(op, left, right):
    """The sum, difference or product of known ints, as in `args[:place + 1]`."""
    if left is None or right is None or type(left[0]) is not int or type(right[0]) is not int:
        return None
    return applied(_COUNTED[type(op)], left + right) if type(op) in _COUNTED else None


def told_by_kind(node, kinds):
    """`(False,)` of `np.iscomplexobj(x)` where `x` is known to be real, of `issparse(x)` where it is an array, and so on."""
    called, argument = kinds.get(node.func), kinds.get(node.args[0]) if len(node.args) == 1 and not node.keywords else None
    if called is None or called.form != "const" or argument is None or argument.optional \
            or argument.form not in ("number", "array"):
        return None
    if getattr(called.value, "__name__", None) in ("issparse", "isspmatrix"):
        return (False,) if called.value.__module__.startswith("scipy.") else None
    if called.value is np.ndim:
        return rank(node.args[0], kinds)
    if called.value not in (np.iscomplexobj, np.isrealobj) or field(argument) is None:
        return None
    return ((field(argument) == "complex") is (called.value is np.iscomplexobj),)


def rank(node, kinds):
    """`(n,)` for an array of n dimensions, `(0,)` for a number."""
    kind = kinds.get(node)
    if kind is None or kind.optional or kind.form not in ("number", "array"):
        return None
    ndim = 0 if kind.form == "number" else kind.ndim
    return None if ndim is None else (ndim,)


def length(node, kinds):
    """`(n,)` of `len(args)` where `args` is a tuple of n items."""
    called, argument = kinds.get(node.func), kinds.get(node.args[0]) if len(node.args) == 1 and not node.keywords else None
    if called is None or called.form != "const" or called.value is not len or argument is None or argument.optional \
            or argument.form != "tuple" or argument.elements is None or argument.type is not None:
        return None
    return (len(argument.elements),)


def has_key(node, kinds):
    """Does a dict that is nowhere changed have this key, as in `"axis" in kwargs`?  None where that is not known."""
    kind, key = kinds.get(node.comparators[0]), node.left
    if kind is None or kind.form != "dict" or kind.type is not None or kind.elements is None or kind.optional \
            or not isinstance(key, gast.Constant):
        return None
    root = kind.region.find()
    if root.written or root.shrinks or root.escapes or root.content is not None or root.fields:
        return None
    return (key.value in kind.elements) is isinstance(node.ops[0], gast.In)


def compared(op, left, right):
    """The outcome of a comparison of known values."""
    if left is None or right is None:
        return None
    if isinstance(op, (gast.Is, gast.IsNot)):
        if not all(type(v) in (bool, type(None)) for v in left + right):
            return None
        return ((left[0] is right[0]) is isinstance(op, gast.Is),)
    return applied(_COMPARED[type(op)], left + right)


def applied(function, values):
    try:
        return (function(*values),)
    except TypeError:  # which the program will meet when it runs
        return None
