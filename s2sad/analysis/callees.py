"""Calls: what is called, and the kind of what comes back.

Each call is recorded in the facts as one of the records in `callrecords`; the
forward pass writes the pair accordingly.
"""

import ast
import collections
import copy
import dataclasses
import decimal
import fractions
import functools
import inspect
import types

import gast
import numpy as np

from s2sad.analysis import frozen
from s2sad.analysis import kinds as K
from s2sad.analysis import generators, methodcalls, objects, sets, sparse, supers
from s2sad.analysis.callrecords import (
    ApplyCall,
    MethodCall,
    MirroredCall,
    PlainCall,
    Refused,
    RuleCall,
    all_arguments,
    opaque,
)
from s2sad.analysis.calls import CannotBind, expand, has_known_keys, literal
from s2sad.analysis.classvalues import call_classes, call_of_classes
from s2sad.analysis.containers import (
    CONTAINERS,
    DEQUE_METHODS,
    DICT_METHODS,
    LIST_METHODS,
    LOOSE_METHODS,
    container_kind,
    dict_method,
    list_method,
    loose_method,
    object_kind,
)
from s2sad.analysis.bynames import BY_NAME
from s2sad.analysis.decorators import decorated_kind, is_decorating
from s2sad.analysis.draws import drawn_kind, generator_classes, generator_kind, imported, is_series
from s2sad.analysis.exceptions import (
    check_key_error,
    exception_kind,
    init_kind,
    is_exception,
    is_exception_class,
    is_init,
    method_of_exception,
)
from s2sad.analysis.facts import Unreachable
from s2sad.analysis.instances import instance_kind
from s2sad.analysis.mappings import MAPPINGS, OWN_METHODS, mapping_kind
from s2sad.analysis.messages import logger_method, shown_kind
from s2sad.analysis.operators import look_at_truth, special_call
from s2sad.analysis.functions import call_functions
from s2sad.analysis.getters import GETTERS, as_function, getter_kind
from s2sad.analysis.helperkinds import derivative_kind, helper_kind, stand_in_kind
from s2sad.analysis.iterators import note_at_once
from s2sad.analysis.localclasses import is_active_class, record_class
from s2sad.analysis.kinds import text_of, const, is_active, number, regions
from s2sad.analysis.namedcalls import by_getattr, of_bound_methods
from s2sad.analysis.partials import partial_kind, take_apart
from s2sad.analysis.rulekinds import rule_kind
from s2sad.analysis.singledispatch import dispatched_kind, is_dispatching
from s2sad.analysis.unpacking import by_parameters
from s2sad.analysis.userrules import user_rule_kind
from s2sad.analysis.storage import as_items, base_of, is_built_in, take_as_items
from s2sad.analysis.storagemethods import READING, unbound_kind, write_arguments
from s2sad.frontend.derived import derivative_of
from s2sad.later import later
from s2sad.records import replace
from s2sad.rules.registry import attribute_rule, library_refusal, library_rule, method_rule, name_of, stand_in
from s2sad.runtime.draws import of_the_module
from s2sad.runtime.iterators import zip_pairs
from s2sad.runtime.mirrors import NUMPY_SCALARS

taken_inside = later("analysis.derivatives.taken_inside")
call_of_derivative = later("analysis.innerderivatives.called")
replace_call = later("analysis.rewrites.replace_call")
draw_by_parameters = later("rules.draws.of_generator")
draw_of_the_module = later("rules.draws.of_module")
is_vectorized = later("analysis.vectorized.is_vectorized")
vectorize_kind = later("analysis.vectorized.vectorize_kind")
vectorized_call = later("analysis.vectorized.vectorized_call")

_READS_TEXT = {float, float.fromhex, complex, int, eval, ast.literal_eval, np.array, np.asarray, np.fromstring,
               fractions.Fraction, decimal.Decimal, *NUMPY_SCALARS}
