"""Methods of lists, dicts and arrays that change them, and builtins over containers."""

import gast

from s2sad.analysis import callrecords as C
from s2sad.analysis import kinds as K
from s2sad.forward.build import (
    assign,
    attribute,
    call,
    constant,
    expression,
    name,
    pure_call,
    subscript,
)
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair


def method_pair(w, node, how):
    from s2sad.forward.expressions import _element
    if how.form == "list" and how.name in ("sort", "remove"):
        owner, *rest = w.operands([node.func.value, *node.args, *(k.value for k in node.keywords)], {0},
                                  pair=_element)
        keywords = {k.arg: p.value for k, p in zip(node.keywords, rest[len(node.args):])}
        tree = call(w.runtime(f"{how.name}_pair"), owner.value, owner.tangent,
                    *(p.value for p in rest[:len(node.args)]), **keywords)
        w.emit(expression(tree)).writes = True
        return Pair(constant(None))
    receiver = node.func.value
    nodes = [receiver, *node.args, *(k.value for k in node.keywords)]
    stored = how.name in ("append", "insert", "extend", "setdefault", "get", "update", "pop")
    need = {0} | {i for i, n in enumerate(nodes) if i and (stored and not w.is_active(n) or how.name == "pop")}
    pairs = w.operands(nodes, need, pair=_element)
    owner, arguments = pairs[0], pairs[1:]
    kept = len(node.args)
    tree = gast.Call(func=attribute(owner.value, how.name), args=[a.value for a in arguments[:kept]],
                     keywords=[gast.keyword(arg=k.arg, value=a.value)
                               for k, a in zip(node.keywords, arguments[kept:])])
    tree.pure = how.name in ("get", "items", "keys", "values", "copy", "index", "count")
    if owner.tangent is None:
        return Pair(tree)
    mirror_args = [a.value if _is_key(how, i) else tangent_or_zero(w, a, n)
                   for i, (a, n) in enumerate(zip(arguments, nodes[1:]))]
    mirror = gast.Call(func=attribute(owner.tangent, how.name), args=mirror_args[:kept],
                       keywords=[gast.keyword(arg=k.arg, value=v)
                                 for k, v in zip(node.keywords, mirror_args[kept:])])
    mirror.pure = tree.pure
    if how.name in ("index", "count", "keys"):
        return Pair(tree)
    if how.name in ("append", "insert", "extend", "clear", "reverse", "update"):
        w.emit(expression(tree)).writes = True
        w.emit(expression(mirror)).writes = True
        return Pair(constant(None))
    if how.name in ("pop", "setdefault", "popitem"):
        temporary = w.temporary()
        w.emit(assign(name(temporary, True), tree)).writes = True
        w.emit(assign(name("d" + temporary, True), mirror)).writes = True
        return Pair(name(temporary), name("d" + temporary) if w.is_active(node) else None)
    return Pair(tree, mirror)


def _is_key(how, i):
    """Is the i-th argument a place rather than a value?"""
    return how.name == "insert" and i == 0 or how.name in ("pop", "get", "setdefault") and i == 0


def mirrored_iterable(w, node):
    """`zip(xs, ys)` and the like on the values and on the mirrors; None where that does not do."""
    from s2sad.forward.expressions import _element
    how = w.facts.call.get(node)
    if isinstance(how, C.BuiltinCall) and how.name in ("zip", "reversed") and not node.keywords \
            and not any(isinstance(a, gast.Starred) or w.kind(a).form in ("iter", "plain", "any") for a in node.args):
        pairs = w.operands(node.args, {i for i, a in enumerate(node.args) if not w.is_active(a)}, pair=_element)
        return (pure_call(node.func, *(p.value for p in pairs)),
                pure_call(node.func, *(tangent_or_zero(w, p, a) for p, a in zip(pairs, node.args))))
    if isinstance(how, C.MethodCall) and how.form == "dict" and how.name == "values":
        (owner,) = w.operands([node.func.value], {0})
        return pure_call(attribute(owner.value, "values")), pure_call(attribute(owner.tangent, "values"))
    return None


def builtin_pair(w, node, how):
    """`list(xs)` and the like: the same on the mirrors."""
    from s2sad.forward.expressions import _element
    if how.name == "sorted":
        (source,) = w.operands([node.args[0]], {0}, pair=_element)
        keywords = {k.arg: k.value for k in node.keywords}
        return Pair(both=pure_call(w.runtime("sorted_pair"), source.value, source.tangent, **keywords))
    if how.name not in ("list", "tuple", "dict"):
        w.refuse(node, f"`{how.name}` of active values is supported only as what a `for` loop runs over.",
                 "Write a `for` loop over it.")
    if node.args and w.kind(node.args[0]).form == "iter":
        made = mirrored_iterable(w, node.args[0])
        if made is not None:
            return Pair(*(pure_call(node.func, tree) for tree in made))
        w.refuse(node, f"`{how.name}` of an iterator over active values is not supported yet.",
                 "Write a `for` loop that appends to a list.")
    nodes = [*node.args, *(k.value for k in node.keywords)]
    need = {i for i, n in enumerate(nodes) if not w.is_active(n)}
    pairs = w.operands(nodes, need, pair=_element)
    kept = len(node.args)

    def rebuilt(trees):
        result = gast.Call(func=node.func, args=trees[:kept],
                           keywords=[gast.keyword(arg=k.arg, value=v) for k, v in zip(node.keywords, trees[kept:])])
        result.pure = True
        return result
    return Pair(rebuilt([p.value for p in pairs]),
                rebuilt([tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)]))
