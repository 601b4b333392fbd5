"""Objects of the user's own classes: what their attributes are and what their methods do.

Attributes are looked up as Python does: data descriptors of the class (a
property, a slot), then what the object itself holds, then other attributes of
the class.  What an object holds is kept in its region's `fields`.
"""

import functools
import types

import gast

from s2sad.analysis import storage
from s2sad.analysis.decorators import as_remembered
from s2sad.analysis.getters import GETTERS, as_function
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.partials import method_value
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts import texts
from s2sad.facts.callrecords import CachedProperty, DispatchCall, HelperCall, PlainCall, Refused, opaque
from s2sad.facts.classfacts import uses_active
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind, const
from s2sad.facts.reached import holds_objects, is_active
from s2sad.facts.regions import SEVERAL, sorted_fields
from s2sad.frontend.constructors import SOURCES
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.names import MISSING, Place, lookup
from s2sad.frontend.slices import has_slices, with_slices
from s2sad.frontend.source import load
from s2sad.frontend.wrappers import defined
from s2sad.records import replace
from s2sad.runtime.objects import has_mirror


def has_method(kind, name):
    """Does the class of this object, or namedtuple, define the special method itself?"""
    return kind.form in ("object", "tuple") and kind.type is not None and any(
        is_python(lookup(c, name)) for c in classes_of(kind))


def repeats(left, right):
    """Does an object that says only which number it is repeat a list or tuple, as in `[0.0] * obj`?"""
    for sequence, other, name in ((left, right, "__rmul__"), (right, left, "__mul__")):
        if sequence.form in ("list", "tuple") and sequence.type is None and K.has_fields(other) and other.type is not None:
            return all(lookup(c, name) is MISSING and lookup(c, "__index__") is not MISSING for c in classes_of(other))
    return False


def is_python(found):
    return isinstance(found, (types.FunctionType, staticmethod, classmethod)) or found is None


def is_instance(kind):
    """Is this an instance of the user's own classes, or a namedtuple?"""
    return K.has_fields(kind) or kind.form == "tuple" and kind.type is not None


def guard(run, cls, name):
    """Notice when the class gets another attribute of this name."""
    found = lookup(cls, name)
    place = Place("attribute", cls, name)
    if isinstance(found, classmethod):
        place = Place("attribute", place, "__func__")
    value = place.read()
    run.program.guards[place] = ("missing", None) if value is MISSING else ("is", value)


# -- attributes

def attribute_kind(run, node, owner, name):
    """The kind of `owner.name`; where reading it calls a method, that is recorded."""
    classes = classes_of(owner)
    if len(classes) == 1:
        return of_class(run, node, owner, classes[0], name)
    return for_each_class(
        run, node, node.value, owner, lambda one, cls, subject: of_class(run, node, one, cls, name, subject),
        lambda subject: helper_kind(run, node, reader(name), [subject], [], None, subject))


@functools.cache
def reader(name):
    """A function that reads an attribute: beside classes that have a property of this name stand some that store it."""
    return defined(f"def {name}_of(x):\n    return x.{name}\n", f"{name}_of")


def for_each_class(run, node, receiver, owner, kind_of, by_call=None):
    """The kind of what depends on which of several classes its receiver is of.

    kind_of: its kind, for the receiver's kind, class and stand-in.
    by_call: records a call, for the stand-in, that does what is none for some of the classes.
    """
    result, cases, raises = None, [], False
    for cls in classes_of(owner):
        stand_in = narrowed(run, node, receiver, owner, cls)
        run.facts.call.pop(node, None)
        try:
            kind = kind_of(replace(owner, type=cls), cls, stand_in)
        except Unreachable:
            how = run.facts.never.pop(node, None)
            if isinstance(how, HelperCall):  # a method that always raises is called like the others
                cases.append((cls, how))
            else:
                raises = True
            continue
        cases.append((cls, run.facts.call.pop(node, None)))
        result = join(result, kind)
    if by_call is not None and is_active(result) and any(how is not None for _, how in cases):
        for i, (cls, how) in enumerate(cases):
            if not isinstance(how, (HelperCall, Refused)):
                result = join(result, by_call(run.context.receivers[node, cls]))
                cases[i] = cls, run.facts.call.pop(node, None)
    return dispatched(run, node, receiver, cases, result, raises)


