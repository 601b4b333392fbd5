"""Keys of dicts, which have no tangent."""

from s2sad.facts.iterators import items_of
from s2sad.facts.reached import is_active
from s2sad.facts.texts import holds_text


# Why, and what to do instead.
LOST_KEY = ("A dict key that depends on what is differentiated loses its derivative.", "Keep the value beside the key, as a "
            "dict's value. To remember what a function gave, use functools.lru_cache.")


def check_key(run, node, kind):
    """Refuse what loses its derivative as the key of a dict."""
    if kind is not None and is_active(kind):
        raise run.context.refusal(node, *LOST_KEY, uncertain=True)


def check_keys(run, node, kind):
    """... or one of those in a sequence of keys and values."""
    item = items_of(run, kind, node)
    if item is not None and item.form == "tuple" and item.elements:
        check_key(run, node, item.elements[0])


def note_key(run, kind):
    """A key of a dict may spell out an active value."""
    if holds_text(kind) and not run.program.text_keys:
        run.program.text_keys = run.program.changed = True
