"""Between Python's own trees and those of `gast`, which are the same in all versions of Python.

As `gast.ast_to_gast` and `gast.gast_to_ast`, in half the time: each
class of nodes is looked at once, and what says nothing but its class (operators,
contexts) is made once.

>>> import ast, gast
>>> tree = ast.parse("def f(x, *y): return x[0]").body[0]
>>> gast.dump(to_gast(tree)) == gast.dump(gast.ast_to_gast(tree))
True
>>> ast.unparse(ast.fix_missing_locations(to_ast(to_gast(tree)))) == ast.unparse(tree)
True
"""

import ast

import gast

_POSITIONS = ("lineno", "col_offset", "end_lineno", "end_col_offset")
_LISTS = {"type_params"}  # fields that older versions of Python lack, and that hold a list


class _Makers(dict):
    """Class of nodes → (the class of the other side, its fields), or the node of one that says nothing more."""

    def __init__(self, side):
        super().__init__()
        self.side = side

    def __missing__(self, cls):
        other = gast.Name if cls is ast.arg else getattr(self.side, cls.__name__)
        self[cls] = made = (other, other._fields) if other._fields or other._attributes else other()
        return made


_GAST, _AST = _Makers(gast), _Makers(ast)


def to_gast(node):
    """The `gast` tree of an `ast` tree, with its positions."""
    new = _made(_GAST, node, to_gast)
    theirs = node.__dict__
    if "lineno" in theirs:
        own = new.__dict__
        for field in _POSITIONS:
            own[field] = theirs[field]
    if isinstance(node, ast.ExceptHandler) and node.name:
        new.name = gast.Name(id=node.name, ctx=gast.Store(), annotation=None, type_comment=None)
    elif isinstance(node, ast.arg):
        new.id, new.ctx = node.arg, gast.Param()
    return new


def to_ast(node):
    """The `ast` tree of a `gast` tree, without positions."""
    new = _made(_AST, node, to_ast)
    if isinstance(node, gast.arguments):
        for field in ("posonlyargs", "args", "kwonlyargs"):
            setattr(new, field, [_argument(a) for a in getattr(node, field)])
        for field in ("vararg", "kwarg"):
            argument = getattr(node, field)
            setattr(new, field, argument and _argument(argument))
    elif isinstance(node, gast.ExceptHandler):
        new.name = node.name and getattr(node.name, "id", node.name)
    return new


def _made(makers, node, convert):
    """A node of the other side with the same fields."""
    maker = makers[node.__class__]
    if maker.__class__ is not tuple:
        return maker
    cls, fields = maker
    new = cls.__new__(cls)
    own, theirs = new.__dict__, node.__dict__
    for field in fields:
        part = theirs.get(field)
        if isinstance(part, ast.AST):
            part = convert(part)
        elif part.__class__ is list:
            part = [convert(item) if isinstance(item, ast.AST) else item for item in part]
        elif part is None and field in _LISTS:
            part = []
        own[field] = part
    return new


def _argument(name):
    return ast.arg(arg=name.id, annotation=name.annotation and to_ast(name.annotation),
                   type_comment=name.type_comment)
