"""Calls of what is a function or an object that can be called, and operators of what is an object or something else.

    layer(x)    →   Dense_call_dself_dx(layer, x, dlayer, dx) if type(layer) is Dense else dlayer(x, dx)
    a + b       →   Money_add_dself_dother(a, b, da, db) if type(a) is Money else (a + b, da + db)
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.forward import calls, displays, expressions
from s2sad.forward.helpercalls import is_mirrored
from s2sad.forward.methods import choose, held, raising_arm, rebuilt
from s2sad.forward.operands import inactive_call
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import assign, is_atom, is_plain, name
from s2sad.frontend.slices import has_slices


def alternatives_pair(w, node, how):
    """The derivative for what is called, as it turns out to be."""
    if not w.is_active(node) and not any(is_differentiated(w, case, made) for _, case, made in how.cases):
        return inactive_call(w, node)
    is_called = isinstance(node, gast.Call) and how.subject is node.func
    # What `*xs` and `**d` give is read in each arm: it may be written out in another way there.
    arguments = C.all_arguments(node) if not is_called or node not in w.context.expanded else []
    nodes = [how.subject, *arguments] if is_called else arguments
    pairs = w.operands(nodes, set(range(len(nodes))) if is_called else (), pair=displays.element)
    given = held(w, nodes, pairs if is_called else [p if has_slices(n) else under_names(w, p) for n, p in zip(nodes, pairs)])
    arms = []
    for cls, case, made in how.cases:
        stand_ins = [(how.subject, case.func)] if is_called else case.stand_ins
        for_case = given | {id(stand_in): given[id(operand)] for operand, stand_in in stand_ins}
        written = []
        statements = w.block(lambda: written.append(one_case(w, node, case, made, for_case)))
        arms.append((cls, statements, written[0]))
    raising = [(cls, *raising_arm(w, node, given)[1:]) for cls in how.raises]
    arms = [arm for arm in raising if arm[0] is not None] + arms + [arm for arm in raising if arm[0] is None]
    contexts = {cls: made.context for cls, _, made in how.cases if isinstance(made, C.HelperCall)}
    return choose(w, node, given[id(how.subject)].value, arms, contexts)


def under_names(w, operand):
    """An operand whose value and tangent are constants or names that say that they belong together: `t`, `dt`."""
    if is_atom(operand.value) and (operand.tangent is None or is_plain(operand.tangent)):
        return operand
    temporary = w.temporary()
    w.emit(assign(name(temporary, True), operand.value))
    if operand.tangent is None:
        return Pair(name(temporary))
    w.emit(assign(name("d" + temporary, True), operand.tangent))
    return Pair(name(temporary), name("d" + temporary))


def is_differentiated(w, case, how):
    """Is a case written as anything but the call that it is?"""
    if isinstance(how, (C.HelperCall, C.DispatchCall)):
        return any(is_mirrored(w, helper.context) for helper in C.helpers(how))
    if isinstance(how, C.FunctionCall):
        return how.functions.find().active
    return w.is_active(case) or isinstance(how, C.ApplyCall) and any(map(w.is_active, C.all_arguments(case)))


def one_case(w, node, case, how, given):
    made = Pair(rebuilt(case, given))
    if is_differentiated(w, case, how):
        before, w.given = w.given, w.given | given
        made = calls.call_pair(w, case) if isinstance(case, gast.Call) else expressions.pair(w, case)
        w.given = before
    if made.both is None and made.tangent is None:
        made.tangent = w.zero(w.kind(node), hole())
    return made
