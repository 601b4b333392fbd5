"""Blocks of statements, written one by one."""

import gast

from s2sad.frontend.build import call, constant, expression

WRITERS = {}  # statement class → the function that writes it; filled by `statements`


def write_block(w, statements):
    for statement in statements:
        if statement not in w.facts.entered:
            return
        w.node = statement
        if statement in w.facts.stuck:
            write_stuck(w, statement)
            return
        WRITERS[type(statement)](w, statement)


def write_stuck(w, statement):
    """A statement that is never got past: evaluating it raises what the user's own does.

    Should it come back all the same, nothing after it has been looked at: then that is an error.
    """
    from s2sad.forward.exceptions import left_by
    head = {gast.If: "test", gast.While: "test", gast.For: "iter", gast.Return: "value"}.get(type(statement))
    left = left_by(w, getattr(statement, head or "value", None) or statement)
    if not left:
        w.emit(statement if head is None or getattr(statement, head) is None else expression(getattr(statement, head)))
    w.emit(gast.Raise(exc=call(w.builtin("AssertionError"), constant("this was taken never to be reached")),
                      cause=None))


def body_of(w, statements):
    """A nested block's statements; `pass` where none are left."""
    return w.block(write_block, w, statements) or [gast.Pass()]
