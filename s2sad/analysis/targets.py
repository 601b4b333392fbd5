"""Targets of assignments: names, elements, attributes, and what is taken apart for several."""

import gast

from s2sad.analysis import objects, storage
from s2sad.analysis.alternatives import used
from s2sad.analysis.attributestores import store_attribute
from s2sad.analysis.dictkeys import checked_key, note_key
from s2sad.analysis.paths import lasting, without
from s2sad.analysis.subscriptkinds import is_slice
from s2sad.analysis.truth import lacks
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable, describe, merge_into
from s2sad.facts.iterators import is_empty, items_of
from s2sad.facts.joining import join
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import EITHER
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active, regions
from s2sad.facts.texts import texts_of
from s2sad.records import replace


def holds_derivative(container, value):
    """Does an active value stay active when stored (an int array truncates it)?"""
    return not (container.form in ("array", "flat") and field(container) in ("int", "bool")
                and (value is None or field(value) not in ("int", "bool")))


def note_name(run, name, kind):
    """Note that a name has a tangent somewhere in the function."""
    if name not in run.facts.active_names and is_active(kind):
        run.facts.active_names.add(name)


def bind_name(run, name, kind, node=None):
    """A name has a value of this kind from here on."""
    if name not in run.locals:
        store_outer(run, name, kind, node)
        return
    run.paths = without(run.paths, [name])
    owner = run.context.owner(name)
    if owner is not run.context or name in owner.rebound:
        run.program.join_cell(owner, name, kind)
        kind = owner.cells[name]
    run.env[name] = kind
    for seen in run.handlers:  # what comes next in the same statement may raise
        merge_into(seen, {name: kind})
    if node is not None:
        run.facts.kind[node] = kind
    note_name(run, name, kind)
    if name in run.seen:
        run.program.join_cell(run.context, name, kind)
    if name in run.context.read_later:
        remember(run, name, kind)


def store_outer(run, name, kind, node):
    """A name of the module, or of a function around the outermost, is assigned to."""
    if is_active(kind):
        raise run.context.refusal(
            node or run.context.tree, f"`{name}` outlives the call, and has nowhere to keep a derivative.",
            "Return the value instead of assigning it to a global or an enclosing function's variable.")
    place = run.context.place(name)
    run.program.rebinds[place] = (run.context, node or run.context.tree)
    run.program.note_rebound(place, kind)


def assign(run, target, kind):
    """A target gets a value of this kind."""
    if isinstance(target, gast.Name):
        bind_name(run, target.id, kind, target)
    elif isinstance(target, (gast.Tuple, gast.List)):
        run.facts.kind[target] = kind
        unpack(run, target, kind)
    elif isinstance(target, gast.Starred):
        assign(run, target.value, kind)
    elif isinstance(target, gast.Subscript):
        container = run.kind(target.value)
        if storage.is_built_in(container, "__setitem__"):
            target.value = storage.as_items(run, target.value)
            container = run.facts.kind[target.value]
        run.kind(target.slice)
        run.facts.kind[target] = kind
        set_item(run, container, target, kind)
        run.paths = lasting(run.paths)
    elif isinstance(target, gast.Attribute):
        owner = used(run, target.value, run.kind(target.value), may_take_attributes)
        run.paths = []
        run.facts.kind[target] = kind
        if K.has_fields(owner):
            store_attribute(run, target, replace(owner, optional=False), kind)
            return
        if lacks(owner, target.attr):
            raise Unreachable
        for region in regions(owner)[:1]:
            run.program.set(region, written=True)
        if owner.form == "function":
            if is_active(kind):
                raise run.context.refusal(target, "An attribute of a function has no place for what depends on "
                                          "what is differentiated.", "Use a variable, which the function may use.")
            owner.functions.find().attributes.add(target.attr)
        if owner.form == "const":
            run.program.note_rebinding(owner.value, target.attr, run.context, target, kind)
        if is_active(kind) and not K.is_numeric(owner):
            raise run.context.refusal(
                target, *no_home(owner), uncertain=owner.form == "any")
        if K.is_numeric(owner) and owner.region is not None and is_active(kind):
            if holds_derivative(owner, kind):
                run.program.activate(owner.region.find(), owner)
        elif owner.region is not None and not (K.is_numeric(owner) and target.attr in ("flat", "real", "imag")):
            # What an attribute holds may be read back through it.
            for region in regions(kind):
                run.program.unify(owner.region, region)
    else:
        raise run.context.refusal(target, f"Assignment to {describe(target)} cannot be differentiated.",
                                  "Assign to a name, an element or a slice.")


def may_take_attributes(kind):
    """May an attribute be stored in a value of this kind: is it none of a built-in class that has none?"""
    return kind.form != "number" and (kind.form not in ("list", "tuple", "dict", "set") or kind.type not in (None, EITHER))


