"""Calls of functions that are known: what each is, and the kind of what comes back."""

import ast
import collections
import copy
import dataclasses
import decimal
import fractions
import functools
import inspect
import types
import typing

import gast
import numpy as np

from s2sad.analysis import frozen, iteration, objects, sparse, supers
from s2sad.analysis.argumentnodes import all_items, argument_nodes
from s2sad.analysis.bynames import BY_NAME
from s2sad.analysis.containers import CONTAINERS, OF_OBJECTS, container_kind, object_kind
from s2sad.analysis.decorators import as_remembered, decorated_kind, is_decorating
from s2sad.analysis.draws import drawn_kind, generator_classes, generator_kind, imported, is_drawn_from
from s2sad.analysis.exceptions import exception_kind, init_kind, is_exception, is_exception_class, is_init
from s2sad.analysis.getters import GETTERS, as_function, getter_kind, maker_of_method_caller
from s2sad.analysis.helperkinds import derivative_kind, helper_kind, stand_in_kind
from s2sad.analysis.instances import instance_kind
from s2sad.analysis.interpolants import made_kind
from s2sad.analysis.localclasses import record_class
from s2sad.analysis.mappings import MAPPINGS, mapping_kind, view_kind
from s2sad.analysis.messages import shown_kind
from s2sad.analysis.asked import look_at_truth
from s2sad.analysis.bymethods import told_by_methods
from s2sad.analysis.operators import is_overloaded
from s2sad.analysis.partials import partial_kind
from s2sad.analysis.rulekinds import rule_kind, sampled
from s2sad.analysis.singledispatch import DISPATCHING, MADE_INSIDE, dispatched_kind, is_dispatching
from s2sad.analysis.storage import take_as_items
from s2sad.analysis.storagemethods import unbound_kind, write_arguments
from s2sad.analysis.userrules import user_rule_kind
from s2sad.classflags import is_made_by_class
from s2sad.facts import kinds as K
from s2sad.facts.classfacts import is_active_class
from s2sad.facts.callrecords import MirroredCall, PlainCall, Refused, all_arguments, opaque
from s2sad.facts.calls import CannotBind, literal
from s2sad.facts.effects import is_reading
from s2sad.facts.iterators import check_flat
from s2sad.facts.kinds import const, number
from s2sad.facts.reached import is_active
from s2sad.facts.texts import holds_text
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.trees import walk
from s2sad.later import later
from s2sad.rules.generics import instance_of, is_alias
from s2sad.rules.registry import library_refusal, library_rule, name_of, stand_in
from s2sad.runtime.draws import of_the_module
from s2sad.runtime.mirrors import NUMPY_SCALARS

draw_of_the_module = later("rules.draws.of_module")
jacobian_call = later("analysis.jacobians.jacobian_call")
taken_inside = later("analysis.derivatives.taken_inside")
vectorize_kind = later("analysis.vectorized.vectorize_kind")
vectorized_call = later("analysis.vectorized.vectorized_call")

_READS_TEXT = {float, float.fromhex, complex, int, eval, ast.literal_eval, np.array, np.asarray, np.fromstring,
               fractions.Fraction, decimal.Decimal, *NUMPY_SCALARS}
_DRAWS = {"random", "uniform", "gauss", "normalvariate", "randint", "randrange", "expovariate", "betavariate"}
_USING_UP = {"builtins", "math", "itertools", "functools", "_functools", "statistics", "collections", "heapq"}
_LOOKING = {len, type, id, isinstance, print, repr, str, hash, callable, getattr, hasattr}
_FRAMES = {eval, exec, locals, globals, vars}


