"""The kinds of new instances: `cls(...)`, `dataclasses.replace(...)`."""

import dataclasses
import enum
import functools
import inspect
import types

import gast

from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.localclasses import local_constructor
from s2sad.analysis.objects import fresh, guard, lookup
from s2sad.analysis.storageinstances import called_kind
from s2sad.analysis.unpacking import write_out
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import HelperCall, NewCall, opaque, PlainCall
from s2sad.facts.calls import CannotBind, bind, has_known_keys
from s2sad.facts.classfacts import record_of
from s2sad.facts.classkinds import is_plain_enumeration
from s2sad.facts.facts import Unreachable
from s2sad.facts.kinds import Kind, const
from s2sad.facts.regions import Region
from s2sad.frontend.constructors import asks_for_places, constructor, has_own_new, init_fields, is_generated_init
from s2sad.frontend.wrappers import holder
from s2sad.rules.iteration import namespace_of
from s2sad.runtime.objects import built_on, has_mirror, is_read_otherwise


def is_plain_class(cls):
    """Does `cls(...)` do what it does by `__new__` and `__init__` alone?"""
    return isinstance(cls, type) and type(cls).__call__ is type.__call__


def instance_kind(run, node, cls, arguments, asked=False):
    """The kind of `cls(...)`; None where this page does not know the class.

    asked: has the metaclass been asked, which says in its `__call__` what that does?
    """
    if isinstance(cls, type) and issubclass(cls, enum.Enum):
        run.facts.call[node] = PlainCall()
        return opaque(run, node, None, "a member of an enumeration carries no derivative", foreign=False) \
            and (Kind("object", type=cls, region=Region()) if is_plain_enumeration(cls) else K.any_kind())
    if not asked and not is_plain_class(cls):
        return made_by_metaclass(run, node, cls, arguments)
    if issubclass(cls, tuple) and hasattr(cls, "_fields"):
        return namedtuple_kind(run, node, cls, arguments)
    if not has_mirror(cls):
        return None
    guard(run, cls, "__init__")
    guard(run, cls, "__new__")
    positional, keywords, rest = arguments
    init = lookup(cls, "__init__")
    if cls is types.SimpleNamespace:
        if positional or rest:
            return None
        if any(k is None for k, _ in keywords):
            return helper_kind(run, node, namespace_of, [], keywords, None)
        return hold_all(run, node, cls, dict(keywords), (), "fields")
    if built_on(cls) is not None and not isinstance(init, types.FunctionType) and not has_own_new(cls):
        return called_kind(run, node, cls, arguments)
    if init is object.__init__ and has_own_new(cls):
        owner = class_node(run, node, cls)
        return helper_kind(run, node, cls.__new__, [owner, *positional], keywords, rest)
    if init is object.__init__:
        if positional or keywords or rest:
            raise Unreachable
        run.facts.call[node] = NewCall(cls, {}, (), "blank")
        return fresh(run, node, cls)
    if not isinstance(init, types.FunctionType):
        return None
    if (has_own_new(cls) or built_on(cls) in (tuple, float)) and not are_places_known(run, node, rest) \
            and not all(takes_all(f) for f in (cls.__new__, init) if isinstance(f, types.FunctionType)):
        return opaque(run, node, None, f"`__new__` of {cls.__name__} gets as many arguments as there happen to be",
                      "Pass them one by one.", foreign=False)
    if is_generated_init(cls, init) and rest is None and not issubclass(cls, BaseException):
        direct = plain_dataclass(run, node, cls, init, positional, keywords)
        if direct is not None:
            return direct
    if record_of(cls) is not None:
        return local_instance(run, node, cls, init, arguments)
    try:
        made = constructor(cls, init, *given_names(cls, init, positional, keywords, rest))
    except DifferentiationError as problem:
        return opaque(run, node, None, problem.reason, problem.advice)
    if not is_generated_init(cls, init):
        run.program.guard_function(init)
    return made_instance(run, node, cls, helper_kind(run, node, made, positional, keywords, rest))


def are_places_known(run, node, rest):
    """Is it known before the run which parameters the call has arguments for?"""
    return rest is None and all(k.arg is not None or isinstance(k.value, gast.Dict) or has_known_keys(
        run.facts.kind[k.value]) for k in getattr(node, "keywords", ()))


def takes_all(function):
    """Must each parameter get an argument of its own?"""
    return all(p.default is p.empty and p.kind is p.POSITIONAL_OR_KEYWORD
               for p in inspect.signature(function, follow_wrapped=False).parameters.values())


