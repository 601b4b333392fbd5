"""The kinds of Jacobians: the structure of what is returned outside, that of what is differentiated inside.

    {"a": number, "b": array(d, 1)}   by   [number]   →   {"a": [number], "b": [array(d, 1)]}
"""

from numbers import Number

from s2sad.analysis.zerokinds import any_number, zero_of
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall, RuleCall
from s2sad.facts.contents import element
from s2sad.facts.kinds import Kind
from s2sad.facts.numberkinds import is_double
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace
from s2sad.rules.registry import RULES
from s2sad.runtime.jacobiantrees import assembled, assembled_by_each


def assembled_kind(run, node, positional, keywords):
    """`assembled(columns, x)`, which Jacobians that are written out call."""
    columns, by = (run.facts.kind[p] for p in positional)
    active = is_active(columns)
    bound = dict(zip(("columns", "x"), positional))
    run.facts.call[node] = RuleCall(RULES[assembled], assembled, bound, ["columns"] if active else [])
    return shape_of(run, node, element(columns), [by], False, active)


def assembled_by_each_kind(run, node, positional, keywords):
    """`assembled_by_each((columns, ...), (x, ...))`, the same by several arguments."""
    columns, by = (run.facts.kind[p] for p in positional)
    active = is_active(columns)
    bound = dict(zip(("columns", "arguments"), positional))
    run.facts.call[node] = RuleCall(RULES[assembled_by_each], assembled_by_each, bound, ["columns"] if active else [])
    return shape_of(run, node, element(columns.elements[0]), by.elements, True, active)


def constant_kind(run, node, positional, keywords):
    """`constant_jacobian(v, x)`, which they call where there are no numbers to be differentiated by."""
    run.facts.call[node] = PlainCall()
    out, by = (run.facts.kind[p] for p in positional)
    return shape_of(run, node, out, [by], False, False)


def constant_by_each_kind(run, node, positional, keywords):
    run.facts.call[node] = PlainCall()
    out, by = (run.facts.kind[p] for p in positional)
    return shape_of(run, node, out, by.elements, True, False)


def unit_seeds_kind(run, node, positional, keywords):
    """`unit_seeds(x)`: a list of seeds of x."""
    region = run.context.site(node, "seeds")
    seed = zero_of(run, node, run.facts.kind[positional[0]], {}, any_number)
    run.program.store(region, K.any_kind(run.context.site(node, "seed")) if seed is None else seed)
    run.facts.call[node] = PlainCall()
    return K.sequence("list", region.find())


def shape_of(run, node, out, by, several, active):
    """The kind of a Jacobian of what is of kind `out` by what are of the kinds `by`; several: the innermost are tuples of them."""
    def blocks(leaf, path):
        parts = [mapped(run, node, kind, lambda k, at: block(run, node, leaf, k, active, at), active, (*path, i))
                 for i, kind in enumerate(by)]
        return K.tuple_of(parts) if several else parts[0]
    return mapped(run, node, out, blocks, active, ("jacobian",))


def mapped(run, node, kind, leaf, active, path, made=None):
    """The kind of the same structure, where `leaf(kind, path)` stands for each number and array, and for what is none (NONE)."""
    made = {} if made is None else made
    if kind.form == "const" and isinstance(kind.value, Number) or kind.optional or any(r.place is not None for r in regions(kind)):
        return unknown(run, node, active, path)
    if kind.form in ("plain", "const", "function", "method", "partial", "set"):
        return leaf(K.NONE, path)
    if kind.form in ("number", "array", "numeric"):
        return leaf(kind, path)
    if kind.form == "tuple" and kind.elements is not None:
        return replace(kind, elements=tuple(mapped(run, node, k, leaf, active, (*path, i), made) for i, k in enumerate(kind.elements)))
    if kind.form not in ("list", "tuple", "dict") and not K.has_fields(kind):
        return unknown(run, node, active, path)
    own = kind.region.find()
    region = made.get(id(own))
    if region is None:
        new = (node, path) not in run.context.sites
        region = made[id(own)] = run.context.site(node, path)
        region.opaque = own.opaque or region.opaque and not new
        run.program.set(region, active=active)
        if own.content is not None:
            run.program.store(region, mapped(run, node, own.content, leaf, active, (*path, "content"), made))
        for name, held in list(sorted_fields(own)):
            run.program.store_field(region, name, mapped(run, node, held, leaf, active, (*path, name), made))
        if own.fields is not None and region.find().fields is None:
            region.find().fields = {}
    elements = kind.elements
    if isinstance(elements, dict):
        elements = {k: mapped(run, node, e, leaf, active, (*path, "item", k), made) for k, e in elements.items()}
    return replace(kind, region=region.find(), elements=elements)


def unknown(run, node, active, path):
    region = run.context.site(node, (*path, "unknown"))
    run.program.set(region, active=active, derived=True)
    return K.any_kind(region.find(), active)


def block(run, node, out, by, active, path):
    """The kind of an array of shape S + T, for one of shape S by one of shape T; a number for two numbers."""
    if K.NONE in (out, by):
        return K.NONE
    if out.form == by.form == "number":
        return K.number("real" if is_double(out) and is_double(by) else "number", active)
    region = run.context.site(node, (*path, "block"))
    run.program.set(region, active=active)
    ranks = [0 if k.form == "number" else k.ndim if k.form == "array" else None for k in (out, by)]
    if "array" not in (out.form, by.form):
        return Kind("numeric", region=region.find(), active=active)
    real = all(k.type == "d" if k.form == "array" else k.form == "number" and is_double(k) for k in (out, by))
    return Kind("array", type="d" if real else None, ndim=None if None in ranks else sum(ranks), region=region.find())
