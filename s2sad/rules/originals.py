"""Modules as they were before the program could give their names another meaning.

A program may replace `math.sin`, for a test or for another precision. The rules were written for the functions that
went by these names when s2sad was imported, and what a rule names in its templates is one of them.
"""

import functools
import importlib
import types


@functools.cache
def original(module_name):
    """A copy of a module, made when it was first asked for: its names keep their meaning."""
    package, _, inner = module_name.rpartition(".")
    module = importlib.import_module(module_name)
    copy = types.ModuleType(module.__name__, module.__doc__)
    copy.__dict__.update(vars(module))
    if package and package in _COPIED:
        setattr(original(package), inner, copy)
    return copy


_COPIED = ("numpy",)

np, math, cmath, operator, builtins = map(original, ("numpy", "math", "cmath", "operator", "builtins"))
for _inner in ("linalg", "fft"):
    original(f"numpy.{_inner}")


def steps(module_name, path):
    """(module, attribute) for each step of `np.linalg.inv` that another thing may be given for; the rest cannot change.

    >>> steps("numpy", ["linalg", "inv"]), steps("numpy", ["add", "reduce"])
    ([('numpy', 'linalg'), ('numpy.linalg', 'inv')], [('numpy', 'add')])
    """
    found = []
    for step in path:
        found.append((module_name, step))
        part = getattr(original(module_name), step, None)
        if not isinstance(part, types.ModuleType):
            break
        module_name = part.__name__
    return found


def is_original(module_name, attribute):
    """Has a name of a module still its meaning?"""
    kept = getattr(original(module_name), attribute)
    now = getattr(importlib.import_module(module_name), attribute, None)
    return now is kept or isinstance(kept, types.ModuleType) and getattr(now, "__name__", None) == kept.__name__
