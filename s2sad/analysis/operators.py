"""Operators that the user's own classes define: they become calls of the methods.

`a + b` is `type(a).__add__(a, b)`, or `type(b).__radd__(b, a)` where that is
missing or returns `NotImplemented`, which must be known from the kinds.
"""

import collections
import types

import gast
import numpy as np

from s2sad.analysis import storage
from s2sad.analysis.arithmetic import operation_kind
from s2sad.analysis.asked import look_at_comparison
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.methodcalls import call_found
from s2sad.analysis.objects import for_each_class, has_method, lookup
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import HelperCall, PlainCall, Refused, helpers, opaque
from s2sad.facts.classkinds import classes_of
from s2sad.facts.effects import writes_active
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import check_flat
from s2sad.facts.kinds import number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import is_active
from s2sad.frontend.names import MISSING
from s2sad.records import replace
from s2sad.runtime.objects import built_on

_NAMES = {gast.Add: "add", gast.Sub: "sub", gast.Mult: "mul", gast.Div: "truediv", gast.FloorDiv: "floordiv",
          gast.Mod: "mod", gast.Pow: "pow", gast.MatMult: "matmul", gast.BitAnd: "and", gast.BitOr: "or",
          gast.BitXor: "xor", gast.LShift: "lshift", gast.RShift: "rshift"}
_UNARY = {gast.USub: "__neg__", gast.UAdd: "__pos__", gast.Invert: "__invert__"}
_COMPARE = {gast.Eq: ("__eq__", "__eq__"), gast.NotEq: ("__ne__", "__ne__"), gast.Lt: ("__lt__", "__gt__"),
            gast.LtE: ("__le__", "__ge__"), gast.Gt: ("__gt__", "__lt__"), gast.GtE: ("__ge__", "__le__")}


def is_overloaded(*kinds):
    """Is one of the operands an object, whose class says what operators do?"""
    return any(K.has_fields(k) or k.form == "tuple" and k.type is not None and any(
        isinstance(lookup(k.type, f"__{n}__"), types.FunctionType) for n in (*_NAMES.values(), "lt", "eq"))
        for k in kinds)


def binary_kind(run, node, op, left, right, nodes, in_place=False):
    """The kind of `left op right`; nodes are the operands'."""
    word = _NAMES[type(op)]
    names = (f"__{word}__", f"__r{word}__", *([f"__i{word}__"] if in_place else []))
    derived = [k for k in (left, right) if storage.base_of(k) is float]
    if derived and all(storage.is_built_in(k, *names) for k in derived) and not any(
            K.has_fields(k) and storage.base_of(k) is not float for k in (left, right)):
        return of_built_ins(run, node)
    tries = [(nodes[0], f"__i{word}__", nodes[1])] if in_place else []
    forward, backward = (nodes[0], f"__{word}__", nodes[1]), (nodes[1], f"__r{word}__", nodes[0])
    own, other = first_class(left), first_class(right)
    if own is not other and own is not None and other is not None and issubclass(other, own) \
            and lookup(other, backward[1]) is not lookup(own, backward[1]):
        tries += [backward, forward]
    else:
        tries += [forward] + ([backward] if own is not other or own is None else [])
    return first_that_answers(run, node, tries, f"`{word}`")


def of_counters(run, node, op, nodes, in_place=False):
    """The kind of `c | d`, or of `+c`: what the method of `Counter` does, which is written in Python."""
    name = _UNARY.get(type(op)) or f"__{'i' if in_place else ''}{_NAMES[type(op)]}__"
    method = lookup(collections.Counter, name)
    if not isinstance(method, types.FunctionType):
        raise Unreachable  # Python raises TypeError here
    run.program.guard_attribute(collections.Counter, name)
    return helper_kind(run, node, method, list(nodes), [], None)


def first_class(kind):
    return classes_of(kind)[0] if kind.form in ("object", "tuple") and kind.type is not None else None


