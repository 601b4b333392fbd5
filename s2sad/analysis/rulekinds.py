"""The kinds of what functions with rules return."""

import bisect
import copy
import functools
import math
import types

import gast
import numpy as np

from s2sad.analysis import objects
from s2sad.analysis.seedkinds import active_seed_kind
from s2sad.analysis.shapekinds import ASKED_NONE, reshaped
from s2sad.analysis.targets import holds_derivative
from s2sad.analysis.unpacking import write_out
from s2sad.analysis.userrules import held_constant, tangent_kind
from s2sad.custom import stop_gradient
from s2sad.facts import kinds as K
from s2sad.facts import reached
from s2sad.facts.callrecords import PlainCall, RuleCall, is_none, nodes_of, opaque
from s2sad.facts.calls import CannotBind, bind, literal
from s2sad.facts.classkinds import array_class, of_array_class
from s2sad.facts.contents import element
from s2sad.facts.iterators import is_empty
from s2sad.facts.joining import join
from s2sad.facts.kinds import Kind, number
from s2sad.facts.numberkinds import field
from s2sad.facts.reached import holds_active_functions, is_active, regions
from s2sad.facts.regions import Region
from s2sad.facts.sample import result_of
from s2sad.facts.texts import text_of, texts_of
from s2sad.frontend.names import Place
from s2sad.frontend.scopes import parameter_names
from s2sad.later import later
from s2sad.records import replace
from s2sad.rules.registry import BY_LAYOUT, MOST_DIMENSIONS, ONLY, Cases, NoDerivative, jumps, name_of, stand_in
from s2sad.runtime.containers import tuple_like
from s2sad.runtime.jacobiantrees import holds_numbers
from s2sad.runtime.mirrors import zeros
from s2sad.runtime.places import layout_of, places_of, steps_of
from s2sad.runtime.subscripts import subscripts_of

call_unknown = later("analysis.callees.call_unknown")
stand_in_kind = later("analysis.helperkinds.stand_in_kind")

_UNSTACK = getattr(np, "unstack", None)  # NumPy 2.1
SAMPLED = {abs, min, max, sum, pow, divmod, round, float, int, complex, bool, len, layout_of}
_UFUNC_EXTRAS = ("out", "where", "dtype", "casting", "order", "subok")
_GIVE_FLOATS = {f for n, f in vars(math).items() if callable(f)} - {
    getattr(math, n, None) for n in ("prod", "sumprod", "frexp", "modf")} | {float}
_LAYOUT = {"reshape", "ravel", "asarray", "ascontiguousarray", "asfortranarray", "resize", "astype", "array"}


def sample_argument(run, node):
    """A literal as its value, anything else as its kind."""
    try:
        return literal(node)
    except ValueError:
        pass
    found = known_text(run, node)
    if found is not None:
        return found
    kind = run.facts.kind[node]
    if kind.form in ("iter", "view") and run.facts.call.get(node) is not None or kind.form in ("iter", "view", "set"):
        return K.sequence("list", kind.region)
    return kind.value if K.is_known(kind) else kind


def known_text(run, node):
    """The text or dtype that a name stands for, guarded where it is found outside, as in `dtype=DTYPE`; else None."""
    texts = texts_of(run.facts.kind[node])
    if texts is not None and len(texts) == 1:
        return next(iter(texts))
    if isinstance(node, gast.Attribute) and run.facts.kind[node.value].form == "const":
        place = Place("attribute", run.facts.kind[node.value].value, node.attr)
    elif isinstance(node, gast.Name) and node.id not in run.locals:
        place = run.context.place(node.id)
    else:
        return None
    guard = run.program.guards.get(place)
    if guard is None or not (guard[0] == "type" and issubclass(guard[1], (str, np.dtype)) or guard[0] == "is"):
        return None
    value = place.read()
    if not isinstance(value, (str, np.dtype)) or getattr(value, "names", None):  # with fields, it is another kind
        return None
    run.program.guards[place] = ("is", value)
    return value


