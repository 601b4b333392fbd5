"""What goes into generators and comes out at their end: `send`, `throw`, `close`, and what they return.

A generator's region knows the functions that may have made it.  What is sent to a generator, and what it
returns, is joined for each of these over the whole program, in regions that all functions share.
"""

import gast

from s2sad.analysis.containers import is_statement
from s2sad.analysis.exceptions import hand_over, note_raised, raised
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MethodCall, opaque
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import items_of, iterator_in, yielded
from s2sad.facts.joining import join, store
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.rules.iteration import by_next, by_next_to_its_value
from s2sad.records import replace
from s2sad.runtime.exceptions import Returned


class Exchange(dict):
    """The kinds of what generators of one function are "sent", and of their "result"; None where there is none."""

    __hash__, __eq__ = object.__hash__, object.__eq__


def makers(kind):
    """What is exchanged with the generators that this iterator may be."""
    return kind.region.find().makers if kind is not None and kind.region is not None else frozenset()


def generator_kind(context):
    """The kind of what calling a generator function gives."""
    region = context.closed_site(context.tree, "yields")
    if context.facts.yields is not None:
        store(region, context.facts.yields)
    region = region.find()
    region.makers |= {context.exchange}
    if context.exchange:
        region.pinned = region.kept = True  # who sends, and who asks for the result, must agree with it on pairs
        if any(map(is_active, context.exchange.values())):
            region.active = True
    return iterator_in(region)


def note_result(program, context):
    """What the function returns is what its generators return in the end."""
    result = context.facts.result
    if is_nothing(result):
        return
    hand_over(program, context.exchange, "result", result)
    if program.reads_stop:
        note_raised(program, StopIteration, stop_of(program, context, result))
        if is_active(result):
            program.note_raising(context)


def stop_of(program, context, result, path=()):
    """The kind of the StopIteration that brings what a generator returns; see `runtime.exceptions.mirror_of`."""
    region = context.site(context.tree, ("stop", *path))
    level = levels(result)
    if level:
        value, tangent = result.elements
        stop_of(program, context, replace(value, optional=value.optional or result.optional), path)
        program.store_field(region, f"mirror {level}", stop_of(program, context, tangent, (*path, level)))
    else:
        program.store_field(region, "args", K.tuple_of([result]))
        program.store_field(region, "value", join(result, K.NONE))
    return Kind("object", type=StopIteration, region=region.find())


def levels(result):
    """How many derivatives have put a tangent beside what is returned."""
    return 1 + levels(result.elements[0]) if result.type is Returned and result.elements is not None else 0


def is_nothing(kind):
    return kind is None or kind.form == "const" and kind.value is None


def yield_kind(run, node):
    """`yield x` gives what is sent, or None."""
    kind = run.kind(node.value) if node.value is not None else K.NONE
    yielded(run, kind)
    sent = run.context.exchange.get("sent")
    return K.NONE if sent is None else replace(sent, optional=True)


def yield_from_kind(run, node):
    """`yield from g()` gives what `g` returns; what is sent to this generator goes to it."""
    from s2sad.analysis.iteration import call_of, iterable
    run.kind(node.value)
    node.value = iterable(run, node.value)
    if isinstance(node.value, gast.Call) and getattr(node.value.func, "value", None) is by_next and not is_statement(run, node):
        node.value = call_of(run, node.value.args[0], by_next_to_its_value, node.value)
    kind = run.facts.kind[node.value]
    item = items_of(run, kind, node)
    if item is not None:
        yielded(run, item)
    found = makers(kind)
    sent = run.context.exchange.get("sent")
    results = [e["result"] for e in found if "result" in e]
    if sent is not None:
        for inner in found:
            hand_over(run.program, inner, "sent", sent)
    if found and (sent is not None or results and not is_statement(run, node)):
        # The two must agree on pairs, since the one goes through the other.
        own = run.context.closed_site(run.context.tree, "yields")
        for region in (own, kind.region):
            region.find().pinned = region.find().kept = True
        run.program.unify(own, kind.region)
    result = None
    for part in results:
        result = join(result, part)
    if result is None:
        return K.NONE
    return join(result, K.NONE) if len(results) < len(found) else result


def method_kind(run, node, owner, name, positional):
    """The kind of `g.send(x)`, `g.throw(e)`, `g.close()`; None for another method."""
    program = run.program
    kinds = [run.facts.kind[n] for n in positional]
    if name == "close" and not positional:
        run.facts.call[node] = MethodCall("iter", name)
        return K.NONE
    if name == "throw" and positional:
        raised(run, positional[1] if len(positional) > 1 and kinds[0].form == "const" else positional[0],
               kinds[1] if len(positional) > 1 and kinds[0].form == "const" else kinds[0])
    elif name == "send" and len(positional) == 1:
        found = makers(owner)
        if not found:
            return opaque(run, node, owner, "it is not known before the program runs what generator this is sent to",
                          "Make the generator in this function, or pass it as an argument.", uncertain=True)
        if not is_nothing(kinds[0]):
            for inner in found:
                hand_over(program, inner, "sent", kinds[0])
    else:
        return None
    run.facts.call[node] = MethodCall("iter", name)
    item = items_of(run, owner, node)
    if item is None and is_statement(run, node):
        return K.NONE
    if item is None:
        raise Unreachable
    return item


def reads_stop(handler, classes):
    """May this handler look at what a generator returned?"""
    return handler.name is not None and any(issubclass(StopIteration, c) for c in classes) and any(
        isinstance(n, gast.Attribute) and n.attr in ("value", "args") and isinstance(n.value, gast.Name)
        and n.value.id == handler.name.id for s in handler.body for n in gast.walk(s))
