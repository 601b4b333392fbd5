"""Derivatives of one function that are the same text, but for the names by which they call each other, become one.

A recursive function over nested data has a derivative for what it is first given, one for what is in that,
and so on; what is known of their arguments differs, and often makes no difference to the text.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def g_dx(x, dx):
...     return g_dx_2(x[0], dx[0]) if x else (0.0, 0.0)
... def g_dx_2(x, dx):
...     return g_dx(x[0], dx[0]) if x else (0.0, 0.0)
... ''')
>>> first, second = tree.body
>>> links = {"g_dx": "g", "g_dx_2": "g 2"}
>>> merge_equal([("g", first, {"g_dx_2": "g 2"}, "g"), ("g 2", second, {"g_dx": "g"}, "g")])
{'g 2': 'g'}
>>> print(text_of(first), end="")
def g_dx(x, dx):
    return g_dx(x[0], dx[0]) if x else (0.0, 0.0)
"""

import gast

from s2sad.frontend.trees import walk


def merge_equal(functions):
    """Let calls of functions that are equal be calls of the first of them; returns {what is dropped: what stands for it}.

    functions: (key, definition, {name in it: key of the function it means}, what must be the same for two to be equal).
    """
    groups = {}
    for key, definition, names, same in functions:
        groups.setdefault(same, []).append((key, definition, names))
    if len(groups) == len(functions):
        return {}
    classes, called = {}, {}
    for group in groups.values():
        for key, definition, names in group:
            text, called[key] = spelled(definition, names) if len(group) > 1 else (key, ())
            classes[key] = (group[0][0], text)
    while True:
        finer = {key: (own, *(classes.get(k, k) for k in called[key])) for key, own in classes.items()}
        if len(set(finer.values())) == len(set(classes.values())):
            break
        numbers = {}
        classes = {key: numbers.setdefault(own, len(numbers)) for key, own in finer.items()}
    kept, dropped = {}, {}
    for key, _, _, _ in functions:
        first = kept.setdefault(classes[key], key)
        if first is not key:
            dropped[key] = first
    name_of = {key: definition.name for key, definition, _, _ in functions}
    for key, definition, names, _ in functions:
        meant = {n: name_of[dropped[k]] for n, k in names.items() if k in dropped}
        if meant and key not in dropped:
            for node in walk(definition):
                if isinstance(node, gast.Name) and node.id in meant:
                    node.id = meant[node.id]
    return dropped


def spelled(definition, names):
    """A text of the definition without its name and those of what it calls, and what it calls as they appear."""
    met, before = [], [(definition, definition.name)]
    for node in walk(definition):
        if isinstance(node, gast.Name) and node.id in names:
            met.append(names[node.id])
            before.append((node, node.id))
    definition.name = "·"
    for node, _ in before[1:]:
        node.id = "·"
    text = gast.dump(definition)
    definition.name = before[0][1]
    for node, name in before[1:]:
        node.id = name
    return text, tuple(met)
