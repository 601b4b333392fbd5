"""Kinds in words.

>>> from s2sad.facts import kinds as K
>>> in_words(K.number(float)), in_words(K.array("d", 2)), in_words(K.tuple_of([K.number(int), K.NONE]))
('float', 'float64 array, 2-d', '(int, None)')
"""

import numpy as np

from s2sad.facts.kinds import Kind

_FORMS = {"plain": "no number", "any": "any", "numeric": "number or array", "flat": "flat view", "view": "view of a dict",
          "iter": "iterator", "partial": "partial", "method": "method", "function": "function", "object": "object"}


def in_words(kind, depth=0):
    """What is known of a value, in a few words."""
    if kind is None:
        return "unknown"
    words = _in_words(kind, depth)
    return f"{words} or None" if kind.optional else words


def _in_words(kind: Kind, depth):
    if kind.form == "number":
        return kind.type if isinstance(kind.type, str) else getattr(kind.type, "__name__", "number")
    if kind.form == "array":
        dtype = np.dtype(kind.type).name + " " if isinstance(kind.type, str) and len(kind.type) == 1 else ""
        return f"{dtype}array" + ("" if kind.ndim is None else f", {kind.ndim}-d")
    if kind.form == "const":
        return str(getattr(kind.value, "__name__", None) or repr(kind.value))[:40]
    if kind.form == "tuple" and isinstance(kind.elements, tuple) and depth < 3:
        inner = [in_words(e, depth + 1) for e in kind.elements]
        return f"({', '.join(inner)}{',' * (len(inner) == 1)})"
    if kind.form == "object" and isinstance(kind.type, type):
        return kind.type.__name__
    content = kind.region.find().content if kind.region is not None else None
    if kind.form in ("list", "tuple", "set", "dict", "iter", "iterable") and content is not None and depth < 3:
        return f"{_FORMS.get(kind.form, kind.form)} of {in_words(content, depth + 1)}"
    return _FORMS.get(kind.form, kind.form)
