"""Iterators over constants that are unpacked into variables which are active elsewhere: each gets its own zero tangent.

    a, *b = map(float, row)     →   a, *b = map(float, row)
                                    da = 0.0
                                    db = zeros(b)

The items can be had once, and where they are not known their tangents cannot be unpacked beside them.
"""

import gast

from s2sad.facts import kinds as K
from s2sad.facts.contents import element
from s2sad.facts.iterators import is_pairs, may_be_pairs
from s2sad.frontend.build import assign, name, tuple_


def takes_constants(kind, target):
    """Does this target take apart an iterator, or one that is held in what it takes apart, over constants?"""
    if not isinstance(target, (gast.Tuple, gast.List)) or is_pairs(kind) or may_be_pairs(kind):
        return False
    if kind.form in ("iter", "iterable"):
        return True
    known = kind.form == "tuple" and kind.elements is not None and len(kind.elements) == len(target.elts) \
        and not any(isinstance(part, gast.Starred) for part in target.elts)
    return any(takes_constants(kind.elements[i] if known else element(kind), part) for i, part in enumerate(target.elts)
               if isinstance(part, (gast.Tuple, gast.List)))


def unpack_constants(w, target, tree, store):
    """Assign the items of `tree` to a target; store(w, part, value, tangent, kind) assigns to one part of it."""
    parts = [part.value if isinstance(part, gast.Starred) else part for part in target.elts]
    direct = all(isinstance(part, gast.Name) for part in parts)
    names = [part.id if direct else w.temporary() for part in parts]
    w.emit(assign(tuple_([gast.Starred(value=name(n, True), ctx=gast.Store()) if isinstance(part, gast.Starred)
                          else name(n, True) for part, n in zip(target.elts, names)], True), tree))
    for part, n in zip(parts, names):
        kind = w.facts.kind.get(part) or K.any_kind(active=True)
        if isinstance(part, (gast.Tuple, gast.List)):
            unpack_constants(w, part, name(n), store)
        elif not direct:
            store(w, part, name(n), w.zero(kind, name(n)), kind)
        elif part.id in w.facts.active_names and part.id in w.context.locals:
            w.emit(assign(name(w.tangent_name(part.id), True), w.zero(kind, name(n))))