def narrowed(run, node, receiver, owner, cls):
    """A stand-in for a node's receiver that is known to be of one of the classes."""
    stand_in = run.context.receivers.setdefault((node, cls), gast.copy_location(
        gast.Name(id="·receiver", ctx=gast.Load(), annotation=None, type_comment=None), receiver))
    run.facts.kind[stand_in] = replace(owner, type=cls)
    return stand_in


def dispatched(run, node, receiver, cases, result, raises=False):
    """Record that a node calls what depends on the class of its receiver; None as the result: it always raises.

    raises: are there classes for which it raises without a call?
    """
    if result is None:
        if cases:
            run.facts.never[node] = by_class(run, node, receiver, cases, raises)
        raise Unreachable
    records = [how for _, how in cases if how is not None]
    if not records:
        return result
    refused = next((how for how in records if isinstance(how, Refused)), None)
    if refused is not None:
        run.facts.call[node] = refused
    elif all(isinstance(how, HelperCall) for _, how in cases):
        run.facts.call[node] = by_class(run, node, receiver, cases, raises)
    elif is_active(result):
        run.facts.call[node] = Refused("What this does depends on the class of the object, and for some of its "
                                       "classes it is not known.", "Choose between the classes with isinstance.")
    else:
        run.facts.call[node] = PlainCall()
    return result


def by_class(run, node, receiver, cases, raises):
    return DispatchCall(receiver, [(cls, run.context.receivers[node, cls], how) for cls, how in cases], raises)


def of_class(run, node, owner, cls, name, receiver=None):
    """The kind of `owner.name` for an owner of one class; see `attribute_kind`."""
    run.program.guard_names(cls)
    receiver = node.value if receiver is None else receiver
    found = lookup(cls, name)
    if isinstance(found, property):
        guard(run, cls, name)
        has_cache = isinstance(found.fget, functools._lru_cache_wrapper)
        getter = found.fget.__wrapped__ if has_cache else found.fget
        if getter is None:
            raise Unreachable
        if isinstance(getter, GETTERS):
            getter = as_function(getter)
        if not isinstance(getter, types.FunctionType):
            return opaque(run, node, owner, f"`{name}` of {cls.__name__} is read by what is no Python function",
                          "Write the property's function in Python.", foreign=False, receiver=receiver)
        kind = helper_kind(run, node, getter, [receiver], [], None, receiver)
        return as_remembered(run, node, found.fget, kind, [receiver]) if has_cache else kind
    says_what_reading_does = hasattr(type(found), "__get__")
    if is_own_descriptor(found) and isinstance(lookup(type(found), "__set__"), types.FunctionType) and says_what_reading_does:
        return class_value(run, node, cls, name, found, owner, receiver)
    own = field_kind(run, owner, cls, name)
    if own is not None and is_own_descriptor(found) and not says_what_reading_does:
        guard(run, type(found), "__get__")
        return own
    if isinstance(found, functools.cached_property):
        return cached_property(run, node, cls, name, found, own, receiver)
    if name == "__class__":
        return K.any_kind() if issubclass(cls, BaseException) else const(cls)  # it may be of a class that is not known
    if name == "__dict__":
        return namespace_kind(run, node, owner)
    if isinstance(found, (types.MemberDescriptorType, types.GetSetDescriptorType)):
        found = MISSING
    if found is MISSING and own is None:
        getter = lookup(cls, "__getattr__")
        if isinstance(getter, types.FunctionType):
            return helper_kind(run, node, getter, [receiver, text_node(run, node, name)], [], None, receiver)
        guard(run, cls, name)
        raise Unreachable
    if found is MISSING and not is_sure(run.program, owner, cls, name):
        return own_or_asked_for(run, node, owner, cls, name, own, receiver)
    if own is not None and isinstance(found, _BUILT_IN_METHODS):
        return own  # which hides the method of the built-in class
    if found is not MISSING and not is_sure(run.program, owner, cls, name):
        of_class_itself = class_value(run, node, cls, name, found, owner, receiver)
        if own is None:
            return of_class_itself
        own = either_kind(run, node, owner, cls, name, own, of_class_itself)
        how = run.facts.call.get(node)
        if is_own_descriptor(found) and isinstance(how, HelperCall):
            run.facts.call[node] = CachedProperty(how, name, kept=False)
    return own


