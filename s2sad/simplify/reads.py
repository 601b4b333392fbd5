"""What was read, and has a name, is not read again while nothing changes.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(p, dp):
...     t = p[0]
...     t2 = p[0]
...     t3 = dp[1]
...     p[0] = t * t2 - p[0]
...     t4 = p[0]
...     return t4 * t3
... ''').body[0]
>>> share_reads(tree, {"t", "t2", "t3", "t4"})
True
>>> print(text_of(tree), end="")
def f(p, dp):
    t = p[0]
    t2 = t
    t3 = dp[1]
    p[0] = t * t2 - t
    t4 = p[0]
    return t4 * t3

The copies go where `common.forward_copies` sees them. Names are looked for in one list of statements; a branch knows those
of what comes before it.
"""

from collections import Counter

import gast
import numpy as np

from s2sad.frontend.build import has_effects, name
from s2sad.frontend.trees import FIELDS, walk
from s2sad.simplify.common import assigned_pairs, stored_names

_READS = (gast.Subscript, gast.Attribute, gast.Call)
_NOT_ENTERED = (gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp, gast.NamedExpr)


def share_reads(function, temporaries):
    """Let statements of a function use what temporaries, each assigned once, hold; is there anything to be found?"""
    stores, parents = Counter(), {}
    for node in walk(function):
        for field in FIELDS[node.__class__]:
            part = node.__dict__.get(field)
            for item in part if part.__class__ is list else (part,):
                if item.__class__ is gast.Name:
                    if item.ctx.__class__ is gast.Load:
                        parents.setdefault(item.id, []).append((node, field))
                    else:
                        stores[item.id] += 1
    once = {t for t in temporaries if stores[t] == 1}
    reckoned = {t for t in once if all(is_reckoned_with(*place) for place in parents.get(t, ()))}
    sharing = _Reads(once, reckoned)
    sharing.block(function.body, {})
    return sharing.changed


def is_reckoned_with(parent, field):
    """Is what stands there read for its number, or an item of it, and not handed on itself?"""
    return isinstance(parent, (gast.BinOp, gast.UnaryOp, gast.Compare)) and not any(
        isinstance(op, (gast.Is, gast.IsNot)) for op in getattr(parent, "ops", ())) \
        or isinstance(parent, gast.Subscript) and field == "value" and isinstance(parent.ctx, gast.Load) \
        or isinstance(parent, gast.Call) and field == "args" and is_elementwise(parent.func)


def is_elementwise(function):
    """Does this, `np.sin` or `math.sin`, give new numbers?"""
    return isinstance(function, gast.Attribute) and isinstance(function.value, gast.Name) and (
        function.value.id == "math" or function.value.id == "np" and isinstance(getattr(np, function.attr, None), np.ufunc))


class _Reads:
    """Walks through the statements; known: what is read, as text → (the name that holds it, the names in the text)."""

    def __init__(self, once, reckoned):
        self.once, self.reckoned = once, reckoned
        self.changed = False
        self.stored = {}

    def block(self, statements, known):
        for statement in statements:
            kind = statement.__class__
            if kind in (gast.Assign, gast.Return, gast.AugAssign) and statement.value is not None \
                    and not has_effects(statement.value):
                self.use(statement, "value", known)
                if kind is gast.Assign and all(is_names(t) for t in statement.targets):
                    self.note(statement, known)
                    continue
            elif kind is gast.If and not has_effects(statement.test):
                self.use(statement, "test", known)
                self.block(statement.body, dict(known))
                self.block(statement.orelse, dict(known))
                known.clear()
                continue
            known.clear()
            for field in ("body", "orelse", "finalbody"):
                if kind not in (gast.FunctionDef, gast.ClassDef):
                    self.block(getattr(statement, field, ()), {})
            for part in (*getattr(statement, "handlers", ()), *getattr(statement, "cases", ())):
                self.block(part.body, {})

    def use(self, statement, field, known):
        """Write the name for what it holds, in the statement's expression."""
        if not known:
            return
        todo = [(statement, field)]
        for parent, field in todo:
            part = parent.__dict__.get(field)
            for i, item in enumerate(part if part.__class__ is list else (part,)):
                if not isinstance(item, gast.AST) or isinstance(item, _NOT_ENTERED):
                    continue
                if isinstance(item, _READS) and is_reckoned_with(parent, field):
                    entry = known.get(spelled(item))
                    if entry is not None:
                        held = name(entry[0])
                        self.changed = True
                        if part.__class__ is list:
                            part[i] = held
                        else:
                            parent.__dict__[field] = held
                        continue
                todo += [(item, f) for f in FIELDS[item.__class__]]

    def note(self, statement, known):
        pairs = [(t, v) for t, v in assigned_pairs(statement) if t in self.once and isinstance(v, _READS)]
        stored = stored_names(statement, self.stored)
        for text in [text for text, (_, names) in known.items() if names & stored]:
            del known[text]
        for target, value in pairs:
            text = spelled(value)
            if text is None:
                continue
            entry = known.get(text)
            if entry is None:
                names = {n.id for n in walk(value) if isinstance(n, gast.Name)}
                if names.isdisjoint(stored):
                    known[text] = target, names
            elif (target in self.reckoned or isinstance(value, gast.Attribute) and "[" not in text) and isinstance(statement.targets[0], gast.Name):
                statement.value, statement.generated = name(entry[0]), True
                self.changed = True


def is_names(target):
    """Is this a name, or a tuple of names?"""
    return isinstance(target, gast.Name) or isinstance(target, gast.Tuple) and all(map(is_names, target.elts))


def spelled(node):
    """A read, or what an elementwise function gives, as text, `x.a[i - 1, :2]`; None for what is more than names and constants put together."""
    kind = node.__class__
    if kind is gast.Name:
        return node.id
    if kind is gast.Constant:
        return f"{type(node.value).__name__} {node.value!r}"
    if kind is gast.Attribute:
        parts, pattern = [node.value], "%s." + node.attr
    elif kind is gast.Subscript:
        parts, pattern = [node.value, node.slice], "%s[%s]"
    elif kind is gast.Slice:
        parts, pattern = [node.lower, node.upper, node.step], "%s:%s:%s"
    elif kind is gast.Tuple:
        parts, pattern = node.elts, "(" + "%s," * len(node.elts) + ")"
    elif kind is gast.UnaryOp:
        parts, pattern = [node.operand], f"({node.op.__class__.__name__} %s)"
    elif kind is gast.BinOp:
        parts, pattern = [node.left, node.right], f"(%s {node.op.__class__.__name__} %s)"
    elif kind is gast.Call and is_elementwise(node.func) and not node.keywords:
        parts, pattern = node.args, node.func.value.id + "." + node.func.attr + "(" + "%s," * len(node.args) + ")"
    else:
        return None
    texts = ["" if part is None else spelled(part) for part in parts]
    return None if None in texts else pattern % tuple(texts)
