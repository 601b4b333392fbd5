"""Augmented assignments: values and mirrors change in place, in step."""

import copy

import gast

from s2sad.analysis.alternatives import kind_of
from s2sad.analysis.mappings import is_counter, is_default_dict
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import may_be_one_of, may_be_text
from s2sad.facts.contents import gives_array, makes_arrays
from s2sad.facts.reached import is_active, regions
from s2sad.facts.texts import is_text
from s2sad.forward import growing
from s2sad.forward.arithmetic import binop, check_operator
from s2sad.forward.attributestores import aug_attribute, aug_by_methods
from s2sad.forward.containers import items_of_dict
from s2sad.forward.displays import collected, element, listed_first
from s2sad.forward.expressions import value
from s2sad.forward.iterators import pairs_of
from s2sad.forward.methods import operation_pair
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.forward.special import changes_memory, mark_pure
from s2sad.forward.step import change, cut_off, field_name, guarded, kept
from s2sad.forward.subscripts import container_and_index
from s2sad.forward.texts import is_text_test
from s2sad.forward.targets import assign_name, check_store, target_active, target_tree
from s2sad.frontend.build import (
    assign,
    binary,
    call,
    constant,
    expression,
    has_effects,
    is_atom,
    name,
    names_in,
    pure_call,
    subscript,
    substitute,
)
from s2sad.frontend.trees import walk
from s2sad.simplify.algebra import divide, leading_minus, multiply


def write_aug_assign(w, node):
    target = node.target
    if isinstance(target, gast.Name):
        if not target_active(w, target):
            return aug_inactive(w, node)
        return aug_name(w, node)
    if isinstance(w.facts.call.get(node), C.OPERATIONS) or isinstance(target, gast.Subscript) and (
            K.has_fields(w.kind(target.value)) or is_read_by_method(w, node)):
        if w.is_active(target.value) or w.is_active(node.value) or w.is_active(target):
            return aug_by_methods(w, node, w.facts.call.get(node))
        return aug_inactive(w, node)
    if isinstance(target, gast.Attribute):
        if K.is_numeric(w.kind(target.value)) and target.attr in ("real", "imag") and w.is_active(target.value):
            return aug_part(w, node)
        if K.has_fields(w.kind(target.value)) and (w.is_active(node.value) or w.is_active(target.value)):
            return aug_attribute(w, node)
        if w.is_active(node.value) or w.is_active(target):
            w.refuse(node, "It is not known before the program runs what object this writes into.",
                     "Make the object inside the function, or pass it as an argument of its own.")
        return aug_inactive(w, node)
    if not (w.is_active(target.value) or w.is_active(node.value)):
        return aug_inactive(w, node)
    aug_item(w, node)


def is_read_by_method(w, node):
    return isinstance(w.facts.call.get(w.context.receivers.get((node, "target"))), C.OPERATIONS)


def aug_inactive(w, node):
    """`n += e` where neither depends on what is differentiated, though evaluating `e` may have effects on what does."""
    target = target_tree(w, node.target)
    before = len(w.out)
    right = value(w, node.value)
    if len(w.out) == before:
        w.emit(gast.AugAssign(target=target, op=node.op, value=right))
        return
    # What statements of the right-hand side's may change is read before them.
    later, w.out[before:] = w.out[before:], []
    for part in ("value", "slice"):
        if hasattr(target, part):
            setattr(target, part, w.hoist(getattr(target, part), force=True))
    read = w.hoist(loaded(target), force=True)
    w.out += later
    w.emit(gast.AugAssign(target=name(read.id, True), op=node.op, value=right))
    w.emit(assign(target, read))


def loaded(target):
    """The tree that reads a target."""
    read = copy.copy(target)
    read.ctx = gast.Load()
    return read


