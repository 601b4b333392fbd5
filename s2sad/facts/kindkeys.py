"""What identifies kinds, whatever their regions are called; and copies of them, each with regions of its own."""

import types

import numpy as np

from s2sad.facts.alternatives import is_function
from s2sad.facts.regions import Region, sorted_fields
from s2sad.records import replace


def signature(kind, table=None, keeping=None):
    """A hashable description of a kind; regions are numbered as they appear.

    keeping: what stands for a known object, where the description outlives what it describes.
    """
    if kind is None:
        return None
    if kind.form == "number":
        return (kind.form, kind.type, kind.active, kind.optional, kind.known)
    table = {} if table is None else table
    region = None
    if kind.region is not None:
        root = kind.region.find()
        if id(root) in table:
            region = table[id(root)]
        else:
            table[id(root)] = number_ = len(table)
            region = (number_, root.active, root.origin == "outer", root.mixed, root.shrinks, root.derived, root.objects, root.texts, root.by_names,
                      signature(root.content, table, keeping))
            if root.makers:
                region = (*region, root.makers)
            if root.fields is not None:
                region = (*region, root.place, *((n, signature(k, table, keeping)) for n, k in sorted_fields(root)))
    elements = kind.elements
    if isinstance(elements, dict):
        elements = tuple((k, signature(v, table, keeping)) for k, v in elements.items())
    elif elements is not None:
        elements = tuple(signature(v, table, keeping) for v in elements)
    value = kind.value
    functions = None
    if kind.functions is not None and (kind.form != "const" or len(kind.functions.find().members) > 1):
        root = kind.functions.find()
        which = tuple(keeping(m.function) for m in root.members.values()) if keeping else (id(root), len(root.members))
        functions = which, root.active
        if kind.form != "any":
            return (kind.form, *functions, kind.optional)
    if kind.form == "const":
        value = (type(value), repr(value)) if _hashable_constant(value) else \
            (type(value), keeping(value) if keeping else identity(value))
    return (kind.form, kind.type, kind.ndim, region, elements, value, kind.active, kind.optional, kind.lasting, kind.known,
            kind.among, functions)


def kinds_key(parameters, keeping=None):
    """A hashable description of the kinds of all parameters; see `signature`."""
    table = {}
    return tuple((n, signature(k, table, keeping)) for n, k in parameters.items())


def identity(value):
    """What tells an object from others; `np.add.at` is made anew each time that it is read."""
    if isinstance(value, (types.BuiltinMethodType, types.MethodType)) and isinstance(value.__self__, (type, np.ufunc)):
        return id(value.__self__), id(getattr(value, "__func__", None)), value.__name__
    return id(value)


def _hashable_constant(value):
    return value is None or type(value) in (bool, int, float, complex, str, bytes)


def copy_kind(kind, table):
    """The same kind over fresh regions; `table` maps old regions to new ones."""
    if kind is None or is_function(kind):
        return kind
    region = None
    if kind.region is not None:
        root = kind.region.find()
        region = table.get(id(root))
        if region is None:
            region = Region("outer" if root.origin == "outer" else "param", root.active, kept=True)
            region.lazy, region.opaque, region.mixed, region.makers = root.lazy, root.opaque, root.mixed, root.makers
            region.shrinks, region.derived, region.by_names = root.shrinks, root.derived, root.by_names
            region.objects, region.texts = root.objects, root.texts
            table[id(root)] = region
            table.setdefault("pairs", []).append((root, region))
            region.content = copy_kind(root.content, table)
            if root.fields is not None:
                region.place = root.place
                region.fields = {n: copy_kind(k, table) for n, k in root.fields.items()}
    elements = kind.elements
    if isinstance(elements, dict):
        elements = {k: copy_kind(v, table) for k, v in elements.items()}
    elif elements is not None:
        elements = tuple(copy_kind(v, table) for v in elements)
    return replace(kind, region=region, elements=elements)
