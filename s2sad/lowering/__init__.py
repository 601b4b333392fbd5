"""Rare syntax rewritten into the small core language that the later passes know."""

from s2sad.lowering.loop_targets import name_loop_targets


def lower(tree):
    """The tree that the analysis sees, and the local names that lowering added."""
    return name_loop_targets(tree)
