"""Calls: what is called, and the kind of what comes back.

Each call is recorded in the facts as one of the records in `callrecords`; the
forward pass writes the pair accordingly.
"""

import collections
import contextlib
import functools
import inspect
import itertools
import math
import types

import gast
import numpy as np

from s2sad.analysis import frozen, generators, iteration, members, methodcalls, objects, sets, sparse, supers
from s2sad.analysis.alternativecalls import call_alternatives, guard_attributes
from s2sad.analysis.alternatives import is_one_of_several, may_be_called, used
from s2sad.analysis.argumentnodes import argument_nodes
from s2sad.analysis.classvalues import call_classes, call_of_classes
from s2sad.analysis.containers import (
    DEQUE_METHODS,
    DICT_METHODS,
    LIST_METHODS,
    LOOSE_METHODS,
    ONLY_DICTS_HAVE,
    dict_method,
    list_method,
    loose_method,
)
from s2sad.analysis.dunders import special_kind
from s2sad.analysis.draws import drawn_kind, generator_classes, imported, is_drawn_from, is_series, number_drawn
from s2sad.analysis.exceptions import check_key_error, is_exception, method_of_exception
from s2sad.analysis.functioncalls import function_kind, instead_of_rule, is_hashable, without_mirror
from s2sad.analysis.functions import call_functions
from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.interpolants import calls_interpolant, write_interpolated, write_method
from s2sad.analysis.mappings import OWN_METHODS
from s2sad.analysis.messages import logger_method
from s2sad.analysis.namedcalls import by_getattr, formatted_texts, of_bound_methods
from s2sad.analysis.operators import special_call
from s2sad.analysis.partials import take_apart
from s2sad.analysis.rulekinds import dtype_asked_for, rule_kind
from s2sad.analysis.singledispatch import DISPATCHING, MADE_INSIDE
from s2sad.analysis.storagemethods import READING, write_arguments
from s2sad.analysis.truth import is_loose, lacks, may_have, of_loose
from s2sad.analysis.unpacking import by_parameters, with_mapping
from s2sad.analysis.values import USES_ITS_HOLDER
from s2sad.facts import kinds as K
from s2sad.facts import texts
from s2sad.facts.callrecords import ApplyCall, MethodCall, PlainCall, RuleCall, all_arguments, opaque, passed
from s2sad.facts.calls import CannotBind, UnknownKeys
from s2sad.facts.classfacts import is_active_class
from s2sad.facts.classkinds import array_class, of_array_method
from s2sad.facts.contents import element
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import note_at_once
from s2sad.facts.joining import join
from s2sad.facts.kinds import const, number
from s2sad.facts.reached import holds_active_functions, is_active, regions
from s2sad.facts.texts import is_text_of_active, text_of, texts_of
from s2sad.later import later
from s2sad.records import replace
from s2sad.rules.iteration import each_taken_apart
from s2sad.rules.registry import attribute_rule, method_rule
from s2sad.runtime.iterators import zip_pairs

call_of_derivative = later("analysis.innerderivatives.called")
replace_call = later("analysis.rewrites.replace_call")
draw_by_parameters = later("rules.draws.of_generator")
is_vectorized = later("analysis.vectorized.is_vectorized")
note_handed = later("analysis.handed.note_handed")
unroll = later("analysis.unrolling.unroll")
of_text_method = later("analysis.textmethods.of_text_method")
vectorized_call = later("analysis.vectorized.vectorized_call")

ITERATING = {map, filter, functools.reduce, list, tuple, set, frozenset, sum, sorted, min, max, enumerate, zip, iter, any, all,
             collections.deque, math.fsum, math.prod, itertools.chain, itertools.product, itertools.zip_longest,
             dict, collections.OrderedDict, collections.defaultdict}
