"""`.flat`, and loops with np.ndenumerate and np.ndindex, in every spelling."""

import pytest

from tests import reference
from tests.spellings import cases

SPELLINGS = [
    ("a = x * 2; a.real *= 3; return a", "C"),
    ("x.flat[3] * x", "M C"), ("x.flat[1:4]", "M"), ("x.flat[[0, 2, 2]] * 2", "M"), ("x.T.flat[1] + x.flat[x > 0].sum()", "V"),
    ("a = x * 2; a.flat[3] = x[0, 0]; return a", "M C"), ("a = x * 2; a.T.flat[:2] = x[0, :2]; return a", "M"),
    ("a = x * 2; a.flat = x[0]; return a", "M"), ("a = x * 2; a.flat = 3.0; return a", "M"), ("a = x * 2; a.flat[[0, 3]] = 1.5; return a", "M"),
    ("a = x * 2; a.flat[::4] += x[0, 0]; return a", "S"), ("a = x * 2; a.flat[0] *= x[0, 1]; return a", "M"),
    ("a = y * 2; a.flat[1:3] = [x[0, 0], 2.0]; return a", "M"), ("x.flat[0] = y.flat[1]; return x", "M"),
    ("s = 0.0; for v in x.flat:;   s = s * 0.5 + v * v; return s", "M"),
    ("s = 0.0; for i, v in enumerate(x.T.flat):;   s += v * v * i; return s", "M"),
    ("s = 0.0; for v, u in zip(x.flat, y.flat):;   s += v * u; return s", "M"),
    ("np.sum(x.flat)", "M C"), ("np.array(x.flat) * 2", "M"), ("np.exp(x.flat)", "M"), ("len(x.flat) * x", "M"),
    ("list(x.flat)", "M"), ("sum(x.flat)", "M"), ("x.flat.copy() * 2", "M"), ("np.sort(x.flat)", "M"), ("max(x.flat)", "M"), ("min(x.T.flat) * x", "M"), ("b = x.flat; return sum(b) + b[1]", "M"), ("b = x.flat; b[0] = x[1, 1]; return x", "M"),
    # ndenumerate, ndindex
    ("s = 0.0; for i in np.ndindex(*x.shape):;   s += x[i] * x[i]; return s", "M"),
    ("s = 0.0; for i, j in np.ndindex(x.shape):;   s += x[i, j] * i * x[0, j]; return s", "M"),
    ("a = np.zeros_like(x); for i in np.ndindex(2, 3):;   a[i] = x[i] ** 2; return a", "M"),
    ("s = 0.0; for i, v in np.ndenumerate(x):;   s += v * v * i[0]; return s", "M"),
    ("s = 0.0; for (i, j), v in np.ndenumerate(x):;   s += v * v * x[0, j]; return s", "M"),
    ("a = np.zeros_like(x); for i, v in np.ndenumerate(x * 2):;   a[i] = v * v; return a", "M"),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok", f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"
