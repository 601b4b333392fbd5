"""Conditions that the kinds decide: `x is None`, `isinstance(x, float)`."""

import abc
import dataclasses
import enum
import sys
import types
from decimal import Decimal
from fractions import Fraction

import gast
import numpy as np

from s2sad.classflags import is_made_by_class
from s2sad.analysis.alternatives import is_one_of_several, kind_of, may_be_called, one_by_one, remaining
from s2sad.analysis.predicates import names_passed, question
from s2sad.facts import kinds as K
from s2sad.facts.alternatives import alternatives
from s2sad.facts.classfacts import once, record_of
from s2sad.facts.classkinds import classes_of
from s2sad.facts.joining import store
from s2sad.facts.kinds import EITHER, const
from s2sad.facts.known import has_key, value_of
from s2sad.facts.reached import holds_derived, is_active
from s2sad.facts.texts import TEXT_OF_ACTIVE, is_text, texts_of
from s2sad.frontend.names import MISSING, lookup
from s2sad.records import replace
from s2sad.runtime.objects import has_mirror


def truth_of(node, kinds, kind, calls):
    """True or False where the condition is decided before the program runs, else None; calls: how each call is made."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        inner = truth_of(node.operand, kinds, kinds.get(node.operand), calls)
        return None if inner is None else not inner
    if isinstance(node, gast.BoolOp):
        stop = isinstance(node.op, gast.Or)
        for part in node.values:
            truth = truth_of(part, kinds, kinds.get(part), calls)
            if truth is not (not stop):
                return truth  # what is after it is not evaluated, or decides
        return not stop
    if isinstance(node, gast.Constant):
        return bool(node.value)
    asked = question(calls.get(node))
    if asked is not None:
        inner = calls[node].context.facts
        return truth_of(asked, inner.kind, inner.kind.get(asked), inner.call)
    if isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (gast.In, gast.NotIn)):
        found = has_key(node, kinds)
        if found is not None:
            return found
    value = value_of(node, kinds)
    if value is not None:
        return bool(*value)
    if isinstance(node, gast.Name) and _is_function(kind):
        return True
    if isinstance(node, gast.Name) and kind is not None and kind.form == "const" and kind.value is None:
        return False
    if isinstance(node, gast.Name) and kind is not None and kind.elements is not None and not kind.optional \
            and (kind.region is None or not kind.region.find().written):
        return bool(kind.elements)
    if isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (gast.Is, gast.IsNot)):
        right = kinds.get(node.comparators[0])
        left = kinds.get(node.left)
        if right is None or left is None or right.form != "const" or right.value is not None:
            classes = [exact_class(n, kinds) for n in (node.left, *node.comparators)]
            return None if None in classes else (classes[0] is classes[1]) is isinstance(node.ops[0], gast.Is)
        none = is_none(left)
        return none if none is None or isinstance(node.ops[0], gast.Is) else not none
    if isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (gast.Eq, gast.NotEq)):
        classes = [exact_class(n, kinds) for n in (node.left, *node.comparators)]
        return None if None in classes else (classes[0] is classes[1]) is isinstance(node.ops[0], gast.Eq)
    if isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (gast.In, gast.NotIn)):
        found = _is_in_class_text(node.left, node.comparators[0], kinds)
        return None if found is None else found is isinstance(node.ops[0], gast.In)
    if isinstance(node, gast.Call) and len(node.args) == 1 and not node.keywords:
        callee = kinds.get(node.func)
        if callee is not None and callee.form == "const" and callee.value is callable:
            return _is_callable(kinds.get(node.args[0]))
        if is_known_as(callee, dataclasses.is_dataclass):
            return _is_dataclass(kinds.get(node.args[0]))
    if isinstance(node, gast.Call) and len(node.args) == 2 and not node.keywords:
        callee = kinds.get(node.func)
        if callee is not None and callee.form == "const" and callee.value is hasattr:
            return _has(kinds.get(node.args[0]), texts_of(kinds.get(node.args[1])))
        if callee is not None and callee.form == "const" and callee.value is isinstance:
            classes = classes_named(kinds.get(node.args[1]))
            return None if classes is None else is_instance(kinds.get(node.args[0]), classes)
    return None


def is_instance(kind, classes):
    """Is a value of this kind an instance of one of these classes?  None where that is not known."""
    if is_one_of_several(kind):
        said = {is_instance(one, classes) for one in one_by_one(replace(kind, optional=False)).values()}
        said |= {issubclass(type(None), classes)} if kind.optional else set()
        return said.pop() if len(said) == 1 else None
    if kind is not None and kind.optional:
        held = is_instance(replace(kind, optional=False), classes)
        return held if held is issubclass(type(None), classes) else None
    types_ = exact_types(kind)
    if types_ is None:
        return False if _never_numeric(kind, classes) or _never_data(kind, classes) else None
    said = {is_surely(t, classes) for t in types_}
    return said.pop() if len(said) == 1 else None


def is_comparison(node, kinds):
    """Does evaluating this do no more than compare variables and constants, and ask for their classes?"""
    if isinstance(node, gast.Call):
        callee = kinds.get(node.func)
        return callee is not None and callee.form == "const" and not node.keywords \
            and (callee.value is isinstance or callee.value is callable) \
            and all(is_comparison(a, kinds) or _is_outside(a, kinds) for a in node.args)
    return isinstance(node, _COMPARING) and all(is_comparison(n, kinds) for n in gast.iter_child_nodes(node))


def _is_outside(node, kinds):
    """Is this `np.ndarray`, or the like?"""
    known = kinds.get(node)
    return isinstance(node, gast.Attribute) and known is not None and known.form == "const" \
        and (isinstance(node.value, gast.Name) or _is_outside(node.value, kinds))


_COMPARING = (gast.Name, gast.Constant, gast.Compare, gast.UnaryOp, gast.BoolOp, gast.Tuple, gast.expr_context, gast.cmpop,
              gast.unaryop, gast.boolop)


def _is_in_class_text(text, spelled, kinds):
    """`"sympy" in str(type(x))`, for what is of a built-in class."""
    if not isinstance(text, gast.Constant) or not isinstance(text.value, str) or not isinstance(spelled, gast.Call) \
            or len(spelled.args) != 1 or spelled.keywords or kinds.get(spelled.func) is None \
            or kinds[spelled.func].form != "const" or kinds[spelled.func].value not in (str, repr):
        return None
    cls = exact_class(spelled.args[0], kinds)
    return None if cls is None or is_made_by_class(cls) else text.value in str(cls)


def abstract_tests(node, kinds, calls):
    """(class, class asked for) of `isinstance(x, Shape)` in a condition: those of which `Shape.register` may say more."""
    if isinstance(node, gast.UnaryOp):
        return abstract_tests(node.operand, kinds, calls)
    if isinstance(node, gast.BoolOp):
        return [found for value in node.values for found in abstract_tests(value, kinds, calls)]
    asked = question(calls.get(node))
    if asked is not None:
        return abstract_tests(asked, calls[node].context.facts.kind, calls[node].context.facts.call)
    if not isinstance(node, gast.Call) or len(node.args) != 2 or kinds.get(node.func) is None \
            or kinds[node.func].form != "const" or kinds[node.func].value is not isinstance:
        return []
    kind, asked = kinds.get(node.args[0]), classes_named(kinds.get(node.args[1])) or ()
    of = classes_of(kind) if kind is not None and kind.form == "object" and kind.type is not None else exact_types(kind) or ()
    if is_one_of_several(kind):
        of = [c for one in one_by_one(replace(kind, optional=False)).values() for c in exact_types(one) or ()]
    return [(c, a) for a in asked if isinstance(a, abc.ABCMeta) for c in of]


def is_users(cls):
    """Is it a class of the user's, of which Python and NumPy know nothing beforehand?"""
    return (cls.__module__ or "").partition(".")[0] not in _LIBRARIES


