"""Functions of `functools.singledispatch`, and methods of `singledispatchmethod`: the one for the class of the first
argument is called.

    area(x)  →  the derivative of `area.dispatch(float)`

Where the argument may be of several classes, a Python function that asks which stands for the generic function:

    def total(t):
        if isinstance(t, (list, tuple)):
            return total_list(t)
        return total_object(t)
"""

import functools
import types

from s2sad.analysis.alternatives import is_one_of_several, one_by_one
from s2sad.analysis.objects import for_each_class
from s2sad.analysis.truth import exact_types
from s2sad.facts import kinds as K
from s2sad.facts.callrecords import opaque
from s2sad.facts.classkinds import classes_of
from s2sad.frontend.names import Place
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.wrappers import holder
from s2sad.records import replace

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
    chosen = chosen_for(run, function, kind, len(positional), [k for k, _ in keywords], 0) if rest is None else \
        implementation(run, function, classes_asked(kind))
    if chosen is None:
        return unknown(run, node, function)
    return function_kind(run, node, chosen, arguments)


def dispatched_method(run, node, method, arguments):
    """The function, of a `singledispatchmethod`, that a call of it leads to; None where that is not known."""
    positional, keywords, rest = arguments
    kind = run.facts.kind[positional[0]] if positional else None
    if rest is not None or kind is None:
        return implementation(run, method.dispatcher, classes_asked(kind))
    return chosen_for(run, method.dispatcher, kind, len(positional) + 1, [k for k, _ in keywords], 1)


def unknown(run, node, function):
    return opaque(run, node, None, f"which function `{function.__name__}` calls depends on the class of its argument, "
                  "which is not known before the program runs", "Ask with isinstance, and call each by its name.",
                  foreign=False, uncertain=True)


def classes_asked(kind):
    """The classes of which an argument may be; None where that is not known."""
    if kind is None or kind.form == "const" and kind.value is None:
        return (type(None),) if kind is not None else None
    found = [type(None)] if kind.optional else []
    kind = replace(kind, optional=False)
    for one in one_by_one(kind).values() if is_one_of_several(kind) else (kind,):
        types_ = exact_types(one)
        if types_ is None:
            return None
        found += types_
    return tuple(dict.fromkeys(found))


def chosen_for(run, function, kind, count, keywords, place):
    """What is called for an argument of this kind: the one function for it, or one that asks for the class; None if unknown.

    place: which of the `count` positional arguments says it.
    """
    classes = classes_asked(kind)
    if not classes:
        return None
    return implementation(run, function, classes) or asking(run, function, classes, count, tuple(keywords), place)


def implementation(run, function, classes):
    """The one function that is registered for some classes, guarded; None if there are several."""
    chosen = {function.dispatch(c) for c in classes or ()}
    if len(chosen) != 1:
        return None
    (found,) = chosen
    guard(run, function, classes, chosen)
    return found


def guard(run, function, classes, chosen):
    """Notice when other functions are registered."""
    for cls in classes:
        for registered in function.registry:
            run.program.guard_derived(cls, registered)
    run.program.guards[Place("attribute", function, "registry")] = "names", frozenset(function.registry)
    for cls, registered in function.registry.items():
        if registered in chosen:
            run.program.guards[Place("item", function.registry, cls)] = "is", registered


def asking(run, function, classes, count, keywords, place):
    """A function that calls the one for the class of its argument; None where `isinstance` would choose another one."""
    order = derived_first(function.registry)
    if not all(isinstance(f, types.FunctionType) for f in function.registry.values()) or any(
            function.dispatch(c) is not function.registry[next(r for r in order if issubclass(c, r))] for c in classes):
        return None
    guard(run, function, classes, set(function.registry.values()))
    key = function, count, keywords, place
    if key in run.program.asking:
        return run.program.asking[key]
    parameters = parameters_of(function.registry[object], count, keywords)
    name, names, lines = function.registry[object].__name__, {}, []
    passed = ", ".join([*parameters[:count], *(f"{k}={k}" for k in keywords)])
    for i, cls in enumerate(order):
        chosen, cls_name = named(names, f"{name}_{cls.__name__}", function.registry[cls]), None
        if cls is not object:
            cls_name = named(names, cls.__name__, cls)
        called = f"return {chosen}({passed})"
        lines.append(f"    if isinstance({parameters[place]}, {cls_name}):\n        {called}" if cls_name else f"    {called}")
    text = f"def {name}({', '.join(parameters)}):\n" + "\n".join(lines) + "\n"
    made = run.program.asking[key] = holder(text, name, tuple(names))(*names.values())
    return made


def named(names, wanted, thing):
    """A name for an object of which the text of a function speaks."""
    wanted = wanted if wanted.isidentifier() else "registered"
    while names.get(wanted, thing) is not thing:
        wanted += "_"
    names[wanted] = thing
    return wanted


def parameters_of(function, count, keywords):
    """Names for the arguments of a call, as the function for any class has them."""
    own = [p.name for p in own_signature(function).parameters.values()
           if p.kind in (p.POSITIONAL_ONLY, p.POSITIONAL_OR_KEYWORD)][:count]
    own = own if len(own) == count and not set(own) & set(keywords) else [f"argument_{i + 1}" for i in range(count)]
    return [*own, *keywords]


def derived_first(classes):
    """The classes in such an order that each comes before those from which it is derived.

    >>> derived_first([object, int, bool])
    [<class 'bool'>, <class 'int'>, <class 'object'>]
    """
    left, order = list(classes), []
    while left:
        first = next((c for c in left if not any(issubclass(d, c) for d in left if d is not c)), left[0])
        left.remove(first)
        order.append(first)
    return order
