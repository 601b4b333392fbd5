"""Calls: what is called, and the kind of what comes back.

Each call is recorded in the facts as one of the classes below; the forward
pass writes the pair accordingly.
"""

import functools
import inspect
import random
import types
from dataclasses import dataclass, replace

import gast
import numpy as np

from s2sad.analysis import kinds as K
from s2sad.analysis.calls import CannotBind, bind, expand, literal, parameter_names
from s2sad.analysis.kinds import Kind, Region, const, element, is_active, number, regions
from s2sad.analysis.infer import Unreachable, text_of
from s2sad.analysis.sample import result_of
import s2sad.rules  # noqa: F401  (registers the rules)
from s2sad.rules.shape import ONLY
from s2sad.rules.registry import ATTRIBUTES, METHODS, REFUSED, RULES


@dataclass
class RuleCall:
    """A function with a rule; `bound` maps its parameters to argument nodes."""

    rule: object
    function: object
    bound: dict
    active: list  # the parameters with an active argument
    receiver: object = None  # the array's node, when it is a method call
    out: object = None  # the node of `out=`
    where: object = None  # the node of a ufunc's `where=`
    by_layout: bool = False  # it goes by the memory layout of its argument


@dataclass
class HelperCall:
    """One of the user's functions, differentiated as `context`."""

    context: object
    bound: dict
    receiver: object = None


@dataclass
class BuiltinCall:
    """A builtin that handles containers: `list`, `zip`, `enumerate`, ..."""

    name: str


@dataclass
class MethodCall:
    """A method of a list, dict, or of an array that writes in place."""

    form: str
    name: str


@dataclass
class PlainCall:
    """Called as the user wrote it: no argument is active."""


@dataclass
class Refused:
    """Cannot be differentiated if an argument is active."""

    reason: str
    advice: str
    uncertain: bool = False  # might other kinds of arguments be accepted?


CONTAINERS = {range, enumerate, zip, reversed, list, tuple, dict, set, frozenset, sorted, iter, next, map, filter}
SAMPLED = {abs, min, max, sum, pow, divmod, round, float, int, complex, bool, len}
_READS_TEXT = {float, complex, int, eval, __import__("ast").literal_eval, __import__("json").loads, np.array,
               np.asarray, np.fromstring, np.float64}
_DRAWS = {"random", "uniform", "gauss", "normalvariate", "randint", "randrange", "expovariate", "betavariate"}
_FRAMES = {eval, exec, locals, globals, vars}
_UFUNC_EXTRAS = ("out", "where", "dtype", "casting", "order", "subok")
_LAYOUT = {"reshape", "ravel", "asarray", "ascontiguousarray", "asfortranarray", "resize", "astype", "array"}


def call_kind(run, node):
    """The kind of a call's result; records how the call is made."""
    func = node.func
    if isinstance(func, gast.Attribute):
        owner = run.kind(func.value)
        if owner.form != "const":
            run.facts.kind[func] = K.PLAIN
            return method_kind(run, node, replace(owner, optional=False))
    callee = run.kind(func)
    arguments = argument_nodes(run, node)
    if callee.form != "const":
        return opaque(run, node, callee, "what is called here is not known before the program runs",
                      uncertain=True)
    return function_kind(run, node, callee.value, arguments)


def argument_nodes(run, node):
    """Positional nodes, keyword nodes and the trailing starred node, all looked at."""
    for argument in node.args:
        run.kind(argument)
    for keyword in node.keywords:
        run.kind(keyword.value)
    known = run.context.expanded.get(node)
    if known is None or known == "again":
        try:
            known = expand(node, run.facts.kind.__getitem__)
        except CannotBind as problem:
            return problem
        run.context.expanded[node] = known
    positional, keywords, rest = known
    for argument in (*positional, *(v for _, v in keywords), *([rest] if rest is not None else [])):
        if argument not in run.facts.kind or isinstance(argument, (gast.Subscript, gast.Tuple)):
            run.kind(argument)
    return known


