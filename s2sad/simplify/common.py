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
True
>>> print(text_of(tree), end="")
def f(h, k, dk):
    t = h / 2 * k
    a = t * k
    da = t * dk
    return a, da
"""

import bisect

import gast

from s2sad.frontend.build import assign, is_atom, name
from s2sad.frontend.trees import FIELDS, by_class, children, names_captured, walk

_NOT_ENTERED = (gast.BoolOp, gast.Lambda, gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp,
                gast.NamedExpr)


def steady_names(function, kinds, tangents, makes_seed):
    """The names whose values are numbers; None, in place of all names, in a function without writes.

    makes_seed: is what is called the helper that looks at seeds, and changes nothing?
    """
    numbers, others = set(), set()
    for node, kind in kinds.items():
        if node.__class__ is gast.Name:
            (numbers if kind is not None and kind.form == "number" else others).add(node.id)
    numbers -= others
    numbers &= tangents.keys()  # what is not local may be given another value by any call
    nodes = by_class(function)
    if not numbers.issuperset({n.id for n in nodes[gast.Name]} & tangents.keys()) and not any(
            cls in _WRITING or any(getattr(n, "writes", False) for n in found) for cls, found in nodes.items()) \
            and all(getattr(n, "pure", False) or makes_seed(n.func) for n in nodes[gast.Call]) \
            and not any(isinstance(n.ctx, gast.Store) for n in nodes[gast.Subscript]):
        return None
    return numbers | {tangents[n] for n in numbers if n in tangents}


_WRITING = {gast.AugAssign, gast.Delete, gast.Yield, gast.YieldFrom}


def share(function, steady, new_name):
    """Name what is computed more than once; `steady` None means that all names are.  Was there anything?"""
    changed = None  # the lists of statements that the last round changed; None: look at all
    stored = {}  # statement → the names it stores; what rounds add to it, only they themselves know
    for count in range(4):
        sharing = _Share(steady, new_name, stored)
        sharing.block(function.body, changed)
        if not sharing.changed:
            return count > 0
        changed = None if forward_copies(function) else {id(block) for block in sharing.changed}
    return True


def forward_copies(function):
    """Write `t` for `t2` after `t2 = t`, where neither is assigned anywhere else; was there such a place?"""
    counts, candidates, names = {}, [], []
    for node in walk(function):
        if isinstance(node, gast.Name):
            names.append(node)
            if not isinstance(node.ctx, gast.Load):
                counts[node.id] = counts.get(node.id, 0) + 1
        elif isinstance(node, gast.Assign) and getattr(node, "generated", False) \
                and isinstance(node.value, gast.Name) and isinstance(node.targets[0], gast.Name):
            candidates.append((node.targets[0].id, node.value.id))
    copies = {t: s for t, s in candidates if counts.get(t) == 1 and counts.get(s) == 1}
    for node in names if copies else ():
        if isinstance(node.ctx, gast.Load):
            while node.id in copies:
                node.id = copies[node.id]
    if copies:
        drop_copies(function, copies)
    return bool(copies)


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


class _Look:
    """What an expression is: equal numbers mean the same operations on the same values.

    length: how long it is when written out; named: does it read a variable; steady: may it be shared?
    """

    __slots__ = ("number", "length", "named", "steady")

    def __init__(self, number, length, named, steady):
        self.number, self.length, self.named, self.steady = number, length, named, steady


_NO_PART = _Look(-1, len("NoneType None"), False, True)  # of a slice


class _Share:
    """One round over the statements, by value numbering."""

    def __init__(self, steady, new_name, stored):
        self.steady = steady
        self.new_name = new_name
        self.stored = stored
        self.numbers = {}  # what an operation is → its number
        self.changed = []  # lists of statements

    def block(self, statements, wanted):
        """Treat a list of statements, then the lists inside them; of these the wanted ones, or all."""
        if wanted is None or id(statements) in wanted:
            self.straight(statements)
        for statement in statements:
            if isinstance(statement, gast.FunctionDef):
                continue  # seen to when it was made
            for field in ("body", "orelse", "finalbody"):
                inner = getattr(statement, field, None)
                if inner:
                    self.block(inner, wanted)
            for handler in getattr(statement, "handlers", None) or []:
                self.block(handler.body, wanted)

    def straight(self, statements):
        self.versions = {}  # name → how often it was assigned so far
        self.values = {}  # (name, version) → the number of what it was given
        self.looks = {}  # id of a tree → its look
        self.atoms = {}  # a name's (name, version), or a constant's text → its look
        found = {}  # number → [(statement index, place, tree)]
        held = {}  # number → the name that already holds it
        lengths = {}  # number → how long it is
        stores = {}  # name → the indices of the statements that store it
        for i, statement in enumerate(statements):
            if isinstance(statement, (gast.Assign, gast.Return, gast.Expr, gast.AugAssign)):
                self.collect(statement, i, found, lengths)
            stored = stored_names(statement, self.stored)
            for assigned in stored:
                self.versions[assigned] = self.versions.get(assigned, 0) + 1
                stores.setdefault(assigned, []).append(i)
            for target, value in assigned_pairs(statement):
                look = self.look(value)
                if look.steady and names_of(value).isdisjoint(stored):
                    self.values[target, self.versions[target]] = look.number
                    held.setdefault(look.number, (i, target))
                    if getattr(statement, "generated", False) and self.steady is not None:
                        self.steady.add(target)
        self.replace(statements, stores, found, held, lengths)

    def look(self, node):
        known = self.looks.get(id(node))
        if known is None:
            known = self.looks[id(node)] = self.look_at(node)
        return known

    def number(self, *what):
        return self.numbers.setdefault(what, len(self.numbers))

    def look_at(self, node):
        kind = type(node)
        if kind is gast.Name:
            key = node.id, self.versions.get(node.id, 0)
            if key not in self.atoms:
                steady = self.steady is None or node.id in self.steady or node.id == "math"
                number = self.values.get(key)
                self.atoms[key] = _Look(self.number("name", *key) if number is None else number, len(node.id),
                                        node.id not in ("math", "np"), steady)
            return self.atoms[key]
        if kind is gast.Constant:
            key = f"{type(node.value).__name__} {node.value!r}"
            if key not in self.atoms:
                self.atoms[key] = _Look(self.number("constant", key), len(key), False, True)
            return self.atoms[key]
        if kind is gast.Attribute:
            return self.joined(f".{node.attr}", [node.value])
        if kind is gast.BinOp:
            return self.joined(type(node.op).__name__, [node.left, node.right])
        if kind is gast.UnaryOp:
            return self.joined(type(node.op).__name__, [node.operand])
        if kind is gast.IfExp:
            return self.joined("IfExp", [node.test, node.body, node.orelse])
        if kind is gast.Compare:
            return self.joined(" ".join(type(o).__name__ for o in node.ops), [node.left, *node.comparators])
        if kind is gast.Call:
            return self.look_at_call(node)
        if self.steady is None and kind is gast.Subscript:
            return self.joined("Subscript", [node.value, node.slice])
        if self.steady is None and kind is gast.Tuple:
            return self.joined("Tuple", node.elts)
        if self.steady is None and kind is gast.Slice:
            return self.joined("Slice", [node.lower, node.upper, node.step])
        return self.unknown()

    def unknown(self, named=False):
        """The look of what is equal to nothing else."""
        return _Look(self.number("?", len(self.numbers)), 1, named, False)

    def look_at_call(self, node):
        callee = self.look(node.func)
        of_numbers = isinstance(node.func, gast.Attribute) and isinstance(node.func.value, gast.Name) \
            and node.func.value.id == "math" and not node.keywords
        # Of other calls the result may be an object that is written into, or the receiver be one.
        if not getattr(node, "pure", False) or self.steady is not None and not of_numbers:
            return self.unknown(callee.named)
        named = " ".join(str(k.arg) for k in node.keywords)
        inner = self.joined(f" {named}", [*node.args, *(k.value for k in node.keywords)])
        return _Look(self.number("call", callee.number, inner.number), callee.length + inner.length,
                     callee.named or inner.named,
                     inner.steady and isinstance(node.func, (gast.Name, gast.Attribute)))

    def joined(self, head, parts):
        numbers, length, named, steady = [head], len(head) + 2 - bool(parts), False, True
        for part in parts:
            look = _NO_PART if part is None else self.look(part)
            numbers.append(look.number)
            length += look.length + 1
            named = named or look.named
            steady = steady and look.steady
        return _Look(self.number(*numbers), length, named, steady)

    def collect(self, statement, i, found, lengths):
        """Note the shareable expressions of a statement, the largest first."""
        def visit(node, parent, field, j):
            # An array that is handed on must stay an object of its own; one that is reckoned with need not.
            consumed = self.steady is not None or isinstance(parent, (gast.BinOp, gast.UnaryOp))
            if consumed and isinstance(node, (gast.BinOp, gast.Call, gast.IfExp)):
                look = self.look(node)
                if look.steady and (look.named or isinstance(node, gast.Call)):
                    found.setdefault(look.number, []).append((i, (parent, field, j), node))
                    lengths[look.number] = look.length
            if isinstance(node, _NOT_ENTERED):
                return
            fields = node.__dict__
            # What only one branch evaluates stays there.
            for field in FIELDS[node.__class__] if node.__class__ is not gast.IfExp else ("test",):
                part = fields.get(field)
                if part.__class__ is list:
                    for j, item in enumerate(part):
                        if isinstance(item, gast.keyword):
                            if item.value.__class__ not in _ATOMS:
                                visit(item.value, item, "value", None)
                        elif is_read(item):
                            visit(item, node, field, j)
                elif field != "func" and is_read(part):
                    visit(part, node, field, None)
        if statement.value.__class__ not in _ATOMS:
            visit(statement.value, statement, "value", None)

    def replace(self, statements, stores, found, held, lengths):
        inserted = []
        gone = set()  # trees that are inside one that was replaced
        for key in sorted(found, key=lambda k: -lengths[k]):
            places = [(i, slot, node) for i, slot, node in found[key] if id(node) not in gone]
            owner = held.get(key)
            if owner is not None and getattr(statements[owner[0]], "generated", False) and places \
                    and places[0][0] < owner[0] and size(places[0][2]) > 1:
                # It is computed for something else before.
                statement = statements[owner[0]]
                if self.steady is None and isinstance(statement.targets[0], gast.Name) and len(stores[owner[1]]) == 1:
                    places.append((owner[0], (statement, "value", None), statement.value))
                owner = None
            if owner is not None:
                start, holder = owner
                again = bisect.bisect_right(stores[holder], start)  # the holder is stored to anew there
                end = stores[holder][again] if again < len(stores[holder]) else len(statements)
                places = [p for p in places if start < p[0] <= end]
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
            if not (self.changed and self.changed[-1] is statements):
                self.changed.append(statements)
            for _, (parent, field, j), _ in places:
                if j is None:
                    setattr(parent, field, name(target))
                else:
                    getattr(parent, field)[j] = name(target)
            kept = places[0][2] if owner is None else None
            for _, _, node in places:
                if node is not kept:
                    gone |= {id(n) for n in walk(node)}
        groups = {}
        for position, statement in inserted:
            groups.setdefault(position, []).append(statement)
        for position in sorted(groups, reverse=True):
            statements[position:position] = in_order(groups[position])


def in_order(made):
    """New names for one place, each after those that its value reads.

    The largest value was found first, and mostly uses the smaller ones; but a value may be spelled in several lengths.
    """
    if len(made) == 1:
        return made
    targets = {statement.targets[0].id for statement in made}
    reads = {id(statement): names_of(statement.value) & targets for statement in made}
    left, ordered, known = made[::-1], [], set()
    while left:
        ready = next(statement for statement in left if reads[id(statement)] <= known)
        left.remove(ready)
        ordered.append(ready)
        known.add(ready.targets[0].id)
    return ordered


_ATOMS = {gast.Name, gast.Constant, type(None)}


def is_read(part):
    """Is this an expression, and more than a name or constant, that is not assigned to?"""
    return part.__class__ not in _ATOMS and isinstance(part, gast.expr) \
        and part.__dict__.get("ctx").__class__ is not gast.Store


def assigned_pairs(statement):
    """The (name, value) pairs of an assignment of what is computed."""
    if not isinstance(statement, gast.Assign) or len(statement.targets) != 1:
        return []
    target, value = statement.targets[0], statement.value
    pairs = [(target, value)]
    if isinstance(target, gast.Tuple) and isinstance(value, gast.Tuple) and len(target.elts) == len(value.elts):
        pairs = list(zip(target.elts, value.elts))
    return [(t.id, v) for t, v in pairs if isinstance(t, gast.Name) and not is_atom(v)]


def size(tree):
    """How much sharing a tree saves: operations, calls counting more."""
    return sum(2 if isinstance(n, gast.Call) else 1 for n in walk(tree)
               if isinstance(n, (gast.BinOp, gast.Call, gast.IfExp)))


def stored_names(node, known):
    """The names that a statement, or what is in it, stores; known: what was found of others."""
    found = known.get(node)
    if found is None:
        found = known[node] = set()
        for part in children(node):
            if isinstance(part, (gast.stmt, gast.ExceptHandler, gast.match_case)):
                found |= stored_names(part, known)
                continue
            found |= {n.id for n in walk(part) if isinstance(n, gast.Name) and isinstance(n.ctx, (gast.Store, gast.Del))}
            if isinstance(node, gast.match_case):
                found |= names_captured(part)
    return found


def names_of(tree):
    return {n.id for n in walk(tree) if isinstance(n, gast.Name)}
