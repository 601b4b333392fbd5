"""The kinds of what derivatives make for a value when they start: its seed, its zero mirror."""

import enum
import numbers

import numpy as np

from s2sad.analysis.alternatives import is_one_of_several, kind_of
from s2sad.analysis.frozen import is_frozen_kind
from s2sad.analysis.objects import looked_through
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MirroredCall, PlainCall
from s2sad.facts.contents import element
from s2sad.facts.iterators import iterator
from s2sad.facts.kinds import Kind, number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active, regions, within
from s2sad.facts.regionpairs import match_regions
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace
from s2sad.runtime.mirrors import ZERO_LEAVES


def zeros_kind(run, node, positional, keywords):
    """`zeros(obj)`, which derivatives call: a new object of the same structure."""
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if kind.form not in ("object", "list", "dict", "tuple") and not has_zero_leaf(kind):
        return None
    result = zero_of(run, node, kind, {})
    if result is not None:
        run.facts.call[node] = MirroredCall()
    return result


def item_tangents_kind(run, node, positional, keywords):
    """`ItemTangents(dd)`, which derivatives make beside `d.items()`: it follows what becomes of dd, and so does its mirror."""
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if kind.form != "dict":
        return None
    keys = zero_of(run, node, run.keys_of(kind), {})
    run.facts.call[node] = MirroredCall()
    return iterator(run, node, K.tuple_of([K.any_kind() if keys is None else keys, element(kind)]), "view")


def seed_kind(run, node, positional, keywords):
    """`seed(p, dp)`, which derivatives call, for a container or object: a value of p's structure, which may be dp."""
    kinds = [run.facts.kind[p] for p in positional]
    if len(kinds) == 2 and kinds[0].form == "any" and kinds[1].form == "const":
        run.facts.call[node] = PlainCall()
        return K.any_kind(run.context.site(node, "seed"))
    if len(kinds) != 2 or kinds[0].form not in ("object", "list", "dict", "tuple") or is_active(kinds[1]):
        return None  # `seedkinds`
    result = zero_of(run, node, kinds[0], {}, any_number)
    if result is None:
        return None
    given = kinds[1]
    if given.form != "const":
        if given.form != result.form or given.type is not result.type:
            return None
        pairs = []
        match_regions(given, result, pairs)
        for mine, theirs, _ in pairs:
            run.program.unify(mine, theirs)
    run.facts.call[node] = PlainCall()
    return result


def zero_number(type_):
    return float if type_ in (int, bool) else type_


def any_number(type_):
    """The seed of an integer, or of another exact number, may be of several types."""
    return type_ if isinstance(type_, type) and issubclass(type_, (float, complex, np.inexact)) else \
        "real" if type_ in (int, bool, "real") else "number"


def zero_holder(run, node, kind, made, type_of):
    """The same for a partial, or a method of an object of the user's: it holds the mirrors, a function being its own."""
    if is_frozen_kind(kind) or kind.form == "partial" and kind.value is not None:
        return None
    held = [k if i == 0 and k.form not in ("method", "partial") and kind.form == "partial" else zero_of(run, node, k, made, type_of)
            for i, k in enumerate(kind.elements)]
    return None if None in held else replace(kind, elements=tuple(held))


def zero_of_several(kind, type_of):
    """The kind, still in the value's own region, of the zero mirror of what is one of several things."""
    among, optional = set(), False
    for form, type_, ndim in kind.among:
        if form in ("plain", "function"):
            optional = True  # which have the mirror None
        elif form == "number":
            among.add((form, type_of(type_), ndim))
        elif form in ("array", "numeric") and field(replace(kind, form=form, type=type_, among=None)) in ("int", "bool"):
            among.add((form, "d", ndim))
        else:
            among.add((form, type_, ndim))
    if not among:
        return K.NONE
    if any(form == "view" for form, _, _ in among):
        return replace(kind, among=None, functions=None, optional=True)
    return replace(kind_of(replace(kind, functions=None), among), optional=kind.optional or optional)


def has_zero_leaf(kind):
    """Is this an object of a library's class whose zero mirror is known how to make, as an interpolant?"""
    cls = type(kind.value) if kind.form == "const" else kind.type if kind.form == "object" and kind.value == () else None
    return cls is not None and any(c in ZERO_LEAVES for c in cls.__mro__)


def zero_of(run, node, kind, made, type_of=zero_number):
    """The kind of the zero mirror of a value of this kind; None where that is not known.

    made: what stands for each region of the value. type_of: the types of numbers → those of their mirrors.
    """
    if kind.optional:
        result = zero_of(run, node, replace(kind, optional=False), made, type_of)
        return result if result is None or result is K.NONE else replace(result, optional=True)
    if has_zero_leaf(kind):
        return Kind("object", type=kind.type or type(kind.value), region=run.context.site(node, ("zero", kind.type or type(kind.value))), value=())
    if kind.form == "partial" or kind.form == "method" and K.has_fields(kind.elements[0]):
        return zero_holder(run, node, kind, made, type_of)
    if kind.form in ("plain", "const", "function", "method"):
        return K.NONE
    if kind.form == "number":
        return number(type_of(kind.type))
    if isinstance(kind.type, type) and kind.form == "object" and not K.has_fields(kind) and issubclass(kind.type, enum.Enum) \
            and not issubclass(kind.type, numbers.Number):
        return K.NONE
    if is_one_of_several(kind):
        kind = zero_of_several(kind, type_of)
        if kind.form == "number" or kind is K.NONE:
            return kind
    if kind.form == "any" and kind.among is None and not any(r.place is not None or r.lazy for r in regions(kind)):
        root = kind.region.find()
        if root not in made:
            made[root] = run.context.site(node, ("zeros", len(made)))
        return K.any_kind(made[root].find())
    known = kind.form in ("array", "numeric", "list", "dict", "tuple", "any") or K.has_fields(kind)
    if not known or not looked_through(run, within(kind)):
        return None
    if kind.form in ("array", "numeric") and field(kind) in ("int", "bool"):
        kind = replace(kind, type="d")
    if kind.form == "tuple" and kind.elements is not None:
        parts = [zero_of(run, node, k, made, type_of) for k in kind.elements]
        return None if None in parts else replace(kind, elements=tuple(parts))
    root = kind.region.find()
    region = made.get(root)
    if region is None:
        place = "zeros", len(made)
        new = (node, place) not in run.context.sites
        region = made[root] = run.context.site(node, place)
        region.opaque = root.opaque or region.opaque and not new
        if root.content is not None:
            content = zero_of(run, node, root.content, made, type_of)
            if content is None:
                return None
            run.program.store(region, content)
        for name, held in list(sorted_fields(root)):
            part = zero_of(run, node, held, made, type_of)
            if part is None:
                return None
            run.program.store_field(region, name, part)
        if root.fields is not None and region.find().fields is None:
            region.find().fields = {}
    elements = kind.elements
    if elements is not None:
        elements = {k: zero_of(run, node, e, made, type_of) for k, e in elements.items()}
        if None in elements.values():
            return None
    return replace(kind, region=region.find(), elements=elements)