def own_or_asked_for(run, node, owner, cls, name, own, receiver):
    """The kind of what is the object's own or, where it holds none, what `__getattr__` gives."""
    getter = lookup(cls, "__getattr__")
    if not isinstance(getter, types.FunctionType):
        return own
    try:
        asked_for = helper_kind(run, node, getter, [receiver, text_node(run, node, name)], [], None, receiver)
    except Unreachable:
        run.facts.never.pop(node, None)
        run.facts.call.pop(node, None)
        return own
    if is_active(owner) and lookup(cls, name) is not MISSING:
        raise run.context.refusal(node, f"`{name}` may be what the slot holds, or what `__getattr__` of {cls.__name__} gives.",
                                  "Assign to the slot at the beginning of `__init__`.")
    how = run.facts.call.get(node)
    if isinstance(how, HelperCall):
        run.facts.call[node] = CachedProperty(how, name, kept=False)
    return join(own, asked_for)


def either_kind(run, node, owner, cls, name, own, of_class_itself):
    """The kind of what is the object's own or, where it holds none, its class's.

    The mirror has what the class has as it is, which is right for a method: it is bound to the mirror.
    """
    kind = join(own, of_class_itself)
    if is_active(owner) and kind.form != "method" and isinstance(lookup(cls, name), (
            types.FunctionType, staticmethod, classmethod)):
        raise run.context.refusal(node, f"`{name}` may be an attribute of the object or of the class {cls.__name__}.",
                                  "Give the two different names.")
    return kind


_BUILT_IN_METHODS = (types.MethodDescriptorType, types.WrapperDescriptorType)


def field_kind(run, owner, cls, name):
    """The kind of what an object itself may hold under a name; None if nothing is known to be there."""
    root = owner.region.find()
    if root.place is SEVERAL or root.fields is None:
        return Kind("any", region=root, active=is_active(owner))
    kind = root.fields.get(name)
    if root.content is not None and root.by_names:  # something is stored in its `__dict__` under a name that is not known
        kind = join(kind, root.content)
    if root.place is not None:
        place = Place("own", root.place, name)
        if place.read() is not MISSING:
            kind = join(run.program.kind_at(place, run.context), kind)
        else:
            run.program.guards[place] = ("missing", None)
    return kind


def looked_through(run, parts):
    """Ask for all that the module's objects among values of these kinds hold, as it is found and guarded; is it known then?"""
    for part in parts:
        root = part.region.find() if part.region is not None else None
        if root is None or root.place is None:
            continue
        there = MISSING if root.place is SEVERAL or part.form != "object" else root.place.read()
        if type(there) not in classes_of(part) or type(there).__dictoffset__ == 0 or slots_of(type(there)):
            return False
        run.program.guards[Place("attribute", root.place, "__dict__")] = "names", frozenset(vars(there))
        for name in vars(there):
            run.program.store_field(root, name, field_kind(run, part, type(there), name))
    return True


def slots_of(cls):
    """The attributes for which instances of a class have slots."""
    return [n for base in cls.__mro__ for n, v in vars(base).items() if isinstance(v, types.MemberDescriptorType)]


def is_sure(program, owner, cls, name):
    """Does the object surely hold the attribute itself, whatever the class has under that name?"""
    if cls in program.bare:
        return False
    if name in (owner.region.find().fields or ()) and is_held_from_the_start(cls, name):
        return True
    f = getattr(cls, "__dataclass_fields__", {}).get(name)
    return f is not None and f.init and name in (owner.region.find().fields or ())


