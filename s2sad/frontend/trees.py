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
from collections import defaultdict

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
    todo, fields_of, node_class = [node], FIELDS, ast.AST
    for node in todo:  # which grows on the way
        yield node
        own = node.__dict__
        for field in fields_of[node.__class__]:
            part = own.get(field)
            if part is None:
                continue
            if part.__class__ is list:
                for item in part:
                    if isinstance(item, node_class):
                        todo.append(item)
            elif isinstance(part, node_class):
                todo.append(part)


def children(node):
    """The nodes directly inside a node."""
    found, own = [], node.__dict__
    for field in FIELDS[node.__class__]:
        part = own.get(field)
        if part is None:
            continue
        if part.__class__ is list:
            found += [item for item in part if isinstance(item, ast.AST)]
        elif isinstance(part, ast.AST):
            found.append(part)
    return found


def by_class(node):
    """The nodes of a tree by their class, each class's in the order of `walk`.

    >>> sorted(cls.__name__ for cls in by_class(ast.parse("a + b * 2")))
    ['BinOp', 'Constant', 'Expr', 'Module', 'Name']
    """
    found = defaultdict(list)
    for inner in walk(node):
        found[inner.__class__].append(inner)
    return found


def names_captured(node):
    """The names that the patterns in a tree bind."""
    return {n for p in walk(node) if p.__class__.__name__ in ("MatchAs", "MatchStar", "MatchMapping")
            for n in (getattr(p, "name", None), getattr(p, "rest", None)) if n is not None}


class Rewriter:
    """As `ast.NodeTransformer`, in a fraction of its time; each method returns one node."""

    def visit(self, node):
        method = getattr(self, "visit_" + node.__class__.__name__, None)
        return self.generic_visit(node) if method is None else method(node)

    def generic_visit(self, node):
        own = node.__dict__
        for field in FIELDS[node.__class__]:
            part = own.get(field)
            if part is None:
                continue
            if part.__class__ is list:
                part[:] = [self.visit(item) if isinstance(item, ast.AST) else item for item in part]
            elif isinstance(part, ast.AST):
                own[field] = self.visit(part)
        return node


def copy_tree(node):
    """A deep copy of a tree.  Operators and contexts are shared."""
    if node.__class__ is list:
        return [copy_tree(item) for item in node]
    if not isinstance(node, ast.AST) or not node.__dict__:
        return node
    cls = node.__class__
    copy = cls.__new__(cls)
    own = copy.__dict__
    own.update(node.__dict__)
    for field, part in node.__dict__.items():
        if part.__class__ not in _PLAIN and isinstance(part, (ast.AST, list)):
            own[field] = copy_tree(part)
    return copy


_PLAIN = {int, str, type(None), bool}  # what most fields hold


def same_tree(a, b):
    """Are these the same but for positions and contexts?"""
    todo = [(a, b)]
    for a, b in todo:
        if a.__class__ is not b.__class__:
            return False
        if a.__class__ is list:
            if len(a) != len(b):
                return False
            todo += zip(a, b)
        elif isinstance(a, ast.Constant):
            if a.value.__class__ is not b.value.__class__ or repr(a.value) != repr(b.value):
                return False
        elif isinstance(a, ast.AST):
            mine, theirs = a.__dict__, b.__dict__
            for field in a._fields:
                if field != "ctx":
                    # A field that is left out counts as empty.
                    x, y = mine.get(field) or None, theirs.get(field) or None
                    if x is not y:
                        todo.append((x, y))
        elif a != b:
            return False
    return True


def blocks(tree):
    """The lists of statements in a function's tree."""
    for inner in walk(tree):
        for _, value in ast.iter_fields(inner):
            if isinstance(value, list) and value and isinstance(value[0], ast.stmt):
                yield value
