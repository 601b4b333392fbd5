"""Sums without the parentheses that the product rule brings: `da + (db * x + b * dx)`.

>>> from s2sad.backend.printer import text_of
>>> from s2sad.frontend.build import name
>>> from s2sad.simplify.algebra import add
>>> total = add(name("da"), loose(add(name("db"), name("dc"))))
>>> text_of(total), text_of(ungrouped(total))
('da + (db + dc)', 'da + db + dc')

Sums that stand in parentheses in the user's own text are left as they are, and so is what one value serves in several
places: values that are needed twice have names by then.
"""

import gast

from s2sad.frontend.trees import Rewriter
from s2sad.simplify.algebra import add, subtract


def loose(tree):
    """A tangent that may lose its parentheses where it is added to another."""
    if isinstance(tree, gast.BinOp) and isinstance(tree.op, (gast.Add, gast.Sub)):
        tree.loose = True
    return tree


class _Ungroup(Rewriter):
    def visit_BinOp(self, node):
        self.generic_visit(node)
        while isinstance(node.op, gast.Add) and getattr(node.right, "loose", False):
            inner = node.right
            combine = add if isinstance(inner.op, gast.Add) else subtract
            node = combine(add(node.left, inner.left), inner.right)
        return node


def ungrouped(tree):
    """The tree without such parentheses."""
    return _Ungroup().visit(tree)
