"""Every rule of scipy.linalg against finite differences, and through the compiler."""

import numpy as np
import pytest

L = pytest.importorskip("scipy.linalg")

from s2sad import DifferentiationError, check, differentiate  # noqa: E402
from s2sad.rules import scipy_linalg  # noqa: E402
from s2sad.rules.registry import RULES, library_rule  # noqa: E402
from tests import rulecheck  # noqa: E402
from tests.test_rules_elementwise import registered_by  # noqa: E402
from tests.test_rules_shape import a  # noqa: E402

library_rule(L.solve)
V, W, M, N = a(3), a(3, shift=1), a(2, 3), a(3, 2, shift=2)
S = a(3, 3) + 3 * np.eye(3)
C = a(3, 3, dtype=complex) + 3 * np.eye(3)
B = a(2, 3, 3) + 3 * np.eye(3)
SINGLE = S.astype(np.float32)
Z = V + 1j * W
P = S @ S.T
H = C @ C.conj().T
PIVOTS = S[[2, 0, 1]]


LOOSE = {"rtol": 1e-5, "atol": 1e-6}
FACTORED = L.cho_factor(P), L.cho_factor(P, lower=True), L.cho_factor(H)
BANDS = np.array([[0.0, 0.3, -0.4, 0.2], [3.0, 2.0, 4.0, 2.5]])
BANDS_BELOW = np.array([[3.0, 2.0, 4.0, 2.5], [0.3, -0.4, 0.2, 0.0], [0.1, 0.2, 0.0, 0.0]])
BANDSZ = np.array([[0, 0.3j, -0.4 + 0.2j, 0.2], [3.0, 2.0, 4.0, 2.5]])
BANDED = L.cholesky_banded(BANDS), L.cholesky_banded(BANDS_BELOW, lower=True), L.cholesky_banded(BANDSZ)
REAL_SPECTRUM = np.diag([1.0, 2.5, 4.0, -1.0]) + 0.3 * a(4, 4)
PAIRS_OF_EIGENVALUES = a(5, 5)
PERMUTED = np.array([[0.1, 2.0, 0.3], [2.0, 0.2, 1.0], [0.3, 1.0, -3.0]])
RR = np.array([[2.0, 0.3], [0.3, 1.0]])
LU, LUZ = L.lu_factor(PIVOTS), L.lu_factor(C[[1, 2, 0]])


