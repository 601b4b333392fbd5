"""Splines and interpolants of scipy.interpolate, that are called.

    spline(x)  →  interpolated(spline, x)

of which the derivative is `interpolant_slope(spline, x, 1) * dx`. One of samples that are differentiated has a mirror:

    spline, dspline = CubicSpline(t, y), CubicSpline(t, dy)
"""

import sys

import gast

from s2sad.analysis.draws import imported
from s2sad.analysis.rewrites import replace_call
from s2sad.facts.callrecords import PlainCall, RuleCall, all_arguments, opaque
from s2sad.facts.calls import CannotBind, bind
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.texts import texts_of
from s2sad.frontend.names import MISSING


def is_interpolant(cls):
    """Is this a class of functions of one variable?"""
    return isinstance(cls, type) and issubclass(cls, imported("scipy.interpolate", "PPoly", "BPoly", "BSpline",
                                                              "UnivariateSpline", "interp1d"))


def calls_interpolant(callee):
    """Is what is called an interpolant, or one of several?"""
    if callee.form == "function":
        classes = [type(m.function) if m.parent is None else None for m in callee.functions.find().members.values()]
    else:
        classes = [class_of(callee)]
    return not callee.optional and bool(classes) and all(map(is_interpolant, classes))


def write_interpolated(run, node, positional, keywords):
    """Let the call be that of a function that has a rule."""
    from s2sad.runtime.scipy_interpolate import interpolated
    replace_call(run, node, interpolated, [node.func, *positional],
                 [gast.keyword(arg=name, value=value) for name, value in keywords])


def made_kind(run, node, function, arguments):
    """The kind of an interpolant that is made here; None if it is none.

    One of samples that are differentiated has a mirror where it is linear in them: that of their tangents.
    """
    samples = samples_rule(function)
    if not samples and not is_interpolant(function):
        return None
    cls = function if not samples else samples[1] or class_of_derived(run.facts.kind[arguments[0][0]])
    if not any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        run.facts.call[node] = PlainCall()
        return Kind("object", type=cls, region=run.context.site(node, "value"), value=())
    if not samples:
        return opaque(run, node, None, f"{function.__name__} of samples that depend on what is differentiated has no derivative",
                      "Use CubicSpline, make_interp_spline or interp1d, which are linear in their samples.", foreign=False)
    rule, _, only = samples
    try:
        bound = bind(rule.parameters, *arguments)
    except CannotBind as problem:
        return opaque(run, node, None, f"{rule.name} cannot be differentiated here: {problem}", "Spell the call differently.", foreign=False)
    active = [p for p, n in bound.items() if is_active(run.facts.kind[n])]
    for parameter, values in only.items():
        if parameter in bound and value_written(run, bound[parameter]) not in values:
            return opaque(run, node, None, f"{rule.name} of samples that depend on what is differentiated has no derivative with this "
                          f"`{parameter}`", f"Use {' or '.join(repr(v) for v in values if v is not None)}.", foreign=False)
    for parameter in active:
        if parameter not in rule.linear:
            return opaque(run, node, None, f"{rule.name} has no derivative with respect to `{parameter}`",
                          "Make that argument one that does not depend on what is differentiated.", foreign=False)
    run.facts.call[node] = RuleCall(rule, function, bound, active)
    region = run.context.site(node, "value")
    run.program.set(region, active=True)
    return Kind("object", type=cls, region=region.find(), value=())


def samples_rule(function):
    """(rule, class of what is made, parameter → the values for which it holds) of what makes an interpolant that is linear in its samples."""
    if "scipy.interpolate" not in sys.modules:
        return None
    from s2sad.rules.scipy_interpolate import OF_SAMPLES
    return OF_SAMPLES.get(function)


def class_of_derived(kind):
    """The class of the derivatives and integrals of an interpolant."""
    return next(c for c in imported("scipy.interpolate", "PPoly", "BPoly", "BSpline", "UnivariateSpline")
                if issubclass(class_of(kind), c))


def class_of(kind):
    return kind.type if kind.form == "object" else type(kind.value) if kind.form == "const" else None


def write_method(run, node, owner):
    """Let `spline.derivative()` and the like be calls of functions that have a rule; is it one?"""
    cls = class_of(owner) if owner.form in ("object", "const") and not owner.optional else None
    if not is_interpolant(cls) or node.func.attr not in METHODS or not hasattr(cls, node.func.attr):
        return False
    from s2sad.runtime import scipy_interpolate
    replace_call(run, node, getattr(scipy_interpolate, METHODS[node.func.attr]), [node.func.value, *node.args], node.keywords)
    return True


METHODS = {"derivative": "derivative_of", "antiderivative": "antiderivative_of", "integrate": "integral_of"}


def value_written(run, node):
    """The text or constant that an argument is; MISSING if that is not known."""
    kind = run.facts.kind[node]
    texts = texts_of(kind)
    if texts is not None and len(texts) == 1:
        return next(iter(texts))
    return kind.value if kind.form == "const" else MISSING