_LIBRARIES = sys.stdlib_module_names - {"__main__"} | {"numpy", "scipy"}


def _has(kind, texts):
    """Has a class, or a value of a built-in one, this attribute?"""
    if texts is None or len(texts) != 1 or kind is None or kind.optional:
        return None
    (name,) = texts
    if kind.form == "const" and isinstance(kind.value, type) and record_of(kind.value) is None:
        return hasattr(kind.value, name)
    types_ = exact_types(kind) if kind.form in ("number", "array", "list", "tuple", "dict") and kind.type not in (EITHER,) \
        else None
    if types_ is None or any(c.__dictoffset__ for c in types_):
        return None
    said = {hasattr(c, name) for c in types_}
    return said.pop() if len(said) == 1 else None


def lacks(kind, name):
    """Has surely no number or array of this kind, or None, such an attribute, so that asking for it raises an AttributeError?"""
    if kind is not None and kind.form == "const" and kind.value is None:
        return not hasattr(None, name)
    if kind is None or kind.form not in ("number", "array", "numeric") or kind.optional and hasattr(None, name):
        return False
    known = exact_types(replace(kind, optional=False)) or _NUMERIC
    return (known is not _NUMERIC or is_surely_numeric(kind)) and not any(hasattr(cls, name) for cls in known)


