"""Calls: rules are inlined, helpers become calls of their derivatives."""

from s2sad.analysis import callrecords as C
from s2sad.forward.callee import with_known_callee
from s2sad.forward.containers import builtin_pair, default_dict_pair, method_pair
from s2sad.forward.functions import apply_pair, function_call_pair
from s2sad.forward.helpercalls import helper_pair
from s2sad.forward.objects import get_attribute_pair, mirrored_pair, new_pair, operation_pair, set_attribute_pair
from s2sad.forward.operands import inactive_call
from s2sad.forward.rulecalls import rule_pair
from s2sad.forward.userrules import pair_rule_pair
from s2sad.forward.writecalls import write_pair


def call_pair(w, node):
    """The pair of a call."""
    how = w.facts.call.get(node)
    if isinstance(how, C.Refused):
        w.refuse(node, how.reason, how.advice)
    node = with_known_callee(w, node, how)
    if isinstance(how, (C.DispatchCall, C.CachedProperty)):
        return operation_pair(w, node, how)
    if isinstance(how, C.NewCall):
        return new_pair(w, node, how)
    if isinstance(how, C.SetAttribute):
        return set_attribute_pair(w, node, how)
    if isinstance(how, C.GetAttribute):
        return get_attribute_pair(w, node, how)
    if isinstance(how, C.MirroredCall):
        return mirrored_pair(w, node)
    if isinstance(how, C.RuleCall):
        if how.rule is not None and how.rule.form == "writes":
            return write_pair(w, node, how)
        return rule_pair(w, node, how)
    if isinstance(how, C.PairRuleCall):
        return pair_rule_pair(w, node, how)
    if isinstance(how, C.HelperCall):
        return helper_pair(w, node, how)
    if isinstance(how, C.MethodCall):
        return method_pair(w, node, how)
    if isinstance(how, C.BuiltinCall):
        return builtin_pair(w, node, how)
    if isinstance(how, C.DefaultDictCall):
        return default_dict_pair(w, node, how)
    if isinstance(how, C.FunctionCall):
        return function_call_pair(w, node, how)
    if isinstance(how, C.ApplyCall):
        return apply_pair(w, node, how)
    return inactive_call(w, node)
