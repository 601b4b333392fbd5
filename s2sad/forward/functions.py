"""Functions as values: the mirror of a function is the function that computes its pair.

    def g(y):            def dg(y, dy):
        return k * y  →      return k * y, dk * y + k * dy

A call of `g` becomes one of `dg`, wherever that was stored, passed or returned.
"""

import gast

from s2sad.analysis import kinds as K
from s2sad.analysis.callrecords import nodes_of
from s2sad.analysis.effects import applies
from s2sad.analysis.functions import Member, defaults_of
from s2sad.analysis.iterators import is_pairs
from s2sad.analysis.kinds import Kind, is_active, regions
from s2sad.forward.blocks import write_block
from s2sad.frontend.build import assign, call, constant, has_effects, is_atom, name, returns, tuple_
from s2sad.forward.helpercalls import mirrored_parameters
from s2sad.forward.iterators import stay_generator, yields_pairs
from s2sad.forward.operands import inactive_call, tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.forward.seeds import seed_names
from s2sad.frontend.scopes import parameter_names, scope_of
from s2sad.frontend.trees import copy_tree, walk
from s2sad.simplify.common import share, steady_names
from s2sad.simplify.dead import remove_dead


# -- what is made here

def write_def(w, node):
    """A `def` inside a function: the user's own, and its mirror."""
    from s2sad.forward.expressions import is_special
    kind = w.facts.functions[node]
    plain = gast.FunctionDef(**dict(gast.iter_fields(node)))
    plain.body = [body_as_written(w, statement) for statement in node.body]
    if not is_active(kind):
        if any(is_special(w, d) for _, d in defaults_of(node.args)):
            write_defaults(w, plain, Member())
        w.emit(plain)
        return
    mirror = write_mirror(w, plain, member_of(kind, node), w.tangent_name(node.name))
    w.emit(plain)
    w.plain_functions.add(node.name)
    for statement in mirror:
        w.emit(statement)


def lambda_pair(w, node):
    """A `lambda`: the user's own, and its mirror under a name."""
    from s2sad.forward.expressions import is_special
    kind = w.kind(node)
    plain = gast.Lambda(args=node.args, body=body_as_written(w, node.body))
    if not is_active(kind):
        if any(is_special(w, d) for _, d in defaults_of(node.args)):
            write_defaults(w, plain, Member())
        return Pair(plain)
    wanted, w.wanted = w.wanted, None
    mirror = wanted[1] if wanted else w.unused("d" + w.passed_as.get(node, "function"))
    for statement in write_mirror(w, plain, member_of(kind, node), mirror):
        w.emit(statement)
    return Pair(plain, name(mirror))


def body_as_written(w, tree):
    """The text of the user's own function, while the tree stays as it was analysed."""
    from s2sad.forward.expressions import as_written
    return as_written(w, copy_tree(tree)) if w.context.rewritten else tree


def member_of(kind, node):
    return kind.functions.find().members[(node, "function")]


def write_mirror(w, plain, member, chosen):
    """The statements that define a member's mirror; defaults in `plain` are evaluated once."""
    context = member.context
    if context is None:  # never called
        write_effects_of_defaults(w, plain, member)
        return [assign(name(chosen, True), constant(None))]
    functions = context_functions(member)
    defaults = write_defaults(w, plain, member)
    inner = w.inside(context)
    inner.refuse_changing_truth()
    inner.yields_pairs = yields_pairs(context)
    mirrored = mirrored_parameters(context)
    body = without_docstring(context.tree.body)
    prologue = inner.block(write_prologue, inner, mirrored)
    written = inner.block(write_block, inner, body)
    if context.facts.falls_off and not context.is_generator:
        written.append(returns(tuple_([constant(None), constant(None)])))
    definition = gast.FunctionDef(name=chosen, args=signature(inner, functions, defaults, mirrored),
                                  body=prologue + written, decorator_list=[], returns=None, type_comment=None,
                                  type_params=[])
    definition.user_line = getattr(member.node, "lineno", None)
    finish(inner, definition)
    stay_generator(context, definition)
    return [definition]


