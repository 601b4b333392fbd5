"""What may be a text or a number: a text has no tangent.

    a + b   →   t = a + b;   t, None if isinstance(t, str) else da + db
"""

import gast

from s2sad.facts.alternatives import may_be_text
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import constant, pure_call


def unless_text(w, kind, result):
    """The pair of what an operation gives, of this kind or taken from a value of it; of a text no tangent is computed."""
    if result.tangent is None or isinstance(result.tangent, gast.Constant) or not may_be_text(kind):
        return result
    tangent = gast.IfExp(test=is_text_test(w, kind, hole()), body=constant(None), orelse=result.tangent)
    return Pair(result.value, tangent, full=result.full, shared=result.shared)


def unless_missing(w, mirror, read):
    """The tree that reads something of the mirror of what may be anything, and have none."""
    mirror = w.hoist(mirror)
    test = gast.Compare(left=mirror, ops=[gast.Is()], comparators=[constant(None)])
    return gast.IfExp(test=test, body=constant(None), orelse=read(mirror))


def is_text_test(w, kind, tree):
    """The tree that asks whether a value is a text; of what may be anything, whether it has no mirror, as a text or a duration."""
    if kind.among is None:
        return gast.UnaryOp(op=gast.Not(), operand=pure_call(w.runtime("is_mirrored"), tree))
    return pure_call(w.builtin("isinstance"), tree, w.builtin("str"))
