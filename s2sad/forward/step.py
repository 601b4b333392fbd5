"""The statement that changes a value, and those that change its mirror.

The mirror's come first, since the value's may overwrite what they read:

    du[i] = 2 * u[i] * dx
    u[i] = u[i] * x

Where an exception may be caught, the value's comes first, and what the mirror's
read is computed before: if it raises, the mirror is as it was, too.

    t = 2 * u[i] * dx
    u[i] = u[i] * x
    du[i] = t
"""

import gast

from s2sad.facts.numberkinds import field
from s2sad.frontend.build import constant, is_atom, is_plain, pure_call


def guarded(w):
    """Is what is written now run where an exception may be caught?"""
    return w.node in w.facts.guarded or w.context.in_try


def change(w, mirrors, value):
    """Emit the statement `value` and the statements `mirrors` of its mirror, in the right order."""
    value_first = guarded(w)
    if value_first:
        for statement in mirrors:
            if not reads_mirror(statement.value):
                statement.value = w.hoist(statement.value)
    for statement in [value, *mirrors] if value_first else [*mirrors, value]:
        w.emit(statement).writes = True


def reads_mirror(tree):
    """Does this read nothing but a mirror or a view of one, which the value's statement leaves as it is?"""
    while isinstance(tree, gast.Subscript) and is_plain(tree.slice):
        tree = tree.value
    return is_atom(tree)


def cut_off(container, kind):
    """Does a store cut the value's derivative off?  None where only the running program knows.

    container, kind: the kinds of what is stored into, and of the value.
    """
    into, of = field(container), field(kind)
    if container.form in ("array", "numeric", "flat"):
        if into in ("real", "complex") or of in ("int", "bool"):
            return False
        return True if into is not None and of is not None else None
    return None if container.form == "any" and of not in ("int", "bool") else False


def field_name(w, target, index):
    """`index`, the tree of where `target` stores, if it may name a field; else None."""
    kind = w.facts.kind.get(target.slice)
    named = isinstance(target.slice, (gast.Constant, gast.List)) if kind is None else kind.form in ("plain", "any", "list")
    return index if named and not isinstance(target.slice, (gast.Slice, gast.Tuple)) else None


def kept(w, tangent, container, container_value, kind, value, index=None):
    """The tangent of a value stored into a container, by `cut_off`; `value` is its tree, an atom.

    index: the place, where it may be the name of a field; else None.
    """
    cut = cut_off(container, kind)
    if cut is None:
        more = [] if field(kind) is not None else [value]
        if index is not None:
            more = [value, index]
        return pure_call(w.runtime("stored"), tangent, container_value, *more)
    return constant(0.0) if cut else tangent
