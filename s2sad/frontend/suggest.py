"""The kinds of arguments that a function's body suggests, before any call shows them.

A parameter that is indexed, or asked for what arrays have, is taken for an
array; one that counts, for an integer; any other for a float.
"""

import inspect

from s2sad.analysis import kinds as K
from s2sad.analysis.kinds import Kind, Region, any_kind, array, number, tuple_of
from s2sad.analysis.values import kind_of
from s2sad.frontend.trees import walk

_LIST_ATTRIBUTES = {"append", "extend", "insert", "remove", "reverse", "pop"}
_DICT_ATTRIBUTES = {"get", "items", "keys", "values", "setdefault", "update"}
_ARRAY_ATTRIBUTES = {"shape", "T", "sum", "mean", "dot", "copy", "ndim", "size", "reshape", "max", "min", "ravel",
                     "flatten", "dtype", "astype", "std", "var", "cumsum", "prod", "transpose", "argmax"}


def guesses(function):
    """What each parameter seems to be: {name: "number", "int", "array2", "list", ...}."""
    from s2sad.analysis.program import source_of
    tree = source_of(function).tree
    return {name: guess_of(name, tree) for name in inspect.signature(function, follow_wrapped=False).parameters}


def alternatives(guessed):
    """Sets of guesses worth trying, the likeliest first."""
    yield guessed
    for form in ("number", "array", "list", "any"):
        yield dict.fromkeys(guessed, form)


def kinds_for(function, wrt, forms, target):
    result = {}
    parameters = inspect.signature(function, follow_wrapped=False).parameters
    held = dict(zip(parameters, target.args)) | dict(target.kwargs)
    for name, parameter in parameters.items():
        active = name in wrt
        if name in held:
            result[name] = kind_of(held[name])
        elif parameter.kind is parameter.VAR_POSITIONAL:
            result[name] = tuple_of([number(float, active)] * 2) if active else tuple_of(())
        elif parameter.kind is parameter.VAR_KEYWORD:
            result[name] = Kind("dict", region=Region(), elements={})
        elif parameter.default is not parameter.empty and not active:
            result[name] = kind_of(parameter.default, origin="outer")
        else:
            result[name] = kind_named(forms[name], active)
    return result


def kind_named(form, active):
    if form == "number":
        return number(float, active)
    if form == "int":
        return number(int, active)
    if form in ("list", "dict"):
        region = Region("param", active)
        K.store(region, number(float, active))
        return Kind(form, region=region)
    if form == "any":
        return any_kind(Region("param", active), active)
    ndim = int(form[5:] or 1)
    return array("d", ndim, Region("param", active))


def guess_of(name, tree):
    """"number", "int", "array<ndim>" or "any"."""
    import gast
    ndim, arrays, counts = 1, False, False
    for node in walk(tree):
        if isinstance(node, gast.Subscript) and _is(node.value, name):
            if isinstance(node.slice, gast.Constant) and isinstance(node.slice.value, str):
                return "any"
            arrays = True
            if isinstance(node.slice, gast.Tuple):
                ndim = max(ndim, sum(not (isinstance(e, gast.Constant) and (e.value is None or e.value is Ellipsis))
                                     for e in node.slice.elts))
        elif isinstance(node, gast.Attribute) and _is(node.value, name):
            if node.attr in _LIST_ATTRIBUTES:
                return "list"
            if node.attr in _DICT_ATTRIBUTES:
                return "dict"
            if node.attr not in _ARRAY_ATTRIBUTES:
                return "any"
            arrays = True
        elif isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult) \
                and (_is(node.left, name) or _is(node.right, name)):
            arrays = True
            ndim = 2
        elif isinstance(node, (gast.For, gast.comprehension)) and _is(node.iter, name):
            arrays = True
        elif isinstance(node, gast.Call) and any(_is(a, name) for a in node.args):
            called = getattr(node.func, "id", getattr(node.func, "attr", None))
            if called == "range":
                counts = True
            elif called in ("len", "sum", "zip", "enumerate", "mean", "dot", "list"):
                arrays = True
    return f"array{ndim}" if arrays else "int" if counts else "number"


def _is(node, name):
    import gast
    return isinstance(node, gast.Name) and node.id == name
