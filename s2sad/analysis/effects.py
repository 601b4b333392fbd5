"""What running a function changes, beyond what it returns."""

from s2sad.analysis.callrecords import ApplyCall, all_arguments, helpers
from s2sad.analysis.kinds import is_active, regions
from s2sad.analysis.localclasses import captured_kinds
from s2sad.frontend.scopes import scope_of


def touched(context):
    """The memory that running a context may write into: what its parameters reach, and what it captures."""
    found = list(context.roots)
    if context.home is not None:
        found += [r for k in captured_kinds(context.parent, scope_of(context.node).free) for r in regions(k)]
    return found


def rebinds_active(context):
    """Does a method give another value to an active variable of the function around its class?"""
    return context.home is not None and any(
        name in owner.facts.active_names for name in scope_of(context.node).rebound
        if (owner := context.parent.owner(name)) is not None)


def writes_active(context):
    """Does running a context write into active memory, or give an active variable around it another value?"""
    return any(r.find().active and r.find().written for r in touched(context)) or rebinds_active(context) \
        or applies(context)


def applies(context):
    """Are active values given to functions that only the run will know, which may do anything with them?"""
    if context.applies is not None:
        return context.applies
    seen = set()
    found = applies_inside(context, seen)
    if context.settled:
        for known in [context] if found else seen:  # where it is not, it is not in any function that was looked at
            known.applies = found
    return found


def applies_inside(context, seen):
    """The same; seen: the functions that were looked at, to which this adds."""
    if context.applies is not None:
        return context.applies
    if context in seen:
        return False
    seen.add(context)
    for node, how in context.facts.call.items():
        if isinstance(how, ApplyCall) and any(is_active(context.facts.kind.get(n)) for n in all_arguments(node)):
            return True
        functions = getattr(how, "functions", None)
        members = functions.find().members.values() if functions is not None else ()
        inner = [h.context for h in helpers(how)] + [c for m in members for c in m.contexts.values()]
        if any(applies_inside(c, seen) for c in inner):
            return True
    return False
