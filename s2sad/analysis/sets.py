"""Sets of values that depend on what is differentiated: the mirror is a dict, from each element to its tangent.

    s = {x, 2 * x}      →   s = {x, t}
                            ds = first_tangents(((x, dx), (t, 2 * dx)))
    s.add(y)            →   s.add(y)
                            ds.setdefault(y, dy)
    sum(s)              →   sum(s), sum(ds[v] for v in s)
    s | t               →   s | t, tangents_among(s | t, ds, dt)

Of two equal elements a set keeps the first, and so does the mirror. A set is not handed out: no caller would know
what to do with such a mirror.
"""

from s2sad.analysis.dictkeys import note_key
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MethodCall, MirroredCall, PlainCall, Refused, all_arguments
from s2sad.facts.iterators import items_of
from s2sad.facts.keys import is_identified
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import sorted_fields
from s2sad.runtime.settangents import first_tangents, tangents_among

METHODS = {"add", "update", "discard", "remove", "pop", "clear", "copy"}


def method_kind(run, node, owner, name, positional, keywords, rest):
    """The kind of calling a method of a set; None where nothing active is near, or nothing is known."""
    kinds = [run.facts.kind[a] for a in all_arguments(node)]
    if not is_active(owner) and not any(map(is_active, kinds)) and name not in METHODS:
        return None
    if keywords or rest is not None or name not in METHODS or len(positional) > 1:
        if not is_active(owner) and not any(map(is_active, kinds)):
            return None
        if not is_active(owner) and name in MAKING and not keywords and not any(map(is_active, items_met(run, node, positional, rest))):
            run.facts.call[node] = PlainCall()
            return Kind("set", region=run.context.site(node, "value"))
        run.facts.call[node] = Refused(f"`{name}` of a set of values that depend on what is differentiated has no place for "
                                       "their derivatives.", "Use a list, or `add` and `update`.")
        return K.any_kind(active=is_active(owner))
    run.facts.call[node] = MethodCall("set", name)
    region = owner.region.find()
    if name != "copy":
        run.program.set(region, written=True)
    if name in ("add", "update") and positional:
        item = kinds[0] if name == "add" else items_of(run, kinds[0], node)
        if is_active(item):
            run.program.check_outlives(region)
        if item is not None:
            run.program.store(region, item)
    if name == "pop":
        return run.item_of(owner)
    if name == "copy":
        copied = run.context.site(node, "value")
        if region.content is not None:
            run.program.store(copied, region.content)
        return Kind("set", region=copied.find())
    return K.NONE


# What makes another set of what its arguments hold.
MAKING = ("union", "intersection", "difference", "symmetric_difference")


def items_met(run, node, positional, rest):
    """The kinds of what such a method takes from its arguments: of dicts, the keys."""
    given = [run.facts.kind[p] for p in positional]
    given += [item] if rest is not None and (item := items_of(run, run.facts.kind[rest], node)) is not None else []
    return [items_of(run, kind, node) for kind in given]


def set_tangents_kind(run, node, positional, keywords):
    """The mirror of a set that a derivative makes or adds to, where that is differentiated again: a dict, if of objects."""
    pairs = [run.facts.kind[n] for n in positional]
    if run.facts.kind[node.func].value is first_tangents and not keywords and all(
            p.form == "tuple" and p.elements is not None and all(is_pair_of_object(e) for e in p.elements) for p in pairs):
        region = run.context.closed_site(node, "items")
        for element in (e for p in pairs for e in p.elements):
            note_key(run, node, region, element.elements[0])
            run.program.store(region, element.elements[1])
        made = Kind("dict", region=region.find())
        run.facts.call[node] = MirroredCall() if is_active(made) else PlainCall()
        return made
    if any(map(is_active, pairs)) or not positional:
        refusal = ("A set of values that depend on what is differentiated is differentiated twice.",
                   "Use a list, or a dict whose values these are.")
        if run.facts.kind[node.func].value is tangents_among:  # before it is asked what this gives
            raise run.context.refusal(node, *refusal, uncertain=True)
        run.facts.call[node] = Refused(*refusal)
        return K.any_kind()
    return None


def is_pair_of_object(kind):
    """Is this an object that is equal to itself alone, with its tangent?"""
    return kind.form == "tuple" and len(kind.elements or ()) == 2 and is_identified(kind.elements[0])


def check_handed_out(context, node, kinds):
    """Refuse to hand a set with tangents to the caller, at this node, in values of these kinds."""
    if any(holds_active_set(kind, set()) for kind in kinds):
        raise context.refusal(node, "A set of values that depend on what is differentiated has no place for their "
                              "derivatives, and is returned or kept.", "Return a list: sorted(s).")


def holds_active_set(kind, seen):
    if kind is None:
        return False
    if kind.form == "set" and is_active(kind):
        return True
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    root = kind.region.find() if kind.region is not None else None
    if root is not None and id(root) not in seen:
        seen.add(id(root))
        parts += [root.content, *(k for _, k in sorted_fields(root))]
    return any(holds_active_set(part, seen) for part in parts)
