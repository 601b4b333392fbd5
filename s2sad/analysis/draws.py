"""NumPy's random numbers: what a generator draws is new, and its shape is that of any other draw."""

import functools
import inspect
import sys

import numpy as np

from s2sad.facts import kinds as K
from s2sad.facts.callrecords import PlainCall, all_arguments
from s2sad.facts.kinds import Kind
from s2sad.facts.reached import is_active
from s2sad.facts.regions import Region
from s2sad.facts.sample import result_of
from s2sad.runtime.draws import of_the_module, twin

# They draw no numbers, or not numbers alone.
_OTHERS = {"bit_generator", "bytes", "get_state", "seed", "set_state", "shuffle", "spawn"}
# Draws that move with one of their parameters, but not in a way that is known with the other: (its place, its name).
_HELD = {"gamma": (0, "shape"), "multivariate_normal": (1, "cov")}
_OF_ITEMS = {"choice", "permutation", "permuted"}


def imported(module, *names):
    """What a module has under these names, if the program has imported it: if not, it cannot be met."""
    found = sys.modules.get(module)
    return tuple(getattr(found, name) for name in names if hasattr(found, name))


def is_series(cls):
    """Is this a class of numpy.polynomial, or np.poly1d?"""
    return issubclass(cls, (np.poly1d, *imported("numpy.polynomial._polybase", "ABCPolyBase")))


def generator_classes():
    """The classes of NumPy's generators."""
    return imported("numpy.random", "Generator", "RandomState")


def generator_kind(run, node, function):
    """The kind of a generator that is made here; None if it is none."""
    if function in imported("numpy.random", "default_rng"):
        cls = np.random.Generator
    elif function is twin:
        cls = run.facts.kind[node.args[0]].type
    elif function is of_the_module:
        cls = np.random.RandomState
    else:
        cls = function if function in (*generator_classes(), *imported("random", "Random", "SystemRandom")) else None
    if cls is None:
        return None
    run.facts.call[node] = PlainCall()  # what it starts from is a whole number
    return Kind("object", type=cls, region=run.context.site(node, "value"), value=())


def drawn_kind(run, node, cls, name, positional, keywords, rest):
    """The kind of what a method of a generator draws; None if it is no new number or array."""
    kinds = [run.facts.kind[a] for a in positional]
    named = {k: run.facts.kind[v] for k, v in keywords}
    if cls not in generator_classes() or name in _OTHERS or name.startswith("_") or not hasattr(cls, name) or rest is not None \
            or "out" in named or any(is_active(run.facts.kind[a]) for a in _moving(cls, name, positional, keywords)) \
            or name in _OF_ITEMS and not all(map(K.is_numeric, kinds[:1])):
        return None
    run.facts.call[node] = PlainCall()
    kind = result_of(_sampled(cls, name), kinds, named)
    return run.place(node, kind or Kind("numeric", region=Region()), False)


def _moving(cls, name, positional, keywords):
    """The arguments of a draw that may move what is drawn: all that do not say how many numbers there are to be."""
    names = _parameter_names(cls, name)
    of_place = names + ("size",) * (len(positional) - len(names))  # rand(2, 3)
    return [a for a, p in zip(positional, of_place) if p != "size"] + [v for k, v in keywords if k != "size"]


@functools.cache
def _parameter_names(cls, name):
    """The names of the parameters of a draw, without those of `*args`."""
    found = inspect.signature(getattr(cls, name)).parameters.values()
    return tuple(p.name for p in found if p.kind is not p.VAR_POSITIONAL)[1:]


_NUMBERS = {"random": "real", "uniform": "real", "gauss": "real", "normalvariate": "real", "expovariate": "real",
            "randint": int, "randrange": int, "getrandbits": int}


def draws_numbers(cls, name):
    """Is this a method of Python's generators that draws a number?"""
    return name in _NUMBERS and cls in imported("random", "Random", "SystemRandom")


def number_drawn(run, node, cls, name):
    """The kind of a number that a generator of Python's draws, by no parameters that are differentiated; None for others."""
    if not draws_numbers(cls, name) or any(is_active(run.facts.kind[a]) for a in all_arguments(node)):
        return None
    run.facts.call[node] = PlainCall()
    return K.number(_NUMBERS[name])


def is_drawn_from(run, name, positional, keywords):
    """May there be a Python function for this draw? Of those of items, where the items alone are active, not what
    decides which of them are taken. What is shuffled may become active later."""
    if name in _HELD:
        place, parameter = _HELD[name]
        held = positional[place:place + 1] + [v for k, v in keywords if k == parameter]
        return not any(is_active(run.facts.kind[a]) for a in held)
    if name not in _OF_ITEMS | {"shuffle"}:
        return True
    items = positional[:1] or [v for k, v in keywords if k in ("x", "a")]
    others = positional[1:] + [v for k, v in keywords if k not in ("x", "a", "size")]
    moves = name == "shuffle" or any(is_active(run.facts.kind[a]) for a in items)
    return moves and not any(is_active(run.facts.kind[a]) for a in others)


@functools.cache
def _sampled(cls, name):
    """The method of a generator that nobody else uses."""
    def draw(*args, **kwargs):
        made = np.random.default_rng(0) if cls is np.random.Generator else cls(0)
        return getattr(made, name)(*args, **kwargs)
    return draw
