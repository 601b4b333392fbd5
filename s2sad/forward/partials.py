"""`functools.partial` and bound methods as values: their mirrors hold the mirrors of what they hold."""

import gast

from s2sad.analysis.frozen import is_frozen_kind
from s2sad.facts.iterators import is_pairs
from s2sad.forward import displays, expressions
from s2sad.forward.functioncalls import met_shapes
from s2sad.frontend.build import attribute, call, is_atom
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair


def partial_pair(w, node):
    """`partial(f, x)` → `partial(f, x), partial(df, dx)`; `norm(x)` → `norm(x), FrozenTangents(dx)`."""
    is_frozen = w.facts.call[node].name == "frozen"
    nodes = [*node.args, *(k.value for k in node.keywords)]
    pairs = w.operands(nodes, {i for i, n in enumerate(nodes) if w.zero_reads(n)},
                       pair=displays.element)
    count = len(node.args)

    def made(trees, function=node.func):
        tree = call(function, *trees[:count])
        tree.keywords = [gast.keyword(arg=k.arg, value=v) for k, v in zip(node.keywords, trees[count:])]
        tree.pure = True
        return tree
    if is_frozen:
        return Pair(made([p.value for p in pairs]), made([tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)],
                                                         w.runtime("FrozenTangents")))
    mirror = mirror_of(w, nodes[0], pairs[0])
    if has_several(w, nodes[0]) and mirror is pairs[0].tangent:
        mirror = call(w.runtime("ShapesOf"), mirror)
    mirrors = [mirror, *(tangent_or_zero(w, p, n) for p, n in zip(pairs[1:], nodes[1:]))]
    return Pair(made([p.value for p in pairs]), made(mirrors))


def mirror_of(w, node, held):
    """What the mirror holds for a function; of one that is never called there is no derivative, nor of an iterator over pairs."""
    functions, kind = w.kind(node).functions, w.kind(node)
    if kind.form == "method" and is_pairs(kind.elements[0]):
        return held.value
    called = functions is None or any(m.contexts for m in functions.find().members.values())
    return held.tangent if held.tangent is not None and called else held.value


def has_several(w, node):
    """Is the mirror of this function a tuple, of one for each shape of its calls?"""
    functions = w.kind(node).functions
    return functions is not None and len(met_shapes(w, functions)) > 1


def vectorize_pair(w, node):
    """`np.vectorize(f, otypes="d")` → `np.vectorize(f, otypes="d"), np.vectorize(df)`."""
    by_name = [k.value for k in node.keywords if k.arg == "pyfunc"]
    function = (by_name or node.args)[0]
    (held,) = w.operands([function], {0}, pair=expressions.pair)
    value = call(node.func, *([] if by_name else [held.value, *node.args[1:]]))
    value.keywords = [gast.keyword(arg=k.arg, value=held.value if k.value is function else k.value)
                      for k in node.keywords]
    value.pure = True
    mirror = call(node.func, mirror_of(w, function, held))
    mirror.pure = True
    return Pair(value, mirror)


def decorated_pair(w, node, how):
    """A function with a cache, whose mirror has one too; one that `functools.wraps` gave another name."""
    decorator, function = w.operands([node.func, node.args[0]], {1}, pair=expressions.pair)
    value = call(decorator.value, function.value)
    if function.tangent is None:
        return Pair(value)
    mirror = mirror_of(w, node.args[0], function)
    if how.name == "wraps":
        return Pair(value, mirror)
    if has_several(w, node.args[0]):
        return Pair(value, call(w.builtin("tuple"), call(w.builtin("map"), decorator.value, mirror)))
    return Pair(value, call(decorator.value, mirror))


def partial_attribute(w, node):
    """What a partial or bound method holds, or the bound method of an object."""
    owner = w.settled(expressions.pair(w, node.value))
    if not is_atom(owner.value):
        owner = w.named(owner)
    if owner.tangent is None or is_pairs(w.kind(node.value)) or is_frozen_kind(w.kind(node.value)) and node.attr not in ("args", "kwds"):
        return Pair(attribute(owner.value, node.attr))
    return Pair(attribute(owner.value, node.attr), attribute(owner.tangent, node.attr))
