"""The kinds of arguments that a function's body suggests, before any call shows them.

A parameter that is indexed, or asked for what arrays have, is taken for an
array; one that counts, for an integer; any other for a float.
"""

from s2sad.analysis.values import kind_of
from s2sad.facts.joining import store
from s2sad.facts.kindkeys import copy_kind
from s2sad.facts.kinds import Kind, any_kind, array, number, tuple_of
from s2sad.facts.known import with_value
from s2sad.facts.regions import Region
from s2sad.frontend.ownsignature import own_signature
from s2sad.frontend.trees import walk
from s2sad.records import Record, replace

_LIST_ATTRIBUTES = {"append", "extend", "insert", "remove", "reverse", "pop"}
_DICT_ATTRIBUTES = {"get", "items", "keys", "values", "setdefault", "update"}
_ARRAY_ATTRIBUTES = {"shape", "T", "sum", "mean", "dot", "copy", "ndim", "size", "reshape", "max", "min", "ravel",
                     "flatten", "dtype", "astype", "std", "var", "cumsum", "prod", "transpose", "argmax"}


def guesses(function):
    """What each parameter seems to be: {name: "number", "int", "array2", "list", ...}."""
    from s2sad.analysis.sources import source_of
    found = uses(source_of(function, own=False).tree, own_signature(function).parameters)
    return {name: use.form or (f"array{use.ndim}" if use.arrays else "int" if use.counts else "number")
            for name, use in found.items()}


def alternatives(guessed):
    """Sets of guesses worth trying, the likeliest first."""
    yield guessed
    for form in ("number", "array", "list", "any"):
        yield dict.fromkeys(guessed, form)


def kinds_for(function, wrt, forms, target):
    result = {}
    parameters = own_signature(function).parameters
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
            result[name] = with_value(kind_of(parameter.default, origin="outer"), parameter.default)
        else:
            result[name] = kind_named(forms[name], active)
    return result


def kinds_below(function, wrt, asked, seeds, target):
    """The kinds for a derivative of the derivative `function`: those that it was made for.

    asked: kinds by parameter; seeds: parameter → the name of its seed.
    """
    held = dict(zip(own_signature(function).parameters, target.args)) | dict(target.kwargs)
    of_seeds = {seed: asked[p] for p, seed in seeds.items()}
    table, result = {}, {}
    for name, parameter in own_signature(function).parameters.items():
        active = name in wrt
        if name in held:
            result[name] = kind_of(held[name])
        elif name in asked:
            result[name] = with_activity(copy_kind(asked[name], table), active)
        elif parameter.default is not parameter.empty and not active:
            result[name] = with_value(kind_of(parameter.default, origin="outer"), parameter.default)
        else:
            result[name] = with_activity(copy_kind(of_seeds[name], {}), active)
    return result


def with_activity(kind, active, seen=None):
    """The kind, over the same regions, differentiated or not."""
    seen = set() if seen is None else seen
    if kind is None:
        return None
    if kind.region is not None and id(kind.region.find()) not in seen:
        root = kind.region.find()
        seen.add(id(root))
        root.active = active
        root.content = with_activity(root.content, active, seen)
        if root.fields is not None:
            root.fields = {n: with_activity(k, active, seen) for n, k in root.fields.items()}
    elements = kind.elements
    if isinstance(elements, dict):
        elements = {k: with_activity(v, active, seen) for k, v in elements.items()}
    elif elements is not None:
        elements = tuple(with_activity(v, active, seen) for v in elements)
    return replace(kind, elements=elements, active=active and kind.form in ("number", "any"))


def kind_named(form, active):
    if form == "number":
        return number(float, active)
    if form == "int":
        return number(int, active)
    if form in ("list", "dict"):
        region = Region("param", active)
        store(region, number(float, active))
        return Kind(form, region=region)
    if form == "any":
        return any_kind(Region("param", active), active)
    ndim = int(form[5:] or 1)
    return array("d", ndim, Region("param", active))


class _Uses(Record):
    """What the body does with one name, as far as it has been read."""

    ndim: int = 1
    arrays: bool = False
    counts: bool = False
    form: str | None = None  # once that is sure


def uses(tree, names):
    """How a function's body uses each of these names."""
    import gast
    found = {name: _Uses() for name in names}

    def of(node):
        return found.get(node.id) if isinstance(node, gast.Name) else None
    for node in walk(tree):
        if isinstance(node, gast.Subscript) and (use := of(node.value)):
            if isinstance(node.slice, gast.Constant) and isinstance(node.slice.value, str):
                use.form = use.form or "any"
            use.arrays = True
            if isinstance(node.slice, gast.Tuple):
                use.ndim = max(use.ndim, sum(not (isinstance(e, gast.Constant)
                                                  and (e.value is None or e.value is Ellipsis))
                                             for e in node.slice.elts))
        elif isinstance(node, gast.Attribute) and (use := of(node.value)):
            if node.attr not in _ARRAY_ATTRIBUTES:
                named = "list" if node.attr in _LIST_ATTRIBUTES else "dict" if node.attr in _DICT_ATTRIBUTES else "any"
                use.form = "any" if named == "any" else use.form or named  # an object may have `items`, too
            use.arrays = True
        elif isinstance(node, gast.BinOp) and isinstance(node.op, gast.MatMult):
            for use in filter(None, (of(node.left), of(node.right))):
                use.arrays, use.ndim = True, 2
        elif isinstance(node, (gast.For, gast.comprehension)) and (use := of(node.iter)):
            use.arrays = True
        elif isinstance(node, gast.Call):
            called = getattr(node.func, "id", getattr(node.func, "attr", None))
            for use in filter(None, map(of, node.args)):
                use.counts |= called == "range"
                use.arrays |= called in ("len", "sum", "zip", "enumerate", "mean", "dot", "list")
    return found
