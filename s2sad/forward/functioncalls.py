"""How mirrors of functions are called, and with which parameters they are written.

    g(x, 2.0)            →  dg(x, 2.0, dx)            the values, then the tangents of what is active
    g(x), g(x, k=y)      →  dg(x, dv=dx), ...         a single function called in several ways: tangents by name
    fs[i](x), fs[j](x, y)  →  dfs[i][0](x, dx), dfs[j][1](x, y, dx, dy)    several functions: a mirror for each shape
"""

import gast

from s2sad.analysis.arities import is_spread
from s2sad.facts.callrecords import nodes_of
from s2sad.facts.calls import bind
from s2sad.facts.callshapes import by_slots, live, split
from s2sad.facts.iterators import is_pairs
from s2sad.forward import displays, expressions
from s2sad.forward.functioneffects import writes
from s2sad.forward.helpercalls import mirrored_parameters, only_computes
from s2sad.forward.iterators import yields_pairs
from s2sad.forward.operands import check_iterators, inactive_call, key, tangent_or_zero, with_tangents
from s2sad.forward.pair import Pair
from s2sad.frontend.tangentnames import seed_names
from s2sad.frontend.build import assign, call, constant, has_effects, name, subscript, tuple_, value_of
from s2sad.frontend.scopes import parameter_names


# -- the parameters of a mirror

def met_shapes(w, functions):
    """The shapes for which there are mirrors; None stands for all of them."""
    return live(functions, w.program) if split(functions, w.program) else [None]


def context_of(w, member, shape):
    """A member's context for a shape; None where it is not called so."""
    context = member.contexts.get(shape)
    return context if context is not None and context.in_pass == w.program.current_pass else None


def slot_shape(w, functions, shape):
    """The shape by whose slots a mirror is called; None where its tangents are passed by name."""
    return shape if shape is not None else live(functions, w.program)[0] if by_slots(functions, w.program) else None


def slots_of(member, context, shape):
    """What each slot of a shape is to a member: (parameter, None), or (starred parameter, its key there)."""
    names = list(range(shape.slots))
    positional, rest = names[:shape.count], names[-1] if shape.starred else None
    keywords = list(zip(shape.keywords, names[shape.count:]))
    if member.parent is None:
        return dict(enumerate((p, None) for p in context.params))
    found = {}
    for parameter, value in bind(member.node.args, positional, keywords, rest).items():
        if isinstance(value, list):
            found.update((v[1], (parameter, v[0])) if isinstance(v, tuple) else (v, (parameter, None)) for v in value)
        elif isinstance(value, tuple):
            found.update((v, (parameter, None)) for v in value[1])
            found[value[2]] = parameter, None
        else:
            found[value] = parameter, None
    return found


def active_slots(w, functions, key, shape):
    """Which slots come with a tangent: those that are active in any member."""
    found = set()
    for member in functions.members.values():
        context = context_of(w, member, key)
        if context is not None:
            mirrored = mirrored_parameters(context)
            found |= {i for i, (p, _) in slots_of(member, context, shape).items() if p in mirrored}
    return found


def parameters(w, outer, functions, member, key, defaults, mirrored):
    """The parameters of a mirror, and the statements that make its starred parameters."""
    shape = slot_shape(outer, functions, key)
    if shape is None:
        return parameters_by_name(w, defaults, mirrored), []
    own = w.context.tree.args
    if is_spread(member, shape):
        names = parameter_names(own)
        listed = names + [w.tangent_name(p) for p in names] if is_spread_with_tangents(outer, functions, key) else names
        return gast.arguments(args=[bare(p) for p in listed], posonlyargs=[], vararg=None, kwonlyargs=[],
                              kw_defaults=[], kwarg=None, defaults=[]), []
    starred = {getattr(a, "arg", None) or a.id for a in (own.vararg, own.kwarg) if a is not None}
    slots = slots_of(member, w.context, shape)
    active = active_slots(outer, functions, key, shape)
    values, tangents, parts = [], [], {p: [] for p in parameter_names(own) if p in starred}
    for i in range(shape.slots):
        parameter, keyword = slots[i]
        if parameter in starred:
            given = w.unused(keyword if isinstance(keyword, str) else f"{parameter}_{len(parts[parameter]) + 1}")
            tangent = w.unused("d" + given)
            parts[parameter].append((keyword, given, tangent, shape.starred and i == shape.slots - 1))
        else:
            given, tangent = parameter, w.tangent_name(parameter) if parameter in mirrored else w.unused("d" + parameter)
        values.append(given)
        if i in active:
            tangents.append(tangent)
    listed, kept = values + tangents, []
    for p in parameter_names(own):
        if p in defaults and p not in listed:
            listed.append(p)
            kept.append(defaults[p][0])
            if p in mirrored:
                listed.append(w.tangent_name(p))
                kept.append(defaults[p][1])
    arguments = gast.arguments(args=[bare(p) for p in listed], posonlyargs=[], vararg=None, kwonlyargs=[],
                               kw_defaults=[], kwarg=None, defaults=kept)
    prologue = []
    for parameter, found in parts.items():
        prologue.append(assign(name(parameter, True), collected(found, own, parameter, 1)))
        if parameter in mirrored:
            prologue.append(assign(name(w.tangent_name(parameter), True), collected(found, own, parameter, 2)))
    return arguments, prologue