_OF_ENTRIES = {dict, collections.OrderedDict, collections.defaultdict}
_OF_SEVERAL = (zip, map, itertools.chain, itertools.product, itertools.zip_longest)
WRITTEN_OTHERWISE = {np.einsum: later("analysis.einsums.write_with_letters"),
                     np.piecewise: later("analysis.rewrites.write_functions"),
                     np.fromiter: later("analysis.rewrites.write_items"),
                     np.nditer: later("analysis.rewrites.write_nditer"),
                     contextlib.ExitStack: later("analysis.rewrites.write_exit_stack"),
                     zip_pairs: later("analysis.rewrites.write_zip_pairs")}
_TAKES_ALL = {"list": ("extend", "extendleft"), "dict": ("update",), "set": ("update",)}
_CLASSES = {"list": list, "tuple": tuple, "dict": dict}


def call_kind(run, node):
    """The kind of a call's result; records how the call is made."""
    result = kind_of_call(run, node)
    if is_made_as_it_stands(run.facts.call.get(node)) and any(
            run.facts.kind[a].functions is not None for a in all_arguments(node) if a in run.facts.kind):
        note_handed(run, node)
    return result


def is_made_as_it_stands(how):
    """Is a call recorded as one of which nothing but its value is looked at?"""
    return how is None or isinstance(how, PlainCall) or isinstance(how, RuleCall) and getattr(how.rule, "form", None) == "zero" \
        or isinstance(how, MethodCall) and how.name == "sort"


def kind_of_call(run, node):
    node.func = getattr(node, "called", node.func)
    result = by_getattr(run, node)
    if result is not None:
        return result
    func = node.func
    if isinstance(func, gast.Attribute):
        owner = run.kind(func.value)
        guard_attributes(run, owner, func.attr)
        owner = used(run, func.value, owner, lambda one: may_have(one, func.attr))
        if write_method(run, node, owner):
            return call_kind(run, node)
        if owner.form == "classes":
            run.facts.kind[func] = K.PLAIN
            return call_of_classes(run, node, owner, argument_nodes(run, node))
        if owner.form not in ("const", "function", "partial", "method") and not is_field(owner, func.attr) \
                and not methodcalls.is_read(run, owner, func.attr):
            run.facts.kind[func] = K.PLAIN
            return method_kind(run, node, replace(owner, optional=False))
        if frozen.is_frozen_kind(owner):
            return method_of_frozen(run, node, owner)
    callee = used(run, func, run.kind(func), may_be_called)
    if is_one_of_several(callee):
        return call_alternatives(run, node, callee)
    if frozen.is_frozen_kind(callee):
        argument_nodes(run, node)
        return opaque(run, node, callee, "a distribution with parameters is called, which is no function")
    if (callee.form == "partial" or isinstance(callee.value, np.vectorize)) and is_vectorized(callee):
        return vectorized_call(run, node, callee)
    if callee.form == "method" and isinstance(callee.value, tuple):
        return of_bound_methods(run, node, callee)
    if callee.form == "partial" and callee.elements[1].elements is None:
        argument_nodes(run, node)
        return opaque(run, node, callee, "this is one of several functions with different numbers of arguments given",
                      "Wrap each in a lambda.", foreign=False)
    if callee.form in ("partial", "method"):
        take_apart(run, node, callee)
        return call_kind(run, node) if callee.form == "partial" else method_kind_of_bound(run, node)
    written_otherwise = WRITTEN_OTHERWISE.get(callee.value) if is_hashable(callee.value) else None
    if written_otherwise is not None:
        written_otherwise(run, node)
        callee = run.kind(node.func)
    if callee.value is tuple and run.program.by_values:
        unroll(run, node)
    note_at_once(run, node, callee.value)
    arguments = argument_nodes(run, node)
    if callee.form == "const" and is_hashable(callee.value) and callee.value in ITERATING \
            and write_out_iteration(run, node, callee.value):
        arguments = argument_nodes(run, node)
    return value_call(run, node, callee, arguments)


