"""Methods of list, tuple, dict, deque and float, called for instances of classes derived from them; see `storage`."""

import types
from collections import OrderedDict, defaultdict, deque

import gast
import numpy as np

from s2sad.analysis.arithmetic import concatenate
from s2sad.analysis.dictkeys import take_keys
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.storage import FORMS, READS, as_items, base_of, is_built_in, same_as, stored
from s2sad.analysis.targets import set_item
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import MethodCall, PlainCall, StandIn, SuperCall, opaque
from s2sad.facts.classfacts import record_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.contents import element
from s2sad.facts.iterators import items_of, iterator
from s2sad.facts.kinds import Kind, number
from s2sad.facts.reached import is_active
from s2sad.facts.texts import is_text, text_of
from s2sad.frontend.trees import copy_tree, walk
from s2sad.records import replace
from s2sad.rules.iteration import sort


def write_arguments(node, positional, keywords, rest):
    """Let a call have the arguments that its starred ones amount to."""
    if rest is None and (any(isinstance(a, gast.Starred) for a in node.args) or any(k.arg is None for k in node.keywords)):
        node.args = list(positional)
        node.keywords = [gast.keyword(arg=k, value=v) for k, v in keywords]


def method_kind(run, node, owner, name, positional, keywords, rest):
    """The kind of calling a method of the built-in class on an instance; None where that is not supported.

    node: a call `obj.name(...)` or `super().name(...)`.
    """
    from s2sad.analysis.callees import DEQUE_METHODS, DICT_METHODS, LIST_METHODS, OWN_METHODS
    from s2sad.analysis.containers import dict_method, list_method
    if not isinstance(node, gast.Call) or not isinstance(node.func, gast.Attribute) or rest is not None:
        return None
    held = stored(run, owner)
    if held is None:
        return None
    for cls in classes_of(owner):
        run.program.guard_names(cls)
    base = base_of(owner)
    write_arguments(node, positional, keywords, rest)
    if name in ("__copy__", "__deepcopy__", "copy") and base in (deque, OrderedDict, defaultdict):
        return None
    if base is float:
        return float_method(run, node, owner, name, positional, keywords)
    if name in _SPECIAL and not keywords or name == "__init__":
        return _SPECIAL[name](run, node, owner, held, name, positional, keywords)
    if held.form == "list" and name in (DEQUE_METHODS if held.type is deque else LIST_METHODS):
        if name in ("sort", "remove") and not is_built_in(owner, *READS, "__setitem__", "__delitem__", "index"):
            return None
        if name == "sort" and keywords:
            if run.facts.kind.get(node.func.value, K.PLAIN).form == "super":
                return None
            return helper_kind(run, node, sort, [as_items(run, node.func.value), *positional], keywords, None)
        return list_method(run, node, held, name, positional, keywords)
    if held.form == "dict" and (name in DICT_METHODS or name in OWN_METHODS[held.type]):
        if name == "update" and held.type is OrderedDict and not is_built_in(owner, "__setitem__"):
            return None
        return dict_method(run, node, held, name, positional, keywords)
    if held.form == "tuple" and name in ("index", "count"):
        run.facts.call[node] = PlainCall()
        return number(int)
    return None


def float_method(run, node, owner, name, positional, keywords):
    """`super().__mul__(other)`, `self.is_integer()` of a class derived from float."""
    if name in _FLOAT_TEXTS and not positional:
        return _FLOAT_TEXTS[name](run, node, owner, None, name, positional, keywords)
    op, backwards = _OPERATORS.get(name, (None, False))
    if op is None or keywords or len(positional) != int(issubclass(op, gast.operator)):
        return None
    if positional:
        other = replace(run.facts.kind[positional[0]], optional=False)
        if base_of(other) is not float and (other.form != "number" or other.type not in (bool, int, float)):
            return None
    made = run.context.receivers.get((node, "operation"))
    if made is None:
        own = subject_of(run, node)
        operands = [as_float(node, own), *(as_float(node, n) if base_of(run.facts.kind[n]) is float else n
                                           for n in positional)]
        tree = gast.UnaryOp(op=op(), operand=operands[0]) if issubclass(op, gast.unaryop) else gast.BinOp(
            left=operands[backwards], op=op(), right=operands[not backwards])
        made = run.context.receivers[node, "operation"] = gast.copy_location(tree, node)
        run.context.note_rewritten()
    run.facts.call[node] = StandIn(made, run.facts.call.get(made))
    return run.kind(made)


