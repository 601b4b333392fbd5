"""Temporaries numbered in the order in which they are first assigned; those that hold tangents are named like these.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x, dx):
...     t3 = x + 1
...     t, dt = g_dx(t3, dx)
...     return t, dt
... ''')
>>> rename(_in_order(tree), {"t": "t2", "dt": "dt2", "t3": "t"})
>>> print(text_of(tree), end="")
def f(x, dx):
    t = x + 1
    t2, dt2 = g_dx(t, dx)
    return t2, dt2
"""

import builtins
import re
import types

import gast

from s2sad.frontend.build import names_in
from s2sad.frontend.trees import FIELDS, walk


def number_temporaries(function, w):
    """Rename the writer's temporaries `t`, `t2`, ... as they come in the text; returns all names, as nodes."""
    order, used, nodes = {}, set(), _in_order(function)
    name_unread(function, nodes, w.generated | set(w.tangents.values()))
    tangents = held_tangents(function, w.generated, set(w.tangents.values()))
    for node in nodes:
        name = node.id
        if name in used:
            continue
        used.add(name)
        base = name if name in w.generated else None
        if base is not None and base.startswith("d") and base[1:] in w.generated:
            base = base[1:]
        if base is not None and base != "_":
            order.setdefault(base)
    beside = values_beside(tangents, used)
    taken = (w.taken | used) - w.generated
    mapping, i = {}, 0
    for old in order:
        if old in beside:
            continue
        while True:
            i += 1
            new = "t" if i == 1 else f"t{i}"
            if new not in taken and "d" + new not in taken:
                break
        mapping[old], mapping["d" + old] = "d" + new if old in tangents else new, "d" + new
    mapping.update((old, mapping["d" + value]) for old, value in beside.items())
    rename(nodes, mapping)
    return nodes


def held_tangents(function, generated, tangents):
    """The temporaries that hold tangents, with the name of the value that each belongs to, or None where that has none.

    tangents: the names of the user's variables' tangents.

    >>> held_tangents(gast.parse("t = x * y\\nt2 = dx * y + x * dy\\nt3 = t2 * t"), {"t", "t2", "t3"}, {"dx", "dy"})
    {'t2': None, 't3': None}
    """
    def is_tangent(name):
        return name in tangents or name in found or name.startswith("d") and name[1:] in generated
    found, others, names = {}, set(), names_in(function)
    for node in walk(function):
        if not isinstance(node, gast.Assign) or not isinstance(node.targets[0], gast.Name) \
                or node.targets[0].id not in generated or is_tangent(node.targets[0].id):
            continue
        tree = node.value.elt if isinstance(node.value, gast.ListComp) else node.value
        if any(map(is_tangent, names_in(tree))) and not any(map(gives_pairs, walk(tree))):
            found[node.targets[0].id] = getattr(node.value, "tangent_of", None)
        else:
            others.add(node.targets[0].id)
    return {target: value for target, value in found.items() if target not in others and "d" + target not in names}


def gives_pairs(tree):
    """May this give values beside tangents, or values alone: `zip(xs, dxs)`, `f_dx(x, dx)[0]`, `df(x, dx)`?"""
    if isinstance(tree, gast.Subscript):
        return gives_pairs(tree.value)
    return isinstance(tree, gast.Call) and isinstance(tree.func, gast.Name) and (
        not getattr(tree, "pure", False) or tree.func.id in ("zip", "iter", "enumerate", "reversed", "map", "constant_key", "constant_keys") or "pair" in tree.func.id)


def values_beside(tangents, used):
    """Of these tangents the ones whose values are temporaries with no other tangent: tangent → value."""
    found = {}
    for tangent, value in tangents.items():
        if value in used and "d" + value not in used and value not in tangents and value not in found.values():
            found[tangent] = value
    return found


def name_unread(function, nodes, generated):
    """Let generated names that are only unpacked into, and never read, be `_`; nodes: all names of the function.

    >>> import gast
    >>> from s2sad.backend.printer import text_of
    >>> tree = gast.parse("def f(edges, dedges):\\n    for (u, w), (du, dw) in zip(edges, dedges):\\n        print(u, w, dw)")
    >>> name_unread(tree, _in_order(tree), {"du", "dw"})
    >>> print(text_of(tree.body[0].body[0].target))
    ((u, w), (_, dw))
    """
    statements = list(walk(function))
    read = {n.id for n in nodes if not isinstance(n.ctx, gast.Store)}
    read |= {node.target.id for node in statements if isinstance(node, gast.AugAssign) and isinstance(node.target, gast.Name)}
    unread = {n.id for n in nodes} & generated - read
    if not unread or "_" in read:
        return
    unread -= {n for node in statements if isinstance(node, gast.Nonlocal) for n in node.names}
    for node in statements:
        targets = node.targets if isinstance(node, gast.Assign) else [node.target] \
            if isinstance(node, (gast.For, gast.comprehension)) else []
        for part in [part for target in targets for part in walk(target) if isinstance(part, gast.Tuple)]:
            for item in part.elts:
                if isinstance(item, gast.Name) and item.id in unread:
                    item.id = "_"


def inherited(function):
    """The temporaries, and their tangents, that a derivative has which is differentiated."""
    from s2sad.backend.compiler import ORIGINS
    origin = ORIGINS.get(function.__code__.co_filename)
    if origin is None:
        return set()
    users = _names(origin.function.__code__)
    own = {n for n in _names(function.__code__) if re.fullmatch(r"d*t\d*_*", n)}
    return {n for n in own if n not in users and n.strip("d_") not in users} | inherited(origin.function)


def _names(code):
    inner = [_names(c) for c in code.co_consts if isinstance(c, types.CodeType)]
    return set(code.co_varnames).union(code.co_cellvars, code.co_freevars, *inner)


def _in_order(function):
    """The names of a tree, as nodes, in the order of the text, roughly: targets come first."""
    found = []

    def visit(node):
        if node.__class__ is gast.Name:
            found.append(node)
            return
        own = node.__dict__
        for field in FIELDS[node.__class__]:
            part = own.get(field)
            if part.__class__ is list:
                for item in part:
                    if isinstance(item, gast.AST):
                        visit(item)
            elif isinstance(part, gast.AST):
                visit(part)
    visit(function)
    return found


def rename(names, mapping):
    """Rename variables, given as nodes, all at once."""
    for node in set(names):  # trees share nodes: each is renamed once
        node.id = mapping.get(node.id, node.id)
