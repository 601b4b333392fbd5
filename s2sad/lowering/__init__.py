"""Rare syntax rewritten into the small core language that the later passes know."""

import gast

from s2sad.frontend.trees import walk
from s2sad.lowering.comprehension_names import COMPREHENSIONS, name_comprehensions
from s2sad.lowering.decorators import call_decorators
from s2sad.lowering.loop_targets import name_loop_targets
from s2sad.lowering.managers import write_out_managers


def lower(tree, managed=()):
    """The tree that the analysis sees, the local names that lowering added, and the user's names for them.

    managed: the names that `runtime.managers.managed` has in the function.
    """
    tree, added = name_loop_targets(tree)
    if managed:
        tree, more = write_out_managers(tree, managed)
        added |= more
    syntax = {node.__class__ for node in walk(tree) if node is not tree}  # most programs have none of it
    if gast.FunctionDef in syntax:
        tree, more = call_decorators(tree)
        added |= more
    renamed = name_comprehensions(tree) if not syntax.isdisjoint(COMPREHENSIONS) else {}
    return tree, added | renamed.keys(), renamed
