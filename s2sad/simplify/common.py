"""A value that already has a name is not computed again, and one needed twice gets a name.

Only plain arithmetic that nothing in between can change is shared: operations
on numbers under local names, or on arrays in a function that writes into none.
What the user's program evaluates once is still evaluated once, to the same bits.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(h, k, dk):
...     a = h / 2 * k * k
...     da = h / 2 * k * dk
...     return a, da
... ''').body[0]
>>> share(tree, {"h", "k", "dk", "a", "da"}, iter(["t"]).__next__)
>>> print(text_of(tree), end="")
def f(h, k, dk):
    t = h / 2 * k
    a = t * k
    da = t * dk
    return a, da
"""

import gast

from s2sad.forward.build import assign, is_atom, name
from s2sad.frontend.trees import walk

def steady_names(function, kinds, tangents):
    """The names whose values are numbers, or in a function without writes all names."""
    others = {n.id for n, k in kinds.items() if isinstance(n, gast.Name) and (k is None or k.form != "number")}
    numbers = {n.id for n, k in kinds.items() if isinstance(n, gast.Name)} - others
    numbers &= set(tangents)  # what is not local may be given another value by any call
    local = {n.id for n in walk(function) if isinstance(n, gast.Name)} & set(tangents)
    if local - numbers and not any(isinstance(n, (gast.AugAssign, gast.Delete, gast.Yield, gast.YieldFrom))
               or getattr(n, "writes", False)
               or isinstance(n, gast.Call) and not getattr(n, "pure", False)
               or isinstance(n, gast.Subscript) and isinstance(n.ctx, gast.Store) for n in walk(function)):
        return None
    return numbers | {tangents[n] for n in numbers if n in tangents}


def share(function, steady, new_name):
    """Name what is computed more than once; `steady` None means that all names are."""
    for _ in range(4):
        sharing = _Share(steady, new_name)
        sharing.block(function.body)
        if not sharing.changed:
            break
        forward_copies(function)


def forward_copies(function):
    """Write `t` for `t2` after `t2 = t`, where neither is assigned anywhere else."""
    counts = {}
    for node in walk(function):
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Load):
            counts[node.id] = counts.get(node.id, 0) + 1
    copies = {}
    for node in walk(function):
        if isinstance(node, gast.Assign) and getattr(node, "generated", False) and isinstance(node.value, gast.Name) \
                and isinstance(node.targets[0], gast.Name):
            target, source = node.targets[0].id, node.value.id
            if counts.get(target) == 1 and counts.get(source) == 1:
                copies[target] = source
    if not copies:
        return
    for node in walk(function):
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Load):
            while node.id in copies:
                node.id = copies[node.id]
    drop_copies(function, copies)


def drop_copies(node, copies):
    for field in ("body", "orelse", "finalbody", "handlers"):
        inner = getattr(node, field, None)
        if isinstance(inner, list):
            kept = [s for s in inner if not (isinstance(s, gast.Assign) and isinstance(s.targets[0], gast.Name)
                                             and s.targets[0].id in copies)]
            if len(kept) < len(inner):
                inner[:] = kept or [gast.Pass()]
            for statement in inner:
                drop_copies(statement, copies)