SAMPLES = [
    (L.solve, (S, V)), (L.solve, (S, N)), (L.solve, (C, Z)), (L.solve, (S, Z)), (L.solve, (SINGLE, V.astype("f4"))),
    *[(L.solve, (P, V), {"assume_a": how, "lower": lower}) for how in ("pos", "sym", "gen") for lower in (True, False)],
    (L.solve, (H, N), {"assume_a": "her"}), (L.solve, (H, Z), {"assume_a": "pos", "lower": True}),
    (L.solve, (C + C.T, Z), {"assume_a": "sym"}), (L.solve, (S, V), {"transposed": True}),
    (L.solve, (S, N, False, False, False, False)),
    (L.inv, (S,)), (L.inv, (C,)), (L.inv, (SINGLE,)), (L.inv, (S,), {"check_finite": False}),
    (L.solve_triangular, (S, V)), (L.solve_triangular, (S, N), {"lower": True}), (L.solve_triangular, (C, Z, 2)),
    (L.solve_triangular, (C, Z, "T"), {"unit_diagonal": True}), (L.solve_triangular, (S, V, 1, True, True)),
    (L.solve_triangular, (SINGLE, V.astype("f4"))),
    *[(L.cho_solve, (pair, b), {}, {"wrt": ["b"]}) for pair in FACTORED for b in (V, N)],
    *[(L.cho_solve, (pair, b), {}, {"wrt": ["c_and_lower"], "tangents": {"c_and_lower": (
        rulecheck.directions(pair[0]), 0)}}) for pair in FACTORED for b in (V, N)],
    *[(L.lu_solve, (pair, b, trans), {}, {"wrt": ["b"]}) for pair in (LU, LUZ) for b in (V, N) for trans in (0, 1, 2)],
    *[(L.lu_solve, (pair, b, trans), {}, {"wrt": ["lu_and_piv"], "tangents": {"lu_and_piv": (
        rulecheck.directions(pair[0]), np.zeros(3, int))}}) for pair in (LU, LUZ) for b in (V, N) for trans in (0, 1, 2)],
    (L.solve_banded, ((1, 1), a(3, 3) + 2, V)), (L.solve_banded, ((1, 0), a(2, 3) + 2, N)),
    (L.solve_banded, ((0, 2), a(3, 3) + 2, Z)), (L.solve_banded, ((0, 0), a(1, 3) + 2, V)),
    (L.solve_toeplitz, (V + 3, W)), (L.solve_toeplitz, ((V + 3, W), N)),
    (L.solve_sylvester, (S, S.T, P)), (L.solve_sylvester, (C, a(2, 2) + 4 * np.eye(2), N)),
    (L.solve_continuous_lyapunov, (S, P)), (L.solve_continuous_lyapunov, (C, H)),
    (L.solve_discrete_lyapunov, (S / 9, P)), (L.solve_discrete_lyapunov, (C / 9, H)),
    (L.solve_discrete_lyapunov, (S / 9, P, "bilinear")),
    (L.pinv, (M,)), (L.pinv, (N,)), (L.pinv, (C,)), (L.pinvh, (P,)), (L.pinvh, (H,), {"lower": False}),
    (L.cholesky, (P,)), (L.cholesky, (P, True)), (L.cholesky, (H,)), (L.cholesky, (H,), {"lower": True}),
    (L.cholesky, (SINGLE @ SINGLE.T,)),
    (L.cho_factor, (P,)), (L.cho_factor, (P, True)), (L.cho_factor, (H,)),
    *[(L.lu_factor, (m,)) for m in (S, PIVOTS, C, M, N, a(4, 2)[[2, 3, 0, 1]], SINGLE)],
    *[(L.lu, (m,), {"permute_l": permute}) for m in (S, PIVOTS, C, M, N, a(4, 2)) for permute in (True, False)],
    (L.lu, (PIVOTS,), {"p_indices": True}),
    (L.qr, (S,)), (L.qr, (M,)), (L.qr, (N,), {"mode": "economic"}), (L.qr, (C,)), (L.qr, (N,), {"mode": "r"}),
    (L.qr, (N,), {"mode": "economic", "pivoting": True}), (L.qr, (M,), {"mode": "r", "pivoting": True}), (L.qr, (SINGLE,)),
    (L.eigh, (S + S.T,), {"driver": "evd"}), (L.eigh, (S,), {"lower": False, "driver": "evd"}), (L.eigh, (H,), {"eigvals_only": True}), (L.eigh, (SINGLE + SINGLE.T,), {"driver": "evd"}),
    (L.eigvalsh, (S,)), (L.eigvalsh, (H,), {"lower": False}),
    (L.eig, (S,)), (L.eig, (C,)), (L.eig, (np.array([[1.0, 2], [-1.5, 0.5]]),)), (L.eig, (S,), {"right": False}),
    (L.polar, (S,)), (L.polar, (N,)), (L.polar, (C,)), (L.polar, (M, "left")), (L.polar, (S, "left")),
    (L.orth, (S,)), (L.orth, (N,)), (L.orth, (C,)),
    (L.expm_frechet, (S / 3, P / 9)), (L.expm_frechet, (S / 3, P / 9), {"compute_expm": False}),
    *[(L.lstsq, (N, b), {"lapack_driver": driver}) for b in (V, np.outer(V, [1.0, 2.0]) + N) for driver in (None, "gelsd", "gelss")],
    (L.lstsq, (S, V)), (L.lstsq, (C, Z)),
    (L.solveh_banded, (np.array([[0.0, 0.3, -0.4], [2.0, 3.0, 4.0]]), V)), (L.solveh_banded, (np.array([[2.0, 3.0, 4.0], [0.3, -0.4, 0.0]]), N), {"lower": True}),
    (L.solveh_banded, (np.array([[0.0, 0.3j, -0.4 + 0.1j], [2.0, 3.0, 4.0]]), Z)), (L.companion, (V + 3,)), (L.companion, (Z + 3,)),
    (L.eigvals, (np.diag([1.0, 2, 4]) + 0.1 * S,)), (L.eigvals, (C,)), (L.eigvals, (np.array([[1.0, 2], [-1.5, 0.5]]),)),
    (L.svd, (S,)), (L.svd, (N, False)), (L.svd, (M,), {"full_matrices": False}), (L.svd, (C,)), (L.svd, (N,), {"compute_uv": False}),
    (L.solve_circulant, (V + 3, W)), (L.solve_circulant, (V + 3, N)), (L.solve_circulant, (Z + 3, V)),
    *[(are, (a(3, 3) / 2, N, P, RR), {}, LOOSE | options) for are in (L.solve_continuous_are, L.solve_discrete_are)
      for options in ({"wrt": ["a", "b"]}, {"wrt": ["q", "r"], "tangents": {"q": P / 3, "r": np.array([[0.4, 0.2], [0.2, -0.3]])}})],
    *[(L.cholesky_banded, (m,), {"lower": lower}) for m, lower in (
        (BANDS, False), (BANDS_BELOW, True), (BANDSZ, False), (BANDS[1:], False), (BANDS.astype("f4"), False))],
    *[(L.cho_solve_banded, ((c, lower), b), {}, {"wrt": ["b"]}) for c, lower in zip(BANDED, (False, True, False))
      for b in (a(4), a(4, 2))],
    *[(L.cho_solve_banded, ((c, lower), b), {}, {"wrt": ["cb_and_lower"], "tangents": {"cb_and_lower": (
        np.where(c == 0, 0, rulecheck.directions(c)), 0)}}) for c, lower in zip(BANDED, (False, True, False)) for b in (a(4), a(4, 2))],
    (L.eig_banded, (BANDS,)), (L.eig_banded, (BANDS_BELOW,), {"lower": True}), (L.eig_banded, (BANDSZ,), {"eigvals_only": True}),
    (L.eigvals_banded, (BANDS,)), (L.eigvals_banded, (BANDS_BELOW, True)),
    (L.eigh_tridiagonal, (a(4), a(3) + 2)), (L.eigh_tridiagonal, (a(4), a(3) + 2), {"eigvals_only": True}),
    (L.eigvalsh_tridiagonal, (a(4), a(3) + 2)),
    *[(L.schur, (m,)) for m in (S, REAL_SPECTRUM, PAIRS_OF_EIGENVALUES, PAIRS_OF_EIGENVALUES.T, np.array([[1.0, 2], [-1.5, 0.5]]))],
    *[(L.hessenberg, (m,), {"calc_q": True}) for m in (S, REAL_SPECTRUM, PAIRS_OF_EIGENVALUES, C, C[:2, :2], a(4, 4, dtype=complex), S[:2, :2])],
    (L.hessenberg, (PAIRS_OF_EIGENVALUES,)),
    *[(L.ldl, (m,), {"lower": lower}) for m in (P, PERMUTED, H, np.fliplr(np.diag([1.0, 2, 2, 1])) + 0.1 * a(4, 4)) for lower in (True, False)],
    *[(L.ldl, (C,), {"lower": lower, "hermitian": False}) for lower in (True, False)],
    (L.rq, (S,)), (L.rq, (M,), {"mode": "economic"}), (L.rq, (C,)), (L.rq, (S,), {"mode": "r"}),
    (L.null_space, (M,)), (L.orthogonal_procrustes, (S, P)), (L.orthogonal_procrustes, (N, a(3, 2, shift=5))),
    (L.signm, (REAL_SPECTRUM,)), (L.signm, (S - 3 * np.eye(3),)), (L.fiedler, (V,)),
    (L.svdvals, (N,)), (L.svdvals, (C,)), (L.svdvals, (SINGLE,)),
    (L.expm, (S / 2,)), (L.expm, (C / 2,)), (L.expm, (B / 2,)), (L.expm, (np.zeros((2, 2)),)), (L.expm, (SINGLE / 2,)),
    (L.expm, (np.diag(V),)),
    (scipy_linalg.scipy_linalg.expm_change, (S / 2, P / 9)),
    (L.sqrtm, (P,)), (L.sqrtm, (C,)), (L.sqrtm, (S,)),
    *[(getattr(L, name), (m / 3,), {}, LOOSE) for name in ("logm", "cosm", "sinm", "tanm", "coshm", "sinhm", "tanhm") for m in (P, C)],
    (L.fractional_matrix_power, (P, 0.3), {}, LOOSE), (L.fractional_matrix_power, (S, 2)),
    (L.det, (S,)), (L.det, (C,)), (L.det, (np.ones((2, 2)),)), (L.det, (SINGLE,)),
    *[(L.norm, (N, p)) for p in (None, "fro", "nuc", 1, -1, 2, np.inf)], *[(L.norm, (V, p)) for p in (None, 1, 3, np.inf)],
    (L.norm, (B,), {"axis": (0, 2), "keepdims": True}), (L.norm, (Z,)),
    (L.block_diag, (S, 2.0, V)), (L.block_diag, (S,)), (L.toeplitz, (V, W)), (L.toeplitz, (Z,)), (L.hankel, (V,)), (L.hankel, (V, W)),
    (L.circulant, (V,)), (L.leslie, (V, W[:2])), (L.diagsvd, (V, 3, 4)), (L.convolution_matrix, (V, 4)),
    (L.convolution_matrix, (V, 4, "same")), (L.khatri_rao, (N, S[:, :2])), (L.matmul_toeplitz, (V, W)), (L.matmul_toeplitz, ((V, W), N)),
]


