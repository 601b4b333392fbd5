"""The kinds of the dicts of `collections`: dict kinds whose `type` is the class.

Reading a missing key of a defaultdict stores the default: a reading touches the
mirror too, so that both have the same keys.  The mirror's default is zero.
"""

import collections

import gast
import numpy as np

from s2sad.facts.callrecords import BuiltinCall, DefaultDictCall, PlainCall, opaque
from s2sad.facts.iterators import items_of
from s2sad.facts.kinds import Kind, is_known, number
from s2sad.facts.reached import is_active
from s2sad.records import replace

MAPPINGS = {collections.defaultdict, collections.OrderedDict, collections.Counter}
# What they have beside, or otherwise than, a dict.
OWN_METHODS = {collections.defaultdict: set(), collections.OrderedDict: {"move_to_end"},
               collections.Counter: {"subtract", "total"}, None: set()}
CHANGED_METHODS = {collections.Counter: {"update", "subtract"}}

_NUMBERS = {float: float, int: float, bool: float, complex: complex}  # default factory → that of the mirror


def mapping_kind(run, node, function, positional, keywords, rest):
    """The kind of a call of one of these classes; None where what it holds is not known."""
    from s2sad.analysis.containers import dict_kind
    kinds = [replace(run.facts.kind[p], optional=False) for p in positional]
    if rest is not None:
        return None
    if function is collections.Counter and kinds and kinds[0].form != "dict":
        return counted_kind(run, node, kinds[0], positional, keywords)
    if function is collections.defaultdict and positional:
        factory = default_of(run, node, positional[0], kinds[0])
        if factory is None:
            return opaque(run, node, None, "it is not known before the program runs what this defaultdict holds by "
                          "default", "Use float, int, list, dict, or a lambda of a constant or of np.zeros(n).",
                          foreign=False, uncertain=True)
        default, mirror = factory
        held = dict_kind(run, node, kinds[1:], keywords)
        run.facts.call[node] = DefaultDictCall(mirror)
    else:
        default = number(int) if function is collections.Counter else None
        held = dict_kind(run, node, kinds, keywords)
        run.facts.call[node] = BuiltinCall("dict")
    if function is collections.OrderedDict:
        return replace(held, type=function)
    for kind in (*(held.elements or {}).values(), *([] if default is None else [default])):
        run.program.store(held.region, kind)
    return Kind("dict", type=function, region=held.region.find())


def counted_kind(run, node, kind, positional, keywords):
    """The kind of `Counter(items)`, which counts them; None where it has other arguments, too."""
    if keywords or len(positional) > 1:
        return None
    if is_active(items_of(run, kind, node)):
        return opaque(run, node, None, "a key of a Counter that depends on what is differentiated loses its derivative",
                      "Count what does not depend on it, or keep the values in a list.", foreign=False)
    run.facts.call[node] = PlainCall()
    region = run.context.site(node, "items")
    run.program.store(region, number(int))
    return Kind("dict", type=collections.Counter, region=region.find())


def default_of(run, node, factory, kind):
    """What a default factory makes, and the factory of its zero tangent; None where that is not known.

    That is a type, or the user's own factory (`factory`) where what it makes is its own zero tangent; or ACTIVE_DEFAULT.
    """
    if is_known(kind):
        if kind.value is None:
            return None, factory
        if kind.value in (list, dict):
            region = run.context.closed_site(node, "default")
            return Kind(kind.value.__name__, region=region.find()), factory
        return (number(kind.value), _NUMBERS[kind.value]) if kind.value in tuple(_NUMBERS) else None
    if not isinstance(factory, gast.Lambda) or gast.dump(factory.args) != _NO_PARAMETERS:
        return None
    body = factory.body
    if isinstance(body, gast.UnaryOp) and isinstance(body.op, gast.USub):
        body = body.operand
    if isinstance(body, gast.Constant) and type(body.value) in _NUMBERS:
        return number(type(body.value)), _NUMBERS[type(body.value)]
    if body is factory.body and is_plain_expression(body):
        made = run.kind(body)
        return (made, ACTIVE_DEFAULT) if made.form == "number" and is_active(made) else None
    if body is not factory.body or not isinstance(body, gast.Call) or len(body.args) > 1 or body.keywords \
            or any(isinstance(n, (gast.Call, gast.NamedExpr, gast.Lambda, gast.Starred)) for a in body.args
                   for n in gast.walk(a)):
        return None
    made = run.kind(body.func)
    if made.form != "const" or made.value not in (np.zeros, list, dict, collections.defaultdict) \
            or made.value in (list, dict) and body.args:
        return None
    default = run.kind(body)
    if made.value is collections.defaultdict:
        how = run.facts.call.get(body)
        if not isinstance(how, DefaultDictCall) or isinstance(how.mirror, type) \
                and how.mirror is not run.facts.kind[body.args[0]].value:
            return None
    return default, factory


def is_plain_expression(node):
    """Is this arithmetic of names, which gives the same wherever it is computed, and changes nothing?"""
    return all(isinstance(n, (gast.Name, gast.Constant, gast.BinOp, gast.UnaryOp, gast.operator, gast.unaryop,
                              gast.expr_context)) for n in gast.walk(node))


# The mirror's default is computed, as the value's is.
ACTIVE_DEFAULT = "the tangent of what the lambda gives"
_NO_PARAMETERS = gast.dump(gast.parse("lambda: 0", mode="eval").body.args)


def may_store_default(kinds, node):
    """Is this a reading that may store a default?"""
    kind = kinds.get(node.value) if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) else None
    return kind is not None and is_default_dict(kind)


def touches_default(kinds, node):
    """Is this a reading that may store a default, in the value and in its mirror?"""
    return may_store_default(kinds, node) and is_active(kinds[node.value])


def is_default_dict(kind):
    return kind.form == "dict" and kind.type is collections.defaultdict


def is_counter(kind):
    """Are operators and some methods those of multisets, which drop what is not positive?"""
    return kind.form == "dict" and kind.type is collections.Counter