def collected(parts, own, parameter, which):
    """The tuple or dict of a starred parameter."""
    if own.kwarg is not None and (getattr(own.kwarg, "arg", None) or own.kwarg.id) == parameter:
        return gast.Dict(keys=[key(part[0]) for part in parts], values=[name(part[which]) for part in parts])
    items = [gast.Starred(value=name(p[which]), ctx=gast.Load()) if p[3] else name(p[which]) for p in parts]
    return tuple_(items)


def bare(identifier):
    return gast.Name(id=identifier, ctx=gast.Param(), annotation=None, type_comment=None)


def parameters_by_name(w, defaults, mirrored):
    """The function's own parameters, and a keyword for each tangent."""
    own = w.context.tree.args
    args = gast.arguments(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(own)})
    for group in (args.posonlyargs, args.args, args.kwonlyargs):
        group[:] = [bare(a.id) for a in group]
    args.vararg = args.vararg and bare(args.vararg.id)
    args.kwarg = args.kwarg and bare(args.kwarg.id)
    positional = [*args.posonlyargs, *args.args]
    args.defaults = [defaults[a.id][0] for a in positional[len(positional) - len(args.defaults):]]
    args.kw_defaults = [None if d is None else defaults[a.id][0] for a, d in zip(args.kwonlyargs, args.kw_defaults)]
    args.kwonlyargs += [bare(w.tangent_name(p)) for p in mirrored]
    args.kw_defaults += [defaults[p][1] if p in defaults else
                         tuple_([]) if args.vararg is not None and args.vararg.id == p else None
                         for p in mirrored]
    return args


# -- calls

def function_call_pair(w, node, how):
    """`g(x)` → `dg(x, dx)`."""
    functions = how.functions.find()
    if not functions.active:
        return inactive_call(w, node)
    nodes = [*how.positional, *(v for _, v in how.keywords), *([how.rest] if how.rest is not None else [])]
    callee, *pairs = w.operands([node.func, *nodes],
                                {i + 1 for i, n in enumerate(nodes) if w.zero_reads(n)},
                                pair=lambda w, n: displays.argument(w, n, how.rest))
    key, shape = called_as(w, functions, how.shape)
    mirror = mirror_for(w, functions, callee.tangent, key)
    if shape is not None and all(is_spread(m, shape) for m in functions.members.values()):
        tree = spread_call(w, node, functions, key, mirror, pairs, nodes)
    elif shape is not None:
        active = active_slots(w, functions, key, shape)
        tangents = [tangent_or_zero(w, p, n) for i, (p, n) in enumerate(zip(pairs, nodes)) if i in active]
        tree = call(mirror, *(p.value for p in pairs), *tangents)
    else:
        tree = call_by_name(w, node, how, mirror, functions, dict(zip(map(id, nodes), pairs)))
    tree.pure = False
    tree.writes = writes(functions)
    contexts = [c for m in functions.members.values() if (c := context_of(w, m, key)) is not None]
    if shape is not None and not shape.keywords and not shape.starred and not has_effects(callee.value) \
            and all(map(only_computes, contexts)):
        tree.alone = callee.value, len(pairs)
    generators = {(c.is_generator, yields_pairs(c)) for c in contexts}
    if len(generators) > 1:
        w.refuse(node, "This calls one of several functions, of which not all are generators of the same sort.",
                 "Call each under a name of its own.")
    if generators == {(True, True)}:
        return Pair(tree, constant(None))
    if generators == {(True, False)}:
        return Pair(call(w.runtime("with_zeros"), tree) if is_pairs(w.kind(node)) else tree, constant(None))
    check_iterators(w, node, contexts)
    if not w.is_active(node):
        return Pair(value_of(tree))
    return Pair(both=tree)


