"""Calls of NumPy's functions in every spelling, as one line of text each.

A spelling is an expression in `x`, or statements that end in a `return`.  It is
checked at each of the named points, in double and in single precision, and its
derivative is differentiated again.  `y` is another constant argument like `x`.
"""

import linecache

import numpy as np

from tests.reference import Case


def irregular(*shape, shift=0.0):
    """Numbers between -2 and 2 of which no two are equal or opposite."""
    n = int(np.prod(shape))
    return (np.sin(1.3 * np.arange(n) ** 1.1 + 0.7 + shift) * 2).reshape(shape)


def complex_(*shape):
    return irregular(*shape) + 1j * irregular(*shape, shift=2.0)


POINTS = {
    "n": 0.7, "z": 0.7 - 0.4j, "V": irregular(5), "M": irregular(2, 3), "S": irregular(3, 3) + 3 * np.eye(3),
    "T": irregular(2, 3, 4), "P": np.abs(irregular(2, 3)) + 0.3, "Q": np.abs(irregular(6)) + 0.3,
    "C": complex_(2, 3), "W": complex_(6), "D": complex_(3, 3) + 3 * np.eye(3), "0": np.array(1.3),
    "E": np.zeros((0, 3)), "L": [0.3, -1.2, 2.5, 0.9], "H": irregular(3, 3) + irregular(3, 3).T + np.diag([0, 3, 7]),
    "N": np.array([[0.5, np.nan, 2.5], [1.5, -0.3, np.nan]]),
    "I": np.array([0.1, 0.7, 1.6, 2.9, 3.3, 4.1]),
}
SINGLE = {key: (value.astype("f4" if value.dtype.kind == "f" else "c8")) for key, value in POINTS.items()
          if isinstance(value, np.ndarray)}


def function_of(text, name):
    """The function `f(x, y)` that a spelling is the body of."""
    body = text if "return" in text else f"return {text}"
    lines = body.replace(":;", ":; ").split("; ")
    source = "def f(x, y):\n" + "".join(f"    {line}\n" for line in lines)
    filename = f"<{name}>"
    linecache.cache[filename] = (len(source), None, source.splitlines(True), filename)
    scope = {"np": np, "__name__": "spellings"}
    exec(compile(source, filename, "exec"), scope)
    return scope["f"]


def cases(spellings, single=True, order=2):
    """The cases of a list of (text, points), or (text, points, options).

    The first point is that of the second derivative and of single precision, too.
    """
    for text, points, *options in spellings:
        options = dict(options[0]) if options else {}
        double = options.pop("double", False)
        for i, point in enumerate(points.split()):
            fun = function_of(text, f"{text} at {point}")
            given = {"order": 1 if i else order, "tol": 1e-5, "name": f"{text} at {point}"} | options
            other = POINTS[point]
            other = other * 0.5 if not isinstance(other, list) else [0.5 * v for v in other]
            yield Case(fun, (POINTS[point], other), {}, **given)
            if single and not i and point in SINGLE and not double:
                yield Case(fun, (SINGLE[point], other.astype(SINGLE[point].dtype)), {},
                           **(given | {"order": 1, "name": given["name"] + ", single"}))


def is_spelled(name):
    """Does one of the lists of spellings call the function or method of this name?"""
    from tests import test_flat, test_linalg_spellings, test_numpy_spellings, test_ufunc_methods, test_writes
    lists = (test_flat, test_linalg_spellings, test_numpy_spellings, test_ufunc_methods, test_writes)
    called = f"{name.replace('ndarray', '')}("
    return any(called in spelling[0] for module in lists for spelling in module.SPELLINGS)
