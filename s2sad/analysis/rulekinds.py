"""The kinds of what functions with rules return."""

import functools
from dataclasses import replace

import gast
import numpy as np

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import RuleCall, is_none, nodes_of, opaque
from s2sad.analysis.calls import CannotBind, bind, literal, parameter_names
from s2sad.analysis.kinds import text_of, Kind, Region, is_active, number, regions
from s2sad.analysis.sample import result_of
from s2sad.rules.shape import ONLY

# Functions of derivative zero that take `out` as a later positional argument.
_OUT_BY_POSITION = {"round", "around", "fix", "any", "all"}
SAMPLED = {abs, min, max, sum, pow, divmod, round, float, int, complex, bool, len}
_UFUNC_EXTRAS = ("out", "where", "dtype", "casting", "order", "subok")
_LAYOUT = {"reshape", "ravel", "asarray", "ascontiguousarray", "asfortranarray", "resize", "astype", "array"}


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
    target = dict(keywords).get("out")
    last = positional[0 if receiver is not None else 1:]
    hidden = rule.name.rpartition(".")[2] in _OUT_BY_POSITION and any(is_active(kinds[p]) for p in last)
    if isinstance(out, gast.Tuple) or hidden or rule.form == "zero" and out is None and target is not None \
            and is_active(kinds[target]):
        return opaque(run, node, None, f"{rule.name} with this `out` is not supported",
                      "Assign the result instead, as in u[...] = f(x).", foreign=False, receiver=receiver)
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
    active = [p for p, n in bound.items() if any(is_active(kinds[m]) for m in nodes_of(n))]
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
    asked = field_asked_for(run, dtype) if dtype is not None and not is_none(dtype) else "real"
    if asked in ("int", "bool"):
        differentiated = bool(active) and all(
            K.field(kinds[m]) == "int" for p in active for m in nodes_of(bound[p]))
    if unsure and active and asked is None:
        return opaque(run, node, None, "the dtype asked for is not known before the program runs",
                      "Write the dtype out, as in dtype=float.", foreign=False, receiver=receiver,
                      uncertain=True)
    run.facts.call[node] = RuleCall(rule, function, bound, active if differentiated else [], receiver, out, where,
                                       by_layout)
    if out is not None:
        return store_out(run, node, out, result, differentiated)
    if rule.view_of and rule.view_of in bound:
        viewed = [kinds[m] for m in nodes_of(bound[rule.view_of])]
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


def truncates(run, result, bound, active):
    """Does the call turn real numbers into integers or truth values?"""
    if result.form not in ("number", "array", "numeric") or K.field(result) not in ("int", "bool"):
        return False
    leaves = [run.facts.kind[m] for p in active for m in nodes_of(bound[p])]
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
    if out is not None and is_none(out):
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
        if dtype is not None and not is_none(dtype) and field_asked_for(run, dtype) is None:
            return Kind("object", type=np.ndarray, region=run.context.site(node, "value"))
        if module == "math" or function in (int, round):
            return number("real")
        return run.place(node, Kind("numeric", region=Region()), False)
    return run.place(node, K.any_kind(), False)
