"""Calls of the user's own functions: they become calls of their derivatives."""


import gast

from s2sad.analysis.functions import defaults_of
from s2sad.analysis.purity import computes
from s2sad.facts import callrecords as C
from s2sad.facts.classfacts import is_active_class, is_live
from s2sad.facts.effects import writes
from s2sad.facts.iterators import is_pairs, reaches_pairs
from s2sad.facts.reached import holds_active_functions, is_active
from s2sad.forward import displays
from s2sad.forward.iterators import yields_pairs
from s2sad.forward.operands import check_iterators, flatten, inactive_call, key, tangent_or_zero, unflatten, with_tangents
from s2sad.forward.pair import Pair
from s2sad.forward.zeroinstances import is_zero_itself
from s2sad.frontend.tangentnames import names_of_tangents
from s2sad.frontend.build import call, constant, has_effects, subscript, tuple_, value_of
from s2sad.frontend.scopes import parameter_names
from s2sad.records import replace


def helper_pair(w, node, how, given=None):
    """`g(x)` → `g_dx(x, dx)`, a call that returns the pair.

    given: the pairs of arguments that were evaluated before, by the ids of their nodes.
    """
    context = how.context
    mirrored = mirrored_parameters(context)
    if not is_mirrored(w, context) and not holds_active_functions(w.kind(node)) and not yields_pairs(context) \
            and not reaches_pairs(context.facts.returns):
        pair = inactive_call(w, node)
        if is_zero_itself(node, context) and not reaches_pairs(w.kind(node)):
            pair.value.pure, pair.tangent = True, pair.value
        return pair
    unpacked = {id(b[-1]) for b in how.bound.values() if isinstance(b, tuple) and b and b[0] == "rest"}
    flat, places = flatten(how.bound)
    w.passed_as.update((n, p) for p, n in flat if isinstance(n, gast.Lambda))
    named = {i for i, (p, n) in enumerate(flat) if p in mirrored and w.zero_reads(n)}
    pairs = w.operands([n for _, n in flat], named,
                       pair=lambda w, n: replace(given[id(n)]) if given and id(n) in given
                       else displays.collected(w, n) if id(n) in unpacked else displays.element(w, n))
    order = [p for p, _ in flat]
    if order != sorted(order, key=parameter_names(context.tree.args).index) and any(has_effects(p.value) for p in pairs):
        # The derivative's call lists them in the order of the parameters: read them in the order of the text.
        for operand in pairs:
            operand.value = w.hoist(operand.value)
    values = unflatten(how.bound, places, [p.value for p in pairs])
    tangents = unflatten(how.bound, places, [tangent_or_zero(w, p, n) if q in mirrored else None
                                             for p, (q, n) in zip(pairs, flat)])
    signature = context.tree.args
    positional, keywords = helper_arguments(w, context, signature, how, values, tangents, mirrored)
    if context.home is not None:
        from s2sad.forward.classes import callee_of
        function = callee_of(w, node, how, positional)
    else:
        function = w.inject(w.context_names[context], ("context", context))
    tree = gast.Call(func=function, args=positional, keywords=keywords)
    tree.pure = False
    tree.writes = writes(context) or runs_writing_functions(w, how)
    if not keywords and context.home is None and is_plain_call(w, node, context) and only_computes(context):
        tree.alone = gast.Name(id=node.func.id, ctx=gast.Load(), annotation=None, type_comment=None), len(values)
    if context.is_generator:
        pairs_given = yields_pairs(context) or not is_pairs(w.kind(node))
        return Pair(tree if pairs_given else call(w.runtime("with_zeros"), tree), constant(None))
    if is_pairs(w.kind(node)) and not is_active(context.facts.returns):
        return Pair(call(w.runtime("with_zeros"), subscript(tree, constant(0))), constant(None))
    check_iterators(w, node, [context])
    if not is_active(w.kind(node)):
        return Pair(value_of(tree))
    return Pair(both=tree)