def is_field(owner, name):
    """Is this a function that a namedtuple holds under one of its names, and no method of it?"""
    return owner.form == "tuple" and owner.type is not None and name in owner.type._fields


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
    starred = [argument for argument in node.args if isinstance(argument, gast.Starred) and function in _OF_SEVERAL
               and iteration.holds_iterated(run, argument.value)]
    for argument in starred:
        run.context.expanded.pop(node, None)
        argument.value = iteration.call_of(run, argument.value, each_taken_apart, argument.value)
    if function in (min, max) and len(node.args) > 1:
        return False
    first = 1 if function in (map, filter, functools.reduce, collections.defaultdict) else 0
    objects_there = [i for i, argument in enumerate(node.args if function in _OF_SEVERAL else node.args[:first + 1])
                     if i >= first and not isinstance(argument, gast.Starred)
                     and (K.has_fields(run.facts.kind[argument]) or function in _OF_ENTRIES and iteration.holds_iterated(run, argument)
                          or iteration.is_active_set(run.facts.kind[argument])
                          and function not in (list, set, frozenset))]
    for i in objects_there:
        run.context.expanded.pop(node, None)
        node.args[i] = (iteration.iter_of_object if function is iter else iteration.entries if function in _OF_ENTRIES
                        else iteration.iterable)(run, node.args[i])
    return bool(objects_there or starred)


def value_call(run, node, callee, arguments):
    """The kind of calling a value of this kind."""
    if calls_interpolant(callee) and isinstance(node, gast.Call) and node.func in run.facts.kind \
            and not isinstance(arguments, CannotBind) and arguments[2] is None and not hasattr(node, "as_written"):
        write_interpolated(run, node, *arguments[:2])
        return call_kind(run, node)
    if callee.form == "function":
        return call_functions(run, node, callee, arguments)
    if callee.form == "derivative":
        return call_of_derivative(run, node, callee, arguments)
    arguments = by_parameters(run, node, arguments, callee)
    if isinstance(arguments, UnknownKeys) and not isinstance(callee.value, type) and not run.program.guessed:
        return call_unknown(run, node, callee, with_mapping(arguments), f"the call has {arguments}")
    if isinstance(arguments, CannotBind):
        return opaque(run, node, callee, f"the call has {arguments}", foreign=False, uncertain=True)
    series = callee.type if K.has_fields(callee) and isinstance(callee.type, type) else type(callee.value)
    if is_series(series) and isinstance(node, gast.Call) and not is_active(callee) and node.func in run.facts.kind \
            and arguments[2] is None and not hasattr(node, "as_written"):
        return series_call(run, node, series, *arguments)
    if is_series(series) and any(k.form == "object" and is_series(k.type) and not is_active(k)
                                 for k in (run.facts.kind[a] for a in arguments[0]) if isinstance(k.type, type)):
        return opaque(run, node, callee, "a series is composed with one that does not depend on what is differentiated",
                      "Write the composition as sums and products of series.", foreign=False)
    if objects.is_instance(callee):
        result = special_call(run, node, node.func, "__call__", arguments)
        if result is None:
            raise Unreachable
        return result
    if callee.form == "plain" and isinstance(callee.value, tuple) and callee.value[0] == "nested":
        return opaque(run, node, callee, f"the class `{callee.value[1].name}` is defined inside the function, and "
                      f"{callee.value[2]}", "Define the class at the level of the module.")
    if callee.form == "classes":
        return call_classes(run, node, callee, arguments)
    if callee.form == "plain" and callee.type == USES_ITS_HOLDER.type:
        raise run.context.refusal(node, "This function is held by what is differentiated, and uses that through a variable around "
                                  "it, where it is a constant.", "Make it a method, or pass what it uses as an argument.")
    if callee.form == "plain" and callee.type == DISPATCHING.type:
        if any(holds_active_functions(run.facts.kind[a]) for a in passed(run, node)):
            return opaque(run, node, callee, *MADE_INSIDE, foreign=False)
        return call_unknown(run, node, callee, arguments, MADE_INSIDE[0])
    if callee.form == "plain" and callee.type == K.LIST_OR_TUPLE.type:
        made = function_kind(run, node, tuple, arguments)
        return join(made, K.sequence("list", run.context.site(node, "value")))
    if callee.form == "object" and callee.type is not None and callee.region.find().origin == "outer":
        # The run would show no more of it.
        return opaque(run, node, callee, f"there is no derivative rule for this object of the class "
                      f"{callee.type.__name__}, and calling it has no Python source")
    if callee.form != "const":
        return call_unknown(run, node, callee, arguments, "what is called here is not known before the program runs",
                            "Call it by its name, or keep functions, and objects that can be called, in a list, tuple or dict of "
                            "their own.")
    if callee.value is None:
        raise Unreachable  # Python raises TypeError
    return function_kind(run, node, callee.value, arguments)


