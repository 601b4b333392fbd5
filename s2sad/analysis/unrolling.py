"""Tuples that a short loop makes, item by item, where values count (`facts.known`): each item has a kind of its own then.

    tuple(1.0 if i == place else None for i in range(len(args)))  →  tuple((None, 1.0)) for two arguments and place 1
"""

import copy

import gast

from s2sad.facts.known import value_of
from s2sad.frontend.trees import walk

_MOST = 8
# What has variables of its own, or is to happen at its own time.
_NOT_REPEATED = (gast.NamedExpr, gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp, gast.Yield,
                 gast.YieldFrom, gast.Await)


def unroll(run, node):
    """Let `tuple(item for names in items)` have its items written out, where there are a few and they are known."""
    items = items_made(run, node.args[0]) if len(node.args) == 1 and not node.keywords else None
    if items is None:
        return
    written = copy.copy(node)
    written.args = list(node.args)
    node.as_written = getattr(node, "as_written", written)
    run.context.note_rewritten()
    node.args[0] = gast.copy_location(gast.Tuple(elts=items, ctx=gast.Load()), node.args[0])
    run.context.expanded.pop(node, None)


def items_made(run, node):
    """The nodes of what a comprehension makes; None where these are not known."""
    if not isinstance(node, (gast.GeneratorExp, gast.ListComp)) or len(node.generators) != 1:
        return None
    (loop,) = node.generators
    if loop.ifs or loop.is_async or any(isinstance(n, _NOT_REPEATED) for n in walk(node.elt)):
        return None
    rounds = items_of(run, loop.iter)
    bound = [names_bound(loop.target, item) for item in rounds or ()]
    if rounds is None or len(rounds) > _MOST or None in bound:
        return None
    return [with_values(run, node.elt, b) for b in bound]


def items_of(run, node):
    """The nodes of what a loop goes through, each without an effect; None where these are not known."""
    if isinstance(node, gast.Call) and not node.keywords and not any(isinstance(a, gast.Starred) for a in node.args):
        function = run.kind(node.func)
        if function.form != "const":
            return None
        if function.value is range:
            for argument in node.args:
                run.kind(argument)
            bounds = [value_of(a, run.facts.kind) for a in node.args]
            if None in bounds or not all(type(b) is int for b, in bounds) or len(bounds) == 3 and bounds[2] == (0,):
                return None
            return [gast.Constant(value=i, kind=None) for i in list(range(*(b for b, in bounds))[:_MOST + 1])]
        parts = [items_of(run, a) for a in node.args]
        if None in parts:
            return None
        if function.value is enumerate and len(parts) == 1:
            parts = [[gast.Constant(value=i, kind=None) for i in range(len(parts[0]))], parts[0]]
        elif function.value is not zip:
            return None
        return [gast.Tuple(elts=list(items), ctx=gast.Load()) for items in zip(*parts)]
    if not isinstance(node, gast.Name):
        return None
    kind = run.kind(node)
    if kind.form != "tuple" or kind.elements is None or kind.optional:
        return None
    return [gast.Subscript(value=node, slice=gast.Constant(value=i, kind=None), ctx=gast.Load())
            for i in range(len(kind.elements))]


def names_bound(target, item):
    """name → node, where a target of names takes an item apart; None where it does not fit."""
    if isinstance(target, gast.Name):
        return {target.id: item}
    if not isinstance(target, (gast.Tuple, gast.List)) or not isinstance(item, gast.Tuple) or len(target.elts) != len(item.elts):
        return None
    found = {}
    for part, value in zip(target.elts, item.elts):
        bound = names_bound(part, value)
        if bound is None:
            return None
        found.update(bound)
    return found


def with_values(run, node, values):
    """An expression with values for some of its names; of a choice that is known then, only what is chosen."""
    if isinstance(node, gast.Name) and node.id in values:
        return located(copy.deepcopy(values[node.id]), node)
    made = copy.copy(node)
    for field, part in gast.iter_fields(node):
        if isinstance(part, gast.AST) and not isinstance(part, (gast.expr_context, gast.operator)):
            setattr(made, field, with_values(run, part, values))
        elif isinstance(part, list):
            setattr(made, field, [with_values(run, p, values) if isinstance(p, gast.AST) else p for p in part])
    if isinstance(made, gast.IfExp):
        run.kind(made.test)
        outcome = value_of(made.test, run.facts.kind)
        if outcome is not None:
            return made.body if outcome[0] else made.orelse
    return made


def located(node, like):
    for part in walk(node):
        gast.copy_location(part, like)
    return node
