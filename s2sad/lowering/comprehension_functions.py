"""A comprehension in a loop that makes functions of its variable becomes a function: each of its runs has a variable of its own.

>>> import gast
>>> from s2sad.backend.printer import text_of
>>> tree = gast.parse('''
... def f(x, powers):
...     for k in range(3):
...         x = x + sum([integrate(lambda s: s ** p) for p in powers])
...     return x
... ''').body[0]
>>> sorted(write_as_functions(tree))
['items', 'values']
>>> print(text_of(tree), end="")
def f(x, powers):
    def items(values):
        return [integrate(lambda s: s ** p) for p in values]
    for k in range(3):
        x = x + sum(items(powers))
    return x

Written out as a loop it would have one variable for all of its runs.
"""

import gast

from s2sad.frontend.build import call, name, unused
from s2sad.frontend.scopes import COMPREHENSIONS, FUNCTIONS, parameter_names
from s2sad.frontend.trees import walk
from s2sad.lowering.comprehension_names import bound_names, parts

_LOOPS = (gast.For, gast.While)
_OF_THE_FRAME = (gast.NamedExpr, gast.Yield, gast.YieldFrom, gast.Await)
_COMPARING = ("max", "min", "sorted", "sort")


def write_as_functions(tree):
    """Rewrite in place; returns the names that were added."""
    added, taken = set(), {n.id for n in walk(tree) if isinstance(n, gast.Name)} | {
        n.name for n in walk(tree) if isinstance(n, (gast.FunctionDef, gast.ClassDef))}
    for function in [n for n in walk(tree) if isinstance(n, gast.FunctionDef)]:
        in_blocks(function, taken, added)
    return added


def in_blocks(statement, taken, added):
    """Look at the loops in the blocks of a statement, down to the outermost ones."""
    for _, block in gast.iter_fields(statement):
        if not isinstance(block, list):
            continue
        for part in list(block):
            if isinstance(part, _LOOPS):
                before = taken_out(part, taken, added)
                place = block.index(part)
                block[place:place] = before
            elif isinstance(part, (gast.stmt, gast.ExceptHandler, gast.match_case)) and not isinstance(part, (*FUNCTIONS, gast.ClassDef)):
                in_blocks(part, taken, added)


def taken_out(loop, taken, added):
    """The functions that stand for comprehensions in a loop, which calls them then."""
    made, todo = [], [loop]
    while todo:
        node = todo.pop()
        for field, child in gast.iter_fields(node):
            for place, part in enumerate(child if isinstance(child, list) else [child]):
                if isinstance(part, COMPREHENSIONS):
                    if any(isinstance(n, COMPREHENSIONS) and makes_functions(n) for n in walk(part)) \
                            and not any(isinstance(n, _OF_THE_FRAME) or isinstance(n, gast.Name) and n.id in ("super", "__class__")
                                        for n in walk(part)):
                        put(node, field, place if isinstance(child, list) else None, as_call(part, made, taken, added))
                        continue
                if isinstance(part, gast.AST) and not isinstance(part, (*FUNCTIONS, gast.ClassDef)):
                    todo.append(part)
    return made


def put(node, field, place, new):
    if place is None:
        setattr(node, field, new)
    else:
        getattr(node, field)[place] = new


def makes_functions(node):
    """Does a comprehension make functions of its variables, other than to compare by?"""
    own = bound_names(node)
    inside = [n for part in parts(node)[1] for n in walk(part)]
    keys = {id(k.value) for n in inside if isinstance(n, gast.Call) and getattr(n.func, "id", getattr(n.func, "attr", None)) in _COMPARING
            for k in n.keywords if k.arg == "key"}
    return any(isinstance(n, gast.Lambda) and id(n) not in keys
               and own & {inner.id for inner in walk(n) if isinstance(inner, gast.Name)}.difference(parameter_names(n.args)) for n in inside)


def as_call(node, made, taken, added):
    """The call of a new function, added to `made`, that does what a comprehension does."""
    function, values = unused("items", taken), unused("values", taken)
    taken.update((function, values))
    added.update((function, values))
    first = node.generators[0]
    result = call(name(function), first.iter)
    first.iter = name(values)
    body = yielding(node) if isinstance(node, gast.GeneratorExp) else gast.Return(value=node)
    arguments = gast.arguments(args=[gast.Name(values, gast.Param(), None, None)], posonlyargs=[], vararg=None, kwonlyargs=[],
                               kw_defaults=[], kwarg=None, defaults=[])
    definition = gast.FunctionDef(name=function, args=arguments, body=[body], decorator_list=[], returns=None, type_comment=None,
                                  type_params=[])
    for new in (definition, result, body, first.iter):
        for inner in walk(new):
            if not hasattr(inner, "lineno") and isinstance(inner, (gast.expr, gast.stmt)):
                gast.copy_location(inner, node)
    made.append(definition)
    return gast.copy_location(result, node)


def yielding(node):
    """A generator expression as the loop of a generator function."""
    body = gast.Expr(value=gast.Yield(value=node.elt))
    for generator in reversed(node.generators):
        for condition in reversed(generator.ifs):
            body = gast.If(test=condition, body=[body], orelse=[])
        body = gast.For(target=generator.target, iter=generator.iter, body=[body], orelse=[], type_comment=None)
    return body
