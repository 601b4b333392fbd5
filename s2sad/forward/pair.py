"""What an expression becomes: its value and its tangent, as trees."""


import gast

from s2sad.frontend.build import substitute
from s2sad.frontend.trees import children
from s2sad.records import Record

# Stands, in a tangent, for the name that the value will be given.
RESULT = "·result"


class Pair(Record):
    """The trees of a value and its tangent.

    tangent: None where the value does not depend on what is differentiated.
    both: a tree of the tuple `(value, tangent)`, where the two cannot be had apart.
    full: the tangent surely has the value's shape and dtype.
    shared: the value is a new object, but the tangent is one that exists
        already: the kind of the value that it belongs to.
    """

    value: object = None
    tangent: object = None
    both: object = None
    full: bool = True
    shared: object = None

    @property
    def active(self):
        return self.tangent is not None or self.both is not None

    @property
    def has_hole(self):
        return self.tangent is not None and asks_for_result(self.tangent)

    def note_value(self):
        """Tell the tangent the name of its value, after which it is named where it needs a name itself."""
        if isinstance(self.value, gast.Name) and self.tangent is not None:
            self.tangent.tangent_of = self.value.id

    def fill(self, tree):
        """Put the value's tree where the tangent asks for it."""
        if self.has_hole:
            self.tangent = substitute(self.tangent, {RESULT: tree})


def asks_for_result(tree):
    """Does RESULT occur in a tree?  Where it does not is marked, since trees grow around the ones looked at."""
    todo = [tree]
    while todo:
        node = todo.pop()
        if node.__class__ is gast.Name:
            if node.id == RESULT:
                return True
        elif not getattr(node, "asks_nothing", False):
            todo += children(node)
    if tree.__class__ is gast.BinOp:
        tree.asks_nothing = True
    return False


def hole():
    return gast.Name(id=RESULT, ctx=gast.Load(), annotation=None, type_comment=None)