def unpack(run, target, kind):
    """`a, *b, c = value`."""
    objects.check_known(run, target, kind)
    elements = target.elts
    if storage.is_built_in(kind, "__iter__"):
        kind = storage.stored(run, kind)
    starred = [i for i, e in enumerate(elements) if isinstance(e, gast.Starred)]
    if kind.form == "tuple" and kind.elements is not None:
        parts = list(kind.elements)
        if starred:
            i = starred[0]
            rest = len(parts) - (len(elements) - 1)
            if rest < 0:
                raise Unreachable
            region = run.context.site(target, "rest")
            for part in parts[i:i + rest]:
                run.program.store(region, part)
            parts[i:i + rest] = [K.sequence("list", region)]
        if len(parts) != len(elements):
            raise Unreachable
    else:
        item = items_of(run, kind, target)
        if item is None and len(starred) < len(elements):
            raise Unreachable
        parts = [item] * len(elements)
        if starred:
            region = run.context.site(target, "rest")
            if item is not None:
                run.program.store(region, item)
            parts[starred[0]] = K.sequence("list", region)
    for part_target, part in zip(elements, parts):
        assign(run, part_target, part)


def no_home(owner):
    """Why an attribute of this owner cannot hold what depends on what is differentiated."""
    if owner.form == "const":
        return ("This writes a value that depends on what is differentiated into an attribute of a class or "
                "module, which outlives the call.", "Keep the value in an object that is made inside the function.")
    if owner.form == "object":
        return (f"Objects of type {classes_of(owner)[0].__name__} have no mirror that could hold a derivative.",
                "Keep the value in a variable, an array, a list, a dict, or an object of a class of your own.")
    return ("It is not known before the program runs what object this writes into.",
            "Make the object inside the function, or pass it as an argument of its own.")


def set_item(run, container, target, kind):
    """`container[index] = value`."""
    if K.has_fields(container):
        value = run.context.receivers.setdefault(("value", target), gast.copy_location(
            gast.Name(id="·value", ctx=gast.Load(), annotation=None, type_comment=None), target))
        run.facts.kind[value] = kind
        objects.item_kind(run, target, replace(container, optional=False), "__setitem__", [value])
        return
    region = container.region.find() if container.region is not None else None
    if region is None:
        return
    if container.form == "dict":
        target.slice = checked_key(run, region, target.slice)
        note_key(run, target.slice, region, run.facts.kind[target.slice])
        region = region.find()
    run.program.set(region, written=True)
    if container.form in ("array", "numeric", "flat"):
        if is_active(kind) and holds_converted(kind):
            raise run.context.refusal(target, "An object of a class of your own is stored into an array: NumPy asks its methods for "
                                      "the numbers.", "Take the numbers out of it, or convert it by float(...) or np.asarray(...).", uncertain=True)
        if is_active(kind) and holds_derivative(container, kind):
            run.program.activate(region, container)
        return
    if is_active(kind):
        run.program.check_outlives(region)
        if container.form == "object":
            raise run.context.refusal(target, *no_home(container), uncertain=True)
    if container.form == "list" and is_slice(target.slice, run.facts.kind):
        kind = items_of(run, kind, target)
        if kind is None:
            return
    if container.form == "any" or container.form == "object":
        for other in regions(kind):
            run.program.unify(region, other)
        if container.form == "any":  # it may be a list or dict that has another name
            run.program.store(region.find(), kind)
        if is_active(kind):
            run.program.set(region.find(), active=True)
        return
    if container.form == "dict":
        texts = texts_of(run.facts.kind.get(target.slice))
        for key in sorted(texts) if texts is not None else \
                [target.slice.value if isinstance(target.slice, gast.Constant) else None]:
            run.program.store_item(region, key, kind)
        return
    run.program.store(region, kind)


def holds_converted(kind, depth=3):
    """Is this an object that has to be asked for its numbers, or a list or tuple of such?"""
    if kind.form in ("list", "tuple") and depth and not is_empty(kind):
        return holds_converted(element(kind), depth - 1)
    return K.has_fields(kind) and storage.base_of(kind) is None or kind.form == "any" and objects.may_be_object(kind)


def remember(run, name, kind):
    """Note what a captured name is bound to."""
    ever = run.facts.ever
    before = signature(ever.get(name))
    ever[name] = join(ever.get(name), kind)
    if signature(ever[name]) != before:
        run.program.changed = True


def read_target(run, node, kind):
    """Nodes that read the target and the value of an augmented assignment."""
    target = node.target
    read = run.context.receivers.get((node, "target"))
    if read is None:
        fields = {f: v for f, v in gast.iter_fields(target)} | {"ctx": gast.Load()}
        read = run.context.receivers[node, "target"] = gast.copy_location(type(target)(**fields), target)
    run.facts.kind[read] = kind
    if target in run.facts.call:
        run.facts.call[read] = run.facts.call[target]
    return read, node.value