def function_kind(run, node, function, arguments, receiver=None):
    """The kind of calling the object `function`."""
    if isinstance(arguments, CannotBind):
        return opaque(run, node, None, f"the call has {arguments}", uncertain=True)
    if typing.is_typeddict(function):
        function = dict  # which is what it makes
    unbound = unbound_kind(run, node, function, *arguments)
    if unbound is not None:
        return unbound
    positional, keywords, rest = arguments
    hashable = is_hashable(function)
    if hashable and is_read_one_by_one(function):
        if rest is not None:
            return opaque(run, node, None, f"`{function.__name__}` of a starred argument of unknown length",
                          "Pass the arguments one by one.", foreign=False)
        write_arguments(node, *arguments)
    elif function is zip and any(isinstance(a, gast.Starred) and isinstance(a.value, (gast.Tuple, gast.List)) for a in node.args):
        write_arguments(node, *arguments)
    ruled = user_rule_kind(run, node, function, positional, keywords, rest)
    if ruled is not None:
        return ruled
    if isinstance(function, np.vectorize):
        return vectorized_call(run, node, const(function))
    if is_alias(function):
        if is_made_by_class(function.__origin__) and function.__origin__.__dictoffset__:
            return helper_kind(run, node, instance_of, [node.func, *positional], keywords, rest)
        return function_kind(run, node, function.__origin__, arguments)
    if isinstance(function, functools._lru_cache_wrapper):
        return as_remembered(run, node, function, function_kind(run, node, function.__wrapped__, arguments),
                             [*positional, *(v for _, v in keywords)])
    if function is bool and positional:
        look_at_truth(run, positional[0])
    if function is super:
        return supers.super_kind(run, node, positional)
    if getattr(function, "__name__", None) == "seed" and any(is_active(run.facts.kind[a]) for a in all_arguments(node)) \
            and function in (*imported("numpy.random", "seed"), *imported("random", "seed")):
        run.facts.call[node] = PlainCall()  # by a whole number, or by one that decides on draws as a whole number does
        return K.NONE
    if isinstance(function, types.MethodType) and library_rule(function) is None:
        return method_of_object(run, node, function, arguments)
    told = told_by_methods(run, node, function, positional, keywords, rest) if hashable else None
    if told is not None:
        return told
    if hashable and function in BY_NAME:
        result = BY_NAME[function](run, node, positional, keywords)
        if result is not None:
            return result
    if getattr(function, "__module__", None) in _USING_UP and hashable and function not in _LOOKING:
        check_flat(run, *positional)
    if hashable and function in OF_OBJECTS:
        given = [*positional[1:], *(v for k, v in keywords if k in ("start", "default"))]
        if any(is_overloaded(run.facts.kind[a]) for a in given):  # objects that are added or compared themselves
            made = object_kind(run, node, function, positional, keywords, rest)
            if made is not None:
                return made
    if reads_containers(function) and take_as_items(run, node, *arguments):
        arguments = positional, keywords, rest = argument_nodes(run, node)
    for known in (maker_kind, container_or_builtin_kind, ruled_kind):
        kind = known(run, node, function, arguments)
        if kind is not None:
            return kind
    return kind_by_source(run, node, function, arguments, receiver)


def maker_kind(run, node, function, arguments):
    """The kind of calling what makes functions, getters, views, classes and distributions; None for all else."""
    positional, keywords, rest = arguments
    hashable = is_hashable(function)
    if hashable and is_decorating(function) and positional + keywords:
        return decorated_kind(run, node, function, positional)
    if function is functools.singledispatch:
        opaque(run, node, None, *MADE_INSIDE, foreign=False)
        return DISPATCHING
    if isinstance(function, GETTERS):
        return helper_kind(run, node, as_function(function), positional, keywords, rest)
    if isinstance(function, type) and function in GETTERS:
        getter = getter_kind(run, node, function, positional, keywords)
        if getter is not None:
            return getter
        maker = maker_of_method_caller(run, function, positional, keywords, rest)
        if maker is not None:
            return helper_kind(run, node, maker, positional[1:], keywords, rest)
    if function is types.MappingProxyType:
        view = view_kind(run, node, positional, keywords, rest)
        if view is not None:
            return view
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
    return None


