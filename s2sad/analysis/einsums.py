"""`np.einsum` with lists of axes between the operands, written with letters."""

import gast
import numpy as np

_LETTERS = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"  # as NumPy numbers them


def spell_out(node, function):
    """Write the lists of a call as the text that they stand for, where they are written out in it.

    >>> from s2sad.backend.printer import text_of
    >>> call = gast.parse("np.einsum(a, [0, 1], b, [1, 2], [0, 2])").body[0].value
    >>> spell_out(call, np.einsum)
    >>> print(text_of(call))
    np.einsum('AB,BC->AC', a, b)
    """
    if function is not np.einsum or len(node.args) < 2 or any(isinstance(a, gast.Starred) for a in node.args):
        return
    count = len(node.args) // 2
    terms = [letters(a) for a in node.args[1:2 * count:2]]
    result = letters(node.args[-1]) if len(node.args) % 2 else ""
    if None in terms or result is None:
        return
    text = ",".join(terms) + ("->" + result if len(node.args) % 2 else "")
    node.args = [gast.copy_location(gast.Constant(value=text, kind=None), node.args[1]), *node.args[:2 * count:2]]


def letters(node):
    """The text of a list of axes; None where it is not written out."""
    if not isinstance(node, (gast.List, gast.Tuple)):
        return None
    found = [e.value if isinstance(e, gast.Constant) else None for e in node.elts]
    if not all(v is Ellipsis or type(v) is int and 0 <= v < len(_LETTERS) for v in found):
        return None
    return "".join("..." if v is Ellipsis else _LETTERS[v] for v in found)
