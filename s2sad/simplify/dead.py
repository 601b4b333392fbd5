"""Assignments of tangents and temporaries that nothing reads are left out.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x, dx):
...     v, dv = 1.0, 0.0
...     v, dv = x * x, 2 * x * dx
...     return v, dv
... ''')
>>> remove_dead(tree.body[0], {"dv"})
>>> print(text_of(tree), end="")
def f(x, dx):
    v = 1.0
    v, dv = x * x, 2 * x * dx
    return v, dv
"""

import gast

from s2sad.frontend.build import has_effects
from s2sad.frontend.trees import same_tree, walk


def remove_dead(function, removable, inner=()):
    """Remove from `function` the assignments to `removable` names that are never read.

    inner: the functions inside, which may be called at any time.
    """
    always = frozenset(captured_names(inner))
    function.body, _ = _Sweep(removable).block(function.body, frozenset(), None, None, always, dry=False)


def root(node):
    """The name that a chain of attributes starts from, if it does from one."""
    while isinstance(node, gast.Attribute):
        node = node.value
    return node.id if isinstance(node, gast.Name) else None


def captured_names(functions):
    """The names that functions inside use when they are called, whenever that is."""
    found = set()
    for inner in functions:
        for node in walk(inner):
            if isinstance(node, gast.Name):
                found.add(node.id)
            elif isinstance(node, gast.Nonlocal):
                found |= set(node.names)
    return found


