"""Keys of dicts: they have no tangent, unless they are objects whose mirrors the mirror has for keys (see `facts.keys`)."""

from s2sad.analysis.objects import guard
from s2sad.facts.classkinds import classes_of
from s2sad.facts.iterators import is_empty, items_of
from s2sad.facts.keys import is_identified, known_keys, mirrored_keys
from s2sad.facts.kinds import PLAIN, Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import KEYS, MORE_KEYS, OF_KEYS
from s2sad.facts.texts import holds_text

# Why, and what to do instead.
LOST_KEY = ("A dict key that depends on what is differentiated loses its derivative.", "Keep the value beside the key, as a "
            "dict's value. To remember what a function gave, use functools.lru_cache.")
MAY_BE_LOST = ("This dict key may be a number that depends on what is differentiated, for all that is known before the program "
               "runs, and a key loses its derivative.", "Ask isinstance(key, str) before, or keep names apart from numbers: in "
               "lists, tuples or attributes of their own.")
MIXED_KEYS = ("Among the keys of this dict are objects that depend on what is differentiated, and others that do not.",
              "Use a dict for each of the two.")
GIVEN = ("An object that depends on what is differentiated is a key of a dict that is an argument, or is returned: a key has no "
         "derivative there.", "Use a dict that is made inside the function, or keep the object beside the key, in the value.")


def note_key(run, node, region, kind, waits=True):
    """A dict in `region` gets a key of this kind at `node`, which is refused if it loses its derivative; waits: until a call tells.

    A key may spell out an active value.
    """
    if holds_text(kind) and not run.program.text_keys:
        run.program.text_keys = run.program.changed = True
    root = region.find()
    others = (root.fields or {}).get(KEYS)
    identified = is_identified(kind)
    if not is_active(kind) and not is_active(others):
        if others is not None and not identified and not (kind.form == "const" and kind.value is None):
            run.program.store_field(region, MORE_KEYS, PLAIN)
        elif others is not None or identified and all(r.place is None and r.origin in ("fresh", "param") for r in own_regions(kind)):
            run.program.store_field(region, KEYS, kind)
        return
    if not identified and not (others is not None and kind.form == "const" and kind.value is None):
        raise run.context.refusal(node, *(MIXED_KEYS if not is_active(kind) else MAY_BE_LOST if kind.form == "any" else LOST_KEY), uncertain=waits)
    if root.fields and root.fields.keys() - OF_KEYS:
        raise run.context.refusal(node, "A key of this dict depends on what is differentiated, and the dict may be the same as "
                                  "something else, or has texts for keys, too.", "Keep the dict in a variable of its own.",
                                  uncertain=waits)
    for cls in {c for part in (kind.elements or (kind,)) if part.form == "object" for c in classes_of(part)}:
        guard(run, cls, "__eq__")
        guard(run, cls, "__hash__")
    run.program.check_outlives(region)
    if run.context.caller is None and region.find().origin == "param":
        raise run.context.refusal(node, *GIVEN, uncertain=waits)
    run.program.mirrors_keys = True
    run.program.store_field(region, KEYS, kind)


def own_regions(kind):
    return [part.region.find() for part in (kind.elements or (kind,)) if part.region is not None]


def note_keys(run, node, region, kind):
    """... or those in a sequence of keys and values."""
    item = items_of(run, kind, node)
    if item is not None and item.form == "tuple" and item.elements:
        note_key(run, node, region, item.elements[0])


def take_keys(run, node, region, kind):
    """A dict in `region` gets the keys of another one."""
    keys = known_keys(kind)
    if keys is not None:
        note_key(run, node, region, keys)
    elif mirrored_keys(Kind("dict", region=region)) is not None and not is_empty(kind) and not (
            kind.elements == {} and kind.region.find().content is None and not kind.region.find().fields):
        raise run.context.refusal(node, *MIXED_KEYS, uncertain=True)
