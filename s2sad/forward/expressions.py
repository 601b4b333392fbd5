"""Expressions: each becomes the pair of its value and its tangent."""

import gast
import numpy as np

from s2sad.analysis.expressionkinds import SHAPE_OF, asks_for_shape
from s2sad.analysis.mappings import looks_up, touches_default
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.facts import describe
from s2sad.facts.iterators import is_pairs, may_be_pairs
from s2sad.facts.numberkinds import could_wrap, may_wrap
from s2sad.facts.reached import holds_active_functions, regions
from s2sad.forward import calls, lifetimes
from s2sad.forward.arithmetic import binary_pair, born_inactive, full_operands, unary_pair
from s2sad.forward.attributes import attribute_pair
from s2sad.forward.conditionals import comparison_chain, conditional
from s2sad.forward.displays import dict_display, display, element
from s2sad.forward.exceptions import linked_pair
from s2sad.forward.functioncalls import known_pair
from s2sad.forward.functions import lambda_pair
from s2sad.forward.instances import class_named
from s2sad.forward.iterators import refuse_unsure, values_of, yield_from_pair, yield_pair
from s2sad.forward.methods import operation_pair
from s2sad.forward.pair import Pair
from s2sad.forward.setcalls import set_display
from s2sad.forward.special import is_special, mark_pure
from s2sad.forward.stuck import comes_back, raising
from s2sad.forward.subscripts import default_item, item_of
from s2sad.frontend.build import attribute, constant, name, pure_call, subscript
from s2sad.later import later
from s2sad.lowering.comprehension_names import COMPREHENSIONS
from s2sad.records import replace
from s2sad.rules.registry import attribute_rule

comprehension_pair = later("forward.comprehensions.comprehension_pair")
comprehension_value = later("forward.comprehensions.comprehension_value")
asked_of_each = later("forward.comprehensions.asked_of_each")
is_asked_of_each = later("forward.comprehensions.is_asked_of_each")
partial_attribute = later("forward.partials.partial_attribute")


def pair(w, node):
    """The pair of an expression."""
    if id(node) in w.given:
        return replace(w.given[id(node)])
    if node in w.context.unpacked:
        node = first_item(w, node)
    result = new_pair(w, node)
    lifetimes.note(w, result.value, w.kind(node))
    if may_wrap(w.kind(node)) or could_wrap(w.kind(node)) and not w.is_active(node):
        (result.value or result.both).wraps = True
    return result


def new_pair(w, node):
    if not w.is_active(node):
        return Pair(value(w, node))
    if may_be_pairs(w.kind(node)) and not (
            w.kind(node).form == "iterable" and isinstance(node, (gast.Name, gast.IfExp))):
        refuse_unsure(w, node)
    kind = w.kind(node)
    if kind.form == "const" and kind.functions is not None:
        return known_pair(w, node, kind)
    how = w.facts.call.get(node)
    if how is not None and not isinstance(node, gast.Call):
        result = operation_pair(w, node, how)
        if result is not None:
            return result
    write = _PAIRS.get(type(node))
    if write is None:
        w.refuse(node, f"{describe(node)} that depends on what is differentiated is not supported yet.",
                 "Write it as a loop.")
    return write(w, node)


def value(w, node):
    """The value alone, as the user wrote it wherever that is enough."""
    if id(node) in w.given:
        return w.given[id(node)].value
    if node in w.context.unpacked:
        node = first_item(w, node)
    if hasattr(node, "descriptor"):
        base, attr = node.descriptor
        return subscript(pure_call(w.builtin("vars"), class_named(w, base)), constant(attr))
    if not is_special(w, node):
        return mark_pure(w, node)
    if not comes_back(w, node):
        return raising(w, node)
    if touches_default(w.facts.kind, node):
        return default_item(w, node).value
    if looks_up(w.facts.kind, node):
        return item_of(w, node).value
    if asks_for_shape(w.facts.kind, node):
        return shape_of(w, node)
    if may_be_pairs(w.kind(node)):
        refuse_unsure(w, node)
    if is_pairs(w.kind(node)):
        return values_of(w, node)
    if is_identity(node):
        return gast.copy_location(gast.Compare(left=node.left, ops=node.ops, comparators=node.comparators), node)
    if isinstance(node, COMPREHENSIONS) and not w.is_active(node):
        return comprehension_value(w, node)
    how = w.facts.call.get(node)
    operation = isinstance(how, C.OPERATIONS) and not isinstance(node, gast.Call)
    if operation or w.is_active(node) or isinstance(node, _WRITTEN):
        write = _PAIRS.get(type(node))
        if operation or write is not None:
            result = operation_pair(w, node, how) if operation else write(w, node)
            if result.both is not None:
                return w.split(result).value
            return result.value
    return rebuild(w, node)


