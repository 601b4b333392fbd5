"""`np.einsum` with lists of axes between the operands, written with letters."""

import gast

from s2sad.facts import kinds as K
from s2sad.frontend.trees import walk
from s2sad.runtime.subscripts import LETTERS, subscripts_of


def write_with_letters(run, node):
    """Write the lists of a call of `np.einsum` as the text that they stand for.

        np.einsum(a, [0, 1], b, axes, [0])  →  np.einsum(subscripts_of([[0, 1], axes], [0]), a, b)
    """
    if any(isinstance(a, gast.Starred) for a in node.args):
        write_starred(run, node)
    if len(node.args) < 2 or any(isinstance(a, gast.Starred) for a in node.args) \
            or write_constants(node) or not K.is_numeric(run.kind(node.args[0])):
        return
    count = len(node.args) // 2
    operands, axes = node.args[:2 * count:2], node.args[1:2 * count:2]
    if any(map(calls, operands)) and any(map(calls, node.args[1::2])):
        return  # they would be called in another order
    terms = gast.List(elts=axes, ctx=gast.Load())
    made = gast.Call(func=gast.Constant(value=subscripts_of, kind=None),
                     args=[terms, *([node.args[-1]] if len(node.args) % 2 else [])], keywords=[])
    for part in (made.func, terms, made):
        gast.copy_location(part, node.args[1])
    node.args = [made, *operands]
    run.context.note_rewritten()
    run.context.expanded.pop(node, None)


def write_starred(run, node):
    """`np.einsum(*[a, [0, 1], b, [1]])`  →  `np.einsum(a, [0, 1], b, [1])`"""
    node.args = [part for a in node.args for part in (
        a.value.elts if isinstance(a, gast.Starred) and isinstance(a.value, (gast.List, gast.Tuple)) else [a])]


def write_constants(node):
    """Write axes that are all written out in the call as text; False where some are not.

    >>> from s2sad.backend.printer import text_of
    >>> call = gast.parse("np.einsum(a, [0, 1], b, [1, 2], [0, 2])").body[0].value
    >>> write_constants(call)
    True
    >>> print(text_of(call))
    np.einsum('AB,BC->AC', a, b)
    """
    count = len(node.args) // 2
    terms = [constant_axes(a) for a in node.args[1:2 * count:2]]
    result = constant_axes(node.args[-1]) if len(node.args) % 2 else None
    if None in terms or len(node.args) % 2 and result is None:
        return False
    text = gast.Constant(value=subscripts_of(terms, result), kind=None)
    node.args = [gast.copy_location(text, node.args[1]), *node.args[:2 * count:2]]
    return True


def constant_axes(node):
    """The axes of a list of numbers that is written out; else None."""
    if not isinstance(node, (gast.List, gast.Tuple)):
        return None
    found = [e.value if isinstance(e, gast.Constant) else None for e in node.elts]
    return found if all(v is Ellipsis or type(v) is int and 0 <= v < len(LETTERS) for v in found) else None


def calls(node):
    return any(isinstance(n, gast.Call) for n in walk(node))
