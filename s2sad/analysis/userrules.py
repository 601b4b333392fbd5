"""The kinds of calls of functions that the user has given a rule."""

import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PairRuleCall, RuleCall, all_arguments, nodes_of, opaque
from s2sad.facts.calls import CannotBind, bind
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import store
from s2sad.facts.kindkeys import copy_kind
from s2sad.facts.kinds import Kind, number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import Region
from s2sad.frontend.scopes import parameter_names
from s2sad.records import replace
from s2sad.rules.user import PairRule, Refusal, rule_of

_ADVICE = "Hold that argument constant, or extend the rule."


def user_rule_kind(run, node, function, positional, keywords, rest, receiver=None):
    """The kind of a call that a rule of the user's differentiates; None where no rule is needed."""
    rule = rule_of(function)
    if rule is None or not any(is_active(run.facts.kind[a]) for a in all_arguments(node, receiver)):
        return None
    if isinstance(rule, Refusal):
        return refused(run, node, rule.reason, "Hold its arguments constant, or give it a rule.", receiver)
    try:
        bound = bind(rule.parameters, positional, keywords, rest)
    except CannotBind as problem:
        return refused(run, node, f"the rule for {rule.name} does not fit this call: {problem}",
                       "Spell the call as the rule does.", receiver)
    if isinstance(rule, PairRule):
        return pair_rule_kind(run, node, rule, bound, receiver)
    if rule.form == "zero":
        return zero_rule_kind(run, node, function, rule, (positional, keywords, rest), receiver)
    return formula_kind(run, node, function, rule, bound, (positional, keywords, rest), receiver)


def refused(run, node, reason, advice, receiver):
    return opaque(run, node, None, reason, advice, foreign=False, receiver=receiver)


def active_parameters(run, bound):
    return [p for p, n in bound.items() if any(is_active(run.facts.kind[m]) for m in nodes_of(n))]


# ------------------------------------------------------------------- formulas

def formula_kind(run, node, function, rule, bound, arguments, receiver):
    """One formula for each active parameter."""
    active = active_parameters(run, bound)
    for parameter in active:
        if parameter not in rule.terms:
            return refused(run, node, f"the rule for {rule.name} has no formula for `{parameter}`", _ADVICE, receiver)
        if any(run.facts.kind[m].form not in ("number", "array", "numeric", "any") for m in nodes_of(bound[parameter])
               if is_active(run.facts.kind[m])):
            return refused(run, node, f"the rule for {rule.name} is made of formulas, and `{parameter}` is a container",
                           "Write the rule with rule_for.", receiver)
    result = kind_of_result(run, node, function, rule, arguments, receiver)
    if isinstance(result, str):
        return refused(run, node, f"the function {rule.name} {result}, which its rule cannot follow",
                       "Let it return a new array.", receiver)
    if result is None or result.form not in ("number", "array", "numeric", "tuple"):
        result = Kind("numeric", region=Region())
    run.facts.call[node] = RuleCall(rule, function, bound, active, receiver)
    return run.place(node, result, True)


def zero_rule_kind(run, node, function, rule, arguments, receiver):
    """Declared to have the derivative zero."""
    result = kind_of_result(run, node, function, rule, arguments, receiver)
    if isinstance(result, str):
        return refused(run, node, f"the function {rule.name} {result}, whose derivative is not zero",
                       "Let it return a new array.", receiver)
    run.facts.call[node] = RuleCall(rule, function, {}, [], receiver)
    if result is not None and result.form in ("number", "array", "numeric", "tuple"):
        return run.place(node, result, False)
    return run.place(node, K.any_kind(), False)


def kind_of_result(run, node, function, rule, arguments, receiver):
    """The kind of what the function returns; None if unknown; a text, what it does to its arguments."""
    positional, keywords, rest = arguments
    if rule.result == "source":
        return own_kind(run, node, function, positional, keywords, rest)
    if rule.result != "sample" or receiver is not None:
        return None
    from s2sad.analysis.rulekinds import sampled
    return sampled(run, node, function, None, positional, keywords, rest)


def own_kind(run, node, function, positional, keywords, rest):
    """The kind of what a Python function returns, from its source; as `kind_of_result`."""
    program = run.program
    at = program.at
    try:
        arguments = program.signature_of(function)
        bound = bind(arguments, positional, keywords, rest)
        table = {}
        parameters = {n: inactive(bound_kind(run, node, bound[n], arguments, n), table) if n in bound
                      else program.kind_of_default(function, n) for n in parameter_names(arguments)}
        program.guard_function(function)
        context = program.context_for(function, parameters, run.context, node)
        result = program.enter(context)
    except (CannotBind, DifferentiationError):
        return None
    finally:
        program.at = at
    if any(r.find().written for r in context.roots):
        return "writes into its arguments"
    roots = {id(r.find()) for r in context.roots}
    if result.form in ("array", "numeric", "tuple", "list", "dict") and any(id(r) in roots for r in regions(result)):
        return "returns memory of its arguments"
    return inactive(result, {})


def inactive(kind, table):
    """The same kind, not active, in regions of its own (`table` keeps those shared that are)."""
    copied = copy_kind(kind, table)
    for _, region in table.get("pairs", ()):
        region.active = False
        region.content = _plain(region.content)
    return _plain(copied)


def _plain(kind):
    if kind is None:
        return None
    elements = kind.elements
    if isinstance(elements, dict):
        elements = {k: _plain(v) for k, v in elements.items()}
    elif elements is not None:
        elements = tuple(map(_plain, elements))
    return replace(kind, active=False, elements=elements)


def held_constant(kind):
    """The kind of a copy of this value that is not active."""
    return inactive(kind, {}) if kind.form in ("number", "array", "numeric", "tuple", "const", "plain") \
        and not any(r.content is not None for r in regions(kind)) else K.any_kind()


