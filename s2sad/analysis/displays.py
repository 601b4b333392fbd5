"""Kinds of tuples, lists, sets and dicts that are written out."""

import gast

from s2sad.analysis import asked, iteration, storage
from s2sad.analysis.dictkeys import checked_key, note_key, take_keys
from s2sad.facts import kinds as K
from s2sad.facts.calls import literal
from s2sad.facts.contents import element
from s2sad.facts.iterators import items_of
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active


def tuple_display(run, node):
    parts = []
    for item in node.elts:
        if isinstance(item, gast.Starred):
            kind = run.kind(item.value)
            run.facts.kind[item] = kind
            if kind.form == "tuple" and kind.elements is not None:
                parts += kind.elements
                continue
            return collect(run, node, "tuple")
        parts.append(run.kind(item))
    if nesting(parts) >= MAX_NESTING:
        return collect(run, node, "tuple")
    return K.tuple_of(parts)


def collect(run, node, form):
    """The kind of items whose number is not told apart."""
    region = run.context.closed_site(node, "items")
    for item in node.elts:
        if isinstance(item, gast.Starred):
            run.kind(item.value)
            item.value = iteration.iterable(run, item.value)
            kind = items_of(run, run.facts.kind[item.value], item)
            run.facts.kind[item] = kind
            if kind is None:
                continue
        else:
            kind = run.kind(item)
        run.program.store(region, kind)
    return K.sequence(form, region.find())


def list_display(run, node):
    return collect(run, node, "list")


def set_display(run, node):
    kind = collect(run, node, "set")
    asked.ask(run, node, [kind], asked.KEYS, twice=True)
    return kind


def dict_display(run, node):
    region = run.context.closed_site(node, "items")
    elements = {}
    for i, (key, value) in enumerate(zip(node.keys, node.values)):
        kind = run.kind(value)
        if key is None and storage.base_of(kind) is not None:
            node.values[i] = storage.as_items(run, value, True)
            kind = run.facts.kind[node.values[i]]
        elif key is None:
            node.values[i] = iteration.as_dict(run, value)
            kind = run.facts.kind[node.values[i]]
        if key is None:
            take_keys(run, node, region, kind)
            if kind.form == "dict" and kind.elements is not None and elements is not None:
                elements |= kind.elements
                run.program.pour(region, kind)
            else:
                run.program.store(region, element(kind))
                elements = None
            continue
        run.kind(key)
        key = node.keys[i] = checked_key(run, region, key)
        note_key(run, key, region, run.facts.kind[key], not isinstance(key, (gast.BinOp, gast.UnaryOp)))
        try:
            if elements is not None:
                elements[literal(key)] = kind
            else:
                run.program.store(region, kind)
        except (ValueError, TypeError):
            run.program.store(region, kind)
    if any(is_active(e) for e in (elements or {}).values()):
        run.program.set(region.find(), active=True)
    return Kind("dict", region=region.find(), elements=elements)


# Tuples inside one another are told apart up to this depth: loops and recursion may nest them without end.
MAX_NESTING = 6


def nesting(parts):
    """How deep tuples lie inside one another in some of these kinds."""
    return max((1 + nesting(k.elements) for k in parts if k.form == "tuple" and k.elements), default=0)
