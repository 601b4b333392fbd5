"""Checks any derivative rule against finite differences, without the compiler.

`evaluate` does by substitution what the compiler does by inlining; `check`
compares the outcome with central differences.  A tangent dictionary maps
parameter names to tangents; for a `*args` parameter the tangent is a tuple,
zero standing in for an inactive one.
"""

import ast
import inspect
import itertools
import math
import sys

import numpy as np

from s2sad.rules import library  # noqa: F401  (registers the rules)
from s2sad.rules.registry import METHODS, MODULES, RULES, Cases, NoDerivative
from s2sad import runtime


def function_of(rule):
    """The function that a rule of RULES or METHODS belongs to."""
    for fn, candidate in RULES.items():
        if candidate is rule or any(other is rule for other in candidate.given.values()):
            return fn
    for name, candidate in METHODS.items():
        if candidate is rule:
            return lambda array, *args, **kwargs: getattr(array, name)(*args, **kwargs)
    raise LookupError(rule.name)


def bind(rule, args, kwargs):
    """The arguments given, by parameter name (a tuple for `*args`)."""
    return dict(signature_of(rule).bind(*args, **kwargs).arguments)


def signature_of(rule):
    """The rule's signature, its defaults evaluated."""
    return inspect.signature(eval(f"lambda {rule.signature}: 0", dict(runtime.every_name())))


def case_of(values):
    """Which entry of `Cases` holds for these operands."""
    leaves = [leaf for value in values for leaf in leaves_of(value)]
    if any(np.iscomplexobj(leaf) for leaf in leaves):
        return "complex"
    return "array" if any(isinstance(leaf, np.ndarray) for leaf in leaves) else "number"


def leaves_of(value):
    if isinstance(value, (list, tuple)):
        return [leaf for item in value for leaf in leaves_of(item)]
    return [value] if isinstance(value, (int, float, complex, np.number, np.ndarray)) else []


class Expand(ast.NodeTransformer):
    """Replaces a literal `...` as a call's last argument by the other arguments given."""

    def __init__(self, names):
        self.names = names

    def visit_Call(self, node):
        self.generic_visit(node)
        if node.args and isinstance(node.args[-1], ast.Constant) and node.args[-1].value is ...:
            node.args.pop()
            given = {n.id for a in node.args for n in ast.walk(a) if isinstance(n, ast.Name)}
            given |= {k.arg for k in node.keywords}
            node.keywords = [ast.keyword(arg=name, value=ast.Name(name, ast.Load()))
                             for name in self.names if name not in given] + node.keywords
        return node


def term(rule, parameter, case, given, tangents, result):
    """The value of one parameter's template."""
    template = rule.template(parameter)
    if isinstance(template, Cases):
        template = getattr(template, case) or template.otherwise
    others = [name for name in given if name != parameter]
    tree = ast.fix_missing_locations(Expand(others).visit(ast.parse(template, mode="eval")))
    scope = {**runtime.every_name(), "result": result}
    scope |= {name: sys.modules[full] for name, full in MODULES.items() if full in sys.modules}
    parameters = signature_of(rule).parameters
    scope |= {name: p.default for name, p in parameters.items() if p.default is not p.empty}
    scope |= {name: () for name, p in parameters.items() if p.kind is p.VAR_POSITIONAL}
    scope |= given
    scope |= {f"d{name}": None for name in rule.linear if parameter == "*"}
    scope |= {f"d{name}": tangent for name, tangent in tangents.items()}
    return eval(compile(tree, f"<{rule.name}: {parameter}>", "eval"), scope)


def call(fn, rule, given):
    """`fn` called with arguments by name, positional where its signature says so."""
    parameters = signature_of(rule).parameters
    args, kwargs, positional = [], {}, True
    for name, parameter in parameters.items():
        if parameter.kind is parameter.VAR_POSITIONAL:
            args += given.get(name, ())
        elif name not in given:
            positional = False
        elif positional and parameter.kind is not parameter.KEYWORD_ONLY:
            args.append(given[name])
        else:
            kwargs[name] = given[name]
    return fn(*args, **kwargs)


def evaluate(rule, args, kwargs, tangents, case=None):
    """The pair (value, tangent) that a rule gives; `case` overrides the entry of `Cases`."""
    fn, given = function_of(rule), bind(rule, args, kwargs)
    rule = next((other for name, other in rule.given.items() if name in given), rule)
    result = fn(*args, **kwargs)
    if rule.form == "zero":
        return result, zero_like(result)
    if rule.form == "terms":
        case = case or case_of(list(given.values()))
        names = ["*"] if "*" in rule.terms else tangents
        parts = [term(rule, name, case, given, tangents, result) for name in names]
    elif rule.form == "linear":
        zeros = {name: zero_like(given[name]) for name in rule.linear if name in given}
        parts = [call(fn, rule, given | zeros | tangents)]
    elif rule.terms:  # of any number of arguments, in each of which it is linear
        parts = [call(fn, rule, given | {name: (*given[name][:i], tangent, *given[name][i + 1:])})
                 for name, of_each in tangents.items() for i, tangent in enumerate(of_each)]
        together = term(rule, *tangents, None, given, tangents, result)
        np.testing.assert_allclose(together, sum(parts), rtol=1e-5 if np.result_type(result).itemsize < 8 else 1e-12)
    else:
        parts = [call(fn, rule, given | {name: tangent}) for name, tangent in tangents.items()]
    total = parts[0]
    for part in parts[1:]:
        assert not isinstance(part, (tuple, list)), "terms of a tuple cannot be added up"
        total = total + part
    return result, total


