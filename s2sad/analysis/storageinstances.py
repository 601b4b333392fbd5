"""New instances of classes derived from list, tuple, dict, deque or float; see `storage`."""

from collections import OrderedDict, defaultdict, deque

import gast
import numpy as np

from s2sad.analysis.storage import CHANGES, FORMS, READS, as_items, base_of, is_own, take_as_items
from s2sad.analysis.values import STORAGE
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import NewCall, opaque
from s2sad.facts.kinds import Kind, number
from s2sad.facts.reached import is_active
from s2sad.runtime.objects import built_on


def new_items(run, node, cls, items):
    """The kind of a new instance that holds this; `items` is None where it is empty so far."""
    from s2sad.analysis.objects import fresh
    base = built_on(cls)
    if items is None:
        if base is tuple:
            items = K.tuple_of(())
        else:
            region = run.context.closed_site(node, "storage")
            items = Kind(FORMS[base], type=base if base not in (list, dict) else None, region=region)
    result = fresh(run, node, cls)
    run.program.store_field(result.region, STORAGE, items)
    return result


def called_kind(run, node, cls, arguments):
    """The kind of `cls(...)` where neither `__new__` nor `__init__` is written in Python."""
    from s2sad.analysis.argumentnodes import argument_nodes
    from s2sad.analysis.containers import container_kind
    from s2sad.analysis.mappings import mapping_kind
    base = built_on(cls)
    positional, keywords, rest = arguments
    if base is float:
        return called_float(run, node, cls, arguments)
    if base in (OrderedDict, defaultdict, deque) and any(is_own(cls, n) for n in (*READS, *CHANGES)):
        return None
    if not positional and not keywords and rest is None:
        run.facts.call[node] = NewCall(cls, {}, (), "blank")
        return new_items(run, node, cls, None)
    if rest is not None:
        return None
    if take_as_items(run, node, *arguments):
        positional, keywords, rest = argument_nodes(run, node)
    held = mapping_kind(run, node, base, positional, keywords, rest) if base in (OrderedDict, defaultdict) else \
        container_kind(run, node, base, positional, keywords, rest)
    if held is None or held.form != FORMS[base]:
        return held
    return new_items(run, node, cls, held)


def called_float(run, node, cls, arguments):
    """`Metres(x)`."""
    positional, keywords, rest = arguments
    if len(positional) != 1 or keywords or rest is not None:
        return None
    take_as_items(run, node, *arguments)
    return new_number(run, node, cls, node.args[0])


def new_number(run, node, cls, argument):
    held = run.facts.kind[argument]
    if held.form != "number" or held.type not in (bool, int, float, "real", np.float64):
        return opaque(run, node, None, "it is not known before the program runs that this is a number", "Use float(x).",
                      foreign=False, uncertain=True)
    run.facts.call[node] = NewCall(cls, {"items": argument}, (), "items")
    return new_items(run, node, cls, number(float, is_active(held)))


def new_kind(run, node, positional, keywords=()):
    """`list.__new__(cls)`, `tuple.__new__(cls, items)`."""
    kind = run.facts.kind[positional[0]] if positional else K.PLAIN
    cls = kind.value if kind.form == "const" else None
    base = built_on(cls) if isinstance(cls, type) else None
    if base is None:
        return None
    if base is float and len(positional) == 2:
        at = node.args.index(positional[1])
        if base_of(run.facts.kind[positional[1]]) is float:
            node.args[at] = as_items(run, positional[1])
        return new_number(run, node, cls, node.args[at])
    if base is not tuple:
        run.facts.call[node] = NewCall(cls, {}, (), "blank")
        return new_items(run, node, cls, None)
    if len(positional) == 1:
        run.facts.call[node] = NewCall(cls, {}, (), "items")
        return new_items(run, node, cls, K.tuple_of(()))
    made = positional[1] if run.facts.kind[positional[1]].form == "tuple" and run.facts.kind[positional[1]].type is None \
        else run.context.receivers.get((node, "tuple"))
    if made is None:
        made = run.context.receivers[node, "tuple"] = gast.copy_location(gast.Call(func=gast.copy_location(
            gast.Constant(value=tuple, kind=None), node), args=[positional[1]], keywords=[]), node)
    held = run.kind(made)
    run.facts.call[node] = NewCall(cls, {"items": made}, (), "items")
    if held.form != "tuple":
        return opaque(run, node, None, "it is not known before the program runs what this tuple is made of",
                      "Pass a list or a tuple.")
    return new_items(run, node, cls, held)
