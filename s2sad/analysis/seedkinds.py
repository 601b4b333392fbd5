"""What is known of `seed(p, dp)`, the mirror of an argument, in generated code that is differentiated again.

The mirror has the structure of `p` and holds what `dp` holds: where only the seed depends on what is differentiated,
so does what is read from its mirror.

    def slope(x):
        return energy_dp({"k": 2.0}, dp={"k": x})[1]        dp["k"] is active in energy_dp, p["k"] is not
"""

from s2sad.analysis.zerokinds import any_number
from s2sad.facts import kinds as K
from s2sad.facts import numberkinds
from s2sad.facts.callrecords import RuleCall
from s2sad.facts.contents import element
from s2sad.facts.kinds import number
from s2sad.facts.reached import is_active, regions
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace


def active_seed_kind(run, node, function, rule, bound):
    """The kind of a call of the runtime's `seed`."""
    argument, given = (run.facts.kind[bound[n]] for n in ("p", "dp"))
    run.facts.call[node] = RuleCall(rule, function, bound, ["dp"] if is_active(given) else [])
    return mirror(run, node, argument, given, ("mirror",), {})


def mirror(run, node, kind, given, path, made):
    """The kind of the mirror of a value of this kind, for a seed of kind `given`.

    made: id of a region → that of its mirror.
    """
    if kind.form in ("const", "plain", "function", "method", "partial"):
        return K.NONE
    if kind.form == "number":
        return mirror_of_number(kind, given)
    alike = given.form == kind.form and not given.optional
    if kind.form == "tuple" and kind.elements is not None:
        known = alike and given.elements is not None and len(given.elements) == len(kind.elements)
        parts = given.elements if known else [inside(given)] * len(kind.elements)
        return replace(kind, elements=tuple(mirror(run, node, k, g, (*path, i), made)
                                            for i, (k, g) in enumerate(zip(kind.elements, parts))))
    if kind.region is None:
        return kind
    own = kind.region.find()
    if id(own) in made:
        return replace(kind, region=made[id(own)].find())
    region = made[id(own)] = run.context.site(node, path)
    for other in [given.region] if alike and given.region is not None else regions(given):
        run.program.unify(region.find(), other)
    run.program.set(region.find(), active=is_active(given))
    if own.content is not None:
        run.program.store(region.find(), mirror(run, node, own.content, inside(given), (*path, "content"), made))
    if own.fields is not None and region.find().fields is None:
        region.find().fields = {}
    held = given.region.find().fields or {} if alike and given.region is not None else {}
    for name, field in list(sorted_fields(own)):
        run.program.store_field(region.find(), name, mirror(run, node, field, held.get(name, given), (*path, name), made))
    elements = kind.elements
    if isinstance(elements, dict):
        parts = given.elements if alike and isinstance(given.elements, dict) else {}
        elements = {k: mirror(run, node, v, parts.get(k, inside(given)), (*path, "item", k), made)
                    for k, v in elements.items()}
    if kind.form == "array" and numberkinds.field(kind) in ("int", "bool", None):
        kind = replace(kind, type=None)
    return replace(kind, region=region.find(), elements=elements, active=kind.form in ("numeric", "any") and is_active(given))


def mirror_of_number(kind, given):
    if numberkinds.field(kind) not in ("int", "bool"):
        return replace(kind, active=is_active(given), known=None)
    return replace(given, active=is_active(given), known=None) if given.form == "number" \
        else number(any_number(kind.type), is_active(given))


def inside(given):
    """The kind of what a seed of this kind holds, taken together."""
    if given.form in ("list", "tuple"):
        return element(given)
    return given