def exact_class(node, kinds):
    """The class that `type(x)`, or a name, means; None where that is not known."""
    kind = kinds.get(node)
    if isinstance(node, gast.Call) and len(node.args) == 1 and not node.keywords and kinds.get(node.func) is not None \
            and kinds[node.func].value is type:
        types_ = exact_types(kinds.get(node.args[0]))
        found = types_[0] if types_ is not None and len(types_) == 1 else None
    else:
        found = kind.value if K.is_known(kind) and isinstance(kind.value, type) else None
    return found if found is not None and record_of(found) is None and type(found).__eq__ is type.__eq__ else None


def is_surely(cls, classes):
    """Is a class derived from one of these?  None for a class defined in a function that may run more than once."""
    if not issubclass(cls, classes):
        return False
    lasting = tuple(c for c in classes if record_of(c) is None or once(record_of(c)))
    return True if issubclass(cls, lasting) else None


def _is_function(kind):
    """Is this a function, which is true wherever it is asked?"""
    return kind is not None and not kind.optional and (
        kind.form == "function" or kind.form == "const" and isinstance(kind.value, _FUNCTIONS))


_FUNCTIONS = (types.FunctionType, types.BuiltinFunctionType, np.ufunc)


def _is_callable(kind):
    if kind is None or kind.optional:
        return None
    if kind.form == "const":
        return callable(kind.value)
    if kind.form in ("function", "partial", "method"):
        return True
    if is_one_of_several(kind):
        said = set(map(may_be_called, one_by_one(kind).values()))
        return said.pop() if len(said) == 1 else None
    if K.has_fields(kind) and kind.type is not None:
        said = {lookup(c, "__call__") is not MISSING for c in classes_of(kind)}
        return said.pop() if len(said) == 1 else None
    return False if kind.form in ("number", "array", "numeric", "list", "tuple", "dict") else None


def _is_dataclass(kind):
    """Is a value of this kind an instance of a dataclass?  None where that is not known."""
    if kind is None or kind.optional:
        return None
    types_ = [exact_types(one) for one in one_by_one(kind).values()] if is_one_of_several(kind) else [exact_types(kind)]
    said = {None} if None in types_ else {dataclasses.is_dataclass(t) for several in types_ for t in several}
    return said.pop() if len(said) == 1 else None


