"""Derivatives taken inside a function that is differentiated itself: `differentiate(g)(x)`, `jvp(g, (x,), (v,))`.

Where `g` is known, its derivative is generated, and is then a function like any other.
"""

import copy
import functools
import types

import gast

from s2sad.analysis import unrolling
from s2sad.analysis.arities import MOST, too_many
from s2sad.analysis.helperkinds import derivative_kind, helper_kind
from s2sad.analysis.innerderivatives import along, derived, is_made_here
from s2sad.analysis.objects import lookup
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import ApplyCall, PlainCall, is_none, opaque
from s2sad.facts.calls import literal
from s2sad.facts.known import value_of
from s2sad.facts.reached import is_active, regions
from s2sad.frontend.build import unused
from s2sad.frontend.scopes import parameter_names
from s2sad.frontend.trees import walk
from s2sad.frontend.wrappers import defined

WITHIN_LAMBDA = "Differentiate a lambda that calls it, and name each parameter of the lambda."


def taken_inside(run, node, function, positional, keywords):
    """The kind of a call of `differentiate` or `jvp`; None for any other, or where it cannot be written out."""
    from s2sad.api import differentiate, jacobian, jvp
    from s2sad.runtime.pushforward import paired, pushforward
    if function in (differentiate, jacobian, jvp) and positional:
        write_as_lambda(run, node, positional)
    if function is paired and not is_made_here(run.facts.kind[positional[0]]):
        run.facts.call[node] = PlainCall()
        return K.any_kind(run.context.site(node, "paired"))
    if function is pushforward:
        return pushed_again(run, node, positional)
    if function in (differentiate, jacobian) and positional and is_made_here(run.facts.kind[positional[0]]):
        return derived(run, node, function.__name__, positional, keywords)
    if function in (differentiate, jacobian):
        return differentiated(run, node, function, positional, dict(keywords))
    if function is jvp:
        return directional(run, node, positional, keywords)
    return None


def write_as_lambda(run, node, positional):
    """What holds arguments, or is an object that is called, is differentiated as a function that is made here.

        differentiate(self.energy)(q)  →  differentiate(lambda q, f=self.energy: f(q))(q)
    """
    parameters = parameters_of(run, run.facts.kind[positional[0]])
    if parameters is None or node.args[0] is not positional[0]:
        return
    written = copy.copy(node)
    written.args = list(node.args)
    node.as_written = getattr(node, "as_written", written)
    run.context.note_rewritten()
    held = unused("f", set(parameters))
    made = gast.parse(f"lambda {', '.join([*parameters, held])}=None: {held}({', '.join(parameters)})", mode="eval").body
    for inner in walk(made):
        gast.copy_location(inner, node)
    made.args.defaults = [positional[0]]
    node.args[0] = positional[0] = made
    run.context.expanded.pop(node, None)
    run.kind(made)


def parameters_of(run, kind):
    """The parameters that must be given of a bound method, partial, derivative made here or object of this kind.

    None for any other.
    """
    if kind.form == "partial" and kind.value is None:
        function, held, named = kind.elements
        taken = len(held.elements)
    elif kind.form == "method" and isinstance(kind.value, str) and K.has_fields(kind.elements[0]):
        function, taken, named = method_of(kind.elements[0], kind.value), 1, None
    elif kind.form == "derivative":
        function, taken, named = kind.elements[0], 0, None
    elif K.has_fields(kind):
        function, taken, named = method_of(kind, "__call__"), 1, None
    else:
        return None
    given = signature_of(run, function)
    if given is None or given.vararg or given.kwarg or given.kwonlyargs:
        return None
    names = parameter_names(given)[taken:]
    return [n for n in names[:max(0, len(names) - len(given.defaults))] if named is None or n not in named.elements]


def method_of(kind, name):
    return K.const(lookup(kind.type, name)) if isinstance(kind.type, type) else None


def signature_of(run, kind):
    """The `arguments` of a function that is known, or of the one that is made here; else None."""
    if kind is None or kind.form not in ("const", "function"):
        return None
    if kind.form == "const":
        return run.program.signature_of(kind.value) if isinstance(kind.value, types.FunctionType) else None
    members = kind.functions.find().members.values()
    return next(iter(members)).node.args if len(members) == 1 and is_made_here(kind) else None


