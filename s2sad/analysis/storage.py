"""Instances of classes derived from list, tuple, dict or deque: attributes, and items beside them.

What such an instance holds as a list is kept among the fields of its region, under a name that no attribute
has. Where an operation is that of the built-in class, since no class of the user's defines the method, the
node of the instance is replaced by a call that stands for "the same as a list", whose kind is that of the items.

    class Stack(list):
        def push(self, x):
            self.append(x)        # `append` of what Stack holds as a list

The mirror of the instance is one of the same class, with the mirrors of the items in it.
"""

import types
from collections import OrderedDict, defaultdict, deque

import gast
import numpy as np

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import ItemsCall, MethodCall, NewCall, PlainCall, StandIn, SuperCall, opaque
from s2sad.analysis.facts import Unreachable
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.iterators import items_of, iterator
from s2sad.analysis.kinds import Kind, classes_of, is_active, number
from s2sad.analysis.values import STORAGE, stored_kind
from s2sad.records import replace
from s2sad.rules.iteration import sort
from s2sad.runtime.objects import built_on

FORMS = {list: "list", tuple: "tuple", dict: "dict", deque: "list", OrderedDict: "dict", defaultdict: "dict", float: "number"}
_READS = ("__getitem__", "__iter__", "__len__")
ARITHMETIC = tuple(n for n in vars(float) if n not in vars(object) and n.startswith("__"))
_CHANGES = ("__setitem__", "append", "extend", "update", "setdefault")


def base_of(kind):
    """The built-in container that all classes of an object are derived from; None if there is none."""
    if not K.has_fields(kind) or kind.type is None:
        return None
    found = {built_on(cls) for cls in classes_of(kind)}
    return found.pop() if len(found) == 1 else None


def stored(run, kind):
    """The kind of what an object holds as a list, tuple or dict; None for an object that is none."""
    base = base_of(kind)
    if base is None:
        return None
    root = kind.region.find()
    if base in (tuple, float) and root.place is not None:
        return of_constant(run, root.place)
    if root.place is not None:  # one of the module's: nothing is known of its items
        return Kind(FORMS[base], type=None if base in (list, dict) else base, region=root)
    found = root.fields.get(STORAGE)
    if found is None:
        raise Unreachable  # nothing was put there, as far as is known yet
    return found


def changed_in_place(run, kind, op):
    """The kind of the list or dict that `obj += e` or `obj |= e` changes; None where it is no such change."""
    base = base_of(kind)
    if base is None:
        return None
    name = {gast.Add: "__iadd__", gast.BitOr: "__ior__"}.get(type(op))
    built_in = name is not None and hasattr(base, name) and is_built_in(kind, name)
    return stored(run, kind) if built_in else None


def of_constant(run, place):
    """The kind of what an object of the module holds as a tuple or number, which does not change."""
    value = None if place is K.SEVERAL else place.read()
    if built_on(type(value)) not in (tuple, float):
        return None
    run.program.guards[place] = ("is", value)
    return stored_kind(value, "outer", False, {}, ())


def is_own(cls, name):
    """Is what a class has under a name written in Python?"""
    base = next((b for b in cls.__mro__ if name in vars(b)), None)
    return base is not None and bool(base.__flags__ & 1 << 9)


def is_built_in(kind, *names):
    """Is this an instance of which these methods are those of the built-in class?"""
    return base_of(kind) is not None and not any(is_own(c, n) for c in classes_of(kind) for n in names)


def same_as(container):
    """Stands for an instance where it is taken for the list, tuple or dict that it is."""
    return container


def as_items(run, node, copied=False):
    """The node that stands for an instance as a list, tuple or dict; the node itself if it is no such instance.

    copied: not only iterated, so that it is copied if methods of the user's would be asked.
    """
    kind = run.facts.kind[node]
    if base_of(kind) is None or hasattr(node, "as_written"):
        return node
    if base_of(kind) in (tuple, float) and kind.region.find().place is K.SEVERAL:
        raise run.context.refusal(node, "What this object of the module holds as a tuple is not known.",
                                  "Pass it as an argument.")
    call = run.context.receivers.get((node, "items"))
    if call is None:
        call = run.context.receivers[node, "items"] = gast.copy_location(gast.Call(
            func=gast.copy_location(gast.Constant(value=same_as, kind=None), node), args=[node], keywords=[]), node)
        call.as_written = node
        call.copied = copied
        run.context.note_rewritten()
    run.kind(call)
    return call


def same_as_kind(run, node, positional, keywords):
    """The kind of what `as_items` made."""
    kind = replace(run.facts.kind[positional[0]], optional=False)
    base = base_of(kind)
    if base is None:
        run.facts.call[node] = ItemsCall(None)
        return kind
    for cls in classes_of(kind):
        run.program.guard_names(cls)
    copied = base is not float and node.copied and not is_built_in(kind, *_READS)
    if copied and (issubclass(base, dict) or not is_built_in(kind, "__iter__")):
        run.facts.call[node] = PlainCall()
        return opaque(run, node, None, "the class of this object says what reading it does, and here it is read as a whole",
                      "Take the items out of it in a loop.", foreign=False)
    held = stored(run, kind)
    if base is float:
        run.facts.call[node] = ItemsCall(None if is_built_in(kind, *ARITHMETIC) else "float")
        return held
    run.facts.call[node] = ItemsCall(("list" if FORMS[base] == "list" else "tuple") if copied else None)
    if copied and held.form == "list":
        held = replace(held, type=None)
    return held