def subject_of(run, node):
    """The object of which a method is called: what `super()` is of, or what stands before the dot."""
    how = run.facts.call.get(node.func.value)
    return how.subject if isinstance(how, SuperCall) else node.func.value


def as_float(at, node):
    """`float(node)`, past what the class of the object says."""
    call = gast.Call(func=gast.Constant(value=same_as, kind=None), args=[node], keywords=[])
    for part in (call, call.func):
        gast.copy_location(part, at)
    call.copied = True
    return call


_OPERATORS = {f"__{n}__": (op, False) for n, op in (
    ("add", gast.Add), ("sub", gast.Sub), ("mul", gast.Mult), ("truediv", gast.Div), ("floordiv", gast.FloorDiv),
    ("mod", gast.Mod), ("pow", gast.Pow), ("neg", gast.USub), ("pos", gast.UAdd))} | {f"__r{n}__": (op, True) for n, op in (
        ("add", gast.Add), ("sub", gast.Sub), ("mul", gast.Mult), ("truediv", gast.Div), ("floordiv", gast.FloorDiv),
        ("mod", gast.Mod), ("pow", gast.Pow))}


def _number(type_):
    def kind(run, node, owner, held, name, positional, keywords):
        run.facts.call[node] = PlainCall()
        return number(type_)
    return kind


def _text(run, node, owner, held, name, positional, keywords):
    run.facts.call[node] = PlainCall()
    return text_of([owner])


def _init(run, node, owner, held, name, positional, keywords):
    """`super().__init__(items)`: the items are put into the list or dict, in place of those there."""
    from s2sad.analysis.containers import dict_kind
    run.facts.call[node] = MethodCall(held.form, name)
    if held.form == "tuple" or not positional and not keywords:
        run.facts.call[node] = PlainCall()
        return K.NONE
    if held.type is defaultdict:
        return _default(run, node, owner, held, positional, keywords)
    if held.type is deque:
        if len(positional) > 2 or any(k != "maxlen" for k, _ in keywords):
            return None
    elif len(positional) > 1 or held.type is OrderedDict and not is_built_in(owner, "__setitem__"):
        return None
    kinds = [replace(run.facts.kind[p], optional=False) for p in positional]
    run.program.set(held.region, written=True)
    if held.form == "list":
        item = items_of(run, kinds[0], node) if kinds else None
        if is_active(item):
            run.program.check_outlives(held.region)
        if item is not None:
            run.program.store(held.region, item)
        return K.NONE
    added = dict_kind(run, node, kinds, keywords)
    if is_active(added):
        run.program.check_outlives(held.region)
    take_keys(run, node, held.region, added)
    for key, kind in (added.elements or {}).items():
        run.program.store_item(held.region, key, kind)
    run.program.pour(held.region, added)
    return K.NONE


def _default(run, node, owner, held, positional, keywords):
    """`super().__init__(float)` of a defaultdict, where what it makes by default is its own zero tangent."""
    from s2sad.analysis.mappings import default_of
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if not K.is_known(kind) or kind.value not in (float, list, dict):
        return None
    default, _ = default_of(run, node, positional[0], kind)
    run.program.store(held.region, default)
    return K.NONE


def subscript_of(run, node, held, index, ctx):
    """A subscript that stands for `super().__getitem__(index)`, and the like."""
    made = run.context.receivers.get((node, "subscript"))
    if made is None:
        made = run.context.receivers[node, "subscript"] = gast.copy_location(gast.Subscript(
            value=gast.copy_location(gast.Name(id="·held", ctx=gast.Load(), annotation=None, type_comment=None), node),
            slice=index, ctx=ctx), node)
    run.facts.kind[made.value] = held
    return made


def _get_item(run, node, owner, held, name, positional, keywords):
    from s2sad.analysis.mappings import is_default_dict
    if is_default_dict(held) or len(positional) != 1:
        return None
    run.facts.call[node] = MethodCall(held.form, name)
    made = subscript_of(run, node, held, positional[0], gast.Load())
    index = run.facts.kind[positional[0]]
    if held.form != "dict" and index.form != "number":
        if index.type != "slice" or index.form != "plain":
            return opaque(run, node, owner, "it is not known before the program runs whether this takes an item or a slice",
                          "Test the index with isinstance.", foreign=False, uncertain=True)
        region = run.context.site(node, "slice")
        run.program.store(region, element(held))
        return Kind(held.form, region=region.find())
    return run.item_of_subscript(made, held)


