"""`heapq`: what C does is read from the module's own Python source, which stands beneath it."""

import heapq
import importlib.util
import sys
import types

from s2sad.rules.registry import stands_for


def in_python(module):
    """The module as its Python source alone defines it, without what it takes from C."""
    spec = importlib.util.spec_from_file_location(module.__name__, module.__file__)
    made = importlib.util.module_from_spec(spec)
    accelerated = "_" + module.__name__
    known = sys.modules.get(accelerated)
    sys.modules[accelerated] = None  # importing it fails
    try:
        spec.loader.exec_module(made)
    finally:
        if known is None:
            del sys.modules[accelerated]
        else:
            sys.modules[accelerated] = known
    return made


_PYTHON = in_python(heapq)
for _name, _function in vars(heapq).items():
    if isinstance(_function, types.BuiltinFunctionType):
        stands_for(_function)(getattr(_PYTHON, _name))