def is_plain_call(w, node, context):
    """Is this `g(x, y)`, of the function that goes by the name `g`?"""
    return isinstance(node, gast.Call) and isinstance(node.func, gast.Name) and is_positional(context) \
        and w.kind(node.func).form == "const" and w.kind(node.func).value is context.function


def only_computes(context):
    """May a function itself be called, where the tangent is not asked for, in place of its derivative?"""
    if context.computes is None:
        # What returns an iterator over active values gives pairs.
        context.computes = not context.raises and not reaches_pairs(context.facts.returns) and computes(context)
    return context.computes


def runs_writing_functions(w, how):
    """Is it given functions that write into what is active, or give an active variable another value?"""
    from s2sad.forward.functioneffects import may_write
    return any(may_write(w.kind(n)) for b in how.bound.values() for n in C.nodes_of(b))


def mirrored_parameters(context):
    """The parameters that come with a tangent."""
    return [p for p, kind in context.params.items() if is_active(kind) and kind.form != "iter"]


def is_mirrored(w, context):
    """Is the derivative of this function called, and not the function itself?"""
    from s2sad.forward.classes import handed_on
    return bool(active_parameters(context)) or context.home is not None and is_live(context) or handed_on(w, context) \
        or w.program.defines_classes and any(map(is_active_class, context.params.values()))


def active_parameters(context):
    """The parameters that carry a derivative: with a tangent, or as iterators over pairs."""
    return [p for p, kind in context.params.items() if is_active(kind)]


def is_positional(context):
    """May a helper's tangents simply follow its arguments?"""
    signature = context.tree.args
    return not (signature.defaults or signature.vararg or signature.kwarg or signature.kwonlyargs
                or signature.posonlyargs)


def zero_of_default(w, context, parameter):
    """The tangent of a tuple that is a parameter's default: active tuples may be passed there, too."""
    given = dict(defaults_of(context.tree.args))

    def zero(node):
        if isinstance(node, gast.Tuple):
            return tuple_([zero(e) for e in node.elts])
        if isinstance(node, gast.Constant):
            return constant(0.0 if isinstance(node.value, (int, float)) else None)
        raise w.context.refusal(node or context.tree, f"The default of `{parameter}` is not written out, and its tangent is needed.",
                                "Pass it in the call.")
    return zero(given.get(parameter))


def helper_arguments(w, context, signature, how, values, tangents, mirrored):
    ids = [getattr(a, "arg", None) or a.id for a in (*signature.posonlyargs, *signature.args)]
    vararg = signature.vararg and (getattr(signature.vararg, "arg", None) or signature.vararg.id)
    kwarg = signature.kwarg and (getattr(signature.kwarg, "arg", None) or signature.kwarg.id)
    positional, keywords = [], []
    in_order = True
    for p in ids:
        if p not in values:
            in_order = False
        elif in_order:
            positional.append(values[p])
        else:
            keywords.append(gast.keyword(arg=p, value=values[p]))
    for p, v in values.items():
        if p == vararg:
            entry = how.bound[p]
            if isinstance(entry, tuple):
                positional += v[:-1] + [gast.Starred(value=v[-1], ctx=gast.Load())]
            else:
                positional += v
        elif p == kwarg:
            keywords += [gast.keyword(arg=k, value=x) for k, x in v]
        elif p not in ids:
            keywords.append(gast.keyword(arg=p, value=v))
    names = names_of_tangents(context)
    simple = is_positional(context)
    mirrors = []
    for p in mirrored:
        if p in tangents:
            t = tangents[p]
            if p == vararg:
                if isinstance(how.bound[p], tuple):
                    t = tuple_([*t[:-1], gast.Starred(value=t[-1], ctx=gast.Load())])
                else:
                    t = tuple_(t)
            elif p == kwarg:
                t = gast.Dict(keys=[key(k) for k, _ in t], values=[x for _, x in t])
        else:
            t = zero_of_default(w, context, p) if context.params[p].form == "tuple" else constant(None)
        if simple:
            positional.append(t)
        else:
            mirrors.append(gast.keyword(arg=names[p], value=t))
    return positional, with_tangents(keywords, mirrors)