def name_of(sample):
    return RULES[sample[0]].name


def test_every_rule_has_a_sample():
    assert not {RULES[fn].name for fn in registered_by(scipy_linalg)} - {name_of(sample) for sample in SAMPLES}


@pytest.mark.parametrize("sample", SAMPLES, ids=name_of)
def test_against_differences(sample):
    fn, args, kwargs, options = sample + ({}, {})[len(sample) - 2:]
    rulecheck.check(RULES[fn], args, kwargs, **options)


@pytest.mark.parametrize("options", [
    {}, {"lower": False}, {"eigvals_only": True}, {"subset_by_value": [-1.0, 0.6], "eigvals_only": True},
    {"subset_by_index": [0, 1], "eigvals_only": True}])
@pytest.mark.parametrize("b", [None, P, H])
def test_some_eigenvalues_and_those_of_pencils(options, b):
    a_ = S + S.T if b is not H else H @ C + (H @ C).conj().T
    if b is H and not options.get("eigvals_only"):
        pytest.skip("complex vectors are refused")
    given = RULES[L.eigh].given["b"]
    args = (a_,) if b is None else (a_, b)
    rule = RULES[L.eigh] if b is None and not options.keys() & {"subset_by_index", "subset_by_value"} else given
    rulecheck.check(rule, args, options if rule is given else options | {"driver": "evd"}, rtol=1e-5, atol=1e-6)