def made_by_metaclass(run, node, cls, arguments):
    """The kind of `cls(...)` where a metaclass of the user's says what it does; None where one of C's does."""
    call = lookup(type(cls), "__call__") if isinstance(cls, type) else None
    if not isinstance(call, types.FunctionType) or record_of(cls) is not None:
        return None
    guard(run, type(cls), "__call__")
    positional, keywords, rest = arguments
    return helper_kind(run, node, call, [class_node(run, node, cls), *positional], keywords, rest)


def made_instance(run, node, cls, kind):
    """The kind of an instance; refused where a `__new__` of the user's own may return something else."""
    how = run.facts.call.get(node)
    if not has_own_new(cls) or not isinstance(how, HelperCall):
        return kind
    facts = how.context.facts
    new = next(s.value for s in how.context.tree.body if isinstance(s, gast.Assign))
    found = facts.kind.get(new)
    if found is None or found.form != "object" or found.type is not cls or found.optional:
        return opaque(run, node, None, f"`__new__` of {cls.__name__} may return something other than an instance of it",
                      "Let it return super().__new__(cls).", foreign=False)
    return kind


def class_node(run, node, cls):
    """A node that stands for the class of which an instance is made."""
    callee = run.facts.kind.get(getattr(node, "func", None))
    if isinstance(node, gast.Call) and callee is not None and callee.form == "const" and callee.value is cls:
        return node.func
    # `replace(obj, ...)`
    owner = run.context.receivers.setdefault((node, "class"), gast.copy_location(gast.Attribute(
        value=node.args[0], attr="__class__", ctx=gast.Load()), node))
    run.facts.kind[owner] = const(cls)
    return owner


def local_instance(run, node, cls, init, arguments):
    """The kind of `cls(...)` for a class that is defined inside a function: a method of it makes the instance."""
    positional, keywords, rest = arguments
    if not record_of(cls).node.body:
        return opaque(run, node, None, f"the class {cls.__name__} is made inside the function, and does more with its "
                      "arguments than to keep them", "Write it as a class statement.")
    given, count = given_names(cls, init, positional, keywords, rest)
    made = run.program.local_constructors.get((cls, init, given, count))
    if made is None:
        made = local_constructor(run, cls, init, given, count)
        run.program.local_constructors[cls, init, given, count] = made
    owner = class_node(run, node, cls)
    if is_generated_init(cls, init) and rest is None:
        # The class has the defaults of its fields.
        named = {f.name for f, _ in init_fields(cls) if f.init and f.default is not dataclasses.MISSING} - given
        for name in sorted(named):
            read = run.context.receivers.setdefault((node, name), gast.copy_location(gast.Attribute(
                value=owner, attr=name, ctx=gast.Load()), node))
            run.facts.kind[read] = run.program.kind_of_constant(cls.__dataclass_fields__[name].default)
            keywords = [*keywords, (name, read)]
    return made_instance(run, node, cls, helper_kind(run, node, made, [owner, *positional], keywords, rest))


def given_names(cls, init, positional, keywords, rest):
    """The parameters of `__init__` that get arguments; and how many by position, where that matters."""
    by_place = parameter_names_of(init)[1:]
    if rest is None or is_generated_init(cls, init) or issubclass(cls, BaseException):
        by_place = by_place[:len(positional)]
    named = frozenset(k for k, _ in keywords)
    return named.union(by_place), len(positional if rest is None else by_place) if asks_for_places(cls) else 0


def parameter_names_of(function):
    code = function.__code__
    return code.co_varnames[:code.co_argcount]


def signature_tree(parameters):
    """The `arguments` of a function with these (name, has a default, keyword-only) parameters."""
    text, star = [], False
    for name, default, keyword_only in parameters:
        if keyword_only and not star:
            text.append("*")
            star = True
        text.append(name + "=None" * default)
    return gast.parse(f"def f({', '.join(text)}): pass").body[0].args


def plain_dataclass(run, node, cls, init, positional, keywords):
    """An instance of a dataclass that only stores its arguments; None if it does more."""
    fields = init_fields(cls)
    if hasattr(cls, "__post_init__") or any(initvar for _, initvar in fields):
        return None
    if any(hasattr(type(lookup(cls, f.name)), "__set__") and not isinstance(
            lookup(cls, f.name), types.MemberDescriptorType) for f, _ in fields):
        return None
    taken = [f for f, _ in fields if f.init]
    ordered = [f for f in taken if not f.kw_only] + [f for f in taken if f.kw_only]
    tree = signature_tree([(f.name, has_default(f), f.kw_only) for f in ordered])
    try:
        bound = bind(tree, positional, keywords)
    except CannotBind as problem:
        return opaque(run, node, None, f"the call has {problem}", foreign=False, uncertain=True)
    left = [f for f, _ in fields if f.name not in bound and (f.init or f.default_factory is not dataclasses.MISSING)]
    if any(f.default_factory is not dataclasses.MISSING for f in left):
        return None
    return hold_all(run, node, cls, bound, tuple(f.name for f in left), "fields")


