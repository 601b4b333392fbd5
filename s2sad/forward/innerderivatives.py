"""Derivatives of functions made on the way, see `analysis.innerderivatives`.

    differentiate(g)(y)  →  v, dv = differentiate(g)(y)                            the user's own call
                            (_, v_), (_, dv_) = pushforward(dg, (y, dy), (1.0, None))
"""

import gast

from s2sad.facts.numberkinds import EXACT
from s2sad.facts.reached import holds_exact
from s2sad.forward import displays
from s2sad.forward.functioncalls import active_slots, called_as, mirror_for
from s2sad.forward.operands import inactive_call, tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.frontend.build import assign, call, constant, name, pure_call, subscript, tuple_


def derivative_pair(w, node):
    """`differentiate(g)` has the mirror of `g` for its own."""
    (held,) = w.operands([node.args[0]], {0}, pair=displays.element)
    value = call(node.func, held.value, *node.args[1:])
    value.keywords = list(node.keywords)
    value.pure = True
    return Pair(value, held.tangent)


def derivative_call_pair(w, node, how):
    functions = how.call.functions.find()
    if not functions.active:
        return inactive_call(w, node)
    key, shape = called_as(w, functions, how.call.shape)
    if shape is None:
        w.refuse(node, "The function whose derivative is taken here is called in several ways.",
                 "Write a function for each.")
    nodes = how.positional
    seeds = [how.directions.get(i) for i in range(len(nodes))]
    given = [s for s in seeds if s is not None]
    jvp = how.name in ("jvp", "pushforward")
    callee, *pairs = w.operands([node.args[0] if jvp else node.func, *nodes, *given],
                                set(range(1 + len(nodes) + len(given))), pair=displays.element)
    mirror = mirror_for(w, functions, callee.tangent, key)
    values, directions = pairs[:len(nodes)], iter(pairs[len(nodes):])
    directions = [next(directions) if s is not None else None for s in seeds]
    active = active_slots(w, functions, key, shape)
    passed = [p.value for p in values] + [tangent_or_zero(w, p, n) for i, (p, n) in enumerate(zip(values, nodes))
                                          if i in active]
    if how.name == "jacobian":
        places = [constant(i) for i in how.directions]
        made = call(w.inject("jacobian", ("object", jacobian())), mirror,
                    tuple_(places) if isinstance(w.kind(node.func).value[1], tuple) else places[0])
        return Pair(w.hoist(call(callee.value, *(p.value for p in values))),
                    subscript(call(made, *passed), constant(1)))
    along = [one(w, n, p) if i in how.directions and d is None else constant(None) if d is None else real(w, p, s, d)
             for i, (n, p, s, d) in enumerate(zip(nodes, values, seeds, directions))]
    along += [tangent_or_zero(w, d, s) if d is not None and w.is_active(s) else constant(None)
              for i, (d, s) in enumerate(zip(directions, seeds)) if i in active]
    value = call(node.func if jvp else callee.value, *([callee.value, tuple_(p.value for p in values), tuple_(
        constant(None) if d is None else d.value for d in directions)] if jvp else [p.value for p in values]))
    if not jvp:
        value.keywords = [gast.keyword(arg=k, value=next(d.value for d, s in zip(directions, seeds) if s is v))
                          for k, v in w.context.expanded[node][1]]
    value = w.hoist(value)
    names, unused = [w.temporary(), w.temporary()], w.unused_target()
    target = tuple_([tuple_([name(unused, True), name(n, True)], True) for n in names], True)
    w.emit(assign(target, call(w.runtime("pushforward"), mirror, tuple_(passed), tuple_(along))))
    return Pair(value, tuple_([name(n) for n in names]))


def one(w, node, pair):
    """The default seed of an argument."""
    kind = w.kind(node)
    if kind.form == "number" and kind.type in (float, int, "real"):
        return constant(1.0)
    return pure_call(w.runtime("seed"), pair.value, constant(None))


def real(w, argument, node, given):
    """A seed that the user gives: a whole number would be cut off where it is stored into an array of such."""
    kind = w.kind(node)
    if kind.form != "number" and not holds_exact(kind) or kind.form == "number" and kind.type not in EXACT:
        return given.value
    if isinstance(given.value, gast.Constant):
        return constant(float(given.value.value))
    return pure_call(w.runtime("seed"), argument.value, given.value)


def jacobian():
    from s2sad.api import jacobian
    return jacobian