def series_call(run, node, cls, positional, keywords, _):
    """The call of a polynomial that does not depend on what is differentiated."""
    from s2sad.rules import series
    value = series.value_of_series
    if issubclass(cls, np.poly1d):
        value = series.value_of_poly1d if cls.__call__ is np.poly1d.__call__ else series.value_of_orthogonal
    if value is series.value_of_orthogonal and cls not in imported("scipy.special._orthogonal", "orthopoly1d"):
        return opaque(run, node, None, f"there is no derivative rule for the call of a {cls.__name__}")
    replace_call(run, node, value, [node.func, *positional],
                 [gast.keyword(arg=name, value=value) for name, value in keywords])
    return call_kind(run, node)


def method_kind(run, node, owner):
    """The kind of `owner.name(...)`."""
    name = node.func.attr
    receiver = node.func.value
    if owner.form in ("list", "dict", "plain"):
        note_at_once(run, node, name)
    arguments = argument_nodes(run, node)
    if name in _TAKES_ALL.get(owner.form, ()) and len(node.args) == 1 and (
            K.has_fields(run.facts.kind[node.args[0]]) or owner.form == "dict" and iteration.holds_iterated(run, node.args[0])):
        node.args = [(iteration.entries if owner.form == "dict" else iteration.iterable)(run, node.args[0])]
        run.context.expanded.pop(node, None)
        arguments = argument_nodes(run, node)
    arguments = by_parameters(run, node, arguments, owner, name)
    if owner.form == "plain" and name == "format" and isinstance(arguments, UnknownKeys):
        run.facts.call[node] = RuleCall(None, None, {}, [])
        return text_of([owner, *(run.facts.kind[a] for a in all_arguments(node))])
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
    special = special_kind(run, node, owner, name, positional, keywords) if rest is None else None
    if special is not None:
        return special
    if owner.form == "tuple" and owner.type is not None:
        return tuple_method(run, node, owner, name, arguments)
    if K.is_numeric(owner):
        return array_method(run, node, owner, name, positional, keywords, rest)
    if owner.form in ("list", "dict", "iter"):
        if rest is not None:
            return opaque(run, node, owner, f"`{name}` of a starred argument of unknown length", "Pass the arguments one by one.",
                          foreign=False)
        write_arguments(node, *arguments)
    if owner.form == "list" and name in (DEQUE_METHODS if owner.type is collections.deque else LIST_METHODS):
        return list_method(run, node, owner, name, positional, keywords)
    if name in ONLY_DICTS_HAVE and is_loose(owner) and not objects.may_be_object(owner):
        owner = run.facts.kind[receiver] = of_loose(owner, (dict,))
    if owner.form == "dict" and (name in DICT_METHODS or name in OWN_METHODS[owner.type]):
        return dict_method(run, node, owner, name, positional, keywords)
    written = method_in_python(owner, name)
    if written is not None and rest is None and (is_active(owner) or owner.region.find().origin == "fresh"):
        run.program.guard_attribute(owner.type, name)
        return helper_kind(run, node, written, [receiver, *positional], keywords, rest, receiver)
    if owner.form == "tuple" and name in ("index", "count"):
        run.facts.call[node] = PlainCall()
        return number(int)
    if sparse.is_sparse(owner):
        return sparse.method_kind(run, node, owner, name, positional, keywords, rest)
    if issubclass(array_class(owner) or object, (np.ma.MaskedArray, np.matrix)):
        kind = opaque(run, node, None, f"the method `{name}` of {owner.type.__name__}, which is derived from np.ndarray, has no derivative",
                      "Use a plain array: np.asarray(a), or a.filled(0).", foreign=False, receiver=receiver)
        return of_array_method(owner, name, len(positional) + len(keywords), kind.region) or K.any_kind(kind.region)
    if owner.form == "object":
        found = inspect.getattr_static(owner.type, name, None) if name not in (owner.value or ()) else None
        drawn = number_drawn(run, node, owner.type, name)
        if drawn is not None:
            return drawn
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
        if members.is_member(owner):
            run.facts.kind[node.func] = run.of_Attribute(node.func)
            return value_call(run, node, run.facts.kind[node.func], arguments)
        own = issubclass(owner.type, generator_classes())
        drawn = drawn_kind(run, node, owner.type, name, positional, keywords, rest) if own else None
        if drawn is not None:
            return drawn
        moved = draw_by_parameters(name) if own and is_drawn_from(run, name, positional, keywords) else None
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
    if owner.form == "plain" and owner.type == DISPATCHING.type:
        opaque(run, node, owner, *MADE_INSIDE, foreign=False)
        return DISPATCHING  # of `register`, or what registers the function that is decorated
    if owner.form == "plain":
        kinds = [run.facts.kind[a] for a in all_arguments(node)]
        if name not in ("format", "join") and any(map(is_active, kinds)):
            return opaque(run, node, owner, f"it is not known before the program runs what `.{name}` is here")
        run.facts.call[node] = RuleCall(None, None, {}, [])
        if name in ("lower", "upper", "strip", "title", "capitalize") and not kinds and texts_of(owner) is not None:
            return texts.text(*(getattr(t, name)() for t in owner.value))
        if name == "format" and len(kinds) == len(node.args):
            made = formatted_texts(run, receiver, kinds, lambda pattern, given: pattern.format(*given))
            if made is not None:
                return made
        text = text_of([owner, *kinds])
        if texts.is_text(owner) and not is_text_of_active(text):
            return of_text_method(run, node, owner, name)
        return text if is_text_of_active(text) or name in ("format", "join") else K.any_kind()
    if owner.form in ("list", "tuple", "dict") and not owner.optional and not hasattr(_CLASSES[owner.form], name) \
            and owner.type is None:
        raise Unreachable  # Python raises AttributeError here
    loose = loose_method(run, node, owner, name, *arguments) if owner.form == "any" and name in LOOSE_METHODS else None
    if loose is not None:
        return loose
    if is_active(owner) and method_rule(name) is not None:
        # Of what has this method, only arrays carry a derivative.
        return array_method(run, node, owner, name, positional, keywords, rest)
    if owner.form == "any" and method_rule(name) is not None and all(r.find().origin == "fresh" for r in regions(owner)) \
            and not any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        return opaque(run, node, owner, f"it is not known what `.{name}` is here", foreign=False)
    return call_unknown(run, node, owner, arguments, f"it is not known before the program runs what `.{name}` is here")


