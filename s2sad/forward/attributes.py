"""Attributes of objects, read from the object and from its mirror.

    y = self.x * 2      →   y, dy = self.x * 2, dself.x * 2
"""

import gast

from s2sad.analysis.exceptions import LINKS, is_exception
from s2sad.analysis.objects import is_sure, lookup
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.forward.exceptions import linked_pair
from s2sad.forward.helpercalls import helper_pair, is_mirrored
from s2sad.forward.pair import Pair, hole
from s2sad.forward.step import change
from s2sad.frontend.build import assign, attribute, constant, is_atom, pure_call, subscript, tuple_
from s2sad.frontend.names import MISSING
from s2sad.frontend.trees import walk


def attribute_pair(w, node):
    """`obj.x`, `dobj.x`."""
    if is_exception(w.kind(node.value)) and node.attr in LINKS:
        return linked_pair(w, node)
    (owner,) = w.operands([node.value])
    tree = attribute(owner.value, node.attr)
    tree.field = isinstance(owner.value, gast.Name)
    if owner.tangent is None:
        return Pair(tree, w.zero(w.kind(node), hole()))
    return Pair(tree, mirror_attribute(w, node, owner.tangent))


def mirror_attribute(w, node, mirror):
    """`dobj.x`; where `x` may be the class's own, which the mirror has as it is, only if `dobj` holds it."""
    kind = w.kind(node.value)
    if K.has_fields(kind):
        for cls in classes_of(kind):
            found = lookup(cls, node.attr)
            if found is not MISSING and not hasattr(type(found), "__get__") \
                    and not is_sure(w.program, kind, cls, node.attr):
                held = pure_call(w.builtin("vars"), mirror)
                return pure_call(attribute(held, "get"), constant(node.attr), w.zero(w.kind(node), hole()))
    return attribute(mirror, node.attr)


def store_both(w, place, mirror_place, result, read):
    """Value and tangent into their places: nothing is stored where computing the value raises."""
    value, tangent = result.value, result.tangent
    if is_atom(value) and is_atom(tangent) and not result.has_hole:
        w.emit(assign(tuple_([place, mirror_place], True), tuple_([value, tangent]))).writes = True
        return
    if not reads_memory(tangent):
        # What the tangent reads is not changed by storing the value.
        result.fill(value if is_atom(value) else read)
        w.emit(assign(place, value)).writes = True
        w.emit(assign(mirror_place, result.tangent)).writes = True
        return
    if result.has_hole:
        result.value = value = w.hoist(value)
        result.fill(value)
    change(w, [assign(mirror_place, result.tangent)], assign(place, value))


def reads_memory(tree):
    """Does this read attributes or elements, or hand objects to functions that may?"""
    return any(isinstance(n, (gast.Subscript, gast.Starred)) or isinstance(n, gast.Attribute)
               and not (isinstance(n.value, gast.Name) and n.value.id in ("np", "math"))
               or isinstance(n, gast.Call) and not getattr(n, "pure", False) for n in walk(tree))


def cached_pair(w, node, how):
    """A cached property is computed once for an object and kept in it, and so is its tangent."""
    (owner,) = w.operands([node.value], {0})
    test = gast.Compare(left=constant(how.name), ops=[gast.NotIn()],
                        comparators=[pure_call(w.builtin("vars"), owner.value)])
    given = {id(node.value): owner}

    def compute():
        made = w.split(helper_pair(w, node, how.call, given)) if is_mirrored(w, how.call.context) \
            else Pair(attribute(owner.value, how.name), w.zero(w.kind(node), hole()))
        if made.tangent is None:
            made.tangent = w.zero(w.kind(node), hole())
        store_both(w, subscript(pure_call(w.builtin("vars"), owner.value), constant(how.name), True),
                   subscript(pure_call(w.builtin("vars"), owner.tangent), constant(how.name), True), made,
                   attribute(owner.value, how.name))
    if owner.tangent is None:
        return Pair(attribute(owner.value, how.name))
    w.emit(gast.If(test=test, body=w.block(compute), orelse=[])).writes = True
    return Pair(attribute(owner.value, how.name), attribute(owner.tangent, how.name))