def is_held_from_the_start(cls, name):
    """Does `__init__` assign to the attribute before anything can ask for it?"""
    return assigned_at_once(cls, lookup(cls, "__init__"), name)


def assigned_at_once(cls, init, name):
    """See `is_held_from_the_start`; init: that of the class, or of one that it is derived from."""
    if not isinstance(init, types.FunctionType) or init.__code__.co_argcount == 0 or derivative_of(init) is not None:
        return False
    try:
        body = load(init, own=False).tree.body
    except DifferentiationError:
        return False
    self, held = init.__code__.co_varnames[0], set()
    for statement in body:
        if isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Constant):
            continue
        if isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Call):
            inherited = inherited_init(cls, init, statement.value)
            return inherited is not None and assigned_at_once(cls, inherited, name)
        if not isinstance(statement, gast.Assign) or asks_itself(statement.value, self, held):
            return False
        for target in statement.targets:
            if not is_attribute_of(target, self) or hasattr(type(lookup(cls, target.attr)), "__set__"):
                return False
            held.add(target.attr)
        if name in held:
            return True
    return False


def is_attribute_of(node, self):
    return isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name) and node.value.id == self


def asks_itself(node, self, held=()):
    """Does an expression use the object, but for the attributes that it is known to hold?"""
    if is_attribute_of(node, self) and node.attr in held:
        return False
    if isinstance(node, gast.Name):
        return node.id in (self, "super")
    return any(asks_itself(part, self, held) for part in gast.iter_child_nodes(node))


def inherited_init(cls, init, call):
    """The `__init__` that `super().__init__(x)` or `Base.__init__(self, x)` calls in `init`; None for any other call."""
    self, callee = init.__code__.co_varnames[0], call.func
    if not isinstance(callee, gast.Attribute) or callee.attr != "__init__":
        return None
    given = [*call.args, *(k.value for k in call.keywords)]
    owner = next((base for base in cls.__mro__ if vars(base).get("__init__") is init), None)
    if isinstance(callee.value, gast.Call) and isinstance(callee.value.func, gast.Name) and callee.value.func.id == "super" \
            and not callee.value.args and owner is not None:
        bases = cls.__mro__[cls.__mro__.index(owner) + 1:]
    elif isinstance(callee.value, gast.Name) and given and isinstance(given[0], gast.Name) and given[0].id == self:
        base = init.__globals__.get(callee.value.id)
        bases, given = base.__mro__ if isinstance(base, type) and issubclass(cls, base) else (), given[1:]
    else:
        return None
    if any(asks_itself(part, self) for part in given):
        return None
    return next((vars(base)["__init__"] for base in bases if "__init__" in vars(base)), None)


def is_own_descriptor(found):
    """Is what a class has under a name an object of a class of the user's, that says what reading or assigning does?"""
    return has_mirror(type(found)) and any(hasattr(type(found), n) for n in ("__get__", "__set__"))


def descriptor_node(run, node, cls, name):
    """Stands for the descriptor itself."""
    base = next(b for b in cls.__mro__ if name in vars(b))
    known = run.context.receivers.setdefault((node, "descriptor"), gast.copy_location(
        gast.Constant(value=None, kind=None), node))
    known.descriptor = base, name
    run.facts.kind[known] = run.program.kind_at(Place("own", base, name), run.context)
    own = type(vars(base)[name])
    run.program.guard_names(own)
    for method in ("__get__", "__set__"):
        guard(run, own, method)
    return known