def zero_like(value):
    """The zero tangent of a value: floating, of its precision; None where it has none."""
    def zero(leaf):
        if not leaves_of(leaf):
            return None
        dtype = np.result_type(leaf)
        return np.zeros(np.shape(leaf), dtype if dtype.kind in "fc" else float)[()]
    return combine(zero, value)


def combine(f, *trees):
    """`f` of corresponding numbers and arrays of equally built containers."""
    first = trees[0]
    if isinstance(first, (list, tuple)):
        items = [combine(f, *items) for items in zip(*trees, strict=True)]
        return type(first)(*items) if hasattr(first, "_fields") else type(first)(items)
    return f(*trees)


def differences(rule, args, kwargs, tangents, step=1e-3):
    """The directional derivative by central differences, twice Richardson-extrapolated."""
    fn, given = function_of(rule), bind(rule, args, kwargs)

    def at(h):
        moved = {name: combine(lambda v, d: v + h * d, wide(given[name]), wide(tangent))
                 for name, tangent in tangents.items()}
        held = {name: wide(value) for name, value in given.items()}
        return call(fn, rule, held | moved)

    def slope(h):
        return combine(lambda p, m: (np.asarray(p) * 1.0 - np.asarray(m)) / (2 * h), at(h), at(-h))

    table = [slope(step), slope(step / 2), slope(step / 4)]
    for factor in (4, 16):
        table = [combine(lambda a, b: (factor * b - a) / (factor - 1), a, b)
                 for a, b in itertools.pairwise(table)]
    return table[0]


def wide(value):
    """Single precision made double, so that differences mean something."""
    if isinstance(value, (list, tuple)):
        return combine(wide, value)
    if getattr(value, "dtype", None) in (np.dtype("f4"), np.dtype("c8")):
        return value.astype("c16" if np.iscomplexobj(value) else "f8")
    return value


def subsets(names):
    """Every non-empty subset: the combinations of active parameters."""
    names = list(names)
    return [c for n in range(1, len(names) + 1) for c in itertools.combinations(names, n)]


def directions(value, seed=0):
    """A fixed irregular tangent built like `value`: complex for complex, single for single."""
    counter = itertools.count(seed)

    def leaf(v):
        shape, k = np.shape(v), next(counter)
        d = np.cos(1.0 + 0.7 * k + np.arange(math.prod(shape))).reshape(shape)
        if np.iscomplexobj(v):
            d = d + 1j * np.sin(0.4 + np.arange(math.prod(shape))).reshape(shape)
        dtype = getattr(v, "dtype", None)
        if dtype in (np.dtype("f4"), np.dtype("c8")):
            return d.astype(dtype)[()] if not isinstance(v, np.ndarray) else d.astype(dtype)
        return d if isinstance(v, np.ndarray) else d.item()

    return combine(leaf, value)


def check(rule, args, kwargs=None, wrt=None, rtol=1e-6, atol=1e-8, step=1e-3, tangents=None):
    """Asserts that a rule agrees with differences, for every subset of `wrt`.

    `wrt` defaults to all parameters given that the rule speaks of.  Checks the
    structure, shape and precision of the tangent too, and its linearity.
    """
    kwargs = kwargs or {}
    given = bind(rule, args, kwargs)
    known = {*rule.terms, *rule.linear}
    if wrt is None:
        wrt = [name for name in given if name in known and given[name] is not None
               and not isinstance(rule.terms.get(name, ""), NoDerivative | None)]
    assert wrt, f"{rule.name}: no differentiable argument in the sample"
    for names in subsets(wrt):
        seeds = {n: directions(given[n], i) if tangents is None else tangents[n]
                 for i, n in enumerate(names)}
        expected = differences(rule, args, kwargs, seeds, step)
        single = any(getattr(leaf, "dtype", None) in (np.dtype("f4"), np.dtype("c8"))
                     for leaf in leaves_of(tuple(given.values())))
        tolerance = {"rtol": 2e-3, "atol": 2e-4} if single else {"rtol": rtol, "atol": atol}
        for case in (None, "otherwise"):
            value, tangent = evaluate(rule, args, kwargs, seeds, case)
            where = f"{rule.name}{args} {kwargs} d/d{names} case {case}"
            combine(lambda v, t, e: agree(v, t, e, rule, where, tolerance),
                    value, tangent, expected)
            double = {n: combine(lambda d: 2 * d, d) for n, d in seeds.items()}
            precision = {"rtol": 1e-4 if single else 1e-12, "err_msg": f"not linear: {where}"}
            combine(lambda t, u: np.testing.assert_allclose(2 * np.asarray(t), u, **precision),
                    tangent, evaluate(rule, args, kwargs, double, case)[1])


def agree(value, tangent, expected, rule, where, tolerance):
    """One leaf of the tangent: shape, kind, precision, numbers."""
    if rule.elementwise:  # the compiler broadcasts such a tangent where it must
        assert np.broadcast_shapes(np.shape(tangent), np.shape(value)) == np.shape(value), where
        if not isinstance(value, (np.ndarray, np.generic)) or np.ndim(value):
            assert isinstance(value, np.ndarray) or not isinstance(tangent, np.ndarray), where
    else:
        assert np.shape(tangent) == np.shape(value), where
        assert isinstance(value, np.ndarray) or not isinstance(tangent, np.ndarray), where
    assert np.iscomplexobj(tangent) <= np.iscomplexobj(value), f"complex tangent of a real: {where}"
    dtype = getattr(value, "dtype", None)
    if dtype in (np.dtype("f4"), np.dtype("c8")) and not rule.name.startswith("scipy."):  # there the compiler casts
        assert np.result_type(tangent, dtype) == dtype, f"precision {tangent.dtype}: {where}"
    np.testing.assert_allclose(np.broadcast_to(tangent, np.shape(value)), expected,
                               err_msg=where, **tolerance)