def has_default(f):
    return f.default is not dataclasses.MISSING or f.default_factory is not dataclasses.MISSING


def hold_all(run, node, cls, bound, left, how):
    """An instance that holds its arguments, and the defaults of the rest."""
    run.facts.call[node] = NewCall(cls, bound, left, how)
    result = fresh(run, node, cls)
    for name, value in bound.items():
        run.program.store_field(result.region, name, run.facts.kind[value])
    for name in left:
        default = cls.__dataclass_fields__[name].default
        run.program.store_field(result.region, name, run.program.kind_of_constant(default))
    return result


def namedtuple_kind(run, node, cls, arguments):
    """A namedtuple is a tuple whose items have names."""
    positional, keywords, rest = arguments
    new = lookup(cls, "__new__")
    guard(run, cls, "__new__")
    made = getattr(new, "__func__", new)
    if is_read_otherwise(cls):
        return opaque(run, node, None, f"{cls.__name__} is a named tuple with a `__getitem__`, `__iter__` or `__len__` of its "
                      "own", "Derive the class from tuple.", foreign=False)
    if lookup(cls, "__init__") is not object.__init__ or not getattr(made, "__code__", None) \
            or not made.__code__.co_filename.startswith("<"):
        return None
    defaults = cls._field_defaults
    signature = signature_tree([(n, n in defaults, False) for n in cls._fields])
    try:
        if rest is not None:
            positional, _ = write_out(run, node, signature, positional, keywords, rest, made)
        bound = bind(signature, positional, keywords)
    except CannotBind as problem:
        return opaque(run, node, None, f"the call has {problem}", foreign=False, uncertain=True)
    left = tuple(n for n in cls._fields if n not in bound)
    run.facts.call[node] = NewCall(cls, bound, left, "fields")
    kinds = {n: run.facts.kind[v] for n, v in bound.items()}
    kinds |= {n: run.program.kind_of_constant(defaults[n]) for n in left}
    return Kind("tuple", type=cls, elements=tuple(kinds[n] for n in cls._fields))


@functools.cache
def replaced_by(cls):
    """The function that `dataclasses.replace(obj, **changes)` amounts to for objects of a class.

        def replaced(obj, changes):
            if changes.keys() - ("a", "b"):
                raise TypeError("P() got an unexpected keyword argument")
            return P(a=changes["a"] if "a" in changes else obj.a, b=changes["b"] if "b" in changes else obj.b)
    """
    names = [f.name for f, _ in init_fields(cls)]
    values = ", ".join(f"{n}=changes[{n!r}] if {n!r} in changes else obj.{n}" for n in names)
    raised = f"{cls.__name__}() got an unexpected keyword argument"
    text = f"def replaced(obj, changes):\n    if changes.keys() - {tuple(names)}:\n        raise TypeError({raised!r})\n    return {cls.__name__}({values})\n"
    return holder(text, "replaced", (cls.__name__,))(cls)


def replace_kind(run, node, positional, keywords):
    """`dataclasses.replace(obj, name=value)`, as the call of the class that it amounts to."""
    kinds = run.facts.kind
    owner = kinds[positional[0]] if len(positional) == 1 else K.PLAIN
    if not K.has_fields(owner) or isinstance(owner.type, tuple) or not dataclasses.is_dataclass(owner.type):
        return opaque(run, node, None, "it is not known before the program runs what is replaced here",
                      "Call the class of the object.", uncertain=owner.form == "any" or run.program.guessed)
    given = dict(keywords)
    cls = owner.type
    if None in given:
        if len(given) > 1 or record_of(cls) is not None or any(initvar or not f.init for f, initvar in init_fields(cls)):
            return opaque(run, node, owner, "which attributes are replaced here is not known before the program runs",
                          "Write them out by name.", foreign=False, uncertain=True)
        return helper_kind(run, node, replaced_by(cls), [positional[0], given[None]], [], None)
    known = []
    for f, initvar in init_fields(cls):
        if f.name in given:
            known.append((f.name, given[f.name]))
        elif f.init and not initvar:
            read = run.context.receivers.setdefault((node, f.name), gast.copy_location(gast.Attribute(
                value=positional[0], attr=f.name, ctx=gast.Load()), positional[0]))
            run.kind(read)
            known.append((f.name, read))
    return instance_kind(run, node, cls, ([], known, None))
