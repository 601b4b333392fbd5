"""Attributes by their names: `getattr`, `setattr`, `vars`."""

import gast

from s2sad.analysis.objects import lookup
from s2sad.facts import callrecords as C
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.effects import contexts_called
from s2sad.forward import displays, expressions, special
from s2sad.forward.attributes import reads_memory
from s2sad.forward.attributestores import store_attribute
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import attribute, constant, expression, has_effects, is_atom, name, pure_call
from s2sad.frontend.names import MISSING
from s2sad.frontend.trees import walk


def set_attribute_pair(w, node, how):
    """`setattr(obj, "x", e)`: the same on the mirror."""
    if how.target is not None:
        store_attribute(w, how.target, expressions.pair(w, how.value), w.kind(how.value))
        return Pair(constant(None))
    subject, item = w.operands([how.subject, how.value], {0} if w.is_active(how.value) else {0, 1}, pair=displays.element)

    def told(owner, stored):
        values = {id(how.subject): owner, id(how.value): stored}
        told = [values.get(id(a), a) for a in node.args]
        if how.subject not in node.args:  # super().__setattr__("x", e)
            return gast.Call(func=attribute(name("object"), "__setattr__"), args=[owner, *told], keywords=[])
        return gast.Call(func=node.func, args=told, keywords=[])
    if subject.tangent is None:
        w.emit(expression(told(subject.value, item.value))).writes = True
        return Pair(constant(None))
    tangent = tangent_or_zero(w, item, how.value)
    if reads_memory(tangent):  # perhaps the very attribute
        item.value = item.value if is_atom(item.value) else w.hoist(item.value)
        tangent = w.hoist(tangent)
    w.emit(expression(told(subject.value, item.value))).writes = True
    mirrored = told(subject.tangent, tangent)
    w.emit(expression(mirrored)).writes = True
    return Pair(constant(None))


def get_attribute_pair(w, node, how):
    """`getattr(obj, "x")` is `obj.x`; with a default the mirror has the attribute where the object has."""
    if how.default is None or how.node is None:
        return expressions.pair(w, how.node if how.node is not None else how.default)
    if K.is_numeric(w.kind(how.node.value)):
        return expressions.pair(w, how.node)
    called = w.facts.call.get(how.node)
    if isinstance(called, (C.HelperCall, C.DispatchCall)):
        if may_raise(helper.context for helper in C.helpers(called)):
            w.refuse(node, f"Reading `{how.node.attr}` here runs code that may raise an AttributeError, and then the "
                     "default is meant.", "Read it in a `try` statement.")
        read = displays.element(w, how.node)
        return Pair(read.value, read.tangent if read.tangent is not None else w.zero(w.kind(node), hole()))
    if all(lookup(c, how.node.attr) is not MISSING for c in classes_of(w.kind(how.node.value))) \
            and not has_effects(special.mark_pure(w, how.default)):
        read = displays.element(w, how.node)  # its class has it, and the default is never asked for
        return Pair(read.value, read.tangent if read.tangent is not None else w.zero(w.kind(node), hole()))
    owner, default = w.operands([how.node.value, how.default], {0, 1}, pair=displays.element)
    spelled = constant(how.node.attr)
    tree = pure_call(node.func, owner.value, spelled, default.value)
    fallback = tangent_or_zero(w, default, how.default)
    if owner.tangent is None:
        return Pair(tree, of_default_or_zero(w, how.node, owner.value, spelled, fallback))
    if any(lookup(c, how.node.attr) is not MISSING and not hasattr(type(lookup(c, how.node.attr)), "__get__")
           for c in classes_of(w.kind(how.node.value))):
        w.refuse(node, f"`{how.node.attr}` may be an attribute of the object or of its class.",
                 "Read it as an attribute, without a default.")
    return Pair(tree, pure_call(node.func, owner.tangent, spelled, fallback))


def may_raise(contexts):
    """Is there a `raise` in one of these functions, or in one that they call?"""
    todo, seen = list(contexts), set()
    while todo:
        context = todo.pop()
        if context in seen:
            continue
        seen.add(context)
        if any(isinstance(n, gast.Raise) for n in walk(context.tree)):
            return True
        todo += contexts_called(context)
    return False


def of_default_or_zero(w, read, owner, name, *fallback):
    """The tangent of `getattr(obj, "x", e)` where obj has no mirror: `0.0 if hasattr(obj, "x") else de`."""
    zero = w.zero(w.kind(read), hole())
    if not fallback:
        return zero
    test = pure_call(w.builtin("hasattr"), owner, name)
    return gast.IfExp(test=test, body=zero, orelse=fallback[0])


def get_named_pair(w, node, how):
    """`getattr(obj, name)`, `getattr(dobj, name)`."""
    nodes = [how.subject, how.name, *([how.default] if how.default is not None else [])]
    owner, asked, *rest = w.operands(nodes, {0, 1, 2}, pair=displays.element)
    tree = pure_call(node.func, owner.value, asked.value, *(p.value for p in rest))
    fallback = [tangent_or_zero(w, p, how.default) for p in rest]
    if owner.tangent is None:
        return Pair(tree, of_default_or_zero(w, node, owner.value, asked.value, *fallback))
    return Pair(tree, pure_call(node.func, owner.tangent, asked.value, *fallback))


def mirrored_pair(w, node):
    """`vars(obj)`, `asdict(obj)`: the same of the mirror."""
    if not node.args:
        return Pair(pure_call(node.func), pure_call(node.func))
    (subject,) = w.operands(node.args, pair=displays.element)
    tree = pure_call(node.func, subject.value)
    if subject.tangent is None:
        return Pair(tree, w.zero(w.kind(node), hole()))
    return Pair(tree, pure_call(node.func, subject.tangent))
