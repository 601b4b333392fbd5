"""Containers that take in the items of an iterator which reads them meanwhile: it has to see what they hold so far.

    xs.extend(xs[-1] * 0.5 for _ in range(3))   →   for t, dt in generate(range(3)):
                                                        xs.append(t)
                                                        dxs.append(dt)
"""

import gast

from s2sad.analysis.mappings import is_counter
from s2sad.facts.reached import regions
from s2sad.forward.iterators import is_made_here
from s2sad.frontend.build import assign, attribute, call, expression, name, subscript, tuple_
from s2sad.frontend.trees import walk

# What takes in all items → what takes in one.
ADDING = {"extend": "append", "extendleft": "appendleft", "update": None}


def is_seen(w, node, container):
    """Is this an iterator that may read a container of this kind, while it gives it its items?"""
    if w.kind(node).form not in ("iter", "iterable") and not isinstance(node, gast.GeneratorExp):
        return False
    region = container.region.find()
    for n in walk(node):
        kind = w.facts.kind.get(n)
        if kind is None or not isinstance(n, (gast.Name, gast.Attribute, gast.Subscript, gast.Call)) or is_made_here(w, n):
            continue
        if kind.form in ("iter", "iterable", "any") or region in regions(kind):
            return True
    return False


IN_A_LOOP = ("What is added here may depend on what has been added before.", "Write a loop that adds one after the other.")


def add_each(w, node, kind, container, mirror, pairs, method):
    """Add each item of an iterator over pairs to a list or dict, and its tangent to the mirror."""
    if kind.form == "set" or is_counter(kind):
        w.refuse(node, *IN_A_LOOP)
    item, key = w.temporary(), w.temporary()
    if kind.form == "dict":
        target = [tuple_([name(key, True), name(item, True)], True), tuple_([name(w.unused_target(), True), name("d" + item, True)], True)]
        body = [assign(subscript(tree, name(key), True), name(n)) for tree, n in ((container, item), (mirror, "d" + item))]
    else:
        target = [name(item, True), name("d" + item, True)]
        body = [expression(call(attribute(tree, method), name(n))) for tree, n in ((container, item), (mirror, "d" + item))]
    for statement in body:
        statement.writes = True
    w.emit(gast.For(target=tuple_(target, True), iter=pairs, body=body, orelse=[], type_comment=None)).writes = True
