"""Calls of functions that write into an argument: the same is done to its mirror before.

    np.put(a, [0, 2], x)  →  np.put(da, [0, 2], dx)
                             np.put(a, [0, 2], x)
"""

import gast

from s2sad.analysis.rulekinds import number_of
from s2sad.forward import expressions
from s2sad.frontend.build import assign, constant, expression, is_atom, names_in, parse, subscript, substitute, tuple_
from s2sad.forward.operands import flatten, inactive_call, unflatten
from s2sad.forward.pair import Pair
from s2sad.forward.rulecalls import call_tree, default_tree, resolve_free
from s2sad.forward.step import guarded, kept
from s2sad.frontend.scopes import parameter_names


def write_pair(w, node, how):
    """The pair of a call that returns None; both its effects become statements."""
    rule = how.rule
    if not w.is_active(how.out):
        return Pair(inactive_call(w, node).value)
    template = parse(rule.terms.get("mirror") or rule.terms["content"])
    flat, places = flatten(how.bound)
    held = {i for i, (p, n) in enumerate(flat) if p not in rule.linear or p in names_in(template)}
    pairs = w.operands([n for _, n in flat], held,
                       pair=lambda w, n: w.full(w.settled(expressions.pair(w, n)), w.kind(n)))
    values = unflatten(how.bound, places, [p.value for p in pairs])
    tangents = unflatten(how.bound, places, [p.tangent for p in pairs])
    call = call_tree(w, node, how, {id(n): p for (_, n), p in zip(flat, pairs)})
    mapping = {}
    for p in parameter_names(rule.parameters):
        if p not in values:
            mapping[p] = default_tree(rule.parameters, p)
            mapping["d" + p] = constant(0.0)
        elif isinstance(values[p], list):
            mapping[p] = tuple_(values[p])
        else:
            mapping[p] = values[p]
            mapping["d" + p] = constant(0.0) if tangents[p] is None else tangents[p]
            if tangents[p] is not None and p != rule.target:
                mapping["d" + p] = kept(w, tangents[p], w.kind(how.out), values[rule.target],
                                        number_of(w.kind(how.bound[p])), values[p])
            if guarded(w) and not is_atom(mapping["d" + p]):
                mapping["d" + p] = w.hoist(mapping["d" + p])
    for inner in gast.walk(template):
        if isinstance(inner, gast.Call):
            inner.keywords = [k for k in inner.keywords if k.arg not in mapping or k.arg in values]
            inner.pure = True
    template, free = resolve_free(w, how.rule, template, names_in(template) - set(mapping))
    mirror = substitute(template, mapping | free)
    if "content" in rule.terms:
        mirror = assign(subscript(mapping["d" + rule.target], constant(Ellipsis), store=True), w.hoist(mirror))
    else:
        mirror.pure = False
        mirror = expression(mirror)
    value_first = guarded(w) or "content" in rule.terms
    for statement in [expression(call), mirror] if value_first else [mirror, expression(call)]:
        w.emit(statement).writes = True
    return Pair(constant(None))
