"""What a value of a kind reaches, through all that it holds: regions, functions, what is active."""

from collections import deque

from s2sad.facts.classkinds import classes_of
from s2sad.facts.kinds import EITHER, has_fields
from s2sad.facts.numberkinds import EXACT
from s2sad.facts.regions import sorted_fields
from s2sad.records import replace


def is_active(kind):
    """Does a value of this kind have a tangent that may be other than zero?"""
    if kind is None or kind.active or kind.region is kind.functions is kind.elements is None:
        return kind is not None and kind.active
    return reaches_active(kind, set())


def reaches_active(kind, seen):
    """The same; seen: ids of regions that reach nothing active, to which this adds what it looks at."""
    if kind is None:
        return False
    if kind.active or kind.functions is not None and kind.functions.find().active:
        return True
    if kind.region is not None:
        region = kind.region.find()
        if region.active:
            return True
        if id(region) in seen:
            return False
        seen.add(id(region))
        if region.content is not None and reaches_active(region.content, seen):
            return True
        if region.fields and any(reaches_active(k, seen) for k in region.fields.values()):
            return True
    if kind.form in ("tuple", "partial", "method", "derivative") and kind.elements is not None:
        return any(reaches_active(e, seen) for e in kind.elements)
    if kind.form == "dict" and kind.elements:
        return any(reaches_active(e, seen) for e in kind.elements.values())
    return False


def all_active(kind):
    """The same kind with all its numbers differentiated; its memory, which nothing else may hold, is marked."""
    for region in regions(kind):
        region.active = True
        region.content = with_active_numbers(region.content)
        if region.fields is not None:
            region.fields = {n: with_active_numbers(k) for n, k in region.fields.items()}
    return with_active_numbers(kind)


def with_active_numbers(kind):
    """The same kind, the numbers in it, but for those in its regions, differentiated."""
    if kind is not None and kind.form in ("number", "numeric"):
        return replace(kind, active=True)
    if kind is None:
        return None
    if kind.form == "tuple" and kind.elements is not None:
        return replace(kind, elements=tuple(map(with_active_numbers, kind.elements)))
    if kind.form == "dict" and kind.elements is not None:
        return replace(kind, elements={k: with_active_numbers(v) for k, v in kind.elements.items()})
    return kind


def holds_exact(kind, seen=None):
    """Are there whole numbers or fractions in a container of this kind?"""
    seen = set() if seen is None else seen
    parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None and id(kind.region.find()) not in seen:
        seen.add(id(kind.region.find()))
        parts += [kind.region.find().content, *(k for _, k in sorted_fields(kind.region.find()))]
    return any(part.type in EXACT if part.form == "number" else holds_exact(part, seen) for part in parts if part is not None)


def holds_active_functions(kind):
    """Is this, or does it hold, a function that has a mirror?"""
    return any(functions.active for functions in function_sets(kind))


def function_sets(kind):
    """The sets of functions that a value of this kind is, or holds."""
    return (part.functions.find() for part in within(kind) if part.functions is not None)


def regions(kind, seen=None, captured=True):
    """All regions that a value of this kind reaches, with those that functions in it use or have as defaults."""
    seen = set() if seen is None else seen
    found = []
    if kind is None:
        return found
    if kind.region is not None:
        root = kind.region.find()
        if id(root) not in seen:
            seen.add(id(root))
            found.append(root)
            found += regions(root.content, seen, captured)
            for _, field_kind in sorted_fields(root):
                found += regions(field_kind, seen, captured)
    if kind.elements:
        values = kind.elements.values() if isinstance(kind.elements, dict) else kind.elements
        for element in values:
            found += regions(element, seen, captured)
    if captured and kind.functions is not None and id(kind.functions.find()) not in seen:
        seen.add(id(kind.functions.find()))
        for member in kind.functions.find().members.values():
            for used in member.held():
                found += regions(used, seen)
    return found


def within(kind):
    """This kind, and those of all that it is known to hold, each memory once."""
    waiting, seen = [kind], set()
    while waiting:
        kind = waiting.pop()
        if kind is None:
            continue
        yield kind
        parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
        if kind.region is not None and id(kind.region.find()) not in seen:
            root = kind.region.find()
            seen.add(id(root))
            parts += [root.content, *(root.fields or {}).values()]
        waiting += reversed(parts)


def holds_more(kind, most):
    """Are there more than so many containers and objects in this, each counted as often as it is held?"""
    waiting, seen, count = [kind], set(), 0
    while waiting:
        kind = waiting.pop()
        if kind is None or kind.region is kind.elements is None:
            continue
        count += 1
        if kind.elements:
            waiting += kind.elements.values() if isinstance(kind.elements, dict) else kind.elements
        if kind.region is not None and id(kind.region.find()) not in seen:
            root = kind.region.find()
            seen.add(id(root))
            waiting += [root.content, *(root.fields or {}).values()]
        if count > most:
            return True
    return False


def holds_derived(kind):
    """Is this, or may it hold, a list or dict of a class derived from Python's?"""
    return any(k.region is not None and k.region.find().derived
               or k.form in ("list", "dict") and k.type not in (None, EITHER, deque)
               or k.form == "object" and any(c is None or issubclass(c, (list, dict)) for c in classes_of(k))
               for k in within(kind))


def goes_by_layout(kind):
    """Is this written into, and seen by `reshape` or `ravel` in whichever order it lies in memory?"""
    return kind.region is not None and kind.region.find().relaid and kind.region.find().written


def holds_objects(kind):
    """Is this, or may it hold, an object with attributes?"""
    return any(k.region is not None and k.region.find().objects or has_fields(k) for k in within(kind))