def narrowing(node, kinds, env, truth, calls):
    """The kinds of names of which a test that came out as `truth` says more than the environment does."""
    if isinstance(node, gast.UnaryOp) and isinstance(node.op, gast.Not):
        return narrowing(node.operand, kinds, env, not truth, calls)
    if isinstance(node, gast.BoolOp) and isinstance(node.op, gast.And) is truth:
        found = {}
        for part in node.values:
            found |= narrowing(part, kinds, {**env, **found}, truth, calls)
        return found
    if isinstance(node, gast.BoolOp):
        return of_one_of_them([narrowing(part, kinds, env, truth, calls) for part in node.values], env)
    asked = question(calls.get(node))
    if asked is not None:
        inner, names = calls[node].context.facts, names_passed(calls[node])
        said = narrowing(asked, inner.kind, {p: env[n] for p, n in names.items() if n in env}, truth, inner.call)
        return {names[p]: kind for p, kind in said.items()}
    left_out = none_test(node, kinds)
    if left_out is not None:
        name, is_there = left_out
        return {name: replace(env[name], optional=False)} if is_there is truth and name in env and env[name].optional else {}
    asked = class_test(node, kinds, env)
    if asked is not None:
        name, meant = asked
        kind = env[name]
        left = tuple(c for c in (kind.value if kind.form == "classes" else classes_of(kind)) if (c in meant) is truth)
        if not left:
            return {}
        if kind.form == "classes":
            narrowed = replace(kind, value=left) if len(left) > 1 or kind.optional and not truth else const(left[0])
        else:
            narrowed = replace(kind, type=left if len(left) > 1 else left[0])
        return {name: replace(narrowed, optional=False) if truth else narrowed}
    if isinstance(node, gast.Call) and len(node.args) == 2 and isinstance(node.args[0], gast.Name):
        callee, kind = kinds.get(node.func), env.get(node.args[0].id)
        classes = classes_named(kinds.get(node.args[1]))
        if callee is not None and callee.form == "const" and callee.value is isinstance and classes is not None \
                and kind is not None and kind.form == "object" and kind.type is not None:
            left = tuple(c for c in classes_of(kind) if is_surely(c, classes) in (truth, None))
            if left:
                narrowed = replace(kind, type=left if len(left) > 1 else left[0])
                return {node.args[0].id: replace(narrowed, optional=False) if truth else narrowed}
        if callee is not None and callee.form == "const" and callee.value is isinstance and classes is not None \
                and (truth or is_one_of_several(kind)) and is_loose(kind):
            return {node.args[0].id: of_loose(kind, classes, truth)}
        if is_known_as(callee, hasattr) and is_one_of_several(kind):
            name, = texts_of(kinds.get(node.args[1])) or (None,)
            verdicts = {one: may_have(alternative, name) for one, alternative in one_by_one(kind).items()}
            return {node.args[0].id: remaining(kind, verdicts, truth)}
    if isinstance(node, gast.Call) and len(node.args) == 1 and isinstance(node.args[0], gast.Name) \
            and is_known_as(kinds.get(node.func), callable) and is_one_of_several(env.get(node.args[0].id)):
        kind = env[node.args[0].id]
        return {node.args[0].id: remaining(replace(kind, optional=kind.optional and not truth), {
            one: may_be_called(alternative) for one, alternative in one_by_one(kind).items()}, truth)}
    if isinstance(node, gast.Call) and len(node.args) == 1 and isinstance(node.args[0], gast.Name) \
            and is_known_as(kinds.get(node.func), dataclasses.is_dataclass) and is_one_of_several(env.get(node.args[0].id)):
        kind = env[node.args[0].id]
        return {node.args[0].id: remaining(replace(kind, optional=kind.optional and not truth), {
            one: _is_dataclass(alternative) for one, alternative in one_by_one(replace(kind, optional=False)).items()}, truth)}
    loose = loose_test(node, kinds, env)
    return {} if loose is None else loose_outcome(env, *loose, truth)


def none_test(node, kinds):
    """The name that `out is None` or `out is not None` asks for, and how the test comes out if it is not None."""
    if not (isinstance(node, gast.Compare) and len(node.ops) == 1 and isinstance(node.ops[0], (gast.Is, gast.IsNot))
            and isinstance(node.left, gast.Name) and is_known_as(kinds.get(node.comparators[0]), None)):
        return None
    return node.left.id, isinstance(node.ops[0], gast.IsNot)


def is_known_as(kind, value):
    return kind is not None and kind.form == "const" and kind.value is value


def of_one_of_them(outcomes, env):
    """What is known where one of several tests came out as it did: `isinstance(t, list) or isinstance(t, Leaf)`."""
    found = {}
    for name in set.intersection(*map(set, outcomes)):
        parts = [outcome[name] for outcome in outcomes]
        among = [alternatives(part) for part in parts]
        if is_one_of_several(env.get(name)) and None not in among:
            found[name] = replace(kind_of(env[name], frozenset().union(*among)), optional=any(p.optional for p in parts))
    return found


def loose_outcome(env, name, classes, truth):
    """What is known of a name of no known kind after `type(x) is C`, or `type(x) in (A, B)`."""
    if not is_one_of_several(env[name]):
        return {name: of_loose(env[name], classes)} if truth and len(classes) == 1 else {}
    verdicts = {}
    for one, alternative in one_by_one(replace(env[name], optional=False)).items():
        types_ = exact_types(alternative)
        said = {None} if types_ is None else {t in classes for t in types_}
        verdicts[one] = said.pop() if len(said) == 1 else None
    kind = env[name]
    return {name: remaining(replace(kind, optional=False) if truth and type(None) not in classes else kind, verdicts, truth)}


