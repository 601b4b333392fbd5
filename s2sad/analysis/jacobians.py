"""Jacobians of known functions, taken inside: `jacobian(f)(x)` is written out as the function that it is.

    def jacobian(x, p):
        return stacked([df(x, p, dx=e)[1] for e in np.eye(x.size)], x) if x.size else without_columns(f(x, p), x)

Where what `f` returns, or what it is differentiated by, is a container, or may be one:

    def jacobian(w):
        return assembled([df(w, dw=e)[1] for e in unit_seeds(w)], w) if holds_numbers(w) else constant_jacobian(f(w), w)
"""

import inspect

import gast
import numpy as np

from s2sad.analysis.helperkinds import helper_kind
from s2sad.analysis.purity import computes
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import HelperCall, Refused, opaque
from s2sad.frontend.build import unused
from s2sad.frontend.derived import derivative_of
from s2sad.frontend.trees import walk
from s2sad.frontend.wrappers import under_signature
from s2sad.records import replace
from s2sad.rules.registry import library_rule
from s2sad.runtime.jacobians import single, stacked, without_columns
from s2sad.runtime.jacobiantrees import assembled, assembled_by_each, constant_by_each, constant_jacobian, holds_numbers, unit_seeds
from s2sad.runtime.mirrors import zeros


def jacobian_call(run, node, level, arguments):
    """The kind of a call of what `jacobian` returned, whose `partials.Jacobian` is `level`."""
    positional, keywords, rest = arguments
    given = None if rest is not None else given_of(level, positional, dict(keywords))
    forms = given and forms_of(run, level, given)
    if not forms:
        return opaque(run, node, None, "a Jacobian is taken inside of a function that takes any number of arguments, or with "
                      "arguments that are not written out one by one", "Take that of a lambda that calls it, and pass each argument.",
                      foreign=False, uncertain=True)
    kind, columns = kind_of_call(run, node, level, given, forms, arguments)
    if columns and not all(map(K.is_numeric, columns)):
        forms = dict.fromkeys(forms)
        kind, columns = kind_of_call(run, node, level, given, forms, arguments, True)
    how = run.facts.call[node]
    if isinstance(how, HelperCall) and not computes(how.context):
        run.facts.call[node] = Refused("The function whose Jacobian is taken here does more than compute: it changes, "
                                       "prints or draws something.", "Take that out of it.", True)
    if level.several and kind.form == "tuple" and kind.elements is not None and len(kind.elements) == len(level.state._wrt):
        return replace(kind, elements=tuple(shaped(k, columns, forms[n]) for k, n in zip(kind.elements, level.state._wrt)))
    return kind if level.several else shaped(kind, columns, forms[level.state._wrt[0]])


def kind_of_call(run, node, level, given, forms, arguments, of_containers=False):
    """The kind of a Jacobian that is written out for these forms of arguments, and those of its columns."""
    kind = helper_kind(run, node, written_out(level, tuple(given), forms, of_containers), *arguments)
    how = run.facts.call[node]
    return kind, columns_of(how.context) if isinstance(how, HelperCall) else []


def columns_of(context):
    """The kinds of the columns of a Jacobian that is written out."""
    kinds = context.facts.kind
    return [kinds[n] for n in walk(context.tree) if isinstance(n, gast.Subscript) and isinstance(n.value, gast.Call)
            and n in kinds]


def shaped(kind, columns, form):
    """The kind of a block of a Jacobian, with what its columns tell."""
    by, type_ = form or (None, None)
    out = columns[0] if columns else None
    if form is None or out is None or by is None and out.form == "number" or out.form != "number" and out.ndim is None \
            or not K.is_numeric(kind) or kind.region is None:
        return kind
    double = type_ in ("d", "real", float, int, np.float64) and out.type in ("d", "real", float, np.float64)
    return replace(kind, form="array", type="d" if double else None, ndim=(by or 0) + (out.ndim or 0))


def given_of(level, positional, keywords):
    """The nodes that a Jacobian is called with, by parameter; None where they do not all have names."""
    try:
        parameters = signature_of(level).parameters.values()
    except (TypeError, ValueError):
        return None
    places = [p.name for p in parameters if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)]
    named = {p.name for p in parameters if p.kind in (p.KEYWORD_ONLY, p.POSITIONAL_OR_KEYWORD)}
    if len(positional) > len(places) or not keywords.keys() <= named:
        return None
    return {**dict(zip(places, positional)), **keywords}


def signature_of(level):
    """The parameters of the function; of one without source those by which its rule names them."""
    function = level.f if level.below is None else level.root.public.primal
    rule = None if inspect.isfunction(function) else library_rule(function)
    if rule is None:
        return inspect.signature(function)
    named = inspect.signature(eval(f"lambda {rule.signature}: None", {}))
    return named if named.parameters.keys() >= set(level.root._wrt) else level.root._signature


