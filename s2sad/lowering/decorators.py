"""Decorated functions inside a function: the decorator is called by a statement of its own.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x):
...     @scaled(x)
...     @doubled
...     def g(v):
...         return v * x
...     return g(x)
... ''').body[0]
>>> lowered, names = call_decorators(tree)
>>> print(text_of(lowered), end="")
def f(x):
    decorate = scaled(x)
<BLANKLINE>
    def g(v):
        return v * x
    g = decorate(doubled(g))
    return g(x)
"""

import gast

from s2sad.frontend.build import assign, call, name, unused
from s2sad.frontend.trees import walk

def call_decorators(tree):
    """The tree with decorators of inner functions called, and the names that this brought in."""
    rewrite = _Rewrite({n.id for n in walk(tree) if isinstance(n, gast.Name)})
    rewrite.generic_visit(tree)
    return tree, rewrite.added


class _Rewrite(gast.NodeTransformer):
    def __init__(self, taken):
        self.taken = taken
        self.added = set()

    def visit_ClassDef(self, node):
        return node

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        before, decorators, value = [], [], name(node.name)
        for decorator in node.decorator_list:
            if not isinstance(decorator, (gast.Name, gast.Attribute)):
                held = self.unused("decorate")
                before.append(gast.copy_location(assign(name(held, True), decorator), decorator))
                decorator = gast.copy_location(name(held), decorator)
            decorators.append(decorator)
        node.decorator_list = []
        for decorator in reversed(decorators):
            value = gast.copy_location(call(decorator, value), decorator)
            gast.copy_location(value.args[0], decorator)
        if not decorators:
            return node
        after = gast.copy_location(assign(name(node.name, True), value), decorators[0])
        gast.copy_location(after.targets[0], decorators[0])
        for statement in before:
            gast.copy_location(statement.targets[0], statement)
        return [*before, node, after]

    def unused(self, wanted):
        wanted = unused(wanted, self.taken)
        self.taken.add(wanted)
        self.added.add(wanted)
        return wanted
