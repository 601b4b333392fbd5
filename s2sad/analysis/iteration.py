"""What is iterated where an object is, and what a dict takes in: calls of its `__iter__` or `keys`, or of what asks it for its items.

The node remembers what the user wrote (`as_written`), which stays where nothing is active.
"""

import types

import gast

from s2sad.analysis import storage
from s2sad.analysis.alternatives import may_be_iterated, used
from s2sad.analysis.objects import check_known, guard, has_method
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element
from s2sad.facts.iterators import is_empty
from s2sad.facts.joining import ITERATED
from s2sad.facts.reached import is_active
from s2sad.frontend.names import MISSING, lookup
from s2sad.rules.iteration import by_index, by_next, dict_of, each_taken_apart, entries_of


def iterable(run, node):
    """What is iterated: for an object, the call of its `__iter__`, or of what asks it for its items."""
    if storage.is_built_in(run.facts.kind[node], "__iter__"):
        return storage.as_items(run, node)
    if is_active_set(run.facts.kind[node]):
        return call_of(run, node, list, node)
    kind = used(run, node, run.facts.kind[node], may_be_iterated)
    if not K.has_fields(kind):
        check_known(run, node, kind)
        return node
    made = iter_of_object(run, node)
    return call_of(run, made, by_next, node) if K.has_fields(run.facts.kind[made]) else made


def entries(run, node):
    """What a dict takes in: for an object with `keys`, the calls that give its keys and items."""
    if has_keys(run, node):
        return call_of(run, node, entries_of, node)
    node = iterable(run, node)
    return call_of(run, node, each_taken_apart, node) if holds_iterated(run, node) else node


def as_dict(run, node):
    """What `**` unpacks: for an object with `keys`, the dict of its items."""
    return call_of(run, node, dict_of, node) if has_keys(run, node) else node


def has_keys(run, node):
    """Is this an object of the user's that Python reads as a mapping?"""
    kind = run.facts.kind[node]
    if not K.has_fields(kind) or storage.base_of(kind) is not None or getattr(node, "of_object", False):
        return False
    there = [lookup(cls, "keys") is not MISSING for cls in classes_of(kind)]
    if any(there) and not all(there) and is_active(kind):
        raise run.context.refusal(node, "This is an object with `keys` on some ways through the program, and one without on others.",
                                  "Keep the two in variables of their own.")
    return bool(there) and all(there)


def holds_iterated(run, node):
    """Does this container, or iterator, give objects each of which is iterated by what takes them?"""
    kind = run.facts.kind[node]
    return kind.form in ITERATED and not is_empty(kind) and K.has_fields(element(kind)) \
        and not storage.is_built_in(element(kind), "__iter__")


def is_active_set(kind):
    return kind.form == "set" and is_active(kind)


def iter_of_object(run, node):
    """What `iter` makes of an object."""
    kind = run.facts.kind[node]
    if is_active_set(kind):
        return call_of(run, node, list, node)
    if getattr(node, "of_object", False):  # it is what `__iter__` returned
        return node
    if storage.is_built_in(kind, "__iter__"):
        return storage.as_items(run, node)
    classes = classes_of(kind)
    if not all(isinstance(lookup(c, "__iter__"), types.FunctionType) for c in classes):
        if all(lookup(c, "__iter__") is MISSING and has_method(kind, "__getitem__") for c in classes):
            for cls in classes:
                guard(run, cls, "__iter__")
            return call_of(run, node, by_index, node)
        if is_active(kind):
            raise run.context.refusal(node, "It is not known before the program runs how this object is iterated.",
                                      "Define `__iter__` in its class.")
        return node
    call = run.context.receivers.get((node, "iter"))
    if call is None:
        method = gast.copy_location(gast.Attribute(value=node, attr="__iter__", ctx=gast.Load()), node)
        call = run.context.receivers[node, "iter"] = gast.copy_location(
            gast.Call(func=method, args=[], keywords=[]), node)
        call.as_written = node
        call.of_object = True
        run.context.note_rewritten()
    run.kind(call)
    return call


def call_of(run, node, function, as_written):
    """The call of a known function of one argument, in place of what the user wrote.

    as_written: what stays where nothing is active.
    """
    call = run.context.receivers.get((node, function))
    if call is None:
        call = run.context.receivers[node, function] = gast.copy_location(gast.Call(
            func=gast.copy_location(gast.Constant(value=function, kind=None), node), args=[node], keywords=[]), node)
        call.as_written = getattr(as_written, "as_written", as_written)
        call.of_object = True
        run.context.note_rewritten()
    run.kind(call)
    return call