def function_kind(run, node, function, arguments, receiver=None):
    """The kind of calling the object `function`."""
    if isinstance(arguments, CannotBind):
        return opaque(run, node, None, f"the call has {arguments}", uncertain=True)
    positional, keywords, rest = arguments
    if isinstance(function, functools._lru_cache_wrapper):
        function = function.__wrapped__
    if isinstance(function, types.MethodType):
        return method_of_object(run, node, function, arguments)
    if _hashable(function) and function in CONTAINERS:
        if rest is not None and is_active(run.facts.kind[rest]):
            return opaque(run, node, None, f"`{function.__name__}` of a starred argument of unknown length")
        return container_kind(run, node, function, positional, keywords)
    if _hashable(function) and function in _READS_TEXT and any(
            K.is_text_of_active(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = Refused("A number is read back from the text of a value that depends on what is "
                                       "differentiated.", "Use the value itself.")
        return number(float)
    if _hashable(function) and function in _FRAMES:
        if run.facts.active_names:
            run.facts.call[node] = Refused(f"`{function.__name__}` reaches variables by their names, and their "
                                           "derivatives would be lost.", "Write the expression out.")
            return K.any_kind()
    if isinstance(function, type) and issubclass(function, BaseException):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        kinds = [run.facts.kind[a] for a in all_arguments(node)]
        if any(map(is_active, kinds)):
            run.program.active_exceptions = True
        return text_of([k for k in kinds if K.is_text_of_active(k)])
    if _hashable(function) and function in REFUSED:
        return opaque(run, node, None, *REFUSED[function])
    if _hashable(function) and function in RULES:
        return rule_kind(run, node, function, RULES[function], positional, keywords, rest)
    if function is np.copyto:
        return copyto_kind(run, node, positional, keywords)
    from s2sad.derivative import derivative_of
    if derivative_of(function) is not None:
        return derivative_kind(run, node, derivative_of(function), arguments)
    if (getattr(function, "__module__", None) or "").partition(".")[0] == "s2sad" \
            and not function.__module__.startswith("s2sad.runtime"):
        return opaque(run, node, None, f"a call of {function.__name__} of s2sad itself cannot be differentiated",
                      "Make the derivative outside, df = differentiate(f), and call df here.", foreign=False)
    if isinstance(function, types.FunctionType) and not is_library(function):
        return helper_kind(run, node, function, positional, keywords, rest, receiver)
    name = getattr(function, "__qualname__", None) or repr(function)
    if isinstance(getattr(function, "__self__", None), random.Random) and name.rpartition(".")[2] in _DRAWS \
            and not any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = PlainCall()
        return number("real")
    if isinstance(function, type):
        return opaque(run, node, None, f"instances of the class {name} cannot carry a derivative yet",
                      "Pass numbers, arrays, tuples, lists or dicts instead.", foreign=False)
    numpy_own = (getattr(function, "__module__", None) or "").partition(".")[0] == "numpy" \
        or isinstance(getattr(function, "__self__", None), np.random.Generator)
    return opaque(run, node, None, f"there is no derivative rule for {name}, and it has no Python source",
                  "Use functions that have a rule, or write it in Python.", foreign=not numpy_own)


def is_library(function):
    """NumPy's own Python functions are known by rules alone."""
    return (function.__module__ or "").partition(".")[0] in ("numpy", "scipy")


def _hashable(value):
    try:
        hash(value)
    except TypeError:
        return False
    return True


def all_arguments(node, receiver=None):
    nodes = [a.value if isinstance(a, gast.Starred) else a for a in node.args]
    nodes += [k.value for k in node.keywords]
    return ([receiver] if receiver is not None else []) + nodes


def opaque(run, node, callee, reason, advice="Use functions that have a rule, or write it in Python.",
           foreign=True, receiver=None, uncertain=False):
    """A call that is made as it stands; refused, in the end, if an argument is active."""
    kinds = [run.facts.kind[a] for a in all_arguments(node, receiver)]
    if callee is not None:
        kinds.append(callee)
    reason = reason[0].upper() + reason[1:]
    if any(map(is_active, kinds)):
        run.facts.call[node] = Refused(reason if reason.endswith(".") else reason + ".", advice, uncertain)
    else:
        run.facts.call[node] = PlainCall()
    region = run.context.site(node, "value")
    for kind in kinds:
        for other in regions(kind):
            run.program.unify(region, other)
    if foreign and region.find().origin == "fresh":
        region.find().origin = "foreign"
    return Kind("any", region=region.find())


def sample_argument(run, node):
    """A literal as its value, anything else as its kind."""
    try:
        return literal(node)
    except ValueError:
        pass
    kind = run.facts.kind[node]
    return kind.value if kind.form == "const" else kind


def rule_kind(run, node, function, rule, positional, keywords, rest, receiver=None):
    """The kind of calling a function that has a rule."""
    kinds = run.facts.kind
    out = where = None
    if isinstance(function, np.ufunc):
        positional, keywords, out, where, extras = split_ufunc(function, positional, keywords)
    else:
        extras = []
    if rule.form == "zero" and not isinstance(function, np.ufunc):
        run.facts.call[node] = RuleCall(rule, function, {}, [], receiver)
        return zero_kind(run, node, function, positional, keywords, receiver)
    if rule.form == "zero":
        run.facts.call[node] = RuleCall(rule, function, {}, [], receiver, out, where)
        result = sampled(run, node, function, receiver, positional, keywords + extras, rest)
        if out is not None:
            result = store_out(run, node, out, result, False)
        return run.place(node, result or Kind("numeric", region=Region()), False)
    nodes = ([receiver] if receiver is not None else []) + positional
    try:
        bound = bind(rule.parameters, nodes, keywords, rest)
    except CannotBind as problem:
        return opaque(run, node, None, f"{rule.name} cannot be differentiated here: {problem}",
                      "Spell the call differently, or leave that argument out.", foreign=False, receiver=receiver)
    if "out" in bound and "out" in parameter_names(rule.parameters):
        given = bound.pop("out")
        if not (isinstance(given, gast.Constant) and given.value is None):
            out = given
    active = [p for p, n in bound.items() if any(is_active(kinds[m]) for m in _nodes(n))]
    by_layout = False
    for parameter, values in ONLY.get(function, ONLY.get(rule.name.rpartition(".")[2], {})).items():
        given = sample_argument(run, bound[parameter]) if parameter in bound else values[0]
        if active and given in ("A", "K") and parameter == "order":
            by_layout = True
        elif active and given not in values:
            return opaque(run, node, None, f"{rule.name} with this `{parameter}` goes by the memory layout",
                          f"Use {parameter}={values[0]!r}.", foreign=False, receiver=receiver)
    active = [p for p in active if not (p in rule.terms and rule.terms[p] is None)]
    allowed = set(rule.terms) | set(rule.linear)
    for parameter in active:
        if parameter not in allowed:
            return opaque(run, node, None, f"{rule.name} has no derivative with respect to `{parameter}`",
                          "Make that argument one that does not depend on what is differentiated.",
                          foreign=False, receiver=receiver)
    result = None
    if rule.result in bound and rule.result not in ("sample", "unknown"):
        like = kinds[bound[rule.result]]
        result = replace(like, active=False, region=Region() if like.region is not None else None)
    if function in (max, min) and receiver is None:
        result = picked(run, positional)
    elif rule.result == "sample":
        result = sampled(run, node, function, receiver, positional, keywords + extras, rest)
    unsure = result is None
    result = result or Kind("numeric", region=Region())
    differentiated = bool(active) and not truncates(run, result, bound, active)
    dtype = bound.get("dtype") or dict(extras).get("dtype")
    asked = field_asked_for(run, dtype) if dtype is not None and not _none(dtype) else "real"
    if asked in ("int", "bool"):
        differentiated = bool(active) and all(
            K.field(kinds[m]) == "int" for p in active for m in _nodes(bound[p]))
    if unsure and active and asked is None:
        return opaque(run, node, None, "the dtype asked for is not known before the program runs",
                      "Write the dtype out, as in dtype=float.", foreign=False, receiver=receiver,
                      uncertain=True)
    run.facts.call[node] = RuleCall(rule, function, bound, active if differentiated else [], receiver, out, where,
                                       by_layout)
    if out is not None:
        return store_out(run, node, out, result, differentiated)
    if rule.view_of and rule.view_of in bound:
        viewed = [kinds[m] for m in _nodes(bound[rule.view_of])]
        kind = result
        for source in viewed:
            kind = run.place(node, kind, differentiated, view=source)
        name = rule.name.rpartition(".")[2]
        if name in _LAYOUT:
            for region in regions(kind):
                run.program.set(region, relaid=True)
        return kind
    return run.place(node, result, differentiated)


def picked(run, nodes):
    """The kind of one of several values, or of one value of a container."""
    kinds = [replace(run.facts.kind[n], optional=False) for n in nodes]
    if len(kinds) == 1:
        kinds = [run.iterate(kinds[0], nodes[0])]
    result = None
    for kind in kinds:
        if kind.form != "number":
            return None
        result = replace(kind, active=False) if result is None else K.join(result, replace(kind, active=False))
    return result


def field_asked_for(run, node):
    """The field of a `dtype` argument: "real", "int", ...; None where it is not known."""
    kind = run.facts.kind[node]
    try:
        value = kind.value if kind.form == "const" else literal(node)
        return K.field(K.array(np.dtype(value).char))
    except (TypeError, ValueError):
        return None


def _none(node):
    return isinstance(node, gast.Constant) and node.value is None


def _nodes(bound):
    """The argument nodes that a parameter is bound to."""
    if isinstance(bound, tuple) and bound and bound[0] == "rest":
        return [*bound[1], bound[2]]
    if isinstance(bound, list):
        return [b[1] if isinstance(b, tuple) else b for b in bound]
    return [bound]


def truncates(run, result, bound, active):
    """Does the call turn real numbers into integers or truth values?"""
    if result.form not in ("number", "array", "numeric") or K.field(result) not in ("int", "bool"):
        return False
    leaves = [run.facts.kind[m] for p in active for m in _nodes(bound[p])]
    return all(K.field(k) not in ("int", "bool", None) or k.form not in ("number", "array", "numeric")
               for k in leaves) if leaves else False


def split_ufunc(function, positional, keywords):
    """A ufunc's arguments without the keywords that all ufuncs take."""
    out = where = None
    rest, extras = [], []
    for name, value in keywords:
        if name == "out":
            out = value
        elif name == "where":
            where = value
        elif name in _UFUNC_EXTRAS:
            extras.append((name, value))
        else:
            rest.append((name, value))
    if len(positional) > function.nin:
        out = positional[function.nin]
        positional = positional[:function.nin]
    if out is not None and _none(out):
        out = None
    if isinstance(out, gast.Tuple) and len(out.elts) == 1:
        out = out.elts[0]
    return positional, rest, out, where, extras


def store_out(run, node, out, result, active):
    """`out=` is written into, and is what the call returns."""
    kind = run.facts.kind[out]
    for region in regions(kind):
        run.program.set(region, written=True)
        if active and run.holds_derivative(kind, result):
            run.program.activate(region)
    return kind


def sampled(run, node, function, receiver, positional, keywords, rest):
    if rest is not None:
        return None
    if receiver is not None:
        function = _method_caller(function.__name__)
        positional = [receiver, *positional]
    arguments = [sample_argument(run, p) for p in positional]
    named = {k: sample_argument(run, v) for k, v in keywords}
    return result_of(function, arguments, named)


@functools.cache
def _method_caller(name):
    def call(owner, *args, **kwargs):
        return getattr(owner, name)(*args, **kwargs)
    return call


def zero_kind(run, node, function, positional, keywords, receiver):
    """The kind of a function whose result carries no derivative."""
    module = getattr(function, "__module__", None) or ""
    if function in (print,):
        return K.NONE
    if function in (isinstance, issubclass, callable, hasattr, any, all):
        return number(bool)
    if function in (len, id, hash):
        return number(int)
    if function in (str, repr, format):
        return text_of([run.facts.kind[p] for p in positional])
    if function in (type, chr, bin, hex):
        return K.PLAIN
    if receiver is not None or function in SAMPLED or module.partition(".")[0] in ("numpy", "math", "_operator"):
        result = sampled(run, node, function, receiver, positional, keywords, None)
        if result is not None:
            return run.place(node, result, False)
        dtype = dict(keywords).get("dtype")
        if dtype is not None and not _none(dtype) and field_asked_for(run, dtype) is None:
            return Kind("object", type=np.ndarray, region=run.context.site(node, "value"))
        if module == "math" or function in (int, round):
            return number("real")
        return run.place(node, Kind("numeric", region=Region()), False)
    return run.place(node, K.any_kind(), False)


# -- methods

LIST_METHODS = {"append", "extend", "insert", "pop", "remove", "clear", "index", "count", "copy", "reverse", "sort"}
DICT_METHODS = {"get", "items", "keys", "values", "pop", "setdefault", "update", "copy", "clear", "popitem"}


def method_kind(run, node, owner):
    """The kind of `owner.name(...)`."""
    name = node.func.attr
    receiver = node.func.value
    arguments = argument_nodes(run, node)
    if isinstance(arguments, CannotBind):
        return opaque(run, node, owner, f"the call has {arguments}")
    positional, keywords, rest = arguments
    if K.is_numeric(owner):
        return array_method(run, node, owner, name, positional, keywords, rest)
    if owner.form == "list" and name in LIST_METHODS:
        return list_method(run, node, owner, name, positional, keywords)
    if owner.form == "dict" and name in DICT_METHODS:
        return dict_method(run, node, owner, name, positional)
    if owner.form == "tuple" and name in ("index", "count"):
        run.facts.call[node] = PlainCall()
        return number(int)
    if owner.form == "object":
        found = inspect.getattr_static(owner.type, name, None)
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
        own = issubclass(owner.type, (np.random.Generator, np.random.RandomState))
        return opaque(run, node, owner, f"there is no derivative rule for the method `{name}` of "
                      f"{owner.type.__name__}, and it has no Python source", foreign=not own)
    if owner.form == "plain":
        kinds = [run.facts.kind[a] for a in all_arguments(node)]
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return text_of([owner, *kinds])
    if name in METHODS and is_active(owner):
        # Of what has this method, only arrays carry a derivative.
        return array_method(run, node, owner, name, positional, keywords, rest)
    return opaque(run, node, owner, f"it is not known before the program runs what `.{name}` is here",
                  "Say what the value is, for example with np.asarray(...).", uncertain=True)


def method_of_object(run, node, function, arguments):
    """A bound method that is a module's constant."""
    owner = run.program.kind_of_constant(function.__self__)
    if not isinstance(function.__func__, types.FunctionType):
        return opaque(run, node, None, f"there is no derivative rule for {function!r}")
    positional, keywords, rest = arguments
    receiver = gast.copy_location(gast.Attribute(value=node.func, attr="__self__", ctx=gast.Load()), node.func)
    known = run.context.receivers.setdefault(node, receiver)
    run.facts.kind[known] = owner
    return helper_kind(run, node, function.__func__, [known, *positional], keywords, rest)


def array_method(run, node, owner, name, positional, keywords, rest):
    receiver = node.func.value
    if name in METHODS:
        return rule_kind(run, node, name_function(name), METHODS[name], positional, keywords, rest, receiver)
    if ATTRIBUTES.get(name) == "zero":
        run.facts.call[node] = PlainCall()
        return run.place(node, K.any_kind(), False)
    if name in ("sort", "fill") and (owner.form == "array" or owner.form == "numeric"):
        run.facts.call[node] = MethodCall("array", name)
        active = any(is_active(run.facts.kind[a]) for a in all_arguments(node))
        for region in regions(owner):
            run.program.set(region, written=True)
            if active:
                run.program.activate(region)
        return K.NONE
    if not hasattr(np.ndarray, name) and owner.form == "array":
        raise Unreachable  # Python raises AttributeError here
    for region in regions(owner):
        run.program.set(region, written=True)
    return opaque(run, node, owner, f"there is no derivative rule for the array method `{name}`",
                  "Use a function that has a rule instead.", foreign=False, uncertain=True)


@functools.cache
def name_function(name):
    """Stands for the ndarray method `name` wherever a function object is asked for."""
    return getattr(np.ndarray, name)


def copyto_kind(run, node, positional, keywords):
    """`np.copyto(a, b)` writes into its first argument."""
    if len(positional) < 2 or any(k not in ("where", "casting") for k, _ in keywords):
        return opaque(run, node, None, "this spelling of np.copyto is not supported", "Write np.copyto(a, b).")
    target, source = (run.facts.kind[p] for p in positional[:2])
    run.facts.call[node] = MethodCall("array", "copyto")
    for region in regions(target):
        run.program.set(region, written=True)
        if is_active(source) and run.holds_derivative(target, source):
            run.program.activate(region)
    return K.NONE


def list_method(run, node, owner, name, positional, keywords):
    run.facts.call[node] = MethodCall("list", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name in ("append", "insert", "extend", "pop", "remove", "clear", "reverse", "sort"):
        run.program.set(region, written=True)
    if name in ("append", "insert", "extend") and kinds and is_active(kinds[-1]):
        run.program.check_outlives(region)
    if name in ("append", "insert") and kinds:
        run.program.store(region, kinds[-1])
    if name == "extend" and kinds:
        run.program.store(region, run.iterate(kinds[0], node))
    if name == "pop":
        return element(owner)
    if name == "copy":
        copied = run.context.site(node, "value")
        run.program.store(copied, element(owner))
        return K.sequence("list", copied.find())
    if name in ("index", "count"):
        return number(int)
    if name == "sort" and is_active(owner) and any(k != "reverse" for k, _ in keywords):
        run.facts.call[node] = Refused("`.sort` with a key is not supported for active values yet.",
                                       "Sort an array of the keys with np.argsort.")
    return K.NONE


def dict_method(run, node, owner, name, positional):
    run.facts.call[node] = MethodCall("dict", name)
    kinds = [run.facts.kind[p] for p in positional]
    region = owner.region.find()
    if name in ("setdefault", "pop", "update", "clear", "popitem"):
        run.program.set(region, written=True)
    if name in ("get", "pop", "setdefault"):
        try:
            found = (owner.elements or {}).get(literal(positional[0]))
        except (ValueError, TypeError, IndexError):
            found = None
        content = region.content
        result = K.join(found, content) if found is not None else element(owner)
        if name == "setdefault" and len(kinds) > 1:
            run.program.store(region, kinds[1])
        if len(kinds) > 1:
            result = K.join(result, kinds[1])
        elif name == "get" and found is None:
            result = replace(result, optional=True)
        return result
    if name == "values":
        return iterator(run, node, element(owner))
    if name == "keys":
        return iterator(run, node, run.keys_of(owner))
    if name == "items":
        return iterator(run, node, K.tuple_of([run.keys_of(owner), element(owner)]))
    if name == "copy":
        copied = run.context.site(node, "value")
        if owner.elements is None or region.content is not None:
            run.program.store(copied, element(owner))
        return Kind("dict", region=copied.find(), elements=owner.elements)
    if name == "update":
        for kind in kinds:
            run.program.store(region, element(kind))
        return K.NONE
    return K.NONE if name == "clear" else K.everything(owner)


# -- builtins over containers

def iterator(run, node, item):
    region = run.context.site(node, "items")
    run.program.store(region, item)
    return Kind("iter", region=region.find())


def container_kind(run, node, function, positional, keywords):
    run.facts.call[node] = BuiltinCall(function.__name__)
    kinds = [run.facts.kind[p] for p in positional]
    if function is range:
        return iterator(run, node, number(int))
    if function is enumerate and kinds:
        return iterator(run, node, K.tuple_of([number(int), run.iterate(kinds[0], positional[0])]))
    if function is zip:
        return iterator(run, node, K.tuple_of(run.iterate(k, p) for k, p in zip(kinds, positional)))
    if function in (reversed, iter) and kinds:
        return iterator(run, node, run.iterate(kinds[0], positional[0]))
    if function in (list, tuple):
        if kinds and kinds[0].form == "tuple" and kinds[0].elements is not None and function is tuple:
            return kinds[0]
        if not kinds and function is tuple:
            return K.tuple_of(())
        region = run.context.site(node, "items")
        if kinds:
            run.program.store(region, run.iterate(kinds[0], positional[0]))
        return K.sequence(function.__name__, region.find())
    if function is dict:
        region = run.context.site(node, "items")
        elements = {}
        if kinds:
            if kinds[0].form == "dict" and kinds[0].elements is not None:
                elements |= kinds[0].elements
                if kinds[0].region.find().content is not None:
                    run.program.store(region, kinds[0].region.find().content)
            else:
                elements = None
                for kind in kinds:
                    item = element(kind)
                    run.program.store(region, element(item) if item.form != "tuple" or item.elements is None
                                      else item.elements[-1])
        for name, value in keywords:
            if elements is None:
                run.program.store(region, run.facts.kind[value])
            else:
                elements[name] = run.facts.kind[value]
        return Kind("dict", region=region.find(), elements=elements)
    if function is sorted and kinds:
        if not is_active(kinds[0]):
            run.facts.call[node] = PlainCall()
        elif any(k != "reverse" for k, _ in keywords) or kinds[0].form not in ("list", "tuple", "array"):
            run.facts.call[node] = Refused("`sorted` with a key is not supported for active values yet.",
                                           "Sort an array of the keys with np.argsort.")
        region = run.context.site(node, "items")
        run.program.store(region, run.iterate(kinds[0], positional[0]))
        return K.sequence("list", region.find())
    if function is next and kinds:
        if not any(map(is_active, kinds)):
            run.facts.call[node] = PlainCall()
            return run.iterate(kinds[0], node)
    return opaque(run, node, None, f"`{function.__name__}` of active values is not supported yet",
                  "Write a `for` loop instead.")


# -- the user's own functions

def helper_kind(run, node, function, positional, keywords, rest, receiver=None):
    """The kind of calling a Python function that has source."""
    from s2sad.errors import DifferentiationError
    program = run.program
    try:
        arguments = program.signature_of(function)
        bound = bind(arguments, positional, keywords, rest)
    except CannotBind as problem:
        return opaque(run, node, None, f"the call has {problem}", foreign=False, receiver=receiver, uncertain=True)
    except DifferentiationError as problem:
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    parameters = {}
    for name in parameter_names(arguments):
        if name in bound:
            parameters[name] = bound_kind(run, node, bound[name], arguments, name)
        else:
            parameters[name] = program.kind_of_default(function, name)
    active = any(map(is_active, parameters.values()))
    try:
        at = program.at
        context = program.context_for(function, parameters, run.context, node)
        result = program.enter(context)
        program.at = at
    except DifferentiationError as problem:
        if active:
            raise
        # Left as it is: nothing in it depends on what is differentiated.
        return opaque(run, node, None, problem.reason, problem.advice, receiver=receiver)
    run.facts.call[node] = HelperCall(context, bound, receiver)
    return program.apply_summary(run, node, context, parameters, result)


def bound_kind(run, node, value, arguments, name):
    kinds = run.facts.kind
    if isinstance(value, tuple) and value[0] == "rest":
        region = run.context.site(node, ("rest", name))
        for part in value[1]:
            run.program.store(region, kinds[part])
        run.program.store(region, run.iterate(kinds[value[2]], value[2]))
        return K.sequence("tuple", region.find())
    if isinstance(value, list) and (not value or not isinstance(value[0], tuple)) \
            and arguments.vararg is not None and name == (getattr(arguments.vararg, "arg", None) or arguments.vararg.id):
        return K.tuple_of(kinds[v] for v in value)
    if isinstance(value, list):
        return Kind("dict", region=run.context.site(node, ("keywords", name)),
                    elements={k: kinds[v] for k, v in value})
    return kinds[value]


def derivative_kind(run, node, derivative, arguments):
    """A call of what `differentiate` returned: its generated code is differentiated in turn."""
    positional, keywords, rest = arguments
    if rest is not None:
        return opaque(run, node, None, "a starred argument of unknown length")
    kinds = [run.facts.kind[p] for p in positional]
    named = {k: run.facts.kind[v] for k, v in keywords}
    function = derivative.function_for_kinds(kinds, named)
    if function is None:
        return opaque(run, node, None, "the kinds of the arguments of a derivative must be known")
    run.context.inner_derivatives[node] = derivative
    run.program.adopt_guards(derivative)
    return helper_kind(run, node, function, positional, keywords, rest)
