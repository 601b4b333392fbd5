"""What Python asks objects by itself, where no call of a method is written: for their text, order, equality, hash.

    sorted(cells)     # calls their `__lt__`
    f"{cell}"         # ... `__format__`, and that calls `__str__`

The methods are looked at for what they change, and run for their values: one that changes what depends on what is
differentiated is refused when the derivative is written (`effects.changes`), since nothing would change in the mirrors.
"""

import builtins
import copy
import functools
import math
import operator
import re
import types

import gast

from s2sad.classflags import is_made_by_class
from s2sad.errors import DifferentiationError
from s2sad.facts import kinds as K
from s2sad.facts import texts
from s2sad.facts.callrecords import (
    BuiltinCall,
    FromKeysCall,
    FunctionCall,
    HelperCall,
    MethodCall,
    MirroredCall,
    PlainCall,
    RuleCall,
    all_arguments,
)
from s2sad.facts.classkinds import classes_of
from s2sad.facts.facts import Asked, Unreachable
from s2sad.facts.reached import is_active
from s2sad.facts.texts import text, texts_of
from s2sad.frontend.names import MISSING, lookup
from s2sad.frontend.source import load
from s2sad.frontend.trees import walk
from s2sad.records import replace

TEXT = ("__format__", "__str__", "__repr__")
ORDER = ("__lt__", "__gt__", "__le__", "__ge__", "__eq__", "__ne__")
EQUALITY = ("__eq__", "__ne__")
KEYS = ("__hash__", "__eq__")
TRUTH = ("__bool__", "__len__")
INDEX = ("__index__",)
LENGTH = ("__len__", "__length_hint__")
NUMBER = ("__float__", "__int__", "__complex__", "__index__", "__trunc__", "__round__", "__floor__", "__ceil__", "__abs__")
ALL = tuple(dict.fromkeys((*TEXT, *ORDER, *KEYS, *TRUTH, *INDEX, *LENGTH, *NUMBER, "__array__", "write")))
BINARY = {*ORDER}

_OF_FUNCTIONS = {
    **dict.fromkeys((str, repr, ascii, format), TEXT), print: (*TEXT, "write"),
    **dict.fromkeys((sorted, min, max), ORDER), **dict.fromkeys((set, frozenset, dict, dict.fromkeys), KEYS),
    hash: ("__hash__",), **dict.fromkeys((bool, any, all, filter, operator.truth, operator.not_), TRUTH),
    **dict.fromkeys((operator.eq, operator.ne, operator.contains, operator.countOf, operator.indexOf), EQUALITY),
    **dict.fromkeys((range, operator.index, slice, chr, bin, oct, hex), INDEX),
    **dict.fromkeys((list, tuple, enumerate, zip, map, functools.reduce, len, sum, math.fsum, math.prod), LENGTH),
    **dict.fromkeys((isinstance, issubclass, type, id, callable, super, iter, next, reversed, hasattr, getattr, setattr, delattr, vars,
                     dir), ()),
}
_OF_METHODS = {**dict.fromkeys(("index", "count", "remove"), EQUALITY), "sort": ORDER, "format": TEXT,
               **dict.fromkeys(("add", "discard", "update", "get", "setdefault", "__contains__"), KEYS),
               **dict.fromkeys(("append", "extend", "appendleft", "extendleft", "reverse", "copy", "clear", "items", "keys", "values",
                                "popleft"), ()), "insert": INDEX, "pop": (*INDEX, *KEYS), "join": ()}
_BY_ITSELF = (RuleCall, PlainCall, BuiltinCall, MethodCall, FromKeysCall, MirroredCall)


