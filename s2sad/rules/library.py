"""The rules of Python's and NumPy's functions, one file per domain; importing this registers them.

Those of optional libraries wait until the program imports these (`registry.OPTIONAL`).
"""

from s2sad.rules import (  # noqa: F401, I001
    elementwise, fft, inplace, linalg, polynomials, products, python, reductions, runtime, sets, shape, ufuncs)
from s2sad.rules import apart, callers, iteration, methods, series  # noqa: F401  (last: it refers to the others)
