"""Kinds of texts: which they may be, and whether they spell out active values."""

from s2sad.facts.kinds import PLAIN, Kind
from s2sad.facts.reached import is_active

TEXT = Kind("plain", type="str")
# A text that spells out an active value: no number may be read from it again.
TEXT_OF_ACTIVE = Kind("plain", type="text of active")
MAX_TEXTS = 16


def text(*known):
    """The kind of a text that is one of these."""
    return Kind("plain", value=frozenset(known)) if len(known) <= MAX_TEXTS else PLAIN


def texts_of(kind):
    """The texts that a value may be; None where they are not known."""
    return kind.value if kind is not None and kind.form == "plain" and isinstance(kind.value, frozenset) \
        and kind.type is None and not kind.optional else None


def starting_with(prefix):
    """The kind of a text of which only the beginning is known, as of `"visit_" + name`."""
    return Kind("plain", type="str", value=("starts with", prefix))


def beginning_of(kind):
    """What a text begins with; None where that is not known."""
    return kind.value[1] if kind is not None and kind.form == "plain" and isinstance(kind.value, tuple) \
        and kind.value[0] == "starts with" and not kind.optional else None


def is_text(kind):
    """Is this surely a text, of which no number is read again?"""
    return kind.form == "plain" and (kind.type == "str" or kind.type is None and isinstance(kind.value, frozenset))


def is_text_of_active(kind):
    return kind.form == "plain" and kind.type == TEXT_OF_ACTIVE.type


def text_of(kinds):
    """The kind of a text made of values of these kinds."""
    return TEXT_OF_ACTIVE if any(is_active(k) or holds_text(k) for k in kinds) else PLAIN


def holds_text(kind, depth=0):
    """Is this, or does it hold, a text that spells out an active value?"""
    if kind is None or depth > 4:
        return False
    if kind.form in ("list", "tuple", "iter", "view", "set", "dict", "object"):
        parts = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
        if kind.region is not None:
            parts += [kind.region.find().content, *(kind.region.find().fields or {}).values()]
        return any(holds_text(p, depth + 1) for p in parts)
    return is_text_of_active(kind)
