"""Values that are one of several classes: `for cls in (A, B): total += cls(x).area()`.

A call of such a value, or of a method of it, is looked at for each class: a node for each stands for it.
"""

import gast

from s2sad.facts.callrecords import ClassesCall, PlainCall, Refused
from s2sad.facts.facts import Unreachable
from s2sad.facts.joining import join
from s2sad.facts.kinds import const
from s2sad.facts.reached import is_active


def call_classes(run, node, callee, arguments):
    """The kind of `cls(...)`."""
    from s2sad.analysis.functioncalls import function_kind
    node.func = named(run, node.func)

    def look(cls, case):
        run.facts.kind[case.func] = const(cls)
        return function_kind(run, case, cls, arguments)
    return each(run, node, callee.value, node.func, look, lambda stand_in: stand_in)


def call_each(run, node, functions, arguments):
    """The kind of `g(...)`, where `g` is one of several known functions."""
    from s2sad.analysis.functioncalls import function_kind
    node.func = named(run, node.func, "function")

    def look(function, case):
        run.facts.kind[case.func] = const(function)
        return function_kind(run, case, function, arguments)
    return each(run, node, functions, node.func, look, lambda stand_in: stand_in)


def call_of_classes(run, node, owner, arguments):
    """The kind of `cls.name(...)`."""
    from s2sad.analysis.callees import value_call
    func = node.func
    func.value = named(run, func.value)

    def look(cls, case):
        if not hasattr(cls, func.attr):
            raise Unreachable
        run.facts.kind[case.func.value] = const(cls)
        kind = run.facts.kind[case.func] = run.program.kind_of_attribute(cls, func.attr)
        return value_call(run, case, kind, arguments)
    return each(run, node, owner.value, func.value, look, lambda stand_in: gast.copy_location(
        gast.Attribute(value=stand_in, attr=func.attr, ctx=gast.Load()), func))


def each(run, node, classes, subject, look, callee):
    """Look at a call for each class, or function; records how it is made."""
    name = subject.target.id if isinstance(subject, gast.NamedExpr) else subject.id
    result, cases, refused = None, [], None
    for cls in classes:
        case = run.context.receivers.get((node, cls))
        if case is None:
            stand_in = gast.copy_location(gast.Name(id=name, ctx=gast.Load(), annotation=None, type_comment=None), node)
            case = run.context.receivers[node, cls] = gast.copy_location(
                gast.Call(func=callee(stand_in), args=node.args, keywords=node.keywords), node)
        if node in run.context.expanded:
            run.context.expanded[case] = run.context.expanded[node]
        try:
            kind = run.facts.kind[case] = look(cls, case)
        except Unreachable:
            continue
        how = run.facts.call.get(case)
        refused = refused or (how if isinstance(how, Refused) else None)
        cases.append((cls, case, how))
        result = join(result, kind)
    if not cases:
        raise Unreachable
    plain = all(isinstance(run.facts.call.get(case), PlainCall) for _, case, _ in cases) and not is_active(result)
    run.facts.call[node] = refused or (PlainCall() if plain else ClassesCall(subject, cases, len(cases) < len(classes)))
    return result


def named(run, node, wanted="cls"):
    """The same value under a name, so that it is computed once."""
    if isinstance(node, (gast.Name, gast.NamedExpr)):
        return node
    target = gast.copy_location(gast.Name(id=run.context.new_name(wanted), ctx=gast.Store(), annotation=None,
                                          type_comment=None), node)
    made = gast.copy_location(gast.NamedExpr(target=target, value=node), node)
    run.kind(made)
    return made


def attribute_kind(run, node, owner):
    """The kind of `cls.name`, not called at once."""
    result = None
    for cls in owner.value:
        if hasattr(cls, node.attr):
            result = join(result, run.program.kind_of_attribute(cls, node.attr))
    if result is None:
        raise Unreachable
    return result
