"""Functions as values: the mirror of a function is the function that computes its pair.

    def g(y):            def dg(y, dy):
        return k * y  →      return k * y, dk * y + k * dy

A call of `g` becomes one of `dg`, wherever that was stored, passed or returned.
"""

import gast

from s2sad.analysis.functions import Member, defaults_of
from s2sad.facts.reached import is_active
from s2sad.forward import displays, special
from s2sad.forward.blocks import write_block
from s2sad.forward.functioncalls import context_of, met_shapes, parameters
from s2sad.forward.helpercalls import mirrored_parameters
from s2sad.forward.iterators import stay_generator, yields_pairs
from s2sad.forward.operands import tangent_or_zero
from s2sad.forward.pair import Pair
from s2sad.frontend.build import assign, constant, has_effects, is_atom, name, names_in, returns, tuple_
from s2sad.frontend.trees import copy_tree, walk
from s2sad.simplify.common import forward_copies, share, steady_names
from s2sad.simplify.dead import remove_dead
from s2sad.simplify.reads import share_reads
from s2sad.simplify.settle import settle
from s2sad.simplify.sums import ungrouped


# -- what is made here

def write_def(w, node):
    """A `def` inside a function: the user's own, and its mirror."""
    kind = w.facts.functions[node]
    plain = gast.FunctionDef(**dict(gast.iter_fields(node)))
    plain.body = [body_as_written(w, statement) for statement in node.body]
    if not is_active(kind):
        if any(special.is_special(w, d) for _, d in defaults_of(node.args)):
            write_defaults(w, plain, Member())
        w.emit(plain)
        return
    mirror = write_mirror(w, plain, member_of(kind, node), w.tangent_name(node.name))
    w.plain_functions.add(node.name)
    reads_itself = any(node.name in names_in(d) for _, d in defaults_of(node.args))  # what the name meant before
    for statement in [*mirror, plain] if reads_itself else [plain, *mirror]:
        w.emit(statement)


def lambda_pair(w, node):
    """A `lambda`: the user's own, and its mirror under a name."""
    kind = w.kind(node)
    plain = gast.Lambda(args=node.args, body=body_as_written(w, node.body))
    written = getattr(node, "as_written", None)
    if written is not None and not is_active(kind):
        return Pair(written)
    if not is_active(kind):
        if any(special.is_special(w, d) for _, d in defaults_of(node.args)):
            write_defaults(w, plain, Member())
        return Pair(plain)
    wanted, w.wanted = w.wanted, None
    mirror = wanted[1] if wanted else w.unused("d" + w.passed_as.get(node, "function"))
    for statement in write_mirror(w, plain, member_of(kind, node), mirror):
        w.emit(statement)
    return Pair(plain if written is None else with_held(node, plain), name(mirror))


def with_held(node, plain):
    """The bound method or partial for which a lambda stands, with what was computed for the lambda's defaults."""
    written, held = node.with_held
    defaults = dict(defaults_of(plain.args))
    computed = {id(value): defaults[p] for p, value in held.items()}

    def copied(part):
        if isinstance(part, list):
            return [copied(p) for p in part]
        if not isinstance(part, gast.AST) or id(part) in computed:
            return computed.get(id(part), part)
        return type(part)(**{field: copied(p) for field, p in gast.iter_fields(part)})
    return copied(written) if computed else node.as_written


def body_as_written(w, tree):
    """The text of the user's own function, while the tree stays as it was analysed."""
    return special.as_written(w, copy_tree(tree)) if w.context.rewritten else tree


def member_of(kind, node):
    return kind.functions.find().members[(node, "function")]


def write_mirror(w, plain, member, chosen):
    """The statements that define a member's mirror; defaults in `plain` are evaluated once."""
    if not member.contexts:  # never called
        write_effects_of_defaults(w, plain, member)
        return [assign(name(chosen, True), constant(None))]
    functions = context_functions(member)
    defaults = write_defaults(w, plain, member)
    shapes = met_shapes(w, functions)
    if len(shapes) == 1:
        return [mirror_for(w, member, shapes[0], chosen, functions, defaults)]
    statements, names = [], []
    for parameter, (held, tangent) in defaults.items():
        if tangent is not None and not is_atom(tangent):
            defaults[parameter] = held, w.hoist(tangent)  # one object for all of them
    for key in shapes:
        if context_of(w, member, key) is None:
            names.append(constant(None))
            continue
        own = w.unused(f"{chosen}_{len(statements) + 1}")
        statements.append(mirror_for(w, member, key, own, functions, defaults))
        names.append(name(own))
    return [*statements, assign(name(chosen, True), tuple_(names))]


