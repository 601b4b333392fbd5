"""`heapq`: what C does is read from the module's own Python source, which stands beneath it; and `merge`."""

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


@stands_for(heapq.merge)
def merge(*iterables, key=None, reverse=False):
    sources, heads, keys = [], [], []
    for iterable in iterables:
        source = iter(iterable)
        for item in source:
            sources.append(source)
            heads.append(item)
            keys.append(item if key is None else key(item))
            break
    while sources:
        first = 0
        for i in range(1, len(keys)):
            if keys[first] < keys[i] if reverse else keys[i] < keys[first]:
                first = i
        yield heads[first]
        for item in sources[first]:
            heads[first] = item
            keys[first] = item if key is None else key(item)
            break
        else:
            del sources[first], heads[first], keys[first]
