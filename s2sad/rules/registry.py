"""The registry of derivative rules: function object -> Rule.

A rule states mathematics in the field's notation.  A template is a Python
expression in the function's own parameter names; `da` stands for the tangent
of parameter `a`, and `result` for the value that the function returned.

>>> from types import SimpleNamespace
>>> def cube(x): return x**3
>>> _ = elementwise(cube, "x", x="3 * x**2 * dx")
>>> RULES[cube].terms["x"]
'3 * x**2 * dx'
"""

import ast
import importlib
import re
import sys
from functools import cache
from types import FunctionType

import numpy as np

from s2sad.records import Record, Value
from s2sad.rules import originals  # noqa: F401  (as early as can be)


class Cases(Value):
    """A template per field and shape of the operands.

    `complex` is taken when an operand is known to be complex, `number` when
    all are known to be real scalars, `array` when all are known to be real
    and one is an array, `scalar` when all are known to be scalars of NumPy's,
    `otherwise` when none of this is known; a case left out falls back to `otherwise`.
    """

    otherwise: str
    number: str | None = None
    array: str | None = None
    scalar: str | None = None
    complex: "str | NoDerivative | None" = None


class Rule(Record):
    """How a function's tangent follows from its arguments' tangents.

    form:
        "terms": the tangent is the sum, over the active parameters, of
            `terms[parameter]`; or it is `terms["*"]`, one formula for all parameters
            in `linear`, where the tangent of an inactive one is None.
        "linear": the function is jointly linear in `linear`: the tangent is
            the same call on the tangents, zero standing in for an inactive one.
        "multilinear": linear in each of `linear` with the others held: one
            such call for each active argument, added up; `terms` is for a call with a starred one.
        "zero": integer- or bool-valued, or piecewise constant.
        "writes": the function writes into its parameter `target` and returns None;
            `terms["mirror"]` is the call that does the same to the tangents (`0.0`
            standing in for an inactive one of `linear`), or `terms["content"]` what
            the tangent of `target` holds afterwards.  Either runs before the call.
    elementwise: the result is broadcast from the operands, element for
        element (so terms may be broadcast late).
    view_of: the parameter whose memory the result may share; `analysis.rulekinds.viewed` knows the calls that copy.
    unless: a parameter without influence -> the parameter that takes it away if given.
    given: a parameter -> the rule of calls that give it, as where it changes what is returned.
    target: the parameter that a function of form "writes" writes into.
    result: how the kind of the result is found: "sample" runs the function on
        tiny arrays of the operands' kinds, "source" reads the function,
        "unknown" makes no claim, "mirror" is for `seed` (`analysis.seedkinds`); a parameter's name says that it is
        that argument's.
    home: the namespace in which a rule of the user's was written; None for our own.
    """

    name: str
    signature: str
    form: str
    terms: dict = dict
    linear: tuple = ()
    elementwise: bool = False
    view_of: str | None = None
    result: str = "sample"
    target: str | None = None
    home: dict | None = None
    unless: dict = dict
    given: dict = dict

    def template(self, parameter):
        """The template of the term of a parameter."""
        return self.terms[parameter] if parameter in self.terms else self.terms["*"]

    @property
    def parameters(self):
        return parse_signature(self.signature)


class NoDerivative(Value):
    """In the place of a template: a parameter that the function cannot be differentiated by."""

    why: str
    instead: str = "Make that argument one that does not depend on what is differentiated."


# The modules that templates may name, as they name them.
MODULES = {"np": "numpy", "math": "math", "special": "scipy.special", "linalg": "scipy.linalg",
           "stats": "scipy.stats", "signal": "scipy.signal"}
# Libraries that a program may import -> the file with their rules.
OPTIONAL = {"scipy.special": "scipy_special", "scipy.linalg": "scipy_linalg",
            "scipy.sparse": "scipy_sparse_kinds", "scipy.sparse.linalg": "scipy_sparse", "scipy.stats": "scipy_stats",
            "scipy.fft": "scipy_fft", "scipy.fftpack": "scipy_fftpack", "scipy.signal": "scipy_signal",
            "scipy.ndimage": "scipy_ndimage", "scipy.optimize": "scipy_optimize", "scipy.integrate": "scipy_integrate",
            "scipy.interpolate": "scipy_interpolate", "scipy.spatial.distance": "scipy_spatial",
            "statistics": "statistics",
            "heapq": "heaps"}

