"""Python functions that are read in place of the `operator` module's, and of `pow`, where these work on objects, lists or
dicts, so that what they do is up to methods.

    operator.add(a, b)  →  def add(a, b): return a + b
"""

import functools
import operator

from s2sad.frontend.wrappers import defined

_BINARY = {"add": "+", "sub": "-", "mul": "*", "truediv": "/", "floordiv": "//", "mod": "%", "pow": "**", "matmul": "@",
           "and_": "&", "or_": "|", "xor": "^", "lshift": "<<", "rshift": ">>"}
_COMPARE = {"lt": "<", "le": "<=", "eq": "==", "ne": "!=", "gt": ">", "ge": ">="}
_UNARY = {"neg": "-a", "pos": "+a", "invert": "~a", "inv": "~a", "not_": "not a", "truth": "bool(a)"}
_TEXTS = {
    **{name: f"def {name}(a, b):\n    return a {sign} b\n" for name, sign in (_BINARY | _COMPARE).items()},
    **{name: f"def {name}(a):\n    return {result}\n" for name, result in _UNARY.items()},
    **{f"i{name.strip('_')}": f"def i{name.strip('_')}(a, b):\n    a {sign}= b\n    return a\n" for name, sign in _BINARY.items()},
    "concat": "def concat(a, b):\n    return a + b\n",
    "iconcat": "def iconcat(a, b):\n    a += b\n    return a\n",
    "contains": "def contains(a, b):\n    return b in a\n",
    "getitem": "def getitem(a, b):\n    return a[b]\n",
    "setitem": "def setitem(a, b, c):\n    a[b] = c\n",
    "delitem": "def delitem(a, b):\n    del a[b]\n",
    "call": "def call(f, /, *args, **kwargs):\n    return f(*args, **kwargs)\n",
}
_NAMES = {getattr(operator, name): name for name in _TEXTS if hasattr(operator, name)} | {pow: "pow"}
LOOKING = {getattr(operator, name) for name in (*_COMPARE, "contains", "not_", "truth")}


def as_operator(function):
    """The Python function that does what a function of `operator`, or `pow`, does; None for any other.

    >>> as_operator(operator.iadd)([1], [2]), as_operator(len)
    ([1, 2], None)
    """
    name = _NAMES.get(function)
    return None if name is None else _written(name)


@functools.cache
def _written(name):
    return defined(_TEXTS[name], name, __name__=__name__)
