"""Calls of functions that are known only when the program runs."""

import gast

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import is_none
from s2sad.forward import displays
from s2sad.forward.operands import inactive_call
from s2sad.forward.pair import Pair
from s2sad.frontend.build import attribute, call, constant, pure_call, tuple_


def apply_pair(w, node, how):
    """A call of a function that is known only at run time: its derivative is made, or found, there."""
    rest = [how.rest] if how.rest is not None else []
    nodes = [*how.positional, *(v for _, v in how.keywords), *rest]
    if not any(w.is_active(n) for n in nodes):
        return inactive_call(w, node)
    called = how.paired[0] if how.paired else node.func
    callee, *pairs = w.operands([called, *nodes], {i + 1 for i, n in enumerate(nodes) if not w.is_active(n)},
                                pair=lambda w, n: displays.argument(w, n, how.rest))
    count = len(how.positional)
    tangents = [p.tangent if w.is_active(n) and p.tangent is not None else constant(None)
                for p, n in zip(pairs, nodes)]
    function = callee.value
    if how.paired:
        function = call(w.runtime("paired"), function, *map(literal, how.paired[1:]))
    groups = [[p.value for p in pairs], tangents]
    if rest:
        nothing = gast.BinOp(left=gast.List(elts=[constant(None)], ctx=gast.Load()), op=gast.Mult(),
                             right=call(w.builtin("len"), groups[0][-1]))
        items = groups[0].pop(), nothing if not w.is_active(how.rest) else groups[1].pop()
        if not w.is_active(how.rest):
            groups[1].pop()
        starred = [gast.Starred(value=i, ctx=gast.Load()) for i in items]
    arguments = [function] + [tuple_([*group[:count], *([s] if rest else [])])
                              for group, s in zip(groups, starred if rest else groups)]
    if how.keywords:
        names = [k for k, _ in how.keywords]
        held, directions = (group[count:] for group in groups)
        directions = [call(attribute(w.builtin("dict"), "fromkeys"), v) if k is None and is_none(d) else d
                      for k, v, d in zip(names, held, directions)]
        arguments += [named(w, names, trees) for trees in (held, directions)]
    tree = call(w.runtime("pushforward"), *arguments)
    tree.pure = False
    tree.writes = any(K.is_mutable(w.kind(n)) for n in nodes)
    return Pair(both=tree)


def named(w, names, trees):
    """`{"a": x, "b": y}`; with `**d` among them `dict(a=x, **d)`, which raises an error where a key comes twice."""
    if None not in names:
        return gast.Dict(keys=[constant(k) for k in names], values=list(trees))
    if len(trees) == 1:
        return trees[0]
    made = pure_call(w.builtin("dict"))
    made.keywords = [gast.keyword(arg=k, value=v) for k, v in zip(names, trees)]
    return made


def literal(value):
    """A number, text or tuple of them as a tree."""
    return tuple_(map(literal, value)) if isinstance(value, tuple) else constant(value)
