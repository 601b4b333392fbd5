"""Attributes of functions that are made here, and that nobody else sees, become variables.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def outer(x):
...     def f(y):
...         f.last = y * x
...         return y
...     f.last = 0.0
...     return f(x) + f.last
... ''').body[0]
>>> lowered, names = name_attributes(tree)
>>> print(text_of(lowered), end="")
def outer(x):
    def f(y):
        nonlocal f_last
        f_last = y * x
        return y
    f_last = 0.0
    return f(x) + f_last
"""

import gast

from s2sad.frontend.build import name, unused
from s2sad.frontend.scopes import FUNCTIONS, forget, inner_functions, scope_of
from s2sad.frontend.trees import walk


def stores_in_functions(tree, inner):
    """Is something stored in an attribute of one of the inner functions?"""
    made = {n.name for n in inner if n is not tree}
    return any(isinstance(n, gast.Attribute) and isinstance(n.ctx, gast.Store) and isinstance(n.value, gast.Name)
               and n.value.id in made for n in walk(tree))


def name_attributes(tree, tangents=frozenset()):
    """The tree with variables for such attributes, and the names that this brought in."""
    taken = {n.id for n in walk(tree) if isinstance(n, gast.Name)} | {n.name for n in walk(tree)
                                                                      if isinstance(n, gast.FunctionDef)} | tangents
    if any(isinstance(n, gast.ClassDef) or isinstance(n, gast.Try) and n.handlers for n in walk(tree)):
        return tree, set()  # what is missing raises another error
    names = {}
    for function in tree.body:
        if isinstance(function, gast.FunctionDef) and not function.decorator_list:
            for attribute in attributes_of(tree, function):
                chosen = unused(f"{function.name}_{attribute}", taken)
                taken.add(chosen)
                names[function.name, attribute] = chosen
    if names:
        _Rewrite(names).visit(tree)
        for inner in inner_functions(tree):
            declare(inner, set(names.values()))
        forget(tree)
    return tree, set(names.values())


def attributes_of(tree, function):
    """The attributes of a function that can be variables, if one of them is given more than constants."""
    f = function.name
    uses = [n for n in walk(tree) if isinstance(n, gast.Name) and n.id == f]
    read = {n.value: n for n in walk(tree) if isinstance(n, gast.Attribute) and isinstance(n.value, gast.Name)}
    called = {n.func for n in walk(tree) if isinstance(n, gast.Call)}
    again = [n for n in walk(tree) if isinstance(n, FUNCTIONS) and (
        n is not function and getattr(n, "name", None) == f or n is not tree and f in scope_of(n).locals)]
    declared = any(isinstance(n, (gast.Global, gast.Nonlocal)) and f in n.names for n in walk(tree))
    deleted = any(isinstance(read[n].ctx, gast.Del) for n in uses if n in read)
    if again or declared or deleted or any(n not in called and (n not in read or read[n].attr.startswith("__")) for n in uses):
        return []
    found = sorted({read[n].attr for n in uses if n in read})
    outside = {t.attr for s in tree.body for target in getattr(s, "targets", ()) for t in walk(target)
               if isinstance(t, gast.Attribute) and isinstance(t.value, gast.Name) and t.value.id == f}
    changing = any(not isinstance(s.value, gast.Constant) and t in read.values() and t.value.id == f
                   for s in walk(tree) if isinstance(s, (gast.Assign, gast.AugAssign))
                   for t in getattr(s, "targets", [getattr(s, "target", None)]))
    return found if changing and set(found) <= outside else []


class _Rewrite(gast.NodeTransformer):
    def __init__(self, names):
        self.names = names

    def visit_Attribute(self, node):
        self.generic_visit(node)
        chosen = self.names.get((getattr(node.value, "id", None), node.attr))
        if chosen is None:
            return node
        return gast.copy_location(name(chosen, store=isinstance(node.ctx, gast.Store)), node)


def declare(function, names):
    """Say in inner functions that they assign to the variables of the function around them."""
    inside = inner_functions(function)
    for inner in inside:
        declare(inner, names)
    if isinstance(function, gast.Lambda):
        return
    deeper = {n for inner in inside for n in walk(inner)}
    assigned = {n.id for n in walk(function) if n not in deeper and isinstance(n, gast.Name)
                and isinstance(n.ctx, gast.Store) and n.id in names}
    if assigned:
        function.body.insert(0, gast.copy_location(gast.Nonlocal(names=sorted(assigned)), function.body[0]))
