"""np.linalg, products, np.fft, and what makes, joins and reshapes arrays, with their keywords, in every spelling."""

import pytest

from tests import reference
from tests.spellings import cases

ORDERS = ("None", "1", "-1", "2", "-2", "np.inf", "-np.inf")
LINALG = [
    *((f"np.linalg.norm(x, {o})", "V W") for o in (*ORDERS, "3", "0.5")), *((f"np.linalg.norm(x, {o})", "M C S") for o in (*ORDERS, "'fro'", "'nuc'")),
    ("np.linalg.norm(x)", "M C T L"), ("np.linalg.norm(x, axis=1)", "M C"), ("np.linalg.norm(x, 3, -1, True)", "M T"), ("np.linalg.norm(x, ord=1, axis=0)", "M C"),
    ("np.linalg.norm(x, axis=(0, 1))", "M T"), ("np.linalg.norm(x, 2, axis=(1, 2))", "T"), ("np.linalg.norm(x, 'nuc', axis=(0, 2), keepdims=True)", "T"), ("np.linalg.norm(x, np.inf, (0, -1))", "T"),
    *((f"np.linalg.cond(x{o})", "S D") for o in ("", ", 2", ", -2", ", 1", ", -1", ", np.inf", ", 'fro'", ", p=-np.inf", ", 'nuc'")), ("np.linalg.cond(np.stack([x, x @ x]))", "S"),
    ("np.linalg.svd(x, full_matrices=False)", "M S C D"), ("np.linalg.svd(x)", "S D"), ("np.linalg.svd(x, compute_uv=False)", "M C S"), ("np.linalg.svd(x, True, False)", "M"),
    ("u, s, v = np.linalg.svd(x.T, full_matrices=False); return (u * s) @ v, s", "M"), ("np.linalg.svd(x, full_matrices=False)", "T"), ("np.linalg.svdvals(x)", "M"),
    ("np.linalg.qr(x)", "S D C"), ("np.linalg.qr(x.T)", "M C"), ("np.linalg.qr(x)", "M"), ("np.linalg.qr(x, mode='r')", "S M"), ("np.linalg.qr(x, 'complete')", "S"), ("q, r = np.linalg.qr(x); return q @ r * 2 + r", "S"),
    ("np.linalg.eig(x)", "D"), ("w, v = np.linalg.eig(x); return w", "S"), ("np.linalg.eigvals(x)", "S D"), ("np.linalg.eigh(x)", "H"), ("np.linalg.eigh(x + x.T)", "S"), ("np.linalg.eigh(x, 'U')", "H D"), ("np.linalg.eigvalsh(x)", "H"),
    ("np.linalg.eigvalsh(x, UPLO='U')", "H"), ("np.linalg.eigh(a=x @ x.conj().T)", "D"), ("w, v = np.linalg.eigh(x); return v @ np.diag(w**2) @ v.T", "H"), ("np.linalg.eigh(x).eigenvalues", "H"), ("np.linalg.slogdet(x).logabsdet", "S"), ("np.linalg.svd(x, full_matrices=False).S", "M"),
    ("np.linalg.qr(x).R", "S"),
    ("np.linalg.pinv(x)", "M S C"), ("np.linalg.pinv(x, 1e-10)", "M"), ("np.linalg.pinv(x, rtol=1e-10)", "M"), ("np.linalg.pinv(x, hermitian=True)", "H"),
    ("np.linalg.lstsq(x, y[:, 0])", "S"), ("np.linalg.lstsq(x.T, y[0], rcond=None)[0]", "M"), ("np.linalg.lstsq(y.T, x[0], rcond=None)", "M"), ("np.linalg.lstsq(x.T, x.T, None)", "M"), ("np.linalg.lstsq(x, x[:, 0], rcond=-1)[0]", "M"), ("np.linalg.lstsq(x, y[:, :2])[0]", "D"),
    ("np.linalg.lstsq(a=x.T, b=y[0], rcond=None)[0]", "M"),
    *((f"np.linalg.matrix_power(x, {n})", "S D") for n in (0, 1, 2, 3, 5, -1, -3)), ("np.linalg.matrix_power(x, n=2)", "S"), ("np.linalg.multi_dot([x, y, x])", "S D"), ("np.linalg.multi_dot((x[0], y, x, y[1]))", "S"),
    ("np.linalg.tensorsolve(x.reshape(3, 3), y[0])", "S"), ("np.linalg.tensorsolve(np.eye(6).reshape(2, 3, 2, 3) + x, x)", "M"), ("np.linalg.tensorinv(x.reshape(3, 3), ind=1)", "S"), ("np.linalg.tensorinv(np.eye(6).reshape(2, 3, 2, 3) + x)", "M"),
    ("np.linalg.slogdet(x)", "S D H"), ("np.linalg.det(x)", "S D H"), ("np.linalg.inv(x)", "S D"), ("np.linalg.inv(np.stack([x, x @ x]))", "S"), ("np.linalg.solve(x, y)", "S D"), ("np.linalg.solve(x, y[0])", "S D"), ("np.linalg.solve(y, x)", "S"), ("np.linalg.solve(a=x, b=x)", "S"),
    ("np.linalg.cholesky(x @ x.T)", "S"), ("np.linalg.cholesky(x @ x.conj().T)", "D"), ("np.linalg.cholesky(x @ x.T, upper=True)", "S"), ("np.linalg.matrix_rank(x) * x", "M"), ("np.linalg.vector_norm(x, axis=1)", "M"), ("np.linalg.vector_norm(x, ord=3)", "M"),
    ("np.linalg.matrix_norm(x, ord='nuc')", "M"), ("np.linalg.matrix_norm(x, keepdims=True)", "M"), ("np.linalg.trace(x, offset=1)", "S"), ("np.linalg.diagonal(x)", "S"), ("np.linalg.outer(x, y)", "V"), ("np.linalg.cross(x, y)", "M"), ("np.linalg.vecdot(x, y)", "M C"), ("np.linalg.tensordot(x, y, axes=1)", "S"),
    ("np.linalg.matmul(x, y)", "S"), ("np.linalg.matrix_transpose(x)", "M"),
    ("np.linalg.det(np.zeros((2, 2)) + x[0, 0] * np.array([[1.0, 2.0], [2.0, 4.0]]))", "S", {"order": 1}),
]
PRODUCTS = [
    ("np.dot(x, y)", "S V C".replace(" C", " D")), ("x.dot(y)", "S"), ("x.dot(y[0])", "M S".replace("M ", "")), ("np.dot(x, 2.0)", "M n"), ("np.vdot(x, y)", "M C"), ("np.inner(x, y)", "M V C"), ("np.outer(x, y)", "V W"), ("np.outer(x, [1.0, 2.0])", "V"), ("np.kron(x, y)", "M V C"), ("np.tensordot(x, y, 1)", "S"), ("np.tensordot(x, y, ([0, 1], [0, 1]))", "M C"),
    ("np.tensordot(x, y, axes=((1,), (1,)))", "M"), ("np.einsum('ij,kj->ik', x, y)", "M C"), ("np.einsum('ij->ji', x)", "M"), ("np.einsum('ii', x)", "S"), ("np.einsum('ij,jk,kl->il', x, y, x)", "S"), ("np.einsum('ij,ij', x, x, optimize=True)", "M"), ("np.einsum('...j,j->...', x, x[0])", "M"),
    ("np.matmul(x, y)", "S D"), ("np.vecdot(x, y)", "M C"), ("np.vecdot(x, y, axis=0)", "M"), ("np.matvec(x, y[0])", "S D"), ("np.vecmat(x[0], y)", "S D"), ("np.cross(x, y, axis=1)", "M"), ("np.trace(x)", "S D"), ("x.trace(1)", "S"), ("np.trace(x, axis1=1, axis2=2)", "T"),
]
FOURIER = [
    *((f"np.fft.{f}(x{rest})", points) for f in ("fft", "ifft") for rest, points in (("", "V W M C L"), (", 4", "V W"), (", n=8", "V"), (", axis=0", "M C"), (", norm='ortho'", "V W"), (", None, -1, 'forward'", "W"))),
    *((f"np.fft.{f}(x{rest})", points) for f in ("rfft", "ihfft") for rest, points in (("", "V M L"), (", 4", "V"), (", n=8", "V"), (", axis=0", "M"), (", norm='ortho'", "V"))),
    *((f"np.fft.{f}(x{rest})", points) for f in ("irfft", "hfft") for rest, points in (("", "V W C L"), (", 5", "W"), (", n=8, norm='forward'", "W"), (", axis=0", "C"))),
    *((f"np.fft.{f}(x{rest})", "M C T") for f in ("fft2", "ifft2", "fftn", "ifftn") for rest in ("", ", (2, 2)", ", axes=(0, 1)", ", norm='ortho'")), *((f"np.fft.{f}(x)", "M T") for f in ("rfft2", "rfftn")), *((f"np.fft.{f}(x)", "C") for f in ("irfft2", "irfftn")),
    ("np.fft.irfftn(x, s=(2, 5), axes=(0, 1))", "C"), ("np.fft.fftshift(x)", "V M C"), ("np.fft.ifftshift(x, axes=0)", "M"), ("np.fft.fftfreq(5) * x", "V"), ("np.fft.fftfreq(5, x)", "n"), ("np.fft.rfftfreq(5, d=x)", "n"), ("o = np.zeros(5, complex); np.fft.fft(x, out=o); return o", "V", {"double": True}),
    ("np.abs(np.fft.fft(x))**2", "V"), ("np.fft.ifft(np.fft.fft(x) * np.fft.fft(y)).real", "V"),
]
SHAPES = [
    ("np.reshape(x, (3, 2))", "M C"), ("np.reshape(x, -1, order='F')", "M"), ("np.reshape(x, shape=(3, 2))", "M"), ("x.reshape(3, 2)", "M"), ("x.reshape((3, -1), order='F')", "M"), ("x.reshape(-1)", "M n".replace(" n", "")), ("np.ravel(x, 'F')", "M"), ("x.ravel('A')", "M"), ("x.T.ravel('K')", "M"), ("x.flatten('C')", "M"), ("x.T.flatten('K')", "M"),
    ("x.transpose(1, 0)", "M"), ("x.transpose((2, 0, 1))", "T"), ("np.transpose(x, axes=(1, 0))", "M"), ("x.swapaxes(0, 1)", "M"), ("x.squeeze()", "M"), ("x.repeat(2)", "M"), ("x.repeat([1, 2, 0], axis=1)", "M"), ("np.tile(x, (2, 1))", "M"), ("np.resize(x, (2, 5))", "M"), ("np.pad(x, 1)", "M V"), ("np.pad(x, 1, constant_values=x[0])", "V"),
    *((f"np.pad(x, 2, '{m}')", "V") for m in ("edge", "wrap", "reflect", "symmetric", "mean", "maximum", "minimum", "linear_ramp")), ("np.pad(x, ((1, 0), (0, 2)), 'constant', constant_values=3.0)", "M"), ("np.pad(x, 2, 'linear_ramp', end_values=x[0])", "V"), ("np.pad(x, 2, 'maximum', stat_length=2)", "V"),
    ("np.concatenate([x, y])", "M C"), ("np.concatenate((x, y), 1)", "M"), ("np.concatenate([x, y], axis=None)", "M"), ("np.stack([x, y], axis=-1)", "M"), ("np.hstack((x, y))", "M V"), ("np.vstack([x, y])", "V"), ("np.dstack([x, y])", "M"), ("np.column_stack([x, x * x])", "V"), ("np.block([[x, y], [y, x]])", "M"), ("np.append(x, 2.0)", "V"), ("np.append(x, y, axis=0)", "M"),
    ("np.insert(x, 1, x[0])", "V"), ("np.insert(x, [0, 2], 1.5, axis=1)", "M"), ("np.delete(x, 1)", "V"), ("np.delete(x, [0, 2], 1)", "M"), ("np.split(x, [1, 3])", "V"), ("np.array_split(x, 3)", "V"), ("np.hsplit(x, 3)", "M"), ("np.vsplit(x, 2)", "M"), ("np.unstack(x)", "M"), ("np.flip(x, 0)", "M"), ("np.rot90(x)", "M"), ("np.roll(x, 1, axis=1)", "M"), ("np.moveaxis(x, 0, -1)", "T"),
    ("np.diag(x)", "V M"), ("np.diagflat(x)", "M"), ("np.tril(x, -1)", "S"), ("np.triu(x)", "S"), ("x.diagonal(1)", "S"), ("np.meshgrid(x, y)", "V"), ("np.meshgrid(x, y, indexing='ij', sparse=True)", "V"), ("np.broadcast_to(x, (2, 5))", "V"), ("np.broadcast_arrays(x, y[0])", "M"), ("np.lib.stride_tricks.sliding_window_view(x, 2)", "V"), ("np.lib.stride_tricks.sliding_window_view(x, (2, 2))", "M"),
    ("np.lib.stride_tricks.as_strided(x, (4, 2), (x.itemsize, x.itemsize))", "V"), ("np.lib.stride_tricks.as_strided(x, shape=(2, 2), strides=(x.strides[0], x.strides[1])) * 2", "M"), ("np.array([x[0], 1.0, x[1]])", "V"), ("np.array([[x, 1.0], [2.0, x * x]])", "n"), ("np.array(x, dtype=complex)", "M"), ("np.array([x, y])", "V"), ("np.asarray([x[0], x[1]])", "V"), ("np.asarray(x, order='F')", "M"), ("x.astype(complex)", "M"),
    ("x.astype('f4').astype('f8')", "V", {"tol": 1e-3, "order": 1, "steps": (1e-1, 3e-2, 1e-2)}), ("x.copy(order='F')", "M"), ("np.copy(x)", "M"), ("x.item(2)", "M"), ("x.item()", "0"), ("x.tolist()", "V M"), ("x.view()", "M"), ("np.full((2, 2), x)", "n"), ("np.full(3, x[:3])", "V"), ("np.full_like(x, x[0])", "V"), ("np.linspace(x, 2.0, 5)", "n"), ("np.linspace(x, y, 3, axis=1)", "V"),
    ("np.linspace(0.0, x, 5, endpoint=False, retstep=True)", "n"), ("np.arange(x, 4.0, 1.0)", "n"), ("np.arange(np.float32(0.5) * x[0], 4.0, 1.0) + np.arange(0.0, 4.0, x[1] ** 2 + 1)[0]", "V"), ("np.arange(4) * x", "n"), ("np.logspace(x, 2.0, 4)", "n"), ("np.logspace(0.0, 1.0, 3, base=np.abs(x) + 1)", "n V M"), ("np.logspace(x, 1.0, 3, base=np.abs(y) + 1)", "V M"), ("x.clip(-0.5)", "0 V M"), ("np.pad(x, 2, mode='maximum')", "V 0"), ("np.nan_to_num(np.array([1.0, np.nan, np.inf]), nan=x, posinf=2 * x)", "n"), ("np.logspace(x[0], y, 3, base=np.abs(x) + 1, axis=1)", "M"), ("np.logspace(x, 1.0, 3, False, np.abs(x) + 1, axis=-1)", "V"), ("np.linalg.norm(np.array([1, 2, 4]), 3) * x", "n"), ("np.geomspace(x, 2.0, 4)", "n"), ("np.trim_zeros(x)", "V"), ("np.ascontiguousarray(x.T)", "M"), ("np.require(x, requirements='F')", "M"), ("np.atleast_2d(x)", "V n"), ("np.expand_dims(x, 0)", "V"),
    ("np.sort(x, axis=0)", "M C"), ("np.sort(x, kind='stable')", "V L"), ("np.sort(x, None)", "M"), ("np.partition(x, 2)", "V"), ("np.argsort(x) * x", "V"), ("np.sort_complex(x)", "V W"), ("np.einsum_path('ij,jk', x, y)[0] and x", "S"), ("np.row_stack([x, y])", "V"), ("np.indices((2, 3))[0] * x", "M"), ("np.searchsorted(np.sort(x), 0.1) * x", "V"),
]

SPELLINGS = LINALG + PRODUCTS + FOURIER + SHAPES


@pytest.mark.parametrize("case", [pytest.param(c, id=c.name) for c in cases(SPELLINGS)])
def test_spelling(case):
    outcome = reference.check(case)
    assert outcome.kind == "ok", f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"
