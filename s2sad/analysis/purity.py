"""Does calling a function do nothing but compute, so that nobody notices a second call?"""

import gast

from s2sad.analysis import callrecords as C
from s2sad.analysis.kinds import regions
from s2sad.frontend.scopes import scope_of
from s2sad.rules.registry import library_rule

_HARMLESS = {len, range, isinstance, callable, type, int, float, bool, abs, min, max, sum, round, zip, enumerate, list,
             tuple, dict, sorted, reversed, any, all, str, repr}
_NO_BUILTINS = {"next"}


def computes(context, seen=None):
    """Does running a context only compute?  What is not known to is taken not to."""
    seen = set() if seen is None else seen
    if context in seen:
        return True
    seen.add(context)
    if context.is_generator or context.node is not None and scope_of(context.node).rebound or context.globals_declared():
        return False
    kinds = [*context.params.values(), *context.facts.kind.values()]
    lasting = {r.find() for k in context.params.values() for r in regions(k)}
    lasting |= {r.find() for k in kinds for r in regions(k) if r.find().pinned or r.find().origin in ("outer", "foreign")}
    if any(r.written for r in lasting):
        return False
    return all(harmless(context, node, how, seen) for node, how in context.facts.call.items())


def harmless(context, node, how, seen):
    if isinstance(how, C.FunctionCall):
        return all(computes(c, seen) for m in how.functions.find().members.values() for c in m.contexts.values())
    if isinstance(how, C.DerivativeCall):
        return harmless(context, node, how.call, seen)
    if isinstance(how, (C.HelperCall, C.DispatchCall)):
        return all(computes(helper.context, seen) for helper in C.helpers(how))
    if isinstance(how, C.RuleCall):
        return how.rule is not None and how.rule.form != "writes" and how.out is None and how.function is not print
    if isinstance(how, C.BuiltinCall):
        return how.name not in _NO_BUILTINS
    if isinstance(how, C.PlainCall):
        kind = context.facts.kind.get(node.func) if isinstance(node, gast.Call) else None
        known = kind.value if kind is not None and kind.form == "const" else None
        try:
            return known in _HARMLESS or library_rule(known) is not None and known is not print
        except TypeError:  # it is not hashable
            return False
    return isinstance(how, (C.MethodCall, C.NewCall, C.GetAttribute, C.MirroredCall, C.ExceptionCall, C.ExceptionInit))