RULES = {}  # function object -> Rule
METHODS = {}  # ndarray method name -> Rule; the array is the first parameter
ATTRIBUTES = {}  # ndarray attribute name -> "linear" (a view or copy) or "zero"
STANDS_FOR = {}  # function object without source -> Python function that does the same
REFUSED = {}  # function object -> (why, what to do instead)
ONLY = {}  # function object, or ndarray method name -> parameter -> the values for which its rule holds
MOST_DIMENSIONS = {}  # function object -> (a parameter that must be given, or None; parameter -> how many its rule takes)
# Parameters by which the functions of a library are told a number of elements, a place, an axis or yes and no: they jump.
_NUMPY = ("axis axes axis1 axis2 axisa axisb axisc source destination start n k m N s deg num offset shape new_shape window_shape strides "
          "reps repeats shift indices_or_sections obj kth pad_width stat_length minlength ndmin indices ind condition where mask")
WHOLE = {library: frozenset(names.split()) for library, names in {
    "np": _NUMPY, "ndarray": _NUMPY, "scipy.fft": "axis axes n s type", "scipy.integrate": "axis",
    "scipy.ndimage": "axis axes size order origin output_shape labels index", "scipy.linalg": "axis",
    "scipy.signal": "axis axes N num q n up down window_length polyorder deriv padlen"}.items()}
BY_LAYOUT = {}  # functions that read memory by strides, if this parameter is given: the tangent is given its value's own

# The files with the rules of Python, and those of NumPy that are read together.
PYTHON = dict.fromkeys(("builtins", "math", "cmath", "operator", "_operator", "copy", "io", "_io"), ("python", "iteration"))
PYTHON |= dict.fromkeys(("bisect", "_bisect"), ("python", "bisection"))
NUMPY = ("elementwise", "shape", "reductions", "products", "inplace", "polynomials", "sets", "apart", "callers",
         "series", "methods")


@cache
def parse_signature(text):
    """The `ast.arguments` of a signature written as text."""
    return ast.parse(f"lambda {text}: 0", mode="eval").body.args


def library_rule(fn):
    """The rule of a function object, or None."""
    return _look_up(RULES, fn)


def library_refusal(fn):
    """Why a function object cannot be differentiated, and what to do instead, as sentences; or None."""
    found = _look_up(REFUSED, fn) if library_rule(fn) is None else None
    if found is None:
        return None
    why, instead = found
    name = getattr(fn, "__name__", repr(fn))
    return f"`{name}` cannot be differentiated: {why}.", f"Instead: {instead}."


def method_rule(name):
    """The rule of an ndarray method, or None."""
    if name not in METHODS and hasattr(np.ndarray, name):
        _register(NUMPY)
    return METHODS.get(name)


def jumps(rule, parameter):
    """Is what the function returns piecewise constant in this parameter, which it takes for a whole number or truth value?"""
    library = "np" if rule.name.startswith("np.") else rule.name.rpartition(".")[0]
    return rule.terms.get(parameter, "") is None or parameter in WHOLE.get(library, ()) \
        and parameter not in rule.terms and parameter not in rule.linear


def attribute_rule(name):
    """What is known of an ndarray attribute: "linear", "zero" or None."""
    if name not in ATTRIBUTES and hasattr(np.ndarray, name):
        _register(NUMPY)
    return ATTRIBUTES.get(name)


def stand_in(fn):
    """The Python function that does the same as one without source, or None."""
    return _look_up(STANDS_FOR, fn)


def _look_up(table, fn):
    try:
        for files in files_of(fn) if fn not in table else ():
            # The files cost time to import: the later ones are not read where an earlier one has the answer.
            if fn in table or table is RULES and fn in REFUSED:
                break
            _register(files)
        return table.get(fn)
    except TypeError:  # not hashable
        return None


def files_of(fn):
    """Where the rule of a function may be: tuples of files of this folder, the likeliest first."""
    home = getattr(fn, "__module__", None)
    home = home if isinstance(home, str) else ""
    if isinstance(fn, np.ufunc):
        return ("elementwise", "products"), NUMPY, _optional()
    if isinstance(getattr(fn, "__self__", None), np.ufunc):
        return ("ufuncs",),
    if home in PYTHON:
        return PYTHON[home],
    top = home.partition(".")[0]
    if top == "numpy":
        own = home.partition(".")[2]
        return (own,) if own in ("linalg", "fft") else (), NUMPY
    if top == "s2sad":
        return ("runtime", "python", "elementwise"), _optional()
    return (("iteration",), _optional()) if top in _LIBRARIES else ()


_LIBRARIES = {"functools", "_functools", "itertools", "scipy", "statistics", "_statistics", "heapq", "_heapq"}


def _optional():
    """The files of those optional libraries that the program has imported by now."""
    return tuple(rules for library, rules in OPTIONAL.items() if library in sys.modules)


@cache
def _register(files):
    for name in files:
        importlib.import_module("s2sad.rules." + name)


def register_imported():
    """Register the rules of optional libraries that the program has imported by now."""
    _register(_optional())


def add(fn, rule):
    """Register `rule` for the function object `fn`; a second rule is an error."""
    if fn in RULES:
        raise ValueError(f"{rule.name} has a rule already")
    RULES[fn] = rule
    return rule


