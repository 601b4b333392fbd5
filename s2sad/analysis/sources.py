"""The sources of the functions that the call tree meets: the user's, generated ones, and those inside them."""

import ast
import inspect

import gast

from s2sad.frontend import source as source_module
from s2sad.frontend.constructors import SOURCES
from s2sad.frontend.convert import to_gast
from s2sad.frontend.names import place_of
from s2sad.frontend.trees import copy_tree, walk


def function_tree(node):
    """A `lambda` as the `def` that it stands for; a `def` as it is."""
    if not isinstance(node, gast.Lambda):
        return node
    body = [gast.copy_location(gast.Return(value=node.body), node.body)]
    return gast.copy_location(gast.FunctionDef(name="lambda_", args=node.args, body=body, decorator_list=[],
                                               returns=None, type_comment=None, type_params=[]), node)


_NOT_PLAIN = {inspect.CO_COROUTINE: "An async function", inspect.CO_ASYNC_GENERATOR: "An async generator"}


def check_plain_function(source, function):
    for flag, what in _NOT_PLAIN.items():
        if function.__code__.co_flags & flag:
            place = next((n for n in walk(source.tree) if isinstance(n, (gast.Yield, gast.YieldFrom))),
                         source.tree)
            raise source_module.refusal(source, place, f"{what} cannot be differentiated.",
                                        "Write a function that returns its values, for example in a list.")


def source_of(function, own=True):
    """The source of a user's function, or of one that s2sad generated; see `source.load`."""
    from s2sad.backend.compiler import TREES
    if function.__code__ in SOURCES:
        made = SOURCES[function.__code__]
        return source_module.Source(function, copy_tree(made.tree), made.filename, made.lines)
    if function.__code__ in TREES:
        text = TREES[function.__code__]
        return source_module.Source(function, to_gast(ast.parse(text).body[0]), function.__code__.co_filename,
                                    text.split("\n"))
    return inner_source(function) or source_module.load(function, own)


def names_of(thing, function):
    """The names that what s2sad adds has in a function that it generated."""
    return {name for name in function.__code__.co_freevars if place_of(function, name).read() is thing}


def inner_source(function):
    """The source of a mirror, a function inside a generated one; None for any other."""
    from s2sad.backend.compiler import ORIGINS
    code = function.__code__
    if code.co_filename not in ORIGINS:
        return None
    text = ORIGINS[code.co_filename].text
    # The text is compiled with a line before it.
    found = [n for n in walk(ast.parse(text)) if isinstance(n, ast.FunctionDef) and n.name == code.co_name
             and n.lineno == code.co_firstlineno - 1]
    return source_module.Source(function, to_gast(found[0]), code.co_filename, text.split("\n")) if found else None
