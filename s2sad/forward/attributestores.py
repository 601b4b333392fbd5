"""Stores into attributes of objects and of their mirrors, and into what methods store for.

    self.x = x * x      →   self.x = x * x
                            dself.x = 2 * x * dx
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.kinds import NONE
from s2sad.facts.reached import is_active
from s2sad.forward import expressions
from s2sad.forward.attributes import mirror_attribute, store_both
from s2sad.forward.helpercalls import helper_pair, is_mirrored
from s2sad.forward.methods import dispatch_pair, operation_pair
from s2sad.forward.operands import is_plain_read
from s2sad.forward.pair import Pair
from s2sad.forward.special import changes_memory
from s2sad.forward.step import change
from s2sad.frontend.build import assign, attribute, expression, has_effects, is_atom, names_in, subscript


def store_attribute(w, target, result, kind):
    """`obj.x = e` on the object and on its mirror."""
    how = w.facts.call.get(target)
    result = w.split(result)
    if isinstance(how, C.HelperCall):
        return call_setter(w, target, how, result, kind)
    if not is_atom(result.value) and changes_memory(w, target.value):
        result = w.named(result)
    mark = len(w.out)
    (owner,) = w.operands([target.value])
    if len(w.out) > mark and not is_atom(result.value):
        result.value = w.hoist(result.value, mark)
    if has_effects(owner.value):
        owner.value = w.hoist(owner.value)

    def place(tree):
        return gast.Attribute(value=tree, attr=target.attr, ctx=gast.Store())
    if owner.tangent is None:
        w.emit(assign(place(owner.value), result.value)).writes = True
        return
    result = Pair(result.value, w.complete(result, kind))
    store_both(w, place(owner.value), place(owner.tangent), result, attribute(owner.value, target.attr))


def call_setter(w, target, how, result, kind):
    """`obj.x = e` where `x` is a property: its setter's derivative is called."""
    if not is_mirrored(w, how.context):
        result = w.settled(result)
        (obj,) = w.operands([target.value])
        w.emit(assign(gast.Attribute(value=obj.value, attr=target.attr, ctx=gast.Store()), result.value)).writes = True
        return
    result = w.named(Pair(result.value, w.complete(result, kind) if is_active(kind) else None), kind)
    emit_storing(w, target, how, result)


def aug_attribute(w, node):
    """`obj.x += e` on the object and on its mirror."""
    from s2sad.forward.inplace import in_place, read_first, rebound_by
    target = node.target
    how = w.facts.call.get(node)
    if isinstance(how, (C.HelperCall, C.DispatchCall)) or isinstance(w.facts.call.get(target), C.HelperCall):
        return aug_by_methods(w, node, how)
    (owner,) = w.operands([target.value])
    if has_effects(owner.value):
        owner.value = w.hoist(owner.value)
    reads_first = changes_memory(w, node.value)
    if reads_first and not isinstance(target.value, gast.Name) or names_in(owner.value) & rebound_by(w, node.value):
        owner.value = w.hoist(owner.value, force=True)
        w.hoist_tangent(owner, force=True)
    old = w.facts.item_kinds[node]

    def place(tree):
        return lambda store: gast.Attribute(value=tree, attr=target.attr, ctx=gast.Store() if store else gast.Load())
    item = Pair(place(owner.value)(False))
    if owner.tangent is not None:
        read = gast.copy_location(gast.Attribute(value=target.value, attr=target.attr, ctx=gast.Load()), target)
        w.facts.kind[read] = old
        mirror = mirror_attribute(w, read, owner.tangent)
        if not isinstance(mirror, gast.Attribute):
            mirror = Pair(None, mirror)
            mirror.fill(place(owner.value)(False))
            w.emit(assign(place(owner.tangent)(True), mirror.tangent)).writes = True
        item.tangent = place(owner.tangent)(False)
    if reads_first:
        v, dv = read_first(w, node, old, item.value, item.tangent)
        mirrors = [assign(place(owner.tangent)(True), dv)] if owner.tangent is not None else []
        change(w, mirrors, assign(place(owner.value)(True), v))
        return
    in_place(w, node, old, item, place(owner.value), place(owner.tangent))


def aug_by_methods(w, node, how):
    """`obj.x += e`, `obj[i] += e` where reading, adding or storing is up to a method."""
    from s2sad.forward.arithmetic import binop
    from s2sad.forward.inplace import rebound_by
    from s2sad.forward.statements import store
    target = node.target
    parts = [target.value, *([target.slice] if isinstance(target, gast.Subscript) else [])]
    written = [getattr(p, "as_written", p) for p in parts]
    named = all(isinstance(p, (gast.Name, gast.Constant)) for p in written)
    if not all(map(is_plain_read, written)) or not named and changes_memory(w, node.value) \
            or names_in(parts) & rebound_by(w, node.value):
        w.refuse(node, "The object or the index of this augmented assignment is more than a name.",
                 "Give them names first.")
    read = w.context.receivers.get((node, "target"))
    old = w.facts.item_kinds[node]
    if isinstance(how, (C.HelperCall, C.DispatchCall)):
        result = w.split(operation_pair(w, node, how))
        kind = w.kind(node)
    else:
        if old.form != "number":
            spelled = "obj[i]" if isinstance(target, gast.Subscript) else "obj.x"
            w.refuse(node, f"What this augmented assignment does to what reading `{spelled}` gives is not known.",
                     f"Write it as an assignment, {spelled} = {spelled} + e.", uncertain=w.program.guessed)
        sum_ = gast.copy_location(gast.BinOp(left=read, op=node.op, right=node.value), node)
        kind = w.facts.kind[sum_] = w.kind(node)
        result = w.split(binop(w, sum_, node.op, read, node.value) if w.is_active(sum_) else expressions.pair(w, sum_))
    store(w, target, result, kind, None)


def store_item(w, target, how, result, kind):
    """`obj[i] = e` where the class says what that does."""
    result = w.split(result)
    if isinstance(how, C.Refused):
        w.refuse(target, how.reason, how.advice)
    if not any(is_mirrored(w, helper.context) for helper in C.helpers(how)):
        result = w.settled(result)
        result.value = w.hoist(result.value)
        parts = w.operands([target.value, target.slice], pair=lambda w, n: Pair(expressions.value(w, n)))
        w.emit(assign(subscript(parts[0].value, parts[1].value, True), result.value)).writes = True
        return
    result = w.named(Pair(result.value, w.complete(result, kind) if is_active(kind) else None), kind)
    emit_storing(w, target, how, result)


def emit_storing(w, target, how, result):
    """The call of a method that stores, as a statement."""
    known = {id(w.context.receivers["value", target]): result}
    stored = w.facts.kind.get(target)
    w.facts.kind[target] = NONE  # what the method returns is of no use
    emit_call(w, helper_pair(w, target, how, known) if isinstance(how, C.HelperCall) else dispatch_pair(w, target, how, known))
    w.facts.kind[target] = stored


def emit_call(w, made):
    """A call as a statement, whatever it gives."""
    tree = made.both if made.both is not None else made.value
    tree = tree.value if isinstance(tree, gast.Subscript) else tree
    if not is_atom(tree):
        w.emit(expression(tree)).writes = True