# Through the compiler

def cholesky_solve(A, b):
    factor = L.cho_factor(A)
    return L.cho_solve(factor, b) @ b + np.log(np.diag(factor[0])).sum()


def lu_solves(A, b):
    lu, piv = L.lu_factor(A)
    return L.lu_solve((lu, piv), b) + L.lu_solve((lu, piv), b, trans=1) + np.prod(np.diag(lu))


def solves(A, b):
    return L.solve(A, b) + L.solve(A @ A.T, b, assume_a="pos") + L.solve_triangular(A, b, lower=True, trans="T")


def spectrum(A, b):
    w, v = L.eigh(A + A.T)
    u, s, vh = L.svd(A)
    q, r = L.qr(A)
    p, l, upper = L.lu(A)
    return v @ np.diag(w**2) @ v.T + u @ np.diag(1 / s) @ vh + q @ q @ r + p @ l @ l @ upper


def modes(A, b):
    B = A @ A.T
    w, v = L.eigh(A + A.T, B, subset_by_index=[0, 1])
    u, x = L.eigh(A + A.T, subset_by_index=[1, 2])
    p, q = L.polar(A)
    z = L.orth(A[:, :2])
    return v @ np.diag(w) @ v.T + (x * u) @ x.T @ p + q + z @ z.T * L.lstsq(A[:, :2], b)[0][0] + L.eig(A)[0].real.sum()


