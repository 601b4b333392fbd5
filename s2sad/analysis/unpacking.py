"""`g(*xs)` for a sequence whose length only the running program knows, where `g` takes a fixed number of arguments.

The sequence must then have as many items as `g` still has parameters, so they
are written out, `g(xs[0], xs[1])`, after a check of the length. Where `g` has `*args` as well, it must have at
least as many: `g(xs[0], xs[1], *xs[2:])`.
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
    more: bool  # may there be more items than these?


def write_out(run, node, arguments, positional, keywords, rest):
    """The positional nodes of a call with items of `*rest` among them, and the rest that is left, or None.

    Raises CannotBind where it is not certain how many items there must be.
    """
    count = missing(arguments, positional, keywords)
    if count == 0 and arguments.vararg is not None:
        return positional, rest
    kind = replace(run.facts.kind[rest], optional=False)
    if count is None or isinstance(rest, gast.Tuple) or kind.form not in ("list", "tuple", "array"):
        raise CannotBind("a starred argument of unknown length")
    if not count:
        raise CannotBind("too many positional arguments")

    def name(identifier, ctx):
        return gast.copy_location(gast.Name(id=identifier, ctx=ctx, annotation=None, type_comment=None), rest)

    def item(value, index):
        return gast.copy_location(gast.Subscript(value=value, slice=index, ctx=gast.Load()), rest)

    def number(i):
        return gast.copy_location(gast.Constant(value=i, kind=None), rest)
    first = item(rest, number(0))
    source = rest
    if not isinstance(rest, gast.Name):
        target = run.context.new_name()
        first.value = gast.copy_location(gast.NamedExpr(target=name(target, gast.Store()), value=rest), rest)
        source = name(target, gast.Load())
    items = [first, *(item(name(source.id, gast.Load()), number(i)) for i in range(1, count))]
    left = None
    if arguments.vararg is not None:
        left = item(name(source.id, gast.Load()),
                    gast.copy_location(gast.Slice(lower=number(count), upper=None, step=None), rest))
    for made in (*items, *([left] if left is not None else [])):
        run.kind(made)
    run.facts.kind[source] = kind
    written, all_keywords, _ = run.context.expanded[node]
    run.context.unpacked[first] = Unpacked(node, source, count, len(written), [k for k, _ in all_keywords],
                                           left is not None)
    run.context.expanded[node] = ([*written, *items], all_keywords, left)
    return [*positional, *items], left


def missing(arguments, positional, keywords):
    """How many arguments are yet to come before `*args`, or None where defaults leave that open."""
    names = parameter_names(arguments)[:len(arguments.posonlyargs) + len(arguments.args)]
    open_ = names[len(positional):]
    given = {k for k, _ in keywords}
    while open_ and open_[-1] in given:
        open_.pop()
    first_default = len(names) - len(arguments.defaults)
    if open_ and len(positional) + len(open_) > first_default or given & set(open_):
        return None
    return len(open_)