def differentiated(run, node, function, positional, keywords):
    """`differentiate(g, ...)` or `jacobian(g, ...)` of a known function: a known function."""
    if not positional or run.facts.kind[positional[0]].form != "const":
        return None
    try:
        options = [option(run, p) for p in positional[1:]]
        named = {k: option(run, v) for k, v in keywords.items()}
    except ValueError:
        if not run.program.by_values:
            run.program.by_options = run.context, node
        return None
    made, given = run.program.derivatives_inside, run.facts.kind[positional[0]].value
    key = (function, id(given), repr((options, named)))
    if key not in made:  # once for all passes: a new one would be another function
        try:
            made[key] = given, function(given, *options, **named)
        except (TypeError, ValueError) as error:  # what `wrt` names is no parameter
            return opaque(run, node, run.facts.kind[positional[0]], f"{error}.", WITHIN_LAMBDA)
    run.facts.call[node] = PlainCall()
    node.pure = True
    return K.const(made[key][1])


def is_starred_last(node):
    """Is this a tuple of which the last item, and no other, is `*items`?"""
    return bool(node.elts) and [isinstance(e, gast.Starred) for e in node.elts] == [False] * (len(node.elts) - 1) + [True]


@functools.cache
def pushed(held):
    """A function that calls `pushforward` with arguments one by one; held: which of the first few are held constant."""
    from s2sad.runtime.pushforward import pushforward, too_many_arguments
    given = [f"given_{i + 1}" for i in range(len(held))]
    tangents = ["None" if constant else f"dgiven_{i + 1}" for i, constant in enumerate(held)]

    def listed(first, name, n):
        return "".join(f"{part}, " for part in (*first, *(f"{name}[{i}]" for i in range(n))))
    lines = "".join(f"    if len(items) == {n}:\n        return pushforward(function, ({listed(given, 'items', n)}), ({listed(tangents, 'ditems', n)}))\n"
                    for n in range(MOST + 1))
    names = ["function", *given, "items", *(t for t in tangents if t != "None"), "ditems"]
    text = f"def pushed({', '.join(names)}):\n    items, ditems = [*items], [*ditems]\n{lines}    {too_many()}\n"
    return defined(text, "pushed", pushforward=pushforward, too_many_arguments=too_many_arguments)


def pushed_again(run, node, positional):
    """`pushforward(g, (x, n), (dx, None))` in generated code: the derivative of `g` is called with `x, n, dx`."""
    callee, values, tangents, *named = positional
    if is_made_here(run.facts.kind[callee]) and not named:
        return along(run, node, None, run.facts.kind[callee], values.elts,
                     {i: d for i, d in enumerate(tangents.elts) if not is_none(d)}, "pushforward")
    if run.facts.kind[callee].form != "const" and is_active(run.facts.kind[callee]):
        return opaque(run, node, None, "the derivative of a function that is made on the way is taken here once more",
                      "Give that function what it uses as parameters.")
    if not named and is_starred_last(values) and is_starred_last(tangents) and len(values.elts) == len(tangents.elts):
        *first, items = values.elts
        *along_first, directions = tangents.elts
        held = tuple(is_none(d) for d in along_first)
        return helper_kind(run, node, pushed(held), [callee, *first, items.value, *(d for d in along_first if not is_none(d)), directions.value],
                           [], None)
    if any(isinstance(v, gast.Starred) for v in values.elts) or not all(
            isinstance(n, gast.Dict) and None not in n.keys for n in named):
        return opaque(run, node, None, "what is called here is known only when the program runs, and so is how many "
                      "arguments it gets, or which", "Pass the arguments one by one.", foreign=False, uncertain=True)
    arguments = [*values.elts, *(v for names in named[:1] for v in names.values)]
    directions = [*tangents.elts, *(d for names in named[1:] for d in names.values)]
    mask = tuple(not is_none(d) for d in directions)
    passed = [*arguments, *(d for d, given in zip(directions, mask) if given)]
    if not any(is_active(run.facts.kind[n]) for n in passed):
        return opaque(run, node, None, "what is called here is known only when the program runs", foreign=False)
    region = run.context.site(node, "value")
    for argument in passed:
        for other in regions(run.facts.kind[argument]):
            run.program.set(other, written=True, escapes=True)
            run.program.unify(region, other)
    run.program.set(region.find(), active=True, derived=True)
    run.program.with_active_parts(K.any_kind(region.find()))  # whatever they hold may be assigned to
    keywords = tuple(k.value for names in named[:1] for k in names.keys)
    run.facts.call[node] = ApplyCall(passed, [], paired=(callee, len(values.elts), keywords, mask))
    kind = K.any_kind(region.find(), active=True)
    return K.tuple_of((kind, kind))


