"""Instances of classes derived from list, tuple, dict or deque: attributes, and items beside them.

What such an instance holds as a list is kept among the fields of its region, under a name that no attribute
has. Where an operation is that of the built-in class, since no class of the user's defines the method, the
node of the instance is replaced by a call that stands for "the same as a list", whose kind is that of the items.

    class Stack(list):
        def push(self, x):
            self.append(x)        # `append` of what Stack holds as a list

The mirror of the instance is one of the same class, with the mirrors of the items in it.
"""

from collections import Counter, OrderedDict, defaultdict, deque

import gast

from s2sad.analysis.values import STORAGE, stored_kind
from s2sad.classflags import is_made_by_class
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import ItemsCall, PlainCall, opaque
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Unreachable
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import SEVERAL
from s2sad.records import replace
from s2sad.runtime.objects import built_on

FORMS = {list: "list", tuple: "tuple", dict: "dict", deque: "list", OrderedDict: "dict", defaultdict: "dict",
         float: "number"}
READS = ("__getitem__", "__iter__", "__len__")
ARITHMETIC = tuple(n for n in vars(float) if n not in vars(object) and n.startswith("__"))
CHANGES = ("__setitem__", "append", "extend", "update", "setdefault")


def base_of(kind):
    """The built-in container that all classes of an object are derived from; None if there is none."""
    if not K.has_fields(kind) or kind.type is None:
        return None
    found = {built_on(cls) for cls in classes_of(kind)}
    return found.pop() if len(found) == 1 else None


def stored(run, kind):
    """The kind of what an object holds as a list, tuple or dict; None for an object that is none."""
    base = base_of(kind)
    if base is None:
        return None
    root = kind.region.find()
    if base in (tuple, float) and root.place is not None:
        return of_constant(run, root.place)
    if root.place is not None:  # one of the module's: nothing is known of its items
        return Kind(FORMS[base], type=None if base in (list, dict) else base, region=root)
    found = root.fields.get(STORAGE)
    if found is None:
        raise Unreachable  # nothing was put there, as far as is known yet
    return found


def changed_in_place(run, kind, op):
    """The kind of the list or dict that `obj += e` or `obj |= e` changes; None where it is no such change."""
    base = base_of(kind)
    if base is None:
        return None
    name = {gast.Add: "__iadd__", gast.BitOr: "__ior__"}.get(type(op))
    built_in = name is not None and hasattr(base, name) and is_built_in(kind, name)
    return stored(run, kind) if built_in else None


def of_constant(run, place):
    """The kind of what an object of the module holds as a tuple or number, which does not change."""
    value = None if place is SEVERAL else place.read()
    if built_on(type(value)) not in (tuple, float):
        return None
    run.program.guards[place] = ("is", value)
    return stored_kind(value, "outer", False, {}, ())


def is_own(cls, name):
    """Is what a class has under a name written in Python?"""
    base = next((b for b in cls.__mro__ if name in vars(b)), None)
    return base is not None and is_made_by_class(base)


def is_built_in(kind, *names):
    """Is this an instance of which these methods are those of the built-in class?"""
    return base_of(kind) is not None and not any(is_own(c, n) for c in classes_of(kind) for n in names)


def same_as(container):
    """Stands for an instance where it is taken for the list, tuple or dict that it is."""
    return container


def as_items(run, node, copied=False):
    """The node that stands for an instance as a list, tuple or dict; the node itself if it is no such instance.

    copied: not only iterated, so that it is copied if methods of the user's would be asked.
    """
    kind = run.facts.kind[node]
    if base_of(kind) is None or getattr(node, "of_object", False):
        return node
    if base_of(kind) in (tuple, float) and kind.region.find().place is SEVERAL:
        raise run.context.refusal(node, "What this object of the module holds as a tuple is not known.",
                                  "Pass it as an argument.")
    call = run.context.receivers.get((node, "items"))
    if call is None:
        call = run.context.receivers[node, "items"] = gast.copy_location(gast.Call(
            func=gast.copy_location(gast.Constant(value=same_as, kind=None), node), args=[node], keywords=[]), node)
        call.as_written = node
        call.of_object = True  # and no call that the user wrote
        call.copied = copied
        run.context.note_rewritten()
    run.kind(call)
    return call


def same_as_kind(run, node, positional, keywords):
    """The kind of what `as_items` made."""
    kind = replace(run.facts.kind[positional[0]], optional=False)
    base = base_of(kind)
    if base is None:
        run.facts.call[node] = ItemsCall(None)
        return kind
    for cls in classes_of(kind):
        run.program.guard_names(cls)
    copied = base is not float and node.copied and not is_built_in(kind, *READS)
    if copied and (issubclass(base, dict) or not is_built_in(kind, "__iter__")):
        run.facts.call[node] = PlainCall()
        return opaque(run, node, None, "the class of this object says what reading it does, and here it is read as a whole",
                      "Take the items out of it in a loop.", foreign=False)
    if base is float and not is_built_in(kind, "__float__"):
        return opaque(run, node, None, "a class derived from float says itself what float(...) of it is", "Give that method "
                      "another name.", foreign=False)
    held = stored(run, kind)
    if base is float:
        run.facts.call[node] = ItemsCall(None if is_built_in(kind, *ARITHMETIC) else "float")
        return held
    run.facts.call[node] = ItemsCall(("list" if FORMS[base] == "list" else "tuple") if copied else None)
    if copied and held.form == "list":
        held = replace(held, type=None)
    return held


# Functions of Python's go through the keys of a dict, but for these, which know dicts, or see to it themselves.
_OF_PYTHON = {"builtins", "math", "statistics", "collections"}
_TAKE_DICTS = {dict, list, tuple, set, frozenset, OrderedDict, defaultdict, Counter}


def is_active_dict(kind):
    return kind.form == "dict" and is_active(kind)


def goes_by_keys(callee):
    return callee is not None and getattr(callee.value, "__module__", None) in _OF_PYTHON and callee.value not in _TAKE_DICTS


def take_as_items(run, node, positional, keywords, rest):
    """Arguments of a function that reads containers: instances are taken for what they are. Are there any?

    A set of what depends on what is differentiated is taken as a list, and so is a dict: its items are its keys.
    """
    from s2sad.analysis.iteration import call_of, is_active_set, iterable
    found = False
    for i, argument in enumerate(getattr(node, "args", ())):
        if argument in positional and is_active_set(run.facts.kind[argument]) and goes_by_keys(run.facts.kind.get(node.func)) \
                and run.facts.kind[node.func].value not in (list, set, frozenset):
            node.args[i], found = iterable(run, argument), True
        elif argument in positional and is_active_dict(run.facts.kind[argument]) and goes_by_keys(run.facts.kind.get(node.func)):
            node.args[i], found = call_of(run, argument, list, argument), True
        if argument in positional and base_of(run.facts.kind[argument]) is not None:
            node.args[i], found = as_items(run, argument, True), True
    for keyword in getattr(node, "keywords", ()):
        if keyword.arg is not None and base_of(run.facts.kind[keyword.value]) is not None:
            keyword.value, found = as_items(run, keyword.value, True), True
    if found:
        run.context.expanded.pop(node, None)
    return found
