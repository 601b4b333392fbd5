"""Functions of Python's that leave what they do to a method of an object: `float(obj)`, `divmod(obj, y)`, `operator.add`.

    float(cell)         # the call of its `__float__`
    math.sin(cell)      # ... of which the sine is taken
"""

import math
import operator

import gast
import numpy as np

from s2sad.analysis import objects, storage
from s2sad.analysis.alternativecalls import can_be_told_apart, of_objects_or_others
from s2sad.analysis.asked import is_generated
from s2sad.analysis.exceptions import is_exception
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.operators import first_that_answers, is_overloaded, special_call
from s2sad.facts import kinds as K
from s2sad.facts.classkinds import classes_of
from s2sad.facts.kinds import number
from s2sad.facts.reached import is_active
from s2sad.facts.texts import text_of
from s2sad.frontend.names import MISSING, lookup
from s2sad.later import later
from s2sad.rules.asoperators import LOOKING, as_operator
from s2sad.rules.registry import library_rule

function_kind = later("analysis.functioncalls.function_kind")

# Function → the methods that it calls, of which the first is taken that there is; the type that it makes of the result.
_METHODS = {
    float: (("__float__", "__index__"), float), complex: (("__complex__", "__float__", "__index__"), complex),
    int: (("__int__", "__index__", "__trunc__"), int), abs: (("__abs__",), None), operator.abs: (("__abs__",), None),
    round: (("__round__",), None), math.floor: (("__floor__",), None), math.ceil: (("__ceil__",), None),
    math.trunc: (("__trunc__",), None), len: (("__len__",), int), bool: (("__bool__",), bool), operator.index: (("__index__",), int),
    str: (("__str__", "__repr__"), str), repr: (("__repr__",), str), format: (("__format__",), str),
}
_CONVERTING = (float, complex, int)
_TEXTS = (str, repr, format)


def told_by_methods(run, node, function, positional, keywords, rest):
    """The kind of such a call; None where no object is asked, or a rule says what comes of it."""
    if rest is not None or not positional:
        return None
    kinds = [K.present(run.facts.kind[p]) for p in positional]
    written = as_operator(function)
    if written is not None and not keywords and is_up_to_methods(function, kinds):
        return helper_kind(run, node, written, positional, [], None) if function is not pow or len(positional) < 3 \
            else special_call(run, node, positional[0], "__pow__", positional[1:])
    if function is divmod and len(kinds) == 2 and is_overloaded(*kinds) and not any(map(storage.base_of, kinds)):
        a, b = positional
        return first_that_answers(run, node, [(a, "__divmod__", b), (b, "__rdivmod__", a)], "`divmod`")
    if function in _METHODS and can_be_told_apart(kinds[0]) and positional[0] in node.args:
        return of_objects_or_others(run, node, positional[:1], kinds[:1], lambda case, one: function_kind(
            run, case, function, ([case.args[0], *positional[1:]], keywords, rest)))
    if not any(map(objects.is_instance, kinds)) or any(map(is_exception, kinds)):
        return None
    if function in _METHODS:
        return of_one(run, node, function, kinds[0], positional, keywords)
    name = "__float__" if is_of_numbers(function) else "__array__" if is_of_numpy(function) else None
    if name == "__array__" and (function in (np.array, np.copy) or any(k == "dtype" for k, _ in keywords)):
        return None  # it is told to copy, or of which type to be, and need not do so
    if name is not None and take_as(run, node, positional, name):
        return run.of_Call(node)
    return None


def is_up_to_methods(function, kinds):
    """Is what such an operator does not told by its rule?"""
    if any(map(K.has_fields, kinds)) or any(map(objects.is_mixed, kinds)) or function is operator.call or is_overloaded(*kinds):
        return True
    if function not in LOOKING and any(k.form in ("list", "tuple", "dict") for k in kinds) \
            or function is operator.getitem and kinds[0].form == "any":
        return True  # what comes of it may hold what they hold
    rule = library_rule(function)
    told = rule is not None and (rule.form != "zero" or function in LOOKING or all(map(K.is_numeric, kinds)))
    return not told and any(map(is_active, kinds))


def of_one(run, node, function, kind, positional, keywords):
    names, made = _METHODS[function]
    name = next((n for n in names if objects.has_method(kind, n)), None)
    passed = [*positional[1:], *(v for _, v in keywords)]
    if name is None or any(is_generated(lookup(c, name)) for c in classes_of(kind)) or len(passed) > (1 if function in (round, format) else 0):
        return None
    if function is format and not passed:
        passed = [objects.text_node(run, node, "")]
    if function in _CONVERTING:
        given = method_node(run, positional[0], name)
        found = run.kind(given)
        if not (found.form == "number" and found.type is made):  # it is converted
            node.args[0] = given
            run.context.expanded.pop(node, None)
            return run.of_Call(node)
    result = special_call(run, node, positional[0], name, passed)
    if result is None:
        return None
    if function in _TEXTS:
        return result if result.form == "plain" else text_of([kind])
    return result if made in (None, float, complex) else number(made)


def method_node(run, node, name):
    """The call of a method of an object in its place, as Python makes it."""
    call = run.context.receivers.get((node, name))
    if call is None:
        method = gast.copy_location(gast.Attribute(value=node, attr=name, ctx=gast.Load()), node)
        call = run.context.receivers[node, name] = gast.copy_location(gast.Call(func=method, args=[], keywords=[]), node)
        call.as_written = node
        run.context.note_rewritten()
    return call


def is_of_numbers(function):
    """Is this a function of `math`, whose arguments are numbers?"""
    return getattr(function, "__module__", None) == "math" and function not in (
        math.fsum, math.prod, math.dist, getattr(math, "sumprod", None))


def is_of_numpy(function):
    """Is this a function of NumPy's, which takes an object with `__array__` for an array?"""
    return not isinstance(function, type) \
        and (getattr(function, "__module__", None) or type(function).__module__).partition(".")[0] == "numpy"


def take_as(run, node, positional, name):
    """Objects among the arguments are replaced by the calls of the method that makes numbers of them; are there any?"""
    found = False
    for i, argument in enumerate(getattr(node, "args", ())):
        kind = run.facts.kind.get(argument)
        if argument in positional and objects.has_method(kind, name) and not hasattr(argument, "as_written") \
                and not any(map(is_known_to_numpy, classes_of(kind))):
            node.args[i], found = method_node(run, argument, name), True
    if found:
        run.context.expanded.pop(node, None)
    return found


def is_known_to_numpy(cls):
    """Has NumPy more to do with objects of a class than to make arrays of them?"""
    return any(lookup(cls, hook) is not MISSING for hook in ("__array_ufunc__", "__array_function__")) \
        or any(base.__module__.partition(".")[0] == "numpy" for base in cls.__mro__)
