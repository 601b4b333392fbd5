"""Methods of ufuncs, `where=` and `out=`, in every spelling."""

import numpy as np
import pytest

from s2sad import DifferentiationError, differentiate
from tests import reference
from tests.spellings import cases

REDUCTIONS = [(f"np.{f}.reduce({rest})", points) for f in ("add", "multiply", "maximum", "minimum") for rest, points in (
    ("x", "V M T"), ("x, 1", "M T"), ("x, axis=None", "M T"), ("x, axis=(0, 2)", "T"),
    ("x, axis=-1, keepdims=True", "M"), ("x, -1, None, None, True", "M"), ("x, initial=0.4", "V M"),
    ("x, initial=x[0, 1]", "M"), ("x, where=x < 1, initial=0.3", "M"), ("y, initial=x[0]", "V"))]
SPELLINGS = REDUCTIONS + [
    ("np.add.reduce(x)", "C L 0"), ("np.multiply.reduce(x)", "C L"), ("np.add.reduce(x, dtype=complex)", "V"),
    ("np.subtract.reduce(x)", "V M C"), ("np.subtract.reduce(x, 1)", "M"), ("np.divide.reduce(x)", "P"),
    ("np.true_divide.reduce(x, axis=1, keepdims=True)", "P C"),
    ("np.hypot.reduce(x)", "V M"), ("np.hypot.reduce(x, axis=1, keepdims=True)", "M"),
    ("np.logaddexp.reduce(x)", "V M"), ("np.logaddexp.reduce(x, axis=-1, keepdims=True)", "M"),
    ("np.logaddexp2.reduce(x, axis=1)", "M"), ("np.fmax.reduce(x, axis=1)", "M"), ("np.fmin.reduce(x)", "V"),
    ("np.logical_and.reduce(x > 0) * x[0]", "V"), ("np.bitwise_or.reduce((x > 0).astype(int)) * x", "V"),
    ("np.add.accumulate(x)", "V M C"), ("np.add.accumulate(x, axis=1)", "M"), ("np.subtract.accumulate(x)", "V M"),
    ("np.multiply.accumulate(x, 1)", "M C"), ("np.maximum.accumulate(x)", "V M"),
    ("np.minimum.accumulate(x, axis=1)", "M"), ("np.logaddexp.accumulate(x)", "V M"),
    ("np.logaddexp2.accumulate(x, axis=1)", "M"),
    ("np.add.reduceat(x, [0, 2, 3, 1])", "V"), ("np.add.reduceat(x, [0, 1], axis=1)", "M C"),
    ("np.multiply.reduceat(x, [0, 2, 3, 1])", "V"), ("np.maximum.reduceat(x, [0, 2, 3, 1])", "V"),
    ("np.minimum.reduceat(x, [0, 2], 1)", "M"), ("np.subtract.reduceat(x, [0, 2])", "V"),
    *((f"np.{f}.outer({a})", "V") for f in ("add", "subtract", "multiply", "divide", "maximum", "minimum", "arctan2",
                                            "hypot", "logaddexp", "logaddexp2", "fmax", "fmin")
      for a in ("x, y[1:]", "y, x", "x, x[:2] * 3")),
    *((f"np.{f}.outer(x, {b})", "P n") for f in ("add", "multiply", "power", "float_power", "true_divide") for b in (
        "y", "2.5", "x")),
    ("np.multiply.outer(x, y)", "L C"), ("np.add.outer(x, 2.0)", "M C"), ("np.greater.outer(x, y) * x[0]", "V"),
    ("a = x * 2; np.add.at(a, [0, 2, 0], x[1]); return a", "V"),
    ("a = x * 2; np.add.at(a, [0, 2, 0], x[:3]); return a", "V"),
    ("a = np.zeros((3, 3)); np.add.at(a, ([0, 2, 0], [1, 1, 1]), x[:3]); return a", "V", {"double": True}),
    ("a = x * 2; np.add.at(a, [0, 1, 0], 1.5); return a", "V M C"),
    ("a = np.zeros_like(x); np.add.at(a, np.array([0, 1, 1]), x[0]); return a * x", "V M"),
    ("a = x * 2; np.subtract.at(a, [0, 2, 0], x[1]); return a", "V"),
    ("a = x * 2; np.negative.at(a, [0, 2, 0]); return a", "V"),
    ("a = x * 2; np.multiply.at(a, [0, 2, 0], x[1]); return a", "V"),
    ("a = x * 2; np.multiply.at(a, [0, 1, 0], x[1]); return a", "M"),
    ("a = x * 2; np.multiply.at(a, (slice(None), [0, 1, 0]), x); return a", "M"),
    ("a = x * 2; np.divide.at(a, [0, 2, 0], x[1:4]); return a", "V"),
    ("a = x * 2; np.maximum.at(a, [0, 2, 0], x[1:4]); return a", "V"),
    ("a = x * 2; np.minimum.at(a, [0, 2, 0], y[1:4]); return a", "V"),
    ("np.add.at(x, [0, 2, 0], x[1])", "V"), ("np.add.at(x, [0, 2, 0], y[1:4])", "V"),
    # where= and out=
    ("np.where(x > 0, np.log(x, where=x > 0), 0.0)", "V M"),
    ("np.where(x > 0, np.divide(y, x, where=x > 0), 0.0)", "V M"),
    ("np.where(np.array([True, False]), np.multiply(x, 2.0, where=np.array([True, False])), 1.0)", "n"),
    ("np.exp(x, where=True)", "M n"), ("np.sum(np.where(x > 0, np.conjugate(x, where=x > 0), 0))", "V"),
    ("o = np.zeros_like(x); np.exp(x, out=o, where=x > 0); return o", "M"),
    ("o = np.ones_like(x); np.divide(y, x, o, where=x > 0); return o", "M C"),
    ("o = x + 1; np.multiply(x, y, out=(o,)); return o", "M"), ("o = x + 1; np.conjugate(x, out=(o,)); return o", "M C"),
    ("o = x + 1; return np.exp(x, o) * o", "M"), ("o = x + 1; np.negative(x, o); return o", "M"),
    ("a = x + 1; b = x + 2; np.modf(x, a, b); return a * 2 + b * x", "M"),
    ("a = x + 1; b = x + 2; np.modf(x, out=(a, b)); return a, b", "M"),
    ("a = x + 1; b = x + 2; np.divmod(x, 0.3, a, b); return a, b", "M"),
    ("a = x + 1; b = x + 2; r = np.divmod(x, 0.3, out=(a, b)); return r[0] + r[1]", "M"),
    ("a = x + 1; np.frexp(x, a, np.zeros(x.shape, np.int32)); return a", "M"),
    ("o = x + 1; np.floor(x, out=o); return o * x", "M"), ("o = x + 1; np.floor(x, out=(o,)); return o * x", "M"),
    ("o = x + 1; np.round(x, 1, o); return o * x", "M"), ("o = x + 1; np.fix(x, o); return o * x", "M"),
    ("o = x + 1; np.around(x, out=o); return o * x", "M"),
    ("o = x[0] * 1; np.add.reduce(x, 0, None, o); return o", "M"), ("o = x[0] * 1; x.sum(0, None, o); return o", "M"),
    ("o = x[0] * 1; np.max(x, axis=0, out=o); return o", "M"), ("o = x[0] * 1; np.any(x, 0, o); return o * x", "M"),
    ("o = x * 1; np.cumsum(x, 1, None, o); return o", "M"), ("o = x * 1; x.cumprod(axis=1, out=o); return o", "M"),
    ("o = x @ x; np.matmul(x, y, o); return o", "S"), ("o = x @ x; np.dot(x, y, out=o); return o", "S"),
    ("o = x[:1] * 1; np.take(x, [1], 0, o); return o", "M"), ("o = x * 1; x.clip(-0.5, 0.5, o); return o", "M"),
    ("o = x * 1; np.clip(x, -0.5, 0.5, out=o); return o", "M"), ("o = x * 1; x.round(1, o); return o + x", "M"),
    ("np.add(x, y, dtype='f8')", "M"), ("np.multiply(x, y, dtype=complex)", "M"), ("np.exp(x, order='F')", "M"),
    ("np.add(x, 1, casting='same_kind', subok=False)", "M"),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok", f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"


def reduced(x):
    return np.floor_divide.reduce(x)


def accumulated(x):
    return np.floor_divide.accumulate(x)


def in_parts(x):
    return np.floor_divide.reduceat(x, [0, 1])


@pytest.mark.parametrize("f", [reduced, accumulated, in_parts])
def test_a_number_divided_by_nothing_is_itself(f):
    """The derivative of `np.floor_divide` is zero, but its methods return the first number as it is."""
    with pytest.raises(DifferentiationError, match="follow one from the other"):
        differentiate(f)(np.array([2.5, 1.5]))
