"""Loops whose variable is an element or an attribute get a name to loop over.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(xs, box):
...     for box[0] in xs:
...         print(box)
... ''').body[0]
>>> lowered, names = name_loop_targets(tree)
>>> print(text_of(lowered), end="")
def f(xs, box):
    for item in xs:
        box[0] = item
        print(box)
"""

import gast

from s2sad.frontend.build import assign, name, unused
from s2sad.frontend.trees import walk


def name_loop_targets(tree):
    """The tree with such loops rewritten, and the names that this brought in."""
    taken = {n.id for n in walk(tree) if isinstance(n, gast.Name)}
    rewrite = _Rewrite(taken)
    return rewrite.visit(tree), rewrite.added


def stores_into(target):
    """Is an element or an attribute among what a loop assigns to?"""
    return any(isinstance(n, (gast.Subscript, gast.Attribute)) for n in walk(target))


class _Rewrite(gast.NodeTransformer):
    def __init__(self, taken):
        self.taken = taken
        self.added = set()

    def visit_For(self, node):
        self.generic_visit(node)
        if not stores_into(node.target):
            return node
        item = unused("item", self.taken)
        self.taken.add(item)
        self.added.add(item)
        first = assign(node.target, name(item))
        gast.copy_location(first, node)
        gast.copy_location(first.value, node)
        node.target = gast.copy_location(name(item, store=True), node.target)
        node.body.insert(0, first)
        return node