_DRAWS = {"random", "uniform", "gauss", "normalvariate", "randint", "randrange", "expovariate", "betavariate"}
ITERATING = {map, filter, functools.reduce, list, tuple, set, frozenset, sum, sorted, min, max, enumerate, zip, iter, any, all}
WRITTEN_OTHERWISE = {np.einsum: later("analysis.einsums.write_with_letters"),
                     np.piecewise: later("analysis.rewrites.write_functions"),
                     np.fromiter: later("analysis.rewrites.write_items"),
                     np.nditer: later("analysis.rewrites.write_nditer"),
                     zip_pairs: later("analysis.rewrites.write_zip_pairs")}
_CLASSES = {"list": list, "tuple": tuple, "dict": dict}
_FRAMES = {eval, exec, locals, globals, vars}


def call_kind(run, node):
    """The kind of a call's result; records how the call is made."""
    func = node.func = getattr(node, "called", node.func)
    result = by_getattr(run, node)
    if result is not None:
        return result
    if isinstance(func, gast.Attribute):
        owner = run.kind(func.value)
        if owner.form == "classes":
            run.facts.kind[func] = K.PLAIN
            return call_of_classes(run, node, owner, argument_nodes(run, node))
        if owner.form not in ("const", "function", "partial", "method"):
            run.facts.kind[func] = K.PLAIN
            return method_kind(run, node, replace(owner, optional=False))
        if frozen.is_frozen_kind(owner):
            return method_of_frozen(run, node, owner)
    callee = run.kind(func)
    if frozen.is_frozen_kind(callee):
        argument_nodes(run, node)
        return opaque(run, node, callee, "a distribution with parameters is called, which is no function")
    if (callee.form == "partial" or isinstance(callee.value, np.vectorize)) and is_vectorized(callee):
        return vectorized_call(run, node, callee)
    if callee.form == "method" and isinstance(callee.value, tuple):
        return of_bound_methods(run, node, callee)
    if callee.form in ("partial", "method"):
        take_apart(run, node, callee)
        return call_kind(run, node) if callee.form == "partial" else method_kind_of_bound(run, node)
    written_otherwise = WRITTEN_OTHERWISE.get(callee.value) if _hashable(callee.value) else None
    if written_otherwise is not None:
        written_otherwise(run, node)
        callee = run.kind(node.func)
    note_at_once(run, node, callee.value)
    arguments = argument_nodes(run, node)
    if callee.form == "const" and _hashable(callee.value) and callee.value in ITERATING \
            and write_out_iteration(run, node, callee.value):
        arguments = argument_nodes(run, node)
    return value_call(run, node, callee, arguments)


def method_of_frozen(run, node, owner):
    """The kind of a call of a method of `stats.norm(mu, sigma)`."""
    if frozen.write_method(run, node, owner):
        return call_kind(run, node)
    run.facts.kind[node.func] = K.PLAIN
    argument_nodes(run, node)
    return opaque(run, node, owner, f"there is no derivative rule for `{node.func.attr}` of a distribution")


def method_kind_of_bound(run, node):
    """The kind of `f.__self__.name(...)`, which is what calling the bound method `f` does."""
    owner = run.kind(node.func.value)
    run.facts.kind[node.func] = K.PLAIN
    return method_kind(run, node, replace(owner, optional=False))


def write_out_iteration(run, node, function):
    """Objects that a builtin iterates are replaced by the call of their `__iter__`; were there any?"""
    if function in (min, max) and len(node.args) > 1:
        return False
    first = 1 if function in (map, filter, functools.reduce) else 0
    objects_there = [i for i, argument in enumerate(node.args if function in (zip, map) else node.args[:first + 1])
                     if i >= first and not isinstance(argument, gast.Starred)
                     and (K.has_fields(run.facts.kind[argument]) or objects.is_active_set(run.facts.kind[argument])
                          and function not in (list, set, frozenset))]
    for i in objects_there:
        run.context.expanded.pop(node, None)
        node.args[i] = (objects.iter_of_object if function is iter else objects.iterable)(run, node.args[i])
    return bool(objects_there)