def container_or_builtin_kind(run, node, function, arguments):
    """The kind of calling what makes containers and exceptions, or is known by its own; None for all else."""
    positional, keywords, rest = arguments
    hashable = is_hashable(function)
    mapping = mapping_kind(run, node, function, positional, keywords, rest) \
        if hashable and function in MAPPINGS else None
    if mapping is not None:
        return mapping
    if hashable and function in CONTAINERS:
        return container_kind(run, node, function, positional, keywords, rest)
    made = object_kind(run, node, function, positional, keywords, rest) if hashable else None
    if made is not None:
        return made
    if hashable and (library_rule(function) is None or any(k in ("key", "default") for k, _ in keywords)
                     or function is np.trim_zeros and any(run.facts.kind[p].form in ("list", "tuple") for p in positional[:1])) \
            and stand_in(function) is not None:
        if function in (min, max) and [k for k, _ in keywords] == ["default"] and len(positional) == 1 and assigns(positional[0]):
            positional = node.args = [iteration.call_of(run, positional[0], list, positional[0])]
        return stand_in_kind(run, node, function, positional, keywords, rest)
    if hashable and (function in _READS_TEXT or function in imported("json", "loads")) and any(
            holds_text(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = Refused("A number is read back from the text of a value that depends on what is "
                                       "differentiated.", "Use the value itself.")
        return number(float)
    if hashable and function in _FRAMES:
        if function is globals and isinstance(run.facts.call.get(node), PlainCall):
            return K.any_kind()
        if run.facts.active_names:
            run.facts.call[node] = Refused(f"`{function.__name__}` reaches variables by their names, and their "
                                           "derivatives would be lost.", "Write the expression out.",
                                           uncertain=function is vars and bool(positional) and run.program.guessed)
            return K.any_kind()
    shown = shown_kind(run, node, function) if hashable else None
    if shown is not None:
        return shown
    if is_exception_class(function):
        return exception_kind(run, node, function, arguments)
    if is_init(function) and rest is None and positional and is_exception(run.facts.kind[positional[0]]):
        return init_kind(run, node, positional[0], positional[1:])
    return None


def ruled_kind(run, node, function, arguments):
    """The kind of calling a function of a library that has a rule, or is refused; None for others."""
    positional, keywords, rest = arguments
    if function in (setattr, delattr, type.__setattr__, type.__delattr__) and positional:
        rebind_attribute(run, node, positional)
    rule, refusal = library_rule(function), library_refusal(function)
    if refusal is not None:
        numpy_own = (getattr(function, "__module__", None) or "").partition(".")[0] == "numpy"
        return opaque(run, node, None, *refusal, foreign=not numpy_own, apart=function in _READERS)
    if rule is not None and rule.form != "zero" and not rule.name.startswith("scipy.sparse.") \
            and any(sparse.is_sparse(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, None, f"{rule.name} of a sparse matrix has no derivative", sparse.DENSE)
    if rule is not None:
        kind = rule_kind(run, node, function, rule, positional, keywords, rest)
        if kind.form != "number" and not is_active(kind) and any(is_active_class(run.facts.kind[a]) for a in all_arguments(node)):
            return opaque(run, node, None, f"what {rule.name} makes of a function that uses what is differentiated is not known",
                          "Keep functions in lists, tuples or dicts, and call them by their names.")
        return kind
    constructed = sparse.constructor_kind(run, node, function)
    if constructed is not None:
        return constructed
    return None


def kind_by_source(run, node, function, arguments, receiver):
    """The kind of calling what is read, or of which only the class or the module tells what it gives."""
    positional, keywords, rest = arguments
    hashable = is_hashable(function)
    if derivative_of(function) is not None:
        return derivative_kind(run, node, derivative_of(function), arguments)
    if isinstance(function, types.FunctionType) and "__s2sad_jacobian__" in vars(function):
        return jacobian_call(run, node, function.__s2sad_jacobian__, arguments)
    home = getattr(function, "__module__", None) or ""
    if home.partition(".")[0] == "s2sad":
        inside = taken_inside(run, node, function, positional, keywords) if rest is None else None
        if inside is not None:
            return inside
        if not home.startswith(("s2sad.runtime", "s2sad.rules")):
            return opaque(run, node, None, *own_call(function), foreign=False)
    if is_dispatching(function):
        return dispatched_kind(run, node, function, arguments)
    generator = (generator_kind(run, node, function) or made_kind(run, node, function, arguments)) if hashable else None
    if generator is not None:
        return generator
    if is_reading(function) and not any(is_active(k) or k.form == "function" for k in (run.facts.kind[a] for a in all_arguments(node))):
        return opaque(run, node, None, f"it is not known what {name_of(function)} makes", foreign=False, apart=True)  # but that it is new
    if isinstance(function, types.FunctionType) and not is_library(function):
        return helper_kind(run, node, function, positional, keywords, rest, receiver)
    name = getattr(function, "__qualname__", None) or repr(function)
    if isinstance(getattr(function, "__self__", None), imported("random", "Random")) and name.rpartition(".")[2] in _DRAWS \
            and not any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = PlainCall()
        return number("real")
    if function is np.finfo or function is np.iinfo:
        run.facts.call[node] = PlainCall()
        return K.Kind("plain", type=function.__name__)
    if isinstance(function, type):
        made = instance_kind(run, node, function, arguments)
        if made is not None:
            return made
        return opaque(run, node, None, *without_mirror(function), foreign=False, uncertain=function in MAPPINGS)
    return kind_of_called(run, node, function, arguments)


def kind_of_called(run, node, function, arguments):
    """The kind of calling an object of another class, or what cannot be read."""
    positional, keywords, rest = arguments
    called = inspect.getattr_static(type(function), "__call__", None)
    if isinstance(called, types.FunctionType) and not is_library(called) and hasattr(node, "func"):
        run.program.guard_attribute(type(function), "__call__")  # of an Enum's member, say
        return helper_kind(run, node, called, [node.func, *positional], keywords, rest, node.func)
    made = array_made(run, node, function, positional, keywords, rest)
    if made is not None:
        return made
    draws = isinstance(getattr(function, "__self__", None), generator_classes())
    gives_new = draws or (getattr(function, "__module__", None) or "").partition(".")[0] in ("numpy", "scipy")
    name = getattr(function, "__qualname__", None) or repr(function)
    unread = f"there is no derivative rule for {name}, and it has no Python source"
    if isinstance(function, types.FunctionType):  # of a library whose code is not gone into
        unread = f"there is no derivative rule for {name_of(function)}"
    waits = function is getattr or run.program.guessed and isinstance(function, types.MethodDescriptorType)
    return opaque(run, node, None, unread, instead_of_rule(draws), foreign=not gives_new, uncertain=waits, apart=function in _READERS)


def array_made(run, node, function, positional, keywords, rest):
    """The kind of a window, of nodes or of a filter that a library makes of constants; None for others."""
    home, arguments = getattr(function, "__module__", None), positional + [v for _, v in keywords]
    if rest is not None or home not in _BY_NUMBERS and not (home in _BY_VALUES and all(map(is_literal, arguments))) \
            or any(is_active(run.facts.kind[a]) for a in arguments):
        return None
    kind = sampled(run, node, function, None, positional, keywords, None)
    if kind is None:
        return None
    run.facts.call[node] = PlainCall()
    return run.place(node, kind, False)


def is_literal(node):
    try:
        literal(node)
    except (TypeError, ValueError):
        return False
    return True


# Where functions make arrays of a dtype and dimensions that their numbers do not decide, and where these may.
_BY_NUMBERS = {"scipy.signal.windows._windows", "scipy.special._orthogonal"}
_BY_VALUES = {"scipy.signal._filter_design", "scipy.signal._fir_filter_design"}

# They make arrays of what files and texts hold.
_READERS = (np.load, np.loadtxt, np.genfromtxt, np.fromfile, np.fromstring)


def is_read_one_by_one(function):
    """Is a call of this builtin known by the argument at each place, and not by the parameters that get them?"""
    return function is not zip and function is not print and (
        function in CONTAINERS or function in BY_NAME or function in _LOOKING or function in (delattr, functools.partial))


def reads_containers(function):
    """Does this take a list for what it holds, and no object for its attributes or methods?"""
    if not is_hashable(function) or isinstance(function, types.FunctionType) and stand_in(function) is None \
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
    what is written here; so are those of libraries around classes that have no mirror."""
    module = function.__module__ or ""
    if function.__code__.co_filename.startswith("<s2sad"):
        return False
    return module.partition(".")[0] in ("numpy", "scipy", "pandas", "sympy", "matplotlib") and not module.startswith("numpy.polynomial.")


def is_hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


def assigns(node):
    """Is this a generator expression that assigns to a variable?  Whoever takes all its items can take a list's."""
    return isinstance(node, gast.GeneratorExp) and any(isinstance(n, gast.NamedExpr) for n in walk(node))


def method_of_object(run, node, function, arguments):
    """A bound method that is a module's constant."""
    owner = run.program.kind_of_constant(function.__self__)
    positional, keywords, rest = arguments
    if not isinstance(function.__func__, types.FunctionType) or is_library(function.__func__):
        drawn = drawn_kind(run, node, type(function.__self__), function.__name__, *arguments)
        reads = drawn is None and function.__self__ is of_the_module() and is_drawn_from(run, function.__name__, positional, keywords)
        moved = draw_of_the_module(function.__name__) if reads else None
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