def aug_name(w, node):
    target = node.target
    old = w.facts.item_kinds[node]
    how = w.facts.call.get(node)
    if isinstance(how, C.OPERATIONS):
        assign_name(w, target, operation_pair(w, node, how), w.kind(target))
        return
    load = load_of(w, target, old)
    if old.form == "number" and not (isinstance(node.op, (gast.Add, gast.Sub)) and w.kind(target).form == "number"):
        result = binop(w, load_node(w, node, load, old), node.op, load, node.value)
        assign_name(w, target, result, w.kind(target))
        return
    v, dv = name(target.id), name(w.tangent_name(target.id))
    if target.id in rebound_by(w, node.value):
        v, dv = read_first(w, node, old, v, dv)
        assign_name(w, target, Pair(v, dv), w.kind(target))
        return
    in_place(w, node, old, Pair(v, dv if is_active(old) else w.zero(old, v)), lambda store: name(target.id, store),
             lambda store: name(dv.id, store))


def aug_part(w, node):
    """`z.real *= e`: the part is a view of the array."""
    target = node.target
    (array,) = w.operands([target.value], {0})

    def place(tree):
        return lambda store: gast.Attribute(value=tree, attr=target.attr, ctx=gast.Store() if store else gast.Load())
    in_place(w, node, w.facts.item_kinds[node], Pair(place(array.value)(False), place(array.tangent)(False)),
             place(array.value), place(array.tangent))


def load_of(w, target, kind):
    """The target read as an expression."""
    load = gast.copy_location(name(target.id), target)
    w.facts.kind[load] = kind
    return load


def load_node(w, node, load, kind):
    """A stand-in node for the result of the augmented operation."""
    result = gast.copy_location(binary(load, node.op, node.value), node)
    w.facts.kind[result] = w.kind(node.target)
    return result


def aug_item(w, node):
    """`u[i] *= e`: the same on the mirror, before the value is overwritten."""
    target = node.target
    container_kind = w.kind(target.value)
    check_store(w, target, container_kind)
    container, index, at = container_and_index(w, target)
    same = at is index.value
    clash = names_in([t for t in (container.value, container.tangent, index.value, at) if t is not None]) & rebound_by(w, node.value)
    if clash or not is_atom(container.value) and changes_memory(w, node.value):
        container.value, index.value = w.hoist(container.value, force=True), w.hoist(index.value, force=True)
        w.hoist_tangent(container, force=True)
        at = index.value if same else w.hoist(at, force=True)
    if changes_memory(w, node.value, container_kind) or container_kind.form == "tuple" \
            or reading_shows(w, node.value, container_kind):
        return aug_item_read_first(w, node, container, index.value, at)
    kind = element_kind(w, node, container_kind)
    if container.tangent is not None and not w.is_active(node.value) and isinstance(node.op, (gast.Add, gast.Sub)):
        # A key that is new to the value is to be new to the mirror, too.
        if is_default_dict(container_kind):
            w.emit(expression(subscript(container.tangent, at))).writes = True
        elif is_counter(container_kind):
            w.emit(gast.AugAssign(target=subscript(container.tangent, at, True), op=gast.Add(),
                                  value=constant(0))).writes = True

    def place(tree, index):
        return lambda store: subscript(tree, index, store)
    item = Pair(place(container.value, index.value)(False),
                place(container.tangent, at)(False) if container.tangent is not None else None)
    in_place(w, node, kind, item, place(container.value, index.value), place(container.tangent, at),
             array=container.value if K.is_numeric(container_kind) or container_kind.form in ("flat", "any") else None,
             index=index.value)


def reading_shows(w, node, container):
    """Can evaluating this tell whether `u[i]` was read before: by the default that it stored, or did not raise?"""
    if not guarded(w) and not is_default_dict(container):
        return False
    return has_effects(mark_pure(w, node)) or is_default_dict(container) and any(
        set(regions(w.facts.kind[n])) & set(regions(container)) for n in walk(node) if n in w.facts.kind)