def may_have(kind, name):
    """Has a value of this kind an attribute of this name?  None where that is not known."""
    if kind.form == "function" and name is not None and not kind.optional:
        return function_has(kind.functions.find(), name)
    types_ = exact_types(replace(kind, optional=False)) or (_NUMERIC if is_surely_numeric(kind) else None)
    if types_ is None or name is None:
        return None
    said = {True if hasattr(c, name) else None if c.__dictoffset__ or hasattr(c, "__getattr__") else False for c in types_}
    return said.pop() if len(said) == 1 else None


def function_has(functions, name):
    """The same of one of several functions."""
    if name in functions.attributes:
        return None
    said = {hasattr(types.FunctionType if m.function is None else m.function, name) for m in functions.members.values()}
    return said.pop() if len(said) == 1 else None


def loose_test(node, kinds, env):
    """(name, classes) of `type(x) is dict` or `type(x) in (list, dict)`, for what is of no known kind; else None."""
    if not isinstance(node, gast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], (gast.Is, gast.Eq, gast.In)):
        return None
    call, cls = node.left, classes_named(kinds.get(node.comparators[0]))
    if cls is None or (len(cls) != 1) is not isinstance(node.ops[0], gast.In) or not isinstance(call, gast.Call) or len(call.args) != 1 \
            or not isinstance(call.args[0], gast.Name) or kinds.get(call.func) is None or kinds[call.func].value is not type:
        return None
    return (call.args[0].id, cls) if is_loose(env.get(call.args[0].id)) else None


def is_loose(kind):
    """Is this of no known kind, so that the mirror alone says where what it holds has its tangent?"""
    return kind is not None and kind.form == "any" and kind.region is not None


def of_loose(kind, classes, truth=True):
    """What is of no known kind is an instance of one of these classes; or of none, where it is one of several."""
    if is_one_of_several(kind):
        kind = replace(kind, optional=kind.optional and (not truth or type(None) in classes))
        return remaining(kind, {one: is_instance(k, classes) for one, k in one_by_one(replace(kind, optional=False)).items()}, truth)
    kind = replace(kind, optional=False)
    root = kind.region.find()
    if set(classes) <= _NUMBERS.keys():
        types_ = {_NUMBERS[c] for c in classes}
        return K.number(types_.pop() if len(types_) == 1 else "number" if "number" in types_ else "real", is_active(kind))
    if classes == (str,) and is_active(kind):
        return TEXT_OF_ACTIVE  # which it may spell out
    part = K.any_kind(kind.region, is_active(kind))  # what it holds is as little known
    if len(classes) == 1 and root.fields is not None and has_mirror(*classes) and not classes[0].__subclasses__():
        return K.Kind("object", type=classes[0], region=kind.region)
    if len(classes) == 1 and issubclass(classes[0], tuple) and hasattr(classes[0], "_fields"):
        return kind if classes[0].__subclasses__() else \
            K.Kind("tuple", type=classes[0], elements=tuple(part for _ in classes[0]._fields))
    if classes not in ((list,), (dict,)) or not is_active(kind) or root.origin not in ("fresh", "param") or holds_derived(kind):
        return kind
    store(kind.region, part)
    return K.Kind(classes[0].__name__, region=kind.region.find())


_NUMBERS = {float: "real", int: int, bool: int, complex: "number"}


def class_test(node, kinds, env):
    """(name, which of its classes the test is for) of `type(x) is C` or `type(x).__name__ == "C"`; else None."""
    if not isinstance(node, gast.Compare) or len(node.ops) != 1 or not isinstance(node.ops[0], (gast.Is, gast.Eq)):
        return None
    asked, other = node.left, node.comparators[0]
    by_name = isinstance(asked, gast.Attribute) and asked.attr == "__name__"
    asked = asked.value if by_name else asked
    if isinstance(asked, gast.Name):
        kind = env.get(asked.id)
        if kind is None or kind.form != "classes":
            return None
        return class_among(asked.id, kind.value, other, by_name, kinds)
    if not isinstance(asked, gast.Call) or len(asked.args) != 1 or not isinstance(asked.args[0], gast.Name) \
            or kinds.get(asked.func) is None or kinds[asked.func].value is not type:
        return None
    kind = env.get(asked.args[0].id)
    if kind is None or kind.form != "object" or kind.type is None:
        return None
    return class_among(asked.args[0].id, classes_of(kind), other, by_name, kinds)


