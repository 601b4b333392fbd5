"""Predicates: functions of one line that ask what a value is, so that a call of one decides as much as what it asks does.

    def is_leaf(t):
        return isinstance(t, (float, np.ndarray))
"""

import gast

from s2sad.facts.callrecords import HelperCall
from s2sad.frontend.trees import walk

TESTS = (isinstance, issubclass, callable, hasattr, type)
_ASKING = (gast.Name, gast.Constant, gast.Attribute, gast.Call, gast.BoolOp, gast.UnaryOp, gast.Compare, gast.Tuple, gast.expr_context,
           gast.Not, gast.boolop, gast.Is, gast.IsNot)


def question(how):
    """What a call of a predicate asks, an expression in its parameters; None for any other call."""
    if not isinstance(how, HelperCall) or how.context.is_generator or how.context.parent is not None:
        return None
    body = [s for s in how.context.tree.body if not (isinstance(s, gast.Expr) and isinstance(s.value, gast.Constant))]
    if len(body) != 1 or not isinstance(body[0], gast.Return) or body[0].value is None:
        return None
    asked, kinds = body[0].value, how.context.facts.kind
    return asked if isinstance(asked, (gast.Call, gast.BoolOp, gast.UnaryOp, gast.Compare)) \
        and all(only_asks(n, kinds) for n in walk(asked)) else None


def only_asks(node, kinds):
    if isinstance(node, gast.Call):
        called = kinds.get(node.func)
        return not node.keywords and (called is None or called.form == "const" and called.value in TESTS)
    if isinstance(node, gast.Attribute):
        owner = kinds.get(node.value)
        return owner is None or owner.form == "const"
    return isinstance(node, _ASKING)


def names_passed(how):
    """The parameters of a call that are passed variables → the names of these."""
    return {p: n.id for p, n in how.bound.items() if isinstance(n, gast.Name)}
