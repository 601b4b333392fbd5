"""What the methods of a text give: `"width height".split()` is a list of texts, which are known."""

import gast

from s2sad.facts.facts import Unreachable
from s2sad.facts.kinds import any_kind, number, sequence, tuple_of
from s2sad.facts.texts import TEXT, text, texts_of

_PARTS = {"split": list, "rsplit": list, "splitlines": list, "partition": tuple, "rpartition": tuple}
_CUTTING = {"removeprefix", "removesuffix", "replace", "strip", "lstrip", "rstrip"}
_GIVING_TEXT = {"lower", "upper", "strip", "lstrip", "rstrip", "title", "capitalize", "replace", "removeprefix", "removesuffix",
                "zfill", "ljust", "rjust", "center", "swapcase", "casefold", "expandtabs", "translate"}


def of_text_method(run, node, owner, name):
    """The kind of what a method of a text gives: known texts of known ones."""
    if name in _PARTS:
        known = texts_of(owner) if not isinstance(node.func.value, gast.Constant) else {node.func.value.value}
        if node.keywords or not all(isinstance(a, gast.Constant) and type(a.value) in (str, int) for a in node.args):
            known = None
        try:
            found = [getattr(t, name)(*(a.value for a in node.args)) for t in sorted(known)] if known is not None else None
        except (TypeError, ValueError):
            raise Unreachable from None
        part = text(*(t for made in found for t in made)) if found is not None and any(found) else TEXT
        if _PARTS[name] is tuple:
            return tuple_of([part] * 3 if found is None else [text(*(made[i] for made in found)) for i in range(3)])
        region = run.context.closed_site(node, "items")
        run.program.store(region, part)
        return sequence("list", region.find())
    known = texts_of(owner)
    if name in _CUTTING and known is not None and not node.keywords \
            and all(isinstance(a, gast.Constant) and type(a.value) is str for a in node.args):
        try:
            return text(*{getattr(t, name)(*(a.value for a in node.args)) for t in known})
        except TypeError:
            raise Unreachable from None
    if name in ("find", "rfind", "index", "rindex", "count"):
        return number(int)
    if name in ("startswith", "endswith") or name.startswith("is") and hasattr(str, name):
        return number(bool)
    return TEXT if name in _GIVING_TEXT or name in ("format", "join") else any_kind()
