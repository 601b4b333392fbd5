"""Exceptions that carry active values: what is raised anywhere in the program may be caught anywhere in it.

An exception of a plain class is an object: it has `args`, and the attributes that its
`__init__` gives it.  The program knows the joined kind of all that is raised of each class;
`except E as e` gives what is raised of the subclasses of E.
"""

import types

import gast

from s2sad.analysis.instances import instance_kind
from s2sad.analysis.objects import fresh, lookup
from s2sad.classflags import is_made_by_class
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import (
    ExceptionCall,
    ExceptionInit,
    ItselfCall,
    MirrorCall,
    PlainCall,
    Refused,
    RuleCall,
    all_arguments,
)
from s2sad.facts.classkinds import classes_of
from s2sad.facts.joining import join
from s2sad.facts.kindkeys import signature
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active, regions
from s2sad.facts.texts import holds_text
from s2sad.frontend.names import MISSING
from s2sad.records import replace
from s2sad.runtime.objects import has_mirror

CARRIES = ("What is caught here may carry a value that depends on what is differentiated without its derivative, as "
           "a failed `assert` or a key that is not found does.")
INSTEAD = "Raise an exception of a class of your own that holds the value."


def is_exception_class(value):
    return isinstance(value, type) and issubclass(value, BaseException)


def is_exception(kind):
    """Is this an exception object whose attributes are known?"""
    return K.has_fields(kind) and kind.type is not None and any(map(is_exception_class, classes_of(kind)))


def exception_kind(run, node, cls, arguments):
    """The kind of `cls(...)` for a class of exceptions."""
    positional, keywords, rest = arguments
    if has_mirror(cls) and rest is None:
        init = lookup(cls, "__init__")
        if not isinstance(init, types.FunctionType) and not keywords:
            return holding(run, node, cls, positional)
        try:
            made = instance_kind(run, node, cls, arguments) if isinstance(init, types.FunctionType) else None
        except DifferentiationError:
            made = None
        if made is not None and K.has_fields(made) and not isinstance(run.facts.call.get(node), Refused):
            return made
    run.facts.call[node] = RuleCall(None, None, {}, [])
    kinds = [run.facts.kind[a] for a in all_arguments(node)]
    for kind in kinds:
        for region in regions(kind):  # it is reached again through the exception
            run.program.set(region, opaque=True, written=True, escapes=True)
    if any(map(is_active, kinds)):
        run.program.foreign_exceptions.add(cls)
    return K.EXCEPTION


def holding(run, node, cls, items, first=0):
    """An exception that holds these arguments as its `args`; `first`: how many arguments of the call come before."""
    run.facts.call[node] = ExceptionCall(first)
    result = fresh(run, node, cls)
    kinds = [run.facts.kind[n] for n in items]
    run.program.store_field(result.region, "args", K.tuple_of(kinds))
    if issubclass(cls, StopIteration):
        run.program.store_field(result.region, "value", kinds[0] if kinds else K.NONE)
    return result


def init_kind(run, node, subject, items):
    """`super().__init__(...)` where the next class is C's: what it is given are the `args`."""
    owner = run.facts.kind[subject]
    kinds = [run.facts.kind[n] for n in items]
    run.program.set(owner.region, written=True)
    run.program.store_field(owner.region, "args", K.tuple_of(kinds))
    run.facts.call[node] = ExceptionInit(subject, items)
    return K.NONE


def is_init(found):
    """Is this the `__init__` of exceptions written in C?"""
    return isinstance(found, types.WrapperDescriptorType) and found.__name__ == "__init__" \
        and is_exception_class(found.__objclass__)


def raised(run, node, kind):
    """Note what a statement raises: an exception, or a class of which an instance is made."""
    program = run.program
    if kind.form == "const" and is_exception_class(kind.value):
        if not has_mirror(kind.value):
            return
        made = run.context.receivers.setdefault((node, "raised"), gast.copy_location(
            gast.Call(func=node, args=[], keywords=[]), node))
        run.kind(made)
        kind = run.facts.kind[made]
    if not is_exception(kind):
        if is_active(kind):
            program.foreign_exceptions.add(BaseException)
        return
    for cls in classes_of(kind):
        note_raised(program, cls, kind)
    if is_active(kind):
        program.note_raising(run.context)


def note_raised(program, cls, kind):
    """An exception of this kind is raised: whoever catches it shares what it holds."""
    hand_over(program, program.raised, cls, Kind("object", type=cls, region=kind.region))


def hand_over(program, table, key, kind):
    """Something of this kind gets from one place of the program to others, which find it in a table under a key."""
    old = table.get(key)
    before = (signature(old), is_active(old))
    table[key] = new = kind if old is None else join(old, kind)
    for region in regions(new):
        region.kept = True
        if not region.pinned:
            region.pinned = program.changed = True
    if (signature(new), is_active(new)) != before:
        program.changed = True


def caught(run, type_node):
    """The kind of what `except type_node as e` gives."""
    program = run.program
    handled = handled_classes(run.facts.kind[type_node]) if type_node is not None else (BaseException,)
    kind, outside = None, tuple(c for c in handled if not is_made_by_class(c) and has_mirror(c))
    stops = False
    for cls, known in program.raised.items():
        if issubclass(cls, handled):
            kind = join(kind, known)
            stops |= cls is StopIteration
    active = is_active(kind)
    if not active and not held_memory(kind) and not holds_text(kind) and not stops:
        return K.EXCEPTION
    if active and not program.reads_exceptions:
        program.reads_exceptions = program.changed = True
    # What Python's own code raises of these classes has no mirror yet.
    for cls in outside:
        kind = join(kind, Kind("object", type=cls, region=kind.region))
    return kind


