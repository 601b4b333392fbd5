"""A temporary that is read once, by the next statement and first of all, is written where it is read.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x, dx):
...     t = math.sqrt(2)
...     t2 = x / t
...     return math.erf(t2), math.exp(-t2 * t2) * dx
... ''').body[0]
>>> for statement in tree.body[:2]:
...     statement.generated = True
>>> settle(tree, {"t", "t2"})
>>> print(text_of(tree), end="")
def f(x, dx):
    t2 = x / math.sqrt(2)
    return math.erf(t2), math.exp(-t2 * t2) * dx

A loop that now only collects one list is a comprehension:

>>> tree = gast.parse('''
... def f(key, items):
...     t = []
...     for item in items:
...         t2 = key(item)
...         t.append(t2)
...     return t
... ''').body[0]
>>> tree.body[1].collects = True
>>> settle(tree, {"t", "t2"})
>>> print(text_of(tree), end="")
def f(key, items):
    return [key(item) for item in items]

So is what only gives another temporary's or variable's value a second name.

>>> tree = gast.parse('''
... def f(v, dv):
...     dt = dv
...     v, dv = v * v, dt * v + v * dt
...     return v, dv
... ''').body[0]
>>> tree.body[0].generated = True
>>> settle(tree, {"dt"})
>>> print(text_of(tree), end="")
def f(v, dv):
    v, dv = v * v, dv * v + v * dv
    return v, dv

Variables that only take over what temporaries hold are assigned to at once.

>>> tree = gast.parse('''
... def f(s, ds):
...     t, dt = pop_ds(s, ds)
...     t2, dt2 = pop_ds(s, ds)
...     b, a, db, da = t, t2, dt, dt2
...     return a / b, (da - a / b * db) / b
... ''').body[0]
>>> settle(tree, {"t", "dt", "t2", "dt2"})
>>> print(text_of(tree), end="")
def f(s, ds):
    b, db = pop_ds(s, ds)
    a, da = pop_ds(s, ds)
    return a / b, (da - a / b * db) / b
"""

import gast

from s2sad.frontend.build import names_in, walk_outside_functions
from s2sad.frontend.scopes import parameter_names
from s2sad.frontend.trees import walk

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def settle(function, temporaries, unsteady=frozenset(), lasting_order=False):
    """Write the values of such temporaries in their places; unsteady: names that any call may give another value.

    lasting_order: does it show when variables get other values?
    """
    loads, stores, lasting, late = {}, {}, set(), set()
    for node in walk(function):
        lasting_order |= isinstance(node, (gast.Try, gast.With))  # what is assigned before an exception shows after it
        if isinstance(node, _LATE) and node is not function:
            late |= names_in(node)
        if isinstance(node, gast.Name) and node.id in temporaries:
            counts = loads if isinstance(node.ctx, gast.Load) else stores
            counts[node.id] = counts.get(node.id, 0) + 1
        elif isinstance(node, (gast.Global, gast.Nonlocal)):
            lasting.update(node.names)
    once = {n for n, count in loads.items() if count == 1 and stores.get(n) == 1}
    copies = {n: loads[n] for n in loads if stores.get(n) == 1}
    if copies:
        own = {n.id for n in walk_outside_functions(function.body) if isinstance(n, gast.Name)
               and isinstance(n.ctx, gast.Store)}.union(parameter_names(function.args))
        steady = own - lasting - unsteady
        settle_in(function, once, copies, steady, frozenset() if lasting_order else steady - late)


_LATE = (gast.FunctionDef, gast.Lambda, gast.GeneratorExp)  # what they read they read later


def settle_in(node, once, copies, steady, unseen):
    """unseen: the variables that nothing reads but the statements of the function itself."""
    for field in _BLOCKS:
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        for statement in statements:
            if not isinstance(statement, gast.FunctionDef):  # seen to when it was made
                settle_in(statement, once, copies, steady, unseen)
        for i in range(len(statements) - 1, 0, -1):
            if collected(statements[i - 1], statements[i]):
                target = statements[i - 1].targets[0].id
                if target in copies:
                    copies[target] -= 1
                    once |= {target} if copies[target] == 1 else set()
                del statements[i]
        for i in range(len(statements) - 1, -1, -1):
            if is_copy(statements[i]) and statements[i].value.id in steady \
                    and written_back(statements[i], statements[i + 1:], copies):
                if copies.get(statements[i].value.id) != 1:
                    once.discard(statements[i].value.id)
                del statements[i]
        for i in range(len(statements) - 1, 0, -1):
            if moved(statements[i - 1], statements[i], once, steady):
                del statements[i - 1]
        for i in range(len(statements) - 1, 0, -1):
            if taken_over(statements, i, once, unseen):
                del statements[i]


def taken_over(statements, i, once, unseen):
    """Assign to `a, b` at once where the statement is `a, b = t, t2`, of temporaries from statements before it; was it so?"""
    copy = statements[i]
    if not (isinstance(copy, gast.Assign) and len(copy.targets) == 1 and isinstance(copy.targets[0], gast.Tuple)
            and isinstance(copy.value, gast.Tuple)):
        return False
    targets, values = copy.targets[0].elts, copy.value.elts
    if not all(isinstance(n, gast.Name) for n in (*targets, *values)) or len({t.id for t in targets}) < len(targets):
        return False
    wanted = {v.id: t.id for t, v in zip(targets, values)}
    if not (wanted.keys() <= once and unseen.issuperset(wanted.values())):
        return False
    found, later = [], set()  # names of temporaries where they are assigned to; all names in the statements after that
    for statement in reversed(statements[:i]):
        if not isinstance(statement, (gast.Assign, gast.AugAssign, gast.Expr)):
            return False
        stored = [n for n in walk(statement) if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)]
        here = [n for n in stored if n.id in wanted]
        if here and not (later | {n.id for n in stored}).isdisjoint(wanted[n.id] for n in here):
            return False
        found += here
        if len(found) == len(wanted):
            for node in found:
                node.id = wanted[node.id]
            return True
        later |= names_in(statement)
    return False


