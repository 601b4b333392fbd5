"""`map` of a function whose items are taken at once is a generator expression, which is written out as a loop.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(xs, ys):
...     low, high = map(scaled, xs)
...     return sum(map(lambda x, y: x * y, xs, ys)) + low / high
... ''').body[0]
>>> found = {"map": map, "sum": sum, "zip": zip, "scaled": write_out_maps}
>>> write_out_maps(tree, lambda name, *wanted: name in found)
True
>>> print(text_of(tree), end="")
def f(xs, ys):
    low, high = (scaled(item) for item in xs)
    return sum(x * y for x, y in zip(xs, ys)) + low / high

It stays as it is where nothing is active.
"""

import cmath
import math
import operator

import gast
import numpy as np

from s2sad.frontend.build import call, name, tuple_, unused
from s2sad.frontend.trees import copy_tree, walk

_TAKING = {sum, list, tuple, set, frozenset, max, min, sorted, any, all}
_MODULES = (math, cmath, np, operator)
_ACTING = (gast.NamedExpr, gast.Yield, gast.YieldFrom, gast.Await)


def write_out_maps(tree, means):
    """Rewrite in place; were there any?

    means(name, *wanted): does a name mean one of these outside the function (any Python function, where none is given)?
    """
    bound = {n.id for n in walk(tree) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}
    defined = [n.name for n in walk(tree) if isinstance(n, (gast.FunctionDef, gast.ClassDef)) and n is not tree]
    inner = {n.name for n in walk(tree) if isinstance(n, gast.FunctionDef) and n is not tree
             and n.name not in bound and defined.count(n.name) == 1}
    bound |= set(defined)
    found = False
    for node in walk(tree):
        if isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id not in bound and node.args \
                and is_map(node.args[0]) and means(node.func.id, *_TAKING):
            part, place = node.args[0], node.args
        elif isinstance(node, gast.Assign) and all(isinstance(t, (gast.Tuple, gast.List)) for t in node.targets) \
                and is_map(node.value):
            part, place = node.value, None
        else:
            continue
        if "map" in bound or not means("map", map):
            break
        made = as_generator(part, bound, inner, means)
        if made is None:
            continue
        found = True
        if place is None:
            node.value = made
        else:
            place[0] = made
    return found


def is_map(node):
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and node.func.id == "map" \
        and len(node.args) > 1 and not node.keywords and not any(isinstance(a, gast.Starred) for a in node.args)


def is_known(function, bound, inner, means):
    """Is this the name of a Python function, or one of a module for numbers?"""
    if isinstance(function, gast.Attribute) and isinstance(function.value, gast.Name):
        return function.value.id not in bound and means(function.value.id, *_MODULES)
    return isinstance(function, gast.Name) and (function.id in inner or function.id not in bound and means(function.id))


def as_generator(node, bound, inner, means):
    """The generator expression for a call of `map`; None where it would not do the same."""
    function, *iterables = node.args
    if isinstance(function, gast.Lambda):
        given = function.args
        parameters = [a.id for a in given.posonlyargs + given.args]
        if given.defaults or given.vararg or given.kwarg or given.kwonlyargs or len(parameters) != len(iterables) \
                or any(isinstance(n, _ACTING) or isinstance(n, gast.Name) and n.id == "next" for n in walk(function.body)):
            return None  # what `next` raises ends a map, too
        element = function.body
    elif is_known(function, bound, inner, means):
        parameters = []
        for _ in iterables:
            parameters.append(unused("item", {getattr(function, "id", None), *parameters}))
        element = call(copy_tree(function), *map(name, parameters))
    else:
        return None
    if len(iterables) > 1 and ("zip" in bound or not means("zip", zip)):
        return None
    target = tuple_([name(p, True) for p in parameters], True) if len(parameters) > 1 else name(parameters[0], True)
    source = call(name("zip"), *iterables) if len(iterables) > 1 else iterables[0]
    made = gast.GeneratorExp(elt=element, generators=[gast.comprehension(target=target, iter=source, ifs=[], is_async=0)])
    for part in walk(made):
        if not hasattr(part, "lineno"):
            gast.copy_location(part, node)
    made.as_written = copy_tree(node)
    return made

