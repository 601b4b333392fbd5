"""Iterators over active values become iterators over pairs.

    it = iter(xs)       →  it = zip(xs, dxs)
    y = next(it)        →  y, dy = next(it)
    for z in it:        →  for z, dz in it:
    zs = list(it)       →  zs, dzs = unzip(it)
    yield g(x)          →  yield g_dx(x, dx)
"""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.alternatives import may_be_text
from s2sad.facts.iterators import is_pairs, may_be_pairs
from s2sad.facts.keys import mirrored_keys
from s2sad.facts.kinds import number
from s2sad.facts.reached import is_active
from s2sad.forward import displays, expressions
from s2sad.forward.pair import Pair
from s2sad.frontend.build import assign, attribute, call, constant, expression, name, pure_call, subscript, tuple_
from s2sad.frontend.scopes import yields
from s2sad.later import later

with_known_callee = later("forward.callee.with_known_callee")

# Iterators that are written anew where they stand, and need not hold pairs.
_MADE_HERE = ("zip", "enumerate", "reversed", "iter", "ndenumerate")


def is_made_here(w, node):
    how = w.facts.call.get(node)
    return isinstance(node, gast.GeneratorExp) or isinstance(how, C.BuiltinCall) and how.name in _MADE_HERE \
        and not any(_holds(w, a.value if isinstance(a, gast.Starred) else a) for a in node.args)


def _holds(w, node):
    kind = w.facts.kind.get(node)
    return may_be_pairs(kind) or is_pairs(kind) and not is_made_here(w, node)


def holds_pairs_itself(w, node):
    """Is this an iterator that gives pairs, so that it cannot be used as the user wrote it?"""
    return isinstance(node, gast.expr) and _holds(w, node)


def iterator_pair(w, node):
    """An iterator: the value is the iterator over pairs, and there is no mirror."""
    return Pair(pairs_of(w, node), constant(None))


def values_of(w, node):
    """The values alone that an iterator over pairs gives."""
    return call(w.runtime("values_of"), pairs_of(w, node))


def pairs_of(w, node):
    """A tree that gives the pairs of values and tangents of what is iterated."""
    from s2sad.forward.comprehensions import generator_pairs
    kind = w.kind(node)
    if may_be_pairs(kind):
        return unsure_pairs(w, node)
    if not is_active(kind):
        return call(w.runtime("with_zeros"), expressions.value(w, node))
    if isinstance(node, gast.GeneratorExp):
        return generator_pairs(w, node)
    how = w.facts.call.get(node)
    if isinstance(how, C.BuiltinCall) and how.name in _MADE_HERE:
        return _BUILTINS[how.name](w, with_known_callee(w, node, how))
    if kind.form == "iter":
        if isinstance(how, C.PlainCall):
            return call(w.runtime("with_zeros"), expressions.value(w, node))
        return w.split(expressions.pair(w, node)).value
    if kind.form in ("any", "object"):
        (source,) = w.operands([node], {0})
        return call(w.runtime("pairs"), source.value, source.tangent)
    (source,) = w.operands([node], pair=_mirrored)
    return in_step(w, source.value, source.tangent)


def in_step(w, values, tangents):
    """`zip(values, tangents)`."""
    tree = pure_call(w.builtin("zip"), values, tangents)
    tree.in_step = True
    return tree


def unsure_pairs(w, node):
    """The pairs of what holds them already or is a container with a mirror beside it."""
    if not isinstance(node, gast.Name) or node.id not in w.context.locals or w.kind(node).form != "iterable":
        refuse_unsure(w, node)
    return call(w.runtime("pairs_or_zip"), node, name(w.tangent_name(node.id)))


def refuse_unsure(w, node):
    w.refuse(node, "This is an iterator on some ways through the function and something else on others.",
             "Use iter(...) or list(...) so that it is one of the two.", uncertain=w.program.guessed)


def _mirrored(w, node):
    """What is iterated, with a mirror that can be iterated beside it."""
    result = displays.element(w, node)
    if w.kind(node).form == "dict" and mirrored_keys(w.kind(node)) is None:  # its items are its keys
        result = w.named(result)
        result.tangent = pure_call(w.runtime("zeros"), pure_call(attribute(result.value, "keys")))
    elif result.tangent is None:
        result = w.named(result)
        result.tangent = w.zero(w.kind(node), result.value)
    return result


def _iter(w, node):
    if len(node.args) > 1:
        w.refuse(node, "`iter` of a function and a stop value is not supported for active values.",
                 "Write a `while` loop.")
    return pairs_of(w, node.args[0])


_MIRRORED = ("list", "tuple", "array", "view")


def all_mirrored(w, nodes):
    """Are these all containers, whose mirrors can be iterated in step?"""
    return all(w.kind(n).form in _MIRRORED and not isinstance(n, gast.GeneratorExp) for n in nodes)


