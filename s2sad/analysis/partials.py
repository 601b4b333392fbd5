"""`functools.partial`, and bound methods as values: functions that carry what they are called with.

Both are kinds with elements, as a tuple is.  A partial's are the function, the
arguments and the keywords that it holds; a bound method's is its owner.  Their
mirrors are the same objects made of mirrors, `partial(df, dx)` and `downer.method`,
so that what they hold is read from them by the same attributes.
"""

import copy

import gast

from s2sad.analysis import frozen
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall, opaque
from s2sad.facts.kinds import Kind
from s2sad.facts.regions import Region


def partial_of(function, arguments, keywords):
    """The kind of a partial of these kinds."""
    return Kind("partial", elements=(function, K.tuple_of(arguments),
                                     Kind("dict", region=Region(), elements=dict(keywords))))


def partial_kind(run, node, positional, keywords, rest):
    """The kind of `functools.partial(f, ...)`."""
    kinds = run.facts.kind
    if rest is not None or not positional:
        return opaque(run, node, None, "a partial of a starred argument of unknown length")
    function, arguments, named = kinds[positional[0]], [kinds[p] for p in positional[1:]], \
        {k: kinds[v] for k, v in keywords}
    if function.form == "partial" and function.value is None:  # Python flattens them
        inner, held, also = function.elements
        function, arguments, named = inner, [*held.elements, *arguments], also.elements | named
    run.facts.call[node] = BuiltinCall("partial")
    return partial_of(function, arguments, named)


def attribute_kind(owner, name):
    """The kind of an attribute of a partial or bound method, or of what has a kind like theirs."""
    if frozen.is_frozen_kind(owner):
        return frozen.attribute_kind(owner, name)
    parts = ("__self__",) if owner.form == "method" else ("func", "args", "keywords") if owner.value is None \
        else ("pyfunc",)
    if name in parts:
        return owner.elements[parts.index(name)]
    return K.any_kind()


def take_apart(run, node, callee):
    """Write the call of a partial or of a bound method as what it does.

    f(x)  →  f.func(f.args[0], x, k=f.keywords["k"])   or   f.__self__.append(x)

    It is printed as it was where nothing in it is active.
    """
    func = node.func
    written = copy.copy(node)
    written.args, written.keywords = list(node.args), list(node.keywords)
    node.as_written = getattr(node, "as_written", written)
    run.context.note_rewritten()

    def here(tree):
        return gast.copy_location(gast.fix_missing_locations(tree), func)

    def attribute(owner, name):
        made = here(gast.Attribute(value=owner, attr=name, ctx=gast.Load()))
        made.taken_apart = True
        return made
    if callee.form == "method":
        node.called = func  # it may turn out to be one of several
        made = run.context.receivers.get((node, func, callee.value))
        if made is None:
            made = run.context.receivers[node, func, callee.value] = here(gast.Attribute(
                value=attribute(func, "__self__"), attr=callee.value, ctx=gast.Load()))
        node.func = made
        return

    def name(identifier, ctx):
        return here(gast.Name(id=identifier, ctx=ctx, annotation=None, type_comment=None))

    def item(owner, key):
        return here(gast.Subscript(value=owner, slice=here(gast.Constant(value=key, kind=None)), ctx=gast.Load()))
    held = func.id if isinstance(func, gast.Name) else run.context.new_name()
    if not isinstance(func, gast.Name):
        func = here(gast.NamedExpr(target=name(held, gast.Store()), value=func))
    _, arguments, named = callee.elements
    given = {k.arg for k in node.keywords}
    node.func = attribute(func, "func")
    node.args = [*(item(attribute(name(held, gast.Load()), "args"), i) for i in range(len(arguments.elements))),
                 *node.args]
    node.keywords = [*(gast.keyword(arg=k, value=item(attribute(name(held, gast.Load()), "keywords"), k))
                       for k in named.elements if k not in given), *node.keywords]


def check_taken_apart(run, node, owner):
    """What was a partial or bound method when its call was taken apart must be one throughout."""
    if getattr(node, "taken_apart", False) and owner.form not in ("partial", "method"):
        raise run.context.refusal(node, "What is called here is a functools.partial or a bound method at one time, and "
                                  "something else at another.", "Wrap it in a lambda.", uncertain=True)


def method_value(owner, name):
    """The kind of the bound method `owner.name`, which is not called at once."""
    return Kind("method", value=name, elements=(owner,))
