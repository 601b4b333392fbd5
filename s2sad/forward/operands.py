"""Bound arguments as operands, and back; calls whose result only later holds what is active."""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.iterators import is_pairs, reaches_pairs
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import regions
from s2sad.forward import expressions, special
from s2sad.forward.pair import Pair, hole
from s2sad.frontend.build import constant, has_effects, pure_call, subscript, tuple_
from s2sad.frontend.trees import walk


def flatten(bound):
    """The argument nodes in the order of evaluation, with their parameters."""
    flat = [(parameter, n) for parameter, nodes in bound.items() for n in C.nodes_of(nodes)]
    # As the call is written, which need not be the order of the parameters.
    flat.sort(key=lambda item: (getattr(item[1], "lineno", 0), getattr(item[1], "col_offset", 0), getattr(item[1], "turn", 0)))
    return flat, {id(n): i for i, (_, n) in enumerate(flat)}


def unflatten(bound, places, items):
    result = {}
    for parameter, nodes in bound.items():
        if isinstance(nodes, list):
            result[parameter] = [(n[0], items[places[id(n[1])]]) if isinstance(n, tuple) else items[places[id(n)]]
                                 for n in nodes]
        elif isinstance(nodes, tuple):
            result[parameter] = [items[places[id(n)]] for n in C.nodes_of(nodes)]
        else:
            result[parameter] = items[places[id(nodes)]]
    return result


def key(name):
    """The key of a keyword argument in a display of them all; None is that of what `**` unpacks there."""
    return None if name is None else constant(name)


def with_tangents(keywords, tangents):
    """A call's keywords with those of tangents: before `**d`, whose keys only the run knows, so that it stays the last."""
    at = next((i for i, k in enumerate(keywords) if k.arg is None and not has_effects(k.value)), len(keywords))
    return [*keywords[:at], *tangents, *keywords[at:]]


def tangent_or_zero(w, pair, node):
    return pair.tangent if pair.tangent is not None else w.zero(w.kind(node), pair.value)


def inactive_call(w, node):
    """A call that returns what is not active yet, but will hold what is."""
    parts = (c.value if isinstance(c, gast.keyword) else c for c in gast.iter_child_nodes(node))
    tree = expressions.rebuild(w, node) if any(special.is_special(w, part) for part in parts) else special.mark_pure(w, node)
    if is_pairs(w.kind(node)):
        return Pair(pure_call(w.runtime("with_zeros"), tree), constant(None))
    for region in regions(w.kind(node)):
        if region.active and region.origin in ("outer", "foreign") and not region.mixed:
            w.refuse(node, "A derivative would be stored in an object that this program did not make.",
                     "Copy it first, for example with np.array(...).", uncertain=w.program.may_be_new(region) or w.program.guessed and region.origin == "foreign")
    if reaches_pairs(w.kind(node)):
        return made_of_pairs(w, node, tree)
    return Pair(tree, w.zero(w.kind(node), hole()))


def check_iterators(w, node, contexts):
    """Refuse what holds iterators over pairs for its caller, and not for the functions that make it."""
    if reaches_pairs(w.kind(node)) and any(not reaches_pairs(c.facts.returns) for c in contexts if not c.is_generator):
        refuse_iterators(w, node)


def refuse_iterators(w, node):
    w.refuse(node, "This holds iterators that get items which depend on what is differentiated, and is made where "
             "nothing does.", "Make lists of their items, list(...).")


def made_of_pairs(w, node, tree):
    """A tuple of iterators that give no pairs yet, of which each is made one that does."""
    kind = w.kind(node)
    if kind.form != "tuple" or kind.elements is None or kind.type is not None or kind.optional \
            or any(reaches_pairs(e) and not is_pairs(e) for e in kind.elements):
        refuse_iterators(w, node)
    held = w.hoist(tree)
    parts = [subscript(held, constant(i)) for i in range(len(kind.elements))]
    return Pair(tuple_([pure_call(w.runtime("with_zeros"), p) if is_pairs(e) else p for p, e in zip(parts, kind.elements)]),
                tuple_([constant(None) if is_pairs(e) else w.zero(e, p) for p, e in zip(parts, kind.elements)]))


def is_square(w, node, pairs):
    """Is this the inner product of a real vector with itself?"""
    return len(pairs) == 2 and w.kind(node).form == "number" and field(w.kind(node)) == "real" \
        and all(isinstance(p.value, gast.Name) for p in pairs) and pairs[0].value.id == pairs[1].value.id


def is_plain_read(node):
    """Is this made of names, constants and attributes alone, and of arithmetic on them?"""
    return all(isinstance(n, (gast.Name, gast.Constant, gast.Attribute, gast.expr_context, gast.UnaryOp, gast.BinOp,
                              gast.Tuple, gast.operator, gast.unaryop)) for n in walk(node))
