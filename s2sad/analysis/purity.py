"""Does calling a function do nothing but compute, so that nobody notices a second call?"""

import operator

import gast
import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.facts import callrecords as C
from s2sad.facts.kinds import is_mutable
from s2sad.facts.reached import regions
from s2sad.frontend.scopes import scope_of
from s2sad.frontend.trees import walk
from s2sad.rules.registry import library_rule

_HARMLESS = {len, range, isinstance, callable, type, int, float, bool, abs, min, max, sum, round, zip, enumerate, list,
             tuple, dict, sorted, reversed, any, all, str, repr, slice, complex, set, frozenset, divmod, pow,
             operator.itemgetter, operator.attrgetter, operator.methodcaller, np.errstate}
_NO_BUILTINS = {"next"}
_READING = {"get", "items", "keys", "values", "copy", "index", "count", "most_common", "_asdict", "_replace"}


def computes(context, seen=None):
    """Does running a context only compute?  What is not known to is taken not to."""
    first = seen is None
    seen = set() if first else seen
    if context in seen:
        return True
    seen.add(context)
    if context.is_generator or context.node is not None and scope_of(context.node).rebound or context.globals_declared:
        return False
    given = [r for k in context.params.values() for r in regions(k)]
    if not first:  # those that are passed on inside may be made there
        given = [r for r in given if r.find().origin in ("outer", "foreign")]
    if any(r.find().lazy for r in (*given, *(r for k in captured(context) for r in regions(k)))):
        return False  # an iterator that was there before is used up
    if writes_outside(context):
        return False
    return all(harmless(context, node, how, seen) for node, how in context.facts.call.items())


def has_default_with_effect(program):
    """Is there a defaultdict that holds, by default, what is not only computed?  Then nobody may make it once more."""
    return any(not harmless(context, how.mirror.call, context.facts.call.get(how.mirror.call), set())
               for context in program.contexts.values() for how in context.facts.call.values()
               if isinstance(how, C.DefaultDictCall) and isinstance(how.mirror, C.Made))


def writes_outside(context):
    """Does a context write into what its parameters reach, or what is there before it is called?"""
    kinds = context.facts.kind
    reached = [*context.params.values(), *captured(context)]
    given = {r.find() for k in reached for r in regions(k)}

    def lasts(node):
        kind = kinds.get(node)
        if kind is None:
            return isinstance(node, gast.Name) and node.id in context.locals and context.owner(node.id) is not context
        return kind.region is None or kind.region.find() in given or kind.region.find().origin in ("outer", "foreign")
    for node in walk(context.tree):
        if isinstance(node, (gast.Subscript, gast.Attribute)) and not isinstance(node.ctx, gast.Load) \
                and lasts(node.value):
            return True
        if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name) and node.target in kinds \
                and is_mutable(kinds[node.target]) and lasts(node.target):
            return True
    return any(isinstance(how, C.MethodCall) and how.name not in _READING and lasts(node.func.value)
               for node, how in context.facts.call.items())


def captured(context):
    """The kinds of the variables of functions around it that a context may use."""
    if context.node is None:
        return []
    owners = [(n, context.parent.owner(n)) for n in scope_of(context.node).free]
    return [owner.cells[n] for n, owner in owners if owner is not None and n in owner.cells]


def harmless(context, node, how, seen):
    if isinstance(how, C.FunctionCall):
        return all(computes(c, seen) for m in how.functions.find().members.values() for c in m.contexts.values())
    if isinstance(how, C.AlternativesCall):
        return all(made is None or harmless(context, case, made, seen) for _, case, made in how.cases)
    if isinstance(how, C.DerivativeCall):
        return harmless(context, node, how.call, seen)
    if isinstance(how, (C.HelperCall, C.DispatchCall)):
        return all(computes(helper.context, seen) for helper in C.helpers(how))
    if isinstance(how, C.RuleCall) and how.rule is not None:
        return how.rule.form != "writes" and how.out is None and how.function is not print
    if isinstance(how, C.BuiltinCall):
        return how.name not in _NO_BUILTINS
    if isinstance(how, (C.PlainCall, C.RuleCall)):
        from s2sad.api import differentiate, jacobian
        kind = context.facts.kind.get(node.func) if isinstance(node, gast.Call) else None
        known = kind.value if kind is not None and kind.form == "const" else None
        try:
            return known in _HARMLESS or quietens(known, node) or known in (differentiate, jacobian) or makes_exception(known) or getattr(node, "pure", False) or library_rule(known) is not None and known is not print
        except TypeError:  # it is not hashable
            return False
    return isinstance(how, (C.MethodCall, C.NewCall, C.GetAttribute, C.MirroredCall, C.ExceptionCall, C.ExceptionInit,
                            C.DefaultDictCall))


def quietens(known, node):
    """Is this np.errstate, which is undone when the block is left, without a function that is called on errors?"""
    return known is np.errstate and all(k.arg in ("all", "divide", "over", "under", "invalid") for k in node.keywords)


def makes_exception(known):
    """Is this a class of exceptions whose instances are made by Python alone, or a refusal of ours?"""
    return isinstance(known, type) and issubclass(known, BaseException) \
        and (known.__module__ == "builtins" or known is DifferentiationError)
