"""Blocks of statements, written one by one."""

import gast

from s2sad.forward.lifetimes import written

WRITERS = {}  # statement class → the function that writes it; filled by `statements`


def write_block(w, statements):
    for statement in statements:
        if statement not in w.facts.entered:
            return
        w.node = statement
        if statement in w.facts.stuck:
            from s2sad.forward.stuck import write_stuck
            write_stuck(w, statement)
            return
        written(w, WRITERS[type(statement)], statement)


def body_of(w, statements):
    """A nested block's statements; `pass` where none are left."""
    return w.block(write_block, w, statements) or [gast.Pass()]
