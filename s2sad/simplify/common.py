"""A value that already has a name is not computed again.

Only what the compiler itself wrote is changed: temporaries, and the right-hand
sides of tangents.  The user's own expressions are evaluated as they stand.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(h, k, dk):
...     t = h / 2
...     a = t * k
...     t2 = h / 2
...     da = t2 * dk
...     return a, da
... ''').body[0]
>>> for statement in tree.body[::2]:
...     statement.generated = True
>>> tree.body[3].mirror = True
>>> share_temporaries(tree, {"t", "t2"}, {})
>>> print(text_of(tree), end="")
def f(h, k, dk):
    t = h / 2
    a = t * k
    da = t * dk
    return a, da
"""

import gast

from s2sad.forward.build import has_effects, is_atom, name


def share_temporaries(function, temporaries, kinds):
    """Replace temporaries and parts of tangents that repeat a value under another name."""
    renamed = {}
    _Share(temporaries, kinds, renamed).block(function.body, {})
    if renamed:
        for node in gast.walk(function):
            if isinstance(node, gast.Name):
                node.id = renamed.get(node.id, node.id)


class _Share:
    def __init__(self, temporaries, kinds, renamed):
        self.temporaries = temporaries
        self.kinds = kinds
        self.renamed = renamed

    def block(self, statements, known):
        """Walk statements with what is known: the dump of a value → its name."""
        kept = []
        for statement in statements:
            if self.statement(statement, known):
                kept.append(statement)
        statements[:] = kept or ([gast.Pass()] if statements else [])

    def statement(self, node, known):
        if isinstance(node, gast.Assign) and len(node.targets) == 1:
            return self.assign(node, known)
        for field in ("body", "orelse", "finalbody"):
            inner = getattr(node, field, None)
            if inner:
                inside = dict(known)
                if isinstance(node, (gast.For, gast.While, gast.Try)):
                    forget(inside, node)
                self.block(inner, inside)
        for handler in getattr(node, "handlers", None) or []:
            self.block(handler.body, {})
        forget(known, node)
        return True

    def assign(self, node, known):
        target = node.targets[0]
        if getattr(node, "mirror", False) and known:
            node.value = _Replace(known).visit(node.value)
        key = dump(node.value)
        old = known.get(key)
        generated = getattr(node, "generated", False)
        if generated and old is not None and isinstance(target, gast.Name) and target.id in self.temporaries:
            self.renamed[target.id] = self.renamed.get(old, old)
            return False
        forget(known, node)
        if isinstance(target, gast.Tuple) and isinstance(node.value, gast.Tuple):
            pairs = list(zip(target.elts, node.value.elts))
        else:
            pairs = [(target, node.value)]
        for t, v in pairs:
            if isinstance(t, gast.Name) and self.is_shareable(v) and not is_atom(v) and t.id not in names_of(v) \
                    and not any(isinstance(s, gast.Name) and s.id in names_of(v) for s, _ in pairs):
                known.setdefault(dump(v), t.id)
        return True

    def is_shareable(self, tree):
        """Is this plain computation that nothing but assignment to its names can change?"""
        return not has_effects(tree) and all(
            isinstance(n, (gast.BinOp, gast.UnaryOp, gast.Call, gast.Name, gast.Constant, gast.Attribute,
                           gast.expr_context, gast.operator, gast.unaryop)) for n in gast.walk(tree))


class _Replace(gast.NodeTransformer):
    """Replaces subtrees that have a name."""

    def __init__(self, known):
        self.known = known

    def visit(self, node):
        if isinstance(node, (gast.BinOp, gast.UnaryOp, gast.Call)):
            found = self.known.get(dump(node))
            if found is not None:
                return name(found)
        return self.generic_visit(node)

    def visit_Call(self, node):
        result = self.generic_visit(node)
        return result


def forget(known, node):
    """Drop what this statement may change."""
    assigned = {n.id for n in gast.walk(node) if isinstance(n, gast.Name) and isinstance(n.ctx, (gast.Store, gast.Del))}
    nested = isinstance(node, (gast.For, gast.While, gast.If, gast.With, gast.Try))
    parts = list(gast.walk(node)) if nested else [node]
    writes = any(getattr(s, "writes", False) or isinstance(s, gast.AugAssign) for s in parts) \
        or any(isinstance(n, gast.Call) and not getattr(n, "pure", False) for n in gast.walk(node))
    for key, held in list(known.items()):
        if writes or held in assigned or names_in_dump(key) & assigned:
            del known[key]


_dumped = {}


def dump(tree):
    text = gast.dump(tree)
    if text not in _dumped:
        if len(_dumped) > 10000:
            _dumped.clear()
        _dumped[text] = names_of(tree)
    return text


def names_in_dump(key):
    return _dumped.get(key, frozenset())


def names_of(tree):
    return frozenset(n.id for n in gast.walk(tree) if isinstance(n, gast.Name))
