"""Objects whose methods do something when Python asks for their length, items or sum: evaluating `list(o)` has effects.

Where nothing of it is active no call of a method is looked at (see `analysis.asked`), so the methods' texts say it.
"""

import types

import gast

from s2sad.analysis.asked import is_harmless
from s2sad.facts.classkinds import classes_of
from s2sad.facts.reached import within
from s2sad.frontend.trees import walk

# Called where the user writes a call or a statement of its own.
_CALLED = {"__init__", "__new__", "__call__", "__enter__", "__exit__", "__init_subclass__", "__set_name__", "__del__", "__post_init__",
           "__setattr__", "__delattr__", "__setitem__", "__delitem__", "__class_getitem__"}


def runs_acting(w, tree):
    """The same of a whole expression."""
    if w.has_acting is None:
        w.has_acting = any(k is not None and k.form == "object" and is_acting(w, k) for k in list(w.facts.kind.values()))
    return w.has_acting and any(acts(w, n) for n in walk(tree))


def acts(w, node):
    """May evaluating this node itself, not its parts, run a method that changes something?"""
    return any(is_acting(w, w.facts.kind.get(n)) for n in parts_of(node))


def parts_of(node):
    """The expressions that a node itself puts together."""
    return [n for field in node._fields for n in listed(getattr(node, field, None))]


def listed(part):
    """The expressions in a field of a node, with those that keywords and comprehensions hold."""
    if isinstance(part, list):
        return [n for p in part for n in listed(p)]
    if isinstance(part, gast.keyword):
        return [part.value]
    if isinstance(part, gast.comprehension):
        return [part.iter, *part.ifs]
    return [part] if isinstance(part, gast.expr) else []


def is_acting(w, kind):
    """Is this, or does it hold, an object with such a method?"""
    if kind is None or kind.form in ("number", "array", "numeric", "plain", "const", "function"):
        return False
    return any(is_acting_class(w, cls) for k in within(kind) if k.form == "object" or k.form == "tuple" and k.type is not None
               for cls in classes_of(k) if isinstance(cls, type))


def is_acting_class(w, cls):
    """Has a class a special method, or one that it inherits, whose text does not show that it only computes?"""
    known = w.program.acting
    if cls not in known:
        known[cls] = any(name.startswith("__") and name.endswith("__") and name not in _CALLED
                         and isinstance(method, types.FunctionType) and not is_harmless(method, cls)
                         for base in cls.__mro__ for name, method in vars(base).items())
    return known[cls]
