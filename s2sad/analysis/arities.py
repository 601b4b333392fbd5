"""`f(*args)` where `f` is one of several functions that take different numbers of arguments.

Which one it is, and how many arguments there are, the program knows when it runs; each function is
looked at with as many as it takes.
"""

import types

import gast

from s2sad.facts.callrecords import ApplyCall, FunctionCall
from s2sad.facts.calls import CannotBind
from s2sad.facts.callshapes import note, split
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import join
from s2sad.facts.reached import is_active
from s2sad.frontend.scopes import parameter_names


def arity(run, member):
    """How many arguments a function takes, all by position and without defaults; None for others."""
    if member.parent is not None:
        return plain_arity(member.node.args)
    if isinstance(member.function, types.FunctionType):
        return plain_arity(run.program.signature_of(member.function))
    return None


def plain_arity(arguments):
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults:
        return None
    return len(arguments.posonlyargs) + len(arguments.args)


def varied_call(run, node, functions):
    """The kind of such a call; None where it is no such call."""
    from s2sad.analysis.argumentnodes import argument_nodes
    members = list(functions.members.values())
    if len(members) < 2 or not any(isinstance(a, gast.Starred) for a in getattr(node, "args", ())):
        return None
    counts = [arity(run, m) for m in members]
    here = {m.parent is not None for m in members}
    if None in counts or len(set(counts)) < 2 or len(here) > 1:
        return None
    arguments = run.context.expanded.get(node)
    if arguments is None or arguments[2] is None:  # it may have been written out for one of them
        run.context.expanded.pop(node, None)
        arguments = argument_nodes(run, node)
    if isinstance(arguments, CannotBind) or arguments[1] or arguments[2] is None:
        return None
    positional, _, rest = arguments
    item = items_of(run, run.facts.kind[rest], rest)
    given = [run.facts.kind[n] for n in positional]
    shape = note(run, node, functions, arguments) if here == {True} else None
    result = None
    for member, count in zip(members, counts):
        if len(given) <= count and (len(given) == count or item is not None):
            kinds = [*given, *[item] * (count - len(given))]
            result = join(result, call_here(run, node, functions, member, shape, kinds) if shape is not None
                            else call_outside(run, node, member, kinds))
    if shape is None:
        run.facts.call[node] = ApplyCall(positional, [], rest)
    else:
        if is_active(result) or any(map(is_active, [*given, run.facts.kind[rest]])):
            run.program.activate_functions(functions)
        run.facts.call[node] = FunctionCall(functions, positional, [], rest, {}, shape)
    if result is None:
        raise Unreachable
    return result


def call_here(run, node, functions, member, shape, kinds):
    """The kind of calling a function that is made inside the one around it."""
    program = run.program
    named = dict(zip(parameter_names(member.node.args), kinds))
    context = program.member_context(member, shape if split(functions, program) else None, None, named, run.context,
                                     node)
    return program.apply_member(run, node, context, named, entered(run, context))


def call_outside(run, node, member, kinds):
    """The kind of calling a known function."""
    program = run.program
    named = dict(zip(parameter_names(program.signature_of(member.function)), kinds))
    program.guard_function(member.function)
    context = program.context_for(member.function, named, run.context, node)
    return program.apply_summary(run, node, context, named, entered(run, context))


def entered(run, context):
    at = run.program.at
    try:
        return run.program.enter(context)
    except Unreachable:
        return None
    finally:
        run.program.at = at
        if context.raises:
            run.program.note_raising(run.context)


def is_spread(member, shape):
    """Does a member take the items of `*args` as its parameters, as many as there are?"""
    return shape.starred and member.parent is not None and plain_arity(member.node.args) is not None