def class_among(name, classes, other, by_name, kinds):
    """(name, which of the classes are meant by the other side of the test); None if that is not known."""
    if by_name and isinstance(other, gast.Constant):
        return name, [c for c in classes if c.__name__ == other.value]
    wanted = kinds.get(other)
    if not by_name and wanted is not None and wanted.form == "const" and isinstance(wanted.value, type) \
            and type(wanted.value).__eq__ is type.__eq__ \
            and (record_of(wanted.value) is None or once(record_of(wanted.value))):
        return name, [c for c in classes if c is wanted.value]
    return None


def is_none(kind):
    if kind.form == "const" and kind.value is None:
        return True
    return None if kind.form == "any" or kind.optional else False


def classes_named(kind):
    if kind is None:
        return None
    if kind.form == "const" and isinstance(kind.value, type):
        return (kind.value,) if asks_by_class(kind.value) else None
    if kind.form == "tuple" and kind.elements is not None:
        parts = [classes_named(k) for k in kind.elements]
        return None if None in parts else sum(parts, ())
    return None


def asks_by_class(cls):
    """Do the classes that an object's class is derived from say whether it is an instance of this one?"""
    return type(cls).__instancecheck__ in (type.__instancecheck__, abc.ABCMeta.__instancecheck__)


_REALS = (bool, int, float, np.float64)
_NUMERIC = (int, float, complex, Fraction, Decimal, np.generic, np.ndarray)


def _never_numeric(kind, classes):
    """Is this a number or an array, of which none is an instance of one of the classes?"""
    return kind is not None and kind.form in ("number", "numeric") and is_surely_numeric(kind) and not kind.optional and not any(
        issubclass(t, c) or issubclass(c, t) or isinstance(c, abc.ABCMeta) and is_users(c)
        for c in classes for t in _NUMERIC)


def is_surely_numeric(kind):
    """Is this a number or array?  What is made of constants that are not known may be a duration."""
    unknown = kind.type == "number" if kind.form == "number" else kind.form == "numeric" and kind.type is None
    return K.is_numeric(kind) and (not unknown or is_active(kind))


_DATA = (int, float, complex, np.generic, np.ndarray, str, bytes, list, tuple, dict, set, frozenset)
_NO_DATA = (types.FunctionType, types.BuiltinFunctionType, types.ModuleType, type, np.ufunc)


def _never_data(kind, classes):
    """Is this an iterator, a function, a class or a module, and are all classes those of numbers, arrays, texts or containers?"""
    return kind is not None and not kind.optional and all(issubclass(c, _DATA) for c in classes) and (
        kind.form in ("iter", "partial", "method") or kind.form == "const" and type(kind.value) in _NO_DATA)


def exact_types(kind):
    """The classes of which a value of this kind may be, or None."""
    if kind is None or kind.optional:
        return None
    if kind.form == "number":
        return (kind.type,) if isinstance(kind.type, type) else _REALS if kind.type == "real" else None
    if kind.form == "object" and any(issubclass(c, BaseException) for c in classes_of(kind) if c is not None):
        return None  # what is caught may be of a class that is not known
    if kind.form == "object" or kind.form == "tuple" and kind.type is not None:
        return classes_of(kind) if kind.type is not None else None
    if kind.form == "const" and isinstance(kind.value, enum.Enum):
        return (type(kind.value),)
    if kind.form == "plain":
        return (str,) if is_text(kind) else (slice,) if kind.type == "slice" else None
    if kind.form == "list" and kind.type is EITHER:
        return EITHER
    if kind.form == "function":
        return _FUNCTIONS if all(m.function is None or isinstance(m.function, _FUNCTIONS)
                                 for m in kind.functions.find().members.values()) else None
    known = {"array": np.ndarray, "list": kind.type or list, "tuple": tuple, "dict": kind.type or dict}.get(kind.form)
    return None if known is None else (known,)
