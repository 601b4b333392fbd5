"""The variables of a comprehension that was written out as a loop get the names that the user gave them.

A comprehension has variables of its own, and a loop has not: they are named apart (`lowering.comprehension_names`). Where
the function's own variable of that name is not in use meanwhile, one name serves for both.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(xs, dxs):
...     for x in xs:
...         print(x)
...     t, dt = [], []
...     for x_, dx_ in zip(xs, dxs):
...         v, dv = g_dx(x_, dx_)
...         t.append(v)
...         dt.append(dv)
...     return t, dt
... ''').body[0]
>>> share_names(tree, [("x_", "x"), ("dx_", "dx")])
>>> print(text_of(tree.body[2]), end="")
for x, dx in zip(xs, dxs):
    v, dv = g_dx(x, dx)
    t.append(v)
    dt.append(dv)
"""

import gast

from s2sad.frontend.scopes import COMPREHENSIONS, FUNCTIONS, forget, scope_of
from s2sad.frontend.trees import children, names_captured, walk
from s2sad.simplify.dead import Sweep


def share_names(definition, renamed):
    """Rename variables of a function, given as (name now, the user's), if all of them may share those names."""
    nodes = [n for n in walk(definition) if isinstance(n, gast.Name)]
    present = {n.id for n in nodes}
    mapping = {now: own for now, own in renamed if now in present}
    if mapping and all(may_share(definition, now, own) for now, own in mapping.items()):
        for node in nodes:
            node.id = mapping.get(node.id, node.id)


def may_share(definition, now, own):
    """Is each of the two variables never given a value while the other's is needed, nor seen by anything but statements?"""
    forget(definition)
    both = {now, own}
    if own in scope_of(definition).free:
        return False
    for node in walk(definition):
        if isinstance(node, FUNCTIONS) and node is not definition:
            seen = scope_of(node).free | {getattr(node, "name", None)}
        elif isinstance(node, gast.GeneratorExp):  # which runs later
            seen = free_names(node)
        elif isinstance(node, COMPREHENSIONS):
            bound, read = bound_names(node), free_names(node)
            seen = both if both <= bound or own in bound and now in read or now in bound and own in read else ()  # two would be one
        elif isinstance(node, (gast.ClassDef, gast.NamedExpr, gast.Delete)):
            seen = {getattr(node, "name", None), *(n.id for n in walk(node) if isinstance(n, gast.Name))}
        elif isinstance(node, (gast.Global, gast.Nonlocal)):
            seen = node.names
        elif isinstance(node, gast.ExceptHandler):
            seen = [getattr(node.name, "id", node.name)]
        elif isinstance(node, gast.alias):
            seen = [node.asname or node.name.partition(".")[0]]
        else:
            seen = names_captured(node) if isinstance(node, gast.match_case) else ()
        if not both.isdisjoint(seen):
            return False
    meeting = _Meeting(now, own)
    meeting.block(definition.body, frozenset(), None, None, frozenset(), dry=True)
    return not meeting.found


class _Meeting(Sweep):
    """Looks whether one of two variables is given a value where that of the other is still needed."""

    def __init__(self, *both):
        super().__init__(frozenset())
        self.both, self.found = both, False

    def reads(self, node):
        if node is None:
            return frozenset()
        if node not in self.known:
            self.known[node] = frozenset(free_names(node))
        return self.known[node]

    def statement(self, node, live, *where, **how):
        result = super().statement(node, live, *where, **how)
        stored, needed = stored_here(node), live | self.tops.get(node, frozenset())
        if isinstance(node, gast.With):
            needed |= result[1] | free_names(node)
        for one, other in (self.both, self.both[::-1]):
            self.found |= one in stored and (other in needed or other in stored)
        return result


def bound_names(comprehension):
    return {n.id for g in comprehension.generators for n in walk(g.target)
            if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}


def free_names(node):
    """The names that are read in a tree, but for variables of comprehensions."""
    if isinstance(node, gast.Name):
        return set() if isinstance(node.ctx, gast.Store) else {node.id}
    found = set().union(*map(free_names, children(node)))
    return found - bound_names(node) | free_names(node.generators[0].iter) if isinstance(node, COMPREHENSIONS) else found


_BLOCKS = (gast.If, gast.While, gast.Try, gast.Match, gast.FunctionDef, gast.ClassDef)


def stored_here(statement):
    """The names that a statement itself gives values, without those inside it."""
    if isinstance(statement, gast.For):
        todo = [statement.target]
    elif isinstance(statement, gast.With):
        todo = [item.optional_vars for item in statement.items if item.optional_vars is not None]
    else:
        todo = [] if isinstance(statement, _BLOCKS) else [statement]
    found = set()
    for node in todo:
        if isinstance(node, gast.Name) and isinstance(node.ctx, gast.Store):
            found.add(node.id)
        elif not isinstance(node, COMPREHENSIONS):
            todo += children(node)
    return found
