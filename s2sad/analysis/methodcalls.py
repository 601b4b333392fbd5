"""Calls of methods of the user's own objects."""

import functools
import operator
import types

import gast

from s2sad.analysis import storagemethods
from s2sad.analysis.alternatives import is_one_of_several
from s2sad.analysis.attributestores import setattr_kind
from s2sad.analysis.decorators import as_remembered
from s2sad.analysis.helperkinds import derivative_kind, helper_kind
from s2sad.analysis.objects import field_kind, for_each_class, guard, is_own_descriptor, is_sure, lookup, of_class
from s2sad.analysis.singledispatch import dispatched_method, unknown
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import RuleCall, opaque
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Unreachable
from s2sad.facts.kinds import const, number
from s2sad.facts.texts import text_of
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.names import MISSING, Place
from s2sad.records import replace
from s2sad.rules.asoperators import as_operator
from s2sad.rules.registry import stand_in


def method_kind(run, node, owner, arguments):
    """The kind of `owner.name(...)` for an object of the user's own classes."""
    receiver = node.func.value
    classes = classes_of(owner)
    if len(classes) == 1 or all(is_held(run, owner, cls, node.func.attr) for cls in classes):
        return call_method(run, node, owner, classes[0], node.func.attr, receiver, arguments)
    return for_each_class(run, node, receiver, owner, lambda one, cls, subject: call_method(
        run, node, one, cls, node.func.attr, subject, arguments))


def is_held(run, owner, cls, name):
    """Is what an object of this class has under a name surely its own, and nothing that the class has?"""
    run.program.guard_names(cls)
    return lookup(cls, name) is MISSING and lookup(cls, "__getattr__") is MISSING and K.has_fields(owner) \
        and field_kind(run, owner, cls, name) is not None


def is_read(run, owner, name):
    """Is what is called here read first, as an attribute: a partial or bound method that the objects hold, what is
    theirs or, where they hold none, their class's, or what their `__getattr__` gives?"""
    if owner.form != "object" or not K.has_fields(owner):
        return False
    for cls in classes_of(owner):
        run.program.guard_names(cls)
        held, found = field_kind(run, owner, cls, name), lookup(cls, name)
        if held is None and found is MISSING and isinstance(lookup(cls, "__getattr__"), types.FunctionType):
            continue
        if held is None:
            return False
        of_either = found is not MISSING and not is_sure(run.program, owner, cls, name)
        if of_either and hasattr(type(found), "__get__") or not of_either and held.form not in ("partial", "method") \
                and not is_one_of_several(held):
            return False
    return True


def call_method(run, node, owner, cls, name, receiver, arguments):
    from s2sad.analysis.callees import value_call
    run.program.guard_names(cls)
    if name == "__class__":
        run.facts.kind[node.func] = const(cls)
        return value_call(run, node, const(cls), arguments)
    found = lookup(cls, name)
    if isinstance(found, (functools.singledispatchmethod, functools.partialmethod)):
        guard_own(run, cls, name)
        return bound_otherwise(run, node, owner, cls, name, found, receiver, arguments)
    own = field_kind(run, owner, cls, name) if K.has_fields(owner) and not isinstance(found, _READ_BY_A_CALL) else None
    if own is not None:
        if found is not MISSING and not isinstance(found, types.MemberDescriptorType) \
                and not is_sure(run.program, owner, cls, name):
            return opaque(run, node, owner, f"`{name}` may be an attribute of the object or of the class {cls.__name__}",
                          "Give the attribute and the method different names.", foreign=False, receiver=receiver)
        run.facts.kind[node.func] = own
        return value_call(run, node, own, arguments)
    if found is MISSING or isinstance(found, _READ_BY_A_CALL) or is_own_descriptor(found) and hasattr(type(found), "__get__"):
        if found is MISSING and not isinstance(lookup(cls, "__getattr__"), types.FunctionType):
            guard(run, cls, name)
            raise Unreachable
        kind = run.facts.kind[node.func] = of_class(run, node.func, owner, cls, name, receiver)
        return value_call(run, node, kind, arguments)
    if not hasattr(type(found), "__get__"):  # what is called is held by the class
        kind = run.facts.kind[node.func] = of_class(run, node.func, owner, cls, name, receiver)
        return value_call(run, node, kind, arguments)
    return call_found(run, node, owner, cls, name, found, receiver, arguments)


