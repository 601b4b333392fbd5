"""The kinds of the dicts of `collections`: dict kinds whose `type` is the class.

Reading a missing key of a defaultdict stores the default: a reading touches the
mirror too, so that both have the same keys.  The mirror's default is the tangent of what the factory makes,
which the mirror's own factory computes for itself.
"""

import collections
import types

import gast

from s2sad.facts.callrecords import BuiltinCall, DefaultDictCall, Made, PlainCall, opaque
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import items_of
from s2sad.facts.kinds import Kind, is_known, number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active
from s2sad.records import replace

MAPPINGS = {collections.defaultdict, collections.OrderedDict, collections.Counter}
# What they have beside, or otherwise than, a dict.
OWN_METHODS = {collections.defaultdict: set(), collections.OrderedDict: {"move_to_end"},
               collections.Counter: {"subtract", "total"}, types.MappingProxyType: set(), None: set()}
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
                          "default", "Give it a function, a class or a lambda that is known where it is made.",
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


def view_kind(run, node, positional, keywords, rest):
    """The kind of `MappingProxyType(d)`, which shows what is in a dict; None where it is not known to be a plain one."""
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords and rest is None else None
    if kind is None or kind.form != "dict" or kind.type is not None or kind.optional:
        return None
    run.facts.call[node] = BuiltinCall("mappingproxy")
    return replace(kind, type=types.MappingProxyType)


def copied_type(type_):
    """The class of a copy of a mapping of this class."""
    return None if type_ is types.MappingProxyType else type_


def counted_kind(run, node, kind, positional, keywords):
    """The kind of `Counter(items)`, which counts them; None where it has other arguments, too."""
    if keywords or len(positional) > 1:
        return None
    if is_active(items_of(run, kind, node)):
        return opaque(run, node, None, "a key of a Counter that depends on what is differentiated loses its derivative",
                      "Count what does not depend on it, or keep the values in a list.", foreign=False,
                      uncertain=run.program.guessed)
    run.facts.call[node] = PlainCall()
    region = run.context.site(node, "items")
    run.program.store(region, number(int))
    return Kind("dict", type=collections.Counter, region=region.find())


def default_of(run, node, factory, kind):
    """What a default factory makes, and the default factory of the mirror (`DefaultDictCall`); None where that is not known."""
    if is_known(kind) and not isinstance(kind.value, types.FunctionType):
        if kind.value is None:
            return None, factory
        if kind.value in (list, dict):
            region = run.context.closed_site(node, "default")
            return Kind(kind.value.__name__, region=region.find()), factory
        if kind.value in tuple(_NUMBERS):
            return number(kind.value), _NUMBERS[kind.value]
    if isinstance(factory, gast.Lambda) and number_in(factory.body) is not None:
        cls = type(number_in(factory.body))
        return number(cls), _NUMBERS[cls]
    if kind.form in ("plain", "any"):
        return None
    call = called(run, node, factory)
    try:
        default = run.kind(call)
    except Unreachable:  # it makes nothing, or what it makes is not known yet
        return None, factory
    if default.form == "number" and not is_active(default):
        return default, complex if field(default) == "complex" else float
    return default, Made(call)


def number_in(node):
    """The number that is written out here, without its sign; None for anything else."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.USub):
        node = node.operand
    return node.value if isinstance(node, gast.Constant) and type(node.value) in _NUMBERS else None


def called(run, node, factory):
    """The call of a default factory, `factory()`, the same one each time that it is looked at."""
    call = run.context.receivers.get((node, "default"))
    if call is None:
        call = run.context.receivers[node, "default"] = gast.copy_location(
            gast.Call(func=factory, args=[], keywords=[]), factory)
    return call


def may_store_default(kinds, node):
    """Is this a reading that may store a default?"""
    kind = kinds.get(node.value) if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) else None
    return kind is not None and is_default_dict(kind)


def touches_default(kinds, node):
    """Is this a reading that may store a default, in the value and in its mirror?"""
    return may_store_default(kinds, node) and is_active(kinds[node.value])


def looks_up(kinds, node):
    """Is this a reading at an active index of what only the run knows, which must be a container then?"""
    container = kinds.get(node.value) if isinstance(node, gast.Subscript) and isinstance(node.ctx, gast.Load) else None
    return container is not None and container.form == "any" and not is_active(container) and is_active(kinds[node.slice])


def is_default_dict(kind):
    return kind.form == "dict" and kind.type is collections.defaultdict


def is_counter(kind):
    """Are operators and some methods those of multisets, which drop what is not positive?"""
    return kind.form == "dict" and kind.type is collections.Counter