def look_at_call(run, node):
    """Look at what a call that is made as it stands asks the objects that it is given."""
    written = getattr(node, "as_written", None)
    if written is not None and K.has_fields(run.facts.kind.get(written, K.PLAIN)):
        # Who iterates it all asks for its length, as a hint; but not where pairs are iterated.
        ask(run, node, [run.facts.kind[written]], LENGTH, twice=True)
    kinds = [run.facts.kind.get(n) for n in all_arguments(node)]
    callee = run.facts.kind.get(node.func, K.PLAIN)
    method = isinstance(node.func, gast.Attribute) and callee.form != "const"
    if method:
        kinds.append(run.facts.kind.get(node.func.value))
    if not any(map(may_answer, kinds)):
        return
    if is_cached(run, node, callee, kinds[-1]):
        ask(run, node, kinds, KEYS, twice=True)
    if callee.value is reversed:
        ask(run, node, kinds, LENGTH, twice=True)  # so does whoever iterates it all
    if not isinstance(run.facts.call.get(node), _BY_ITSELF):
        return
    if callee.value is hasattr and len(node.args) == 2:
        look_at_properties(run, node, texts_of(run.facts.kind[node.args[1]]) or ())
    if callee.value is isinstance and len(node.args) == 2:
        check_instance_hooks(run, node, *(run.facts.kind[a] for a in node.args))
    if method and node.func.attr == "format" and isinstance(node.func.value, gast.Constant):
        look_at_properties(run, node, re.findall(r"\{[^{}.]*\.(\w+)", str(node.func.value.value)))
    if method:
        names = _OF_METHODS.get(node.func.attr, ALL)
    else:
        names = asked_by(callee.value)
    ask(run, node, kinds, names, names is KEYS)


def asked_by(function):
    """The methods that a function, or class, may call of what it is given."""
    if function is copy.copy or function is copy.deepcopy:
        return KEYS  # what is copied may hold a dict whose keys are objects
    return _OF_FUNCTIONS.get(function, ALL) if isinstance(function, (type, types.BuiltinFunctionType)) else ALL


def is_cached(run, node, callee, owner):
    """Is this, or may it be, the call of a function with a cache, of which the arguments are keys?"""
    if isinstance(callee.value, functools._lru_cache_wrapper):
        return True
    if isinstance(node.func, gast.Attribute) and owner is not None and is_asked(owner) and any(
            isinstance(lookup(cls, node.func.attr), functools._lru_cache_wrapper) for cls in classes_of(owner) if cls is not None):
        return True
    return run.program.caches and isinstance(run.facts.call.get(node), (HelperCall, FunctionCall))


def check_instance_hooks(run, node, kind, asked):
    """Refuse to ask a class that may change its objects where it is asked whether they are instances."""
    for part in asked.elements or (asked,):
        hook = getattr(type(part.value), "__instancecheck__", None) if isinstance(part.value, type) else None
        if isinstance(hook, types.FunctionType) and is_active(kind) and hook.__module__ not in ("abc", "typing") \
                and not is_harmless(hook, type(part.value)):
            raise run.context.refusal(node, f"`__instancecheck__` of the class of {part.value.__name__} may change the object.",
                                      "Ask in another way.")


def look_at_properties(run, node, names):
    """... and one that asks for attributes by these names: a property may do anything, and a cached one is stored."""
    for kind in [run.facts.kind[a] for a in node.args]:
        for cls in classes_of(kind) if K.has_fields(kind) and is_active(kind) else ():
            for name in names:
                found = lookup(cls, name)
                if isinstance(found, functools.cached_property):
                    raise run.context.refusal(node, f"This computes the cached property `{name}`, which the object holds from then on.",
                                              f"Read it, as in `obj.{name}`, or ask for it in the class, as in hasattr(type(obj), ...).")
                if found is MISSING and name not in (kind.region.find().fields or ()) and isinstance(
                        lookup(cls, "__getattr__"), types.FunctionType):
                    ask_one(run, node, ("__getattr__", cls, name), replace(kind, type=cls, optional=False), [text(name)])
                if isinstance(found, property):
                    ask_one(run, node, (name, cls, "property"), replace(kind, type=cls, optional=False), [], getter=found.fget)