def is_spread_with_tangents(w, functions, key):
    """Is any parameter of functions that take the items of `*args` mirrored?"""
    return any(c is not None and mirrored_parameters(c) for c in (context_of(w, m, key) for m in functions.members.values()))


def spread_call(w, node, functions, key, mirror, pairs, nodes):
    """`dg(*args, *dargs)`, of functions that take a tangent with each argument, or with none."""
    *values, rest = (p.value for p in pairs)
    if not is_spread_with_tangents(w, functions, key):
        return call(mirror, *values, gast.Starred(value=rest, ctx=gast.Load()))
    tangents = [tangent_or_zero(w, p, n) for p, n in zip(pairs, nodes)]
    return call(mirror, *values, gast.Starred(value=rest, ctx=gast.Load()),
                *tangents[:-1], gast.Starred(value=tangents[-1], ctx=gast.Load()))


def called_as(w, functions, shape):
    """For a call of this shape: under which key there is a mirror, and the shape by whose slots it is called."""
    key = shape if split(functions, w.program) else None
    return key, slot_shape(w, functions, key)


def mirror_for(w, functions, tangent, key):
    """The mirror for calls of a shape: an item, where there are several."""
    shapes = met_shapes(w, functions)
    return tangent if len(shapes) == 1 else subscript(tangent, constant(shapes.index(key)))


def call_by_name(w, node, how, mirror, functions, pairs):
    """The call of a single function's mirror with its tangents as keywords."""
    (member,) = functions.members.values()
    bound = how.bounds[member]
    context = context_of(w, member, None)
    arguments = member.node.args
    names = seed_names(context.function.__code__)
    vararg = arguments.vararg and arguments.vararg.id
    kwarg = arguments.kwarg and arguments.kwarg.id
    positional = [pairs[id(n)].value for n in how.positional]
    if how.rest is not None:
        positional.append(gast.Starred(value=pairs[id(how.rest)].value, ctx=gast.Load()))
    keywords = [gast.keyword(arg=k, value=pairs[id(v)].value) for k, v in how.keywords]

    def tangent(n):
        return tangent_or_zero(w, pairs[id(n)], n)
    mirrors = []
    for p in mirrored_parameters(context):
        entry = bound.get(p)
        if not entry and p != kwarg:  # left out, or a starred parameter that gets nothing
            continue
        if p == vararg:
            items = [tangent(n) for n in nodes_of(entry)]
            if isinstance(entry, tuple):
                items[-1] = gast.Starred(value=items[-1], ctx=gast.Load())
            tree = tuple_(items)
        elif p == kwarg:
            tree = gast.Dict(keys=[key(k) for k, _ in entry], values=[tangent(v) for _, v in entry])
        else:
            tree = tangent(entry)
        mirrors.append(gast.keyword(arg=names.get(p) or w.tangent_name(p), value=tree))
    return gast.Call(func=mirror, args=positional, keywords=with_tangents(keywords, mirrors))


def known_pair(w, node, kind):
    """A known function among others that have mirrors: its own mirror is its derivative."""
    functions = kind.functions.find()
    member = functions.members.get(("known", id(kind.value)))
    if member is None or not functions.active:
        return Pair(expressions.value(w, node), constant(None))
    mirrors = [known_mirror(w, node, functions, member, key) for key in met_shapes(w, functions)]
    return Pair(expressions.value(w, node), mirrors[0] if len(mirrors) == 1 else tuple_(mirrors))


def known_mirror(w, node, functions, member, key):
    context = context_of(w, member, key)
    if context is None:
        return constant(None)
    shape = slot_shape(w, functions, key)
    own = {i for i, p in enumerate(context.params) if p in mirrored_parameters(context)}
    expected = active_slots(w, functions, key, shape) if not is_spread(member, shape) else \
        set(range(len(context.params))) if is_spread_with_tangents(w, functions, key) else set()
    if own != expected:
        w.refuse(node, "This may be called in place of another function that treats its arguments in another way.",
                 "Wrap it in a lambda.")
    return w.inject(w.context_names[context], ("context", context))
