"""Sets of values that depend on what is differentiated: the mirror is a dict, from each element to its tangent.

    s = {x, 2 * x}      →   s = {x, t}
                            ds = first_tangents(((x, dx), (t, 2 * dx)))
    s.add(y)            →   s.add(y)
                            ds.setdefault(y, dy)
    sum(s)              →   sum(s), sum(ds[v] for v in s)

Of two equal elements a set keeps the first, and so does the mirror. A set is not handed out: no caller would know
what to do with such a mirror.
"""

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MethodCall, Refused, all_arguments
from s2sad.facts.iterators import items_of
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import sorted_fields

METHODS = {"add", "update", "discard", "remove", "pop", "clear", "copy"}


def method_kind(run, node, owner, name, positional, keywords, rest):
    """The kind of calling a method of a set; None where nothing active is near, or nothing is known."""
    kinds = [run.facts.kind[a] for a in all_arguments(node)]
    if not is_active(owner) and not any(map(is_active, kinds)) and name not in METHODS:
        return None
    if keywords or rest is not None or name not in METHODS or len(positional) > 1:
        if not is_active(owner) and not any(map(is_active, kinds)):
            return None
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


def set_tangents_kind(run, node, positional, keywords):
    """The mirror of a set that a derivative makes or adds to, where that is differentiated again."""
    if any(is_active(run.facts.kind[n]) for n in positional) or not positional:
        run.facts.call[node] = Refused("A set of values that depend on what is differentiated is differentiated twice.",
                                       "Use a list, or a dict whose values these are.")
        return K.any_kind()
    return None


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
