"""What `super` gives: the attributes that come after a class in an object's own."""

import types

import gast

from s2sad.analysis import storage, storageinstances, storagemethods
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.attributestores import setattr_kind
from s2sad.analysis.objects import new_kind
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall, SuperCall, opaque
from s2sad.facts.facts import Unreachable
from s2sad.facts.kinds import Kind
from s2sad.frontend.names import MISSING
from s2sad.records import replace


def super_kind(run, node, positional):
    """`super()` and `super(C, obj)`: the attributes that come after a class in an object's own."""
    kinds = run.facts.kind
    if positional:
        start = kinds[positional[0]].value if kinds[positional[0]].form == "const" else None
        subject = positional[1] if len(positional) == 2 else None
    else:
        code = run.context.function.__code__
        if run.context.home is not None:
            start, first = run.context.own_class, next(iter(run.context.params), None)
        else:
            start = run.program.kind_at(run.context.place("__class__"), run.context).value \
                if "__class__" in code.co_freevars else None
            first = code.co_varnames[0] if code.co_argcount else None
        subject = first and run.context.receivers.setdefault((node, "self"), gast.copy_location(
            gast.Name(id=first, ctx=gast.Load(), annotation=None, type_comment=None), node))
        if subject is not None and first in run.env:
            kinds[subject] = run.env[first]
    if not isinstance(start, type) or subject is None or subject not in kinds:
        return opaque(run, node, None, "it is not known before the program runs what this `super` is")
    run.facts.call[node] = PlainCall()
    owner = kinds[subject]
    if owner.form == "const" and isinstance(owner.value, type):
        if isinstance(owner.value, start) and start is not type and issubclass(start, type):
            return Kind("super", type=type(owner.value), value=(start, subject, node), region=None)
        return Kind("super", type=owner.value, value=(start, subject, node), region=None)
    if storage.base_of(replace(owner, optional=False)) is not None:
        run.facts.call[node] = SuperCall(subject)
    if owner.form not in ("object", "tuple") or owner.type is None or isinstance(owner.type, tuple):
        return opaque(run, node, owner, "it is not known before the program runs what this `super` is")
    return replace(owner, form="super", value=(start, subject, node))


def subject_is_there(run, receiver, owner):
    """Can the object that `super()` is of be named where `receiver`, of this kind, is read?

    It can where `super()` itself stands there, and where a variable holds it: `s = super()`, if `self` is never
    anything else and the two are in one function.
    """
    _, subject, made = owner.value
    if receiver is made:
        return True
    if not isinstance(subject, gast.Name):
        return False
    nodes = list(gast.walk(run.context.tree))
    return any(n is made for n in nodes) and subject.id in run.context.own and not any(
        isinstance(n, gast.Name) and n.id == subject.id and isinstance(n.ctx, (gast.Store, gast.Del)) for n in nodes)


LOST_SUBJECT = "What this `super()` is of cannot be named here.", "Write super().name(...) where it is used."


def found_after(owner, name):
    """The class that has a name after the one in whose body `super()` stands, and what it has."""
    start, mro = owner.value[0], owner.type.__mro__
    return next(((base, vars(base)[name]) for base in (mro[mro.index(start) + 1:] if start in mro else ())
                 if name in vars(base)), (None, MISSING))


def super_method(run, node, owner, arguments):
    """`super().name(...)`: looked up after the class in whose body it stands."""
    positional, keywords, rest = arguments
    subject = owner.value[1]
    if not subject_is_there(run, node.func.value, owner):
        return opaque(run, node, owner, *LOST_SUBJECT)
    name = node.func.attr
    base, found = found_after(owner, name)
    if found is MISSING:
        raise Unreachable
    of_class_itself = owner.region is None and owner.elements is None
    if found is type.__call__:
        from s2sad.analysis.instances import instance_kind
        made = instance_kind(run, node, run.facts.kind[subject].value, arguments, asked=True)
        if made is not None:
            return made
    if found is object.__init__ or found is object.__init_subclass__:
        run.facts.call[node] = PlainCall()
        return K.NONE
    from s2sad.analysis.exceptions import init_kind, is_exception, is_init
    if is_init(found) and not keywords and rest is None and is_exception(run.facts.kind[subject]):
        return init_kind(run, node, subject, positional)
    if found in (object.__setattr__,) and not of_class_itself:
        return setattr_kind(run, node, subject, positional)
    if found is vars(object)["__new__"]:
        return new_kind(run, node, positional)
    if name == "__new__" and base in storage.FORMS:
        made = storageinstances.new_kind(run, node, positional)
        if made is not None:
            return made
    run.program.guard_attribute(base, name)
    if of_class_itself and isinstance(found, types.FunctionType):
        return helper_kind(run, node, found, positional, keywords, rest)
    if isinstance(found, types.FunctionType):
        return helper_kind(run, node, found, [subject, *positional], keywords, rest, subject)
    if isinstance(found, staticmethod):
        return helper_kind(run, node, found.__func__, positional, keywords, rest)
    if isinstance(found, classmethod) and of_class_itself:
        return helper_kind(run, node, found.__func__, [subject, *positional], keywords, rest)
    built_in = None if of_class_itself else storagemethods.method_kind(run, node, replace(owner, form="object"), name, *arguments)
    if built_in is not None:
        return built_in
    return opaque(run, node, run.facts.kind[subject], f"there is no derivative rule for `super().{name}` here",
                  "Call the method of the base class by its name.")
