"""Which classes a `class` statement made, by CPython's flags of type objects (`Py_TPFLAGS_HEAPTYPE`, `..._IMMUTABLETYPE`).

>>> class Own:
...     pass
>>> is_made_by_class(Own), is_made_by_class(list)
(True, False)
"""

_HEAP, _IMMUTABLE = 1 << 9, 1 << 8
MAKING, BY_CLASS = _HEAP | _IMMUTABLE, _HEAP  # `cls.__flags__ & MAKING == BY_CLASS`, where a call costs too much


def is_made_by_class(cls):
    """Was it made by a `class` statement?  A class written in C is not on the heap, or cannot be changed."""
    return cls.__flags__ & MAKING == BY_CLASS