def is_copy(statement):
    """Does this give what has a name a second one?"""
    return isinstance(statement, gast.Assign) and getattr(statement, "generated", False) and len(statement.targets) == 1 \
        and isinstance(statement.targets[0], gast.Name) and isinstance(statement.value, gast.Name)


def written_back(copy, after, copies):
    """Write `a` for `t` after `t = a`, if all that reads `t` comes before anything else is stored under `a`."""
    target, source = copy.targets[0].id, copy.value.id
    found = []
    for statement in after if target in copies else ():
        if not isinstance(statement, (gast.Assign, gast.Return, gast.Expr)) or statement.value is None:
            return False
        if any(isinstance(n, (gast.Lambda, gast.GeneratorExp)) for n in walk(statement.value)):
            return False  # what they read they read later
        found += [n for n in walk(statement.value) if isinstance(n, gast.Name) and n.id == target]
        if len(found) == copies[target]:
            for node in found:
                node.id = source
            if source in copies:
                copies[source] += len(found) - 1
            return True
        if any(isinstance(n, gast.Name) and n.id == source and not isinstance(n.ctx, gast.Load) for n in walk(statement)):
            return False
    return False


def collected(before, loop):
    """Make `before`, of an empty list, one of a comprehension, if the loop only fills the list; was it so?

    Only loops that were comprehensions, whose variables nobody else reads (`collects`).
    """
    if not (isinstance(before, gast.Assign) and isinstance(before.value, gast.List) and not before.value.elts
            and isinstance(before.targets[0], gast.Name) and getattr(loop, "collects", False)):
        return False
    target, generators, statement = before.targets[0].id, [], loop
    while isinstance(statement, (gast.For, gast.If)):
        if len(statement.body) > 1 or statement.orelse:
            return False
        if isinstance(statement, gast.For):
            generators.append(gast.comprehension(target=statement.target, iter=statement.iter, ifs=[], is_async=0))
        else:
            generators[-1].ifs.append(statement.test)
        statement = statement.body[0]
    if not (isinstance(statement, gast.Expr) and isinstance(statement.value, gast.Call)
            and isinstance(statement.value.func, gast.Attribute) and statement.value.func.attr == "append"
            and isinstance(statement.value.func.value, gast.Name) and statement.value.func.value.id == target):
        return False
    comprehension = gast.ListComp(elt=statement.value.args[0], generators=generators)
    if any(isinstance(n, (gast.Yield, gast.YieldFrom, gast.NamedExpr)) or isinstance(n, gast.Name) and n.id == target
           for n in walk(comprehension)):
        return False
    before.value = comprehension
    return True


def moved(before, after, once, steady):
    """Put the value that `before` assigns into `after`; False where it is not read there first of all.

    Before what may do more than compute, only the values of steady names may be read: of others it might give new ones.
    """
    if not (isinstance(before, gast.Assign) and isinstance(after, (gast.Assign, gast.Return, gast.Expr))
            and after.value is not None):
        return False
    target = before.targets[0]
    if len(before.targets) > 1 or not isinstance(target, gast.Name) or target.id not in once:
        return False
    place = first_place(after, target.id, None if getattr(before, "generated", False) else steady)
    if place is None:
        return False
    parent, field, j = place
    if j is None:
        setattr(parent, field, before.value)
    else:
        getattr(parent, field)[j] = before.value
    return True


def first_place(statement, wanted, steady=None):
    """Where a name is read in a statement before anything is computed: (parent, field, index); None if nowhere.

    steady: the names that may be read before it; None for all.
    """
    node, place = statement.value, (statement, "value", None)
    while not (isinstance(node, gast.Name) and node.id == wanted):
        found = next((p for p in parts_in_order(node) if not is_quiet(p[0], wanted, steady)), None)
        if found is None:
            return None
        node, place = found[0], (node, *found[1:])
    return place


def is_quiet(node, wanted, steady):
    """Does reading this compute nothing, and not read the wanted name, nor one that is not steady?"""
    if isinstance(node, gast.Name):
        return node.id != wanted and (steady is None or node.id in steady)
    if isinstance(node, gast.Attribute) and isinstance(node.value, gast.Name):
        return node.value.id in ("math", "np") or node.attr == "append" and is_quiet(node.value, wanted, steady)
    return isinstance(node, gast.Constant)


def parts_in_order(node):
    """The parts that are evaluated whatever happens, in their order: (node, field, index)."""
    if isinstance(node, (gast.BoolOp, gast.Tuple, gast.List)):
        field = "values" if isinstance(node, gast.BoolOp) else "elts"
        parts = [(n, field, j) for j, n in enumerate(getattr(node, field))]
        return parts[:1] if isinstance(node, gast.BoolOp) else parts
    if isinstance(node, gast.Call):
        return [(node.func, "func", None), *((n, "args", j) for j, n in enumerate(node.args))]
    if isinstance(node, gast.Compare):
        return [(node.left, "left", None), (node.comparators[0], "comparators", 0)]
    fields = _FIELDS.get(type(node), ())
    return [(getattr(node, field), field, None) for field in fields]


_FIELDS = {gast.BinOp: ("left", "right"), gast.UnaryOp: ("operand",), gast.Attribute: ("value",),
           gast.Subscript: ("value", "slice"), gast.IfExp: ("test",)}
