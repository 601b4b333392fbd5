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

Where the function itself may be called in place of its mirror (`alone`), and only the value is read, it is:

    t, dt = [], []                          t = []
    for v, dv in zip(xs, dxs):              for v in xs:
        t2, dt2 = dkey(v, dv)                   t2 = key(v)
        t.append(t2)                            t.append(t2)
        dt.append(dt2)
"""

from collections import Counter, defaultdict

import gast

from s2sad.frontend.build import has_effects
from s2sad.frontend.trees import same_tree, walk


def remove_dead(function, removable, inner=()):
    """Remove from `function` the assignments to `removable` names that are never read.

    inner: the functions inside, which may be called at any time.
    """
    always = frozenset(captured_names(inner))
    function.body, _ = Sweep(removable).block(function.body, frozenset(), None, None, always, dry=False)
    dropped = useless_appends(function, removable)
    if dropped:
        function.body, _ = Sweep(removable, dropped).block(function.body, frozenset(), None, None, always, dry=False)


def value_alone(node, target):
    """`t = g(x)` in place of `t, dt = dg(x, dx)`."""
    function, count = node.value.alone
    call = gast.Call(func=function, args=node.value.args[:count], keywords=[])
    call.pure = False
    new = gast.Assign(targets=[target], value=call, type_comment=None)
    new.user_line = getattr(node, "user_line", None)
    return new


def discarded(node):
    """`xs.pop()` in place of `t = xs.pop()`, and nothing where the value has no effects."""
    if not has_effects(node.value):
        return None
    new = gast.Expr(value=node.value.value if hasattr(node.value, "value_of") else node.value)
    new.user_line, new.writes = getattr(node, "user_line", None), getattr(node, "writes", False)
    return new


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


def useless_appends(function, removable):
    """The statements that append to lists made here of which nothing else is read."""
    appends, made, named = defaultdict(list), Counter(), Counter()
    for node in walk(function):
        if isinstance(node, gast.Name):
            named[node.id] += 1
        elif isinstance(node, gast.Expr) and isinstance(node.value, gast.Call):
            called = node.value.func
            if isinstance(called, gast.Attribute) and called.attr == "append" and isinstance(called.value, gast.Name) \
                    and called.value.id in removable:
                appends[called.value.id].append(node)
        elif isinstance(node, gast.Assign) and len(node.targets) == 1:
            (target,) = node.targets
            several = isinstance(target, gast.Tuple) and isinstance(node.value, gast.Tuple) \
                and len(target.elts) == len(node.value.elts)
            for t, v in zip(target.elts, node.value.elts) if several else ((target, node.value),):
                if isinstance(t, gast.Name) and isinstance(v, gast.List):
                    made[t.id] += 1
    return {statement for name, statements in appends.items() if made[name] and named[name] == made[name] + len(statements)
            and not any(has_effects(s.value.args) for s in statements) for statement in statements}


class Sweep:
    """Backward liveness over structured statements."""

    def __init__(self, removable, dropped=frozenset()):
        self.removable = removable
        self.dropped = dropped  # statements
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
        if node in self.dropped:
            return None, live
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
        if not dry and isinstance(node, gast.For):
            self.drop_items(node, top | inside)
        return self.rebuilt(node, dry, body=body, orelse=orelse), top | self.reads(header)

    def drop_items(self, node, live):
        """`for v, dv in zip(xs, dxs)` whose `dv` is not read goes through `xs` alone."""
        pairs, zipped = node.target, node.iter
        if not (isinstance(pairs, gast.Tuple) and isinstance(zipped, gast.Call) and isinstance(zipped.func, gast.Name)
                and zipped.func.id == "zip" and not zipped.keywords and len(zipped.args) == len(pairs.elts)):
            return
        kept = [(t, a) for t, a in zip(pairs.elts, zipped.args) if not (isinstance(a, gast.Name) and all(
            isinstance(n, gast.Tuple) or isinstance(n, gast.Name) and n.id in self.removable and n.id not in live
            for n in walk(t)))]
        if kept and len(kept) < len(pairs.elts):
            pairs.elts, zipped.args = map(list, zip(*kept))
            if len(kept) == 1:
                node.target, node.iter = kept[0]

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
        if hasattr(node, "lets_go"):
            return node, live
        if len(node.targets) == 1:
            target = node.targets[0]
            if isinstance(target, gast.Name):
                if isinstance(node.value, gast.Name) and node.value.id == target.id and target.id in self.removable:
                    return None, live
                if target.id in self.removable and target.id not in live:
                    return discarded(node), live | self.reads(node.value) if has_effects(node.value) else live
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
            dead = [n in self.removable and n not in live for n in names]
            if all(dead):
                return discarded(node), live | self.reads(node.value) if has_effects(node.value) else live
            if hasattr(node.value, "alone") and len(names) == 2 and dead[1]:
                return self.assign(value_alone(node, target.elts[0]), live)
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