def holds_objects(kind, depth):
    """Is this an object of a class of the user's, or a list or tuple of such? depth: how far these may lie inside one another."""
    if kind.form in ("list", "tuple", "iter", "set") and depth and not is_empty(kind):
        inner = element(kind)
        if inner.form == "any" and depth == 1:  # objects that cannot be added or compared are none of what is
            return any(form == "object" and objects.is_computed_with(cls) for form, cls, _ in inner.among or ())
        return holds_objects(inner, depth - 1)
    return K.has_fields(kind) or kind.form == "any" and reached.holds_objects(kind)


# They give a plain array, whatever the class of what they are given.
_PLAIN_ARRAYS = (np.asarray, np.array, np.ascontiguousarray, np.asfortranarray, np.asarray_chkfinite)


def rule_kind(run, node, function, rule, positional, keywords, rest, receiver=None):
    """The kind of calling a function that has a rule."""
    if rule.form == "writes":
        return writes_kind(run, node, function, rule, positional, keywords, rest, receiver)
    if rule.result == "mirror":
        return active_seed_kind(run, node, function, rule, bind(rule.parameters, positional, keywords, rest))
    kinds = run.facts.kind
    for argument in (*positional, *(v for _, v in keywords)) if rule.form != "zero" else ():
        objects.check_known(run, node, kinds[argument])
        if holds_objects(kinds[argument], 1 if function in SAMPLED else 3) and is_active(kinds[argument]):
            return opaque(run, node, None, f"{rule.name} has no derivative for objects of classes of your own",
                          "Call a method, or take the numbers out of the object.", foreign=False, receiver=receiver,
                          uncertain=True)
    given = [kinds[a] for a in (receiver, *positional, *(v for _, v in keywords), rest) if a is not None]
    own = next((c for c in map(array_class, given) if c is not None), None)
    if own is not None and function in _PLAIN_ARRAYS and not any(k == "subok" for k, _ in keywords) and not any(map(is_active, given)):
        run.facts.call[node] = PlainCall()
        return run.place(node, Kind("numeric", region=Region()), False)
    if own is not None and rule.form != "zero" and any(map(is_active, given)):
        return opaque(run, node, None, f"{rule.name} of an instance of the class {own.__name__}, which is derived from np.ndarray, "
                      "has no derivative", "Pass a plain array: np.asarray(a), or a.filled(0).", foreign=False, receiver=receiver)
    if own is not None and not any(map(is_active, given)) and (
            rule.form != "zero" or isinstance(function, np.ufunc) or (function.__module__ or "").startswith("numpy")):
        run.facts.call[node] = PlainCall()
        return of_array_class(given, run.context.site(node, "value"))
    out = where = None
    if isinstance(function, np.ufunc):
        positional, keywords, out, where, extras = split_ufunc(run, node, function, positional, keywords)
    else:
        extras = []
    if rule.form == "zero":
        return zero_rule_kind(run, node, function, rule, positional, keywords, rest, receiver, out, where, extras)
    nodes, starred = ([receiver] if receiver is not None else []) + positional, rest
    try:
        if rest is not None and rule.parameters.vararg is None:
            nodes, rest = write_out(run, node, rule.parameters, nodes, keywords, rest)
            positional = nodes[receiver is not None:]
        bound = bind(rule.parameters, nodes, keywords, rest)
    except CannotBind as problem:
        if starred is not None and receiver is None and isinstance(node, gast.Call):
            # The run shows how many arguments there are.
            return call_unknown(run, node, K.const(function), (positional, keywords, starred), f"{rule.name} is called with {problem}")
        return opaque(run, node, None, f"{rule.name} cannot be differentiated here: {problem}",
                      "Spell the call differently, or leave that argument out.", foreign=False, receiver=receiver,
                      uncertain=receiver is not None)  # another type has such a method, too
    rule = next((other for p, other in rule.given.items() if p in bound), rule)
    if "out" in bound and "out" in parameter_names(rule.parameters):
        out = given_out(run, bound.pop("out"))
    may_be_none = out is not None and kinds[out].optional
    if may_be_none and K.is_numeric(kinds[out]) and any(map(is_active, (kinds[out], *given))):
        kinds[out] = replace(kinds[out], optional=False)  # or it is refused when the call is made
    elif may_be_none:
        return opaque(run, node, None, "whether `out` is None is not known before the program runs",
                      "Assign the result instead, as in u[...] = f(x).", foreign=False, receiver=receiver,
                      uncertain=True)
    active = [p for p, n in bound.items() if any(is_active(kinds[m]) for m in nodes_of(n))]
    if out is not None and not (isinstance(out, gast.Tuple) or K.is_numeric(kinds[out])):
        return opaque(run, node, None, f"{rule.name} writes into what is not known to be an array",
                      "Write the arrays themselves after out=.", foreign=False, receiver=receiver, uncertain=True)
    if out is not None and not writes_all_results(run, function, out):
        return opaque(run, node, None, f"{rule.name} writes into an array for some of its results, and makes the others",
                      "Give an array for each of its results.", foreign=False, receiver=receiver)
    if out is not None and function in (np.concatenate, np.stack, np.ptp) and active and overlap(kinds[out], [
            kinds[m] for n in bound.values() for m in nodes_of(n)]):
        return opaque(run, node, None, f"{rule.name} may read what it has written over, where `out` holds memory of what it takes",
                      f"Assign the result instead, as in u[...] = {rule.name}(...).", foreign=False, receiver=receiver)
    for parameter in bound:
        if parameter.startswith("overwrite_") and sample_argument(run, bound[parameter]) is not False:
            return opaque(run, node, None, f"{rule.name} with `{parameter}` may write into its argument",
                          "Leave that argument out.", foreign=False, receiver=receiver)
    by_layout = bool(active) and BY_LAYOUT.get(function) in bound
    if by_layout and any(field(kinds[m]) not in ("real", "complex") for p in active for m in nodes_of(bound[p])):
        return opaque(run, node, None, f"{rule.name} goes by the memory layout, which a tangent of integers does "
                      "not share", "Make the array one of floating-point numbers.", foreign=False, receiver=receiver, uncertain=True)
    for parameter, values in ONLY.get(function, ONLY.get(rule.name.rpartition(".")[2], {})).items():
        given = sample_argument(run, bound[parameter]) if parameter in bound else values[0]
        if active and given in ("A", "K") and parameter == "order":
            by_layout = True
        elif (active or parameter == "copy") and given not in values and stand_in(function) is not None:
            return stand_in_kind(run, node, function, positional, keywords, rest)
        elif active and given not in values:
            why = "goes by the memory layout" if parameter == "order" else "cannot be differentiated"
            return opaque(run, node, None, f"{rule.name} with this `{parameter}` {why}",
                          f"Use {parameter}={values[0]!r}.", foreign=False, receiver=receiver)
    if active and (stacked := stacked_parameter(kinds, function, bound)):
        return opaque(run, node, None, f"{rule.name} of a stack of arrays, as `{stacked}` is here, has no derivative",
                      "Write a loop over the stack.", foreign=False, receiver=receiver)
    active = [p for p in active if not jumps(rule, p)]
    for parameter in active:
        refused = no_derivative(rule.terms.get(parameter), [kinds[m] for b in bound.values() for m in nodes_of(b)])
        if refused is not None:
            return opaque(run, node, None, f"{rule.name} cannot be differentiated with respect to `{parameter}`: "
                          f"{refused.why}", refused.instead, foreign=False, receiver=receiver)
    for parameter, other in rule.unless.items():
        if parameter in active and other in bound:
            kind = kinds[bound[other]]
            if kind.optional or kind.form == "any":
                return opaque(run, node, None, f"whether {rule.name} uses `{parameter}` depends on whether `{other}` "
                              "is None", "Write a call for each case.", foreign=False, receiver=receiver,
                              uncertain=True)
            if not (kind.form == "const" and kind.value is None):
                active.remove(parameter)
    allowed = set(rule.terms) | set(rule.linear)
    for parameter in active:
        if parameter not in allowed:
            return opaque(run, node, None, f"{rule.name} has no derivative with respect to `{parameter}`",
                          "Make that argument one that does not depend on what is differentiated.", foreign=False,
                          receiver=receiver, uncertain=any(None in active_fields(kinds[m]) for m in nodes_of(bound[parameter])))
    dtype = unless_none(run, bound.get("dtype") or dict(extras).get("dtype"))
    result = None
    if rule.result in bound and rule.result not in ("sample", "unknown"):
        like = kinds[bound[rule.result]]
        result = replace(like, active=False, region=Region() if like.region is not None else None)
        if function is tuple_like and like.form == "tuple" and kinds[bound["items"]].elements is not None:
            result = replace(result, elements=kinds[bound["items"]].elements)  # of its class, and the items themselves
    if rule.result == "copy":
        return copied(run, node, function, rule, bound)
    if function in (max, min) and receiver is None:
        result = picked(run, positional, rest)
    elif rule.result == "sample":
        extras_of_sample = extras + [("where", where)] if where is not None else extras
        result = sampled(run, node, function, receiver, positional, keywords + extras_of_sample, rest, out)
        if result is None and function in _GIVE_FLOATS:
            result = number(float)
    elif function in (np.linalg.eig, np.polydiv):
        result = parts_of_unknown_dtype(sampled(run, node, function, receiver, positional, keywords, rest, out))
    elif function is _UNSTACK:
        result = as_many_as_there_are(sampled(run, node, function, receiver, positional, keywords, rest, out))
    elif result is None:
        result = reshaped(run, rule, bound, ASKED_NONE if dtype is None else dtype_asked_for(run, dtype))
    unsure = result is None
    result = result or Kind("numeric", region=Region())
    asked = field_asked_for(run, dtype) if dtype is not None else "real"
    cut = truncated(run, result if asked not in ("int", "bool") else number(int), bound, active)
    may_cut = bool(active) and cut is None
    if may_cut and not (rule.name.rpartition(".")[2] in _CONVERTING and all(
            K.is_numeric(kinds[m]) for p in active for m in nodes_of(bound[p]))):
        return opaque(run, node, None, f"{rule.name} cuts real numbers off to integers here, among others that are "
                      "integers already", "Convert them all to real numbers first.", foreign=False, receiver=receiver,
                      uncertain=True)
    differentiated = bool(active) and not cut
    if unsure and active and asked is None:
        return opaque(run, node, None, "the dtype asked for is not known before the program runs",
                      "Write the dtype out, as in dtype=float.", foreign=False, receiver=receiver,
                      uncertain=True)
    run.facts.call[node] = RuleCall(rule, function, bound, active if differentiated else [], receiver, out, where,
                                    by_layout, asked, may_cut, may_be_none)
    if out is not None:
        return store_out(run, node, out, result, differentiated)
    if rule.view_of and rule.view_of in bound:
        sources = viewed(function, rule, bound, [kinds[m] for m in nodes_of(bound[rule.view_of])], result)
        if not sources:
            return run.place(node, result, differentiated)
        kind = result
        for source in sources:
            kind = run.place(node, kind, differentiated, view=source)
        name = rule.name.rpartition(".")[2]
        if name in _LAYOUT:
            for region in regions(kind):
                run.program.set(region, relaid=True)
        return kind
    return run.place(node, result, differentiated)


