"""`f(*args)` where `f` is one of several functions that take different numbers of arguments.

Which one it is, and how many arguments there are, the program knows when it runs; each function is
looked at with as many as it takes. Where some take any number, or have defaults, the call is that of a function
that asks for the number (`applied`).
"""

import functools
import types

import gast

from s2sad.analysis.helperkinds import helper_kind
from s2sad.facts.callrecords import ApplyCall, FunctionCall, Refused
from s2sad.facts.calls import CannotBind
from s2sad.facts.callshapes import Shape, note, split
from s2sad.facts.facts import Unreachable
from s2sad.facts.iterators import items_of
from s2sad.facts.joining import join
from s2sad.facts.reached import is_active
from s2sad.frontend.scopes import parameter_names
from s2sad.frontend.wrappers import defined
from s2sad.rules.registry import library_rule
from s2sad.runtime.pushforward import too_many_arguments


def counts_of(run, member):
    """With how few and how many arguments by position a function can be called, (low, high); high None: any number.

    None where that is not known.
    """
    if member.parent is not None:
        return positional_counts(member.node.args)
    rule = library_rule(member.function)
    if rule is not None and rule.parameters is not None:
        return positional_counts(rule.parameters)
    if isinstance(member.function, types.FunctionType):
        return positional_counts(run.program.signature_of(member.function))
    return None


def positional_counts(arguments):
    if any(default is None for default in arguments.kw_defaults):
        return None
    high = len(arguments.posonlyargs) + len(arguments.args)
    return high - len(arguments.defaults), None if arguments.vararg else high


def plain_arity(arguments):
    """How many arguments a function takes, all by position and without defaults; None for others."""
    if arguments.vararg or arguments.kwarg or arguments.kwonlyargs or arguments.defaults:
        return None
    return len(arguments.posonlyargs) + len(arguments.args)


def varied_call(run, node, functions):
    """The kind of such a call; None where it is no such call."""
    from s2sad.analysis.argumentnodes import argument_nodes
    members = list(functions.members.values())
    if len(members) < 2 or not any(isinstance(a, gast.Starred) for a in getattr(node, "args", ())):
        return None
    counts = [counts_of(run, m) for m in members]
    outside = all(m.parent is None for m in members)
    if len(set(counts)) < 2 and None not in counts and (outside or all(m.parent is not None for m in members)):
        return None
    if not outside and None in counts:
        return None
    arguments = run.context.expanded.get(node)
    if arguments is None or arguments[2] is None:  # it may have been written out for one of them
        run.context.expanded.pop(node, None)
        arguments = argument_nodes(run, node)
    if isinstance(arguments, CannotBind) or arguments[1] or arguments[2] is None:
        return None
    positional, _, rest = arguments
    if not outside and any(low != high for low, high in counts):
        sizes = {n - len(positional) for low, high in counts for n in range(low, (MOST if high is None else high) + 1)}
        return helper_kind(run, node, applied(len(positional), tuple(sorted(n for n in sizes if n >= 0)), None in dict(counts).values()),
                           [node.func, *positional, rest], [], None)
    item = items_of(run, run.facts.kind[rest], rest)
    most = max([len(positional), *(high or low for low, high in filter(None, counts))])
    result, refused = None, None
    shape = None if outside else note(run, node, functions, arguments)
    for member, known in zip(members, counts):
        low, high = known or (1, most)
        of_member = []
        for count in range(max(low, len(positional)), (most if high is None else high) + 1):
            if item is None and count > len(positional):
                break
            items = [*positional, *(stand_in(run, node, i, item) for i in range(count - len(positional)))]
            if outside:
                kind, how = call_outside(run, node, member, items)
                of_member.append(how if isinstance(how, Refused) else None)
            else:
                kind = call_here(run, node, functions, member, shape, items)
            result = join(result, kind)
        if None not in of_member:  # however many arguments there are
            refused = refused or next(iter(of_member), None)
    if outside:
        run.facts.call[node] = refused or ApplyCall(positional, [], rest)
    else:
        if is_active(result) or any(is_active(run.facts.kind[n]) for n in (*positional, rest)):
            run.program.activate_functions(functions)
        run.facts.call[node] = FunctionCall(functions, positional, [], rest, {}, shape)
    if result is None:
        raise Unreachable
    return result


# With how many arguments a function is looked at that takes any number.
MOST = 6


def too_many():
    """The statement that refuses more."""
    return f"raise too_many_arguments(len(items), {MOST})"


@functools.cache
def applied(first, sizes, more):
    """A function that calls another with its arguments after the first few one by one, where there are so many; more: may be others?

        def applied(function, items):
            items = [*items]
            if len(items) == 1:
                return function(items[0])
            ...
    """
    given = [f"given_{i + 1}" for i in range(first)]
    lines = [f"    if len(items) == {n}:\n        return function({', '.join([*given, *(f'items[{i}]' for i in range(n))])})\n" for n in sizes]
    last = too_many() if more else "raise TypeError(f'takes no {len(items)} arguments')"
    text = f"def applied({', '.join(['function', *given, 'items'])}):\n    items = [*items]\n{''.join(lines)}    {last}\n"
    return defined(text, "applied", too_many_arguments=too_many_arguments)


def stand_in(run, node, i, kind):
    """Stands for an item of `*args`."""
    made = run.context.receivers.setdefault((node, "item", i), gast.copy_location(
        gast.Name(id="·item", ctx=gast.Load(), annotation=None, type_comment=None), node))
    run.facts.kind[made] = kind
    return made


def call_here(run, node, functions, member, shape, items):
    """The kind of calling one of several functions of which some are made inside the one around the call."""
    program = run.program
    wrapper, key = None, shape if split(functions, program) else None
    if member.parent is None:
        wrapper = program.known_member(member, Shape(len(items), (), False, ()))
    signature = member.node.args if wrapper is None else program.signature_of(wrapper)
    named = dict(zip(parameter_names(signature), (run.facts.kind[i] for i in items)))
    context = program.member_context(member, key, wrapper, named, run.context, node)
    return program.apply_member(run, node, context, named, entered(run, context))


def call_outside(run, node, member, items):
    """The kind of calling a known function, and how it is called."""
    from s2sad.analysis.functioncalls import function_kind
    case = run.context.receivers.setdefault((node, member, len(items)), gast.copy_location(
        gast.Call(func=node.func, args=items, keywords=[]), node))
    case.args = items
    run.context.expanded[case] = items, [], None
    run.facts.call.pop(case, None)
    try:
        kind = run.facts.kind[case] = function_kind(run, case, member.function, (items, [], None))
    except Unreachable:
        kind = None
    how = run.facts.call.get(case)
    if isinstance(how, Refused):
        del run.facts.call[case]  # it may never be called with so many
    return kind, how


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
    return shape.starred and (member.parent is None or plain_arity(member.node.args) is not None)
