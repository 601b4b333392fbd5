"""Rare syntax rewritten into the small core language that the later passes know."""


def lower(source, program, caller):
    """The tree that the analysis sees."""
    return source.tree
