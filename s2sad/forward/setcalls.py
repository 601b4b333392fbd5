"""Sets and their mirrors, which are dicts from each element to its tangent; see `analysis.sets`."""

import gast

from s2sad.facts.contents import element
from s2sad.facts.keys import is_identified
from s2sad.forward import displays, growing
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import assign, attribute, call, constant, expression, name, pure_call, subscript, tuple_
from s2sad.later import later

collect_items = later("forward.comprehensions.collect_items")


def set_display(w, node):
    """`{x, y}`."""
    if any(isinstance(e, gast.Starred) for e in node.elts):
        w.refuse(node, "A set with starred elements that depend on what is differentiated has no place for their "
                 "derivatives.", "Use set(...) of a list.")
    pairs = w.operands(node.elts, set(range(len(node.elts))), pair=displays.element)
    parts = []
    for p, n in zip(pairs, node.elts):
        p.value = p.value if isinstance(p.value, (gast.Name, gast.Constant)) else w.hoist(p.value)
        parts.append(tuple_([p.value, tangent_or_zero(w, p, n)]))
    return Pair(gast.Set(elts=[p.value for p in pairs]), pure_call(w.runtime("first_tangents"), tuple_(parts)))


def set_comprehension(w, node):
    """`{f(x) for x in xs}`: the set of the list of the same items."""
    listed = gast.copy_location(gast.ListComp(elt=node.elt, generators=node.generators), node)
    w.facts.kind[listed] = w.kind(node)
    return of_list(w, w.builtin("set"), w.named(collect_items(w, listed)))


def of_list(w, maker, items):
    return Pair(pure_call(maker, items.value),
                pure_call(w.runtime("first_tangents"), pure_call(w.builtin("zip"), items.value, items.tangent)))


def set_pair(w, node):
    """`set(xs)`, `frozenset(xs)`."""
    if not node.args:
        return Pair(pure_call(node.func), pure_call(w.runtime("first_tangents")))
    if not w.is_active(node.args[0]):
        (items,) = w.operands(node.args, pair=displays.element)
        return Pair(pure_call(node.func, items.value), zero_mirror(w, hole()))
    (items,) = w.operands(node.args, {0}, pair=displays.collected)
    if w.kind(node.args[0]).form == "set":
        return Pair(pure_call(node.func, items.value), pure_call(attribute(items.tangent, "copy")))
    return of_list(w, node.func, w.named(items))


def zero_mirror(w, value):
    return pure_call(w.runtime("zero_tangents"), value)


def list_of_set(w, node):
    """`list(s)` → `list(s), list(map(ds.get, s))`; of objects `[ds[v] for v in list(s)]`, which can be differentiated again."""
    (source,) = w.operands(node.args, {0}, pair=displays.element)
    source = w.named(source)
    if is_identified(element(w.kind(node.args[0]))):
        items, item = w.hoist(pure_call(node.func, source.value)), w.temporary()
        each = gast.comprehension(target=name(item, True), iter=items, ifs=[], is_async=0)
        return Pair(items, gast.ListComp(elt=subscript(source.tangent, name(item)), generators=[each]))
    return Pair(pure_call(node.func, source.value),
                pure_call(node.func, pure_call(w.builtin("map"), attribute(source.tangent, "get"), source.value)))


def method_pair(w, node, how):
    """Methods that change a set, and its mirror."""
    receiver = node.func.value
    if how.name == "update" and isinstance(node.args[0], gast.GeneratorExp) and growing.is_seen(w, node.args[0], w.kind(receiver)):
        w.refuse(node, *growing.IN_A_LOOP)
    owner, *arguments = w.operands([receiver, *node.args], {0, 1}, pair=displays.collected if how.name == "update"
                                   else displays.element)
    if how.name == "copy":
        return Pair(pure_call(attribute(owner.value, "copy")), pure_call(attribute(owner.tangent, "copy")))
    for argument, n in zip(arguments, node.args):
        argument.tangent = tangent_or_zero(w, argument, n)
        if not isinstance(argument.value, (gast.Name, gast.Constant)):
            argument.value = w.hoist(argument.value)
    changed = call(attribute(owner.value, how.name), *(a.value for a in arguments))
    if how.name == "pop":
        temporary = w.temporary()
        w.emit(assign(name(temporary, True), changed)).writes = True
        w.emit(assign(name("d" + temporary, True), call(attribute(owner.tangent, "pop"), name(temporary)))).writes = True
        return Pair(name(temporary), name("d" + temporary) if w.is_active(node) else None)
    w.emit(expression(changed)).writes = True
    if how.name == "add":
        mirror = call(attribute(owner.tangent, "setdefault"), arguments[0].value, arguments[0].tangent)
    elif how.name == "update":
        tangents = arguments[0].tangent if w.is_active(node.args[0]) else zero_mirror(w, arguments[0].value)
        pairs = call(attribute(tangents, "items")) if w.kind(node.args[0]).form == "set" or not w.is_active(node.args[0]) \
            else pure_call(w.builtin("zip"), arguments[0].value, tangents)
        mirror = call(w.runtime("add_tangents"), owner.tangent, pairs)
    elif how.name == "clear":
        mirror = call(attribute(owner.tangent, "clear"))
    else:
        mirror = call(attribute(owner.tangent, "pop"), arguments[0].value, constant(None))
    w.emit(expression(mirror)).writes = True
    return Pair(constant(None))