def parts_of_unknown_dtype(sample):
    """The kind of a tuple of arrays that are real or complex, or of one length or another, by the values."""
    return sample and replace(sample, elements=tuple(Kind("numeric", region=Region()) for _ in sample.elements))


def overlap(kind, others):
    """May what is of these kinds hold memory in common?"""
    own = {id(r.find()) for r in regions(kind)}
    return any(id(r.find()) in own for other in others for r in regions(other))


def as_many_as_there_are(sample):
    """The kind of a tuple of which only the run knows the length."""
    region = Region()
    for element_kind in sample.elements if sample is not None and sample.elements else (Kind("numeric", region=Region()),):
        region.content = join(region.content, element_kind)
    return K.sequence("tuple", region)


def writes_kind(run, node, function, rule, positional, keywords, rest, receiver):
    """A function that writes into one of its arguments, an array, and returns None."""
    kinds = run.facts.kind
    try:
        bound = bind(rule.parameters, ([receiver] if receiver is not None else []) + positional, keywords, rest)
    except CannotBind as problem:
        return opaque(run, node, None, f"{rule.name} cannot be differentiated here: {problem}",
                      "Spell the call differently, or leave that argument out.", foreign=False, receiver=receiver,
                      uncertain=receiver is not None)
    target = bound[rule.target]
    active = [p for p, n in bound.items() if any(is_active(kinds[m]) for m in nodes_of(n)) and not jumps(rule, p)]
    if active and not K.is_numeric(kinds[target]):
        return opaque(run, node, None, f"{rule.name} writes into what is not known to be an array",
                      "Make it one, with np.array(...).", foreign=False, receiver=receiver, uncertain=True)
    if any(p != rule.target and holds_objects(kinds[m], 3) and is_active(kinds[m]) for p in active for m in nodes_of(bound[p])):
        return opaque(run, node, None, f"{rule.name} has no derivative for objects of classes of your own",
                      "Call a method, or take the numbers out of the object.", foreign=False, receiver=receiver, uncertain=True)
    for parameter in active:
        if parameter != rule.target and parameter not in rule.linear:
            return opaque(run, node, None, f"{rule.name} has no derivative with respect to `{parameter}`",
                          "Make that argument one that does not depend on what is differentiated.",
                          foreign=False, receiver=receiver)
    run.facts.call[node] = RuleCall(rule, function, bound, active, receiver, target)
    for region in regions(kinds[target]):
        run.program.set(region, written=True)
    for parameter in active:
        for source in nodes_of(bound[parameter]):
            if holds_derivative(kinds[target], number_of(kinds[source])):
                for region in regions(kinds[target]):
                    run.program.activate(region, kinds[target])
    return K.NONE


