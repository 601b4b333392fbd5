"""`math` and NumPy's functions in mpmath, SymPy, autograd, JAX and PyTorch."""

import numpy as np

from s2sad.comparing.retarget import NAMES, POWERS, Vocabulary

# In NumPy and its likes, for a name in `math`.
_ARRAY_NAMES = {"asin": "arcsin", "acos": "arccos", "atan": "arctan", "atan2": "arctan2", "asinh": "arcsinh",
                "acosh": "arccosh", "atanh": "arctanh", "fabs": "abs", "pow": "power", "radians": "deg2rad",
                "degrees": "rad2deg", "max": "maximum", "min": "minimum"}

_SPECIAL_NAMES = {"erf": "erf", "erfc": "erfc", "gamma": "gamma", "lgamma": "gammaln"}

# In mpmath and SymPy under the same name.
_COMMON = ("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh",
           "exp", "log", "sqrt", "cbrt", "erf", "erfc", "gamma", "sign")


def mpmath():
    """Numbers of any precision."""
    import mpmath as m
    functions = {n: getattr(m, n) for n in (*_COMMON, "expm1", "log10", "log1p", "fabs", "hypot", "degrees", "radians")}
    functions |= POWERS | {
        "exp2": lambda x: m.mpf(2)**x, "log2": lambda x: m.log(x, 2), "lgamma": lambda x: m.loggamma(x).real,
        "floor": lambda x: int(m.floor(x)), "ceil": lambda x: int(m.ceil(x)), "max": max, "min": min,
        "pi": +m.pi, "e": +m.e, "tau": 2 * m.pi, "inf": m.inf, "nan": m.nan}
    return Vocabulary("mpmath", functions, number=m.mpf,
                      real=lambda x: m.mpf(x) if isinstance(x, (int, float)) else x,
                      builtins={"float": lambda x: m.mpf(x)})


def sympy():
    """Symbols."""
    import sympy as s
    functions = {n: getattr(s, n) for n in (*_COMMON, "floor")}
    functions |= POWERS | {
        "exp2": lambda x: 2**s.sympify(x), "expm1": lambda x: s.exp(x) - 1, "log2": lambda x: s.log(x, 2),
        "log10": lambda x: s.log(x, 10), "log1p": lambda x: s.log(1 + x), "fabs": s.Abs,
        "hypot": lambda x, y: s.sqrt(x**2 + y**2), "lgamma": s.loggamma, "ceil": s.ceiling,
        "degrees": lambda x: x * 180 / s.pi, "radians": lambda x: x * s.pi / 180, "max": s.Max, "min": s.Min,
        "pi": s.pi, "e": s.E, "tau": 2 * s.pi, "inf": s.oo, "nan": s.nan}

    def number(x):
        return s.Rational(repr(x)) if np.isfinite(x) else s.Float(x)

    def real(x):
        return s.Integer(x) if isinstance(x, int) else number(x) if isinstance(x, float) else x
    return Vocabulary("SymPy", functions, number=number, real=real,
                      builtins={"float": lambda x: x, "max": s.Max, "min": s.Min, "abs": s.Abs})


def like_numpy(name, module, special):
    """A library with NumPy's names, for `math` as well; `special` has those of `scipy.special`."""
    functions = {}
    for n in NAMES:
        found = getattr(module, _ARRAY_NAMES.get(n, n), None)
        if found is not None:
            functions[n] = found
    functions |= {n: getattr(special, theirs) for n, theirs in _SPECIAL_NAMES.items() if hasattr(special, theirs)}
    return Vocabulary(name, POWERS | functions, modules={"numpy": module}, builtins={"float": lambda x: x})


def torch(module):
    """PyTorch: its functions take tensors only."""
    functions = {}
    for n in NAMES:
        found = getattr(module, _ARRAY_NAMES.get(n, n), None) or getattr(module, n, None)
        if found is not None:
            functions[n] = _on_tensors(module, found)
    return Vocabulary("PyTorch", functions | POWERS, builtins={"float": lambda x: x})


def _on_tensors(module, function):
    def called(*args):
        return function(*(a if isinstance(a, module.Tensor) else module.tensor(a, dtype=module.float64) for a in args))
    return called