def _set_item(run, node, owner, held, name, positional, keywords):
    if len(positional) != 2:
        return None
    run.facts.call[node] = MethodCall(held.form, name)
    index = run.facts.kind[positional[0]]
    if held.form == "list" and index.form != "number":
        return None
    made = subscript_of(run, node, held, positional[0], gast.Store())
    set_item(run, held, made, run.facts.kind[positional[1]])
    return K.NONE


def _delete_item(run, node, owner, held, name, positional, keywords):
    run.facts.call[node] = MethodCall(held.form, name)
    run.program.set(held.region, written=True)
    if is_active(run.facts.kind[positional[0]]):
        run.program.foreign_exceptions.add(KeyError)
    return K.NONE


def _iterated(run, node, owner, held, name, positional, keywords):
    run.facts.call[node] = MethodCall(held.form, name)
    return iterator(run, node, items_of(run, held, node))


def _added(run, node, owner, held, name, positional, keywords):
    """`super().__add__(other)`: a plain list or tuple."""
    other = run.facts.kind[positional[0]]
    if base_of(other) is not None:
        other = stored(run, other)
    run.facts.call[node] = MethodCall(held.form, name)
    if held.type is not None or held.form not in ("list", "tuple") or other.form != held.form or other.type is not None:
        return None
    return concatenate(run, node, replace(held, type=None), other)


def _repeated(run, node, owner, held, name, positional, keywords):
    run.facts.call[node] = MethodCall(held.form, name)
    if held.type is not None or held.form not in ("list", "tuple"):
        return None
    region = run.context.site(node, "repeated")
    run.program.store(region, element(held))
    return Kind(held.form, region=region.find())


_SPECIAL = {"__init__": _init, "__getitem__": _get_item, "__setitem__": _set_item, "__delitem__": _delete_item,
            "__iter__": _iterated, "__reversed__": _iterated, "__add__": _added, "__mul__": _repeated,
            "__rmul__": _repeated, "__len__": _number(int), "__contains__": _number(bool), "__hash__": _number(int),
            **{f"__{n}__": _number(bool) for n in ("eq", "ne", "lt", "le", "gt", "ge")},
            "__repr__": _text, "__str__": _text, "__format__": _text}


# What may be asked of a list, tuple or dict by these names, too.
READING = {name: _SPECIAL[name] for name in ("__getitem__", "__len__", "__contains__")}

_FLOAT_TEXTS = {"__repr__": _text, "__str__": _text, "is_integer": _number(bool), "__hash__": _number(int), "hex": _text}


# Classes of Python's and NumPy's own, whose methods may be called as those of the class: `np.ndarray.sum(a)`.
_CLASSES = {*FORMS, int, complex, bool, str, set, np.ndarray, np.float64}


def is_surely(kind, cls):
    """Is a value of this kind of this very class?"""
    if kind.optional:
        return False
    if kind.form in ("list", "dict", "tuple"):
        return kind.form == FORMS.get(cls) and kind.type in (None, cls)
    if kind.form == "array":
        return cls is np.ndarray
    return kind.form == "number" and kind.type is cls or is_text(kind) and cls is str or kind.form == "set" and cls is set


def unbound_kind(run, node, function, positional, keywords, rest):
    """`list.append(self, x)`: the call of the method that comes after all classes of the user's; None for others."""
    from s2sad.analysis.callees import call_kind
    owning = getattr(function, "__objclass__", None)
    if not isinstance(function, (types.MethodDescriptorType, types.WrapperDescriptorType)) or owning not in _CLASSES \
            or not positional or rest is not None or not isinstance(node, gast.Call):
        return None
    subject = positional[0]
    kind = replace(run.facts.kind[subject], optional=False)
    base = base_of(kind)
    if base is not None and len(classes_of(kind)) == 1 and issubclass(base, owning):
        cls = kind.type
        start = cls.__mro__[cls.__mro__.index(base) - 1]
        known = gast.Constant(value=start, kind=None)
        if record_of(start) is not None and start is cls and isinstance(subject, gast.Name):
            # It need not have a name here.
            known = gast.Call(func=gast.Constant(value=type, kind=None), args=[copy_tree(subject)], keywords=[])
        receiver = gast.Call(func=gast.Constant(value=super, kind=None), keywords=[], args=[known, subject])
    elif is_surely(kind, owning):
        receiver = subject
    else:
        return None
    method = gast.Attribute(value=receiver, attr=function.__name__, ctx=gast.Load())
    call = run.context.receivers.get((node, "bound"))
    if call is None:
        for part in walk(method):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, node)
        node.func, node.args = method, node.args[1:]
        run.context.expanded.pop(node, None)
        run.context.note_rewritten()
    return call_kind(run, node)
