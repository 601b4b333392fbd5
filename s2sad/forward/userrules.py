"""Calls of functions that have a rule of the user's: names in formulas, and rules that compute the pair."""

import builtins
import sys
import types

import gast

from s2sad.facts import kinds as K
from s2sad.facts.reached import is_active
from s2sad.forward import displays
from s2sad.forward.operands import flatten, key, tangent_or_zero, unflatten
from s2sad.forward.pair import Pair
from s2sad.frontend.build import attribute, name
from s2sad.frontend.names import Place


def name_at_home(w, rule, free):
    """A free name of a formula, as generated code finds it: it stays the one of the formula's own module."""
    home = rule.home
    if free not in home and not hasattr(builtins, free):
        w.refuse(w.node, f"The rule for {rule.name} uses `{free}`, which {home.get('__name__', 'its module')} does not "
                 "define.", "Define it there, or import it.")
    own = w.context.function
    hidden = names_inside(w)
    if free not in home and free not in own.__globals__ or home is own.__globals__:
        if free not in hidden:
            w.taken.add(free)
            return name(free)
    if free not in home:
        return w.inject(free, ("builtin", free))
    module = sys.modules.get(home.get("__name__"))
    if module is None or vars(module) is not home:
        w.refuse(w.node, f"The rule for {rule.name} uses `{free}` of a namespace that is no module.",
                 "Write the rule in a module, or beside the function that is differentiated.")
    if isinstance(home[free], types.ModuleType) and sys.modules.get(home[free].__name__) is home[free]:
        w.program.guards[Place("attribute", module, free)] = ("is", home[free])
        return w.module({"numpy": "np"}.get(home[free].__name__, home[free].__name__))
    return attribute(w.inject(module.__name__.rpartition(".")[2], ("module", module.__name__)), free)


def names_inside(w):
    """The names that do not mean a global in the code that is written."""
    return w.context.locals | set(w.context.function.__code__.co_freevars) | set(w.tangents.values()) \
        | w.generated | set(w.injected)


def name_of_rule(w, function):
    """The rule's function: by its own name, where that is a global of the user's function."""
    space, wanted = w.context.function.__globals__, function.__name__
    if space.get(wanted) is function and wanted not in names_inside(w):
        w.program.guards[Place("global", space, wanted)] = ("is", function)
        w.taken.add(wanted)
        return name(wanted)
    return w.inject(wanted if wanted.isidentifier() else "rule", ("object", function))


def pair_rule_pair(w, node, how):
    """`f(x)` → `f_rule(x, dx=dx)`, a call that returns the pair."""
    flat, places = flatten(how.bound)
    named = {i for i, (p, n) in enumerate(flat) if p in how.tangents and w.zero_reads(n)}
    pairs = w.operands([n for _, n in flat], named, pair=displays.element)
    values = unflatten(how.bound, places, [p.value for p in pairs])
    tangents = unflatten(how.bound, places, [tangent_or_zero(w, p, n) if q in how.tangents else None
                                             for p, (q, n) in zip(pairs, flat)])
    positional, keywords = arguments(how, values)
    vararg, kwarg = (a and a.arg for a in (how.rule.parameters.vararg, how.rule.parameters.kwarg))
    for p in how.tangents:
        given = tangents[p]
        if p == vararg:
            given = _starred(how.bound[p], given)
        elif p == kwarg:
            given = gast.Dict(keys=[key(k) for k, _ in given], values=[v for _, v in given])
        keywords.append(gast.keyword(arg=how.rule.tangents[p], value=given))
    tree = gast.Call(func=name_of_rule(w, how.rule.function), args=positional, keywords=keywords)
    tree.pure = False
    if how.owned:
        return Pair(both=tree)
    apart = w.split(Pair(both=tree))
    return Pair(apart.value, apart.tangent, shared=K.tuple_of(w.kind(n) for _, n in flat if is_active(w.kind(n))))


def arguments(how, values):
    """The call's arguments as the rule takes them: those by position, and those by keyword."""
    signature = how.rule.parameters
    positional, keywords, in_order = [], [], True
    for p in (a.arg for a in (*signature.posonlyargs, *signature.args)):
        if p not in values:
            in_order = False
        elif in_order:
            positional.append(values[p])
        else:
            keywords.append(gast.keyword(arg=p, value=values[p]))
    if signature.vararg is not None and signature.vararg.arg in values:
        positional += _starred(how.bound[signature.vararg.arg], values[signature.vararg.arg]).elts
    for a in signature.kwonlyargs:
        if a.arg in values:
            keywords.append(gast.keyword(arg=a.arg, value=values[a.arg]))
    if signature.kwarg is not None:
        keywords += [gast.keyword(arg=k, value=v) for k, v in values.get(signature.kwarg.arg, ())]
    return positional, keywords


def _starred(bound, items):
    """The tuple of what is passed to `*args`."""
    if isinstance(bound, tuple):  # the last one is itself starred
        items = [*items[:-1], gast.Starred(value=items[-1], ctx=gast.Load())]
    return gast.Tuple(elts=list(items), ctx=gast.Load())
