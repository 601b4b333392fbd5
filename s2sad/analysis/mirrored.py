"""What a test says of a value, it says of its tangent, too, in a derivative that is differentiated.

    if isinstance(e, Add):               # e: an Add or a number
        t, dt = ev_de(e.left, de.left)   # de: an Add
    return e, de                         # de: a number
"""

import gast

from s2sad.analysis.alternatives import is_one_of_several, kind_of
from s2sad.facts.alternatives import alternatives
from s2sad.facts.kinds import is_numeric
from s2sad.frontend.tangentnames import seed_names
from s2sad.frontend.trees import copy_tree
from s2sad.records import replace
from s2sad.simplify.temporaries import inherited


def tangents_of(context):
    """The names of the tangents of each variable in a generated function; nothing for the user's own."""
    from s2sad.backend.compiler import ORIGINS
    if context.tangents is None:
        context.tangents, function = {}, context.function
        while function.__code__.co_filename in ORIGINS:
            function = ORIGINS[function.__code__.co_filename].function
            for variable, tangent in seed_names(function.__code__).items():
                context.tangents.setdefault(variable, []).append(tangent)
        for temporary in inherited(context.function):
            context.tangents.setdefault(temporary, []).append("d" + temporary)
    return context.tangents


def with_tangents(context, said, env):
    """What a test says of names (name → kind), and of their tangents."""
    names = tangents_of(context) if said else ()
    if not names:
        return said
    found = dict(said)
    for variable, kind in said.items():
        for tangent in names.get(variable, ()):
            if is_one_of_several(env.get(tangent)):
                found[tangent] = tangent_of(env[tangent], kind)
            elif tangent in env and env[tangent].optional and is_numeric(kind) and not kind.optional:
                found[tangent] = replace(env[tangent], optional=False)
    return found


def tangent_of(kind, value):
    """The kind of a tangent, where its value is of the kind `value`.

    >>> from s2sad.facts.joining import either
    >>> from s2sad.facts.kinds import number, sequence
    >>> from s2sad.facts.regions import Region
    >>> tangent_of(either(number(), sequence("list", Region())), number(int))
    float
    """
    among = alternatives(value)
    if among is None or not is_one_of_several(kind) or any(form not in _MIRRORED for form, _, _ in among):
        return kind
    left = {one for one in kind.among if any(are_mirrored(one, of) for of in among)}
    return replace(kind_of(kind, left), optional=kind.optional) if left and left != kind.among else kind


def are_mirrored(one, of):
    """May what is `one` be the tangent of what is `of`, as `alternatives` says them?  Numbers and containers may be of other types."""
    return one[0] in _MIRRORED[of[0]] and (of[0] != "object" or one[1] is of[1])


# The forms of tangents, by those of their values.
_MIRRORED = {"number": ("number", "numeric"), "array": ("array", "numeric"), "numeric": ("number", "array", "numeric"),
             "list": ("list",), "tuple": ("tuple",), "dict": ("dict",), "object": ("object",), "function": ("function",)}


def mirrored_paths(run, node):
    """What reads the tangent of what `node` reads, an attribute or item, and the kind of what is read from: `de.left` for `e.left`."""
    for tangent in tangents_of(run.context).get(root_of(node).id, ()):
        if tangent in run.env:
            copied = copy_tree(node)
            root_of(copied).id = tangent
            kind = run.env[tangent] if root_of(copied) is copied.value else None
            if kind is not None and kind.region is not None:
                yield copied, kind


def root_of(node):
    """The name from which an attribute or item is read."""
    while isinstance(node, (gast.Attribute, gast.Subscript)):
        node = node.value
    return node
