"""What is known of the classes that are defined inside functions: see `analysis.localclasses`."""

import types
import weakref

import gast

from s2sad.facts.classkinds import classes_of
from s2sad.facts.joining import ACTIVE_ELSEWHERE
from s2sad.facts.reached import is_active
from s2sad.facts.regions import sorted_fields
from s2sad.frontend.scopes import scope_of
from s2sad.frontend.trees import walk
from s2sad.records import Record

_RECORDS = weakref.WeakKeyDictionary()  # class → weak reference to its LocalClass
_CLASSES = weakref.WeakKeyDictionary()  # method → weak reference to its class


class LocalClass(Record):
    """A class that `node` makes in the context `parent`.

    held: expressions in its body → their `Held`. free: the names that its methods take from around it.
    active: one of these depends on what is differentiated.
    """

    cls: type
    node: object
    parent: object
    held: dict
    free: set
    active: bool = False
    in_loop: bool = False


class LocalFunction(Record):
    """A method: its tree, in the body of a `LocalClass`.

    binding: what its derivative is called on: "instance", "class" (and then its first parameter), or "static";
    "constructor" is of a class, and makes an instance of it as `init` says.
    home: None for the constructor of a class that has its `__init__` from a class of the module's.
    """

    tree: object
    home: LocalClass
    binding: str = "instance"
    init: object = None


def note_class(record, methods=()):
    """Let a class be known by its LocalClass, which must be kept elsewhere, and its methods by the class."""
    _RECORDS[record.cls] = weakref.ref(record)
    for function in methods:
        _CLASSES[function] = weakref.ref(record.cls)


def record_of(cls):
    """The LocalClass of a class; None for one that is there before the program runs."""
    found = _RECORDS.get(cls) if isinstance(cls, type) else None
    return None if found is None else found()


def are_defined():
    """Are there classes that are defined inside functions, in any program that is looked at?"""
    return bool(_RECORDS)


def is_repeated(context, node):
    """Is this in a loop of its function?"""
    return any(n is node for loop in walk(context.tree) if isinstance(loop, LOOPS) for n in walk(loop))


LOOPS = (gast.For, gast.While, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)


def captured_kinds(context, free):
    """The kinds of the variables, of functions around it, that a class or method uses."""
    found = []
    for name in free:
        owner = context.owner(name)
        if owner is not None and name in owner.cells:
            found.append(owner.cells[name])
    return found


def is_active_capture(kind):
    return is_active(kind) or is_active_class(kind)


def is_active_class(kind):
    """Is this, or may it hold, a class whose methods use what depends on what is differentiated?"""
    return any(uses_active(c) for c in classes_in(kind))


def uses_active(cls):
    """Do methods of this class, or of one that it is derived from, use what depends on what is differentiated?"""
    # Only a class that is made in a function is derived from one.
    return record_of(cls) is not None and any(record.active for record in map(record_of, cls.__mro__) if record is not None)


def classes_in(kind, seen=None):
    """The classes that a value of this kind is, is an instance or method of, or holds."""
    seen = set() if seen is None else seen
    if kind is None:
        return
    if kind.form == "const" and isinstance(kind.value, type):
        yield kind.value
    elif kind.form == "const" and isinstance(kind.value, (types.FunctionType, types.MethodType)):
        home = _CLASSES.get(getattr(kind.value, "__func__", kind.value))
        if home is not None and home() is not None:
            yield home()
    if kind.form == "classes":
        yield from kind.value
    if kind.form in ("object", "tuple") and kind.type is not None:
        yield from classes_of(kind)
    for form, cls, _ in kind.among or ():
        if form == "object":
            yield cls
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    root = kind.region.find() if kind.region is not None else None
    if root is not None and id(root) not in seen:
        seen.add(id(root))
        parts += [root.content, *(k for _, k in sorted_fields(root))]
    for part in parts:
        yield from classes_in(part, seen)


def contexts_of(program, record):
    """The contexts of the methods of a class."""
    return [c for c in program.contexts.values() if c.home is record and c.in_pass == program.current_pass]


def needs_mirrors(program, record):
    """Has one of its methods a derivative that is asked for?"""
    return any(is_live(c) for c in contexts_of(program, record))


def is_live(context):
    """Does calling this method give, take or use what depends on what is differentiated?"""
    return any(map(is_active, context.params.values())) or is_active(context.facts.returns) \
        or any(map(is_active_capture, captured_kinds(context.parent, scope_of(context.node).free)))


def once(record):
    """Is the class made at most once while the derivative runs?"""
    return not record.in_loop and runs_once(record.parent)


def runs_once(context):
    if context.node is not None:
        return False
    if not context.callers:
        return True
    if len(context.callers) > 1 or context.caller is None:
        return False
    ((caller, node),) = context.callers
    return runs_once(caller) and not is_repeated(caller, node)


ACTIVE_ELSEWHERE.append(lambda kind: are_defined() and is_active_class(kind))
