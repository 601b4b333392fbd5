"""The arguments of a call as nodes, with what `*` and `**` unpack written out."""

import operator

import gast

from s2sad.analysis import iteration
from s2sad.analysis.storage import as_items, base_of, is_built_in
from s2sad.facts import kinds as K
from s2sad.facts.calls import CannotBind, UnknownKeys, expand, has_known_keys


def argument_nodes(run, node):
    """Positional nodes, keyword nodes and the trailing starred node, all looked at."""
    for argument in node.args:
        kind = run.kind(argument)
        if isinstance(argument, gast.Starred):
            argument.value = all_items(run, argument.value, kind)
    for keyword in node.keywords:
        kind = run.kind(keyword.value)
        if keyword.arg is None:
            keyword.value = iteration.as_dict(run, keyword.value) if base_of(kind) is None else as_items(run, keyword.value, True)
    sizes = tuple(unpacked_size(run.facts.kind[p.value]) for p in (*node.args, *node.keywords)
                  if isinstance(p, gast.Starred) or isinstance(p, gast.keyword) and p.arg is None)
    known = run.context.expanded.get(node)
    if known is None or run.context.sizes.get(node) != sizes:
        run.context.sizes[node] = sizes
        known = written_out(run, node, sizes)
        if isinstance(known, CannotBind):
            run.context.expanded.pop(node, None)
            if isinstance(known, UnknownKeys):
                look_at(run, node, known.positional, known.keywords, known.rest)
            return known
        run.context.expanded[node] = known
    look_at(run, node, *known)
    return known


def written_out(run, node, sizes):
    """What `expand` finds, or raises; of what it raises the nodes stay the same, too, so that they have one memory each."""
    passed = *node.args, *(k.value for k in node.keywords)
    before = run.context.unbound.get(node)
    if before is not None and before[0] == sizes and len(before[1]) == len(passed) and all(map(operator.is_, before[1], passed)):
        return before[2]
    try:
        return expand(node, run.facts.kind.__getitem__, run.context.new_name)
    except CannotBind as problem:
        run.context.unbound[node] = sizes, passed, problem.with_traceback(None)
        return problem


def look_at(run, node, positional, keywords, rest):
    """The kinds of arguments that are written out."""
    seen = {*node.args, *(k.value for k in node.keywords)}
    for argument in (*positional, *(v for _, v in keywords), *([rest] if rest is not None else [])):
        if argument not in run.facts.kind or (isinstance(argument, (gast.Subscript, gast.Tuple))
                                              or hasattr(argument, "written_out")) and argument not in seen:
            run.kind(argument)


def all_items(run, node, kind):
    """What is unpacked into arguments: an iterator or object as the list of its items."""
    if K.has_fields(kind):
        node = as_items(run, node, True) if is_built_in(kind, "__iter__") else iteration.iterable(run, node)
        kind = run.facts.kind[node]
    return iteration.call_of(run, node, list, node) if kind.form in ("iter", "iterable", "view") else node


def unpacked_size(kind):
    """How many arguments `*` or `**` makes of a value, as far as its kind says."""
    if kind.form == "dict":
        return tuple(kind.elements) if has_known_keys(kind) else None
    return None if kind.elements is None else len(kind.elements)
