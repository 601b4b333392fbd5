"""Tuples, lists and dicts as they are written, and what their elements become."""

import gast

from s2sad.facts.iterators import is_pairs, may_be_pairs
from s2sad.facts.keys import mirrored_keys
from s2sad.forward import expressions, iterators
from s2sad.forward.dictkeys import key_of_mirror
from s2sad.forward.pair import Pair
from s2sad.frontend.build import call, pure_call
from s2sad.later import later

collect_items = later("forward.comprehensions.collect_items")


def display(w, node):
    """Tuples and lists, and the slices of several axes."""
    active = [w.is_active(e) or isinstance(e, gast.Starred) for e in node.elts]
    need = {i for i, (a, e) in enumerate(zip(active, node.elts))
            if not a and not isinstance(e, gast.Slice) and w.zero_reads(e)}
    elements = w.operands(node.elts, need, pair=element)
    make = type(node)
    values = make(elts=[e.value for e in elements], ctx=gast.Load())
    mirrors = make(elts=[e.tangent if e.tangent is not None else e.value if isinstance(n, gast.Slice) else w.zero(w.kind(n), e.value)
                         for e, n in zip(elements, node.elts)], ctx=gast.Load())
    return Pair(values, mirrors)


def element(w, node):
    """An element of a display: its tangent goes into a container, so it must be complete."""
    if isinstance(node, gast.Starred):
        inner = w.named(collected(w, node.value))
        tangent = inner.tangent if inner.tangent is not None else w.zero(w.kind(node.value), inner.value)
        return Pair(gast.Starred(value=inner.value, ctx=gast.Load()), gast.Starred(value=tangent, ctx=gast.Load()))
    if not w.is_active(node):
        return Pair(expressions.value(w, node))
    result = w.split(expressions.pair(w, node))
    return w.settled(Pair(result.value, w.complete(result, w.kind(node))), w.kind(node))


def listed_first(kind):
    """Is the mirror of the items of what is not active made of a list of them?

    It may be gone through only once, or its mirror is not gone through as it is: a dict, the class of an enumeration.
    """
    return kind.form in ("iter", "iterable", "object", "any", "dict", "set", "const", "plain", "classes")


def of_items(w, node, result):
    """The pair of what is gone through, its mirror being that of the items: those of a dict are its keys."""
    form = w.kind(node).form
    if form == "any" and result.active:
        result = w.named(result)
        result.tangent = pure_call(w.runtime("tangents_of_items"), result.value, result.tangent)
    elif form == "dict" and mirrored_keys(w.kind(node)) is not None:
        return result
    elif form == "dict" or result.tangent is None and result.both is None and listed_first(w.kind(node)):
        result = w.named(Pair(call(w.builtin("list"), w.split(result).value)))
        result.tangent = pure_call(w.runtime("zeros"), result.value)
    return result


def collected(w, node):
    """The pair of what all items are taken of here: of an iterator, two lists."""
    if not is_pairs(w.kind(node)) and not may_be_pairs(w.kind(node)):
        return of_items(w, node, element(w, node))
    return collect_items(w, node) if isinstance(node, gast.GeneratorExp) else iterators.unzipped(w, node)


def argument(w, node, rest):
    """An argument of a call of which `*rest` is the last, if there is one."""
    return collected(w, node) if node is rest else element(w, node)


def dict_display(w, node):
    nodes = [n for pair_ in zip(node.keys, node.values) for n in pair_ if n is not None]
    need = {i for i, n in enumerate(nodes)
            if n in node.keys or w.zero_reads(n)}
    done = dict(zip(map(id, nodes), w.operands(nodes, need, pair=element)))
    keys = [None if k is None else done[id(k)].value for k in node.keys]
    values = [done[id(v)] for v in node.values]
    mirrors = [v.tangent if v.tangent is not None else w.zero(w.kind(n), v.value)
               for v, n in zip(values, node.values)]
    places = [None if k is None else key_of_mirror(w, w.kind(node), k, done[id(k)]) for k in node.keys]
    return Pair(gast.Dict(keys=keys, values=[v.value for v in values]), gast.Dict(keys=places, values=mirrors))
