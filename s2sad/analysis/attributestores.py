"""Attributes that are stored: what the object holds from then on, or the setter that is called."""

import types

import gast

from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.objects import descriptor_node, guard, is_generated, is_instance, is_own_descriptor, note_restored, text_node
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import opaque
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Unreachable
from s2sad.facts.reached import is_active
from s2sad.facts.regions import SEVERAL, sorted_fields
from s2sad.facts.texts import texts_of
from s2sad.frontend.constructors import SOURCES
from s2sad.frontend.names import MISSING, lookup
from s2sad.frontend.trees import walk
from s2sad.records import replace
from s2sad.runtime.objects import is_frozen_dataclass


def value_node(run, target, kind):
    """Stands for what is assigned to a target."""
    value = run.context.receivers.setdefault(("value", target), gast.copy_location(
        gast.Name(id="·value", ctx=gast.Load(), annotation=None, type_comment=None), target))
    run.facts.kind[value] = kind
    return value


def only_class(run, target, owner):
    """The class of an object of which an attribute is assigned to by a method."""
    if len(classes_of(owner)) > 1:
        raise run.context.refusal(target, "What this assignment does depends on the class of the object.",
                                  "Choose between the classes with isinstance.")


def is_made_here(context, node):
    """Is this surely an object that the function has made itself, as `self` is in a constructor: `self = object.__new__(Vec)`?

    In the `__init__` of a class that others are derived from, its callers have.
    """
    if not isinstance(node, gast.Name) or node.id not in context.own:
        return False
    stores = [n for n in walk(context.tree) if isinstance(n, gast.Name) and n.id == node.id and isinstance(n.ctx, (gast.Store, gast.Del))]
    if node.id in context.params:
        place = list(context.params).index(node.id)
        of_init = context.function.__name__ == "__init__" and place == 0
        return not stores and (of_init or is_generated(context.function)) and bool(context.callers) and all(
            is_receiver_made_here(*at) if of_init else is_argument_made_here(*at, place) for at in context.callers)
    made = [a for a in walk(context.tree) if isinstance(a, gast.Assign) and len(a.targets) == 1 and a.targets[0] in stores]
    return len(stores) == len(made) == 1 and isinstance(made[0].value, gast.Call) and isinstance(made[0].value.func, gast.Attribute) \
        and made[0].value.func.attr == "__new__" and isinstance(made[0].value.func.value, gast.Name) \
        and K.is_known(kind := context.facts.kind.get(made[0].value.func.value)) and kind.value is object


def is_argument_made_here(caller, call, place):
    """The same of what a call in `caller` passes at this place, in the derivative of a constructor."""
    return isinstance(call, gast.Call) and isinstance(call.func, gast.Name) and len(call.args) > place and is_made_here(caller, call.args[place])


def is_receiver_made_here(caller, call):
    """The same of the object that a call of `__init__` in `caller` is for: `super().__init__(x)`, `Base.__init__(self, x)`."""
    if not isinstance(call, gast.Call) or not isinstance(call.func, gast.Attribute):
        return False
    asked = call.func.value
    if isinstance(asked, gast.Call) and isinstance(asked.func, gast.Name) and asked.func.id == "super":
        if asked.args:
            return is_made_here(caller, asked.args[-1])
        first = caller.tree.body[0].targets[0] if caller.function.__code__ in SOURCES else gast.Name(id=next(iter(caller.params), ""), ctx=gast.Load())
        return is_made_here(caller, first)
    return bool(call.args) and is_made_here(caller, call.args[0])


