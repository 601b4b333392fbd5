"""Calls of what is a function or an object that can be called.

    layer(x)    →   Dense_call_dself_dx(layer, x, dlayer, dx) if type(layer) is Dense else dlayer(x, dx)
"""

from s2sad.facts import callrecords as C
from s2sad.forward import calls, displays
from s2sad.forward.helpercalls import is_mirrored
from s2sad.forward.methods import choose, held, raising_arm, rebuilt
from s2sad.forward.operands import inactive_call
from s2sad.forward.pair import Pair, hole


def alternatives_pair(w, node, how):
    """The derivative for what is called, as it turns out to be."""
    if not w.is_active(node) and not any(is_differentiated(w, case, made) for _, case, made in how.cases):
        return inactive_call(w, node)
    # What `*xs` and `**d` give is read in each arm: it may be written out in another way there.
    arguments = C.all_arguments(node) if node not in w.context.expanded else []
    subject, *pairs = w.operands([how.subject, *arguments], set(range(len(arguments) + 1)), pair=displays.element)
    given = {id(how.subject): subject}
    given |= held(w, arguments, pairs)
    arms = []
    for cls, case, made in how.cases:
        given[id(case.func)] = subject
        written = []
        statements = w.block(lambda: written.append(one_case(w, node, case, made, given)))
        arms.append((cls, statements, written[0]))
    arms[:0] = [(cls, *raising_arm(w, node, given)[1:]) for cls in how.raises]
    contexts = {cls: made.context for cls, _, made in how.cases if isinstance(made, C.HelperCall)}
    return choose(w, node, subject.value, arms, contexts)


def is_differentiated(w, case, how):
    """Is a case written as anything but the call that it is?"""
    if isinstance(how, C.HelperCall):
        return is_mirrored(w, how.context)
    if isinstance(how, C.FunctionCall):
        return how.functions.find().active
    return w.is_active(case) or isinstance(how, C.ApplyCall) and any(map(w.is_active, C.all_arguments(case)))


def one_case(w, node, case, how, given):
    made = Pair(rebuilt(case, given))
    if is_differentiated(w, case, how):
        before, w.given = w.given, w.given | given
        made = calls.call_pair(w, case)
        w.given = before
    if made.both is None and made.tangent is None:
        made.tangent = w.zero(w.kind(node), hole())
    return made
