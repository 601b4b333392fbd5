"""NumPy's functions that call a function they are given."""

import operator

import numpy as np
import pytest

from s2sad import differentiate
from tests import reference
from tests.spellings import cases

ONCE = {"order": 1}
SPELLINGS = [
    ("np.apply_along_axis(np.sum, 1, x)", "M"), ("np.apply_along_axis(lambda r: r * r[0], 0, x)", "M"),
    ("np.apply_along_axis(lambda r: r[0] * r[1], axis=-1, arr=x)", "T M"), ("np.apply_along_axis(np.diff, 1, x)", "M"),
    ("np.apply_along_axis(lambda r, k: r * k, 1, x, 3.0)", "M"), ("np.apply_along_axis(np.outer, 1, x, x[0])", "M"),
    ("np.apply_along_axis(lambda r: r * x[0, 0], 1, y)", "M", ONCE),
    ("np.apply_over_axes(np.sum, x, [0, 2])", "T"), ("np.apply_over_axes(np.sum, x, 0)", "M"),
    ("np.apply_over_axes(np.cumsum, x, -1)", "M"),
    ("np.piecewise(x, [x < 0, x >= 0], [np.sin, np.cos])", "V M", ONCE), ("np.piecewise(x, x > 0, [np.exp])", "V", ONCE),
    ("np.piecewise(x, [x < 0, x > 1], [lambda v: v * v, lambda v: 2 * v, lambda v: v**3])", "V M", ONCE),
    ("np.piecewise(x, [x < 0, x >= 0], [lambda v, k: v * k, lambda v, k: v + k], 3.0)", "V", ONCE),
    ("np.piecewise(x, [x > 0, x < -1], [1.0, 2.0, 3.0]) * x", "M"),
    ("np.fromfunction(lambda i, j: x[0, 0] * i + x[0, 1] * j, (2, 3))", "M", {"double": True}),
    ("np.fromfunction(lambda i: x * i, (3,))", "n"), ("np.fromfunction(lambda i, j: i + j, (2, 3)) * x", "M", {"double": True}),
    ("np.vectorize(lambda v: v * v if v > 0 else 0.5 * v)(x)", "V M 0", ONCE),
    ("g = np.vectorize(lambda v, u: v * u); return g(x, y)", "V", ONCE),
    ("np.vectorize(lambda v, u: v * u)(x, 2.0)", "M n", ONCE),
    ("seen = []; g = np.vectorize(lambda v: seen.append(1) or v * v); r = g(x); return r, len(seen)", "V", ONCE),
    ("np.piecewise(x, [x < 0, x >= 0], [lambda v: v * v, lambda v: v ** 3])", "V M", {"order": 3}),
    ("np.piecewise(x, [x < 0], [lambda v: v * v, 5])", "V M"),
    ("np.piecewise(x, [x < 0, x > 1], [-1, lambda v: v ** 3, 2.5])", "V"),
    ("np.piecewise(x, [x < 0, x > 1], [x[0], lambda v: v ** 3, 2.5])", "V"),
    ("np.piecewise(x, [x < 0], [np.exp, np.sin])", "V"),
    ("np.piecewise(x, x < 0, [np.exp, np.sin])", "V"),
    ("np.piecewise(x, [x < 0], [lambda v, a: v * a, lambda v, a: v + a], x[0])", "V"),
    ("np.piecewise(x, [x < 0], [lambda v, a=1: v * a, lambda v, a=1: v + a], a=x[0])", "V"),
    ("np.piecewise(x, [x < 0, x >= 0], [0, lambda v: v])", "n 0"),
    ("np.piecewise(x, [x < 0], [0, lambda v: v * v])", "n"),
    ("np.fromiter((v * v for v in x), float)", "V"),
    ("np.fromiter([x[0], x[1] ** 2], dtype=float, count=2)", "V"),
    ("np.fromiter(x, dtype=np.float64)", "V"),
    ("np.piecewise(x, [], [np.sin])", "V"),
    ("np.piecewise(x, [[True, False, True, False, True]], [np.sin])", "V"),
    ("np.piecewise(x, [x < 0, x >= 0], (np.sin, lambda v: x[0] * v))", "V"),
    ("np.piecewise(x, (x < 0, x >= 0), [np.sin, np.cos])", "V n"),
    ("np.piecewise(x, x < 0, [2.0, 1.0]) + x", "V"),
    ("np.piecewise(x, x < 0, [np.sin, 1])", "n 0"),
    ("np.piecewise(x, True, [np.sin, 1])", "n 0"),
    ("np.piecewise(x.copy(), [x > 0], [lambda v: np.piecewise(v, [v < 1], [lambda u: u * u, 1.0])])", "V"),
    ("np.piecewise(np.array([1, 2, 3]), [[True, False, True]], [lambda v: v * x, 2])", "n"),
    ("np.fromiter((v * v for v in x), float, 3)", "V"),
    ("np.fromiter(map(lambda v: v * 2, x), complex)", "V W"),
    ("np.fromiter([], float) * x", "n"),
    ("i = iter(x); a = np.fromiter(i, float, count=2); return a, list(i)", "V"),
    ("np.vectorize(lambda v: v * v)(x)", "V M n 0 E"),
    ("np.vectorize(lambda v: v * v, otypes=[float])(x)", "V M n E"),
    ("np.vectorize(lambda v, k: v * k, excluded=[1])(x, 3.0)", "V"),
    ("np.vectorize(lambda v, k: v * k, excluded={'k'})(x, k=3.0)", "V"),
    ("np.vectorize(lambda v, p: np.polyval(p, v), excluded=['p'])(v=x, p=[1.0, 2.0])", "V"),
    ("np.vectorize(lambda v: v.sum(), signature='(n)->()')(x)", "V M"),
    ("np.vectorize(lambda v: v * 2, signature='(n)->(n)')(x)", "V M"),
    ("np.vectorize(np.dot, signature='(n),(n)->()')(x, y)", "V M"),
    ("f = np.vectorize(lambda v: (v, v * v)); return f(x)", "V"),
    ("f = np.vectorize(lambda v: (v, v * v)); a, b = f(x); return a + b", "V"),
    ("f = np.vectorize(lambda v, w: v * w); return f(x, x[0])", "M V"),
    ("f = np.vectorize(pyfunc=lambda v: v * 2, cache=True); return f(x)", "V"),
    ("r = np.vectorize(lambda v: v * v)(np.asfortranarray(x)); r.ravel('K')[1] = 0; return r", "M"),
    ("r = np.vectorize(lambda v, w: v * w, 'd')(x.T, x.T[::-1]); r.ravel('K')[1] = 0; return r", "M"),
    ("f = np.vectorize(lambda v: v * 2, doc='hi'); return f(x)", "V"),
    ("f = np.vectorize(lambda v: v * 2, 'd'); return f(x)", "V"),
    ("f = np.vectorize(lambda v, w=2.0: v * w); return f(x, w=x)", "V"),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok" or outcome.kind == "declined" and case.may_refuse, \
        f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"


def test_callable_arguments_of_one_class_are_told_apart():
    df = differentiate(lambda x, get: get(x) ** 2)
    assert df([2.0, 3.0], operator.itemgetter(0)) == (4.0, 4.0)
    assert df([2.0, 3.0], operator.itemgetter(1)) == (9.0, 6.0)
    assert df(np.array([2.0]), np.vectorize(lambda v: 3 * v))[1] == [36.0]
    assert df(np.array([2.0]), np.vectorize(lambda v: v))[1] == [4.0]


def test_a_vectorized_function_is_differentiated_itself():
    for f in (np.vectorize(lambda v, k=2.0: v**k), np.vectorize(np.square), np.vectorize(lambda *v: v[0] * v[0])):
        np.testing.assert_array_equal(differentiate(f)(np.array([1.0, 3.0])), [[1.0, 9.0], [2.0, 6.0]])
    v, dv = differentiate(np.vectorize(pow), wrt="exp")(2.0, 3.0)
    assert v == 8.0 and abs(dv - 8 * np.log(2.0)) < 1e-14
