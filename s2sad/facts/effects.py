"""What running a function changes, beyond what it returns."""

from s2sad.facts.callrecords import ApplyCall, all_arguments, helpers
from s2sad.facts.classfacts import are_defined, captured_kinds
from s2sad.facts.kinds import is_active, regions
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
    return any(r.find().active and r.find().written for c in (context, *methods_reached(context)) for r in touched(c)) \
        or rebinds_any(context) or applies(context)


def writes(context):
    """Does running a context write into any memory that was there before, or give an active variable another value?"""
    return any(r.find().written for c in (context, *methods_reached(context)) for r in touched(c)) \
        or rebinds_any(context) or applies(context)


def rebinds_any(context):
    """Does running a context give an active variable another value, itself or in a method that it comes to?"""
    return any(map(rebinds_active, (context, *methods_reached(context))))


def methods_reached(context):
    """The methods of classes defined inside functions that running a context may come to: they capture variables."""
    if not are_defined():
        return ()
    if context.reached is not None:
        return context.reached
    seen = set()
    rest = [context]
    while rest:
        inner = rest.pop()
        if inner not in seen:
            seen.add(inner)
            rest += contexts_called(inner)
    found = [c for c in seen if c.home is not None and c is not context]
    if context.settled:
        context.reached = found
    return found


def contexts_called(context):
    """The contexts of the user's functions that a context calls."""
    for how in context.facts.call.values():
        yield from (h.context for h in helpers(how))
        functions = getattr(how, "functions", None)
        for member in functions.find().members.values() if functions is not None else ():
            yield from member.contexts.values()


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
    return any(applies_inside(c, seen) for c in contexts_called(context))
