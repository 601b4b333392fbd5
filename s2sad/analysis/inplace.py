"""Augmented assignments: what they read, compute and write into.

    xs += [x]           the list is what it was, and holds x
    total += x          the name has another value
"""

from collections import Counter

import gast

from s2sad.analysis import objects, storage
from s2sad.analysis.arithmetic import operation_kind
from s2sad.analysis.containers import update_kind
from s2sad.analysis.targets import assign, bind_name, holds_derivative, read_target
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import OPERATIONS
from s2sad.facts.contents import element, gives_array
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import ITERATED, join
from s2sad.facts.known import without_value
from s2sad.facts.reached import is_active
from s2sad.records import replace


def aug_assign(run, node, env):
    """`target op= value`; returns the environment afterwards, as all statements do."""
    target = node.target
    run.facts.call.pop(target, None)
    old = run.kind(target)
    run.facts.item_kinds[node] = old
    if isinstance(run.facts.call.get(target), OPERATIONS) or isinstance(target, gast.Attribute):
        read_target(run, node, old)
    if isinstance(target, gast.Subscript):
        run.facts.call.pop(target, None)  # of the reading
    value = run.kind(node.value)
    if storage.base_of(value) is float and storage.is_built_in(value, *storage.ARITHMETIC) and not K.has_fields(old):
        node.value = storage.as_items(run, node.value)
        value = run.facts.kind[node.value]
    if old.form == "set" and (is_active(old) or is_active(value)):
        raise run.context.refusal(node, "An operator changes a set of values that depend on what is differentiated.",
                                  "Use `update`, `add` and `discard`.")
    whole, held = old, storage.changed_in_place(run, old, node.op)
    if storage.base_of(old) is float and isinstance(target, gast.Name) and storage.is_built_in(old, *storage.ARITHMETIC):
        held = storage.stored(run, old)
    if held is not None:
        old = run.facts.item_kinds[node] = held
        if storage.base_of(value) is not None:
            node.value = storage.as_items(run, node.value, True)
            value = run.facts.kind[node.value]
    if old.form == "list" and isinstance(node.op, gast.Add) and K.has_fields(value) \
            and (storage.base_of(value) is not None
                 or any(objects.has_method(value, name) for name in ("__iter__", "__getitem__"))) \
            and not objects.has_method(value, "__radd__"):
        node.value = objects.iterable(run, node.value)
        value = run.facts.kind[node.value]
    if old.form == "list" and isinstance(node.op, gast.Add) and (value.form in ITERATED or value.form == "dict"):
        kind = run.facts.kind[node] = old
        item = items_of(run, value, node)
        if item is not None:
            run.program.store(old.region, item)
    elif old.form == "dict" and isinstance(node.op, gast.BitOr) and not issubclass(old.type or dict, Counter):
        kind = run.facts.kind[node] = replace(old, optional=False)
        update_kind(run, node, old.region, [replace(value, optional=False)], [])
    else:
        kind = run.facts.kind[node] = without_value(operation_kind(run, node, node.op, old, value))
    overloaded = isinstance(run.facts.call.get(node), OPERATIONS)
    in_place = not overloaded and old.form in ("array", "numeric", "list", "any", "object", "dict") \
        and not gives_array(old, value)
    if isinstance(target, gast.Name):
        if in_place:
            if old.form == "array" and kind.form == "array":
                kind = replace(kind, type=old.type, ndim=old.ndim)
            write(run, old, kind)
            if old.form in ("array", "list", "dict", "object"):
                kind = replace(whole)
            else:
                kind = replace(join(old, kind), optional=False)
        bind_name(run, target.id, kind, target)
    else:
        if in_place:
            write(run, old, kind)
        assign(run, target, whole if old.form in ("array", "list", "dict") and (in_place or overloaded) else kind)
    return env


def write(run, old, new):
    """An in-place operation gives `old`'s memory the content of `new`."""
    for region in ([old.region.find()] if old.region is not None else []):
        run.program.set(region, written=True)
        if is_active(new) and holds_derivative(old, new):
            run.program.activate(region, old)
        if old.form in ("list", "any", "object"):
            run.program.store(region, element(new) if new.form in ("list", "tuple", "array") else new)
        if old.form == new.form == "dict":
            for key, kind in (new.elements or {}).items():
                run.program.store_item(region, key, kind)
            run.program.pour(region, new)
