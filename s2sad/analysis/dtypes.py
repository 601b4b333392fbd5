"""Dtypes that a program computes of what has known kinds: `np.result_type(a, float)`, `np.dtype("f8")`."""

import numpy as np

from s2sad.analysis.rulekinds import sample_argument
from s2sad.facts.callrecords import PlainCall
from s2sad.facts.kinds import Kind, const


def computed(function):
    """The kind of such a call: the dtype itself, as NumPy finds it; None where it goes by more than kinds."""
    def dtype_kind(run, node, positional, keywords):
        try:
            found = function(*map(_stand_in, [sample_argument(run, p) for p in positional]))
        except (TypeError, ValueError):
            return None
        if keywords or not positional:
            return None
        run.facts.call[node] = PlainCall()
        return const(np.dtype(found))
    return dtype_kind


def _stand_in(argument):
    """Something of the same dtype; raises TypeError where that is not known."""
    if not isinstance(argument, Kind):
        return argument
    if argument.optional or not (argument.form == "array" and argument.type is not None
                                 or argument.form == "number" and isinstance(argument.type, type)):
        raise TypeError
    return np.zeros(1, argument.type) if argument.form == "array" else argument.type(1)


COMPUTED = {function: computed(function) for function in (np.dtype, np.result_type, np.promote_types, np.common_type)}
