"""Keys of dicts: they have no tangent, unless they are objects whose mirrors the mirror has for keys (see `facts.keys`)."""

import gast

from s2sad.analysis.objects import guard
from s2sad.facts.callrecords import BuiltinCall, ConstantKeyCall, PlainCall
from s2sad.facts.classkinds import classes_of
from s2sad.facts.iterators import is_empty, items_of
from s2sad.facts.keys import is_identified, is_valued, known_keys, mirrored_keys
from s2sad.facts.kinds import PLAIN, Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import KEYS, MORE_KEYS, OF_KEYS
from s2sad.facts.texts import TEXT_OF_ACTIVE, holds_text
from s2sad.runtime.dictkeys import constant_key, constant_keys

# Why, and what to do instead.
LOST_KEY = ("A dict key that depends on what is differentiated loses its derivative.", "Keep the value beside the key, as a "
            "dict's value. To remember what a function gave, use functools.lru_cache.")
MAY_BE_LOST = ("This dict key may be a number that depends on what is differentiated, for all that is known before the program "
               "runs, and a key loses its derivative.", "Ask isinstance(key, str) before, or keep names apart from numbers: in "
               "lists, tuples or attributes of their own.")
MIXED_KEYS = ("Among the keys of this dict are objects or numbers that depend on what is differentiated, and others of another sort.",
              "Use a dict for each of the two.")
LASTING_KEY = ("A key of this dict may be an object that outlives the call, where others depend on what is differentiated.",
               "Make the object inside the function, or keep it beside the key, in the value.")
GIVEN = ("A key that depends on what is differentiated is one of a dict that is an argument, or is returned: it has no "
         "derivative there.", "Use a dict that is made inside the function, or keep what the key is beside it, in the value.")


def note_key(run, node, region, kind, waits=True, single=True):
    """A dict in `region` gets a key of this kind at `node`, which is refused if it loses its derivative; waits: until a call tells.

    single: it is stored by itself, or comes with its mirror's key.

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
    of_none = others is not None and not is_valued(others) and kind.form == "const" and kind.value is None
    alike = single and is_valued(kind) and (others is None or is_valued(others)) or identified and (others is None or not is_valued(others))
    if not alike and not of_none:
        raise run.context.refusal(node, *(MIXED_KEYS if not is_active(kind) else MAY_BE_LOST if kind.form == "any" else LOST_KEY), uncertain=waits)
    if root.fields and root.fields.keys() - OF_KEYS:
        raise run.context.refusal(node, "A key of this dict depends on what is differentiated, and the dict may be the same as "
                                  "something else, or has texts for keys, too.", "Keep the dict in a variable of its own.",
                                  uncertain=waits)
    if any(r.origin in ("outer", "foreign") for r in own_regions(kind)):
        raise run.context.refusal(node, *LASTING_KEY, uncertain=waits)
    for cls in {c for part in (kind.elements or (kind,)) if part.form == "object" for c in classes_of(part)}:
        guard(run, cls, "__eq__")
        guard(run, cls, "__hash__")
    run.program.check_outlives(region)
    if run.context.caller is None and region.find().origin == "param":
        raise run.context.refusal(node, *GIVEN, uncertain=waits)
    run.program.mirrors_keys = True
    run.program.sure_keys |= not waits
    run.program.store_field(region, KEYS, kind)


def checked_key(run, region, node):
    """A key of a dict in `region`: where only the run shows whether it loses a derivative, the call that looks at that."""
    others = (region.find().fields or {}).get(KEYS)
    return checking(run, node, constant_key) if may_be_constant(run.facts.kind[node]) and not is_active(others) else node


def checked_argument(run, node, argument, region):
    """The same of a key that is passed as the first argument of a call."""
    if argument not in node.args:
        return argument
    made = checked_key(run, region, argument)
    if made is not argument:
        node.args[0] = made
        run.context.expanded.pop(node, None)
    return made


def checked_keys(run, node, argument, kind):
    """The kind of the keys, of this kind, that are passed as the first argument of a call: that of what looks at them, where it is put in."""
    if argument is not node.args[0] or isinstance(argument, gast.Starred):
        return kind
    if not hasattr(argument, "checks") and may_be_constant(kind):
        argument = node.args[0] = checking(run, argument, constant_keys)
        run.context.expanded.pop(node, None)
    return run.facts.kind[argument] if hasattr(argument, "checks") else kind


def may_be_constant(kind):
    """Is it up to the run whether a key of this kind depends on what is differentiated?"""
    if kind.form == "tuple" and kind.elements:
        return is_active(kind) and all(may_be_constant(part) for part in kind.elements if is_active(part))
    return kind.form == "any" and is_active(kind)


def checking(run, node, function):
    """The call of `constant_key` or `constant_keys` in place of an expression."""
    run.context.note_rewritten()
    made = gast.copy_location(gast.Call(func=gast.copy_location(gast.Constant(value=function, kind=None), node), args=[node],
                                        keywords=[]), node)
    made.as_written, made.checks = node, True
    run.kind(made)
    return made


def checked_kind(run, node, positional, keywords):
    """The kind of what `constant_key`, or `constant_keys`, gives."""
    kinds = [run.facts.kind[p] for p in positional]
    run.facts.call[node] = ConstantKeyCall() if any(map(is_active, kinds)) else PlainCall()
    return TEXT_OF_ACTIVE if any(map(holds_text, kinds)) else PLAIN


def own_regions(kind):
    return [part.region.find() for part in (kind.elements or (kind,)) if part.region is not None]


def note_keys(run, node, region, kind):
    """... or those in a sequence of keys and values."""
    item = items_of(run, kind, node)
    if item is None or item.form != "tuple" or not item.elements:
        return
    key = item.elements[0]
    zipped = node.value if isinstance(node, gast.AugAssign) else node.args[0] if node.args else None
    if is_zip_of_two(run, zipped):
        key = checked_keys(run, zipped, zipped.args[0], key)
    note_key(run, node, region, key, single=False)


def is_zip_of_two(run, node):
    """Is this `zip(keys, values)` of values in a list, tuple or array?"""
    how = run.facts.call.get(node)
    return isinstance(how, BuiltinCall) and how.name == "zip" and len(node.args) == 2 and not node.keywords \
        and run.facts.kind[node.args[1]].form in ("list", "tuple", "array")


def take_keys(run, node, region, kind):
    """A dict in `region` gets the keys of another one."""
    keys = known_keys(kind)
    if keys is not None:
        note_key(run, node, region, keys)
    elif mirrored_keys(Kind("dict", region=region)) is not None and not is_empty(kind) and not (
            kind.elements == {} and kind.region.find().content is None and not kind.region.find().fields):
        raise run.context.refusal(node, *MIXED_KEYS, uncertain=True)