def number_of(kind):
    """The kind of the numbers that an argument is made of."""
    while kind.form in ("list", "tuple"):
        kind = element(kind)
    return kind


def copied(run, node, function, rule, bound):
    """The kind of a copy: what is immutable is itself, a shallow one shares what it holds."""
    ((parameter, value),) = bound.items()
    kind = run.facts.kind[value]
    known = kind.form in ("number", "const", "plain", "array", "list", "dict", "tuple") and not kind.optional
    if not known or kind.form == "tuple" and kind.type is not None:
        return opaque(run, node, None, f"{rule.name} of what is not known to be a number, an array or a container",
                      "Copy its arrays and lists one by one.", foreign=False, uncertain=True)
    run.facts.call[node] = RuleCall(rule, function, bound, [parameter] if is_active(kind) else [])
    if function is copy.deepcopy:
        return run.program.translate(run, node, kind, {})
    if kind.form == "array":
        return run.place(node, replace(kind, region=Region()), is_active(kind))
    if kind.form in ("list", "dict"):
        region = run.context.site(node, "value")
        if kind.region.find().content is not None:
            run.program.store(region, kind.region.find().content)
        run.program.set(region, active=kind.region.find().active)
        return replace(kind, region=region.find())
    return kind


def stacked_parameter(kinds, function, bound):
    """The parameter that is given an array of more dimensions than the rule of this function takes; else None."""
    needed, most = MOST_DIMENSIONS.get(function, (None, {}))
    if needed is not None and (needed not in bound or is_none(bound[needed])):
        return None
    for parameter, count in most.items():
        for node in nodes_of(bound[parameter]) if parameter in bound else ():
            if kinds[node].form == "array" and kinds[node].ndim is not None and kinds[node].ndim > count:
                return parameter
    return None


