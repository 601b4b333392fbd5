"""Loops: over pairs, or while a condition of values holds."""

import gast

from s2sad.facts import callrecords as C
from s2sad.facts.contents import element
from s2sad.facts.keys import mirrored_keys
from s2sad.facts.reached import is_active
from s2sad.forward.blocks import body_of, write_block
from s2sad.forward.callee import with_known_callee
from s2sad.forward.expressions import pair, value
from s2sad.forward.iterators import pairs_of
from s2sad.forward.special import is_special, mark_pure
from s2sad.forward.targets import mirror_target, target_active
from s2sad.frontend.build import assign, attribute, constant, name, pure_call, tuple_
from s2sad.frontend.trees import walk


def write_while(w, node):
    if not is_special(w, node.test):
        loop = gast.While(test=mark_pure(w, node.test), body=body_of(w, node.body),
                          orelse=w.block(write_block, w, node.orelse))
        w.node = node
        w.emit(loop)
        return

    def loop():
        test = value(w, node.test)
        stop = [*w.block(write_block, w, node.orelse), gast.Break()]
        if any(isinstance(n, (gast.Break, gast.Continue)) for s in node.orelse for n in walk(s)):
            w.refuse(node, "This loop's `else` leaves an outer loop, and its condition changes active values.",
                     "Move the condition's changes into the loop's body.")
        w.emit(gast.If(test=gast.UnaryOp(op=gast.Not(), operand=test), body=stop, orelse=[]))
        write_block(w, node.body)
    body = w.block(loop)
    w.node = node
    w.emit(gast.While(test=constant(True), body=body, orelse=[]))


def write_for(w, node):
    target, iterated, prologue = loop_header(w, node.target, node.iter)

    def body():
        for statement in prologue:
            w.emit(statement)
        write_block(w, node.body)
    statements = w.block(body) or [gast.Pass()]
    orelse = w.block(write_block, w, node.orelse)
    w.node = node
    w.emit(gast.For(target=target, iter=iterated, body=statements, orelse=orelse, type_comment=None))


def loop_header(w, target, iterated):
    """The target and iterable of a loop over pairs, and what its body begins with.

    for a in xs:  →  for a, da in zip(xs, dxs):
    """
    if not is_active(element(w.kind(iterated)) if w.kind(iterated).form in ("iter",) else w.kind(iterated)) \
            and not w.is_active(iterated):
        prologue = zeros_of_rest(w, target, ())
        if not all(isinstance(n, (gast.Name, gast.Tuple, gast.List, gast.Starred))
                   for n in walk(target)) and any(
                       target_active(w, t) for t in walk(target) if isinstance(t, gast.Subscript)):
            w.refuse(target, "A loop variable that is an element of an active array is not supported.",
                     "Loop over a name and assign the element in the body.")
        return target, value(w, iterated), prologue
    targets, iterables = paired(w, target, iterated)
    prologue = zeros_of_rest(w, target, {n.id for t in targets for n in walk(t) if isinstance(n, gast.Name)})
    if len(iterables) == 1:
        return targets[0], iterables[0], prologue
    zip_ = w.builtin("zip")
    return tuple_(targets, True), pure_call(zip_, *iterables), prologue


def zeros_of_rest(w, target, assigned):
    """Zero tangents for the loop variables that become active in the body, and are not among those assigned.

    A name of which nothing is known is never assigned to: there is nothing to loop over.
    """
    zeros = []
    for inner in walk(target):
        if isinstance(inner, gast.Name) and inner in w.facts.kind and inner.id in w.facts.active_names and inner.id in w.context.locals \
                and w.tangent_name(inner.id) not in assigned:
            zero = assign(name(w.tangent_name(inner.id), True), w.zero(w.kind(inner), name(inner.id)))
            zero.generated = True
            zeros.append(zero)
    return zeros


def in_parts(w, target, iterated):
    """Is this `for a, b in zip(xs, ys)`, of which each part is looked at by itself?"""
    how = w.facts.call.get(iterated)
    return isinstance(how, C.BuiltinCall) and how.name == "zip" and not iterated.keywords \
        and isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == len(iterated.args) \
        and not any(isinstance(part, gast.Starred) for part in (*target.elts, *iterated.args))


