"""What a container of a kind holds: its elements, and what lies under a key."""

from decimal import Decimal
from fractions import Fraction

import gast

from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind, any_kind, has_fields, is_numeric
from s2sad.facts.regions import OF_KEYS, Region, sorted_fields
from s2sad.facts.texts import TEXT, is_text


_PYTHONS = {bool, int, float, complex, Fraction, Decimal}


def gives_array(left, right, op):
    """Does an operator make an array of these, a list or tuple and an array or NumPy number, and change neither?"""
    return left.form in ("list", "tuple") and makes_arrays(right, op)


def makes_arrays(right, op):
    """Does an operator make an array of any list and this?"""
    return is_numeric(right) and (right.form != "number" or right.type not in _PYTHONS and not isinstance(op, gast.Mult))


def holds_numbers(kind):
    """Is this a list or tuple of numbers, or of such lists?"""
    if kind.form == "flat":
        return True
    if kind.form not in ("list", "tuple"):
        return False
    inner = element(kind)
    return inner.form == "number" or holds_numbers(inner)


def element(kind):
    """The kind of what indexing or iterating a container gives."""
    if kind.form == "tuple" and kind.elements is not None:
        result = None
        for part in kind.elements:
            result = part if result is None else join(result, part)
        return result or any_kind()
    if is_text(kind):
        return TEXT
    if kind.region is not None:
        content = kind.region.find().content
        parts = list(kind.elements.values()) if kind.form == "dict" and kind.elements else []
        if not has_fields(kind) and kind.form not in ("list", "tuple", "set"):  # the attributes of objects in the same region
            parts += [k for name, k in sorted_fields(kind.region.find()) if name not in OF_KEYS]
        for part in parts:
            content = part if content is None else join(content, part)
        if content is not None:
            return content
    return Kind("any", region=kind.region or Region())


def item(kind, key):
    """The kind of what a dict holds under a key that is written out; None where nothing is known of it.

    What is stored later under a text is kept among the fields of the dict's region.
    """
    root = kind.region.find()
    found = (kind.elements or {}).get(key)
    if isinstance(key, str) and root.fields:
        found = join(found, root.fields.get(key))
    return None if found is None else join(found, kind.region.find().content)


def item_of_texts(kind, texts):
    """The same for a key that is one of some texts."""
    result = None
    for key in sorted(texts or ()):
        found = item(kind, key)
        if found is None:
            return None
        result = join(result, found)
    return result