def aug_item_read_first(w, node, container, index, at):
    """`u[i] += e` where `e` changes `u`, or where `u` takes no item: read, changed and stored one after the other."""
    v, dv = read_first(w, node, w.facts.item_kinds[node], subscript(container.value, index),
                       container.tangent and subscript(container.tangent, at))
    stored = kept(w, dv, w.kind(node.target.value), container.value, w.kind(node.target), v, field_name(w, node.target, index))
    mirrors = [assign(subscript(container.tangent, at, True), stored)] \
        if container.tangent is not None and w.kind(node.target.value).form != "tuple" else []
    change(w, mirrors, assign(subscript(container.value, index, True), v))


def rebound_by(w, node):
    """The names to which evaluating this may give other values."""
    own = {n.target.id for n in walk(node) if isinstance(n, gast.NamedExpr)}
    own |= {w.tangents[n] for n in own if n in w.tangents}
    return own | (w.unsteady if has_effects(mark_pure(w, node)) else set())


def read_first(w, node, kind, value, tangent):
    """Read what `u op= e` changes before `e` is evaluated; the names of the changed value and tangent."""
    v = name(w.temporary())
    dv = name("d" + v.id)
    w.emit(assign(name(v.id, True), value))
    if tangent is not None:
        w.emit(assign(name(dv.id, True), tangent))
    in_place(w, node, kind, Pair(v, dv if tangent is not None else None),
             lambda store: name(v.id, store), lambda store: name(dv.id, store))
    return v, dv


def element_kind(w, node, container_kind):
    """The kind of `u[i]` in `u[i] op= e`."""
    if K.is_numeric(container_kind):
        return container_kind
    if container_kind.form == "flat":
        return K.array(container_kind.type, 1, container_kind.region)
    return w.facts.item_kinds[node]


def in_place(w, node, kind, item, place, mirror_place, array=None, index=None):
    """`u op= e` on the value and its mirror.

    item: the pair of trees that read `u`; place, mirror_place: make its target trees.
    array: the tree of the array of which `u` is an element or slice, so that assigning to it
    writes into it (in a list or dict it would put another object in its place); index: the tree of its place.
    """
    of_text = may_be_text(kind) and item.tangent is not None and not is_text_added(w, node, kind)
    if of_text and w.kind(node.value).form not in ITERATORS:
        return of_text_or_other(w, node, kind, item, place, mirror_place, array, index)
    of_no_text(w, node, kind, item, place, mirror_place, array, index)


def is_text_added(w, node, kind):
    """Is this `u += text`, where `u` may be anything?"""
    return kind.form == "any" and w.kind(node.value).form == "plain" and isinstance(node.op, gast.Add)


