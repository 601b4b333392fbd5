"""Items and slices: `u[i]` → `u[i], du[i]`."""

import gast

from s2sad.analysis.mappings import looks_up, touches_default
from s2sad.analysis.values import JOINS
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import may_be_text
from s2sad.forward import expressions
from s2sad.forward.arithmetic import born_inactive
from s2sad.forward.dictkeys import key_of_mirror
from s2sad.forward.pair import Pair
from s2sad.forward.texts import unless_missing, unless_text
from s2sad.frontend.build import assign, binary, constant, has_effects, is_atom, is_plain, item, name, pure_call, subscript, tuple_
from s2sad.simplify.algebra import multiply


def item_of(w, node):
    if w.kind(node.value).form == "const":
        return joined(w, node)
    if touches_default(w.facts.kind, node):
        return default_item(w, node)
    container, index, place = container_and_index(w, node)
    if looks_up(w.facts.kind, node):
        container.value = pure_call(w.runtime("table"), container.value)
    tree = subscript(container.value, index.value)
    if container.tangent is None:
        return born_inactive(w, node, tree)
    if may_be_text(w.kind(node.value)) and w.kind(node.value).among is None:
        return Pair(tree, unless_missing(w, container.tangent, lambda mirror: item(mirror, place)))
    return unless_text(w, w.kind(node.value), Pair(tree, item(container.tangent, place)))


def default_item(w, node):
    """`d[key]` → `t, dt = d[key], dd[key]`, which may store the default in both."""
    container, index = w.operands([node.value, node.slice], {0}, pair=_container_or_index)
    key = index.value if w.reads_better_twice(index.value) else w.hoist(index.value)
    place = key_of_mirror(w, w.kind(node.value), node.slice, Pair(key, index.tangent))
    temporary = w.temporary()
    mirror = "d" + temporary
    both = [subscript(container.value, key), subscript(container.tangent, place)]
    both[0].effects = both[1].effects = True
    w.emit(assign(tuple_([name(temporary, True), name(mirror, True)], True), tuple_(both))).writes = True
    return Pair(name(temporary), name(mirror) if w.is_active(node) else None)


def joined(w, node):
    """`np.r_[x, 1.0]` → `np.r_[dx, 0.0]`; `np.mgrid[0:x:5j]` → `np.mgrid[0:dx:5j]`"""
    several = isinstance(node.slice, gast.Tuple)
    items = node.slice.elts if several else [node.slice]
    nodes = [part for item in items for part in ends_of_range(w, item) or [item]]
    pairs = iter(w.operands(nodes, {i for i, n in enumerate(nodes) if K.is_numeric(w.kind(n)) and not w.is_active(n)},
                            pair=_container_or_index))
    tangents, parts = [], []
    for item in items:
        if ends_of_range(w, item):
            low, high = (next(pairs) if end is not None else Pair(None) for end in (item.lower, item.upper))
            parts.append(Pair(gast.Slice(low.value, high.value, item.step)))
            tangents.append(gast.Slice(*(end.tangent or end.value and constant(0) for end in (low, high)), item.step))
            continue
        part = next(pairs)
        parts.append(part)
        if part.tangent is not None:
            tangents.append(part.tangent)
        elif isinstance(item, gast.Slice) and not isinstance(w.kind(node.value).value, JOINS):
            tangents.append(gast.Slice(constant(0), constant(0), part.value.step))
        elif isinstance(item, gast.Slice):
            tangents.append(multiply(constant(0), subscript(node.value, part.value)))
        else:
            tangents.append(part.value if w.kind(item).form == "plain" else w.zero(w.kind(item), part.value))

    def rebuilt(trees):
        return subscript(node.value, tuple_(trees) if several else trees[0])
    value = rebuilt([part.value for part in parts])
    if not any(map(w.is_active, nodes)):
        return born_inactive(w, node, value)
    return Pair(value, rebuilt(tangents))


def ends_of_range(w, item):
    """The ends of `a:b:5j` where one of them is active, else none."""
    ends = [end for end in (item.lower, item.upper) if end is not None] if isinstance(item, gast.Slice) else []
    return ends if any(map(w.is_active, ends)) else []


def _container_or_index(w, node):
    if isinstance(node, gast.Slice) or not w.is_active(node):
        return Pair(expressions.value(w, node))
    return w.full(w.settled(expressions.pair(w, node)), w.kind(node))


def _index_value(w, node):
    """An index of an array, which takes no tangent."""
    if not isinstance(node, gast.Tuple):
        return Pair(expressions.value(w, node))
    parts = w.operands(node.elts, pair=_index_value)
    return Pair(gast.Tuple(elts=[p.value for p in parts], ctx=gast.Load()))


def container_and_index(w, node):
    """The pairs of `u` and `i` in `u[i]`, and the index of the mirror."""
    def part(w, operand):
        of_array = operand is node.slice and K.is_numeric(w.kind(node.value))
        pair_ = _index_value(w, operand) if of_array else _container_or_index(w, operand)
        if operand is node.slice:
            pair_.value = hoist_index(w, pair_.value)
        return pair_
    container, index = w.operands([node.value, node.slice], pair=part)
    if not is_atom(container.value) and has_effects(container.value):
        container.value = w.hoist(container.value)
    return container, index, key_of_mirror(w, w.kind(node.value), node.slice, index)


def hoist_index(w, index):
    """Name the parts of an index that are more than arithmetic on names."""
    if is_plain(index) or w.reads_better_twice(index):
        return index
    if has_effects(index) and isinstance(index, (gast.Tuple, gast.Slice)):
        # What is read before something has its effect is read into a name before it.
        if isinstance(index, gast.Slice):
            return w.hoist(index, force=True)
        return gast.Tuple(elts=[e if isinstance(e, gast.Constant) else w.hoist(e, force=True) for e in index.elts],
                          ctx=gast.Load())
    if isinstance(index, gast.Tuple):
        return gast.Tuple(elts=[hoist_index(w, e) for e in index.elts], ctx=gast.Load())
    if isinstance(index, gast.Slice):
        return gast.Slice(*[p if p is None else hoist_index(w, p) for p in (index.lower, index.upper, index.step)])
    if isinstance(index, gast.BinOp) and not has_effects(index):
        return binary(hoist_index(w, index.left), index.op, hoist_index(w, index.right))
    return w.hoist(index)