_WRITTEN = (gast.NamedExpr, gast.Lambda, gast.Call, gast.Yield, gast.YieldFrom)


def is_identity(node):
    """Is this `x is None`, or the like of names, which need not be taken apart?"""
    return isinstance(node, gast.Compare) and all(isinstance(op, (gast.Is, gast.IsNot)) for op in node.ops) \
        and all(isinstance(n, (gast.Name, gast.Constant)) for n in (node.left, *node.comparators))


def first_item(w, node):
    """The first item of `*xs` in `g(*xs)`, after a check that `g` takes as many as there are.

    If it does not, Python raises what it would have raised.
    """
    unpacked = w.context.unpacked[node]
    if unpacked.named is not None:
        _named_expression(w, unpacked.named)
    if unpacked.failing is not None:
        w.emit(gast.If(test=mark_pure(w, unpacked.failing), body=[gast.Expr(value=unpacked.call)], orelse=[]))
    return without(w, node, unpacked.named)


def without(w, tree, named):
    """A copy of a tree that reads a name where one was assigned to, if there is such an assignment."""
    if isinstance(tree, list):
        return [without(w, t, named) for t in tree]
    if not isinstance(tree, gast.expr):
        return tree
    new = name(named.target.id) if tree is named else type(tree)(
        **{f: without(w, v, named) for f, v in gast.iter_fields(tree)})
    for facts in (w.facts.kind, w.facts.call, w.facts.truth):
        if tree in facts:
            facts[new] = facts[tree]
    return gast.copy_location(new, tree)


def rebuild(w, node):
    """The same expression with its parts rewritten, in the order of evaluation."""
    if isinstance(node, (gast.BoolOp, gast.IfExp)):
        return w.split(conditional(w, node)).value
    if isinstance(node, gast.JoinedStr):
        return rebuild_text(w, node)
    if isinstance(node, gast.Call) and is_asked_of_each(w, node):
        return asked_of_each(w, node)
    if isinstance(node, gast.Compare) and any(is_special(w, operand) for operand in node.comparators[1:]):
        return comparison_chain(w, node)
    fields = []
    for field, part in gast.iter_fields(node):
        if isinstance(part, (gast.expr, gast.Slice)):
            fields.append((field, None, part))
        elif isinstance(part, list):
            for i, item in enumerate(part):
                if isinstance(item, gast.keyword):
                    fields.append((field, (i, "keyword"), item.value))
                elif isinstance(item, (gast.expr, gast.Slice)):
                    fields.append((field, i, item))
    if isinstance(node, gast.Dict):
        fields = [(f, i, n) for i, pair_ in enumerate(zip(node.keys, node.values))
                  for f, n in zip(("keys", "values"), pair_) if n is not None]
    pairs = w.operands([part for _, _, part in fields], pair=lambda w, n: Pair(value(w, n)))
    new = type(node)(**{f: (list(v) if isinstance(v, list) else v) for f, v in gast.iter_fields(node)})
    for (field, place, _), part in zip(fields, pairs):
        if place is None:
            setattr(new, field, part.value)
        elif isinstance(place, tuple):
            old = getattr(node, field)[place[0]]
            getattr(new, field)[place[0]] = gast.keyword(arg=old.arg, value=part.value)
        else:
            getattr(new, field)[place] = part.value
    return gast.copy_location(new, node)


def rebuild_text(w, node):
    """An f-string; what is formatted before a later part's statements run becomes a text of its own."""
    def piece(w, part):
        if not isinstance(part, gast.FormattedValue):
            return Pair(part)
        nodes = [part.value] if part.format_spec is None else [part.value, part.format_spec]
        parts = w.operands(nodes, pair=lambda w, n: Pair(rebuild_text(w, n) if n is part.format_spec else value(w, n)))
        spec = parts[1].value if len(parts) > 1 else None
        return Pair(gast.JoinedStr(values=[gast.FormattedValue(value=parts[0].value, conversion=part.conversion,
                                                               format_spec=spec)]))
    values = []
    for made in w.operands(node.values, pair=piece):
        if isinstance(made.value, gast.JoinedStr):
            values += made.value.values
        elif isinstance(made.value, gast.Constant):
            values.append(made.value)
        else:
            values.append(gast.FormattedValue(value=made.value, conversion=-1, format_spec=None))
    return gast.copy_location(gast.JoinedStr(values=values), node)