def similar(A, b):
    t, z = L.schur(A)
    h, q = L.hessenberg(A, calc_q=True)
    lu, d, order = L.ldl(A + A.T)
    r, u = L.rq(A)
    k, scale = L.orthogonal_procrustes(A, np.diag(b))
    return z @ t @ t @ z.T + q @ h * h @ q.T + lu @ d * d + r * u + k * scale + L.null_space(A[:2]) * b + L.signm(A - 3 * np.eye(3))


def banded(A, b):
    ab = np.stack([A[0], b + 6])
    c = L.cholesky_banded(ab)
    w, v = L.eig_banded(ab)
    u, x = L.eigh_tridiagonal(b, A[0, :2] + 3)
    return L.cho_solve_banded((c, False), A) @ c.T @ np.ones(2) + v @ (w * w) + x @ (u * u) + L.eigvals_banded(ab) \
        + L.solve_circulant(b + 4, b) * L.eigvalsh_tridiagonal(A[0], b[1:]) + L.fiedler(b) @ b


def controlled(A, b):
    return L.solve_continuous_are(A, b[:, None], A @ A.T, np.eye(1)) + L.solve_discrete_are(A / 9, b[:, None], A @ A.T, np.eye(1)) \
        + L.fractional_matrix_power(A @ A.T, b[0]) @ L.fractional_matrix_power(A @ A.T, 0.3)


def functions(A, b):
    return L.expm(A / 3) @ b + L.sqrtm(A @ A.T) @ b + L.logm(A @ A.T / 9) @ b + L.norm(A) * L.det(A)


def structured(A, b):
    return L.block_diag(A, b[0], 1.0)[1:] @ L.toeplitz(np.ones(5), np.arange(5.0) * b[1]) @ L.circulant(np.ones(5))


@pytest.mark.parametrize("f", [cholesky_solve, lu_solves, solves, spectrum, modes, similar, banded, controlled, functions, structured])
def test_programs(f):
    A = S if f is not cholesky_solve else P
    for wrt, seeds in (("A", {"dA": W[:, None] * V}), ("b", {"db": W}), (("A", "b"), {"dA": W[:, None] * V, "db": W})):
        def at(h):
            return f(A + h * seeds.get("dA", 0), V + h * seeds.get("db", 0))

        df = differentiate(f, wrt=wrt)
        value, tangent = df(A, V, **seeds)
        np.testing.assert_array_equal(value, f(A, V))
        slope = [(at(h) - at(-h)) / (2 * h) for h in (1e-3, 5e-4)]
        np.testing.assert_allclose(tangent, (4 * slope[1] - slope[0]) / 3, rtol=1e-6, atol=1e-8)
        if not isinstance(wrt, str):
            continue

        def first(h):
            return df(A + h * seeds.get("dA", 0), V + h * seeds.get("db", 0), **seeds)[1]

        twice = differentiate(df, wrt=wrt)
        (_, again), (_, second) = twice(A, V, **seeds, **{twice.seeds[wrt]: seeds["d" + wrt]})
        np.testing.assert_array_equal(again, tangent)
        np.testing.assert_allclose(second, (first(1e-4) - first(-1e-4)) / 2e-4, rtol=1e-5, atol=1e-6)


