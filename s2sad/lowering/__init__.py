"""Rare syntax rewritten into the small core language that the later passes know."""

from s2sad.lowering.comprehension_names import name_comprehensions
from s2sad.lowering.decorators import call_decorators
from s2sad.lowering.loop_targets import name_loop_targets


def lower(tree):
    """The tree that the analysis sees, the local names that lowering added, and the user's names for them."""
    tree, added = name_loop_targets(tree)
    tree, more = call_decorators(tree)
    added |= more
    renamed = name_comprehensions(tree)
    return tree, added | renamed.keys(), renamed