def no_derivative(template, operands):
    """The `NoDerivative` that stands in a template's place for operands of these kinds, or None."""
    if isinstance(template, Cases) and "complex" in map(field, operands):
        template = template.complex
    return template if isinstance(template, NoDerivative) else None


def viewed(function, rule, bound, sources, result):
    """The kinds, of those of the arguments that the result may be a view of, whose memory it may really share."""
    if rule.name.startswith("np."):
        sources = [k for k in sources if k.form not in ("list", "tuple")]  # which become new arrays
    if rule.name.rpartition(".")[2] in _CONVERTING:
        sources = [k for k in sources if not (k.form == result.form == "array" and result.type not in (k.type, None)
                                              and k.type is not None)]
    if function is np.array or rule.name.rpartition(".")[2] == "astype":
        copied = copies(bound.get("copy"))
    elif function is np.einsum:
        copied = isinstance(bound["operands"], list) and len(bound["operands"]) > 1
    elif function in _OF_ORDER:
        # Of order 0, or a first power, nothing is computed.
        n, left_out, nothing = _OF_ORDER[function]
        order = bound.get(n)
        copied = order is None and left_out or isinstance(order, gast.Constant) and order.value != nothing
    else:
        copied = rule.name in ("ndarray.conj", "ndarray.conjugate") and all(field(k) == "complex" for k in sources)
    return [] if copied else sources


