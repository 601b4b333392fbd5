"""Functions of `functools.singledispatch`, and methods of `singledispatchmethod`: the one for the class of the first
argument is called.

    area(x)  →  the derivative of `area.dispatch(float)`
"""

import functools
import types

from s2sad.analysis.objects import for_each_class
from s2sad.analysis.truth import exact_types
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import opaque
from s2sad.facts.classkinds import classes_of
from s2sad.frontend.names import Place

_CODE = functools.singledispatch(len).__code__


# What a `singledispatch` of a function is that is made inside, and why it is refused.
DISPATCHING = K.Kind("plain", type="singledispatch")
MADE_INSIDE = ("`singledispatch` of a function that is made inside, and uses what is differentiated, is not supported",
               "Define it at the level of the module, or ask with isinstance.")


def is_dispatching(function):
    return type(function) is types.FunctionType and function.__code__ is _CODE


def dispatched_kind(run, node, function, arguments):
    """The kind of a call of such a function."""
    from s2sad.analysis.functioncalls import function_kind
    positional, keywords, rest = arguments
    kind = run.facts.kind[positional[0]] if positional else None
    if kind is not None and K.has_fields(kind) and not kind.optional and len(classes_of(kind)) > 1:
        return for_each_class(run, node, positional[0], kind, lambda one, cls, subject: function_kind(
            run, node, implementation(run, function, (cls,)), ([subject, *positional[1:]], keywords, rest)))
    chosen = implementation(run, function, classes_asked(kind))
    if chosen is None:
        return unknown(run, node, function)
    return function_kind(run, node, chosen, arguments)


def dispatched_method(run, node, method, arguments):
    """The function, of a `singledispatchmethod`, that a call of it leads to; None where that is not known."""
    positional, _, _ = arguments
    return implementation(run, method.dispatcher, classes_asked(run.facts.kind[positional[0]] if positional else None))


def unknown(run, node, function):
    return opaque(run, node, None, f"which function `{function.__name__}` calls depends on the class of its argument, "
                  "which is not known before the program runs", "Ask with isinstance, and call each by its name.",
                  foreign=False, uncertain=True)


def classes_asked(kind):
    return (type(None),) if kind is not None and kind.form == "const" and kind.value is None else exact_types(kind)


def implementation(run, function, classes):
    """The one function that is registered for some classes, guarded; None if there are several."""
    chosen = {function.dispatch(c) for c in classes or ()}
    if len(chosen) != 1:
        return None
    (found,) = chosen
    for cls in classes:
        for registered in function.registry:
            run.program.guard_derived(cls, registered)
    run.program.guards[Place("attribute", function, "registry")] = "names", frozenset(function.registry)
    for cls, registered in function.registry.items():
        if registered is found:
            run.program.guards[Place("item", function.registry, cls)] = "is", found
    return found
