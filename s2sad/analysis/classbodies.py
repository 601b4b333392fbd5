"""Does a class statement run code of the user's: in its body, its decorators, or what it is derived from?

    @register
    class A:            # what `register` does with it is not looked at
        seen.append(1)  # nor is this

What such code changes would not be known to the rest of the analysis.
"""

import sys
import types

import gast

from s2sad.frontend.trees import walk

_LIBRARIES = sys.stdlib_module_names - {"__main__"} | {"numpy", "scipy"}
_FUNCTIONS = (gast.FunctionDef, gast.AsyncFunctionDef, gast.Lambda)
_CHANGED = (gast.Attribute, gast.Subscript)


def runs_code(run, node):
    """Is there a call in a class statement, or a store, that is not one of a library's?"""
    return any(is_of_user(run, part) for part in [*node.bases, *(k.value for k in node.keywords)]) \
        or any(is_called(run, d) for d in node.decorator_list) \
        or any(does_something(run, part) for statement in node.body for part in outside_functions(statement))


def outside_functions(node):
    """The nodes of a tree without the insides of functions."""
    yield node
    inner = [*getattr(node, "decorator_list", ()), *node.args.defaults, *filter(None, node.args.kw_defaults)] \
        if isinstance(node, _FUNCTIONS) else gast.iter_child_nodes(node)
    for part in inner:
        yield from outside_functions(part)


def does_something(run, node):
    if isinstance(node, gast.ClassDef):
        return runs_code(run, node)
    if isinstance(node, _FUNCTIONS):
        return any(is_called(run, d) for d in getattr(node, "decorator_list", ()))
    if isinstance(node, gast.Call):
        return is_called(run, node.func)
    return isinstance(node, _CHANGED) and isinstance(node.ctx, (gast.Store, gast.Del))


def is_called(run, node):
    """Is calling this more than a library's function does?  A property's `setter` is one of them."""
    if isinstance(node, gast.Call):
        return is_called(run, node.func)
    if isinstance(node, gast.Attribute) and node.attr in ("setter", "getter", "deleter"):
        return False
    value = value_of(run, node)
    if isinstance(value, (type, types.FunctionType, types.BuiltinFunctionType)):
        return (value.__module__ or "").partition(".")[0] not in _LIBRARIES
    return True


def is_of_user(run, node):
    """Is this a class, or a metaclass, that runs code where a class is made of it?"""
    value = value_of(run, node)
    if not isinstance(value, type):
        kind = run.facts.kind.get(node)
        nested = kind.value if kind is not None and kind.form == "plain" and isinstance(kind.value, tuple) else None
        return any(isinstance(n, gast.FunctionDef) and n.name == "__init_subclass__" for n in walk(nested[1])) \
            if nested and nested[0] == "nested" else isinstance(node, gast.Call) and is_called(run, node)
    makers = [type(value), *(c for c in value.__mro__ if "__init_subclass__" in vars(c)),
              *([value] if issubclass(value, type) else [])]
    return any((c.__module__ or "").partition(".")[0] not in _LIBRARIES for c in makers)


def value_of(run, node):
    kind = run.reachable(node) if isinstance(node, (gast.Name, gast.Attribute)) else None
    return kind.value if kind is not None and kind.form == "const" else None