_READ_BY_A_CALL = (property, functools.cached_property)


def call_found(run, node, owner, cls, name, found, receiver, arguments):
    """The call of what a class has under a name, for a receiver of this class."""
    positional, keywords, rest = arguments
    run.program.guard_names(cls)
    guard(run, cls, name)
    if isinstance(found, functools._lru_cache_wrapper):
        return as_remembered(run, node, found, call_found(
            run, node, owner, cls, name, found.__wrapped__, receiver, arguments), [receiver, *positional, *(v for _, v in keywords)])
    if isinstance(found, types.FunctionType):
        found = stand_in(found) or found
        if derivative_of(found) is not None:
            return derivative_kind(run, node, derivative_of(found), ([receiver, *positional], keywords, rest))
        return helper_kind(run, node, found, [receiver, *positional], keywords, rest, receiver)
    if isinstance(found, staticmethod) and isinstance(found.__func__, types.FunctionType):
        return helper_kind(run, node, found.__func__, positional, keywords, rest)
    if isinstance(found, classmethod) and isinstance(found.__func__, types.FunctionType):
        known = run.context.receivers.setdefault((node, cls, "class"), gast.copy_location(
            gast.Attribute(value=receiver, attr="__class__", ctx=gast.Load()), receiver))
        run.facts.kind[known] = const(cls)
        return helper_kind(run, node, stand_in(found.__func__) or found.__func__, [known, *positional], keywords, rest)
    of_object = method_of_object(run, node, owner, name, found, receiver, positional) if not keywords and rest is None else None
    if of_object is not None:
        return of_object
    built_in = storagemethods.method_kind(run, node, replace(owner, type=cls), name, *arguments)
    if built_in is not None:
        return built_in
    own = (cls.__module__ or "").partition(".")[0] == "numpy"
    return opaque(run, node, owner, f"there is no derivative rule for the method `{name}` of {cls.__name__}, and it "
                  "has no Python source", foreign=not own, receiver=receiver)


def guard_own(run, cls, name):
    """Notice when the class that has a name is given another thing of that name."""
    base = next(b for b in cls.__mro__ if name in vars(b))
    run.program.guards[Place("own", base, name)] = ("is", vars(base)[name])


def bound_otherwise(run, node, owner, cls, name, found, receiver, arguments):
    """The kind of a call of a `singledispatchmethod` or `partialmethod`."""
    positional, keywords, rest = arguments
    if isinstance(found, functools.singledispatchmethod):
        chosen = dispatched_method(run, node, found, arguments)
        if chosen is None:
            return unknown(run, node, found.func)
        if isinstance(chosen, types.FunctionType):
            return helper_kind(run, node, chosen, [receiver, *positional], keywords, rest, receiver)
    elif isinstance(found.func, types.FunctionType) and all(map(is_literal, (*found.args, *found.keywords.values()))):
        held = run.context.receivers.get((node, cls, "held"))
        if held is None:
            held = run.context.receivers[node, cls, "held"] = [gast.copy_location(gast.Constant(value=v, kind=None), node)
                                                               for v in (*found.args, *found.keywords.values())]
        for part in held:
            run.kind(part)
        named = {k: v for k, v in zip(found.keywords, held[len(found.args):])} | dict(keywords)
        return helper_kind(run, node, found.func, [receiver, *held[:len(found.args)], *positional], list(named.items()), rest, receiver)
    return opaque(run, node, owner, f"what `{name}` of {cls.__name__} calls is not known", "Write a method that calls it.",
                  foreign=False, receiver=receiver)


def is_literal(value):
    return value is None or type(value) in (bool, int, float, complex, str)


def method_of_object(run, node, owner, name, found, receiver, positional):
    """The kind of a method that every object has, `obj.__str__()`; None for others."""
    if found is not getattr(object, name, None) or not isinstance(node, gast.Call):
        return None
    if name == "__setattr__" and len(positional) == 2:
        return setattr_kind(run, node, receiver, positional)
    if name in ("__eq__", "__ne__") and len(positional) == 1:
        return helper_kind(run, node, as_operator(getattr(operator, name)), [receiver, *positional], [], None)
    if name in ("__str__", "__repr__", "__format__", "__hash__"):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return number(int) if name == "__hash__" else text_of([owner])
    return None