def _zip(w, node):
    strict = [gast.keyword(arg=k.arg, value=k.value) for k in node.keywords]
    starred = [a.value if isinstance(a, gast.Starred) else a for a in node.args]
    unpacked = [k for a in node.args if isinstance(a, gast.Starred) for k in held_kinds(w.kind(a.value))]
    if all_mirrored(w, starred) and all(k.form in _MIRRORED for k in unpacked):
        def zipped(trees):
            made = pure_call(w.builtin("zip"), *trees)
            made.keywords = list(strict)
            return made
        sources = w.operands(node.args, pair=_mirrored_argument)
        return in_step(w, zipped([s.value for s in sources]), zipped([s.tangent for s in sources]))
    sources = w.operands(each_unpacked(w, node.args),
                         pair=lambda w, n: Pair(all_pairs(w, n) if isinstance(n, gast.Starred) else pairs_of(w, n)))
    made = call(w.runtime("zip_pairs"), *(s.value for s in sources))
    made.keywords = strict
    return made


def each_unpacked(w, nodes):
    """Arguments with `*xs` written out where it is known how many `xs` are."""
    found = []
    for node in nodes:
        kind = w.kind(node.value) if isinstance(node, gast.Starred) else None
        if kind is None or not isinstance(node.value, gast.Name) or kind.form != "tuple" or kind.elements is None:
            found.append(node)
            continue
        for i, part in enumerate(kind.elements):
            item = gast.copy_location(subscript(node.value, constant(i)), node)
            w.facts.kind[item], w.facts.kind[item.slice] = part, number(int)
            found.append(item)
    return found


def held_kinds(kind):
    """The kinds of what a list or tuple holds, as far as they are told apart."""
    if kind.elements is not None:
        return list(kind.elements)
    content = kind.region.find().content if kind.region is not None else None
    return [] if content is None else [content]


def all_pairs(w, node):
    """`*its` for iterators over pairs; `*map(zip, xs, dxs)` for containers."""
    (held, *others) = held_kinds(w.kind(node.value)) or [w.kind(node.value)]
    if others or may_be_pairs(held):
        refuse_unsure(w, node)
    (source,) = w.operands([node.value], pair=_mirrored)
    if is_pairs(held):
        tree = source.value
    elif is_active(held):
        tree = pure_call(w.builtin("map"), w.builtin("zip"), source.value, source.tangent)
    else:
        tree = pure_call(w.builtin("map"), w.runtime("with_zeros"), source.value)
    return gast.Starred(value=tree, ctx=gast.Load())


def _mirrored_argument(w, node):
    if not isinstance(node, gast.Starred):
        return _mirrored(w, node)
    inner = _mirrored(w, node.value)
    if not isinstance(inner.value, gast.Name):
        inner = w.named(inner)
    return Pair(gast.Starred(value=inner.value, ctx=gast.Load()), gast.Starred(value=inner.tangent, ctx=gast.Load()))


def _enumerate(w, node):
    nodes = [*node.args, *(k.value for k in node.keywords)]
    first, *rest = w.operands(nodes, pair=lambda w, n: Pair(pairs_of(w, n) if n is nodes[0] else expressions.value(w, n)))
    return call(w.runtime("enumerate_pairs"), first.value, *(r.value for r in rest))


def _reversed(w, node):
    source, = w.operands(node.args, pair=_items_mirrored)
    backwards = w.builtin("reversed")
    return in_step(w, pure_call(backwards, source.value), pure_call(backwards, source.tangent))


def _items_mirrored(w, node):
    """What is gone through, with a mirror of its items also where it may be a text, which has none."""
    source = _mirrored(w, node)
    if may_be_text(w.kind(node)):
        source = w.named(source)
        source.tangent = pure_call(w.runtime("tangents_of_items"), source.value, source.tangent)
    return source


def _ndenumerate(w, node):
    source, = w.operands(node.args, pair=_mirrored)
    return pure_call(w.runtime("ndenumerate_pairs"), source.value, source.tangent)


_BUILTINS = {"iter": _iter, "zip": _zip, "enumerate": _enumerate, "reversed": _reversed, "ndenumerate": _ndenumerate}


def unzipped(w, node):
    """The values and the tangents that an iterator gives, as two lists under names."""
    temporary = w.temporary()
    statement = w.emit(assign(tuple_([name(temporary, True), name("d" + temporary, True)], True),
                              call(w.runtime("unzip"), pairs_of(w, node))))
    statement.writes = True
    return Pair(name(temporary), name("d" + temporary))


