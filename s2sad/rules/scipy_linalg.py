"""Rules for scipy.linalg; registered when the program has imported it.

The formulas that take more than a line are in runtime/scipy_linalg.py, or with
those of np.linalg in runtime/linalg.py.  `overwrite_a=True` and the like are
not for a rule: they write into an argument.
"""

from scipy import linalg

from s2sad import runtime
from s2sad.rules.registry import MOST_DIMENSIONS, ONLY, NoDerivative, formula, joint, joint_rule, linear, multilinear, refuse, zero
from s2sad.runtime import scipy_banded, scipy_decompositions, scipy_linalg

runtime.extend(scipy_linalg)
runtime.extend(scipy_banded)
runtime.extend(scipy_decompositions)

# Solutions and inverses

formula(linalg.solve, "a, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True, assume_a=None, "
        "transposed=False", a="structured_solve_tangent(a, da, result, ...)", b="linalg.solve(a, db, ...)")
formula(linalg.inv, "a, overwrite_a=False, check_finite=True, *, assume_a=None, lower=False",
        a="-result @ as_read(da, assume_a, lower) @ result")
formula(linalg.solve_triangular, "a, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False, "
        "check_finite=True", a="triangular_solve_tangent(a, da, result, ...)",
        b="linalg.solve_triangular(a, db, ...)")
formula(linalg.cho_solve, "c_and_lower, b, overwrite_b=False, check_finite=True",
        c_and_lower="cho_solve_tangent(c_and_lower, dc_and_lower, result)", b="linalg.cho_solve(c_and_lower, db, ...)")
formula(linalg.lu_solve, "lu_and_piv, b, trans=0, overwrite_b=False, check_finite=True",
        lu_and_piv="lu_solve_tangent(lu_and_piv, dlu_and_piv, result, trans)",
        b="linalg.lu_solve(lu_and_piv, db, ...)")
formula(linalg.solve_banded, "l_and_u, ab, b, overwrite_ab=False, overwrite_b=False, check_finite=True",
        ab="-linalg.solve_banded(l_and_u, ab, banded_product(l_and_u, dab, result))",
        b="linalg.solve_banded(l_and_u, ab, db, ...)")
formula(linalg.solve_toeplitz, "c_or_cr, b, check_finite=True",
        c_or_cr="-linalg.solve_toeplitz(c_or_cr, linalg.matmul_toeplitz(dc_or_cr, result))",
        b="linalg.solve_toeplitz(c_or_cr, db, ...)")
formula(linalg.solve_sylvester, "a, b, q", a="-linalg.solve_sylvester(a, b, da @ result)",
        b="-linalg.solve_sylvester(a, b, result @ db)", q="linalg.solve_sylvester(a, b, dq)")
formula(linalg.solve_continuous_lyapunov, "a, q", q="linalg.solve_continuous_lyapunov(a, dq)",
        a="-linalg.solve_continuous_lyapunov(a, da @ result + result @ adjoint(da))")
formula(linalg.solve_discrete_lyapunov, "a, q, method=None", q="linalg.solve_discrete_lyapunov(a, dq, ...)",
        a="linalg.solve_discrete_lyapunov(a, da @ result @ adjoint(a) + a @ result @ adjoint(da))")
joint(linalg.lstsq, "a, b, cond=None, overwrite_a=False, overwrite_b=False, check_finite=True, lapack_driver=None",
      "driven_lstsq_tangent(result, a, da, b, db)", "a", "b")
formula(linalg.solveh_banded, "ab, b, overwrite_ab=False, overwrite_b=False, lower=False, check_finite=True",
        ab="-linalg.solveh_banded(ab, hermitian_banded_product(dab, result, lower), lower=lower)",
        b="linalg.solveh_banded(ab, db, ...)")
formula(linalg.solve_circulant, "c, b, singular='raise', tol=None, caxis=-1, baxis=0, outaxis=0",
        c="-linalg.solve_circulant(c, linalg.circulant(dc) @ result)", b="linalg.solve_circulant(c, db, ...)")
ONLY[linalg.solve_circulant] = {"singular": ("raise",), "caxis": (-1, 0), "baxis": (0,), "outaxis": (0,)}
for name in ("continuous", "discrete"):
    joint(getattr(linalg, f"solve_{name}_are"), "a, b, q, r, e=None, s=None, balanced=True",
          f"{name}_are_tangent(result, a, da, b, db, q, dq, r, dr)", "a", "b", "q", "r")
    ONLY[getattr(linalg, f"solve_{name}_are")] = {"e": (None,), "s": (None,)}
formula(linalg.cho_solve_banded, "cb_and_lower, b, overwrite_b=False, check_finite=True",
        cb_and_lower="cho_solve_banded_tangent(cb_and_lower, dcb_and_lower, result)",
        b="linalg.cho_solve_banded(cb_and_lower, db, ...)")
formula(linalg.pinv, "a, *, atol=None, rtol=None, check_finite=True", a="pinv_tangent(a, da, result)")
formula(linalg.pinvh, "a, atol=None, rtol=None, lower=True, check_finite=True",
        a="pinv_tangent(hermitian(a, not lower), hermitian(da, not lower), result)")

