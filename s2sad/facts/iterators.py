"""Iterators and generators: what `next` may be called on.

An iterator over active values gives pairs of a value and its tangent; it is
itself what the variable holds, and has no mirror beside it.
"""

import math

import gast

from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import OF_KEYS
from s2sad.frontend.trees import walk
from s2sad.records import replace


# What takes all items of an iterable where it stands; methods by their names.
TAKES_ALL = {sum, list, tuple, set, frozenset, dict, sorted, min, max, math.fsum, math.prod,
             *([math.sumprod] if hasattr(math, "sumprod") else []), "extend", "update", "join"}
# What runs the iterable where it stands, but may stop early.
RUNS = TAKES_ALL | {any, all}


def note_at_once(run, node, callee):
    """Generator expressions that are unpacked, or handed to these, do not live on."""
    try:
        runs, takes_all = callee in RUNS, callee in TAKES_ALL
    except TypeError:
        runs = takes_all = False
    for argument in node.args:
        starred = isinstance(argument, gast.Starred)
        if starred or runs:
            run.facts.at_once.add(argument.value if starred else argument)
        if starred or takes_all:
            run.facts.taken.add(argument.value if starred else argument)


def iterator_in(region):
    """An iterator whose items are what the region holds."""
    region = region.find()
    region.lazy = True
    return Kind("iter", region=region)


def iterator(run, node, item, form="iter"):
    """What `node` makes: an iterator (or a view) of items of this kind; None for none."""
    region = run.context.closed_site(node, "items")
    if item is not None:
        run.program.store(region, item)
    return iterator_in(region) if form == "iter" else Kind(form, region=region.find())


def check_flat(run, *nodes):
    """Refuse to use up `f = a.flat`, an iterator, and to read it again: its mirror need not be at the same place."""
    for node in nodes:
        kind = run.facts.kind[node]
        if isinstance(node, gast.Name) and kind.form == "flat" and is_active(kind) and times_read(run, node.id) > 1:
            raise run.context.refusal(node, f"`{node.id}` is an iterator over an array, which this uses up, and it is read "
                                      "again.", "Write `.flat` wherever it is read, or use `ravel()`.")


def times_read(run, name):
    """How often a function reads a variable, not counting its items, attributes and length."""
    beside = set()
    for n in walk(run.context.tree):
        if isinstance(n, (gast.Subscript, gast.Attribute)):
            beside.add(id(n.value))
        elif isinstance(n, gast.Call) and isinstance(n.func, gast.Name) and n.func.id in ("len", "isinstance", "type"):
            beside.update(map(id, n.args))
    return sum(isinstance(n, gast.Name) and n.id == name and isinstance(n.ctx, gast.Load) and id(n) not in beside
               for n in walk(run.context.tree))


def is_empty(kind):
    """Is this a container, or iterator, into which nothing is ever put, as far as is known yet?"""
    if kind.form == "tuple" and kind.elements is not None:
        return not kind.elements
    if kind.form not in ("list", "tuple", "dict", "set", "view", "iter") or kind.elements:
        return False
    region = kind.region.find()
    return region.content is None and not region.opaque and not (region.fields and region.fields.keys() - OF_KEYS)


def items_of(run, kind, node):
    """The kind of the items of what is iterated; None where there are none, as far as is known yet."""
    return None if is_empty(replace(kind, optional=False)) else run.iterate(kind, node)


def is_pairs(kind):
    """Is this an iterator that gives pairs of values and tangents?"""
    return kind is not None and kind.form == "iter" and is_active(kind)


def reaches_pairs(kind, seen=None):
    """Is there such an iterator in a value of this kind?"""
    seen = set() if seen is None else seen
    if kind is None:
        return False
    if is_pairs(kind) or may_be_pairs(kind):
        return True
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None and id(kind.region.find()) not in seen:
        seen.add(id(kind.region.find()))
        parts += [kind.region.find().content, *(kind.region.find().fields or {}).values()]
    return any(reaches_pairs(p, seen) for p in parts)


def may_be_pairs(kind):
    """Is this perhaps such an iterator, and perhaps something else?"""
    return kind is not None and (
        kind.form == "iterable" or kind.form in ("any", "object") and kind.region is not None
        and kind.region.find().lazy) and is_active(kind)


def yielded(run, kind):
    for region in regions(kind):
        run.program.set(region, escapes=True)
    run.facts.yields = kind if run.facts.yields is None else join(run.facts.yields, kind)
