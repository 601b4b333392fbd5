"""What is called, where a call is written without it, or with it twice."""

import types

import gast

from s2sad import runtime
from s2sad.analysis.storage import same_as
from s2sad.facts import callrecords as C
from s2sad.forward import expressions, special
from s2sad.forward.instances import class_named
from s2sad.frontend.build import assign, attribute, expression, has_effects
from s2sad.frontend.trees import walk
from s2sad.rules import originals

# Calls that are written by what the function is, whatever it is called by.
_BY_WHAT_IT_IS = (C.HelperCall, C.NewCall, C.RuleCall, C.PairRuleCall, C.BuiltinCall, C.SetAttribute, C.GetAttribute, C.GetNamed,
                  C.MirroredCall, C.ExceptionCall, C.DefaultDictCall, C.FromKeysCall)


def with_known_callee(w, node, how):
    """The call, after what stands before its brackets was evaluated, if that has effects.

    `pick()(x)`  →  `pick()` as a statement and `g_dx(x, dx)`, or `t = pick()` and `t(x)`.
    """
    func = node.func if isinstance(node, gast.Call) else None
    if func is None or not isinstance(how, _BY_WHAT_IT_IS) or is_argument(func, how):
        return node
    if not has_effects(special.mark_pure(w, func)):
        return node
    if isinstance(func, gast.Attribute) and isinstance(func.value, gast.NamedExpr):
        (held,) = w.operands([func.value])
        if isinstance(held.value, gast.NamedExpr):
            w.emit(assign(held.value.target, held.value.value))
        func = attribute_of_target(w, func)
    else:
        result = w.settled(expressions.pair(w, func))
        if isinstance(how, C.HelperCall):
            if has_effects(result.value):
                w.emit(expression(result.value))
            return node
        func = w.hoist(result.value)
        w.facts.kind[func] = w.kind(node.func)
    new = gast.copy_location(gast.Call(func=func, args=node.args, keywords=node.keywords), node)
    w.facts.kind[new], w.facts.call[new] = w.kind(node), how
    if node in w.context.expanded:
        w.context.expanded[new] = w.context.expanded[node]
    return new


def spelled(w, node):
    """The name of a class, or a function of Python's, NumPy's or s2sad's own, that the analysis put in a call."""
    function = node.value if isinstance(node, gast.Constant) else None
    name = getattr(function, "__name__", None)
    if name is None:
        return node
    if function is same_as:  # where it has not been written as what it stands for
        return w.builtin("float")
    if name == "__new__":
        return attribute(class_named(w, function.__self__), name)
    if runtime.NAMES.get(name) is function:
        return w.runtime(name)
    if getattr(originals.builtins, name, None) is function:
        return w.builtin(name)
    if isinstance(function, type):
        return class_named(w, function)
    if getattr(originals.np, name, None) is function:
        return w.member("np", name)
    return class_named(w, function) if isinstance(function, types.FunctionType) else node


def name_objects(w, definition):
    """Functions and classes that the analysis or lowering put in the place of names are given names."""
    nodes = list(walk(definition))
    for node in nodes if any(isinstance(n, gast.Constant) and callable(n.value) for n in nodes) else ():
        for field, part in gast.iter_fields(node):
            if isinstance(part, list):
                part[:] = [spelled_out(w, item) for item in part]
            elif isinstance(part, gast.Constant):
                setattr(node, field, spelled_out(w, part))


def spelled_out(w, node):
    """A name for what a constant holds, where Python cannot write it."""
    if not isinstance(node, gast.Constant) or not callable(node.value):
        return node
    chosen = node.value.__name__
    return w.builtin(chosen) if getattr(originals.builtins, chosen, None) is node.value else spelled(w, node)


def is_argument(func, how):
    """Is this the method of an object that is evaluated as an argument, or in one?"""
    owner = func.value if isinstance(func, gast.Attribute) else func
    bound = getattr(how, "bound", None) or {}
    nodes = [getattr(how, "receiver", None), getattr(how, "subject", None),
             *(n for b in bound.values() for n in C.nodes_of(b))]
    return any(part is func or part is owner for n in nodes if isinstance(n, gast.AST) for part in walk(n))


def attribute_of_target(w, func):
    """`(p := partial(f)).func`, once `p` is assigned to: `p.func`."""
    target = gast.copy_location(gast.Name(id=func.value.target.id, ctx=gast.Load(), annotation=None,
                                          type_comment=None), func)
    new = gast.copy_location(gast.Attribute(value=target, attr=func.attr, ctx=gast.Load()), func)
    w.facts.kind[target], w.facts.kind[new] = w.kind(func.value), w.kind(func)
    return new