def take_as_items(run, node, positional, keywords, rest):
    """Arguments of a function that reads containers: instances are taken for what they are. Are there any?

    A set of what depends on what is differentiated is taken as a list.
    """
    from s2sad.analysis.objects import is_active_set, iterable
    found = False
    for i, argument in enumerate(getattr(node, "args", ())):
        if argument in positional and is_active_set(run.facts.kind[argument]) and getattr(
                node.func, "value", None) not in (list, set, frozenset) and run.facts.kind[node.func].value not in (
                    list, set, frozenset):
            node.args[i], found = iterable(run, argument), True
        if argument in positional and base_of(run.facts.kind[argument]) is not None:
            node.args[i], found = as_items(run, argument, True), True
    for keyword in getattr(node, "keywords", ()):
        if keyword.arg is not None and base_of(run.facts.kind[keyword.value]) is not None:
            keyword.value, found = as_items(run, keyword.value, True), True
    if found:
        run.context.expanded.pop(node, None)
    return found


# -- new instances

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
    from s2sad.analysis.callees import argument_nodes
    from s2sad.analysis.containers import container_kind
    from s2sad.analysis.mappings import mapping_kind
    base = built_on(cls)
    positional, keywords, rest = arguments
    if base is float:
        return called_float(run, node, cls, arguments)
    if base in (OrderedDict, defaultdict, deque) and any(is_own(cls, n) for n in (*_READS, *_CHANGES)):
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


# -- methods of the built-in class

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
        if name in ("sort", "remove") and not is_built_in(owner, *_READS, "__setitem__", "__delitem__", "index"):
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
        operands = [as_float(node, own), *(as_float(node, n) if base_of(run.facts.kind[n]) is float else n for n in positional)]
        tree = gast.UnaryOp(op=op(), operand=operands[0]) if issubclass(op, gast.unaryop) else gast.BinOp(
            left=operands[backwards], op=op(), right=operands[not backwards])
        made = run.context.receivers[node, "operation"] = gast.copy_location(tree, node)
        run.context.note_rewritten()
    run.facts.call[node] = StandIn(made)
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
    return K.text_of([owner])


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
    for key, kind in (added.elements or {}).items():
        run.program.store_item(held.region, key, kind)
    run.program.pour(held.region, added)
    return K.NONE


def _default(run, node, owner, held, positional, keywords):
    """`super().__init__(float)` of a defaultdict, where what it makes by default is its own zero tangent."""
    from s2sad.analysis.mappings import default_of
    kind = run.facts.kind[positional[0]] if len(positional) == 1 and not keywords else K.PLAIN
    if kind.form != "const" or kind.value not in (float, list, dict):
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
        run.program.store(region, K.element(held))
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
    run.set_item(held, made, run.facts.kind[positional[1]])
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
    return run.concatenate(node, replace(held, type=None), other)


def _repeated(run, node, owner, held, name, positional, keywords):
    run.facts.call[node] = MethodCall(held.form, name)
    if held.type is not None or held.form not in ("list", "tuple"):
        return None
    region = run.context.site(node, "repeated")
    run.program.store(region, K.element(held))
    return Kind(held.form, region=region.find())


_SPECIAL = {"__init__": _init, "__getitem__": _get_item, "__setitem__": _set_item, "__delitem__": _delete_item,
            "__iter__": _iterated, "__reversed__": _iterated, "__add__": _added, "__mul__": _repeated,
            "__rmul__": _repeated, "__len__": _number(int), "__contains__": _number(bool), "__hash__": _number(int),
            **{f"__{n}__": _number(bool) for n in ("eq", "ne", "lt", "le", "gt", "ge")},
            "__repr__": _text, "__str__": _text, "__format__": _text}


# What may be asked of a list, tuple or dict by these names, too.
READING = {name: _SPECIAL[name] for name in ("__getitem__", "__len__", "__contains__")}

_FLOAT_TEXTS = {"__repr__": _text, "__str__": _text, "is_integer": _number(bool), "__hash__": _number(int), "hex": _text}


def unbound_kind(run, node, function, positional, keywords, rest):
    """`list.append(self, x)`: the call of the method that comes after all classes of the user's; None for others."""
    from s2sad.analysis.callees import call_kind
    owning = getattr(function, "__objclass__", None)
    if not isinstance(function, (types.MethodDescriptorType, types.WrapperDescriptorType)) or owning not in FORMS \
            or not positional or rest is not None or not isinstance(node, gast.Call):
        return None
    subject = positional[0]
    kind = replace(run.facts.kind[subject], optional=False)
    base = base_of(kind)
    if base is not None and len(classes_of(kind)) == 1 and issubclass(base, owning):
        cls = kind.type
        start = cls.__mro__[cls.__mro__.index(base) - 1]
        receiver = gast.Call(func=gast.Constant(value=super, kind=None), keywords=[], args=[
            gast.Constant(value=start, kind=None), subject])
    elif kind.form == FORMS[owning] and kind.type in (None, owning) and not function.__name__.startswith("__"):
        receiver = subject
    else:
        return None
    method = gast.Attribute(value=receiver, attr=function.__name__, ctx=gast.Load())
    call = run.context.receivers.get((node, "bound"))
    if call is None:
        for part in (receiver, *getattr(receiver, "args", ()), getattr(receiver, "func", receiver), method):
            if not hasattr(part, "lineno"):
                gast.copy_location(part, node)
        node.func, node.args = method, node.args[1:]
        run.context.expanded.pop(node, None)
        run.context.note_rewritten()
    return call_kind(run, node)