def first_that_answers(run, node, tries, what):
    """The kind of the first of several methods that does not return NotImplemented."""
    kinds, given = run.facts.kind, {}
    for receiver, name, argument in tries:
        owner = kinds[receiver]
        if owner.form not in ("object", "tuple") or owner.type is None:
            way = gives_way(owner, kinds[argument], name)
            if not way:
                return opaque(run, node, None, f"what {what} of an array or NumPy number and an object does is up to "
                              "NumPy", "Set `__array_ufunc__ = None` in the class, or put the object first.",
                              uncertain=True)
            if way == "as Python's":
                given[receiver] = as_pythons(run, receiver)
            continue
        run.facts.call.pop(node, None)
        if storage.base_of(owner) is not None and not storage.is_own(classes_of(owner)[0], name) \
                and lookup(classes_of(owner)[0], name) is not MISSING:
            return of_built_ins(run, node)
        result = special_call(run, node, receiver, name, [given.get(argument, argument)])
        how = run.facts.call.get(node)
        answer = answers(how)
        if result is None or answer is False:
            run.facts.call.pop(node, None)
            continue
        if answer is None:
            return opaque(run, node, None, f"it is not known before the program runs whether `{name}` returns "
                          "NotImplemented here", "Test the operand with isinstance.", uncertain=True)
        return result
    if any(storage.base_of(kinds[n]) is not None for n in (tries[0][0], tries[0][2])):
        return of_built_ins(run, node)
    raise Unreachable  # Python raises TypeError here


def of_built_ins(run, node):
    """The kind of an operation that is up to the lists, tuples or dicts that the operands are."""
    if not isinstance(node, gast.BinOp):
        return opaque(run, node, None, "this changes what an object holds as a list or dict", "Call a method for it.")
    node.left, node.right = storage.as_items(run, node.left), storage.as_items(run, node.right)
    run.facts.call.pop(node, None)
    kinds = [replace(run.facts.kind[n], optional=False) for n in (node.left, node.right)]
    if any(map(K.has_fields, kinds)):
        raise Unreachable  # Python raises TypeError here
    return operation_kind(run, node, node.op, *kinds)


def answers(how):
    """Does a call of a special method return something other than NotImplemented? None if it may or may not."""
    contexts = [how.context] if isinstance(how, HelperCall) else \
        [case.context for _, _, case in getattr(how, "cases", ())]
    said = {(c.facts.not_implemented, c.facts.returns is not None) for c in contexts}
    if any(a and b for a, b in said) or len({a for a, _ in said}) > 1:
        return None
    return not any(a for a, _ in said)


def gives_way(kind, other, name):
    """Does an operand that is no object of the user's leave the operation to the other's method?

    "as Python's" where NumPy does so item by item, and passes Python's number for its own.
    """
    if kind.form != "array" and kind.form != "numeric" and (kind.form != "number" or kind.type in (bool, int, float, complex)):
        return kind.form != "any"
    cls = first_class(other)
    if cls is None:
        return True
    asked, priority = lookup(cls, "__array_ufunc__"), lookup(cls, "__array_priority__")
    if asked is None or asked is MISSING and isinstance(priority, (int, float)) and priority > 0:
        return True
    sequence = any(lookup(cls, n) is not MISSING for n in ("__len__", "__getitem__", "__iter__", "__array__"))
    if kind.form != "number" or sequence or asked is not MISSING or priority is not MISSING:
        return False
    passed_on = name == "__matmul__" or name in ("__mod__", "__floordiv__") and field(kind) == "complex"  # which NumPy does not do
    return "as Python's" if isinstance(kind.type, type) and issubclass(kind.type, np.generic) and not passed_on else True


def as_pythons(run, number):
    """The node `number.item()`."""
    call = run.context.receivers.get((number, "item"))
    if call is None:
        method = gast.copy_location(gast.Attribute(value=number, attr="item", ctx=gast.Load()), number)
        call = run.context.receivers[number, "item"] = gast.copy_location(gast.Call(func=method, args=[], keywords=[]), number)
        call.as_written = number
    run.kind(call)
    return call


