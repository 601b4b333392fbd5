"""`g(*xs)` for a sequence whose length only the running program knows, where `g` takes a fixed number of arguments.

The sequence must then have as many items as `g` still has parameters, so they
are written out, `g(xs[0], xs[1])`, after a check of the length.
"""


import gast

from s2sad.analysis.calls import CannotBind
from s2sad.frontend.scopes import parameter_names
from s2sad.records import Record, replace


class Unpacked(Record):
    """A starred argument written out: its expression, the items as nodes, and what a call by Python looks like."""

    call: object
    source: object
    count: int
    before: int  # positional arguments before it
    keywords: list


def write_out(run, node, arguments, positional, keywords, rest):
    """The positional nodes of a call with the items of `*rest` among them.

    Raises CannotBind where it is not certain how many items there must be.
    """
    count = missing(arguments, positional, keywords)
    kind = replace(run.facts.kind[rest], optional=False)
    if count is None or isinstance(rest, gast.Tuple) or kind.form not in ("list", "tuple", "array"):
        raise CannotBind("a starred argument of unknown length")
    items = []
    if count:
        first = gast.copy_location(gast.Subscript(value=rest, slice=gast.Constant(value=0, kind=None),
                                                  ctx=gast.Load()), rest)
        source = rest
        if not isinstance(rest, gast.Name):
            target = run.context.new_name()
            first.value = gast.copy_location(gast.NamedExpr(target=_name(target, gast.Store(), rest), value=rest), rest)
            source = _name(target, gast.Load(), rest)
        items = [first]
        items += [gast.copy_location(gast.Subscript(value=_name(source.id, gast.Load(), rest),
                                                    slice=gast.Constant(value=i, kind=None), ctx=gast.Load()), rest)
                  for i in range(1, count)]
        for item in items:
            run.kind(item)
        run.facts.kind[source] = kind
    else:
        raise CannotBind("too many positional arguments")
    written, all_keywords, _ = run.context.expanded[node]
    run.context.unpacked[items[0]] = Unpacked(node, source, count, len(written), [k for k, _ in all_keywords])
    run.context.expanded[node] = ([*written, *items], all_keywords, None)
    return [*positional, *items]


def missing(arguments, positional, keywords):
    """How many arguments are yet to come, or None where defaults or `*args` leave that open."""
    names = parameter_names(arguments)[:len(arguments.posonlyargs) + len(arguments.args)]
    open_ = names[len(positional):]
    given = {k for k, _ in keywords}
    while open_ and open_[-1] in given:
        open_.pop()
    first_default = len(names) - len(arguments.defaults)
    if arguments.vararg is not None or len(positional) + len(open_) > first_default or given & set(open_):
        return None
    return len(open_)


def _name(identifier, ctx, at):
    return gast.copy_location(gast.Name(id=identifier, ctx=ctx, annotation=None, type_comment=None), at)
