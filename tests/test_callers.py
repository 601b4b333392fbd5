"""NumPy's functions that call a function they are given."""

import pytest

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
    ("seen = []; g = np.vectorize(lambda v: seen.append(1) or v * v); r = g(x); return r, len(seen)", "V", ONCE | {"may_refuse": True}),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok" or outcome.kind == "declined" and case.may_refuse, \
        f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"