def next_pair(w, node):
    """`next(it)` → `next(it)`, which gives the pair; a default becomes a pair too."""
    nodes = [node.args[0], *node.args[1:]]
    pairs = w.operands(nodes, {1}, pair=lambda w, n: Pair(pairs_of(w, n)) if n is nodes[0] else displays.element(w, n))
    rest = [tuple_([p.value, p.tangent if p.tangent is not None else w.zero(w.kind(n), p.value)])
            for p, n in zip(pairs[1:], nodes[1:])]
    both = call(node.func, pairs[0].value, *rest)
    both.writes = True
    if not w.is_active(node):
        return Pair(subscript(both, constant(0)))
    return Pair(both=both)


# -- generator functions

def yields_pairs(context, entry=False):
    """Does the derivative of this generator function yield pairs?"""
    return context.is_generator and (entry or is_active(context.facts.returns))


def stay_generator(context, definition):
    """Keep a generator function one whose every `yield` is out of reach."""
    if context.is_generator and not yields(definition):
        if context.facts.falls_off:
            definition.body.append(gast.Return(value=None))
        definition.body.append(expression(gast.Yield(value=None)))


def yield_pair(w, node):
    """`yield x` → `yield x, dx`; what is sent is a pair, too."""
    tree = yield_tree(w, node)
    kind = w.kind(node)
    if not w.yields_pairs or kind.form == "const":
        return Pair(tree)
    both = call(w.runtime("received"), tree)
    both.writes = True
    return Pair(both=both) if w.is_active(node) else Pair(subscript(both, constant(0)))


def yield_tree(w, node):
    if w.entry and "sent" not in w.context.exchange and not (isinstance(w.node, gast.Expr) and w.node.value is node):
        w.refuse(node, "What is sent into the generator that is differentiated is not known to be a pair.",
                 "Call it from a function that sends the values, and differentiate that.")
    if node.value is None or not w.yields_pairs:
        tree = gast.Yield(value=None if node.value is None else expressions.value(w, node.value))
        if w.yields_pairs:
            tree.value = tuple_([constant(None), constant(None)])
    else:
        tree = gast.Yield(value=pair_tree(w, node.value))
    tree.writes = True
    return tree


def pair_tree(w, node):
    """The tree of the tuple (value, tangent), complete."""
    if w.is_active(node):
        result = expressions.pair(w, node)
        if result.both is not None:
            return result.both
        done = w.settled(Pair(result.value, w.complete(result, w.kind(node))), w.kind(node))
        return tuple_([done.value, done.tangent])
    (result,) = w.operands([node], {0})
    return tuple_([result.value, w.zero(w.kind(node), result.value)])


def yield_from_tree(w, node):
    tree = gast.YieldFrom(value=pairs_of(w, node.value) if w.yields_pairs else expressions.value(w, node.value))
    tree.writes = True
    return tree


def yield_from_pair(w, node):
    """`r = yield from g(x)` → `r, dr = yield from g_dx(x, dx)`."""
    tree = yield_from_tree(w, node)
    if w.kind(node).form == "const" or not is_pairs(w.kind(node.value)):
        return Pair(tree)
    if w.kind(node).optional:
        tree = call(w.runtime("received"), tree)
        tree.writes = True
    return Pair(both=tree) if w.is_active(node) else Pair(subscript(tree, constant(0)))


def exchanged_pair(w, node, how):
    """`g.send(x)` → `g.send((x, dx))`, which gives the pair; `g.throw(e)`, `g.close()`."""
    from s2sad.forward.exceptions import raised_tree
    pairs_given = is_pairs(w.kind(node.func.value))

    def argument(w, n):
        if how.name == "throw":
            return Pair(raised_tree(w, n))
        return Pair(sent_tree(w, n) if pairs_given else expressions.value(w, n))
    owner, *arguments = w.operands([node.func.value, *node.args], pair=lambda w, n: Pair(
        pairs_of(w, n) if pairs_given else expressions.value(w, n)) if n is node.func.value else argument(w, n))
    tree = call(attribute(owner.value, how.name), *(a.value for a in arguments))
    tree.writes = True
    if not pairs_given or how.name == "close":
        return Pair(tree)
    return Pair(both=tree) if w.is_active(node) else Pair(subscript(tree, constant(0)))


def sent_tree(w, node):
    """The pair that is sent, or None, which is all that a generator takes before its first `yield`."""
    kind = w.kind(node)
    if kind.form == "const" and kind.value is None:
        return expressions.value(w, node)
    if not kind.optional and kind.form != "any":
        return pair_tree(w, node)
    sent = w.settled(expressions.pair(w, node))
    value = w.hoist(sent.value)
    tangent = w.complete(Pair(value, sent.tangent), kind) if w.is_active(node) else w.zero(kind, value)
    return gast.IfExp(test=gast.Compare(left=value, ops=[gast.Is()], comparators=[constant(None)]), body=constant(None),
                      orelse=tuple_([value, tangent]))
