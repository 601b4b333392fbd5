"""What the user gets for a function, set or range that is returned: None, as for all that is no number.

    return g, [g(x)]  →  return (g, [v]), (None, [dv])
"""

import gast

from s2sad.facts.kinds import is_range
from s2sad.facts.reached import holds_active_functions
from s2sad.frontend.build import constant, subscript, tuple_

_FUNCTIONS = ("function", "partial", "method", "derivative", "set")  # the mirror of a set is for the inside, too


def is_without_tangent(kind):
    """Is this a function, set or range?"""
    return kind.form in _FUNCTIONS or is_range(kind)


def holds_functions(kind):
    """May a value of this kind be, or hold, a function, set or range?"""
    return is_without_tangent(kind) or holds_active_functions(kind) or kind.form == "tuple" and any(
        map(holds_functions, kind.elements or ()))


def leaves(node):
    """The expressions that a tuple, list or dict is written of."""
    if isinstance(node, (gast.Tuple, gast.List, gast.Dict)):
        for part in node.values if isinstance(node, gast.Dict) else node.elts:
            yield from leaves(part)
    elif node is not None:
        yield node.value if isinstance(node, gast.Starred) else node


def without_mirrors(w, node, kind, tangent):
    """The tangent as the caller gets it: a function has none. What is in a list that has a name keeps its mirrors."""
    if is_without_tangent(kind):
        return constant(None)
    if kind.form == "tuple" and kind.elements is not None and kind.type is None and (
            isinstance(tangent, gast.Tuple) or holds_functions(kind)):
        if not isinstance(tangent, gast.Tuple):
            tangent = tuple_(subscript(tangent, constant(i)) for i in range(len(kind.elements)))
        nodes = node.elts if isinstance(node, gast.Tuple) and len(node.elts) == len(kind.elements) else \
            [None] * len(kind.elements)
        return tuple_(without_mirrors(w, *parts) for parts in zip(nodes, kind.elements, tangent.elts))
    if isinstance(node, gast.List) and isinstance(tangent, gast.List) and len(node.elts) == len(tangent.elts):
        return gast.List(elts=[without_mirrors(w, n, w.kind(n), t) for n, t in zip(node.elts, tangent.elts)],
                         ctx=gast.Load())
    if isinstance(node, gast.Dict) and isinstance(tangent, gast.Dict) and len(node.values) == len(tangent.values):
        return gast.Dict(keys=tangent.keys, values=[without_mirrors(w, n, w.kind(n), t)
                                                    for n, t in zip(node.values, tangent.values)])
    return tangent