def _name(w, node):
    if is_pairs(w.kind(node)) and node.id in w.context.locals:
        return Pair(node, constant(None))
    if node.id not in w.context.locals and node.id not in w.tangents:
        region = w.kind(node).region.find() if w.kind(node).region is not None else None
        if holds_active_functions(w.kind(node)):
            w.refuse(node, f"A function that is kept in `{node.id}` meets one that uses what is differentiated, and has no "
                     "derivative beside it there.", "Name the functions of `" + node.id + "` where they meet.")
        if not any(r.altered for r in regions(w.kind(node))):
            # It shares a container with what is active, but nothing active is ever written into it.
            return Pair(node, pure_call(w.runtime("zeros"), node))
        if w.kind(node).form == "array" and region.mixed:
            # What is written is written into others that meet it; if into this after all, Python raises.
            return Pair(node, pure_call(w.runtime("lasting_zeros"), node))
        w.refuse(node, f"A value that depends on what is differentiated is kept in `{node.id}`, which outlives the "
                 "call.", "Pass it as an argument, or make it inside the function.", uncertain=w.program.guessed)
    return Pair(node, name(w.tangent_name(node.id)))


def _constant(w, node):
    return Pair(node, w.zero(w.kind(node), node))


def _compare(w, node):
    """What a comparison gives is new and has no derivative, though active values may be kept beside it."""
    return Pair(rebuild(w, node))


def _named_expression(w, node):
    from s2sad.forward.statements import write_assign
    write_assign(w, [node.target], node.value, node)
    target = node.target.id
    return Pair(name(target), name(w.tangent_name(target)) if w.is_active(node) else None)



def shape_of(w, node):
    """`v.shape` of what has to be an array."""
    return attribute(pure_call(w.runtime("an_array"), value(w, node.value)), node.attr)


def _attribute(w, node):
    kind = w.kind(node.value)
    if kind.form in ("partial", "method") or w.kind(node).form == "method":
        return partial_attribute(w, node)
    if K.has_fields(kind):
        return attribute_pair(w, node)
    if kind.form == "plain" and kind.type == K.EXCEPTION.type:
        return linked_pair(w, node)
    if kind.form == "tuple" and kind.type is not None:
        (owner,) = w.operands([node.value])
        tree = attribute(owner.value, node.attr)
        tree.field = node.attr in kind.type._fields and isinstance(owner.value, gast.Name)
        if isinstance(owner.tangent, gast.Call) and node.attr in kind.type._fields:
            return Pair(tree, subscript(owner.tangent, constant(kind.type._fields.index(node.attr))))  # it may be a plain tuple
        return Pair(tree, attribute(owner.tangent, node.attr))
    if not K.is_numeric(kind) and not (kind.form == "any" and attribute_rule(node.attr) == "linear") \
            and not asks_for_shape(w.facts.kind, node):
        w.refuse(node, f"It is not known before the program runs what `.{node.attr}` of this value is.",
                 "Pass numbers, arrays, containers, or objects of plain classes of your own.",
                 uncertain=kind.form == "any")
    if asks_for_shape(w.facts.kind, node):
        return born_inactive(w, node, shape_of(w, node))
    if K.is_numeric(kind) and node.attr in SHAPE_OF:
        return born_inactive(w, node, rebuild(w, node))
    if attribute_rule(node.attr) != "linear" and node.attr != "flat":
        w.refuse(node, f"There is no derivative rule for the array attribute `{node.attr}`.",
                 "Use a function or method that has one.", uncertain=not hasattr(np.ndarray, node.attr))
    (owner,) = full_operands(w, [node.value])
    tree = attribute(owner.value, node.attr)
    if owner.tangent is None:
        return born_inactive(w, node, tree)
    tangent = owner.tangent
    if kind.form != "array" and node.attr not in ("real", "imag"):
        tangent = pure_call(w.member("np", "asarray"), tangent)
    return Pair(tree, attribute(tangent, node.attr))


_PAIRS = {
    gast.Name: _name, gast.Constant: _constant, gast.BinOp: binary_pair, gast.UnaryOp: unary_pair,
    gast.IfExp: conditional, gast.BoolOp: conditional, gast.NamedExpr: _named_expression,
    gast.Tuple: display, gast.List: display, gast.Dict: dict_display, gast.Subscript: item_of,
    gast.Attribute: _attribute, gast.Call: calls.call_pair, gast.Starred: element, gast.Lambda: lambda_pair,
    gast.Set: set_display, gast.ListComp: comprehension_pair, gast.SetComp: comprehension_pair, gast.DictComp: comprehension_pair,
    gast.GeneratorExp: comprehension_pair, gast.Yield: yield_pair, gast.YieldFrom: yield_from_pair,
    gast.Compare: _compare,
}