class _Sweep:
    """Backward liveness over structured statements."""

    def __init__(self, removable):
        self.removable = removable
        self.known = {}  # tree → the names that it reads
        self.tops = {}  # loop → what is live at its top, as far as is known

    def reads(self, node):
        if node is None:
            return frozenset()
        found = self.known.get(node)
        if found is None:
            found = self.known[node] = frozenset(
                n.id for n in walk(node) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Store))
        return found

    def block(self, statements, live, at_break, at_continue, always, dry):
        kept = []
        for statement in reversed(statements):
            new, live = self.statement(statement, live | always, at_break, at_continue, always, dry)
            if new is not None:
                kept.append(new)
        kept.reverse()
        if len(kept) > 1:
            kept = [s for s in kept if not isinstance(s, gast.Pass)] or kept[:1]
        return (kept or [gast.Pass()] if statements else kept), live | always

    def statement(self, node, live, at_break, at_continue, always, dry):
        kind = type(node)
        if kind is gast.Assign:
            return self.assign(node, live)
        if kind is gast.AugAssign:
            return self.augmented(node, live)
        if kind is gast.Return:
            return node, self.reads(node.value) | always
        if kind is gast.Break:
            return node, at_break | always
        if kind is gast.Continue:
            return node, at_continue | always
        if kind is gast.If:
            body, a = self.block(node.body, live, at_break, at_continue, always, dry)
            orelse, b = self.block(node.orelse, live, at_break, at_continue, always, dry)
            if orelse and all(isinstance(s, gast.Pass) for s in orelse):
                orelse = []
            return self.rebuilt(node, dry, body=body, orelse=orelse), a | b | self.reads(node.test)
        if kind in (gast.For, gast.While):
            return self.loop(node, live, at_break, at_continue, always, dry)
        if kind is gast.Match:
            inside = live  # no case may match
            for case in node.cases:
                body, at_case = self.block(case.body, live, at_break, at_continue, always, dry)
                self.rebuilt(case, dry, body=body)
                inside |= at_case | self.reads(case.pattern) | self.reads(case.guard)
            return node, inside | self.reads(node.subject)
        if kind is gast.With:
            # The context manager may swallow an exception, after any statement.
            quiet = all("errstate" in gast.dump(i.context_expr) for i in node.items)
            body, inside = self.block(node.body, live, at_break, at_continue, always if quiet else always | live, dry)
            for item in node.items:
                inside |= self.reads(item.context_expr)
            return self.rebuilt(node, dry, body=body), inside
        if kind is gast.Try:
            return self.try_(node, live, at_break, at_continue, always, dry)
        return node, live | self.reads(node)

    @staticmethod
    def rebuilt(node, dry, **fields):
        if not dry:
            for name, value in fields.items():
                setattr(node, name, value)
        return node

    def loop(self, node, live, at_break, at_continue, always, dry):
        orelse, after = self.block(node.orelse, live, at_break, at_continue, always, dry)
        header = node.iter if isinstance(node, gast.For) else node.test
        bound = {n.id for n in walk(node.target) if isinstance(n, gast.Name)
                 and isinstance(n.ctx, gast.Store)} if isinstance(node, gast.For) else set()
        extra = self.reads(node.target) if isinstance(node, gast.For) else frozenset()
        # Around this loop live sets only grow, so what was found the last time holds again.
        top = after | self.reads(node.test if isinstance(node, gast.While) else None) | self.tops.get(node, frozenset())
        while True:
            _, inside = self.block(node.body, top, live, top, always, dry=True)
            wider = top | (inside - bound) | extra
            if wider == top:
                break
            top = wider
        self.tops[node] = top
        body = node.body if dry else self.block(node.body, top, live, top, always, dry)[0]
        return self.rebuilt(node, dry, body=body, orelse=orelse), top | self.reads(header)

    def try_(self, node, live, at_break, at_continue, always, dry):
        final, at_final = self.block(node.finalbody, live, at_break, at_continue, always, dry)
        outside = at_final if node.finalbody else live
        # Control may leave the guarded parts at any point for the final block.
        through = always | (at_final if node.finalbody else frozenset())
        at_handlers = frozenset()
        for handler in node.handlers:
            body, inside = self.block(handler.body, outside, at_break, at_continue, through, dry)
            self.rebuilt(handler, dry, body=body)
            at_handlers |= inside | self.reads(handler.type)
        orelse, at_else = self.block(node.orelse, outside, at_break, at_continue, through, dry)
        body, inside = self.block(node.body, at_else if node.orelse else outside, at_break, at_continue,
                                  through | at_handlers, dry)
        return self.rebuilt(node, dry, body=body, orelse=orelse, finalbody=final), inside | at_handlers | through

    def assign(self, node, live):
        if len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, gast.Name):
                if isinstance(node.value, gast.Name) and node.value.id == target.id and target.id in self.removable:
                    return None, live
                if target.id in self.removable and target.id not in live and not has_effects(node.value):
                    return None, live
                return node, (live - {target.id}) | self.reads(node.value)
            if isinstance(target, gast.Tuple) and all(isinstance(t, gast.Name) for t in target.elts):
                return self.parallel(node, target, live)
            if isinstance(target, gast.Attribute) and root(target) in self.removable \
                    and same_tree(target, node.value):
                return None, live  # a mirror's attribute that stays what it is
        stored = {t.id for t in node.targets if isinstance(t, gast.Name)}
        reads = self.reads(node.value)
        for target in node.targets:
            reads |= self.reads(target)
        if all(isinstance(t, gast.Name) and t.id in self.removable and t.id not in live for t in node.targets) \
                and not has_effects(node.value):
            return None, live
        return node, (live - stored) | reads

    def parallel(self, node, target, live):
        names = [t.id for t in target.elts]
        if not (isinstance(node.value, gast.Tuple) and len(node.value.elts) == len(names)):
            if all(n in self.removable and n not in live for n in names) and not has_effects(node.value):
                return None, live
            return node, (live - set(names)) | self.reads(node.value)
        kept = [(t, v) for t, v in zip(target.elts, node.value.elts)
                if t.id not in self.removable or t.id in live or has_effects(v)]
        if not kept:
            return None, live
        if len(kept) < len(names):
            new = gast.Assign(targets=[kept[0][0]], value=kept[0][1], type_comment=None) if len(kept) == 1 else \
                gast.Assign(targets=[gast.Tuple(elts=[t for t, _ in kept], ctx=gast.Store())],
                            value=gast.Tuple(elts=[v for _, v in kept], ctx=gast.Load()), type_comment=None)
            new.user_line = getattr(node, "user_line", None)
            node = new
        return node, (live - {t.id for t, _ in kept}) | self.reads(node.value)

    def augmented(self, node, live):
        if isinstance(node.target, gast.Name) and node.target.id in self.removable \
                and node.target.id not in live and not has_effects(node.value) and getattr(node, "rebinds", False):
            return None, live
        reads = self.reads(node.value) | self.reads(node.target)
        if isinstance(node.target, gast.Name):
            reads |= {node.target.id}
        return node, live | reads