_CONVERTING = ("array", "asarray", "asanyarray", "ascontiguousarray", "asfortranarray", "astype")  # unless the dtype is the same
# Function → the parameter that says how often it does something, whether it does so by default, and the number that is none.
_OF_ORDER = {np.diff: ("n", True, 0), np.polyder: ("m", True, 0), np.polyint: ("m", True, 0),
             np.linalg.matrix_power: ("n", False, 1)}


def copies(node):
    """Is the `copy` argument of np.array left at, or given as, True?"""
    return node is None or isinstance(node, gast.Constant) and node.value is True


def picked(run, nodes, rest):
    """The kind of one of several values, or of one value of a container."""
    kinds = [replace(run.facts.kind[n], optional=False) for n in nodes]
    if rest is not None:
        kinds.append(run.iterate(run.facts.kind[rest], rest))
    elif len(kinds) == 1:
        kinds = [run.iterate(kinds[0], nodes[0])]
    result = None
    for kind in kinds:
        if kind.form != "number":
            return None
        result = replace(kind, active=False) if result is None else join(result, replace(kind, active=False))
    return result


def field_asked_for(run, node):
    """The field of a `dtype` argument: "real", "int", ...; None where it is none of these or not known."""
    dtype = dtype_asked_for(run, node)
    try:
        return None if dtype is None else field(K.array(dtype.char))
    except (TypeError, ValueError):
        return None


def dtype_asked_for(run, node):
    """The dtype that an argument stands for; None where it is not known."""
    kind, text = run.facts.kind[node], known_text(run, node)
    try:
        return np.dtype(text if text is not None else kind.value if K.is_known(kind) else literal(node))
    except (TypeError, ValueError):
        return None


def unless_none(run, node):
    """The node of an argument that is given and is not None."""
    if node is None or is_none(node):
        return None
    kind = run.facts.kind.get(node)
    return None if kind is not None and kind.form == "const" and kind.value is None else node


def truncated(run, result, bound, active):
    """Does the call turn real numbers into integers or truth values?  None where some of them may be."""
    if result.form not in ("number", "array", "numeric") or field(result) not in ("int", "bool"):
        return False
    fields = {f for p in active for m in nodes_of(bound[p]) for f in active_fields(run.facts.kind[m])}
    if fields <= {"int", "bool"}:
        return False
    return None if fields & {"int", "bool", None} else True


def active_fields(kind, depth=0):
    """The fields of the active numbers in a value: "real", "int", ..., None where it is not known."""
    if not is_active(kind):
        return set()
    if kind.form in ("number", "array", "numeric"):
        return {field(kind)}
    if kind.form not in ("list", "tuple", "iter", "set") or depth > 4:
        return {None}
    parts = list(kind.elements or ())
    if kind.region is not None and kind.region.find().content is not None:
        parts.append(kind.region.find().content)
    return set().union(*(active_fields(part, depth + 1) for part in parts))


def zero_rule_kind(run, node, function, rule, positional, keywords, rest, receiver, out, where, extras):
    """The kind of a call whose derivative is zero; an active `out` has a zero tangent afterwards."""
    if any(k == "key" and holds_active_functions(run.facts.kind[v]) for k, v in keywords):
        return opaque(run, node, None, f"{rule.name} calls a function that uses what is differentiated",
                      "Call it before, for each item.", foreign=False, receiver=receiver)
    ufunc = isinstance(function, np.ufunc)
    if not ufunc and "out" in parameter_names(rule.parameters):
        try:
            nodes = ([receiver] if receiver is not None else []) + positional
            out = given_out(run, bind(rule.parameters, nodes, keywords, rest).get("out"))
        except CannotBind:  # nor can Python
            pass
    elif not ufunc:
        out = given_out(run, dict(keywords).get("out"))
    run.facts.call[node] = RuleCall(rule, function, {}, [], receiver, out, where)
    if not ufunc and out is None:
        return zero_kind(run, node, function, positional, keywords, receiver)
    given = [p for p in positional if given_out(run, p) is not out] if out is not None else positional
    named = [(k, v) for k, v in keywords if k != "out"]
    result = sampled(run, node, function, receiver, given, named + extras, rest)
    if out is not None:
        return store_out(run, node, out, result, False)
    return run.place(node, result or Kind("numeric", region=Region()), False)