def paired(w, target, iterated):
    """Targets and iterables that run in step: the values', then the tangents'."""
    how = w.facts.call.get(iterated)
    if not w.is_active(iterated) and not is_active(element(w.kind(iterated))):
        return [target], [value(w, iterated)]
    if isinstance(how, C.BuiltinCall) and not any(isinstance(a, gast.Starred) for a in iterated.args):
        iterated = with_known_callee(w, iterated, how)
        if how.name == "enumerate" and isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2:
            targets, iterables = paired(w, target.elts[1], iterated.args[0])
            inner = pure_call(w.builtin("zip"), *iterables) if len(iterables) > 1 else iterables[0]
            rest = [value(w, a) for a in iterated.args[1:]]
            whole = gast.Call(func=iterated.func, args=[inner, *rest],
                              keywords=[gast.keyword(arg=k.arg, value=value(w, k.value)) for k in iterated.keywords])
            whole.pure = True
            item = tuple_(targets, True) if len(targets) > 1 else targets[0]
            return [tuple_([target.elts[0], item], True)], [whole]
        if how.name == "zip" and isinstance(target, (gast.Tuple, gast.List)) and iterated.keywords \
                and len(target.elts) == len(iterated.args) \
                and not any(isinstance(t, gast.Starred) for t in target.elts):
            # Each beside its tangents, so that `strict` counts them as the user does.
            parts = [paired(w, t, i) for t, i in zip(target.elts, iterated.args)]
            zip_ = w.builtin("zip")
            whole = pure_call(zip_, *(i[0] if len(i) == 1 else pure_call(zip_, *i) for _, i in parts))
            whole.keywords = [gast.keyword(arg=k.arg, value=value(w, k.value)) for k in iterated.keywords]
            return [tuple_([t[0] if len(t) == 1 else tuple_(t, True) for t, _ in parts], True)], [whole]
        if how.name == "ndenumerate" and isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2 \
                and len(iterated.args) == 1:
            array = iterated.args[0]
            (source,) = w.operands([array], {0}, pair=lambda w, n: w.full(w.settled(pair(w, n)), w.kind(n)))
            return ([target, loop_mirror(w, target.elts[1])],
                    [pure_call(iterated.func, source.value), attribute(source.tangent, "flat")])
        if in_parts(w, target, iterated):
            targets, iterables = [], []
            for t, i in zip(target.elts, iterated.args):
                more_targets, more = paired(w, t, i)
                if not in_parts(w, t, i):
                    for tree in more:
                        tree.as_long_as = more  # these surely have as many items
                targets += more_targets
                iterables += more
            return targets, iterables
        if how.name == "reversed" and len(iterated.args) == 1:
            targets, iterables = paired(w, target, iterated.args[0])
            if len(iterables) > 1:
                reverse = w.builtin("reversed")
                return targets, [pure_call(reverse, i) for i in iterables]
    if isinstance(how, C.MethodCall) and how.form == "dict" and how.name in ("items", "values"):
        (owner,) = w.operands([iterated.func.value], {0})
        values = pure_call(attribute(owner.value, how.name))
        if how.name == "items" and mirrored_keys(w.kind(iterated.func.value)) is not None:
            return [target, loop_mirror(w, target)], [values, pure_call(attribute(owner.tangent, "items"))]
        mirrors = pure_call(attribute(owner.tangent, "values"))
        if how.name == "values":
            return [target, loop_mirror(w, target)], [values, mirrors]
        if isinstance(target, (gast.Tuple, gast.List)) and len(target.elts) == 2:
            return [target, loop_mirror(w, target.elts[1])], [values, mirrors]
        return [target, loop_mirror(w, target)], [values, pure_call(w.runtime("ItemTangents"), owner.tangent)]
    kind = w.kind(iterated)
    if kind.form in ("iter", "iterable"):
        return [tuple_([target, loop_mirror(w, target)], True)], [pairs_of(w, iterated)]
    if kind.form == "dict" and mirrored_keys(kind) is None:
        # Keys carry no derivative.
        return [target], [value(w, iterated)]
    if kind.form == "any":
        (source,) = w.operands([iterated], {0})
        pairs = pure_call(w.runtime("pairs"), source.value, source.tangent)
        return [tuple_([target, loop_mirror(w, target)], True)], [pairs]
    source = w.full(w.settled(pair(w, iterated)), kind)
    return [target, loop_mirror(w, target)], [source.value, source.tangent]


def loop_mirror(w, target):
    for inner in walk(target):
        if isinstance(inner, (gast.Subscript, gast.Attribute)):
            w.refuse(target, "A loop variable that is an element or attribute is not supported here.",
                     "Loop over a name and assign it in the body.")
    return mirror_target(w, target)
