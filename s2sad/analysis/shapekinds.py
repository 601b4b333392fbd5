"""The kinds of arrays whose number of dimensions goes by an argument, which a sample cannot tell."""


import gast
import numpy as np

from s2sad.facts import kinds as K
from s2sad.facts.kinds import number
from s2sad.facts.sample import result_of
from s2sad.records import replace

_SHAPES = {"reshape": "shape", "broadcast_to": "shape", "resize": "new_shape", "squeeze": None, "tile": None}


def reshaped(run, rule, bound):
    """The kind of an array in another shape: its dtype, and the number of dimensions that the shape has.

    np.full's array has the dtype of what it is filled with.
    """
    name = rule.name.rpartition(".")[2]
    if name == "full" and "dtype" not in bound:
        filler = run.facts.kind[bound["fill_value"]]
        return result_of(np.full, [number(int), replace(filler, active=False)], {}) if filler.form == "number" \
            and filler.type != "number" and is_count(run, bound["shape"]) else None
    source = run.facts.kind[bound[rule.linear[0]]] if name in _SHAPES else None
    if source is None or isinstance(source, list) or source.form != "array" or source.optional:
        return None
    return K.array(source.type, dimensions(run, bound.get(_SHAPES[name])))


def is_count(run, node):
    """Is this shape a number of elements?"""
    kind = run.facts.kind.get(node)
    return kind is not None and kind.form == "number"


def dimensions(run, shape):
    """How many numbers a shape consists of, or None."""
    if isinstance(shape, list):
        if len(shape) != 1:
            return len(shape)
        (shape,) = shape
    kind = run.facts.kind.get(shape) if isinstance(shape, gast.AST) else None
    if kind is None or kind.optional:
        return None
    if kind.form == "tuple" and kind.elements is not None:
        return len(kind.elements)
    return 1 if kind.form == "number" else None