def write_effects_of_defaults(w, plain, member):
    """Evaluate the defaults of a function without a mirror before it is made, if that does more than compute."""
    from s2sad.forward.expressions import is_special, mark_pure
    if any(is_special(w, d) or has_effects(mark_pure(w, d)) for _, d in defaults_of(plain.args)):
        write_defaults(w, plain, member)


def without_docstring(body):
    first = body[0]
    documented = isinstance(first, gast.Expr) and isinstance(first.value, gast.Constant) \
        and isinstance(first.value.value, str)
    return body[1:] if documented else body


def finish(w, definition):
    """The simplifications of a function's own statements; those of the function around it leave it alone."""
    from s2sad.forward.function import unshare
    outer = {n for s in walk(definition) if isinstance(s, gast.Nonlocal) for n in s.names}
    unshare(definition)
    removable = (set(w.tangents.values()) | w.generated) - outer
    removable -= {w.tangents[n] for n in w.context.read_later if n in w.tangents}  # read when nobody knows
    remove_dead(definition, removable)
    steady = steady_names(definition, w.facts.kind, w.tangents)
    if steady is not None:
        steady -= w.unsteady
    share(definition, steady, w.temporary)
    remove_dead(definition, removable)


def context_functions(member):
    """The set that a member made here is in."""
    return member.parent.sites[(member.node, "function")].find()


def write_prologue(w, mirrored):
    for parameter, kind in w.context.params.items():
        if parameter not in mirrored and parameter in w.facts.active_names:
            w.emit(assign(name(w.tangent_name(parameter), True), w.zero(kind, name(parameter))))