def of_no_text(w, node, kind, item, place, mirror_place, array=None, index=None):
    """The same where `u` is not what may be a text or something else."""
    op, active = node.op, w.is_active(node.value)
    of_text = is_text_added(w, node, kind)
    check_operator(w, node, [node.value] if kind.form in ("list", "dict") else [node.target, node.value])
    linear = isinstance(op, (gast.Add, gast.Sub))
    sequence = kind.form in ("list", "tuple", "any") and isinstance(op, gast.Add) and not K.is_numeric(
        w.kind(node.value)) and not of_text or kind.form == "dict" and isinstance(op, gast.BitOr)
    # The kind of an item that is assigned to is that of what is stored.
    container = w.kind(node.target.value) if array is not None else None
    cut = cut_off(container, w.kind(node.target)) if array is not None and not (
        sequence and container.form == "any") else False
    if item.tangent is not None and (gives_array(kind, w.kind(node.value), op)
                                     or kind.form == "number" and gives_array(w.kind(node.value), kind, op)):
        return made_array(w, node, kind, item, place, mirror_place)
    if sequence and kind.form in ("list", "dict") and item.tangent is not None and growing.is_seen(w, node.value, kind):
        (source,) = w.operands([node.value], pair=lambda w, n: Pair(pairs_of(w, n)))
        return growing.add_each(w, node, kind, place(False), mirror_place(False), source.value, "append")
    becomes_array = kind.form in ("number", "numeric", "any") and not cut and w.kind(node.value).form in ("array", "numeric", "list", "tuple")
    need = {0} if not linear or sequence and not active else set()
    taken = items_of_dict if kind.form == "dict" else collected if kind.form == "list" and kind.type is not K.EITHER \
        else lambda w, n: taken_in(w, n, place(False))
    (right,) = w.operands([node.value], need, pair=taken if sequence else None)
    if has_effects(right.value):
        right.value = w.hoist(right.value)

    def both(mirror_statements):
        if cut is None and active:
            stored = binary(place(False), op, right.value)
            changed = mirror_place(False)
            if guarded(w):  # then nothing is stored before all is computed
                for statement in mirror_statements:
                    changed = binary(changed, statement.op, statement.value) if isinstance(statement, gast.AugAssign) \
                        else statement.value
                mirror_statements = []
            kept_now = kept(w, changed, container, array, w.kind(node.target), stored, field_name(w, node.target, index))
            mirror_statements = [*mirror_statements, assign(mirror_place(True), kept_now)]
        change(w, mirror_statements, gast.AugAssign(target=place(True), op=op, value=right.value))

    def fit():
        """A number has become an array: so must its tangent."""
        if array is None or container.form == "any":
            w.emit(assign(mirror_place(True), pure_call(w.runtime("like"), mirror_place(False), place(False))))

    def aug(op_, tree):
        if isinstance(op_, (gast.Add, gast.Sub)) and not sequence and leading_minus(tree) is not None:
            op_, tree = (gast.Sub() if isinstance(op_, gast.Add) else gast.Add()), leading_minus(tree)
        return gast.AugAssign(target=mirror_place(True), op=op_, value=tree)
    if item.tangent is None or is_text(kind):
        w.emit(gast.AugAssign(target=place(True), op=op, value=right.value))
        return
    if of_text:
        return both([assign(mirror_place(True), pure_call(w.runtime("with_text"), item.tangent, right.value))])
    if sequence:
        return both([aug(op, tangent_or_zero(w, right, node.value))])
    if isinstance(op, (gast.BitOr, gast.BitAnd, gast.BitXor)) and kind.form in ("any", "object"):
        w.refuse(node, "It is not known before the program runs what this operator changes.",
                 "Spell it out, with update(...) or as an assignment for each item.", uncertain=True)
    if cut or not isinstance(op, (gast.Add, gast.Sub, gast.Mult, gast.Div, gast.Mod, gast.Pow, gast.MatMult)):
        both([gast.AugAssign(target=mirror_place(True), op=gast.Mult(), value=constant(0))])
        return fit() if becomes_array else None
    if linear:
        if right.tangent is not None and kind.form in ("number", "numeric") and w.kind(node.value).form in ("list", "tuple"):
            right.tangent = pure_call(w.member("np", "asarray"), right.tangent)
        grows = kind.form in ("numeric", "any") and w.kind(node.value).form != "number" or \
            kind.form == "number" and w.kind(node.value).form != "number" or may_be_list_made_array(kind, w.kind(node.value), op)
        if grows:
            both([aug(op, right.tangent)] if right.tangent is not None else [])
            return fit()
        return both([aug(op, right.tangent)] if right.tangent is not None else [])
    target = mirror_place(True)
    if isinstance(op, (gast.Mult, gast.Div)):
        if not active or kind.form in ("list", "tuple"):  # which are repeated
            return both([aug(op, right.value)])
        # What the product reads may be the very memory that is written: compute it before.
        factor = right.value
        if guarded(w) and array is None and w.kind(node.value).form != "number":
            factor = w.hoist(pure_call(w.runtime("fresh"), factor))
        slope = item.value if isinstance(op, gast.Mult) else divide(item.value, right.value)
        term = multiply(slope, right.tangent) if kind.form != "any" or isinstance(op, gast.Div) \
            else pure_call(w.runtime("unless_repeated"), slope, right.tangent)
        sign = gast.Add() if isinstance(op, gast.Mult) else gast.Sub()
        if isinstance(op, gast.Mult) and array is not None:
            return both([assign(target, binary(multiply(mirror_place(False), right.value), gast.Add(), term))])
        term = w.hoist(term)
        if isinstance(op, gast.Mult):
            return both([aug(op, factor), aug(sign, term)])
        if array is not None and guarded(w):
            return both([assign(target, divide(binary(mirror_place(False), gast.Sub(), term), factor))])
        return both([aug(op, factor), aug(sign, divide(term, factor))])
    # The rest: the tangent of `u op e`, stored into the mirror.
    result = general(w, node, op, item, right, kind)
    if result.has_hole:
        result = w.named(result)
    if array is None and kind.form == "array":
        target = subscript(mirror_place(False), constant(Ellipsis), True)
    elif array is None and kind.form != "number":
        result.tangent = pure_call(w.runtime("rewritten"), item.value, item.tangent, result.tangent)
    both([assign(target, result.tangent)])
    if becomes_array:
        fit()


