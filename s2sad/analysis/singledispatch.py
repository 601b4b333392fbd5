"""Functions of `functools.singledispatch`: the one for the class of the first argument is called.

    area(x)  →  the derivative of `area.dispatch(float)`
"""

import functools
import types

from s2sad.analysis.truth import exact_types
from s2sad.facts.callrecords import opaque
from s2sad.frontend.names import Place

_CODE = functools.singledispatch(len).__code__


def is_dispatching(function):
    return type(function) is types.FunctionType and function.__code__ is _CODE


def dispatched_kind(run, node, function, arguments):
    """The kind of a call of such a function."""
    from s2sad.analysis.functioncalls import function_kind
    positional, _, _ = arguments
    kind = run.facts.kind[positional[0]] if positional else None
    classes = (type(None),) if kind is not None and kind.form == "const" and kind.value is None else exact_types(kind)
    chosen = {function.dispatch(c) for c in classes or ()}
    if len(chosen) != 1:
        return opaque(run, node, None, f"which function `{function.__name__}` calls depends on the class of its argument, "
                      "which is not known before the program runs", "Ask with isinstance, and call each by its name.",
                      foreign=False, uncertain=True)
    (implementation,) = chosen
    for cls in classes:
        for registered in function.registry:
            run.program.guard_derived(cls, registered)
    run.program.guards[Place("attribute", function, "registry")] = "names", frozenset(function.registry)
    for cls, registered in function.registry.items():
        if registered is implementation:
            run.program.guards[Place("item", function.registry, cls)] = "is", implementation
    return function_kind(run, node, implementation, arguments)