# ---------------------------------------------------------------------- pairs

def pair_rule_kind(run, node, rule, bound, receiver):
    """A Python function that computes value and tangent."""
    program = run.program
    active = active_parameters(run, bound)
    for parameter in active:
        if parameter not in rule.tangents:
            return refused(run, node, f"the rule for {rule.name} takes no tangent of `{parameter}`", _ADVICE, receiver)
    given = [p for p in rule.tangents if p in active or p not in rule.optional and p in bound]
    at = program.at
    try:
        result, values, tangents = interpreted(run, node, rule, bound, given)
    except DifferentiationError:
        result, values, tangents = None, {}, {}  # what cannot be read is called all the same
    finally:
        program.at = at
    if isinstance(result, str):
        return refused(run, node, f"the rule for {rule.name} {result}",
                       "Let it work on copies, and return new values.", receiver)
    value, owned = K.any_kind(), False
    if result is not None and result.form == "tuple" and len(result.elements or ()) == 2:
        value, tangent = result.elements
        roots = [r for r in regions(value) if id(r) in values]
        mirrored = {tangents[id(r)] for r in regions(tangent) if id(r) in tangents}
        # The value may be memory of an argument only where the tangent is that of its tangent.
        owned = all(values[id(r)] & mirrored for r in roots) and mirrored <= {p for r in roots for p in values[id(r)]}
        table = {id(r): memory_of(run, node, rule, bound, values[id(r)]) for r in roots} if owned else {}
        value = program.translate(run, node, value, table)
        for region in regions(value):
            if region.origin == "foreign" and not roots:
                region.origin = "fresh"  # what the rule returns is the program's own
    else:
        value = replace(value, region=run.context.site(node, "value"))
        program.set(value.region, derived=True)
    run.facts.call[node] = PairRuleCall(rule, bound, given, owned, receiver)
    return activated(program, value)


def memory_of(run, node, rule, bound, parameters):
    """One region for all the memory that these arguments hold."""
    found = [r for p in parameters if p in bound for r in regions(bound_kind(run, node, bound[p], rule.parameters, p))]
    for other in found:
        run.program.unify(found[0], other)
    return found[0].find()


def interpreted(run, node, rule, bound, given):
    """What the rule returns, and its parameters by their regions: those of values, and of tangents."""
    program, function = run.program, rule.function
    arguments = program.signature_of(function)
    table, parameters = {}, {}
    keywords = {d: p for p, d in rule.tangents.items()}
    for name in parameter_names(arguments):
        if name in keywords and keywords[name] in given:
            parameters[name] = tangent_kind(bound_kind(run, node, bound[keywords[name]], rule.parameters,
                                                       keywords[name]))
        elif name in bound:
            parameters[name] = inactive(bound_kind(run, node, bound[name], rule.parameters, name), table)
        else:
            parameters[name] = program.kind_of_default(function, name)
    program.guard_function(function)
    context = program.context_for(function, parameters, run.context, node)
    result = program.enter(context)
    values, tangents = {}, {}
    for name, kind in context.params.items():
        for region in regions(kind):
            if region.written:
                return "writes into its arguments", {}, {}
            if name in keywords:
                tangents[id(region)] = keywords[name]
            else:
                values.setdefault(id(region), set()).add(name)
    return result, values, tangents


def tangent_kind(kind):
    """What is known of the tangent of a value of this kind."""
    if kind.optional:
        return K.any_kind(Region("param"))
    if kind.form == "number":
        return number("real" if kind.type in (bool, int, float, np.float64, "real") else "number")
    if kind.form == "array":
        real = field(kind) in ("real", "complex")
        return K.array(kind.type if real else None, kind.ndim, Region("param"))
    if kind.form == "numeric":
        return Kind("numeric", region=Region("param"))
    if kind.form == "tuple" and kind.elements is not None:
        return K.tuple_of(map(tangent_kind, kind.elements))
    content = kind.region.find().content if kind.form == "list" else None
    if content is not None and content.form == "number":
        region = Region("param")
        store(region, tangent_kind(content))
        return K.sequence("list", region)
    return K.any_kind(Region("param"))


def activated(program, kind):
    """The same kind, depending on what is differentiated."""
    for region in regions(kind):
        program.activate(region)
    return program.with_active_parts(kind)


# ------------------------------------------------------------------ arguments

def bound_kind(run, node, value, arguments, name):
    """The kind of what a parameter is bound to."""
    kinds = run.facts.kind
    if isinstance(value, tuple) and value[0] == "rest":
        region = run.context.site(node, ("rest", name))
        for part in value[1]:
            run.program.store(region, kinds[part])
        item = items_of(run, kinds[value[2]], value[2])
        if item is not None:
            run.program.store(region, item)
        return K.sequence("tuple", region.find())
    if isinstance(value, list) and (not value or not isinstance(value[0], tuple)) \
            and arguments.vararg is not None and name == (getattr(arguments.vararg, "arg", None) or arguments.vararg.id):
        return K.tuple_of(kinds[v] for v in value)
    if isinstance(value, list):
        known = {k: kinds[v] for k, v in value if k is not None}
        if len(known) == len(value):
            return Kind("dict", region=run.context.site(node, ("keywords", name)), elements=known)
        region = run.context.closed_site(node, ("more keywords", name))
        for key, kind in known.items():
            run.program.store_field(region, key, kind)
        for unpacked in (kinds[v] for k, v in value if k is None):
            run.program.set(region, opaque=unpacked.region.find().opaque)
            for key, kind in (unpacked.elements or {}).items():
                run.program.store_item(region, key, kind)
            run.program.pour(region, unpacked)
        return Kind("dict", region=region.find())
    return kinds[value]
