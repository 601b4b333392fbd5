"""`functools.partial` and bound methods as values: their mirrors hold the mirrors of what they hold."""

import gast

from s2sad.frontend.build import attribute, call, is_atom
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair


def partial_pair(w, node):
    """`partial(f, x)` → `partial(f, x), partial(df, dx)`."""
    from s2sad.forward.expressions import _element
    nodes = [*node.args, *(k.value for k in node.keywords)]
    pairs = w.operands(nodes, {i for i, n in enumerate(nodes) if not w.is_active(n) and w.kind(n).form != "number"},
                       pair=_element)
    count = len(node.args)

    def made(trees):
        tree = call(node.func, *trees[:count])
        tree.keywords = [gast.keyword(arg=k.arg, value=v) for k, v in zip(node.keywords, trees[count:])]
        tree.pure = True
        return tree
    functions = w.kind(nodes[0]).functions
    called = functions is None or any(m.context is not None for m in functions.find().members.values())
    first = pairs[0].tangent if pairs[0].tangent is not None and called else pairs[0].value
    mirrors = [first, *(tangent_or_zero(w, p, n) for p, n in zip(pairs[1:], nodes[1:]))]
    return Pair(made([p.value for p in pairs]), made(mirrors))


def decorated_pair(w, node, how):
    """A function with a cache, whose mirror has one too; one that `functools.wraps` gave another name."""
    from s2sad.forward.expressions import pair
    decorator, function = w.operands([node.func, node.args[0]], {1}, pair=pair)
    value = call(decorator.value, function.value)
    if function.tangent is None:
        return Pair(value)
    return Pair(value, function.tangent if how.name == "wraps" else call(decorator.value, function.tangent))


def partial_attribute(w, node):
    """What a partial or bound method holds, or the bound method of an object."""
    from s2sad.forward.expressions import pair
    owner = w.settled(pair(w, node.value))
    if not is_atom(owner.value):
        owner = w.named(owner)
    if owner.tangent is None:
        return Pair(attribute(owner.value, node.attr))
    return Pair(attribute(owner.value, node.attr), attribute(owner.tangent, node.attr))
