"""Keys of dicts that are objects: where they hold what is differentiated, the mirror's keys are their mirrors.

    grads = {a: 1.0, b: x}          →   grads, dgrads = {a: 1.0, b: x}, {da: 0.0, db: dx}
    for node, g in grads.items():   →   for (node, g), (dnode, dg) in zip(grads.items(), dgrads.items()):

An object that is equal to itself alone has one mirror, which is equal to itself alone, too. Where they are numbers, or tuples of
numbers, the mirror's keys are their tangents, each with its key, and found by that:

    memo[x] = x * x                 →   dmemo[key_tangent(x, dx)], memo[x] = 2 * x * dx, x * x
"""

from s2sad.facts.classkinds import classes_of
from s2sad.facts.kinds import has_fields
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active, within
from s2sad.facts.regions import KEYS


def is_identified(kind):
    """Is this an object, or a tuple of objects, that nothing else is equal to?"""
    if kind.form == "tuple" and kind.elements and kind.type is None:
        return not kind.optional and all(map(is_identified, kind.elements))
    return has_fields(kind) and all(cls is not None and cls.__eq__ is object.__eq__ and cls.__hash__ is object.__hash__
                                    for cls in classes_of(kind))


def is_valued(kind):
    """Is this a real number, or a tuple of such, of texts and constants, which are equal where their values are?"""
    if kind.form == "tuple" and kind.elements and kind.type is None:
        return not kind.optional and all(part.form in ("plain", "const") or is_valued(part) for part in kind.elements)
    return kind.form == "number" and not kind.optional and field(kind) in ("real", "int", "bool")


def mirrored_keys(kind):
    """The kind of the keys of a dict (or of what may be one) whose mirror has their mirrors for keys; else None."""
    if kind is None or kind.region is None:
        return None
    keys = (kind.region.find().fields or {}).get(KEYS)
    return keys if keys is not None and is_active(keys) else None


def known_keys(kind):
    """The kind of the keys of a dict where all of them are known to be objects; else None."""
    keys = mirrored_keys(kind)
    if keys is not None or kind.form != "dict":
        return keys
    root = kind.region.find()
    return (root.fields or {}).get(KEYS) if not root.opaque and not kind.elements and set(root.fields or ()) == {KEYS} else None


def holds_mirrored_keys(kind):
    """Is there such a dict in a value of this kind?"""
    return any(mirrored_keys(part) is not None for part in within(kind))
