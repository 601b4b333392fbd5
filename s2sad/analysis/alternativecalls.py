"""Calls of what is a function or an object that can be called: `for layer in layers: x = layer(x)`.  Operators of which an
operand is an object or something else: `for term in [Money(x), 2.0]: total = total + term`.

They are looked at for each class that the object may be of, and for all else; a node for each stands for it.
"""

import types

import gast

from s2sad.analysis.alternatives import is_one_of_several, kind_of
from s2sad.analysis.argumentnodes import argument_nodes
from s2sad.analysis.classvalues import named
from s2sad.analysis.functions import takes
from s2sad.analysis.objects import is_mixed
from s2sad.facts.alternatives import FUNCTION
from s2sad.facts.callrecords import AlternativesCall, PlainCall, Refused
from s2sad.facts.calls import CannotBind
from s2sad.facts.classkinds import place_of_class
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.reached import is_active
from s2sad.frontend.names import Place, lookup


def call_alternatives(run, node, callee):
    """The kind of calling what is one of several things, of which each can be called."""
    from s2sad.analysis.callees import value_call
    func = node.func = named(run, node.func, "called")
    held = func.target.id if isinstance(func, gast.NamedExpr) else func.id
    arguments = argument_nodes(run, node)
    result, cases, refused, raises = None, [], None, []
    for one in sorted(callee.among, key=in_order):
        case = run.context.receivers.get((node, one))
        if case is None:
            stand_in = gast.copy_location(gast.Name(id=held, ctx=gast.Load(), annotation=None, type_comment=None), node)
            case = run.context.receivers[node, one] = gast.copy_location(
                gast.Call(func=stand_in, args=node.args, keywords=node.keywords), node)
        run.context.expanded.pop(case, None)
        if node in run.context.expanded:
            run.context.expanded[case] = run.context.expanded[node]
        run.facts.call.pop(case, None)
        kind = run.facts.kind[case.func] = kind_of(callee, {one})
        if one != FUNCTION and not takes_these(run, one[1], arguments):
            raises.append(one[1])
            continue
        try:
            made = run.facts.kind[case] = value_call(run, case, kind, arguments)
        except Unreachable:
            raises += [one[1]] if one != FUNCTION else []
            continue
        how = run.facts.call.get(case)
        refused = refused or (how if isinstance(how, Refused) else None)
        cases.append((None if one == FUNCTION else one[1], case, how))
        result = join(result, made)
    if not cases:
        raise Unreachable
    plain = all(isinstance(how, PlainCall) for _, _, how in cases) and not is_active(result)
    run.facts.call[node] = refused or (PlainCall() if plain else AlternativesCall(func, cases, raises))
    return result


def takes_these(run, cls, arguments):
    """May an object of this class be called with these arguments, as far as is known?"""
    called = lookup(cls, "__call__")
    if isinstance(arguments, CannotBind) or arguments[2] is not None or not isinstance(called, types.FunctionType):
        return True
    positional, keywords, _ = arguments
    return takes(run.program, called, 1 + len(positional), [k for k, _ in keywords])


def in_order(one):
    """Classes first, then the functions, which are what is left."""
    return (1, ()) if one == FUNCTION else (0, place_of_class(one[1]))


def guard_attributes(run, kind, name):
    """Notice when a known function, which a value may be and which has no such attribute, gets one of this name."""
    for member in kind.functions.find().members.values() if kind.form == "any" and kind.functions is not None else ():
        if member.function is not None and not hasattr(member.function, name):
            run.program.guards[Place("attribute", member.function, name)] = ("missing", None)


def of_objects_or_others(run, node, operands, kinds, kind_with):
    """The kind of an operation of which an operand is an object on some ways through the program, and something else on others.

    operands: its operands, of these kinds; kind_with: its kind, for the node that stands for it and its operands' kinds.
    """
    run.facts.call.pop(node, None)
    place = next(i for i, kind in enumerate(kinds) if is_mixed(kind))
    others = frozenset(one for one in kinds[place].among if one[0] != "object")
    result, cases, refused, raises = None, [], None, []
    for one in [*sorted(kinds[place].among - others, key=in_order), *([None] if others else [])]:
        cls = one and one[1]
        case = operation_for(run, node, cls, operands)
        now = [kind_of(kind, others if one is None else {one}) if i == place else kind for i, kind in enumerate(kinds)]
        for (_, stand_in), kind in zip(case.stand_ins, now):
            run.facts.kind[stand_in] = kind
        run.facts.call.pop(case, None)
        try:
            made = run.facts.kind[case] = kind_with(case, *now)
        except Unreachable:
            raises.append(cls)
            continue
        how = run.facts.call.get(case)
        refused = refused or (how if isinstance(how, Refused) else None)
        cases.append((cls, case, how))
        result = join(result, made)
    if not cases:
        raise Unreachable
    if refused or is_active(result) or any(not isinstance(how, (PlainCall, type(None))) for _, _, how in cases):
        run.facts.call[node] = refused or AlternativesCall(operands[place], cases, raises)
    return result


def operation_for(run, node, cls, operands):
    """The node that stands for an operation where an operand is of a class, or of none; `stand_ins`: (operand, what stands for it)."""
    case = run.context.receivers.get((node, cls))
    if case is None:
        stand_ins = [operand if isinstance(operand, gast.Constant) else gast.copy_location(
            gast.Name(id=name, ctx=gast.Load(), annotation=None, type_comment=None), operand)
            for name, operand in zip(("·one", "·other"), operands)]

        def replaced(part):
            if isinstance(part, list):
                return [replaced(p) for p in part]
            return next((s for s, o in zip(stand_ins, operands) if part is o), part)
        case = run.context.receivers[node, cls] = gast.copy_location(
            type(node)(**{f: replaced(v) for f, v in gast.iter_fields(node)}), node)
        case.stand_ins = list(zip(operands, stand_ins))
    return case


def can_be_told_apart(*kinds):
    """Is one of these an object or something else, and is of all that are known what they may be?"""
    return any(map(is_mixed, kinds)) and all(map(is_one_of_several, filter(is_mixed, kinds)))