def directional(run, node, positional, keywords):
    """`jvp(g, (x,), (v,))` → a call of the derivative of `g` with these seeds."""
    from s2sad.api import differentiate
    from s2sad.frontend.derived import derivative_of
    if len(positional) != 3 or run.facts.kind[positional[0]].form != "const" \
            and not is_made_here(run.facts.kind[positional[0]]):
        return None
    primals, tangents = (items(run, p) for p in positional[1:])
    kinds = [run.facts.kind[t] for t in tangents or ()]
    if primals is None or tangents is None or any(k.optional for k in kinds):
        return along_those_given(run, node, positional) if not keywords else None
    active = tuple(i for i, k in enumerate(kinds) if not (k.form == "const" and k.value is None))
    if not active or len(primals) != len(tangents):
        return None
    if is_made_here(run.facts.kind[positional[0]]):
        if keywords:
            return None
        return along(run, node, None, run.facts.kind[positional[0]], primals, {i: tangents[i] for i in active}, "jvp")
    called = in_positions(run.facts.kind[positional[0]].value, len(primals), tuple(k for k, _ in keywords))
    derivative = differentiate(called, active if len(active) > 1 else active[0])
    names = derivative_of(derivative)._wrt
    seeds = [(derivative.seeds[n], tangents[i]) for n, i in zip(names, active)]
    return derivative_kind(run, node, derivative_of(derivative), (primals, [*keywords, *seeds], None))


def along_those_given(run, node, positional):
    """The kind of `jvp(g, primals, tangents)` of a known function, where only the run shows which tangents there are.

    That is the last resort: where values count, tangents that are written out, or made by a short loop, are known.
    """
    from s2sad.rules.derivatives import along_given
    if not run.program.by_values or run.facts.kind[positional[0]].form != "const" or any(
            run.facts.kind[p].form not in ("list", "tuple") or run.facts.kind[p].optional for p in positional[1:]):
        return None
    kind = helper_kind(run, node, along_given, positional, [], None)
    if not any(is_active(run.facts.kind[p]) for p in positional) and not is_active(kind):
        run.facts.call[node] = PlainCall()
    return kind


@functools.lru_cache(maxsize=256)
def in_positions(f, count, names):
    from s2sad.frontend.wrappers import with_positions
    return with_positions(f, count, names)


def option(run, node):
    """What an option is given, where it is written out, or its value counts and is known; raises ValueError otherwise."""
    known = value_of(node, run.facts.kind) if run.program.by_values else None
    return literal(node) if known is None else known[0]


def items(run, node):
    """The nodes of a tuple's or list's items; None where they are not known."""
    if isinstance(node, (gast.Tuple, gast.List)):
        parts = [items(run, e.value) if isinstance(e, gast.Starred) else [e] for e in node.elts]
        return None if None in parts else [e for part in parts for e in part]
    if isinstance(node, gast.BinOp) and isinstance(node.op, gast.Add):
        parts = [items(run, node.left), items(run, node.right)]
        return None if None in parts else parts[0] + parts[1]
    kind = run.facts.kind[node]
    if isinstance(node, gast.Call) and len(node.args) == 1 and not node.keywords \
            and run.facts.kind[node.func].form == "const" and run.facts.kind[node.func].value in (tuple, list):
        return items(run, node.args[0])
    if isinstance(node, (gast.GeneratorExp, gast.ListComp)) and run.program.by_values:
        return kept(run, node, unrolling.items_made(run, node))
    if kind.form != "tuple" or kind.elements is None or kind.optional:
        return None
    if all(e.form == "const" and e.value is None for e in kind.elements):
        return kept(run, node, [gast.Constant(value=None, kind=None) for _ in kind.elements])
    return kept(run, node, [gast.Subscript(value=node, slice=gast.Constant(value=i, kind=None), ctx=gast.Load())
                            for i in range(len(kind.elements))]) if isinstance(node, gast.Name) else None


def kept(run, node, made):
    """The nodes that are written for the items of a tuple or list: the same ones each time round."""
    if made is None:
        return None
    made = run.context.receivers.setdefault((node, len(made)), made)
    for item in made:
        run.kind(gast.fix_missing_locations(gast.copy_location(item, node)))
    return made