def look_at_comparison(run, node, ops, parts):
    """... and a comparison of containers, or of what has no method for it that could be called."""
    if not any(map(may_answer, parts)):
        return
    for op in ops:
        if isinstance(op, (gast.In, gast.NotIn)):
            ask(run, node, parts, KEYS if parts[-1].form in ("dict", "set", "view") else EQUALITY)
        elif not isinstance(op, (gast.Is, gast.IsNot)):
            ask(run, node, parts, EQUALITY if isinstance(op, (gast.Eq, gast.NotEq)) else ORDER)


def look_at_truth(run, node):
    """Look at what Python asks an object for its truth."""
    kind = run.facts.kind[node]
    if not K.has_fields(kind):
        return
    for cls in classes_of(kind):
        name = next((n for n in TRUTH if isinstance(lookup(cls, n), types.FunctionType)), None)
        if name is not None:
            ask_one(run, node, (name, cls, "truth"), replace(kind, type=cls, optional=False), [])


def ask(run, node, kinds, names, twice=False):
    """Look at the methods of these names of all objects that values of some kinds are, or hold."""
    if not names or not any(is_active(k) for k in kinds if k is not None):
        return
    found = []
    for kind in kinds:
        collect(run.program, kind, found, names, set())
    for i, receiver in enumerate(found):
        for cls in classes_of(receiver):
            for name in names:
                method = lookup(cls, name)
                if isinstance(method, types.FunctionType) and not is_generated(method):
                    for j, other in enumerate(found if name in BINARY else [None]):
                        passed = [texts.TEXT] if name in ("__format__", "write") else [] if other is None else [other]
                        ask_one(run, node, (name, cls, i, j), replace(receiver, type=cls, optional=False), passed, twice)


def ask_one(run, node, key, kind, passed, twice=False, getter=None):
    """Look at the call of one method, which may or may not be made; getter: ... or of the function of a property."""
    from s2sad.analysis.helperkinds import helper_kind
    from s2sad.analysis.operators import special_call
    call = run.context.receivers.get((node, key))
    if call is None:
        call = run.context.receivers[node, key] = gast.copy_location(gast.Attribute(
            value=stand_in(node), attr=key[0], ctx=gast.Load()), node)
        call.passed = [stand_in(node) for _ in passed]
    run.facts.kind[call.value] = kind
    run.facts.kind.update(zip(call.passed, passed))
    how = None
    try:
        if getter is not None:
            helper_kind(run, call, getter, [call.value], [], None, call.value)
        else:
            special_call(run, call, call.value, key[0], call.passed)
    except Unreachable:
        how = run.facts.never.pop(call, None)
    except DifferentiationError:  # of what is asked for values alone, that is no matter
        if not is_harmless(lookup(kind.type, key[0]), kind.type):
            raise
    how = run.facts.call.pop(call, how)
    if how is not None:
        run.facts.asked[call] = Asked(node, key[0], how, twice)
        run.program.asks = True


def key_of(kind):
    return kind.form, kind.type, id(kind.region.find()) if kind.region is not None else None


def stand_in(node):
    return gast.copy_location(gast.Name(id="·asked", ctx=gast.Load(), annotation=None, type_comment=None), node)


def may_answer(kind, depth=0):
    """Is this, or does it hold, an object whose class is the user's?"""
    if kind is None or depth > 4 or kind.form in ("number", "array", "plain"):
        return False
    if is_asked(kind) or has_lost_its_class(kind):
        return True
    return kind.form in _HOLDING and any(may_answer(part, depth + 1) for part in parts_of(kind))


_HOLDING = ("list", "tuple", "dict", "set", "view", "iter", "iterable")


def is_asked(kind):
    return K.has_fields(kind) or kind.form == "tuple" and kind.type is not None


def has_lost_its_class(kind):
    """Is this an object on some ways through the program, and something else on others?"""
    return kind.form == "any" and kind.region is not None and kind.region.find().fields is not None


