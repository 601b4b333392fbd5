"""Calls with functions that the called function made itself: a context that is there already serves these, too.

    def repeated(f, n):                                  # `f` may be the lambda that is made here
        for _ in range(n):
            f = (lambda h: lambda x: h(h(x)))(f)
        return f

Functions that may meet become one set, so what a context was made for may by now be what it is called with.  In
a recursion they become one set here; else each level would have a context of its own, without end.
"""

from s2sad.facts.joining import unify_functions
from s2sad.facts.kindkeys import kinds_key
from s2sad.facts.reached import function_sets


def earlier_context(contexts, parameters, kinds, caller):
    """One of these contexts of a function, for a call with what was made on the way through it; or None."""
    sets = [s for k in parameters.values() for s in function_sets(k)]
    makers = {c for s in sets for m in s.members.values() for c in callers(m.parent)}
    around = makers and callers(caller)
    for context in contexts:
        if context in makers and kinds_key(context.params) == kinds:
            return context
        if context in makers and context in around and is_but_for_functions(context.params, parameters):
            for name, kind in parameters.items():
                if kind.form == "function":
                    unify_functions(context.params[name].functions, kind.functions)
            return context
    return None


def callers(context):
    """A context, those on the way to its first call, and those around them."""
    found = set()
    while context is not None and context not in found:
        found.update(context.lineage)
        context = context.caller[0] if context.caller is not None else None
    return found


def is_but_for_functions(mine, theirs):
    """Are these the same kinds, if functions that are made on the way are taken for the same?"""
    def others(parameters):
        return {n: None if k.form == "function" else k for n, k in parameters.items()}
    return kinds_key(others(mine)) == kinds_key(others(theirs)) and \
        [k.form for k in mine.values()] == [k.form for k in theirs.values()]
