"""Derivatives of functions made on the way: `differentiate(lambda y: x * y**3)(y0)` inside what is differentiated.

The mirror `dg` of such a function gives `v` and its tangent along the outer direction.  Its own derivative along
the inner direction gives those of `v` and of its tangent: the inner derivative, and that one's tangent.
"""

import gast

from s2sad.analysis.functions import call_functions
from s2sad.analysis.helperkinds import check_made_here
from s2sad.analysis.jacobianshapes import shape_of
from s2sad.analysis.purity import computes
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import BuiltinCall, DerivativeCall, Refused, opaque
from s2sad.facts.calls import CannotBind
from s2sad.facts.kinds import Kind
from s2sad.facts.numberkinds import is_double
from s2sad.facts.reached import is_active
from s2sad.frontend.build import tangent_of
from s2sad.frontend.scopes import parameter_names
from s2sad.records import replace


def is_made_here(kind):
    """Is this a function value that has a mirror of its own?"""
    return kind.form == "function" and any(m.parent is not None for m in kind.functions.find().members.values())


def derived(run, node, name, positional, keywords):
    """The kind of `differentiate(g)` or `jacobian(g)`; None where it is not written out what by."""
    from s2sad.analysis.derivatives import option
    try:
        options = [option(run, p) for p in positional[1:]]
        named = {k: option(run, v) for k, v in keywords}
    except ValueError:
        if not run.program.by_values:
            run.program.by_options = run.context, node
        return opaque(run, node, None, "by what the derivative is taken here is known only when the program runs",
                      "Write the parameter's name or place out, as in differentiate(f, 1).", foreign=False, uncertain=True)
    wrt = options[0] if options else named.pop("wrt", 0)
    if len(options) > 1 or named.keys() - {"mode", "backend"}:
        return None
    run.facts.call[node] = BuiltinCall("derivative")
    return Kind("derivative", value=(name, wrt), elements=(run.facts.kind[positional[0]],))


def called(run, node, callee, arguments):
    """The kind of calling such a derivative."""
    if isinstance(arguments, CannotBind) or arguments[2] is not None:
        return opaque(run, node, callee, "a derivative is called with a starred argument of unknown length")
    name, wrt = callee.value
    positional, keywords, _ = arguments
    (function,) = callee.elements
    members = function.functions.find().members.values()
    parameters = parameter_names(next(m.node.args for m in members if m.parent is not None))
    places = [parameters.index(w) if w in parameters else w for w in (wrt if isinstance(wrt, tuple) else (wrt,))]
    names = {tangent_of(parameters[p]): p for p in places if isinstance(p, int) and -len(parameters) <= p < len(parameters)}
    if name == "differentiate" and len(members) == 1 and keywords and {k for k, _ in keywords} <= names.keys():
        directions = {names[k] % len(parameters): v for k, v in keywords}
    elif keywords or len(places) > 1 and name == "differentiate" or len(names) < len(places):
        return opaque(run, node, callee, "a derivative is called with keywords", "Pass the arguments by position.")
    else:
        directions = dict.fromkeys(p % len(parameters) for p in names.values())
    return along(run, node, callee, function, positional, directions, name)


def along(run, node, callee, function, positional, directions, name):
    """The kind of the pair, or Jacobian, of a function value at these arguments.

    directions: place of an argument → the node of its seed, or None for the default.
    """
    value = call_functions(run, node, function, ([stirred(run, node, i, n, directions.get(i))
                                                  for i, n in enumerate(positional)], [], None))
    inner = run.facts.call[node]
    functions = function.functions.find()
    if any(p >= len(positional) for p in directions) or not hasattr(inner, "shape"):
        return opaque(run, node, callee, "what is differentiated here is not passed", "Pass it by position.")
    run.facts.call[node] = DerivativeCall(inner, positional, directions, name)
    contexts = [c for m in functions.members.values() for c in m.contexts.values()]
    if functions.active and not all(map(computes, contexts)):
        run.facts.call[node] = Refused(
            "The function whose derivative is taken here does more than compute: it changes, prints or draws "
            "something.", "Take that out of it.", any(k.form == "any" for c in contexts for k in c.params.values()))
    if name == "jacobian":
        several = callee.form == "derivative" and isinstance(callee.value[1], tuple)
        return shape_of(run, node, value, [run.facts.kind[positional[p]] for p in directions], several, functions.active)
    return K.tuple_of((activated(value, functions.active), tangent_kind(run, node, value, functions.active, ())))


def stirred(run, node, place, argument, seed):
    """An argument; one whose seed is active stands for an active one, since the derivative moves along both."""
    kind = run.facts.kind[argument]
    if seed is None or not is_active(run.facts.kind[seed]) or kind.form == "number" and kind.active:
        return argument
    check_made_here(run, node, kind)
    made = run.context.receivers.setdefault(("stirred", node, place), gast.copy_location(
        gast.Name(id="·value", ctx=gast.Load(), annotation=None, type_comment=None), argument))
    run.facts.kind[made] = run.program.with_active_parts(kind)
    return made


def activated(kind, active):
    return replace(kind, active=True) if active and kind.form == "number" else kind


def tangent_kind(run, node, kind, active, path):
    """The kind of the tangent of a value of this kind."""
    if kind.form == "number":
        return K.number("real" if is_double(kind) else "number", active)
    if kind.form == "tuple" and kind.elements is not None:
        return replace(kind, elements=tuple(tangent_kind(run, node, k, active, (*path, i))
                                            for i, k in enumerate(kind.elements)))
    if kind.form in ("const", "plain"):
        return K.NONE
    region = run.context.site(node, ("tangent", path))
    run.program.set(region, active=active, derived=True)
    if kind.form == "array":
        return Kind("array", type=kind.type if kind.type in ("d", "D") else None, ndim=kind.ndim, region=region)
    return K.any_kind(region, active)