def parts_of(kind):
    found = list((kind.elements.values() if isinstance(kind.elements, dict) else kind.elements) or ())
    if kind.region is not None:
        root = kind.region.find()
        found += [root.content, *(root.fields or {}).values()]
    return [k for k in found if k is not None]


def collect(program, kind, found, names, seen):
    """Add the kinds of the objects that a value is, or holds, and that are asked in turn."""
    if kind is None or kind.form in ("number", "array", "plain"):
        return
    if kind.region is not None:
        place = id(kind.region.find()), kind.form
        if place in seen:
            return
        seen.add(place)
    if has_lost_its_class(kind):
        classes = all_classes(program)
        kind = K.Kind("object", type=classes if len(classes) > 1 else classes[0], region=kind.region) if classes else kind
    if is_asked(kind):
        if kind.type is not None and all(key_of(k) != key_of(kind) for k in found):
            found.append(kind)
        if not any(passes_on(cls, names) for cls in classes_of(kind) if cls is not None):
            return
    elif kind.form not in _HOLDING:
        return
    for part in parts_of(kind):
        collect(program, part, found, names, seen)


def all_classes(program):
    """The classes of all objects in the program."""
    found = {cls for context in list(program.contexts.values()) for kind in context.facts.kind.values() if K.has_fields(kind)
             for cls in classes_of(kind) if isinstance(cls, type)}
    return tuple(sorted(found, key=lambda cls: (cls.__module__, cls.__qualname__, id(cls))))


def passes_on(cls, names):
    """Are methods of these names such as ask what the object holds: a dataclass's, a named tuple's, a list's?"""
    return any(is_generated(found) or not isinstance(found, types.FunctionType) and found is not getattr(object, name, found)
               for name in names for found in [lookup(cls, name)])


CHANGING = {"append", "extend", "insert", "pop", "popleft", "appendleft", "extendleft", "remove", "clear", "update", "add", "discard",
            "setdefault", "popitem", "sort", "reverse", "fill", "put", "resize", "write", "send", "throw", "close"}


def is_harmless(method, cls, seen=()):
    """Does the text of a method show that it stores nothing, and neither do the methods of its own that it calls?"""
    if not isinstance(method, types.FunctionType) or method in seen:
        return method in seen
    try:
        tree = load(method, own=False).tree
    except DifferentiationError:
        return False
    own = {t.id for n in walk(tree) if isinstance(n, gast.Assign) and isinstance(n.value, (gast.List, gast.Dict, gast.ListComp))
           for t in n.targets if isinstance(t, gast.Name)}
    for node in walk(tree):
        if isinstance(node, (gast.Attribute, gast.Subscript)) and not isinstance(node.ctx, gast.Load) \
                or isinstance(node, (gast.Global, gast.Nonlocal, gast.AugAssign, gast.Yield, gast.Await)):
            return False
        if isinstance(node, gast.Call) and not is_harmless_call(node, own, method, cls, seen):
            return False
    return True


def is_harmless_call(node, made, method, cls, seen):
    """The same of a call in it; made: the names of lists and dicts that it makes."""
    if any(k.arg in ("out", "file") for k in node.keywords):
        return False
    if isinstance(node.func, gast.Name):
        return getattr(builtins, node.func.id, None) in _HARMLESS and node.func.id not in method.__globals__
    if not isinstance(node.func, gast.Attribute):
        return False
    if node.func.attr in CHANGING:
        return isinstance(node.func.value, gast.Name) and node.func.value.id in made
    own = lookup(cls, node.func.attr)
    return own is MISSING or not is_made_by_class(cls) or is_harmless(own, cls, (*seen, method))


_HARMLESS = {v for n, v in vars(builtins).items() if callable(v) and n not in ("setattr", "delattr", "exec", "eval", "next")}


def is_generated(found):
    """Is this a method of a dataclass, without text?"""
    return isinstance(found, types.FunctionType) and getattr(found, "__wrapped__", found).__code__.co_filename == "<string>"