def mirror_for(w, member, key, chosen, functions, defaults):
    """The mirror of a member for calls of one shape."""
    context = context_of(w, member, key)
    if context is None:
        return assign(name(chosen, True), constant(None))
    inner = w.inside(context)
    inner.refuse_changes()
    inner.yields_pairs = yields_pairs(context)
    mirrored = mirrored_parameters(context)
    body = without_docstring(context.tree.body)
    arguments, starred = parameters(inner, w, functions, member, key, defaults, mirrored)
    prologue = inner.block(write_prologue, inner, mirrored)
    written = inner.block(write_block, inner, body)
    if context.facts.falls_off and not context.is_generator:
        written.append(returns(tuple_([constant(None), constant(None)])))
    definition = gast.FunctionDef(name=chosen, args=arguments, body=starred + prologue + written, decorator_list=[],
                                  returns=None, type_comment=None, type_params=[])
    definition.user_line = getattr(member.node, "lineno", None)
    finish(inner, definition)
    stay_generator(context, definition)
    return definition


def write_effects_of_defaults(w, plain, member):
    """Evaluate the defaults of a function without a mirror before it is made, if that does more than compute."""
    if any(special.is_special(w, d) or has_effects(special.mark_pure(w, d)) for _, d in defaults_of(plain.args)):
        write_defaults(w, plain, member)


def without_docstring(body):
    first = body[0]
    documented = isinstance(first, gast.Expr) and isinstance(first.value, gast.Constant) \
        and isinstance(first.value.value, str)
    return body[1:] if documented else body


def finish(w, definition):
    """The simplifications of a function's own statements; those of the function around it leave it alone."""
    from s2sad.forward.function import unshare
    nodes = unshare(definition)
    outer = {n for s in nodes[gast.Nonlocal] for n in s.names}
    removable = (set(w.tangents.values()) | w.generated | w.inherited) - outer
    removable -= {w.tangents[n] for n in w.context.read_later if n in w.tangents}  # read when nobody knows
    inner = nodes[gast.FunctionDef][1:] + nodes[gast.Lambda]
    remove_dead(definition, removable, inner)
    steady = steady_names(definition, w.facts.kind, w.tangents, lambda called: w.is_helper(called, "seed"))
    if steady is not None:
        steady -= w.unsteady
    if w.outer is not None:  # the user's own function is there beside its mirrors
        unshare(definition, walk(w.context.tree))
    shared = share(definition, steady, w.temporary)
    if share_reads(definition, (w.generated | w.inherited) - outer - w.unsteady):
        forward_copies(definition)
        share(definition, steady, w.temporary)
        shared = True
    if shared:
        remove_dead(definition, removable, inner and functions_in(definition.body))
    settle(definition, (w.generated | w.inherited) - outer, w.unsteady, w.lasting is not None)
    ungrouped(definition)


def functions_in(statements):
    return [n for s in statements for n in walk(s) if isinstance(n, (gast.FunctionDef, gast.Lambda))]


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
    pairs = w.operands([d for _, d in named], pair=displays.element)
    result = {}
    for (parameter, node), pair in zip(named, pairs):
        if not is_atom(pair.value):
            pair.value = w.hoist(pair.value)
        active = any(is_active(c.params[parameter]) for c in member.contexts.values())
        result[parameter] = pair.value, tangent_or_zero(w, pair, node) if active else None
    arguments = gast.arguments(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(plain.args)})
    positional = arguments.posonlyargs + arguments.args
    first = len(positional) - len(arguments.defaults)
    arguments.defaults = [result[a.id][0] for a in positional[first:]]
    arguments.kw_defaults = [None if d is None else result[a.id][0]
                             for a, d in zip(arguments.kwonlyargs, arguments.kw_defaults)]
    plain.args = arguments
    return result



def drop_plain_functions(definition, names):
    """Leave out the user's own functions that only their mirrors are called of."""
    if not names:
        return
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
    for part in ("body", "orelse", "finalbody", "handlers", "cases"):
        inner = getattr(node, part, None)
        if isinstance(inner, list):
            for s in inner:
                if isinstance(s, gast.Nonlocal):
                    s.names = [n for n in s.names if n not in names]
            kept = [s for s in inner if plain_name(s) not in names and getattr(s, "names", None) != []]
            inner[:] = kept if kept or not inner else [gast.Pass()]
            for statement in inner:
                _drop(statement, names)
