"""Walking and copying syntax trees, of `ast` or `gast`.

The compiler looks at its trees very often, so these take a fraction of the time
of `ast.walk` and `copy.deepcopy`: they know which fields of a node may hold nodes,
and leave alone what says nothing but its class (operators, contexts).

>>> import gast
>>> tree = gast.parse("a + b * 2", mode="eval").body
>>> [type(n).__name__ for n in walk(tree)]
['BinOp', 'Name', 'BinOp', 'Name', 'Constant']
"""

import ast

# Fields that hold texts, numbers, operators or contexts.
_LEAVES = {"ctx", "op", "ops", "id", "attr", "arg", "kind", "type_comment", "module", "level", "simple", "is_async",
           "conversion"}


class _Fields(dict):
    """Class of nodes → its fields that may hold other nodes."""

    def __missing__(self, cls):
        found = () if cls.__name__ == "Constant" else tuple(f for f in cls._fields if f not in _LEAVES)
        self[cls] = found
        return found


FIELDS = _Fields()


def walk(node):
    """The nodes of a tree without its operators and contexts, in the order of `ast.walk`."""
    todo = [node]
    for node in todo:  # which grows on the way
        yield node
        for field in FIELDS[node.__class__]:
            part = getattr(node, field, None)
            if part is None:
                continue
            if part.__class__ is list:
                todo += [item for item in part if isinstance(item, ast.AST)]
            elif isinstance(part, ast.AST):
                todo.append(part)


def children(node):
    """The nodes directly inside a node."""
    found = []
    for field in FIELDS[node.__class__]:
        part = getattr(node, field, None)
        if part.__class__ is list:
            found += [item for item in part if isinstance(item, ast.AST)]
        elif isinstance(part, ast.AST):
            found.append(part)
    return found


def names_captured(node):
    """The names that the patterns in a tree bind."""
    return {n for p in walk(node) if p.__class__.__name__ in ("MatchAs", "MatchStar", "MatchMapping")
            for n in (getattr(p, "name", None), getattr(p, "rest", None)) if n is not None}


def copy_tree(node):
    """A deep copy of a tree.  Operators and contexts are shared."""
    if isinstance(node, list):
        return [copy_tree(item) for item in node]
    if not isinstance(node, ast.AST) or not node.__dict__:
        return node
    cls = node.__class__
    copy = cls.__new__(cls)
    copy.__dict__.update({
        name: copy_tree(value) if isinstance(value, (ast.AST, list)) else value
        for name, value in node.__dict__.items()})
    return copy


def same_tree(a, b):
    """Are these the same but for positions and contexts?"""
    if a.__class__ is not b.__class__:
        return False
    if isinstance(a, list):
        return len(a) == len(b) and all(map(same_tree, a, b))
    if not isinstance(a, ast.AST):
        return a == b
    if isinstance(a, ast.Constant):
        return a.value.__class__ is b.value.__class__ and repr(a.value) == repr(b.value)
    for field in a._fields:
        if field != "ctx":
            # A field that is left out counts as empty.
            mine, theirs = getattr(a, field, None) or None, getattr(b, field, None) or None
            if mine is not theirs and not same_tree(mine, theirs):
                return False
    return True
