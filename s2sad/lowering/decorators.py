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


# Decorators of classes whose effect is known where the class is made.
OF_CLASSES = {"dataclass", "total_ordering", "final", "runtime_checkable", "unique"}


def spelled(node):
    """The last name of a decorator: `dataclass` of `@dataclasses.dataclass(frozen=True)`."""
    node = node.func if isinstance(node, gast.Call) else node
    return node.attr if isinstance(node, gast.Attribute) else getattr(node, "id", None)


class _Rewrite(gast.NodeTransformer):
    def __init__(self, taken):
        self.taken = taken
        self.added = set()

    def visit_ClassDef(self, node):
        """Decorators of one's own, which are applied last, are called; what they make of the class has its name."""
        own = []
        while node.decorator_list and spelled(node.decorator_list[0]) not in OF_CLASSES:
            own.append(node.decorator_list.pop(0))
        return self.decorated(node, own)

    def visit_FunctionDef(self, node):
        self.generic_visit(node)
        decorators, node.decorator_list = node.decorator_list, []
        return self.decorated(node, decorators)

    def decorated(self, node, written):
        """The statements for a function or class with these decorators, which it has no more."""
        before, decorators, value = [], [], name(node.name)
        for decorator in written:
            if not isinstance(decorator, (gast.Name, gast.Attribute)):
                held = self.unused("decorate")
                before.append(gast.copy_location(assign(name(held, True), decorator), decorator))
                decorator = gast.copy_location(name(held), decorator)
            decorators.append(decorator)
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
