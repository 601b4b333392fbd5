"""Splines and interpolants of scipy.interpolate, that are called; they do not depend on what is differentiated.

    spline(x)  →  interpolated(spline, x)

of which the derivative is `interpolant_slope(spline, x, 1) * dx`.
"""

import gast

from s2sad.analysis.draws import imported
from s2sad.analysis.rewrites import replace_call
from s2sad.facts.callrecords import PlainCall, all_arguments
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active


def is_interpolant(cls):
    """Is this a class of functions of one variable?"""
    return isinstance(cls, type) and issubclass(cls, imported("scipy.interpolate", "PPoly", "BPoly", "BSpline",
                                                              "UnivariateSpline", "interp1d"))


def calls_interpolant(callee):
    """Is what is called an interpolant, or one of several?"""
    if callee.form == "function":
        classes = [type(m.function) if m.parent is None else None for m in callee.functions.find().members.values()]
    else:
        classes = [callee.type if callee.form == "object" else type(callee.value) if callee.form == "const" else None]
    return not callee.optional and bool(classes) and all(map(is_interpolant, classes)) and not is_active(callee)


def write_interpolated(run, node, positional, keywords):
    """Let the call be that of a function that has a rule."""
    from s2sad.runtime.scipy_interpolate import interpolated
    replace_call(run, node, interpolated, [node.func, *positional],
                 [gast.keyword(arg=name, value=value) for name, value in keywords])


def made_kind(run, node, function):
    """The kind of an interpolant that is made here of what is not differentiated; None if it is none."""
    if not is_interpolant(function) or any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        return None
    run.facts.call[node] = PlainCall()
    return Kind("object", type=function, region=run.context.site(node, "value"), value=())
