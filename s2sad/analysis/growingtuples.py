"""Tuples that grow from call to call of a recursion: what a function is passed is taken for a tuple of any length.

    def walk(t, path=()):
        for key, value in t.items():
            walk(value, (*path, key))       # `path` has one more at each level

Else each level would have a context of its own, without end.
"""

from s2sad.analysis.earlier import callers
from s2sad.facts import kinds as K
from s2sad.facts.regions import Region

# Of so many lengths a recursion is told apart.
MOST_LENGTHS = 3


def of_any_length(program, function, parameters, contexts, caller):
    """The kinds of parameters with those that grow as tuples of any length; contexts: those of the same function."""
    around = None
    for name, kind in parameters.items():
        if not is_counted(kind):
            continue
        if (function, name) not in program.growing:
            shorter = [c for c in contexts if is_counted(c.params.get(name)) and len(c.params[name].elements) < len(kind.elements)]
            if len(shorter) < MOST_LENGTHS:
                continue
            around = around or callers(caller)
            if len({len(c.params[name].elements) for c in shorter if c in around}) < MOST_LENGTHS:
                continue
            program.growing.add((function, name))
            program.changed = True
        region = Region()
        for part in kind.elements:
            program.store(region, part)
        parameters = parameters | {name: K.sequence("tuple", region.find())}
    return parameters


def is_counted(kind):
    """Is this a tuple, of no class of its own, of which each item is known?"""
    return kind is not None and kind.form == "tuple" and kind.elements is not None and kind.type is None
