"""The kinds of what `with` statements bind, for context managers of the user's own classes."""

import types

import gast

from s2sad.analysis.exceptions import any_raised
from s2sad.analysis.objects import lookup
from s2sad.analysis.operators import special_call
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import HelperCall
from s2sad.facts.classkinds import classes_of
from s2sad.facts.kinds import Kind


def is_own_manager(kind):
    """Is this an object whose class says in Python what entering and leaving it does?"""
    return K.has_fields(kind) and len(classes_of(kind)) == 1 and all(
        isinstance(lookup(kind.type, n), types.FunctionType) for n in ("__enter__", "__exit__"))


def enter_kind(run, item):
    """The kind of what entering the manager gives; notes the calls of its two methods."""
    manager = item.context_expr
    entering, leaving = calls_of(run, item)
    run.facts.call.pop(entering, None)
    result = special_call(run, entering, manager, "__enter__", [])
    run.facts.kind[entering] = result
    exception = []
    for i in range(3):
        part = run.context.receivers.setdefault((item, i), gast.copy_location(
            gast.Constant(value=None, kind=None), manager))
        run.facts.kind[part] = i == 1 and any_raised(run) or Kind("plain", optional=True)
        exception.append(part)
    run.facts.call.pop(leaving, None)
    run.facts.kind[leaving] = special_call(run, leaving, manager, "__exit__", exception)
    return result


def calls_of(run, item):
    """Nodes that stand for the two calls."""
    return tuple(run.context.receivers.setdefault((item, name), gast.copy_location(
        gast.Attribute(value=item.context_expr, attr=name, ctx=gast.Load()), item.context_expr))
        for name in ("__enter__", "__exit__"))


def swallows_nothing(run, item):
    """Does leaving the manager surely let exceptions pass?"""
    if not is_own_manager(run.facts.kind[item.context_expr]):
        return False
    how = run.facts.call.get(calls_of(run, item)[1])
    if not isinstance(how, HelperCall):
        return False
    returns = how.context.facts.returns
    return returns is not None and returns.form == "const" and returns.value is None