def value_call(run, node, callee, arguments):
    """The kind of calling a value of this kind."""
    if callee.form == "function":
        return call_functions(run, node, callee, arguments)
    if callee.form == "derivative":
        return call_of_derivative(run, node, callee, arguments)
    arguments = by_parameters(run, node, arguments, callee)
    if isinstance(arguments, CannotBind):
        return opaque(run, node, callee, f"the call has {arguments}", foreign=False, uncertain=True)
    series = callee.type if K.has_fields(callee) and isinstance(callee.type, type) else type(callee.value)
    if is_series(series) and isinstance(node, gast.Call) and not is_active(callee) and node.func in run.facts.kind \
            and arguments[2] is None and not hasattr(node, "as_written"):
        return series_call(run, node, series, *arguments)
    if K.has_fields(callee):
        result = special_call(run, node, node.func, "__call__", arguments)
        if result is None:
            raise Unreachable
        return result
    if callee.form == "plain" and isinstance(callee.value, tuple) and callee.value[0] == "nested":
        return opaque(run, node, callee, f"the class `{callee.value[1].name}` is defined inside the function, and "
                      f"{callee.value[2]}", "Define the class at the level of the module.")
    if callee.form == "classes":
        return call_classes(run, node, callee, arguments)
    if callee.form != "const":
        return call_unknown(run, node, callee, arguments, "what is called here is not known before the program runs")
    return function_kind(run, node, callee.value, arguments)


def series_call(run, node, cls, positional, keywords, _):
    """The call of a polynomial that does not depend on what is differentiated."""
    from s2sad.rules import series
    value = series.value_of_poly1d if cls is np.poly1d else series.value_of_series
    replace_call(run, node, value, [node.func, *positional],
                 [gast.keyword(arg=name, value=value) for name, value in keywords])
    return call_kind(run, node)


def argument_nodes(run, node):
    """Positional nodes, keyword nodes and the trailing starred node, all looked at."""
    for argument in node.args:
        kind = run.kind(argument)
        if isinstance(argument, gast.Starred):
            argument.value = all_items(run, argument.value, kind)
    for keyword in node.keywords:
        if base_of(run.kind(keyword.value)) is not None and keyword.arg is None:
            keyword.value = as_items(run, keyword.value, True)
    sizes = tuple(unpacked_size(run.facts.kind[p.value]) for p in (*node.args, *node.keywords)
                  if isinstance(p, gast.Starred) or isinstance(p, gast.keyword) and p.arg is None)
    known = run.context.expanded.get(node)
    if known is None or run.context.sizes.get(node) != sizes:
        run.context.sizes[node] = sizes
        try:
            known = expand(node, run.facts.kind.__getitem__, run.context.new_name)
        except CannotBind as problem:
            run.context.expanded.pop(node, None)
            return problem
        run.context.expanded[node] = known
    positional, keywords, rest = known
    seen = {*node.args, *(k.value for k in node.keywords)}
    for argument in (*positional, *(v for _, v in keywords), *([rest] if rest is not None else [])):
        if argument not in run.facts.kind or isinstance(argument, (gast.Subscript, gast.Tuple)) \
                and argument not in seen:
            run.kind(argument)
    return known


def all_items(run, node, kind):
    """What is unpacked into arguments: an iterator or object as the list of its items."""
    if K.has_fields(kind):
        node = as_items(run, node, True) if is_built_in(kind, "__iter__") else objects.iterable(run, node)
        kind = run.facts.kind[node]
    return objects.call_of(run, node, list, node) if kind.form in ("iter", "iterable", "view") else node


def unpacked_size(kind):
    """How many arguments `*` or `**` makes of a value, as far as its kind says."""
    if kind.form == "dict":
        return tuple(kind.elements) if has_known_keys(kind) else None
    return None if kind.elements is None else len(kind.elements)


