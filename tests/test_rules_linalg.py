"""Every rule of linalg.py and products.py against finite differences."""

import numpy as np
import pytest

from s2sad import differentiate
from s2sad.errors import DifferentiationError
from s2sad.rules import linalg, polynomials, products
from s2sad.rules.registry import RULES

from tests import rulecheck
from tests.spellings import is_spelled
from tests.test_rules_shape import a, registered_in

L = np.linalg
V, W, M, N = a(3), a(3, shift=1), a(2, 3), a(3, 2, shift=2)
S = a(3, 3) + 3 * np.eye(3)
C = a(3, 3, dtype=complex) + 3 * np.eye(3)
B = a(2, 3, 3) + 3 * np.eye(3)
BC = a(2, 3, 3, dtype=complex) + 3 * np.eye(3)
SINGLE = S.astype(np.float32)
E = np.zeros((0, 0))
Z = V + 1j * W


def spd(m):
    return m @ np.conj(np.swapaxes(m, -1, -2))


LOOSE = {"rtol": 1e-5, "atol": 1e-6, "step": 1e-4}

SAMPLES = [
    (np.dot, (V, W)), (np.dot, (M, N)), (np.dot, (M, V)), (np.dot, (2.0, V)), (np.dot, (Z, V)), (np.dot, (E, E)),
    (np.dot, (SINGLE, SINGLE)), (np.matmul, (M, N)), (np.matmul, (V, N)), (np.matmul, (B, V)), (np.matmul, (B, S)),
    (np.vdot, (Z, 1j * Z)), (np.vdot, (M, N)), (np.inner, (M, M)), (np.inner, (Z, Z)), (np.outer, (V, Z)),
    (np.kron, (M, N)), (np.kron, (V, M)), (np.tensordot, (B, S)), (np.tensordot, (B, M, ([1, 0], [1, 0]))),
    (np.tensordot, (V, W, 0)), (np.cross, (V, W)), (np.cross, (S, W)), (np.cross, (S, S.T), {"axis": 0}),
    (np.convolve, (V, a(2))), (np.convolve, (Z, V, "same")), (np.correlate, (V, Z, "full")), (np.correlate, (a(2), V)),
    (np.einsum, ("ij,jk", M, N)), (np.einsum, ("ij,jk,k->i", M, N, a(2)), {"optimize": True}), (np.einsum, ("...ij->...", B)),
    (np.einsum, ("ii->i", C)), (np.einsum, ("i,i", V, Z)), (np.einsum, ("ij,ij->", SINGLE, SINGLE)), (np.einsum, ("ij->ji", E)),
    (np.trace, (S,)), (np.trace, (B, 1, 1, 2)), (np.trace, (C,)),
    (np.polyval, (V, 2.0)), (np.polyval, (V, W)), (np.polyval, ([1.0, 2.0], M)), (np.polyval, (V, Z)), (np.polyval, (np.array([True, False, True]), 2.0)),
    (np.polyval, (SINGLE[0], SINGLE[1])), (np.polyval, (SINGLE[0], np.float32(0.5))),
    (np.polyval, (a(1), W)), (np.polyadd, (V, a(2))), (np.polysub, (a(2), V)), (np.polymul, (V, a(2))),
    (np.polyder, (V,)), (np.polyder, (V, 2)), (np.polyint, (V,)), (np.polyint, (V, 1, 2.0)),
    (np.vander, (V,)), (np.vander, (V, 2)), (np.vander, (V, 4, True)), (np.vander, (Z, 1)), (np.vander, (V, 0)),
    (np.vander, (V.astype(np.float32), 3)),
    (np.cov, (M,)), (np.cov, (N,), {"rowvar": False}), (np.cov, (V, W)), (np.cov, (V,), {"bias": True}),
    (np.cov, (M, M[::-1] ** 2), {"ddof": 0}), (np.cov, (a(2, 4, dtype=complex),)),
    (np.cov, (SINGLE,)), (np.cov, (SINGLE[0], SINGLE[1])), (np.corrcoef, (SINGLE,)),
    (np.corrcoef, (a(2, 4),)), (np.corrcoef, (V, W)), (np.corrcoef, (a(4, 3),), {"rowvar": False}), (np.corrcoef, (V,)),
    (np.corrcoef, (a(2, 4, dtype=complex),)),

    (L.inv, (S,)), (L.inv, (C,)), (L.inv, (B,)), (L.inv, (SINGLE,)), (L.inv, (E,)), (L.inv, (np.array([[2, 1], [1, 2]]),)),
    (L.solve, (S, V)), (L.solve, (S, N)), (L.solve, (C, Z)), (L.solve, (B, a(2, 3, 2))), (L.solve, (S, a(2, 3, 3))),
    (L.solve, (SINGLE, V.astype(np.float32))), (L.solve, (E, np.zeros(0))), (L.solve, (S, Z)),
    (L.pinv, (M,)), (L.pinv, (N,)), (L.pinv, (S,)), (L.pinv, (a(2, 4, 3, dtype=complex),)),
    (L.lstsq, (N, V)), (L.lstsq, (M, a(2)), {"rcond": None}),
    (L.lstsq, (N, a(3, 2))), (L.lstsq, (a(3, 2, dtype=complex), Z)),
    (L.lstsq, (S, V)),
    (L.tensorinv, (a(6, 2, 3) + np.eye(6).reshape(6, 2, 3), 1)), (L.tensorinv, (S.reshape(3, 1, 3),)),
    (L.tensorsolve, (a(6, 2, 3) + 3 * np.eye(6).reshape(6, 2, 3), a(6))),
    (L.tensorsolve, (a(2, 3, 6) + 3 * np.eye(6).reshape(2, 3, 6), a(2, 3))),
    (L.det, (S,)), (L.det, (C,)), (L.det, (B,)), (L.det, (SINGLE,)), (L.det, (E,)), (L.det, (np.ones((2, 2)),)),
    (L.det, (np.zeros((3, 3)),)), (L.det, (np.stack([S, np.ones((3, 3))]),)), (L.det, (np.ones((2, 2)) * (1 + 1j),)),
    (L.slogdet, (S,)), (L.slogdet, (C,)), (L.slogdet, (B,)), (L.slogdet, (SINGLE,)), (L.slogdet, (-BC,)),
    (L.cholesky, (spd(S),)), (L.cholesky, (spd(C),)), (L.cholesky, (spd(B),)), (L.cholesky, (spd(SINGLE),)), (L.cholesky, (E,)),
    (L.qr, (S,)), (L.qr, (N,)), (L.qr, (M,)), (L.qr, (C,)), (L.qr, (a(4, 2, dtype=complex),)),
    (L.qr, (a(2, 4, dtype=complex),)), (L.qr, (a(2, 3, 2),)), (L.qr, (a(2, 2, 3),)), (L.qr, (N, "r")), (L.qr, (M, "r")),
    (L.qr, (S, "complete")), (L.qr, (M, "complete")), (L.qr, (SINGLE,)),
    (L.eigh, (S + S.T,)), (L.eigh, (C + C.conj().T,)), (L.eigh, (C + C.conj().T, "U")), (L.eigh, (B + B.transpose(0, 2, 1),)),
    (L.eigh, (SINGLE + SINGLE.T,)), (L.eigh, (S, "U")), (L.eigh, (BC + BC.conj().transpose(0, 2, 1),)), (L.eigh, (E,)),
    (L.eigvalsh, (S + S.T,)), (L.eigvalsh, (C + C.conj().T, "U")), (L.eigvalsh, (B,)), (L.eigvalsh, (E,)),
    (L.eig, (np.diag([1.0, 2, 4]) + 0.1 * S,)), (L.eig, (C,), {}, LOOSE), (L.eig, (BC,), {}, LOOSE),
    (L.eig, (np.array([[1.0, 2, 0.3], [-1.5, 0.5, 0.2], [0.7, 0.1, 3]]),)), (L.eig, (SINGLE,)), (L.eig, (spd(S),)),
    (L.eigvals, (np.diag([1.0, 2, 4]) + 0.1 * S,)), (L.eigvals, (C,)), (L.eigvals, (B,)), (L.eigvals, (np.random.default_rng(1).normal(size=(9, 9)),), {}, LOOSE),
    (L.svd, (S,)), (L.svd, (N, False)), (L.svd, (M, False)), (L.svd, (C,)), (L.svd, (a(3, 2, dtype=complex), False)),
    (L.svd, (a(2, 3, dtype=complex), False)), (L.svd, (a(9, 2, dtype=complex), False)), (L.svd, (a(2, 9, dtype=complex), False)),
    (L.svd, (B,)), (L.svd, (SINGLE,)), (L.svd, (N,), {"compute_uv": False}), (L.svd, (a(2, 2, 3), False)),
    (L.svd, (BC,)), (L.svd, (a(1, 1, dtype=complex),)),
    (L.matrix_power, (S, 0)), (L.matrix_power, (S, 1)), (L.matrix_power, (S, 2)), (L.matrix_power, (B, 5)),
    (L.matrix_power, (C, -3)), (L.matrix_power, (S, 3)),
    (L.multi_dot, ([M, N],)), (L.multi_dot, ([V, N, M, C],)), (L.multi_dot, ((V, S, W),)),
    (L.norm, (V,)), (L.norm, (M,)), (L.norm, (Z,)), (L.norm, (B,)), (L.norm, (B, None, None, True)), (L.norm, ([1.0, 2.0],)),
    *[(fn, ([[2.0, 1.0], [1.0, 4.0]],)) for fn in (L.inv, L.det, L.eigh, L.eigvalsh, L.eig, L.eigvals, L.svd, L.qr, L.pinv,
                                                   L.slogdet, L.cholesky)],
    *[(L.norm, (V, p)) for p in (2, 1, np.inf, -np.inf, 0, 3, 0.5, -1)],
    *[(L.norm, (Z, p)) for p in (2, 1, np.inf, -np.inf, 3.5)],
    *[(L.norm, (N, p)) for p in ("fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf)],
    *[(L.norm, (C, p)) for p in ("fro", "nuc", 1, 2, -np.inf)],
    *[(L.norm, (B, p, (0, 2), True)) for p in (None, "nuc", 1, 2, np.inf)],
    *[(L.norm, (B, p, (-1, 0))) for p in ("fro", "nuc", 1, -2, np.inf)],
    *[(L.norm, (B, p, 1)) for p in (None, 1, 3, np.inf)], (L.norm, (B, 3, -1, True)), (L.norm, (B, np.inf, (1,), True)),
    (L.norm, (SINGLE,)), (L.norm, (SINGLE, "nuc")), (L.norm, (SINGLE, 3, 0)), (L.norm, (SINGLE, 1)),
]
if hasattr(L, "vecdot"):  # NumPy 2
    SAMPLES += [
        (np.vecdot, (Z, 1j * Z)), (np.vecdot, (M, V)), (np.vecdot, (N, N), {"axis": 0}), (L.solve, (B, V)), (L.solve, (B, N)),
        (L.solve, (a(3, 3, 3) + 3 * np.eye(3), V)), (L.cholesky, (spd(C),), {"upper": True}), (L.cholesky, (spd(S),), {"upper": True}),
        (L.svdvals, (N,)), (L.svdvals, (BC,)), (L.svdvals, (SINGLE,)), (L.svdvals, (np.zeros((0, 3)),)),
        (L.vector_norm, (M,)), (L.vector_norm, (B,), {"ord": 3, "axis": (0, 2)}), (L.vector_norm, (B,), {"ord": np.inf}),
        (L.vector_norm, (B,), {"ord": 1, "keepdims": True}), (L.vector_norm, (B,), {"ord": np.inf, "axis": (0, 1), "keepdims": True}),
        (L.matrix_norm, (B,)), (L.matrix_norm, (B,), {"ord": 2, "keepdims": True}), (L.matrix_norm, (C,), {"ord": "nuc"}),
        (L.matmul, (M, N)), (L.outer, (V, Z)), (L.cross, (V, W)), (L.cross, (S, S.T), {"axis": 0}), (L.vecdot, (Z, 1j * Z)),
        (L.tensordot, (B, S), {"axes": 1}), (L.trace, (B,), {"offset": 1}), (L.diagonal, (B,), {"offset": -1}),
        (L.matrix_transpose, (B,)),
    ]
if hasattr(np, "matvec"):  # NumPy 2.2
    SAMPLES += [(np.matvec, (B, V)), (np.vecmat, (Z, C))]


def name_of(sample):
    return RULES[sample[0]].name


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_against_differences(sample):
    fn, args, kwargs, options = sample + ({}, {})[len(sample) - 2:]
    rulecheck.check(RULES[fn], args, kwargs, **options)


def test_every_rule_has_a_sample():
    sampled = {name_of(sample) for sample in SAMPLES}
    registered = registered_in(linalg) | registered_in(products) | registered_in(polynomials)
    assert not {name for name in registered - sampled if not is_spelled(name)}


# Conventions at kinks are JAX's.

def compare_with_jax(name, args, kwargs, x, dx):
    jax = pytest.importorskip("jax")
    jax.config.update("jax_enable_x64", True)
    fn = getattr(L, name)
    parameter = rulecheck.bind(RULES[fn], (x, *args), kwargs)
    with np.errstate(all="ignore"):
        _, tangent = rulecheck.evaluate(RULES[fn], (x, *args), kwargs, {next(iter(parameter)): dx})
    _, expected = jax.jvp(lambda x: getattr(jax.numpy.linalg, name)(x, *args, **kwargs), (x,), (dx,))
    rulecheck.combine(lambda t, e: np.testing.assert_allclose(t, e, rtol=1e-9, atol=1e-12),
                      tuple(tangent) if isinstance(tangent, tuple) else tangent,
                      tuple(expected) if isinstance(expected, tuple) else expected)


@pytest.mark.parametrize("x", [[0.0, 0.0], [0.0, 3.0], [2.0, -2.0]])
@pytest.mark.parametrize("ord", [None, 1, 2, 3, 0.5, -1, np.inf, -np.inf, 0])
def test_vector_norm_at_kinks(ord, x):
    compare_with_jax("norm", (ord,), {}, np.array(x), np.array([1.0, 2.0]))


@pytest.mark.parametrize("x", [np.zeros((2, 2)), np.eye(2)], ids=["zero", "eye"])
@pytest.mark.parametrize("ord", ["fro", "nuc", 1, -1, 2, -2, np.inf, -np.inf])
def test_matrix_norm_at_kinks(ord, x):
    compare_with_jax("norm", (ord,), {}, x, np.array([[1.0, 2.0], [3.0, 5.0]]))


@pytest.mark.parametrize("name", ["eigh", "eigvalsh"])
def test_repeated_eigenvalues(name):
    compare_with_jax(name, (), {}, np.eye(2), np.array([[1.0, 2.0], [2.0, 5.0]]))


@pytest.mark.parametrize("x", [np.ones((2, 2)), np.zeros((3, 3)), np.eye(2)])
def test_determinant_of_singular_matrices(x):
    compare_with_jax("det", (), {}, x, np.arange(x.size, dtype=float).reshape(x.shape) ** 2)


def determinant(x):
    return np.linalg.det(x)


@pytest.mark.parametrize("x", [np.zeros((2, 2)), np.zeros((1, 1)), np.zeros((4, 4)), np.ones((3, 3)),
                               np.stack([np.eye(3), np.ones((3, 3))])])
def test_second_derivative_of_the_determinant_of_singular_matrices(x):
    d = np.cos(np.arange(x.size, dtype=float)).reshape(x.shape)
    second = differentiate(differentiate(determinant))(x, dx=d, dx_=d)[1][1]
    h = 1e-3
    expected = (determinant(x + h * d) - 2 * determinant(x) + determinant(x - h * d)) / h**2
    np.testing.assert_allclose(second, expected, rtol=1e-5, atol=1e-5)


def test_null_space_is_refused():
    for fn, args in ((L.svd, (N,)), (L.qr, (N, "complete"))):
        with pytest.raises(DifferentiationError):
            rulecheck.evaluate(RULES[fn], args, {}, {"a": N})
