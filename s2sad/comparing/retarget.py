"""The user's function run on other numbers: of high precision, symbols, other libraries' tensors.

The function, and the user's functions that it calls, are compiled again from their source
with other meanings for `math`, NumPy and a few builtins; see `Vocabulary`.  The lines keep
their numbers, so that an exception still points at the user's line.
"""

import ast
import cmath
import functools
import math
import operator
import types
from dataclasses import dataclass, field

import gast
import numpy as np

from s2sad.errors import DifferentiationError
from s2sad.frontend.source import load


class Unavailable(Exception):
    """The function cannot be run on these numbers; says why."""


@dataclass
class Vocabulary:
    """What the names of a function mean elsewhere.

    functions: for a function's name in `math` what does its work; number: what a float constant becomes;
    real: what the left side of a division becomes; modules: whole modules that stand for others.
    """

    name: str
    functions: dict
    number: object = staticmethod(lambda x: x)
    real: object = staticmethod(lambda x: x)
    builtins: dict = field(default_factory=dict)
    modules: dict = field(default_factory=dict)


# What is called otherwise in NumPy than in `math`.
_NUMPY_NAMES = {"arcsin": "asin", "arccos": "acos", "arctan": "atan", "arctan2": "atan2", "arcsinh": "asinh",
                "arccosh": "acosh", "arctanh": "atanh", "absolute": "fabs", "abs": "fabs", "power": "pow",
                "float_power": "pow", "deg2rad": "radians", "rad2deg": "degrees", "maximum": "max", "minimum": "min",
                "fmax": "max", "fmin": "min"}
NAMES = ("sin", "cos", "tan", "asin", "acos", "atan", "atan2", "sinh", "cosh", "tanh", "asinh", "acosh", "atanh", "exp",
         "exp2", "expm1", "log", "log2", "log10", "log1p", "sqrt", "cbrt", "fabs", "hypot", "pow", "erf", "erfc",
         "gamma", "lgamma", "degrees", "radians", "floor", "ceil", "square", "reciprocal", "sign", "max", "min")
CONSTANTS = ("pi", "e", "tau", "inf", "nan")


@functools.cache
def known_functions():
    """id of a function of math, cmath or NumPy → its name in `math`."""
    found = {}
    for name in NAMES:
        for module in (math, cmath, np):
            thing = getattr(module, name, None)
            if callable(thing):
                found[id(thing)] = name
    for theirs, name in _NUMPY_NAMES.items():
        found[id(getattr(np, theirs))] = name
    return found


class Module:
    """`math` or NumPy in another vocabulary."""

    def __init__(self, module, vocabulary):
        self._module, self._vocabulary = module, vocabulary

    def __getattr__(self, name):
        return replaced(getattr(self._module, name), self._vocabulary, f"{self._module.__name__}.{name}", {})


def replaced(thing, vocabulary, name, memo):
    """What stands for a thing of the user's program."""
    if isinstance(thing, types.ModuleType):
        if thing.__name__ in vocabulary.modules:
            return vocabulary.modules[thing.__name__]
        return Module(thing, vocabulary) if thing.__name__ in ("math", "cmath", "numpy") else thing
    known = known_functions().get(id(thing))
    if known is not None:
        if known not in vocabulary.functions:
            raise Unavailable(f"{vocabulary.name} has no {name}")
        return vocabulary.functions[known]
    if isinstance(thing, types.FunctionType) and (thing.__module__ or "").split(".")[0] != "numpy":
        return retargeted(thing, vocabulary, memo)
    if isinstance(thing, float) and type(thing) is float:
        short = name.rpartition(".")[2]
        return vocabulary.functions.get(short, vocabulary.number(thing)) if short in CONSTANTS else \
            vocabulary.number(thing)
    module = str(getattr(thing, "__module__", None) or type(thing).__module__).split(".")[0]
    if callable(thing) and module in ("numpy", "math", "cmath"):
        raise Unavailable(f"{name} is not known to {vocabulary.name}")
    return thing