def function_kind(run, node, function, arguments, receiver=None):
    """The kind of calling the object `function`."""
    if isinstance(arguments, CannotBind):
        return opaque(run, node, None, f"the call has {arguments}", uncertain=True)
    unbound = unbound_kind(run, node, function, *arguments)
    if unbound is not None:
        return unbound
    positional, keywords, rest = arguments
    hashable = _hashable(function)
    ruled = user_rule_kind(run, node, function, positional, keywords, rest)
    if ruled is not None:
        return ruled
    if isinstance(function, np.vectorize):
        return vectorized_call(run, node, const(function))
    if isinstance(function, functools._lru_cache_wrapper):
        function = function.__wrapped__
    if function is bool and positional:
        look_at_truth(run, positional[0])
    if function is super:
        return supers.super_kind(run, node, positional)
    if isinstance(function, types.MethodType) and library_rule(function) is None:
        return method_of_object(run, node, function, arguments)
    if hashable and function in BY_NAME:
        result = BY_NAME[function](run, node, positional, keywords)
        if result is not None:
            return result
    if reads_containers(function) and take_as_items(run, node, *arguments):
        arguments = positional, keywords, rest = argument_nodes(run, node)
    if hashable and is_decorating(function) and positional + keywords:
        return decorated_kind(run, node, function, positional)
    if isinstance(function, GETTERS):
        return helper_kind(run, node, as_function(function), positional, keywords, rest)
    if isinstance(function, type) and function in GETTERS:
        getter = getter_kind(run, node, function, positional, keywords)
        if getter is not None:
            return getter
    if function is collections.namedtuple or function is dataclasses.make_dataclass:
        made = record_class(run, node, function, positional, keywords) if rest is None else None
        if made is not None:
            return made
    if frozen.is_distribution(function):
        return frozen.freeze_kind(run, node, function, positional, keywords, rest)
    if function is functools.partial:
        return partial_kind(run, node, positional, keywords, rest)
    if function is np.vectorize and rest is None:
        return vectorize_kind(run, node, positional, keywords)
    mapping = mapping_kind(run, node, function, positional, keywords, rest) \
        if hashable and function in MAPPINGS else None
    if mapping is not None:
        return mapping
    if hashable and function in CONTAINERS:
        return container_kind(run, node, function, positional, keywords, rest)
    made = object_kind(run, node, function, positional, keywords, rest) if hashable else None
    if made is not None:
        return made
    if hashable and (library_rule(function) is None or any(k in ("key", "default") for k, _ in keywords)) \
            and stand_in(function) is not None:
        return stand_in_kind(run, node, function, positional, keywords, rest)
    if hashable and (function in _READS_TEXT or function in imported("json", "loads")) and any(
            K.holds_text(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = Refused("A number is read back from the text of a value that depends on what is "
                                       "differentiated.", "Use the value itself.")
        return number(float)
    if hashable and function in _FRAMES:
        if run.facts.active_names:
            run.facts.call[node] = Refused(f"`{function.__name__}` reaches variables by their names, and their "
                                           "derivatives would be lost.", "Write the expression out.")
            return K.any_kind()
    shown = shown_kind(run, node, function) if hashable else None
    if shown is not None:
        return shown
    if is_exception_class(function):
        return exception_kind(run, node, function, arguments)
    if is_init(function) and rest is None and positional and is_exception(run.facts.kind[positional[0]]):
        return init_kind(run, node, positional[0], positional[1:])
    if function in (setattr, delattr) and positional:
        rebind_attribute(run, node, positional)
    rule, refusal = library_rule(function), library_refusal(function)
    if refusal is not None:
        numpy_own = (getattr(function, "__module__", None) or "").partition(".")[0] == "numpy"
        return opaque(run, node, None, *refusal, foreign=not numpy_own)
    if rule is not None and rule.form != "zero" and not rule.name.startswith("scipy.sparse.") \
            and any(sparse.is_sparse(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, None, f"{rule.name} of a sparse matrix has no derivative", sparse.DENSE)
    if rule is not None:
        return rule_kind(run, node, function, rule, positional, keywords, rest)
    constructed = sparse.constructor_kind(run, node, function)
    if constructed is not None:
        return constructed
    if derivative_of(function) is not None:
        return derivative_kind(run, node, derivative_of(function), arguments)
    home = getattr(function, "__module__", None) or ""
    if home.partition(".")[0] == "s2sad":
        inside = taken_inside(run, node, function, positional, keywords) if rest is None else None
        if inside is not None:
            return inside
        if not home.startswith(("s2sad.runtime", "s2sad.rules")):
            return opaque(run, node, None, *own_call(function), foreign=False)
    if is_dispatching(function):
        return dispatched_kind(run, node, function, arguments)
    if isinstance(function, types.FunctionType) and not is_library(function):
        return helper_kind(run, node, function, positional, keywords, rest, receiver)
    name = getattr(function, "__qualname__", None) or repr(function)
    if isinstance(getattr(function, "__self__", None), imported("random", "Random")) and name.rpartition(".")[2] in _DRAWS \
            and not any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = PlainCall()
        return number("real")
    generator = generator_kind(run, node, function) if hashable else None
    if generator is not None:
        return generator
    if function is np.finfo or function is np.iinfo:
        run.facts.call[node] = PlainCall()
        return K.Kind("plain", type=function.__name__)
    if isinstance(function, type):
        made = instance_kind(run, node, function, arguments)
        if made is not None:
            return made
        return opaque(run, node, None, *without_mirror(function), foreign=False, uncertain=function in MAPPINGS)
    called = inspect.getattr_static(type(function), "__call__", None)
    if isinstance(called, types.FunctionType) and not is_library(called) and hasattr(node, "func"):
        run.program.guard_attribute(type(function), "__call__")  # of an Enum's member, say
        return helper_kind(run, node, called, [node.func, *positional], keywords, rest, node.func)
    draws = isinstance(getattr(function, "__self__", None), generator_classes())
    numpy_own = draws or (getattr(function, "__module__", None) or "").partition(".")[0] == "numpy"
    unread = f"there is no derivative rule for {name}, and it has no Python source"
    if isinstance(function, types.FunctionType):  # of a library whose code is not gone into
        unread = f"there is no derivative rule for {name_of(function)}"
    return opaque(run, node, None, unread, instead_of_rule(draws), foreign=not numpy_own)


def reads_containers(function):
    """Does this take a list for what it holds, and no object for its attributes or methods?"""
    if not _hashable(function) or isinstance(function, types.FunctionType) and stand_in(function) is None \
            and function.__module__ != "statistics":
        return False
    if function in CONTAINERS or function in MAPPINGS:
        return function not in (copy.copy, copy.deepcopy, next, iter)
    rule = library_rule(function)
    return rule is not None and rule.form != "zero"


def without_mirror(cls):
    """Why instances of a class cannot carry a derivative, and what to do instead."""
    if hasattr(cls, "__del__"):
        return (f"instances of the class {cls.__name__} have a `__del__`, which would run for their tangents, too",
                "Clean up in a method that you call, or in a `with` statement.")
    if issubclass(cls, np.ndarray) and cls is not np.ndarray:
        return (f"the class {cls.__name__} is derived from np.ndarray", "Keep the array in an attribute of a class of your own.")
    if isinstance(objects.lookup(cls, "__getattribute__"), types.FunctionType):
        return (f"`__getattribute__` of the class {cls.__name__} says what reading any attribute does",
                "Use `__getattr__`, or properties.")
    return (f"instances of the class {cls.__name__} have no mirror that could carry a derivative",
            "Use numbers, arrays, tuples, lists, dicts, or a plain class of your own.")


def own_call(function):
    """Why s2sad's own functions are not called inside, and what to do instead."""
    from s2sad import api
    if function is api.jacobian or hasattr(function, "primal"):
        return ("a Jacobian is taken inside of what is differentiated",
                "Make the derivative outside, df = differentiate(f), call df(x, dx=e) for each direction e, and stack "
                "what they return.")
    if function in (api.differentiate, api.jvp):
        return (f"`{function.__name__}` is called inside for a function that is made on the way",
                "Make the derivative outside, df = differentiate(f), of a function that takes what it needs as "
                "arguments, and call df here.")
    return (f"`{function.__name__}` of s2sad is for use outside of what is differentiated",
            "Call it from outside.")


def instead_of_rule(draws):
    """What to do about a function without a rule."""
    if draws:
        return "Draw numbers that do not depend on it, and compute with them."
    return "Use functions that have a rule, write it in Python, or give it a rule with rule_for."


def rebind_attribute(run, node, positional):
    """`setattr(module, "g", h)`: the name has another meaning from now on."""
    owner = run.facts.kind[positional[0]]
    if owner.form != "const":
        return
    try:
        attribute = literal(positional[1])
    except (ValueError, IndexError):
        raise run.context.refusal(node, "Which name is given another meaning here is not known before the program "
                                  "runs.", "Write the assignment out.") from None
    run.program.note_rebinding(owner.value, attribute, run.context, node)


def is_library(function):
    """NumPy's own Python functions are known by rules alone, but for those of polynomials, which are plain code, and
    what is written here."""
    module = function.__module__ or ""
    if function.__code__.co_filename.startswith("<s2sad"):
        return False
    return module.partition(".")[0] in ("numpy", "scipy") and not module.startswith("numpy.polynomial.")


def _hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


def method_kind(run, node, owner):
    """The kind of `owner.name(...)`."""
    name = node.func.attr
    receiver = node.func.value
    if owner.form in ("list", "dict", "plain"):
        note_at_once(run, node, name)
    arguments = by_parameters(run, node, argument_nodes(run, node), owner, name)
    if isinstance(arguments, CannotBind):
        return opaque(run, node, owner, f"the call has {arguments}", foreign=False)
    positional, keywords, rest = arguments
    shown = logger_method(run, node, owner, name)
    if shown is not None:
        return shown
    check_key_error(run, owner, name, positional)
    if is_exception(owner):
        found = method_of_exception(run, node, owner, name, positional)
        if found is not None:
            return found
    if K.has_fields(owner):
        return methodcalls.method_kind(run, node, owner, arguments)
    if owner.form == "super":
        return supers.super_method(run, node, owner, arguments)
    if owner.form in ("list", "dict", "tuple") and name in READING and not keywords and rest is None \
            and (owner.form != "tuple" or owner.type is None):
        found = READING[name](run, node, owner, owner, name, positional, keywords)
        if found is not None:
            return found
    if owner.form == "tuple" and owner.type is not None:
        return tuple_method(run, node, owner, name, arguments)
    if K.is_numeric(owner):
        return array_method(run, node, owner, name, positional, keywords, rest)
    if owner.form in ("list", "dict"):
        write_arguments(node, *arguments)
    if owner.form == "list" and name in (DEQUE_METHODS if owner.type is collections.deque else LIST_METHODS):
        return list_method(run, node, owner, name, positional, keywords)
    if owner.form == "dict" and (name in DICT_METHODS or name in OWN_METHODS[owner.type]):
        return dict_method(run, node, owner, name, positional, keywords)
    if owner.form == "tuple" and name in ("index", "count"):
        run.facts.call[node] = PlainCall()
        return number(int)
    if sparse.is_sparse(owner):
        return sparse.method_kind(run, node, owner, name, positional, keywords, rest)
    if owner.form == "object":
        found = inspect.getattr_static(owner.type, name, None) if name not in (owner.value or ()) else None
        if isinstance(found, types.FunctionType):
            run.program.guard_attribute(owner.type, name)
            return helper_kind(run, node, found, [receiver, *positional], keywords, rest, receiver)
        if isinstance(found, staticmethod) and isinstance(found.__func__, types.FunctionType):
            run.program.guard_attribute(owner.type, name)
            return helper_kind(run, node, found.__func__, positional, keywords, rest)
        if isinstance(found, classmethod) and isinstance(found.__func__, types.FunctionType):
            run.program.guard_attribute(owner.type, name)
            cls = run.context.receivers.setdefault(node, gast.copy_location(
                gast.Attribute(value=receiver, attr="__class__", ctx=gast.Load()), receiver))
            run.facts.kind[cls] = const(owner.type)
            return helper_kind(run, node, found.__func__, [cls, *positional], keywords, rest)
        own = issubclass(owner.type, generator_classes())
        drawn = drawn_kind(run, node, owner.type, name, positional, keywords, rest) if own else None
        if drawn is not None:
            return drawn
        moved = draw_by_parameters(name) if own else None
        if moved is not None:
            return helper_kind(run, node, moved, [receiver, *positional], keywords, rest, receiver)
        return opaque(run, node, owner, f"there is no derivative rule for the method `{name}` of "
                      f"{owner.type.__name__}, and it has no Python source", instead_of_rule(own), foreign=not own)
    if owner.form == "set":
        found = sets.method_kind(run, node, owner, name, positional, keywords, rest)
        if found is not None:
            return found
    if owner.form == "iter":
        found = generators.method_kind(run, node, owner, name, positional) if not keywords and rest is None else None
        if found is not None:
            return found
    if owner.form == "plain":
        kinds = [run.facts.kind[a] for a in all_arguments(node)]
        if name not in ("format", "join") and any(map(is_active, kinds)):
            return opaque(run, node, owner, f"it is not known before the program runs what `.{name}` is here")
        run.facts.call[node] = RuleCall(None, None, {}, [])
        if name in ("lower", "upper", "strip", "title", "capitalize") and not kinds and K.texts_of(owner) is not None:
            return K.text(*(getattr(t, name)() for t in owner.value))
        text = text_of([owner, *kinds])
        return text if K.is_text_of_active(text) or name in ("format", "join") else K.any_kind()
    if owner.form in ("list", "tuple", "dict") and not owner.optional and not hasattr(_CLASSES[owner.form], name) \
            and owner.type is None:
        raise Unreachable  # Python raises AttributeError here
    loose = loose_method(run, node, owner, name, *arguments) if owner.form == "any" and name in LOOSE_METHODS else None
    if loose is not None:
        return loose
    if is_active(owner) and method_rule(name) is not None:
        # Of what has this method, only arrays carry a derivative.
        return array_method(run, node, owner, name, positional, keywords, rest)
    return call_unknown(run, node, owner, arguments, f"it is not known before the program runs what `.{name}` is here")


def call_unknown(run, node, callee, arguments, reason):
    """A call of a function that only the run will show: it is differentiated when it is met."""
    if isinstance(arguments, CannotBind) or is_active(callee) or not any(
            is_active(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, callee, reason, "Say what the value is, for example with np.asarray(...), or "
                      "call the function by its name.", uncertain=True)
    if any(is_active_class(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, callee, reason, "Call the function by its name.", uncertain=True)
    if any(K.holds_active_functions(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, callee, "a function that uses what is differentiated is handed to one that is known only "
                      "when the program runs", "Call that one by its name; keep functions in lists, tuples or dicts.",
                      uncertain=callee.form != "set")
    region = run.context.site(node, "value")
    for argument in all_arguments(node):
        for other in regions(run.facts.kind[argument]):
            run.program.set(other, written=True, shrinks=True, escapes=True)
            run.program.unify(region, other)
    run.program.set(region.find(), active=True)
    run.facts.call[node] = ApplyCall(*arguments)
    return K.any_kind(region.find(), active=True)


def tuple_method(run, node, owner, name, arguments):
    """A method of a namedtuple, or of a class derived from one."""
    found = objects.lookup(owner.type, name)
    if isinstance(found, (types.FunctionType, staticmethod, classmethod)) \
            and not getattr(getattr(found, "__func__", found), "__module__", "").startswith("namedtuple_") \
            and name not in ("_replace", "_asdict", "_make"):
        return methodcalls.call_found(run, node, owner, owner.type, name, found, node.func.value, arguments)
    if name in ("index", "count"):
        run.facts.call[node] = PlainCall()
        return number(int)
    if name == "_asdict" and owner.elements is not None:
        run.facts.call[node] = MethodCall("tuple", name)
        return K.Kind("dict", region=run.context.site(node, "items"),
                      elements=dict(zip(owner.type._fields, owner.elements)))
    if name == "_replace" and owner.elements is not None and not arguments[0]:
        run.facts.call[node] = MethodCall("tuple", name)
        given = {k: run.facts.kind[v] for k, v in arguments[1]}
        return replace(owner, elements=tuple(given.get(n, k) for n, k in zip(owner.type._fields, owner.elements)))
    return opaque(run, node, owner, f"`{name}` of a namedtuple is not supported", foreign=False)


def method_of_object(run, node, function, arguments):
    """A bound method that is a module's constant."""
    owner = run.program.kind_of_constant(function.__self__)
    positional, keywords, rest = arguments
    if not isinstance(function.__func__, types.FunctionType) or is_library(function.__func__):
        drawn = drawn_kind(run, node, type(function.__self__), function.__name__, *arguments)
        moved = draw_of_the_module(function.__name__) if drawn is None and function.__self__ is of_the_module() else None
        if moved is not None:
            return helper_kind(run, node, moved, positional, keywords, rest)
        return drawn or opaque(run, node, None, f"there is no derivative rule for {function.__qualname__}",
                               instead_of_rule(isinstance(function.__self__, generator_classes())))
    if function.__name__ == "_make" and function.__func__.__code__.co_filename == collections.__file__ \
            and len(positional) == 1 and rest is None and not keywords:
        node.args[0] = all_items(run, positional[0], run.facts.kind[positional[0]])
        kind = run.facts.kind[node.args[0]]
        count = len(function.__self__._fields)
        parts = kind.elements if kind.form == "tuple" else None
        if kind.form in ("list", "array") or kind.form == "tuple" and parts is None:
            parts = (run.item_of(kind),) * count
        if parts is not None and len(parts) == count:
            run.facts.call[node] = MirroredCall()
            return K.Kind("tuple", type=function.__self__, elements=tuple(parts))
    read = stand_in(function.__func__) or function.__func__
    holder = run.facts.kind.get(node.func.value) if isinstance(node.func, gast.Attribute) else None
    if isinstance(function.__self__, type) and holder is not None and holder.form == "const" \
            and holder.value is function.__self__:
        return helper_kind(run, node, read, [node.func.value, *positional], keywords, rest)
    receiver = gast.copy_location(gast.Attribute(value=node.func, attr="__self__", ctx=gast.Load()), node.func)
    known = run.context.receivers.setdefault(node, receiver)
    run.facts.kind[known] = owner
    return helper_kind(run, node, read, [known, *positional], keywords, rest)


def array_method(run, node, owner, name, positional, keywords, rest):
    receiver = node.func.value
    if name == "view" and positional and any(issubclass(c, np.ndarray) and c is not np.ndarray for c in
                                             [run.facts.kind[positional[0]].value] if isinstance(c, type)):
        cls = run.facts.kind[positional[0]].value
        opaque(run, node, owner, *without_mirror(cls), foreign=False)
        return K.Kind("object", type=cls, region=run.context.site(node, "value"))
    if method_rule(name) is not None:
        return rule_kind(run, node, name_function(name), method_rule(name), positional, keywords, rest, receiver)
    if attribute_rule(name) == "zero":
        run.facts.call[node] = PlainCall()
        return run.place(node, K.any_kind(), False)
    if not hasattr(np.ndarray, name) and owner.form == "array":
        raise Unreachable  # Python raises AttributeError here
    if owner.form == "number" and name in ("is_integer", "hex") and not positional:
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return number(bool) if name == "is_integer" else text_of([owner])
    for region in regions(owner):
        run.program.set(region, written=True)
    return opaque(run, node, owner, f"there is no derivative rule for the {'' if owner.form == 'number' else 'array '}method `{name}`"
                  f"{' of numbers' if owner.form == 'number' else ''}", "Use a function that has a rule instead.", foreign=False, uncertain=True)


@functools.cache
def name_function(name):
    """Stands for the ndarray method `name` wherever a function object is asked for."""
    return getattr(np.ndarray, name)