def forms_of(run, level, given):
    """How each argument that a Jacobian is taken by is written out: (number of dimensions or None, dtype or type).

    None for a container, and for what is not known to be a number or an array.
    """
    forms = {}
    while level is not None:
        for name in level.state._wrt:
            if name not in given:
                return None
            kind = run.facts.kind[given[name]]
            if kind.form == "array" and kind.ndim is not None and kind.type in ("d", "f"):
                forms[name] = kind.ndim, kind.type
            elif kind.form == "number" and (kind.type in (float, int, "real") or isinstance(kind.type, type)
                                            and issubclass(kind.type, np.floating)):
                forms[name] = None, kind.type
            else:
                forms[name] = None
        level = level.below
    return forms


def written_out(level, given, forms, of_containers):
    """The function that computes a Jacobian, for these parameters and forms of arguments; of_containers: is one returned?"""
    from s2sad.api import differentiate
    key = given, tuple(forms.items()), of_containers
    if key not in level.written:
        inner = level.f if level.below is None else written_out(level.below, given, forms, of_containers)
        derivative = level.derivative if level.below is None else differentiate(inner, wrt=level.state._wrt)
        signature = signature_for(level, given)
        level.written[key] = function_of(inner, derivative, signature, level, forms, of_containers)
    return level.written[key]


def signature_for(level, given):
    """The parameters that are given; those behind one that keeps its default are passed by name."""
    parameters, kept = [], False
    for p in signature_of(level).parameters.values():
        if p.name not in given:
            kept = True
        else:
            by_name = kept and p.kind is p.POSITIONAL_OR_KEYWORD
            parameters.append(p.replace(default=p.empty, kind=p.KEYWORD_ONLY if by_name else p.kind))
    return inspect.Signature(parameters)


def function_of(inner, derivative, signature, level, forms, of_containers):
    """The function that computes the Jacobian of `inner`, which has this derivative."""
    names = set(signature.parameters)
    f, df, e = (unused(n, names) for n in ("f", "df", "e"))
    by, seeds = level.state._wrt, derivative_of(derivative).seeds

    def column(passed, name, seed):
        along = ", ".join(f"{seeds[n]}={seed if n == name else zero_of(n, forms[n])}" for n in by)
        return f"{df}({passed}, {along})[1]"

    def block(passed, name):
        if forms[name] is None:
            return (f"assembled([{column(passed, name, e)} for {e} in unit_seeds({name})], {name}) "
                    f"if holds_numbers({name}) else constant_jacobian({f}({passed}), {name})")
        ndim, type_ = forms[name]
        if ndim is None:
            return f"single({column(passed, name, number_of(type_, 1))})"
        return (f"stacked([{column(passed, name, e)} for {e} in {units_of(name, ndim, type_)}], {name}) "
                f"if {name}.size else without_columns({f}({passed}), {name})")

    def by_each(passed):
        columns = ", ".join(f"[{column(passed, n, e)} for {e} in unit_seeds({n})]" for n in by)
        arguments = f"({', '.join(by)},)"
        return (f"assembled_by_each(({columns},), {arguments}) if holds_numbers({arguments}) "
                f"else constant_by_each({f}({passed}), {arguments})")

    def expression(passed):
        if level.several and of_containers:
            return by_each(passed)
        blocks = [block(passed, n) for n in by]
        return f"({', '.join(blocks)},)" if level.several else blocks[0]
    return under_signature(signature, "jacobian", expression, np=np, stacked=stacked, single=single,
                           without_columns=without_columns, assembled=assembled, unit_seeds=unit_seeds,
                           holds_numbers=holds_numbers, constant_jacobian=constant_jacobian,
                           assembled_by_each=assembled_by_each, constant_by_each=constant_by_each, zeros=zeros,
                           **{f: inner, df: derivative})


def dtype_of(type_):
    return "" if type_ == "d" else ", np.float32"


def zero_of(name, form):
    if form is None:
        return f"zeros({name})"
    ndim, type_ = form
    return number_of(type_, 0) if ndim is None else f"np.zeros({name}.shape{dtype_of(type_)})"


def number_of(type_, value):
    own = isinstance(type_, type) and issubclass(type_, np.floating)
    return f"np.{type_.__name__}({value})" if own else f"{value}.0"


def units_of(name, ndim, type_):
    """The directions along each item of an array."""
    dtype = dtype_of(type_).replace(", ", ", dtype=")
    if ndim == 0:
        return f"[np.ones((){dtype})]"
    shape = ", ".join([f"{name}.size", *(f"{name}.shape[{i}]" for i in range(ndim))])
    return f"np.eye({name}.size{dtype})" + (f".reshape({shape})" if ndim > 1 else "")
