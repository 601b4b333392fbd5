"""Calls: rules are inlined, helpers become calls of their derivatives."""

from s2sad.facts import callrecords as C
from s2sad.forward import expressions
from s2sad.forward.bynames import get_attribute_pair, get_named_pair, mirrored_pair, set_attribute_pair
from s2sad.forward.callee import with_known_callee
from s2sad.forward.dictkeys import constant_key_pair
from s2sad.forward.containers import builtin_pair, from_keys_pair, method_pair
from s2sad.forward.mappings import default_dict_pair
from s2sad.forward.exceptions import exception_pair, init_pair, itself_pair, mirror_pair
from s2sad.forward.functioncalls import function_call_pair
from s2sad.forward.helpercalls import helper_pair
from s2sad.forward.instances import items_pair, new_pair, super_pair
from s2sad.forward.methods import classes_pair, named_calls_pair, operation_pair
from s2sad.forward.operands import inactive_call
from s2sad.forward.rulecalls import rule_pair
from s2sad.later import later

write_pair = later("forward.writecalls.write_pair")


def call_pair(w, node):
    """The pair of a call."""
    how = w.facts.call.get(node)
    if isinstance(how, C.Refused):
        w.refuse(node, how.reason, how.advice)
    node = with_known_callee(w, node, how)
    write = _PAIRS.get(type(how))
    return inactive_call(w, node) if write is None else write(w, node, how)


def library_pair(w, node, how):
    """A call of a function with a rule, which may be one that writes in place."""
    return (write_pair if how.rule is not None and how.rule.form == "writes" else rule_pair)(w, node, how)


_PAIRS = {
    C.DispatchCall: operation_pair, C.CachedProperty: operation_pair, C.NewCall: new_pair,
    C.SetAttribute: set_attribute_pair, C.GetNamed: get_named_pair, C.GetAttribute: get_attribute_pair,
    C.StandIn: lambda w, node, how: expressions.pair(w, how.node), C.ItemsCall: items_pair, C.SuperCall: super_pair,
    C.MirroredCall: lambda w, node, how: mirrored_pair(w, node), C.RuleCall: library_pair,
    C.PairRuleCall: later("forward.userrules.pair_rule_pair"), C.HelperCall: helper_pair, C.MethodCall: method_pair,
    C.BuiltinCall: builtin_pair, C.FromKeysCall: from_keys_pair, C.DefaultDictCall: default_dict_pair,
    C.FunctionCall: function_call_pair, C.ApplyCall: later("forward.applying.apply_pair"),
    C.DerivativeCall: later("forward.innerderivatives.derivative_call_pair"),
    C.ConstantKeyCall: constant_key_pair,
    C.AlternativesCall: later("forward.alternativecalls.alternatives_pair"), C.ClassesCall: classes_pair, C.NamedCalls: named_calls_pair,
    C.ExceptionCall: exception_pair, C.ExceptionInit: init_pair, C.MirrorCall: mirror_pair, C.ItselfCall: itself_pair,
}