class _Share:
    def __init__(self, steady, new_name):
        self.steady = steady
        self.new_name = new_name
        self.memo = {}  # id of a tree → its facts
        self.changed = False
        self.alive = []  # trees made on the way, whose ids must stay theirs

    def block(self, statements):
        """Treat a list of statements, then the lists inside them."""
        self.straight(statements)
        for statement in statements:
            if isinstance(statement, gast.FunctionDef):
                continue  # seen to when it was made
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if inner:
                    self.block(inner)
            for handler in getattr(statement, "handlers", None) or []:
                self.block(handler.body)

    def straight(self, statements):
        versions = {}  # name → how often it was assigned so far
        found = {}  # (dump, versions of its names) → [(statement index, place)]
        held = {}  # the same key → the name that already holds it
        order = []
        for i, statement in enumerate(statements):
            if isinstance(statement, (gast.Assign, gast.Return, gast.Expr, gast.AugAssign)):
                self.collect(statement, i, versions, found, held, order)
            for assigned in stored_names(statement):
                versions[assigned] = versions.get(assigned, 0) + 1
            for target, value in assigned_pairs(statement):
                if self.is_steady(value) and not is_atom(value):
                    held.setdefault(self.key(value, versions), (i, target))
                    if getattr(statement, "generated", False) and self.steady is not None:
                        self.steady.add(target)
        self.replace(statements, found, held, order)

    def key(self, tree, versions):
        text, names, _ = self.facts(tree)
        return text, tuple(sorted((n, versions.get(n, 0)) for n in names))

    def is_steady(self, tree):
        return self.facts(tree)[2]

    def facts(self, node):
        """(text, names, steady): what an expression is, what it reads, and whether it may be shared."""
        known = self.memo.get(id(node))
        if known is None:
            known = self.memo[id(node)] = self.look(node)
        return known

    def look(self, node):
        if isinstance(node, gast.Name):
            return node.id, frozenset((node.id,)), self.steady is None or node.id in self.steady or node.id == "math"
        if isinstance(node, gast.Constant):
            return f"{type(node.value).__name__} {node.value!r}", frozenset(), True
        steady, head = True, type(node).__name__
        if isinstance(node, gast.Attribute):
            head, parts = f".{node.attr}", [node.value]
        elif isinstance(node, gast.BinOp):
            head, parts = type(node.op).__name__, [node.left, node.right]
        elif isinstance(node, gast.UnaryOp):
            head, parts = type(node.op).__name__, [node.operand]
        elif isinstance(node, gast.IfExp):
            parts = [node.test, node.body, node.orelse]
        elif isinstance(node, gast.Compare):
            head, parts = " ".join(type(o).__name__ for o in node.ops), [node.left, *node.comparators]
        elif isinstance(node, gast.Call):
            return self.look_at_call(node)
        elif self.steady is None and isinstance(node, gast.Subscript):
            parts = [node.value, node.slice]
        elif self.steady is None and isinstance(node, gast.Tuple):
            parts = node.elts
        elif self.steady is None and isinstance(node, gast.Slice):
            parts = [p or gast.Constant(value=None, kind=None) for p in (node.lower, node.upper, node.step)]
            self.alive += parts
        else:
            return f"? {id(node)}", frozenset(), False
        return self.joined(head, parts, steady)

    def look_at_call(self, node):
        callee, names, _ = self.facts(node.func)
        of_numbers = isinstance(node.func, gast.Attribute) and isinstance(node.func.value, gast.Name) \
            and node.func.value.id == "math" and not node.keywords
        # Of other calls the result may be an object that is written into, or the receiver be one.
        if not getattr(node, "pure", False) or self.steady is not None and not of_numbers:
            return f"? {id(node)}", names, False
        named = " ".join(str(k.arg) for k in node.keywords)
        text, inner, steady = self.joined(f"{callee} {named}", [*node.args, *(k.value for k in node.keywords)],
                                          isinstance(node.func, (gast.Name, gast.Attribute)))
        return text, inner | names, steady

    def joined(self, head, parts, steady):
        looks = [self.facts(p) for p in parts]
        return (f"{head}({','.join(text for text, _, _ in looks)})",
                frozenset().union(*(names for _, names, _ in looks)),
                steady and all(s for _, _, s in looks))

    def collect(self, statement, i, versions, found, held, order):
        """Note the shareable expressions of a statement, the largest first."""
        def visit(node, slot):
            # An array that is handed on must stay an object of its own; one that is reckoned with need not.
            consumed = self.steady is not None or isinstance(slot[0], (gast.BinOp, gast.UnaryOp))
            if consumed and isinstance(node, (gast.BinOp, gast.Call, gast.IfExp)) and self.is_steady(node) \
                    and (self.facts(node)[1] - {"math", "np"} or isinstance(node, gast.Call)):
                key = self.key(node, versions)
                if key not in found:
                    found[key] = []
                    order.append(key)
                found[key].append((i, slot, node))
            if isinstance(node, gast.IfExp):
                visit(node.test, (node, "test", None))
                return  # what only one branch evaluates stays there
            if isinstance(node, (gast.BoolOp, gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp,
                                 gast.GeneratorExp, gast.NamedExpr)):
                return
            for field, part in gast.iter_fields(node):
                if isinstance(part, gast.expr) and not isinstance(getattr(part, "ctx", None), gast.Store) \
                        and not (isinstance(node, gast.Call) and field == "func"):
                    visit(part, (node, field, None))
                elif isinstance(part, list):
                    for j, item in enumerate(part):
                        if isinstance(item, gast.keyword):
                            visit(item.value, (item, "value", None))
                        elif isinstance(item, gast.expr) and not isinstance(getattr(item, "ctx", None), gast.Store):
                            visit(item, (node, field, j))
        if statement.value is not None:
            visit(statement.value, (statement, "value", None))

    def replace(self, statements, found, held, order):
        inserted = []
        gone = set()  # trees that are inside one that was replaced
        for key in sorted(order, key=lambda k: -len(k[0])):
            places = [(i, slot, node) for i, slot, node in found[key] if id(node) not in gone]
            owner = held.get(key)
            if owner is not None:
                start, holder = owner
                places = [p for p in places if p[0] > start and self.unchanged(statements, holder, start, p[0])]
                if not places:
                    continue
                target = holder
            elif len(places) > 1 and size(places[0][2]) > 1:
                first = places[0][0]
                target = self.new_name()
                if self.steady is not None:
                    self.steady.add(target)
                statement = assign(name(target, store=True), places[0][2])
                statement.generated = True
                statement.user_line = getattr(statements[first], "user_line", None)
                inserted.append((first, statement))
            else:
                continue
            self.changed = True
            for _, (parent, field, j), _ in places:
                if j is None:
                    setattr(parent, field, name(target))
                else:
                    getattr(parent, field)[j] = name(target)
            kept = places[0][2] if owner is None else None
            for _, _, node in places:
                if node is not kept:
                    gone |= {id(n) for n in walk(node)}
        # Of those for one place the largest was found first, and uses the smaller: it comes after them.
        for position, statement in sorted(inserted, key=lambda p: -p[0]):
            statements.insert(position, statement)

    @staticmethod
    def unchanged(statements, holder, start, stop):
        """Does the name still hold the value when the later statement runs?"""
        return not any(holder in stored_names(s) for s in statements[start + 1:stop])


def assigned_pairs(statement):
    """The (name, value) pairs of an assignment whose values do not use what it assigns."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1:
        return []
    target, value = statement.targets[0], statement.value
    pairs = [(target, value)]
    if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts):
        pairs = list(zip(target.elts, value.elts))
    stored = stored_names(statement)
    return [(t.id, v) for t, v in pairs if isinstance(t, gast.Name) and not names_of(v) & stored]


def size(tree):
    """How much sharing a tree saves: operations, calls counting more."""
    return sum(2 if isinstance(n, gast.Call) else 1 for n in walk(tree)
               if isinstance(n, (gast.BinOp, gast.Call, gast.IfExp)))


def stored_names(node):
    return {n.id for n in walk(node) if isinstance(n, gast.Name) and isinstance(n.ctx, (gast.Store, gast.Del))}


def names_of(tree):
    return {n.id for n in walk(tree) if isinstance(n, gast.Name)}
