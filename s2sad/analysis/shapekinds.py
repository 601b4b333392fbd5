"""The kinds of arrays whose number of dimensions goes by an argument, which a sample cannot tell."""

import gast
import numpy as np

from s2sad.facts import kinds as K
from s2sad.facts.kinds import number
from s2sad.facts.sample import result_of
from s2sad.records import replace

_SHAPES = {"reshape": "shape", "broadcast_to": "shape", "resize": "new_shape", "squeeze": None, "tile": None}


ASKED_NONE = "none"


def reshaped(run, rule, bound, dtype):
    """The kind of an array in another shape: its dtype, and the number of dimensions that the shape has.

    np.full's array has the dtype of what it is filled with, or the one asked for; dtype: None where that is not known.
    """
    name = rule.name.rpartition(".")[2]
    if name == "full":
        filler, rank = run.facts.kind[bound["fill_value"]], dimensions(run, bound["shape"])
        made = result_of(np.full, [number(int), replace(filler, active=False)], {} if dtype is ASKED_NONE else {"dtype": dtype}) \
            if filler.form == "number" and filler.type != "number" and rank is not None and dtype is not None else None
        return None if made is None else replace(made, ndim=rank)
    source = run.facts.kind[bound[rule.linear[0]]] if name in _SHAPES else None
    if source is None or isinstance(source, list) or source.form != "array" or source.optional:
        return None
    return K.array(source.type, dimensions(run, bound.get(_SHAPES[name])))


def dimensions(run, shape):
    """How many numbers a shape consists of, or None."""
    if isinstance(shape, list):
        if len(shape) != 1:
            return len(shape)
        (shape,) = shape
    if isinstance(shape, gast.List) and not any(isinstance(e, gast.Starred) for e in shape.elts):
        return len(shape.elts)
    kind = run.facts.kind.get(shape) if isinstance(shape, gast.AST) else None
    if kind is None or kind.optional:
        return None
    if kind.form == "tuple" and kind.elements is not None:
        return len(kind.elements)
    return 1 if kind.form == "number" else None