def given_out(run, node):
    """The array of an `out` argument, which may be in a tuple; None if there is none."""
    if isinstance(node, gast.Tuple) and len(node.elts) == 1:
        node = node.elts[0]
    return unless_none(run, node)


def writes_all_results(run, function, out):
    """Does `out` give an array for each result of the function?"""
    if not isinstance(function, np.ufunc) or function.nout == 1:
        return True
    kinds = [run.facts.kind[n] for n in out.elts] if isinstance(out, gast.Tuple) else []
    return len(kinds) == function.nout and all(K.is_numeric(k) and not k.optional for k in kinds)


def split_ufunc(run, node, function, positional, keywords):
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
        if function.nout > 1:
            outs = gast.Tuple(elts=list(positional[function.nin:]), ctx=gast.Load())
            out = run.context.receivers.setdefault(node, gast.copy_location(outs, out))
            run.facts.kind[out] = K.tuple_of(run.facts.kind[n] for n in out.elts)
        positional = positional[:function.nin]
    return positional, rest, given_out(run, out), where, extras


def store_out(run, node, out, result, active):
    """`out=` is written into, and is what the call returns."""
    kind = run.facts.kind[out]
    several = isinstance(out, gast.Tuple)
    made = result.elements if several and result is not None and result.form == "tuple" else None
    for i, part in enumerate(kind.elements if several else [kind]):
        for region in regions(part):
            run.program.set(region, written=True)
            if active and holds_derivative(part, made[i] if made else result):
                run.program.activate(region, part)
    return kind


def sampled(run, node, function, receiver, positional, keywords, rest, out=None):
    """The kind of the result, by trying. Never into an `out`: NumPy's cumsum does not look at whether it is large enough."""
    if rest is not None:
        return None
    if out is not None:
        positional = [gast.Constant(None, None) if given_out(run, p) is out else p for p in positional]
        keywords = [(k, v) for k, v in keywords if k != "out"]
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
    if function in (stop_gradient, zeros) and positional:
        alike = held_constant if function is stop_gradient else tangent_kind
        return run.place(node, alike(run.facts.kind[positional[0]]), False)
    module = name_of(function).partition(".")[0]
    if function in (places_of, steps_of):
        place, places = run.context.site(node, "place"), run.context.site(node, "value")
        run.program.store(place, number(int))
        run.program.store(places, K.sequence("tuple", place))
        return K.sequence("list", places.find())
    if function in (print,):
        return K.NONE
    if function in (isinstance, issubclass, callable, hasattr, any, all, holds_numbers):
        return number(bool)
    if function in (len, id, hash, bisect.bisect_left, bisect.bisect_right):
        return number(int)
    if function in (str, repr, format):
        return text_of([run.facts.kind[p] for p in positional])
    if function in (type, chr, bin, hex, subscripts_of):
        return K.PLAIN
    if receiver is not None or function in SAMPLED or module.partition(".")[0] in ("np", "math", "scipy", "_operator"):
        result = sampled(run, node, function, receiver, positional, keywords, None)
        if result is not None:
            return run.place(node, result, False)
        dtype = dict(keywords).get("dtype")
        if dtype is not None and not is_none(dtype) and field_asked_for(run, dtype) is None:
            asked = dtype_asked_for(run, dtype)
            region = run.context.site(node, "value")
            # One with named fields has a mirror; what is not known may be one.
            return K.any_kind(region) if asked is None or asked.names else Kind("object", type=np.ndarray, region=region)
        if module == "math" or function in (int, round):
            return number("real")
        return run.place(node, Kind("numeric", region=Region()), False)
    return run.place(node, K.any_kind(), False)
