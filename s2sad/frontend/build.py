"""Small trees: the pieces that generated code is put together from."""

import ast
import functools
from keyword import iskeyword

import gast

from s2sad.frontend.convert import to_gast
from s2sad.frontend.trees import Rewriter, children, copy_tree, walk


def name(identifier, store=False):
    return gast.Name(id=identifier, ctx=gast.Store() if store else gast.Load(), annotation=None, type_comment=None)


def constant(value):
    return gast.Constant(value=value, kind=None)


def attribute(value, attr):
    return gast.Attribute(value=value, attr=attr, ctx=gast.Load())


def subscript(value, index, store=False):
    return gast.Subscript(value=value, slice=index, ctx=gast.Store() if store else gast.Load())


def item(value, index):
    """`value[index]`, for `(a, b)[1]` the item itself."""
    if isinstance(value, gast.Tuple) and isinstance(index, gast.Constant) and type(index.value) is int \
            and 0 <= index.value < len(value.elts) and all(map(is_atom, value.elts)):
        return value.elts[index.value]
    return subscript(value, index)


def call(function, *arguments, **keywords):
    function = name(function) if isinstance(function, str) else function
    return gast.Call(func=function, args=list(arguments),
                     keywords=[gast.keyword(arg=k, value=v) for k, v in keywords.items()])


def pure_call(function, *arguments, **keywords):
    node = call(function, *arguments, **keywords)
    node.pure = True
    return node


def value_of(pair):
    """The value that a call, which returns a pair, gives: `g_dx(x, dx)[0]`."""
    node = subscript(pair, constant(0))
    node.value_of = True
    return node


def tuple_(elements, store=False):
    return gast.Tuple(elts=list(elements), ctx=gast.Store() if store else gast.Load())


def binary(left, op, right):
    return gast.BinOp(left=left, op=op, right=right)


def assign(target, value):
    targets = target if isinstance(target, list) else [target]
    return gast.Assign(targets=targets, value=value, type_comment=None)


def expression(value):
    return gast.Expr(value=value)


def returns(value):
    return gast.Return(value=value)


@functools.cache
def _parsed(text):
    return to_gast(ast.parse(text, mode="eval").body)


def parse(text):
    """A fresh tree of an expression written as text."""
    return copy_tree(_parsed(text))


def unused(wanted, taken):
    """A name, with underscores after it while it is one of those taken, or a word of Python's, as `del` for `el`."""
    while wanted in taken or iskeyword(wanted):
        wanted += "_"
    return wanted


def tangent_of(parameter):
    """The name that formulas have for a parameter's tangent.

    >>> tangent_of("x"), tangent_of("el")
    ('dx', 'del_')
    """
    return unused("d" + parameter, ())


def names_in(node):
    """The names that occur in a tree (or a list of trees)."""
    if isinstance(node, list):
        return set().union(*map(names_in, node)) if node else set()
    return {n.id for n in walk(node) if isinstance(n, gast.Name)}


def is_atom(node):
    """May this be written twice at no cost: a name, a number, a minus number?"""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, (gast.USub, gast.UAdd)):
        return isinstance(node.operand, gast.Constant)
    return isinstance(node, (gast.Name, gast.Constant))


def is_constant(node):
    """Is this arithmetic on literals, which Python does once, when it compiles?"""
    if isinstance(node, gast.BinOp):
        return isinstance(node.op, (gast.Add, gast.Sub, gast.Mult, gast.Div)) \
            and is_constant(node.left) and is_constant(node.right)
    return isinstance(node, gast.Constant) and type(node.value) in (int, float, complex)


def is_plain(node):
    """Made of names and constants alone, so that writing it twice changes nothing."""
    return all(isinstance(n, (gast.Name, gast.Constant, gast.Tuple, gast.Slice, gast.UnaryOp, gast.BinOp))
               for n in walk(node))


class _Substitute(Rewriter):
    def __init__(self, mapping):
        self.mapping = mapping

    def visit_Name(self, node):
        replacement = self.mapping.get(node.id)
        return node if replacement is None else replacement


def substitute(tree, mapping):
    """The tree with names replaced by trees."""
    return _Substitute(mapping).visit(tree)


def walk_outside_functions(node):
    """The nodes of a tree (or trees) that running it evaluates: not the bodies of functions made in it."""
    todo = list(node) if isinstance(node, list) else [node]
    while todo:
        current = todo.pop()
        yield current
        todo += evaluated(current)


def evaluated(node):
    """The nodes directly inside a node that running it evaluates."""
    if isinstance(node, gast.FunctionDef):
        return [*node.decorator_list, node.args]
    return [node.args] if isinstance(node, gast.Lambda) else children(node)


def has_effects(node):
    """Might evaluating this do more than compute: does it call what is not known to be pure?

    What was found harmless is marked, since trees grow around the ones that were looked at.
    """
    todo = list(node) if isinstance(node, list) else [node]
    while todo:
        current = todo.pop()
        kind = current.__class__
        if kind is gast.Name or kind is gast.Constant or getattr(current, "harmless", False):
            continue
        if getattr(current, "effects", False) or kind in _ACTING \
                or kind is gast.Call and not getattr(current, "pure", False):
            return True
        todo += evaluated(current)
    if node.__class__ is gast.BinOp:
        node.harmless = True
    return False


_ACTING = (gast.NamedExpr, gast.Yield, gast.YieldFrom)