def name_of(fn):
    """A printable dotted name: `np.linalg.det`, `math.sin`, `abs`, `scipy.special.erf`."""
    module = getattr(fn, "__module__", None) or ""
    name = getattr(fn, "__qualname__", None) or getattr(fn, "__name__", repr(fn))
    if isinstance(getattr(fn, "__self__", None), np.ufunc):
        return f"{name_of(fn.__self__)}.{fn.__name__}"
    if isinstance(fn, np.ufunc):
        special = sys.modules.get("scipy.special")
        return f"scipy.special.{name}" if getattr(special, name, None) is fn else f"np.{name}"
    if module in ("builtins", ""):
        return name
    if isinstance(fn, FunctionType) and module.partition(".")[0] not in (
            "numpy", "scipy", *sys.stdlib_module_names):
        return name.rpartition("<locals>.")[2]
    if module.startswith("scipy."):  # the package that shows it, not the file that defines it
        parts = module.split(".")
        packages = [".".join(parts[:i]) for i in range(2, len(parts))]
        module = next((p for p in packages if getattr(sys.modules.get(p), name, None) is fn), module)
    module = module.replace("numpy", "np", 1)
    if module in ("np.lib.scimath", "np.lib._scimath_impl"):
        module = "np.emath"
    return f"{module}.{name}"


def rename(template, names):
    """The template with names and calls in the place of names.

    >>> rename("x * np.x(dx, x=1)", {"x": "np.abs(a)", "dx": "da"})
    'np.abs(a) * np.x(da, x=1)'
    """
    return _VARIABLE.sub(lambda found: names.get(found[0], found[0]), template)


_VARIABLE = re.compile(r"(?<![\w.])[A-Za-z_]\w*\b(?!=[^=])")


def elementwise(fn, signature, *, result="sample", **terms):
    """A function that maps numbers to numbers, and arrays element by element."""
    return add(fn, Rule(name_of(fn), signature, "terms", terms, elementwise=True, result=result))


def formula(fn, signature, *, view_of=None, result="sample", given=None, **terms):
    """A function whose tangent is the sum of one formula per active parameter."""
    return add(fn, Rule(name_of(fn), signature, "terms", terms, view_of=view_of, result=result, given=given or {}))


def rule_of(fn, signature, **terms):
    """The rule that `formula` registers, for calls that give a certain parameter."""
    return Rule(name_of(fn), signature, "terms", terms)


def joint(fn, signature, template, *parameters, result="sample"):
    """A function with one formula for all parameters, as where its result is a tuple."""
    return add(fn, joint_rule(fn, signature, template, *parameters, result=result))


def joint_rule(fn, signature, template, *parameters, result="sample"):
    return Rule(name_of(fn), signature, "terms", {"*": template}, parameters, result=result)


def linear(fn, signature, *linear, view_of=None, result="sample", elementwise=False):
    """A function that is jointly linear in the parameters named."""
    return add(fn, Rule(name_of(fn), signature, "linear", linear=linear, view_of=view_of,
                        result=result, elementwise=elementwise))


def multilinear(fn, signature, *linear, result="sample", unless=None, view_of=None, starred=None):
    """A function that is linear in each of the parameters named, the others held.

    starred: for one that takes any number of them, the term for `*operands` of a length that is not known.
    """
    return add(fn, Rule(name_of(fn), signature, "multilinear", {linear[0]: starred} if starred else {}, linear,
                        view_of=view_of, result=result, unless=unless or {}))


def zero(*fns, signature="*args, **kwargs"):
    """Functions whose derivative is zero wherever it exists, or that return no number.

    The signature matters only where `out` has a place in it.
    """
    for fn in fns:
        add(fn, Rule(name_of(fn), signature, "zero"))


def writes(fn, signature, target, *linear, name=None, **terms):
    """A function that writes into its argument `target`, linearly in those named, and returns None."""
    return add(fn, Rule(name or name_of(fn), signature, "writes", terms, linear, target=target))


def method(name, fn, signature):
    """The ndarray method `name` follows the rule of the function `fn`.

    `signature` is the method's, the array first, under `fn`'s parameter names.
    """
    rule = RULES[fn]
    METHODS[name] = Rule(f"ndarray.{name}", signature, rule.form, rule.terms, rule.linear,
                         rule.elementwise, rule.view_of, rule.result, rule.target, given=rule.given)


def stands_for(*functions):
    """Decorates a Python function that is read, and differentiated, in place of these, which have no source."""
    def register(python_function):
        STANDS_FOR.update(dict.fromkeys(functions, python_function))
        return python_function
    return register


def refuse(fn, why, instead):
    """`fn` cannot be differentiated; say why, and what to do instead."""
    REFUSED[fn] = (why, instead)
