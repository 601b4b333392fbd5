"""What generated code may call; a derivative pasted elsewhere needs `from s2sad.runtime import *`."""

from s2sad.rules.registry import register_imported
from s2sad.runtime import (
    accumulations, differences, exceptions, frozen, histograms, iterators, linalg, lists, managers, mirrors, places, polynomials,
    pushforward, quantiles, seeds, sets, subscripts, tangents)


def _public(module):
    return {n: v for n, v in vars(module).items()
            if callable(v) and getattr(v, "__module__", None) == module.__name__ and not n.startswith("_")}


NAMES = {}
for _module in (accumulations, differences, exceptions, histograms, iterators, linalg, lists, managers, polynomials, quantiles, sets, tangents):
    NAMES.update(_public(_module))
for _name in ("zeros", "lasting_zeros", "like", "aligned", "fresh", "pairs", "tuple_like", "stored", "rewritten"):
    NAMES[_name] = getattr(mirrors, _name)
NAMES["FrozenTangents"] = frozen.FrozenTangents
NAMES["seed"] = seeds.seed
NAMES["subscripts_of"] = subscripts.subscripts_of
NAMES["places_of"], NAMES["steps_of"] = places.places_of, places.steps_of
NAMES["pushforward"] = pushforward.pushforward
NAMES["paired"] = pushforward.paired
globals().update(NAMES)
__all__ = sorted(NAMES)


def extend(module):
    """The public functions of `module`, which needs an optional library, are helpers from now on."""
    NAMES.update(_public(module))
    globals().update(_public(module))
    __all__[:] = sorted(NAMES)


def helper(name):
    """The helper of this name."""
    if name not in NAMES:
        register_imported()
    return NAMES[name]
