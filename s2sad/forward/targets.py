"""What is assigned to: names, elements, and the mirrors of both."""

import gast

from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.reached import is_active, regions
from s2sad.forward.expressions import value
from s2sad.forward.pair import Pair
from s2sad.frontend.build import assign, is_atom, name, names_in, tuple_


def target_active(w, target):
    if isinstance(target, gast.Name):
        if w.is_active(target) and target.id not in w.context.locals:
            refuse_outer(w, target)
        return target.id in w.facts.active_names and target.id in w.context.locals
    if isinstance(target, (gast.Tuple, gast.List)):
        return any(target_active(w, t) for t in target.elts)
    if isinstance(target, gast.Starred):
        return target_active(w, target.value)
    return w.is_active(target.value) or w.is_active(target)


def refuse_outer(w, node):
    w.refuse(node, f"`{node.id}` outlives the call, and has nowhere to keep a derivative.",
             "Return the value instead of assigning it to a global or an enclosing function's variable.")


def target_tree(w, target):
    """The target with the expressions in it rewritten."""
    if isinstance(target, gast.Subscript):
        parts = w.operands([target.value, target.slice], pair=lambda w, n: Pair(value(w, n)))
        return gast.Subscript(value=parts[0].value, slice=parts[1].value, ctx=gast.Store())
    if isinstance(target, gast.Attribute):
        return gast.Attribute(value=value(w, target.value), attr=target.attr, ctx=gast.Store())
    if isinstance(target, gast.Starred):
        return gast.Starred(value=target_tree(w, target.value), ctx=gast.Store())
    if isinstance(target, (gast.Tuple, gast.List)):
        return type(target)(elts=[target_tree(w, part) for part in target.elts], ctx=gast.Store())
    return target


def mirror_target(w, target):
    """The names of the tangents that mirror a target of names."""
    if isinstance(target, gast.Name):
        if target.id in w.facts.active_names:
            return name(w.tangent_name(target.id), True)
        return name(w.unused_target(), True)
    if isinstance(target, gast.Starred):
        return gast.Starred(value=mirror_target(w, target.value), ctx=gast.Store())
    for part in target.elts:
        kind = w.facts.kind.get(part)
        if isinstance(part, (gast.Tuple, gast.List)) and kind is not None and kind.form in ("iter", "iterable"):
            refuse_inner_iterator(w, part)
    return tuple_([mirror_target(w, t) for t in target.elts], True)


def refuse_inner_iterator(w, part):
    w.refuse(part, "An iterator is unpacked inside another value that depends on what is differentiated.",
             "Unpack it in an assignment of its own.")


def assign_name(w, target, result, kind):
    """`v = e` → `v, dv = e, de`, in one line or two."""
    v = target.id
    if v not in w.facts.active_names or v not in w.context.locals:
        if w.is_active(target):
            refuse_outer(w, target)
        result = w.split(result)
        w.emit(assign(name(v, True), result.value))
        return
    dv = w.tangent_name(v)
    if result.both is not None:
        w.emit(assign(tuple_([name(v, True), name(dv, True)], True), result.both)).writes = \
            getattr(result.both, "writes", False)
        return
    tangent = w.complete(result, kind)
    result = Pair(result.value, tangent)
    reads_old = v in names_in(tangent)
    if reads_old and result.has_hole:
        result = w.named(result)
    if reads_old or is_atom(result.value) and is_atom(result.tangent):
        both = assign(tuple_([name(v, True), name(dv, True)], True), tuple_([result.value, result.tangent]))
        w.emit(both)
        return
    result.fill(name(v))
    w.emit(assign(name(v, True), result.value))
    w.emit(assign(name(dv, True), result.tangent)).mirror = True


def check_store(w, target, kind):
    if not is_active(kind):
        return
    region = kind.region and kind.region.find()
    if region is not None and region.origin in ("outer", "foreign") and region.active and not region.mixed:
        w.refuse(target, "This writes a value that depends on what is differentiated into an object "
                 "that outlives the call.", "Pass the object as an argument, or make it inside the function.")
    if kind.form == "object" and not K.has_fields(kind):
        w.refuse(target, f"Objects of type {classes_of(kind)[0].__name__} have no mirror that could hold a "
                 "derivative.", "Use arrays, lists, tuples, dicts, or objects of plain classes of your own.")