def method_in_python(owner, name):
    """A method that the library has written in Python for its own dicts and lists: `Counter.most_common`; None for others."""
    found = inspect.getattr_static(owner.type, name, None) if owner.form in ("list", "dict") and isinstance(
        owner.type, type) else None
    return found if isinstance(found, types.FunctionType) else None


SAY_WHAT = "Say what the value is, for example with np.asarray(...), or call the function by its name."


def call_unknown(run, node, callee, arguments, reason, advice=SAY_WHAT):
    """A call of a function that only the run will show: it is differentiated when it is met."""
    kinds = [run.facts.kind[a] for a in passed(run, node)]
    if not isinstance(arguments, CannotBind):  # of `**d` Python passes what the dict holds
        kinds = [element(k) if k.form == "dict" and any(n is None and run.facts.kind[v] is k for n, v in arguments[1]) else k
                 for k in kinds]
    if isinstance(arguments, CannotBind) or is_active(callee) or not any(map(is_active, kinds)):
        return opaque(run, node, callee, reason, advice, uncertain=True)
    if any(map(is_active_class, kinds)):
        return opaque(run, node, callee, reason, "Call the function by its name.", uncertain=True)
    if any(map(holds_active_functions, kinds)):
        return opaque(run, node, callee, "a function that uses what is differentiated is handed to one that is known only "
                      "when the program runs", "Call that one by its name; keep functions in lists, tuples or dicts.",
                      uncertain=callee.form != "set")
    region = run.context.site(node, "value")
    for kind in kinds:
        for other in regions(kind):
            run.program.set(other, written=True, shrinks=True, escapes=True)
            run.program.unify(region, other)
    run.program.set(region.find(), active=True, derived=True)
    run.program.with_active_parts(K.any_kind(region.find()))  # whatever they hold may be assigned to
    run.facts.call[node] = ApplyCall(*arguments)
    return K.any_kind(region.find(), active=True)


