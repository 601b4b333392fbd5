"""Functions and methods that write into arrays, in every spelling."""

import pytest

from tests import reference
from tests.spellings import cases

SPELLINGS = [
    ("a = x * 2; np.copyto(a, y); return a", "M C"),
    ("a = np.zeros_like(x); np.copyto(a, x); return a", "M C 0 E"), ("a = x * 2; np.copyto(a, 3.0); return a", "M"),
    ("a = x * 2; np.copyto(a, x[0], where=x > 0); return a", "M"), ("a = y * 2; np.copyto(dst=a, src=x); return a", "M"),
    ("a = x * 2; np.copyto(a, y, 'same_kind', x > 0); return a", "M"),
    ("a = x * 2; np.copyto(a[1:], a[:-1]); return a", "V M"), ("a = x * 2; np.copyto(a.T, x.T * x.T); return a", "M"),
    ("a = x * 2; np.copyto(a, x * 3, casting='unsafe'); return a", "M"), ("np.copyto(x, y)", "M"),
    ("np.copyto(x, x * x)", "M"), ("a = np.zeros((2, 3), int); np.copyto(a, x, casting='unsafe'); return a * x", "M"),
    ("a = x * 2; np.put(a, [0, 2], x[0]); return a", "V"), ("a = x * 2; np.put(a, [0, 2, 0], x[:3]); return a", "V"),
    ("a = x * 2; np.put(a, [0, 4], [x[1, 1], x[0, 0]]); return a", "M"), ("np.put(x, [0, 2], y)", "V"),
    ("a = x * 2; np.put(a, [0, 9], x[0], mode='clip'); return a", "V"), ("a = x * 2; np.put(a, 3, 1.5, 'wrap'); return a", "V C"),
    ("a = x * 2; a.put([0, 2], x[0]); return a", "V"), ("a = x * 2; a.put([0, 9], x[1], mode='clip'); return a", "V"),
    ("a = x * 2; a.T.put([1, 2], x[0, 0]); return a", "M"), ("a = y * 2; a.put(indices=[0], values=x[0]); return a", "V"),
    ("a = x * 2; np.place(a, x > 0, x[:2]); return a", "V"), ("a = x * 2; np.place(a, a > 0, [1.0, 2.0]); return a", "M"),
    ("a = y * 2; np.place(a, y > 0, [x[0], 7.0]); return a", "V"), ("np.place(x, x > 0, y)", "V"),
    ("a = x * 2; np.place(arr=a, mask=a > 0, vals=x * x); return a", "M"),
    ("a = x * 2; np.putmask(a, x > 0, x * x); return a", "M C"), ("a = x * 2; np.putmask(a, a > 0, 1.0); return a", "M"),
    ("a = y * 2; np.putmask(a, y > 0, x[:2]); return a", "V"), ("np.putmask(x, x > 0, y)", "V"),
    ("a = x * 2; np.put_along_axis(a, np.argmax(a, 1)[:, None], x[:, :1], 1); return a", "M"),
    ("a = x * 2; np.put_along_axis(a, np.array([[0], [2]]), 9.0, axis=1); return a", "M C"),
    ("a = x * 2; np.put_along_axis(a, np.array([1, 2]), x[:2], None); return a", "V"),
    ("a = x * 2; np.fill_diagonal(a, x[0, 1]); return a", "S D M"), ("a = x * 2; np.fill_diagonal(a, 1.0); return a", "S"),
    ("a = x * 2; np.fill_diagonal(a, x[0]); return a", "S"), ("a = x * 2; np.fill_diagonal(a, [1.0, 2.0, 3.0]); return a", "S"),
    ("a = np.vstack([x, x]); np.fill_diagonal(a, x[0, 0], wrap=True); return a", "S"), ("np.fill_diagonal(x, 0.0)", "S"),
    ("a = x * 2; a.fill(x[0]); return a", "V"), ("a = x * 2; a.fill(1.5); return a", "M C 0 E"),
    ("a = x * 2; a[1:].fill(x[0, 0]); return a", "M"), ("a = np.empty((2, 2)); a.fill(x); return a", "n 0", {"double": True}),
    ("a = np.zeros(3, int); a.fill(x); return a * x", "n"), ("a = x * 2; a.fill(value=x[1]); return a", "V"),
    ("a = x * 2; a.sort(); return a", "V M"), ("a = x * 2; a.sort(0); return a", "M"), ("x.sort()", "V M"),
    ("a = x * 2; a.sort(axis=0, kind='stable'); return a", "M"), ("a = x * 2; a[1:].sort(); return a", "V"),
    ("a = x * 2; a.T.sort(); return a", "M"), ("a = x * 2; a.T.sort(0); return a", "M T"), ("a = x * 2; a[::-1].sort(); return a", "V"),
    ("a = x * 2; a.partition(2); return a", "V"), ("a = x * 2; a.partition(1, 1); return a", "M"),
    ("a = x * 2; a.partition((1, 3)); return a", "V"), ("a = x * 2; a.partition(kth=1, axis=0); return a", "M"), ("x.partition(2)", "V"),
    # through views and attributes
    ("a = x * 2; a.T[...] = x.T * x.T; return a", "M"), ("a = x * 2; a.T[0] = x[0, 1]; return a", "M"),
    ("a = x * 2; a.T[1] *= x[:, 0]; return a", "M"), ("a = x * 2; a.real[...] = y.real; return a", "C M"),
    ("a = x * 2; a.imag = x.real; return a", "C"),
    ("a = x * 2; a.imag[0] += x.real[1]; return a", "C"), ("a = x * 2; a.reshape(-1)[2] = x[0, 0]; return a", "M"),
    ("a = x * 2; a.ravel()[:2] *= x[0, 0]; return a", "M"), ("a = x * 2; a.diagonal(); return a * np.diagonal(a).sum()", "S"),
    ("a = x * 2; a.shape = (6,); return a * y.ravel()", "M"), ("a = x * 2; b = a.view(); b[0] = x[1]; return a", "V M"),
    ("a = x * 2; np.exp(x, out=a[...]); return a", "M"), ("a = x * 2; a[[0, 1]], a[[1, 0]] = a[[1, 0]], a[[0, 1]]; return a", "V"),
    ("a = x * 2; a[np.ix_([0, 1], [0, 2])] = x[:, :2]; return a", "M"), ("a = x * 2; a[np.ix_([0, 1], [0, 2])] *= 3; return a", "M"),
    ("a = x * 2; a[np.nonzero(x > 0)] = x[0, 0]; return a", "M"), ("a = x * 2; a[..., 0] = x.sum(-1); return a", "M T"),
    ("a = x * 2; a[None, :, 0] = 1.0; return a", "M"), ("a = x * 2; np.real(a)[0] = 1.0; return a", "M"),
    ("a = x * 2; a[np.tril_indices(3)] = x[0, 0]; return a", "S"), ("a = x * 2; a[np.diag_indices(3)] += x[0]; return a", "S"),
]


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok", f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"
