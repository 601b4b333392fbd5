"""Helpers that return a tuple whose parts every caller takes at once return values and tangents side by side.

That spares three tuples for each call.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def g_dx(x, dx):
...     return (x, x * x), (dx, 2 * x * dx)
... def f_dx(x, *, dx):
...     (a, b), (da, db) = g_dx(x, dx)
...     return a + b, da + db
... ''')
>>> g, f = tree.body
>>> flatten_returns([(g, {}), (f, {"g_dx": g})])
>>> print(text_of(g) + text_of(f), end="")
def g_dx(x, dx):
    return x, x * x, dx, 2 * x * dx
def f_dx(x, *, dx):
    a, b, da, db = g_dx(x, dx)
    return a + b, da + db
"""

import gast

from s2sad.frontend.trees import walk


def flatten_returns(functions):
    """Rewrite the functions and the calls of them.

    functions: (definition, the definitions that names in it mean) of each; only
    functions that are called under such a name are rewritten.
    """
    lengths, returns = {}, {}
    called = {d for _, names in functions for d in names.values()}
    for definition in called:
        returns[definition] = [n for n in walk(definition) if isinstance(n, gast.Return)]
        lengths[definition] = returned_length(definition, returns[definition])
    calls = {definition: [] for definition, length in lengths.items() if length}
    for definition, names in functions if called else ():
        nodes = list(walk(definition))
        mentioned = [names[n.id] for n in nodes if isinstance(n, gast.Name) and n.id in names]
        taken_apart = [(names[n.value.func.id], n) for n in nodes if isinstance(n, gast.Assign)
                       and isinstance(n.value, gast.Call) and isinstance(n.value.func, gast.Name)
                       and n.value.func.id in names and len(n.targets) == 1
                       and pair_length(n.targets[0]) == lengths[names[n.value.func.id]]]
        for callee in set(mentioned) & set(calls):
            own = [n for c, n in taken_apart if c is callee]
            if len(own) < mentioned.count(callee):
                del calls[callee]
            else:
                calls[callee] += own
    for definition, places in calls.items():
        for node in places:
            node.targets[0] = flat(node.targets[0])
        for node in returns[definition]:
            node.value = flat(node.value)


def returned_length(definition, returns):
    """How long both tuples of the pair are that the function returns; None where that differs."""
    inner = any(isinstance(n, (gast.FunctionDef, gast.Lambda, gast.Yield, gast.YieldFrom))
                for statement in definition.body for n in walk(statement))
    found = {pair_length(n.value) for n in returns}
    return found.pop() if len(found) == 1 and not inner else None


def pair_length(tree):
    """n for a tree of the form (n parts), (n parts); else None."""
    if not (isinstance(tree, gast.Tuple) and len(tree.elts) == 2
            and all(isinstance(part, gast.Tuple) for part in tree.elts)):
        return None
    value, tangent = tree.elts
    starred = any(isinstance(e, gast.Starred) for e in (*value.elts, *tangent.elts))
    return len(value.elts) if len(value.elts) == len(tangent.elts) > 0 and not starred else None


def flat(tree):
    value, tangent = tree.elts
    return gast.Tuple(elts=value.elts + tangent.elts, ctx=tree.ctx)