def overwrites(x):
    return L.inv(x, overwrite_a=True)


def overwrites_a_constant(x):
    a = np.array([[2.0, 1.0], [1.0, 3.0]])
    L.cholesky(a, overwrite_a=True)
    return x * a


def keeps(x):
    return L.inv(x, overwrite_a=False)


def sorted_form(x):
    return L.schur(x, sort="lhp")


def general(x):
    return L.qz(x, x)


def test_refusals():
    for f, point in ((overwrites, S), (sorted_form, S), (general, S)):
        with pytest.raises(DifferentiationError) as caught:
            differentiate(f)(point)
        assert caught.value.filename == __file__
    assert differentiate(keeps)(S)[1].shape == (3, 3)
    value, tangent = differentiate(overwrites_a_constant)(2.0)
    np.testing.assert_array_equal(value, 2 * tangent)


def test_null_space_is_refused():
    for fn, args in ((L.svd, (N,)), (L.qr, (N,))):
        with pytest.raises(DifferentiationError):
            rulecheck.evaluate(RULES[fn], args, {}, {"a": N})


def magnitudes(a):
    w, v = L.eig(a)
    return (np.abs(w), np.abs(v), (v * v).real, np.abs(L.sqrtm(a)), np.abs(L.logm(a)),
            np.abs(L.fractional_matrix_power(a, 0.3)))


@pytest.mark.parametrize("a", [np.array([[4.0, 1.0, 0.3], [1.2, 3.0, 0.2], [0.3, 0.2, 5.0]]), np.array([[0.0, 1.0], [-1.3, 0.2]]),
                               np.array([[-1.0, 0.2], [0.1, 2.0]])])
def test_whether_a_result_is_complex_is_up_to_the_numbers(a):
    assert check(magnitudes, (a,)).ok
    assert check(differentiate(magnitudes), (a,)).ok


def test_float32_stays_float32():
    a = np.array([[4.0, 1.0], [1.2, 3.0]], np.float32)
    assert [d.dtype for d in differentiate(L.eig)(a)[1]] == [np.complex64, np.float32]
    assert differentiate(L.expm)(a)[1].dtype == np.float32


def test_the_precision_of_one_diagonal_is_kept():
    d, e = np.array([1, 2, 3], np.float32), np.array([0.5, 0.25], np.float32)
    for wrt in ("d", "e"):
        _, (of_values, of_vectors) = differentiate(L.eigh_tridiagonal, wrt=wrt)(d, e)
        assert of_values.dtype == of_vectors.dtype == np.float32


STACK = np.stack([S, S + np.eye(3)])


@pytest.mark.parametrize("call", [
    lambda a: L.cho_factor(a), lambda a: L.eigvals_banded(a), lambda a: L.eigh(a, a), lambda a: L.fiedler(a),
    lambda a: L.ldl(a), lambda a: L.polar(a), lambda a: L.solve_banded((1, 1), a, a),
    lambda a: L.solve_toeplitz(a, a), lambda a: L.solve_circulant(a, a)])
def test_stacks_of_matrices_are_refused_where_the_rule_is_for_one(call):
    with pytest.raises(DifferentiationError, match="of a stack of arrays"):
        differentiate(call)(STACK)


def test_one_vector_and_a_stack_of_triangles():
    def f(a, b):
        return L.solve_triangular(a, b, trans=1)
    b = np.array([1.0, -2.0, 0.5])
    try:
        f(STACK, b)
    except ValueError:
        pytest.skip("this SciPy takes no stacks")
    for wrt in ("a", "b"):
        assert check(f, (STACK, b), wrt=wrt).ok