def class_value(run, node, cls, name, found, owner, receiver=None):
    """The kind of an attribute that the class provides."""
    if isinstance(found, types.FunctionType):
        guard(run, cls, name)
        return method_value(replace(owner, type=cls, optional=False), name)
    if isinstance(found, (classmethod, staticmethod)):
        return run.program.kind_of_attribute(cls, name)
    if is_own_descriptor(found) and isinstance(lookup(type(found), "__get__"), types.FunctionType):
        receiver = node.value if receiver is None else receiver
        owning = run.context.receivers.setdefault((node, cls, "class"), gast.copy_location(
            gast.Attribute(value=receiver, attr="__class__", ctx=gast.Load()), receiver))
        run.facts.kind[owning] = const(cls)
        return helper_kind(run, node, lookup(type(found), "__get__"),
                           [descriptor_node(run, node, cls, name), receiver, owning], [], None, receiver)
    if hasattr(type(found), "__get__"):
        if is_active(owner):
            run.facts.call[node] = Refused(f"What reading `{name}` of {cls.__name__} does is not known before the "
                                           "program runs.", "Use a property or a plain attribute.")
        return K.any_kind()
    return run.program.kind_at(Place("attribute", cls, name), run.context)


def cached_property(run, node, cls, name, found, own, receiver):
    """Its function is called at the first time; the object holds what it returned."""
    guard(run, cls, name)
    kind = helper_kind(run, node, found.func, [receiver], [], None, receiver)
    how = run.facts.call.get(node)
    owner = run.facts.kind[receiver]
    members = own.functions.find().members.values() if own is not None and own.functions is not None else ()
    if is_active(owner) and len({m.parent is None for m in members}) > 1:
        raise run.context.refusal(node, f"`{name}` of {cls.__name__} was computed before the call, and is a function without a "
                                  "derivative by what is differentiated.", "Pass an object that has not computed it yet.")
    run.program.store_field(owner.region, name, kind)
    if isinstance(how, HelperCall):
        run.facts.call[node] = CachedProperty(how, name)
    return join(kind, own) if own is not None else kind


def namespace_kind(run, node, owner):
    """`vars(obj)`: a dict of what the object holds; the same memory, where that is all known."""
    root = owner.region.find()
    if root.place is None and root.fields is not None and storage.STORAGE not in root.fields:
        run.program.set(root, by_names=True)
        note_restored(run, owner)
        return Kind("dict", region=root.find())
    region = run.context.site(node, "namespace")
    if region.origin == "fresh":
        region.origin = "foreign"  # the object changes with it: it may be read, not written
    elements = {n: k for n, k in sorted_fields(owner.region.find()) if n != storage.STORAGE}
    if root.origin in ("outer", "foreign"):
        run.program.stored[node] = None, region, tuple(classes_of(owner)), run.context
    if is_active(owner):
        run.program.set(region, active=True)
    return Kind("dict", region=region.find(), elements=elements)


def text_node(run, node, text):
    known = run.context.receivers.setdefault((node, text), gast.copy_location(
        gast.Constant(value=text, kind=None), node))
    run.facts.kind[known] = texts.text(text)
    return known


def note_restored(run, owner):
    """Outside of `__init__`, an attribute of such an object is assigned to, or may be."""
    if not is_constructor(run.context) and not run.program.restored >= set(classes_of(owner)):
        run.program.restored |= set(classes_of(owner))
        run.program.changed = True


def is_constructor(context):
    return context.function.__code__ in SOURCES or context.binding == "constructor"


def is_generated(function):
    """Is this a function of a derivative?"""
    from s2sad.backend.compiler import ORIGINS
    return function.__code__.co_filename in ORIGINS


def attribute_of_other(run, node, owner):
    """The kind of an attribute of a namedtuple, or of `super()`."""
    name, cls = node.attr, owner.type
    if owner.form == "super":
        from s2sad.analysis.supers import LOST_SUBJECT, subject_is_there
        start, subject, _ = owner.value
        if not subject_is_there(run, node.value, owner):
            if is_active(owner):
                run.facts.call[node] = Refused(*LOST_SUBJECT)
            return K.any_kind(owner.region, is_active(owner))
        mro = cls.__mro__
        found = next((vars(b)[name] for b in mro[mro.index(start) + 1:] if name in vars(b)), MISSING)
        if isinstance(found, property) and isinstance(found.fget, types.FunctionType):
            return helper_kind(run, node, found.fget, [subject], [], None, subject)
        return K.any_kind(owner.region, is_active(owner))
    if name in cls._fields:
        return run.item_of(owner) if owner.elements is None else owner.elements[cls._fields.index(name)]
    found = lookup(cls, name)
    if name == "__class__":
        return const(cls)
    if found is MISSING:
        guard(run, cls, name)
        raise Unreachable
    if isinstance(found, property) and isinstance(found.fget, types.FunctionType):
        guard(run, cls, name)
        return helper_kind(run, node, found.fget, [node.value], [], None, node.value)
    return method_value(replace(owner, optional=False), name) if name in ("index", "count") else class_value(run, node, cls, name, found, owner)