# Decompositions

formula(linalg.cholesky, "a, lower=False, overwrite_a=False, check_finite=True",
        a="cholesky_tangent(da, result, not lower)")
formula(linalg.cho_factor, "a, lower=False, overwrite_a=False, check_finite=True", a="cho_factor_tangent(da, result)")
formula(linalg.lu_factor, "a, overwrite_a=False, check_finite=True", a="lu_factor_tangent(da, result)")
formula(linalg.lu, "a, permute_l=False, overwrite_a=False, check_finite=True, p_indices=False", result="unknown",
        a="lu_tangent(a, da, permute_l, p_indices)")
formula(linalg.qr, "a, overwrite_a=False, lwork=None, mode='full', pivoting=False, check_finite=True",
        a="full_qr_tangent(a, da, result, mode, pivoting)")
HERMITIAN = ("a, b=None, *, lower=True, {}overwrite_a=False, overwrite_b=False, type=1, check_finite=True, "
             "subset_by_index=None, subset_by_value=None, driver=None")
HERMITIAN_PENCIL = "{}(result, a, da, b, db, lower, {}type, subset_by_index, subset_by_value)"
formula(linalg.eigh, HERMITIAN.format("eigvals_only=False, "),
        a="full_eigh_tangent(a, da, result, lower, eigvals_only)",
        given=dict.fromkeys(("b", "subset_by_index", "subset_by_value", "type"), joint_rule(
            linalg.eigh, HERMITIAN.format("eigvals_only=False, "),
            HERMITIAN_PENCIL.format("pencil_eigh_tangent", "eigvals_only, "), "a", "b")))
formula(linalg.eigvalsh, HERMITIAN.format(""), a="eigvalsh_tangent(a, da, 'L' if lower else 'U')",
        given=dict.fromkeys(("b", "subset_by_index", "subset_by_value", "type"), joint_rule(
            linalg.eigvalsh, HERMITIAN.format(""), HERMITIAN_PENCIL.format("pencil_eigh_tangent", "True, "), "a", "b")))
formula(linalg.eig, "a, b=None, left=False, right=True, overwrite_a=False, overwrite_b=False, check_finite=True, "
        "homogeneous_eigvals=False", a="full_eig_tangent(a, da, result, right)", result="unknown")
ONLY[linalg.eig] = {"b": (None,), "left": (False,), "homogeneous_eigvals": (False,)}
formula(linalg.polar, "a, side='right'", a="polar_tangent(a, da, result, side)")
formula(linalg.orth, "A, rcond=None", A="orth_tangent(A, dA, result)")
formula(linalg.eigvals, "a, overwrite_a=False, check_finite=True", a="eigvals_tangent(a, da, result) + 0j")
formula(linalg.svd, "a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True, "
        "lapack_driver='gesdd'", a="svd_tangent(a, da, result, full_matrices, compute_uv)")
ONLY[linalg.svd] = {"lapack_driver": ("gesdd",)}
formula(linalg.svdvals, "a, overwrite_a=False, check_finite=True", a="svdvals_tangent(a, da)")

formula(linalg.cholesky_banded, "ab, overwrite_ab=False, lower=False, check_finite=True",
        ab="cholesky_banded_tangent(ab, dab, result, lower)")
formula(linalg.eig_banded, "a_band, lower=False, eigvals_only=False, overwrite_a_band=False, select='a', select_range=None, "
        "max_ev=0, check_finite=True", a_band="banded_eigh_tangent(from_bands(a_band, lower), from_bands(da_band, lower), "
        "result, eigvals_only, select)")
formula(linalg.eigvals_banded, "a_band, lower=False, overwrite_a_band=False, select='a', select_range=None, "
        "check_finite=True", a_band="banded_eigh_tangent(from_bands(a_band, lower), from_bands(da_band, lower), result, "
        "True, select)")
joint(linalg.eigh_tridiagonal, "d, e, eigvals_only=False, select='a', select_range=None, check_finite=True, tol=0.0, "
      "lapack_driver='auto'", "tridiagonal_eigh_tangent(result, d, dd, e, de, eigvals_only, select)", "d", "e")
joint(linalg.eigvalsh_tridiagonal, "d, e, select='a', select_range=None, check_finite=True, tol=0.0, "
      "lapack_driver='auto'", "tridiagonal_eigh_tangent(result, d, dd, e, de, True, select)", "d", "e")
formula(linalg.schur, "a, output='real', lwork=None, overwrite_a=False, sort=None, check_finite=True",
        a="schur_tangent(a, da, result, output)")
ONLY[linalg.schur] = {"sort": (None,)}
formula(linalg.hessenberg, "a, calc_q=False, overwrite_a=False, check_finite=True",
        a="hessenberg_tangent(a, da, result, calc_q)")
formula(linalg.ldl, "A, lower=True, hermitian=True, overwrite_a=False, check_finite=True",
        A="ldl_tangent(A, dA, result, lower, hermitian)")
