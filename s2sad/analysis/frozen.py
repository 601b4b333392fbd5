"""Distributions of scipy.stats with their parameters given.

Such an object carries what its methods are called with, as a `functools.partial` does, and has a kind like that of one.
Its mirror is a `FrozenTangents`. A method is called as that of the distribution:

    d.pdf(x)                 →  d.dist.pdf(x, d.args[0], scale=d.kwds["scale"])
    stats.norm(m, s).pdf(x)  →  stats.norm.pdf(x, m, s)
"""

import copy

import gast

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall, opaque
from s2sad.facts.kinds import Kind, const
from s2sad.facts.regions import Region
from s2sad.records import Value
from s2sad.rules.registry import library_rule
from s2sad.runtime.frozen import FrozenTangents, distribution_of

PARTS = ("dist", "args", "kwds")
METHODS = ("pdf", "logpdf", "cdf", "logcdf", "sf", "logsf", "ppf", "isf", "pmf", "logpmf", "mean", "var", "std", "median",
           "entropy")


class Parameters(Value):
    """What tells kinds of frozen distributions apart: the distribution, and how its parameters were given."""

    distribution: object
    positional: int
    names: tuple


def is_distribution(function):
    """Is this a distribution of scipy.stats that has rules, or what makes the mirrors of those?"""
    if function is FrozenTangents:
        return True
    method = getattr(type(function), "logpdf", None) or getattr(type(function), "logpmf", None)
    return method is not None and getattr(function, "freeze", None) is not None and any(
        library_rule(getattr(function, name, None)) is not None for name in ("logpdf", "logpmf"))


def is_frozen_kind(kind):
    return kind.form == "partial" and isinstance(kind.value, Parameters)


def kind_of_frozen(distribution, arguments, keywords):
    """The kind of a distribution with parameters of these kinds."""
    return Kind("partial", value=Parameters(distribution, len(arguments), tuple(keywords)), elements=(
        const(distribution), K.tuple_of(arguments), Kind("dict", region=Region(), elements=dict(keywords))))


def kind_of_object(frozen, kind_of):
    """The kind of such an object; None where its distribution is none that has rules."""
    distribution = distribution_of(frozen)
    if distribution is None or not is_distribution(distribution):
        return None
    return kind_of_frozen(distribution, [kind_of(v) for v in frozen.args],
                          {k: kind_of(v) for k, v in frozen.kwds.items()})


def freeze_kind(run, node, distribution, positional, keywords, rest):
    """The kind of `stats.norm(mu, sigma)`."""
    if rest is not None:
        return opaque(run, node, None, "a distribution with a starred argument of unknown length")
    kinds = run.facts.kind
    run.facts.call[node] = BuiltinCall("frozen")
    return kind_of_frozen(distribution, [kinds[p] for p in positional], {k: kinds[v] for k, v in keywords})


def attribute_kind(owner, name):
    """The kind of an attribute of a distribution with parameters."""
    return owner.elements[PARTS.index(name)] if name in PARTS else K.any_kind()


def write_method(run, node, owner):
    """Write the call of a method as that of the distribution's; False where this is none of those with rules."""
    func = node.func
    if func.attr not in METHODS or len(node.args) > 1 or any(isinstance(a, gast.Starred) for a in node.args) \
            or any(k.arg is None for k in node.keywords) or len(node.args) + len(node.keywords) > 1:
        return False

    def here(tree):
        return gast.copy_location(gast.fix_missing_locations(tree), func)

    def name(identifier, ctx):
        return here(gast.Name(id=identifier, ctx=ctx, annotation=None, type_comment=None))

    def attribute(value, attr):
        made = here(gast.Attribute(value=value, attr=attr, ctx=gast.Load()))
        made.taken_apart = True
        return made

    def item(container, key):
        return here(gast.Subscript(value=container, slice=here(gast.Constant(value=key, kind=None)), ctx=gast.Load()))
    written = copy.copy(node)
    node.as_written = getattr(node, "as_written", written)
    run.context.note_rewritten()
    first = [*node.args, *(k.value for k in node.keywords)]
    made = func.value
    if isinstance(made, gast.Call) and all(map(is_simple, [*made.args, *(k.value for k in made.keywords)])):
        node.func = here(gast.Attribute(value=made.func, attr=func.attr, ctx=gast.Load()))
        node.args, node.keywords = [*first, *made.args], list(made.keywords)
    else:
        held = made.id if isinstance(made, gast.Name) else run.context.new_name()
        if not isinstance(made, gast.Name):
            made = here(gast.NamedExpr(target=name(held, gast.Store()), value=made))
        node.func = here(gast.Attribute(value=attribute(made, "dist"), attr=func.attr, ctx=gast.Load()))
        node.args = [*first, *(item(attribute(name(held, gast.Load()), "args"), i) for i in range(owner.value.positional))]
        node.keywords = [gast.keyword(arg=k, value=item(attribute(name(held, gast.Load()), "kwds"), k))
                         for k in owner.value.names]
    run.context.expanded.pop(node, None)
    return True


def is_simple(node):
    """May this expression be evaluated after another one instead of before it?"""
    return isinstance(node, (gast.Name, gast.Constant)) or isinstance(node, gast.UnaryOp) and is_simple(node.operand)
