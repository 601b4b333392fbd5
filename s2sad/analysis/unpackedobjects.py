"""Objects that are taken apart among other targets, or by a loop: they get a name first, and are unpacked from that.

    for i, (u, v) in enumerate(xs):     →   for i, item in enumerate(xs):
        ...                                     u, v = item
                                                ...
    [u * v for u, v in xs]              →   [u * v for item in xs for u, v in (tuple(item),)]
    (u, v), k = x, 1                    →   item, k = x, 1
                                            u, v = item

An assignment calls the `__iter__` of an object (`Inference.do_Assign`); in these places the mirror would be unpacked
by its own.
"""

import gast

from s2sad.analysis import iteration, storage
from s2sad.facts import kinds as K
from s2sad.facts.contents import element
from s2sad.facts.iterators import is_empty
from s2sad.frontend.trees import blocks, walk


def in_loop(run, node, item):
    """Name what a `for` statement unpacks; item: the kind of what it gives."""
    node.target, named = with_names(run, node.target, item)
    node.body[:0] = [assigned(part, name) for part, name in named]


def in_comprehension(run, generators, comprehension, item):
    """Name what one `for` of a comprehension unpacks; the new names."""
    comprehension.target, named = with_names(run, comprehension.target, item)
    at = next(i for i, c in enumerate(generators) if c is comprehension) + 1
    for part, name in named:
        made = gast.Call(func=constant(tuple, part), args=[name], keywords=[])
        once = gast.Tuple(elts=[gast.copy_location(made, part)], ctx=gast.Load())
        inner = gast.comprehension(target=part, iter=gast.copy_location(once, part), ifs=comprehension.ifs, is_async=0)
        comprehension.ifs = []
        generators.insert(at, inner)
        comprehension, at = inner, at + 1
    return {name.id for _, name in named}


def in_assignment(run, node, kind):
    """Name what an assignment to one target unpacks below its top."""
    target = node.targets[0]
    parts = unpacked(target, kind)
    if not parts:
        return
    block, at = place_of(run, node)
    names = [n.id for n in walk(target) if isinstance(n, gast.Name)]
    if block is None or len(names) > len(set(names)) or any(isinstance(n, (gast.Subscript, gast.Attribute)) for n in walk(target)):
        raise run.context.refusal(parts[0], "An object is unpacked here among other targets.",
                                  "Unpack it by an assignment of its own.")
    node.targets[0], named = with_names(run, target, kind)
    block[at:at] = [assigned(part, name) for part, name in named]


def one_by_one(run, node):
    """`t = u, v = x` in three assignments, since the second unpacks what the first does not."""
    block, at = place_of(run, node)
    if block is None:
        raise run.context.refusal(node, "An object is unpacked here beside other targets.", "Use an assignment for each.")
    targets = node.targets
    store, load = names_like(targets[0], run.context.new_name("item"))
    node.targets = [store]
    block[at:at] = [assigned(target, load) for target in targets]
    run.context.note_rewritten()


def place_of(run, node):
    """The list of statements that this is in, and the place behind it."""
    for block in blocks(run.context.tree):
        for i, statement in enumerate(block):
            if statement is node:
                return block, i + 1
    return None, 0


def names_like(node, identifier):
    """A name that is stored and one that is read, where this node is."""
    return [gast.copy_location(gast.Name(id=identifier, ctx=ctx, annotation=None, type_comment=None), node)
            for ctx in (gast.Store(), gast.Load())]


def with_names(run, target, kind):
    """The target with names in place of what unpacks objects; these parts of it, each with the name it is unpacked from."""
    parts = unpacked(target, kind)
    named = []
    for part in parts:
        store, load = names_like(part, run.context.new_name("item"))
        target = replaced(target, part, store)
        named.append((part, load))
    if named:
        run.context.note_rewritten()
    return target, named


def unpacked(target, kind):
    """The parts of a target that take objects apart, or sets with tangents."""
    if not isinstance(target, (gast.Tuple, gast.List)) or is_empty(kind):
        return []
    if K.has_fields(kind) and not storage.is_built_in(kind, "__iter__") or iteration.is_active_set(kind):
        return [target]
    inner = [(i, e) for i, e in enumerate(target.elts) if isinstance(e, (gast.Tuple, gast.List))]
    if kind.form != "tuple" or kind.elements is None:
        return [part for _, e in inner for part in unpacked(e, element(kind))]
    star = next((i for i, e in enumerate(target.elts) if isinstance(e, gast.Starred)), len(target.elts))
    places = [(i if i < star else i - len(target.elts), e) for i, e in inner]
    return [part for i, e in places if -len(kind.elements) <= i < len(kind.elements) for part in unpacked(e, kind.elements[i])]


def replaced(target, part, other):
    if target is part:
        return other
    if isinstance(target, (gast.Tuple, gast.List)):
        target.elts = [replaced(e, part, other) for e in target.elts]
    return target


def assigned(part, name):
    return gast.copy_location(gast.Assign(targets=[part], value=name, type_comment=None), part)


def constant(value, at):
    return gast.copy_location(gast.Constant(value=value, kind=None), at)