formula(linalg.rq, "a, overwrite_a=False, lwork=None, mode='full', check_finite=True", a="rq_tangent(a, da, result, mode)")
formula(linalg.null_space, "A, rcond=None, *, overwrite_a=False, check_finite=True, lapack_driver='gesdd'", result="unknown",
        A="null_space_tangent(A, dA, result)")
joint(linalg.orthogonal_procrustes, "A, B, check_finite=True", "procrustes_tangent(result, A, dA, B, dB)", "A", "B")

# Functions of a matrix: f of the block matrix [[A, E], [0, A]] has the derivative along E in its corner
# (Higham, "Functions of Matrices", 2008, theorem 3.6)

formula(linalg.expm, "A", A="expm_change(A, dA)")
joint(linalg.expm_frechet, "A, E, method=None, compute_expm=True, check_finite=True",
      "expm_frechet_tangent(A, dA, E, dE, compute_expm)", "A", "E")
formula(scipy_linalg.expm_change, "A, E", A="corner(expm_change(block(A, E), block(dA, 0 * E)))",
        E="expm_change(A, dE)")
# What is real may have a complex root or logarithm: it is the numbers that tell.
formula(linalg.sqrtm, "A", A="linalg.solve_sylvester(result, result, dA)", result="unknown")
formula(linalg.logm, "A", A="corner(linalg.logm(block(A, dA)))", result="unknown")
for name in ("cosm", "sinm", "tanm", "coshm", "sinhm", "tanhm"):
    formula(getattr(linalg, name), "A", A=f"corner(linalg.{name}(block(A, dA)))")
formula(linalg.fractional_matrix_power, "A, t", view_of="A", A="fractional_power_tangent(A, dA, t)",
        t="power_of_matrix_tangent(A, t, dt, result)", result="unknown")
# Kenney and Laub, "Condition estimates for matrix functions" (1989)
formula(linalg.signm, "A", A="linalg.solve_sylvester(result @ A, result @ A, dA - result @ dA @ result)")

# Numbers

formula(linalg.det, "a, overwrite_a=False, check_finite=True", a="det_tangent(a, da, result)")
formula(linalg.norm, "a, ord=None, axis=None, keepdims=False, check_finite=True",
        a="norm_tangent(a, da, result, ord, axis, keepdims)")

# Matrices that are made of the arguments' numbers

linear(linalg.block_diag, "*arrs", "arrs")
linear(linalg.toeplitz, "c, r=None", "c", "r")
linear(linalg.hankel, "c, r=None", "c", "r")
linear(linalg.circulant, "c", "c")
formula(linalg.companion, "a", a="companion_tangent(a, da, result)")
linear(linalg.leslie, "f, s", "f", "s")
linear(linalg.diagsvd, "s, M, N", "s")
linear(linalg.convolution_matrix, "a, n, mode='full'", "a")
formula(linalg.fiedler, "a", a="np.sign(np.subtract.outer(a, a)) * np.subtract.outer(da, da)")
multilinear(linalg.khatri_rao, "a, b", "a", "b")
multilinear(linalg.matmul_toeplitz, "c_or_cr, x, check_finite=False, workers=None", "c_or_cr", "x")
zero(linalg.dft, linalg.hadamard, linalg.helmert, linalg.hilbert, linalg.invhilbert, linalg.pascal, linalg.invpascal,
     linalg.bandwidth, linalg.issymmetric, linalg.ishermitian)

# Left out

refuse(linalg.funm, "it calls a function on numbers of its own", "linalg.expm, logm, sqrtm, cosm, ...")
for name in ("qz", "ordqz", "cossin", "rsf2csf", "cdf2rdf", "matrix_balance", "fiedler_companion", "subspace_angles",
             "clarkson_woodruff_transform", "expm_cond", "qr_delete", "qr_insert", "qr_multiply", "qr_update"):
    refuse(getattr(linalg, name), "its derivative is not written out",
           "linalg.svd, qr, lu, eigh, cholesky or solve, or give it a rule")

# SciPy 1.16 takes stacks of arrays in every function; these rules are for one.
for function, parameters in (
        (linalg.cho_factor, {"a": 2}), (linalg.cho_solve_banded, {"b": 2}), (linalg.eig_banded, {"a_band": 2}),
        (linalg.eigvals_banded, {"a_band": 2}), (linalg.fiedler, {"a": 1}), (linalg.ldl, {"A": 2}), (linalg.polar, {"a": 2}),
        (linalg.solve_banded, {"ab": 2, "b": 2}), (linalg.solveh_banded, {"ab": 2, "b": 2}),
        (linalg.solve_circulant, {"c": 1, "b": 2}), (linalg.solve_toeplitz, {"c_or_cr": 1, "b": 2}),
        (linalg.orthogonal_procrustes, {"A": 2, "B": 2})):
    MOST_DIMENSIONS[function] = None, parameters
for function in (linalg.eigh, linalg.eigvalsh):
    MOST_DIMENSIONS[function] = "b", {"a": 2, "b": 2}