def write_defaults(w, plain, member):
    """The pairs of the defaults, evaluated here, once: {parameter: (value, tangent or None)}."""
    named = defaults_of(plain.args)
    if not named:
        return {}
    from s2sad.forward.expressions import _element
    pairs = w.operands([d for _, d in named], pair=_element)
    result = {}
    for (parameter, node), pair in zip(named, pairs):
        if not is_atom(pair.value):
            pair.value = w.hoist(pair.value)
        active = member.context is not None and is_active(member.context.params[parameter])
        result[parameter] = pair.value, tangent_or_zero(w, pair, node) if active else None
    arguments = gast.arguments(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(plain.args)})
    positional = arguments.posonlyargs + arguments.args
    first = len(positional) - len(arguments.defaults)
    arguments.defaults = [result[a.id][0] for a in positional[first:]]
    arguments.kw_defaults = [None if d is None else result[a.id][0]
                             for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    plain.args = arguments
    return result


# -- how mirrors are called

def passed_by_position(functions):
    """How many arguments all calls pass, if they pass just these, by position; else None."""
    if len(functions.shapes) != 1:
        return None
    ((count, keywords, starred),) = functions.shapes
    if keywords or starred:
        return None
    for member in functions.members.values():
        if member.parent is not None:
            arguments = member.node.args
            if arguments.vararg is not None or arguments.kwarg is not None or len(arguments.posonlyargs) + len(arguments.args) < count:
                return None
    return count


def signature(w, functions, defaults, mirrored):
    """The parameters of a mirror.

    Where all calls pass the same arguments by position, their tangents follow them, and
    parameters that keep their defaults come last.  Else tangents are keywords.
    """
    own = w.context.tree.args

    def bare(identifier):
        return gast.Name(id=identifier, ctx=gast.Param(), annotation=None, type_comment=None)
    count = passed_by_position(functions)
    if count is None:
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
    names = parameter_names(own)
    passed, kept = names[:count], names[count:]
    listed = passed + [w.tangent_name(p) for p in passed if p in mirrored]
    values = []
    for p in kept:
        if p in defaults:
            listed.append(p)
            values.append(defaults[p][0])
            if p in mirrored:
                listed.append(w.tangent_name(p))
                values.append(defaults[p][1])
    only = [(p, v) for p, v in zip(listed[len(listed) - len(values):], values)]
    return gast.arguments(args=[bare(p) for p in listed], posonlyargs=[], vararg=None, kwonlyargs=[], kw_defaults=[],
                          kwarg=None, defaults=[v for _, v in only])


def function_call_pair(w, node, how):
    """`g(x)` → `dg(x, dx)`."""
    from s2sad.forward.expressions import _element
    functions = how.functions.find()
    if not functions.active:
        return inactive_call(w, node)
    count = passed_by_position(functions)
    if count is None and len(functions.members) > 1:
        w.refuse(node, "This calls one of several functions, and not always with the same number of arguments.",
                 "Pass the same arguments, by position, at each call.")
    nodes = [*how.positional, *(v for _, v in how.keywords), *([how.rest] if how.rest is not None else [])]
    callee, *pairs = w.operands([node.func, *nodes],
                                {i + 1 for i, n in enumerate(nodes) if not w.is_active(n) and w.kind(n).form != "number"},
                                pair=_element)
    mirror = callee.tangent
    if count is not None:
        mirrored = active_positions(functions, count)
        tangents = [tangent_or_zero(w, p, n) for i, (p, n) in enumerate(zip(pairs, nodes)) if i in mirrored]
        tree = call(mirror, *(p.value for p in pairs), *tangents)
    else:
        tree = call_by_name(w, node, how, mirror, functions, dict(zip(map(id, nodes), pairs)))
    tree.pure = False
    tree.writes = writes(functions)
    generators = {(m.context.is_generator, yields_pairs(m.context)) for m in functions.members.values() if m.context}
    if len(generators) > 1:
        w.refuse(node, "This calls one of several functions, of which not all are generators of the same sort.",
                 "Call each under a name of its own.")
    if generators == {(True, True)}:
        return Pair(tree, constant(None))
    if generators == {(True, False)}:
        return Pair(call(w.runtime("with_zeros"), tree) if is_pairs(w.kind(node)) else tree, constant(None))
    if not w.is_active(node):
        from s2sad.frontend.build import subscript
        return Pair(subscript(tree, constant(0)))
    return Pair(both=tree)


def active_positions(functions, count):
    """Which of the arguments passed by position come with a tangent."""
    found = set()
    for member in functions.members.values():
        if member.context is not None:
            mirrored = mirrored_parameters(member.context)
            found |= {i for i, p in enumerate(list(member.context.params)[:count]) if p in mirrored}
    return found


def call_by_name(w, node, how, mirror, functions, pairs):
    """The call of a single function's mirror with its tangents as keywords."""
    (member,) = functions.members.values()
    bound = how.bounds[member]
    context = member.context
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
            tree = gast.Dict(keys=[constant(k) for k, _ in entry], values=[tangent(v) for _, v in entry])
        else:
            tree = tangent(entry)
        keywords.append(gast.keyword(arg=names.get(p) or w.tangent_name(p), value=tree))
    return gast.Call(func=mirror, args=positional, keywords=keywords)


def known_pair(w, node, kind):
    """A known function among others that have mirrors: its own mirror is its derivative."""
    from s2sad.forward.expressions import value
    functions = kind.functions.find()
    member = functions.members.get(("known", id(kind.value)))
    if member is None or member.context is None:
        return Pair(value(w, node), constant(None))
    tree = w.inject(w.context_names[member.context], ("context", member.context))
    return Pair(value(w, node), tree)


def writes(functions):
    """Does calling one of these write into active memory, or give an active variable another value?"""
    return any(map(member_writes, reached_members(Kind("function", functions=functions))))


def may_write(kind):
    """Does a value of this kind hold a function with a mirror that writes into what is active?"""
    return K.holds_active_functions(kind) and any(map(member_writes, reached_members(kind)))


def reached_members(kind):
    """The functions that a value of this kind is or holds, and those that they may call in turn."""
    found, todo, seen = [], [kind], set()
    while todo:
        current = todo.pop()
        if current is None:
            continue
        todo += (current.elements.values() if isinstance(current.elements, dict) else current.elements) or ()
        region = current.region.find() if current.region is not None else None
        if region is not None and id(region) not in seen:
            seen.add(id(region))
            todo += [region.content, *(region.fields or {}).values()]
        functions = current.functions.find() if current.functions is not None else None
        if functions is not None and id(functions) not in seen:
            seen.add(id(functions))
            for member in functions.members.values():
                found.append(member)
                todo += [*member.captured(), *(member.context.params.values() if member.context is not None else ())]
    return found


def member_writes(member):
    context = member.context
    if context is None:
        return False
    if any(r.find().active and r.find().written for r in context.roots) or applies(context):
        return True
    return member.parent is not None and (
        any(r.find().active and r.find().written for k in member.captured() for r in regions(k))
        or rebinds_active(member))


def rebinds_active(member):
    scope = scope_of(member.node)
    return any(name in owner.facts.active_names for name in scope.rebound
               if (owner := member.parent.owner(name)) is not None)


def apply_pair(w, node, how):
    """A call of a function that is known only at run time: its derivative is made, or found, there."""
    from s2sad.forward.expressions import _element
    rest = [how.rest] if how.rest is not None else []
    nodes = [*how.positional, *(v for _, v in how.keywords), *rest]
    if not any(w.is_active(n) for n in nodes):
        return inactive_call(w, node)
    called = how.paired[0] if how.paired else node.func
    callee, *pairs = w.operands([called, *nodes], {i + 1 for i, n in enumerate(nodes) if not w.is_active(n)},
                                pair=_element)
    count = len(how.positional)
    tangents = [p.tangent if w.is_active(n) and p.tangent is not None else constant(None)
                for p, n in zip(pairs, nodes)]
    function = callee.value
    if how.paired:
        function = call(w.runtime("paired"), function, *map(literal, how.paired[1:]))
    groups = [[p.value for p in pairs], tangents]
    if rest:
        nothing = gast.BinOp(left=gast.List(elts=[constant(None)], ctx=gast.Load()), op=gast.Mult(),
                             right=call(w.builtin("len"), groups[0][-1]))
        items = groups[0].pop(), nothing if not w.is_active(how.rest) else groups[1].pop()
        if not w.is_active(how.rest):
            groups[1].pop()
        starred = [gast.Starred(value=i, ctx=gast.Load()) for i in items]
    arguments = [function] + [tuple_([*group[:count], *([s] if rest else [])])
                              for group, s in zip(groups, starred if rest else groups)]
    if how.keywords:
        names = [k for k, _ in how.keywords]
        for trees in (group[count:] for group in groups):
            arguments.append(gast.Dict(keys=[constant(k) for k in names], values=list(trees)))
    tree = call(w.runtime("pushforward"), *arguments)
    tree.pure = False
    tree.writes = any(K.is_mutable(w.kind(n)) for n in nodes)
    return Pair(both=tree)


def literal(value):
    """A number, text or tuple of them as a tree."""
    return tuple_(map(literal, value)) if isinstance(value, tuple) else constant(value)


def drop_plain_functions(definition, names):
    """Leave out the user's own functions that only their mirrors are called of."""
    plain = {}
    for node in walk(definition):
        if plain_name(node) in names:
            plain.setdefault(plain_name(node), []).append(node)
    needed, todo = set(), [definition]
    while todo:
        node = todo.pop()
        if plain_name(node) in plain and plain_name(node) not in needed:
            continue
        if isinstance(node, gast.Name) and not isinstance(node.ctx, gast.Store) and node.id in plain and node.id not in needed:
            needed.add(node.id)
            todo += plain[node.id]
        todo += gast.iter_child_nodes(node)
    _drop(definition, plain.keys() - needed)


def plain_name(node):
    """The name that a user's own function has, in a statement beside which there is its mirror."""
    return node.name if isinstance(node, gast.FunctionDef) else getattr(node, "plain_function", None)


def _drop(node, names):
    for part in ("body", "orelse", "finalbody", "handlers"):
        inner = getattr(node, part, None)
        if isinstance(inner, list):
            kept = [s for s in inner if plain_name(s) not in names]
            inner[:] = kept if kept or not inner else [gast.Pass()]
            for statement in inner:
                _drop(statement, names)
