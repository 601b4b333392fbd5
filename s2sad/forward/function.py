"""Whole functions: the signature with its seeds, and the body of pairs."""

from collections import defaultdict
from fractions import Fraction

import gast

from s2sad.facts.iterators import reaches_pairs
from s2sad.analysis.functions import defaults_of
from s2sad.facts.reached import holds_active_functions, holds_exact, is_active, regions
from s2sad.forward import statements  # noqa: F401  (registers the writers)
from s2sad.forward.blocks import write_block
from s2sad.forward.callee import name_objects
from s2sad.forward.dictkeys import check_dict_keys
from s2sad.forward.functions import drop_plain_functions, finish, without_docstring
from s2sad.forward.helpercalls import is_positional, mirrored_parameters
from s2sad.forward.iterators import stay_generator, yields_pairs
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.forward.writer import Writer
from s2sad.frontend.build import assign, binary, call, constant, name, returns, tuple_
from s2sad.frontend.scopes import forget, inner_functions, scope_of
from s2sad.frontend.trees import FIELDS
from s2sad.later import later
from s2sad.simplify.temporaries import number_temporaries

restore_names = later("forward.comprehensions.restore_names")

# A NumPy number divided by 0 does not raise, and neither must its tangent: its seed is made one of NumPy's.
_ONES = {float: 1.0, int: 1.0, bool: 1.0, complex: 1 + 0j, Fraction: 1}


def derivative_name(context, wrt):
    """`f_dx`, `heat_du_dk`; `Vec_add_dself` for the method `__add__` of the class `Vec`."""
    seeds = {**names_of_tangents(context), "pair": "pair"}
    parts = context.function.__qualname__.rpartition("<locals>.")[2].split(".")
    own = context.name.rstrip("_") or name_at_call(context)
    if context.home is not None:
        parts, own = [], "new" if context.binding == "constructor" else context.name.strip("_") or context.name
    if len(parts) > 1 and parts[-1] == context.name:
        own = "_".join([*parts[:-1], own.strip("_") or own])
    return "_".join([own, *(seeds[p].rstrip("_") for p in wrt or ["pair"])])


def name_at_call(context):
    """What a function that is named `_`, as one registered with a `singledispatch`, is called by."""
    called = getattr(context.caller[1], "func", None) if context.caller is not None else None
    return getattr(called, "id", None) or getattr(called, "attr", None) or context.name


def write_function(program, context, context_names, wrt=None, watch=None):
    """The definition of a context's derivative; returns (tree, injected names).

    wrt: for the function that the user calls, the parameters that have seeds;
    None for a helper, which takes a tangent with each active parameter.
    watch: is shown the definition before it is simplified.
    """
    w = Writer(program, context, context_names)
    w.refuse_changes()
    entry = wrt is not None
    check_dict_keys(w, entry)
    w.yields_pairs, w.entry = yields_pairs(context, entry), entry
    if entry and not context.is_generator and reaches_pairs(context.facts.returns):
        w.refuse(context.tree, "This function returns an iterator whose items depend on what is differentiated.",
                 "Return a list of its items, list(...).")
    mirrored = wrt if entry else mirrored_parameters(context)
    body = without_docstring(context.tree.body)
    docstring = context.tree.body[:len(context.tree.body) - len(body)]
    prologue = w.block(write_prologue, w, mirrored, entry)
    written = w.block(write_block, w, body)
    if context.facts.falls_off and not context.is_generator:
        written.append(returns(tuple_([constant(None), constant(None)])))
    definition = gast.FunctionDef(name=context_names[context], args=signature(w, mirrored, entry),
                                  body=docstring + prologue + written, decorator_list=[], returns=None,
                                  type_comment=None, type_params=[])
    if watch is not None:
        watch.written(w, definition)
    finish(w, definition)
    stay_generator(context, definition)
    drop_plain_functions(definition, w.plain_functions)
    name_objects(w, definition)
    bind_for_inner(context, definition, len(docstring))
    names = number_temporaries(definition, w)
    if context.renamed:
        restore_names(w, definition)
    used = {node.id for node in names}
    w.injected = {n: thing for n, thing in w.injected.items() if n in used}  # dead code alone asked for the others
    return definition, w.injected


def bind_for_inner(context, definition, place):
    """Let what only inner functions give values, as far as anything is reached, be variables of this one; without values.

        a = da = None
        del a, da
    """
    if not inner_functions(context.tree):
        return
    forget(definition)
    missing = sorted(scope_of(definition).rebound - set(context.function.__code__.co_freevars))
    if missing:
        definition.body[place:place] = [assign([name(n, True) for n in missing], constant(None)),
                                        gast.Delete(targets=[gast.Name(id=n, ctx=gast.Del(), annotation=None, type_comment=None)
                                                             for n in missing])]