def retargeted(function, vocabulary, memo=None):
    """The function in another vocabulary.

    Raises:
        Unavailable: it has no source, or uses what the vocabulary lacks.
    """
    memo = {} if memo is None else memo
    if function in memo:
        return lambda *args, **kwargs: memo[function](*args, **kwargs)  # it calls itself
    memo[function] = None
    try:
        source = load(function)
    except DifferentiationError as error:
        raise Unavailable(error.reason) from None
    tree = _Numbers().visit(gast.gast_to_ast(source.tree))
    tree.decorator_list, tree.returns = [], None
    for argument in ast.walk(tree.args):
        if isinstance(argument, ast.arg):
            argument.annotation = None
    tree.args.defaults = [ast.Constant(value=None) for _ in tree.args.defaults]
    tree.args.kw_defaults = [d and ast.Constant(value=None) for d in tree.args.kw_defaults]
    names = dict(function.__globals__)
    for name, cell in zip(function.__code__.co_freevars, function.__closure__ or ()):
        try:
            names[name] = cell.cell_contents
        except ValueError:  # not assigned yet
            pass
    local = set(function.__code__.co_varnames) | set(function.__code__.co_cellvars)
    space = {**names, "_s2sad_number": vocabulary.number, "_s2sad_real": vocabulary.real,
             "_s2sad_power": functools.partial(power, vocabulary.real)}
    for name in {n.id for n in ast.walk(tree) if isinstance(n, ast.Name)} - local:
        if name in names:
            space[name] = replaced(names[name], vocabulary, name, memo)
        elif name in vocabulary.builtins:
            space[name] = vocabulary.builtins[name]
    module = ast.fix_missing_locations(ast.Module(body=[tree], type_ignores=[]))
    defined = {}
    exec(compile(module, function.__code__.co_filename, "exec", dont_inherit=True), space, defined)
    result = defined[tree.name]
    space[tree.name] = space.get(tree.name, result)
    own = [vocabulary.number(d) if type(d) is float else d for d in function.__defaults__ or ()]
    named = {n: vocabulary.number(d) if type(d) is float else d for n, d in (function.__kwdefaults__ or {}).items()}
    result.__defaults__, result.__kwdefaults__ = tuple(own) or None, named or None
    memo[function] = result
    return result


def power(real, a, b):
    """`a ** b`; of integers where that is one."""
    return a ** b if isinstance(a, int) and isinstance(b, int) and b >= 0 else real(a) ** b


class _Numbers(ast.NodeTransformer):
    """Constants, divisions and powers of plain numbers become ones of the vocabulary's numbers."""

    def visit_Constant(self, node):
        return _call("_s2sad_number", node) if isinstance(node.value, float) else node

    def visit_BinOp(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Div):
            node.left = _call("_s2sad_real", node.left)
        elif isinstance(node.op, ast.Pow):
            return _call("_s2sad_power", node.left, node.right)
        return node

    def visit_AugAssign(self, node):
        self.generic_visit(node)
        if isinstance(node.op, ast.Div) and isinstance(node.target, ast.Name):
            read = ast.copy_location(ast.Name(id=node.target.id, ctx=ast.Load()), node)
            return ast.copy_location(ast.Assign(targets=[node.target], value=ast.copy_location(ast.BinOp(
                left=_call("_s2sad_real", read), op=node.op, right=node.value), node)), node)
        return node

    def visit_JoinedStr(self, node):
        return node

    visit_MatchValue = visit_JoinedStr


def _call(name, *arguments):
    place = arguments[0]
    return ast.copy_location(ast.Call(func=ast.copy_location(ast.Name(id=name, ctx=ast.Load()), place),
                                      args=list(arguments), keywords=[]), place)


POWERS = {"pow": operator.pow, "square": lambda x: x * x, "reciprocal": lambda x: 1 / x}
