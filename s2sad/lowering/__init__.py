"""Rare syntax rewritten into the small core language that the later passes know."""

import gast

from s2sad.frontend.trees import by_class
from s2sad.lowering.comprehension_functions import write_as_functions
from s2sad.lowering.comprehension_names import COMPREHENSIONS, name_comprehensions
from s2sad.lowering.decorated_methods import is_decorated, take_out_decorated
from s2sad.lowering.decorators import call_decorators
from s2sad.lowering.function_attributes import name_attributes, stores_in_functions
from s2sad.lowering.loop_targets import name_loop_targets, stores_into
from s2sad.lowering.managers import write_out_managers
from s2sad.lowering.maps import write_out_maps


def lower(tree, managed=(), tangents=frozenset(), means=None):
    """The tree that the analysis sees, the local names that lowering added, and the user's names for them.

    managed: the names that `runtime.managers.managed` has in the function.
    tangents: names that tangents of its variables will have, which no name that is added may be.
    means: see `maps.write_out_maps`.
    """
    nodes, added = by_class(tree), set()  # most programs have none of it
    if any(stores_into(loop.target) for loop in nodes[gast.For]):
        tree, added = name_loop_targets(tree)
    if managed:
        tree, more = write_out_managers(tree, managed)
        added |= more
        nodes = by_class(tree)
    if any(map(is_decorated, nodes[gast.ClassDef])):
        tree, more = take_out_decorated(tree, tangents)
        added |= more
        nodes = by_class(tree)
    if any(inner is not tree for inner in nodes[gast.FunctionDef]) or any(c.decorator_list for c in nodes[gast.ClassDef]):
        if stores_in_functions(tree, nodes[gast.FunctionDef]):
            tree, more = name_attributes(tree, tangents)
            added |= more
        tree, more = call_decorators(tree)
        added |= more
    if means is not None and any(n.id == "map" for n in nodes[gast.Name]) and write_out_maps(tree, means):
        nodes = by_class(tree)
    if nodes[gast.Lambda] and not (nodes.keys().isdisjoint(COMPREHENSIONS) or nodes.keys().isdisjoint((gast.For, gast.While))):
        more = write_as_functions(tree)
        added |= more
        if more:
            nodes = by_class(tree)
    renamed = name_comprehensions(tree, tangents) if not nodes.keys().isdisjoint(COMPREHENSIONS) else {}
    return tree, added | renamed.keys(), renamed
