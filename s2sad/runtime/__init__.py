"""What generated code may call; a derivative pasted elsewhere needs `from s2sad.runtime import *`."""

import functools
import importlib

from s2sad.rules.registry import register_imported
from s2sad.runtime import (
    containers, exceptions, extremes, fitting, frozen, iterators, lists, managers, mirrors, places, pushforward,
    reductions, seeds, special, subscripts, tangents)

NAMES = {}  # the helpers that were read
# The files that are read when a helper is asked for that is in none of those above.
_READ_LATER = ("accumulations", "arraytangents", "counters", "dictkeys", "differences", "histograms", "interpolation",
               "jacobiantrees", "linalg", "norms", "polynomials", "quantiles", "sets", "settangents")


def extend(module):
    """The public functions of `module` are helpers from now on."""
    NAMES.update({n: v for n, v in vars(module).items()
                  if callable(v) and getattr(v, "__module__", None) == module.__name__ and not n.startswith("_")})
    globals().update(NAMES)


for _module in (exceptions, extremes, iterators, lists, managers, reductions, special, tangents):
    extend(_module)
for _module, _names in ((mirrors, ("zeros", "lasting_zeros", "pairs", "is_mirrored")),
                        (fitting, ("like", "aligned", "aligned_each", "fresh", "given", "stored", "rewritten")), (containers, ("tuple_like",)),
                        (frozen, ("FrozenTangents", "ShapesOf")), (seeds, ("seed",)),
                        (subscripts, ("subscripts_of", "table", "an_array")), (places, ("layout_of", "places_of", "steps_of")),
                        (pushforward, ("pushforward", "paired"))):
    NAMES.update({_name: getattr(_module, _name) for _name in _names})
globals().update(NAMES)


@functools.cache
def _read_all():
    for file in _READ_LATER:
        extend(importlib.import_module("s2sad.runtime." + file))


def every_name():
    """All helpers, by their names."""
    _read_all()
    return NAMES


def __getattr__(name):
    if name == "__all__":
        return sorted(every_name())
    if not name.startswith("_"):
        _read_all()
        if name in globals():
            return globals()[name]
    raise AttributeError(f"module {__name__!r} has no attribute {name!r}")


def helper(name):
    """The helper of this name."""
    if name not in NAMES and name not in every_name():
        register_imported()
    return NAMES[name]