def special_call(run, node, receiver, name, arguments):
    """The kind of calling a special method; None where the class has none.

    arguments: positional nodes; or, for `__call__`, (positional, keywords, rest).
    """
    owner = run.facts.kind[receiver]
    classes = classes_of(owner)
    passed = arguments if isinstance(arguments, tuple) else (arguments, [], None)
    having = [cls for cls in classes if all(lookup(cls, name) is not other for other in (MISSING, None))
              and (built_on(cls) is None or storage.is_own(cls, name))]
    built_in = [cls for cls in classes if cls not in having and built_on(cls) is not None and lookup(cls, name) is not MISSING]
    if not having and (not built_in or len(classes) == len(built_in)):
        return None
    if len(having) < len(classes):
        return opaque(run, node, None, f"`{name}` is not defined by all classes of this object", receiver=receiver)
    if len(classes) == 1:
        return call_found(run, node, owner, classes[0], name, lookup(classes[0], name), receiver, passed)
    return for_each_class(run, node, receiver, owner, lambda one, cls, subject: call_found(
        run, node, one, cls, name, lookup(cls, name), subject, passed))


def unary_kind(run, node, kind):
    if storage.base_of(kind) is float and storage.is_built_in(kind, _UNARY[type(node.op)]):
        node.operand = storage.as_items(run, node.operand)
        return run.of_UnaryOp(node)
    result = special_call(run, node, node.operand, _UNARY[type(node.op)], [])
    if result is None:
        raise Unreachable
    return result


def compare_kind(run, node, parts):
    """The kind of a comparison of which one operand is an object."""
    nodes = [node.left, *node.comparators]
    if len(nodes) > 2 or any(isinstance(op, (gast.Is, gast.IsNot)) for op in node.ops):
        quiet(run, node, zip(node.ops, nodes, nodes[1:]))
        return number(bool)
    (op,) = node.ops
    return of_two(run, node, op, nodes, parts)


def of_two(run, node, op, nodes, parts):
    if isinstance(op, (gast.In, gast.NotIn)):
        container = parts[1]
        check_flat(run, nodes[1])
        if storage.is_built_in(container, "__contains__"):
            return number(bool)
        if K.has_fields(container) and has_method(container, "__contains__"):
            special_call(run, node, nodes[1], "__contains__", [nodes[0]])
        elif K.has_fields(container) and is_active(container) and any(has_method(container, n) for n in ("__iter__", "__getitem__")):
            if has_method(container, "__iter__"):
                special_call(run, node, nodes[1], "__iter__", [])
            else:
                index = run.context.receivers.setdefault((node, "index"), gast.copy_location(
                    gast.Name(id="·index", ctx=gast.Load(), annotation=None, type_comment=None), node))
                run.facts.kind[index] = number(int)
                special_call(run, node, nodes[1], "__getitem__", [index])
            how = run.facts.call.pop(node, None)
            refused = how if isinstance(how, Refused) else Refused(
                "Iterating this object for `in` changes what depends on what is differentiated.",
                "Define `__contains__`.") if any(writes_active(h.context) for h in helpers(how)) else None
            run.facts.call[node] = refused or PlainCall()
        elif not K.has_fields(container):
            look_at_comparison(run, node, [op], parts)
        elif has_method(container, "__iter__") or has_method(container, "__getitem__"):
            run.facts.call[node] = PlainCall()
        return number(bool)
    names = _COMPARE[type(op)]
    tries = [(nodes[0], names[0], nodes[1]), (nodes[1], names[1], nodes[0])]
    for receiver, name, argument in tries:
        kind = parts[0] if receiver is nodes[0] else parts[1]
        for cls in classes_of(kind) if kind.form in ("object", "tuple") and kind.type is not None else ():
            found = lookup(cls, name)
            if isinstance(found, types.FunctionType) and found.__code__.co_filename != "<string>":
                if argument is nodes[0] and gives_way(parts[0], kind, name) == "as Python's":
                    argument = as_pythons(run, argument)
                result = special_call(run, node, receiver, name, [argument])
                if answers(run.facts.call.get(node)) is not False:
                    return result
                run.facts.call.pop(node, None)
    look_at_comparison(run, node, [op], parts)
    return number(bool)


def quiet(run, node, pairs):
    """A chain of comparisons is left as it is: its methods must not change what is active."""
    for op, left, right in pairs:
        if isinstance(op, (gast.Is, gast.IsNot)):
            continue
        of_two(run, node, op, [left, right], [run.facts.kind[left], run.facts.kind[right]])
        how = run.facts.call.pop(node, None)
        if any(writes_active(helper.context) for helper in helpers(how)):
            run.facts.call[node] = Refused("A comparison in this chain changes values that depend on what is "
                                           "differentiated.", "Write the comparisons one by one.")
            return