def tuple_method(run, node, owner, name, arguments):
    """A method of a namedtuple, or of a class derived from one."""
    found = objects.lookup(owner.type, name)
    if isinstance(found, (types.FunctionType, staticmethod, classmethod)) \
            and not getattr(getattr(found, "__func__", found), "__module__", "").startswith(("namedtuple_", "collections")):
        return methodcalls.call_found(run, node, owner, owner.type, name, found, node.func.value, arguments)
    if name == "__class__":
        run.facts.kind[node.func] = const(owner.type)
        return value_call(run, node, const(owner.type), arguments)
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


def reads_parts(run, owner, positional, keywords):
    """Does `view` take complex numbers for pairs of real ones, or such pairs for complex numbers?"""
    given = [*positional, *(v for k, v in keywords if k == "dtype")]
    dtype = dtype_asked_for(run, given[0]) if len(given) == len(positional) + len(keywords) == 1 else None
    return dtype is not None and owner.form == "array" and owner.type is not None \
        and {np.dtype(owner.type).char, dtype.char} in ({"d"}, {"D"}, {"d", "D"}, {"f"}, {"F"}, {"f", "F"}) and dtype.isnative


def array_method(run, node, owner, name, positional, keywords, rest):
    receiver = node.func.value
    if name == "view" and positional and any(issubclass(c, np.ndarray) and c is not np.ndarray for c in
                                             [run.facts.kind[positional[0]].value] if isinstance(c, type)):
        cls = run.facts.kind[positional[0]].value
        opaque(run, node, owner, *without_mirror(cls), foreign=False)
        return K.Kind("object", type=cls, region=run.context.site(node, "value"))
    if name == "view" and (positional or keywords) and not reads_parts(run, owner, positional, keywords):
        return opaque(run, node, owner, "`view` reads the memory of this array as values of another type",
                      "Use `astype`, or let it read complex numbers as their parts, as in `z.view(float)`.",
                      foreign=False, receiver=receiver, uncertain=True)
    if method_rule(name) is not None:
        return rule_kind(run, node, name_function(name), method_rule(name), positional, keywords, rest, receiver)
    if attribute_rule(name) == "zero":
        run.facts.call[node] = PlainCall()
        return run.place(node, K.any_kind(), False)
    if lacks(owner, name):
        raise Unreachable
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
