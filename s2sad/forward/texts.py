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
    test = pure_call(w.builtin("isinstance"), hole(), w.builtin("str"))
    tangent = gast.IfExp(test=test, body=constant(None), orelse=result.tangent)
    return Pair(result.value, tangent, full=result.full, shared=result.shared)