def of_text_or_other(w, node, kind, item, place, mirror_place, array, index):
    """`u op= e` where `u` may be a text, which has no mirror, or something else."""
    (right,) = w.operands([node.value], {0}, pair=element)
    others = kind if kind.among is None else kind_of(kind, {one for one in kind.among if one[0] != "plain"})
    before, w.given = w.given, w.given | {id(node.value): right}
    rest = w.block(of_no_text, w, node, others, item, place, mirror_place, array, index)
    w.given = before
    text = gast.AugAssign(target=place(True), op=node.op, value=right.value)
    text.writes = True
    w.emit(gast.If(test=is_text_test(w, kind, place(False)), body=[text], orelse=rest))


# What gives its items once.
ITERATORS = ("iter", "iterable")


def taken_in(w, node, into):
    """The pair of what `u += e` adds to what may be a list, which takes all items of `e`, a number or a tuple."""
    if w.is_active(node) or not listed_first(w.kind(node)):
        return collected(w, node)
    result = w.named(Pair(call(w.runtime("items_for"), into, value(w, node))))
    return Pair(result.value, pure_call(w.runtime("zeros"), result.value))


def may_be_list_made_array(kind, value, op):
    """Is this `u += s` of what may be a list, which a number of NumPy's makes an array?"""
    return kind.form == "any" and (kind.among is None or may_be_one_of(kind, "list", "tuple")) and makes_arrays(value, op)


def made_array(w, node, kind, item, place, mirror_place):
    """`xs += a` of a list and an array or a number of NumPy's, or the other way round, which is `xs = xs + a`."""
    read = gast.copy_location(name(w.hoist(item.value).id), node)
    whole = gast.copy_location(binary(read, node.op, node.value), node)
    w.facts.kind[read], w.facts.kind[whole] = kind, w.facts.kind[node]
    if is_active(kind):
        w.tangents[read.id] = w.hoist(item.tangent).id
    result = w.settled(binop(w, whole, node.op, read, node.value))
    result = w.settled(Pair(result.value, w.complete(result, w.kind(whole))))
    change(w, [assign(mirror_place(True), result.tangent)], assign(place(True), result.value))


def general(w, node, op, item, right, kind):
    """The pair of `u op e` for an operation with no in-place form of its own."""
    left_node = gast.copy_location(name("·left"), node)
    right_node = gast.copy_location(name("·right"), node)
    both_node = gast.copy_location(binary(left_node, op, right_node), node)
    w.facts.kind[left_node] = kind
    w.facts.kind[right_node] = w.kind(node.value)
    w.facts.kind[both_node] = kind
    w.tangents["·left"], w.tangents["·right"] = "·dleft", "·dright"
    literal = isinstance(right.value, gast.Constant) or constant_like(right.value)
    if literal:
        both_node.right = right_node = node.value
    result = binop(w, both_node, op, left_node, right_node)
    mapping = {"·left": item.value, "·dleft": item.tangent, "·right": right.value}
    if right.tangent is not None:
        mapping["·dright"] = right.tangent
    return Pair(substitute(result.value, mapping), substitute(result.tangent, mapping))


def constant_like(tree):
    return isinstance(tree, gast.UnaryOp) and isinstance(tree.operand, gast.Constant)
