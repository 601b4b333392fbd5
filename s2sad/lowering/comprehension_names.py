"""The variables of comprehensions get names that are no others in the function.

A comprehension may then be written out as a loop without touching what the
function itself calls by that name.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x, xs):
...     ys = [x * x for x in xs]
...     return x * sum(y for y in ys)
... ''').body[0]
>>> names = name_comprehensions(tree)
>>> print(text_of(tree), end="")
def f(x, xs):
    ys = [x_ * x_ for x_ in xs]
    return x * sum(y for y in ys)
>>> names
{'x_': 'x', 'y': 'y'}
"""

import gast

from s2sad.frontend.scopes import outside_parts
from s2sad.frontend.trees import walk

COMPREHENSIONS = (gast.ListComp, gast.SetComp, gast.DictComp, gast.GeneratorExp)
_SCOPES = (gast.FunctionDef, gast.AsyncFunctionDef, gast.ClassDef, gast.Lambda)


def name_comprehensions(tree, tangents=frozenset()):
    """Rename in place; returns {name now: name as the user wrote it} for all variables of comprehensions.

    tangents: names that no variable may be given.
    """
    outside = set()
    for statement in [tree.args, *tree.body]:
        _names_outside(statement, frozenset(), outside)
    names, unshared = {}, set()
    taken = outside | tangents | {n.id for n in walk(tree) if isinstance(n, gast.Name)}
    for statement in tree.body:
        _rename(statement, {}, outside, taken, names, unshared)
    return names


def bound_names(node):
    """The variables of a comprehension."""
    return {n.id for g in node.generators for n in walk(g.target)
            if isinstance(n, gast.Name) and isinstance(n.ctx, gast.Store)}


def parts(node):
    """(what is evaluated outside of a comprehension, what is evaluated inside)."""
    first, *others = node.generators
    inside = [first.target, *first.ifs]
    for generator in others:
        inside += [generator.target, generator.iter, *generator.ifs]
    inside += [node.key, node.value] if isinstance(node, gast.DictComp) else [node.elt]
    return first.iter, inside


def read_later(nodes):
    """The names that functions and generator expressions among these read, which may run when the comprehension is done.

    No other comprehension may have a variable of such a name: where both are written out as loops, they would see its values.
    """
    inner = [n for part in nodes for n in walk(part) if isinstance(n, (*_SCOPES, gast.GeneratorExp))]
    return {n.id for part in inner for n in walk(part) if isinstance(n, gast.Name)}


def _names_outside(node, bound, outside):
    if isinstance(node, gast.Name):
        if node.id not in bound:
            outside.add(node.id)
    elif isinstance(node, COMPREHENSIONS):
        iterated, inside = parts(node)
        _names_outside(iterated, bound, outside)
        for part in inside:
            _names_outside(part, bound | bound_names(node), outside)
    elif isinstance(node, _SCOPES):
        outside |= {n.id for n in walk(node) if isinstance(n, gast.Name)}
        outside.add(getattr(node, "name", None))
    else:
        for child in gast.iter_child_nodes(node):
            _names_outside(child, bound, outside)


def _rename(node, mapping, outside, taken, names, unshared):
    if isinstance(node, gast.Name):
        node.id = mapping.get(node.id, node.id)
    elif isinstance(node, COMPREHENSIONS):
        if hasattr(node, "as_written"):  # a call of `map`, which is put back where nothing is active
            _rename(node.as_written, mapping, outside, taken, names, unshared)
        iterated, inside = parts(node)
        _rename(iterated, mapping, outside, taken, names, unshared)
        mapping, kept = dict(mapping), read_later(inside)
        for user_name in sorted(bound_names(node)):
            new, alone = user_name, user_name in kept
            if new in outside or new in mapping.values() or new in unshared or alone and new in names:
                new += "_"
                while new in mapping.values() or new in unshared or new in taken and (alone or names.get(new) != user_name):
                    new += "_"
            if alone:
                unshared.add(new)
            taken.add(new)
            names[new] = user_name
            mapping[user_name] = new
        for part in inside:
            _rename(part, mapping, outside, taken, names, unshared)
    elif isinstance(node, _SCOPES):
        for part in _evaluated_outside(node):
            _rename(part, mapping, outside, taken, names, unshared)
        own = {n.id for n in walk(node) if isinstance(n, gast.Name) and not isinstance(n.ctx, gast.Load)}
        free = {old: new for old, new in mapping.items() if old not in own}
        for part in node.body if isinstance(node.body, list) else [node.body]:
            _rename(part, free, outside, taken, names, unshared)
    else:
        for child in gast.iter_child_nodes(node):
            _rename(child, mapping, outside, taken, names, unshared)


def _evaluated_outside(node):
    """What of a function or class is evaluated where it stands."""
    if isinstance(node, gast.ClassDef):
        return [*node.decorator_list, *node.bases, *(k.value for k in node.keywords)]
    return outside_parts(node)