def store_attribute(run, target, owner, kind, hooks=True):
    """`owner.name = value`: what the object holds from now on, or the call of a setter.

    hooks: is a `__setattr__` of the class asked?
    """
    name = target.attr
    region = owner.region.find()
    run.program.set(region, written=True, altered=not is_made_here(run.context, target.value))
    note_restored(run, owner)
    for cls in classes_of(owner):
        run.program.guard_names(cls)
        hook = lookup(cls, "__setattr__")
        if hooks and isinstance(hook, types.FunctionType) and not is_frozen_dataclass(cls):
            only_class(run, target, owner)
            guard(run, cls, "__setattr__")
            helper_kind(run, target, hook, [target.value, text_node(run, target, name), value_node(run, target, kind)],
                        [], None)
            return
        found = lookup(cls, name)
        if isinstance(found, property):
            guard(run, cls, name)
            if not isinstance(found.fset, types.FunctionType):
                raise Unreachable
            only_class(run, target, owner)
            helper_kind(run, target, found.fset, [target.value, value_node(run, target, kind)], [], None)
            return
        if is_own_descriptor(found) and isinstance(lookup(type(found), "__set__"), types.FunctionType):
            only_class(run, target, owner)
            helper_kind(run, target, lookup(type(found), "__set__"),
                        [descriptor_node(run, target, cls, name), target.value, value_node(run, target, kind)], [], None)
            return
        if hooks and is_frozen_dataclass(cls):
            raise Unreachable
        if not isinstance(found, (types.MemberDescriptorType, types.GetSetDescriptorType)) and found is not MISSING \
                and hasattr(type(found), "__set__"):
            if is_active(kind):
                raise run.context.refusal(target, f"What assigning to `{name}` of {cls.__name__} does is not known "
                                          "before the program runs.", "Use a property or a plain attribute.")
            return
        if name in ("__class__", "__dict__"):
            raise run.context.refusal(target, f"`{name}` of an object is given another value.",
                                      "Make a new object instead.")
        if name.startswith("__c") and is_active(kind):
            from s2sad.analysis.exceptions import check_link
            check_link(run, target, owner, name)
    hold(run, target, owner, name, kind)


def hold(run, node, owner, name, kind):
    """An object holds a value of this kind under a name."""
    if is_active(kind):
        run.program.check_outlives(owner.region)
    share_nodes(run, owner, kind)
    root = owner.region.find()
    if root.origin in ("outer", "foreign") and (root.place is None or root.place is SEVERAL):
        run.program.stored[node] = name, root, tuple(classes_of(owner)), run.context
    run.program.store_field(owner.region, name, kind)


def share_nodes(run, owner, kind):
    """Objects of one class that hold each other, more than one deep, are the nodes of one structure in one region."""
    if not K.has_fields(kind) or not set(classes_of(kind)) & set(classes_of(owner)):
        return
    held = kind.region.find()
    for _, inner in list(sorted_fields(held)):
        if K.has_fields(inner) and set(classes_of(inner)) & set(classes_of(kind)) and inner.region.find() is not held:
            run.program.unify(held, inner.region)
            run.program.unify(owner.region, held)


def setattr_kind(run, node, subject, positional, hooks=False):
    """`setattr(obj, "name", value)`; `object.__setattr__(obj, "name", value)`, which asks no `__setattr__` of the user's.

    hooks: it is the first.
    """
    from s2sad.facts.callrecords import SetAttribute
    kinds = run.facts.kind
    owner = replace(kinds[subject], optional=False)
    texts = texts_of(kinds[positional[0]]) if len(positional) == 2 else None
    if texts is None or not is_instance(owner):
        return opaque(run, node, owner, "the name of the attribute is not known before the program runs",
                      "Write the name out.", receiver=subject)
    names = sorted(texts)
    simple = all(is_simple(c, n) for c in classes_of(owner) for n in names)
    if hooks and any(is_frozen_dataclass(c) for c in classes_of(owner)):
        raise Unreachable
    if not simple or hooks and any(isinstance(lookup(c, "__setattr__"), types.FunctionType) for c in classes_of(owner)):
        if len(names) > 1:
            return opaque(run, node, owner, "what is assigned to here depends on the name, and for some names a method "
                          "is called", "Write the assignments out.", receiver=subject)
        target = run.context.receivers.setdefault((node, "target"), gast.copy_location(
            gast.Attribute(value=subject, attr=names[0], ctx=gast.Store()), node))
        kinds[target] = kinds[positional[1]]
        run.facts.call.pop(target, None)
        store_attribute(run, target, owner, kinds[positional[1]], hooks)
        run.facts.call[node] = SetAttribute(subject, target, positional[1])
        return K.NONE
    run.program.set(owner.region, written=True)
    note_restored(run, owner)
    for name in names:
        hold(run, node, owner, name, kinds[positional[1]])
    run.facts.call[node] = SetAttribute(subject, None, positional[1])
    return K.NONE


def is_simple(cls, name):
    """Is an attribute of this name held by the object itself, and by nothing else?"""
    found = lookup(cls, name)
    return found is MISSING or isinstance(found, types.MemberDescriptorType) or not hasattr(type(found), "__set__")