def item_kind(run, node, owner, name, arguments):
    """The kind of `owner[index]`, or of a store into it."""
    from s2sad.analysis.operators import special_call
    result = special_call(run, node, node.value, name, [index_node(run, node), *arguments])
    if result is None:
        raise Unreachable
    return result


def index_node(run, node):
    """A subscript's index as an argument: a slice is written as a call of `slice`."""
    if not has_slices(node.slice):
        return node.slice
    known = run.context.receivers.setdefault((node, "slice"), with_slices(node.slice))
    run.kind(known)
    return known


# -- objects that are no longer known to be objects

def check_known(run, node, *kinds):
    """Refuse to work with what may be an object whose class is not known."""
    for kind in kinds:
        if is_mixed(kind):
            for inner in gast.walk(node):  # what is refused there says more
                how = run.facts.call.get(inner)
                if isinstance(how, Refused):
                    raise run.context.refusal(inner, how.reason, how.advice, how.uncertain)
            for made, how in run.facts.call.items():  # ... and so does what is refused where it was made
                site = run.context.sites.get((made, "value")) if isinstance(how, Refused) else None
                if site is not None and site.find() is kind.region.find():
                    raise run.context.refusal(made, how.reason, how.advice, how.uncertain)
            raise run.context.refusal(node, "This is an object or a container on some ways through the program, and "
                                      "something else on others.",
                                      "Keep the two in variables, attributes or lists of their own, and return "
                                      "values of one structure.", uncertain=True)


def is_mixed(kind):
    """May this be an object of a class of the user's, or something else, that depends on what is differentiated?"""
    return kind is not None and kind.form == "any" and kind.region is not None and is_active(kind) and may_be_object(kind)


def may_be_object(kind):
    """May what is of no known kind be an object of a class of the user's?"""
    return any(form == "object" for form, _, _ in kind.among) if kind.among is not None else holds_objects(kind)


def is_computed_with(cls):
    """Do instances of this class say themselves what adding and comparing them does?"""
    return not isinstance(cls, type) or any(isinstance(getattr(cls, f"__{n}__", None), types.FunctionType)
                                            for n in ("add", "radd", "mul", "rmul", "lt", "gt", "float", "index"))


# -- builtins that go by names

def new_kind(run, node, positional):
    """`object.__new__(cls)`: an instance without attributes."""
    from s2sad.facts.callrecords import NewCall
    from s2sad.analysis.exceptions import holding, is_exception_class
    kind = run.facts.kind[positional[0]] if positional else K.PLAIN
    if is_exception_class(kind.value) and has_mirror(kind.value):
        return holding(run, node, kind.value, positional[1:], 1)
    if len(positional) != 1 or kind.form != "const" or not isinstance(kind.value, type) or not has_mirror(kind.value):
        return opaque(run, node, None, "it is not known before the program runs what instance is made here")
    run.facts.call[node] = NewCall(kind.value, {}, (), "blank")
    if not is_constructor(run.context):
        run.program.bare.add(kind.value)  # it need not hold what `__init__` would have stored
    return fresh(run, node, kind.value)


def fresh(run, node, cls):
    """The kind of a new instance, that holds nothing yet."""
    region = run.context.site(node, "instance")
    if region.fields is None:
        region.fields, region.opaque = {}, False
    if uses_active(cls):
        run.program.set(region, active=True)
    return Kind("object", type=cls, region=region)