def held_memory(kind):
    """What an exception holds that can be written into through it."""
    return [r for r in regions(kind) if r is not kind.region.find()] if kind is not None else []


def any_raised(run):
    """The kind of an exception from anywhere in the program, if it may carry active values, or None."""
    kind = None
    for known in run.program.raised.values():
        kind = join(kind, known)
    if kind is None or not is_active(kind):
        return None
    if not run.program.reads_exceptions:
        run.program.reads_exceptions = run.program.changed = True
    return replace(join(kind, Kind("object", type=BaseException, region=kind.region)), optional=True)


def handled_classes(kind):
    """The classes that a handler names; all exceptions where that is not known."""
    if kind.form == "const" and is_exception_class(kind.value):
        return (kind.value,)
    if kind.form == "tuple" and kind.elements:
        return tuple(c for k in kind.elements for c in handled_classes(k))
    return (BaseException,)


def attribute_of_exception(run, node, owner):
    """The kind of an attribute of what a handler has caught, where it is not one of the object's own; else None."""
    foreign = run.program.foreign_exceptions
    known = owner.form == "object"
    if node.attr in LINKS:
        return any_raised(run) or K.any_kind()
    if foreign and (not known or node.attr in ("args", "value") and any(
            issubclass(f, c) or issubclass(c, f) for f in foreign for c in classes_of(owner))):
        raise run.context.refusal(node, CARRIES, INSTEAD)
    if known and is_active(owner) and node.attr == "__dict__":
        raise run.context.refusal(node, "`__dict__` of an exception that carries a value which depends on what is "
                                  "differentiated holds its derivative, too.", "Read the attributes one by one.")
    if not known or node.attr == "__traceback__":
        return K.any_kind()
    # What no exception of the program has, one of Python's own may have: an `errno`.
    own = node.attr in (owner.region.find().fields or ()) or node.attr not in ("args", "value") and any(
        lookup(c, node.attr) is not MISSING or lookup(c, "__getattr__") is not MISSING for c in classes_of(owner)) \
        or owner.region.find().place is not None or node.attr.startswith("__")
    return None if own else K.any_kind()


LINKS = ("__cause__", "__context__")


def check_link(run, target, owner, name):
    """What is stored as the cause of an exception has no mirror with it: only `raise` puts that in."""
    if name in LINKS and is_exception(owner):
        raise run.context.refusal(target, "An exception that carries a value which depends on what is differentiated is "
                                  f"stored as the `{name}` of another.", "Write `raise ... from ...`.")


def method_of_exception(run, node, owner, name, positional):
    """The kind of calling a method that all exceptions have; None for another."""
    if name == "add_note":
        run.facts.call[node] = PlainCall()
        return K.NONE
    if name == "with_traceback" and len(positional) == 1:
        run.facts.call[node] = ItselfCall()
        return owner
    return None


def check_key_error(run, owner, name, positional):
    """A KeyError carries the key that was looked for."""
    if owner.form in ("dict", "set", "any") and name in ("pop", "remove", "__getitem__", "__delitem__") \
            and positional and is_active(run.facts.kind[positional[0]]):
        run.program.foreign_exceptions.add(KeyError)


def exc_info_kind(run, node, positional, keywords):
    """`sys.exc_info()`: what is handled, without a name that could have a mirror beside it."""
    if any_raised(run) is None:
        return None
    run.facts.call[node] = Refused("What is handled may carry a value that depends on what is differentiated.",
                                   "Give it a name, `except Exception as e`.")
    return K.any_kind()


# -- what generated code does with exceptions, so that it can be differentiated again

def with_mirror_kind(run, node, positional, keywords):
    """`with_mirror(e, de)`: the exception holds its mirror from now on."""
    owner, mirror = (run.facts.kind[n] for n in positional[:2]) if len(positional) > 1 else (K.PLAIN, None)
    if not is_exception(owner):  # how many `*pair` are, and what, may not be known yet
        run.facts.call[node] = Refused("What is raised here is not known before the program runs.",
                                       "Make the exception where it is raised.")
        return K.any_kind()
    level = mirror_level(positional[2:])
    run.program.set(owner.region, written=True)
    run.program.store_field(owner.region, f"mirror {level}", mirror)
    run.facts.call[node] = MirrorCall(level)
    return owner


def mirror_of_kind(run, node, positional, keywords):
    """`mirror_of(e)`: what was put there, or the zero mirror."""
    from s2sad.analysis.zerokinds import zero_of
    owner = run.facts.kind[positional[0]]
    if not is_exception(owner) or keywords:
        return None
    level = mirror_level(positional[1:])
    run.facts.call[node] = MirrorCall(level)
    kind = owner.region.find().fields.get(f"mirror {level}") or zero_of(run, node, owner, {})
    if kind is None:
        return None
    run.program.store_field(owner.region, f"mirror {level}", kind)
    return kind


def mirror_level(nodes):
    return nodes[0].value if nodes and isinstance(nodes[0], gast.Constant) else 1
