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
"""

import gast

from s2sad.frontend.trees import walk

_BLOCKS = ("body", "orelse", "finalbody", "handlers", "cases")


def settle(function, temporaries):
    """Write the values of such temporaries in their places."""
    loads, stores = {}, {}
    for node in walk(function):
        if isinstance(node, gast.Name) and node.id in temporaries:
            counts = loads if isinstance(node.ctx, gast.Load) else stores
            counts[node.id] = counts.get(node.id, 0) + 1
    once = {n for n, count in loads.items() if count == 1 and stores.get(n) == 1}
    if once:
        settle_in(function, once)


def settle_in(node, once):
    for field in _BLOCKS:
        statements = getattr(node, field, None)
        if not isinstance(statements, list):
            continue
        for i in range(len(statements) - 1, 0, -1):
            if moved(statements[i - 1], statements[i], once):
                del statements[i - 1]
        for statement in statements:
            if not isinstance(statement, gast.FunctionDef):  # seen to when it was made
                settle_in(statement, once)


def moved(before, after, once):
    """Put the value that `before` assigns into `after`; False where it is not read there first of all."""
    if not (isinstance(before, gast.Assign) and getattr(before, "generated", False)
            and isinstance(after, (gast.Assign, gast.Return, gast.Expr)) and after.value is not None):
        return False
    target = before.targets[0]
    if len(before.targets) > 1 or not isinstance(target, gast.Name) or target.id not in once:
        return False
    place = first_place(after, target.id)
    if place is None:
        return False
    parent, field, j = place
    if j is None:
        setattr(parent, field, before.value)
    else:
        getattr(parent, field)[j] = before.value
    return True


def first_place(statement, wanted):
    """Where a name is read in a statement before anything is computed: (parent, field, index); None if nowhere."""
    node, place = statement.value, (statement, "value", None)
    while not (isinstance(node, gast.Name) and node.id == wanted):
        found = next((p for p in parts_in_order(node) if not is_quiet(p[0], wanted)), None)
        if found is None:
            return None
        node, place = found[0], (node, *found[1:])
    return place


def is_quiet(node, wanted):
    """Does reading this compute nothing, and not read the wanted name?"""
    if isinstance(node, gast.Name):
        return node.id != wanted
    return isinstance(node, gast.Constant) or isinstance(node, gast.Attribute) \
        and isinstance(node.value, gast.Name) and node.value.id in ("math", "np")


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