def unshare(definition, others=()):
    """Let no tree stand in two places, so that later passes may change one of them; returns the nodes by their class.

    others: nodes that stand elsewhere, too.
    """
    seen, found, todo = set(others), defaultdict(list), [definition]
    for node in todo:
        found[node.__class__].append(node)
        fields = node.__dict__
        for field in FIELDS[node.__class__]:
            part = fields.get(field)
            if part.__class__ is list:
                for i, item in enumerate(part):
                    if isinstance(item, gast.AST):
                        if item in seen:
                            item = part[i] = another(item)
                        seen.add(item)
                        todo.append(item)
            elif isinstance(part, gast.AST):
                if part in seen:
                    part = fields[field] = another(part)
                seen.add(part)
                todo.append(part)
    return found


def another(node):
    """A node like this, with the same parts."""
    copied = node.__class__(**{f: list(v) if isinstance(v, list) else v for f, v in gast.iter_fields(node)})
    for extra in ("pure", "writes", "effects", "user_line", "generated", "mirror", "plain_function", "loose", "alone",
                  "collects", "value_of", "tangent_of"):
        if hasattr(node, extra):
            setattr(copied, extra, getattr(node, extra))
    return copied


def write_prologue(w, mirrored, entry):
    """Seeds made ready; zero tangents for parameters that have none but need one."""
    for parameter, kind in w.context.params.items():
        tangent = w.tangents[parameter]
        if parameter in mirrored:
            if entry and not plain_seed(kind):
                exact = {"exact": constant(True)} if w.program.exact and holds_exact(kind) else {}
                w.emit(assign(name(tangent, True), call(w.runtime("seed"), name(parameter), name(tangent), **exact)))
            elif not entry and default_may_be_met(w.context, parameter, kind):
                w.emit(gast.If(test=gast.Compare(left=name(tangent), ops=[gast.Is()], comparators=[constant(None)]),
                               body=[assign(name(tangent, True), w.zero(kind, name(parameter)))], orelse=[]))
        elif parameter in w.facts.active_names or is_active(kind):
            if entry and (any(holds_active_functions(r.find().content) for r in regions(kind))
                          or kind.form in ("tuple", "dict") and holds_active_functions(kind)):
                w.refuse(w.context.tree, f"A function that is kept in `{parameter}` meets one that uses what is differentiated, "
                         "and has no derivative beside it there.", "Pass the functions one by one.")
            w.emit(assign(name(tangent, True), w.zero(kind, name(parameter))))


def default_may_be_met(context, parameter, kind):
    """May this be an object or container that is the default, for which callers have no tangent?"""
    return kind.form != "tuple" and dict(defaults_of(context.tree.args)).get(parameter) is not None and any(
        r.origin == "outer" for r in regions(kind))


def plain_seed(kind):
    """Is the seed a plain number that needs no making?"""
    return kind.form == "number" and kind.type in _ONES


def signature(w, mirrored, entry):
    """The user's parameters, then the seeds or tangents."""
    args = gast.arguments(**{f: (list(v) if isinstance(v, list) else v)
                             for f, v in gast.iter_fields(w.context.tree.args)})
    for group in (args.posonlyargs, args.args, args.kwonlyargs):
        group[:] = [bare(a) for a in group]
    args.vararg = args.vararg and bare(args.vararg)
    args.kwarg = args.kwarg and bare(args.kwarg)
    seeds = [gast.Name(id=w.tangents[p], ctx=gast.Param(), annotation=None, type_comment=None) for p in mirrored]
    if not entry and is_positional(w.context):
        args.args += seeds
        return args
    args.kwonlyargs += seeds
    for p in mirrored:
        kind = w.context.params[p]
        if not entry:
            default = None
        elif len(mirrored) > 1:
            default = None
        else:
            default = one(kind, w.program.exact) if plain_seed(kind) else constant(None)
        args.kw_defaults.append(default)
    return args


def one(kind, exact):
    """The default seed of a number."""
    value = _ONES[kind.type] if exact else 1.0 * _ONES[kind.type]
    # As a person writes it: a complex constant with a real part is a sum.
    return binary(constant(1), gast.Add(), constant(0j)) if isinstance(value, complex) else constant(value)


def bare(argument):
    return gast.Name(id=argument.id, ctx=gast.Param(), annotation=None, type_comment=None)
