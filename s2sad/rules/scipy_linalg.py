"""Rules for scipy.linalg; registered when the program has imported it.

The formulas that take more than a line are in runtime/scipy_linalg.py, or with
those of np.linalg in runtime/linalg.py.  `overwrite_a=True` and the like are
not for a rule: they write into an argument.
"""

from scipy import linalg

from s2sad import runtime
from s2sad.rules.registry import NoDerivative, formula, linear, multilinear, refuse, zero
from s2sad.rules.shape import ONLY
from s2sad.runtime import scipy_linalg

runtime.extend(scipy_linalg)

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
formula(linalg.eigh, "a, *, lower=True, eigvals_only=False, overwrite_a=False, check_finite=True, driver=None",
        a="full_eigh_tangent(a, da, result, lower, eigvals_only)")
formula(linalg.eigvalsh, "a, *, lower=True, overwrite_a=False, check_finite=True, driver=None",
        a="eigvalsh_tangent(a, da, 'L' if lower else 'U')")
formula(linalg.eigvals, "a, overwrite_a=False, check_finite=True", a="eigvals_tangent(a, da, result) + 0j")
formula(linalg.svd, "a, full_matrices=True, compute_uv=True, overwrite_a=False, check_finite=True, "
        "lapack_driver='gesdd'", a="svd_tangent(a, da, result, full_matrices, compute_uv)")
ONLY[linalg.svd] = {"lapack_driver": ("gesdd",)}
formula(linalg.svdvals, "a, overwrite_a=False, check_finite=True", a="svdvals_tangent(a, da)")

# Functions of a matrix: f of the block matrix [[A, E], [0, A]] has the derivative along E in its corner
# (Higham, "Functions of Matrices", 2008, theorem 3.6)

formula(linalg.expm, "A", A="expm_change(A, dA)")
formula(scipy_linalg.expm_change, "A, E", A="corner(expm_change(block(A, E), block(dA, 0 * E)))",
        E="expm_change(A, dE)")
formula(linalg.sqrtm, "A", A="linalg.solve_sylvester(result, result, dA)")
for name in ("logm", "cosm", "sinm", "tanm", "coshm", "sinhm", "tanhm"):
    formula(getattr(linalg, name), "A", A=f"corner(linalg.{name}(block(A, dA)))")
formula(linalg.fractional_matrix_power, "A, t", A="corner(linalg.fractional_matrix_power(block(A, dA), t))",
        t=NoDerivative("the derivative in the exponent is not written out",
                       "Use linalg.expm(t * linalg.logm(A))."))

# Numbers

formula(linalg.det, "a, overwrite_a=False, check_finite=True", a="det_tangent(a, da, result)")
formula(linalg.norm, "a, ord=None, axis=None, keepdims=False, check_finite=True",
        a="norm_tangent(a, da, result, ord, axis, keepdims)")

# Matrices that are made of the arguments' numbers

linear(linalg.block_diag, "*arrs", "arrs")
linear(linalg.toeplitz, "c, r=None", "c", "r")
linear(linalg.hankel, "c, r=None", "c", "r")
linear(linalg.circulant, "c", "c")
linear(linalg.leslie, "f, s", "f", "s")
linear(linalg.diagsvd, "s, M, N", "s")
linear(linalg.convolution_matrix, "a, n, mode='full'", "a")
multilinear(linalg.khatri_rao, "a, b", "a", "b")
multilinear(linalg.matmul_toeplitz, "c_or_cr, x, check_finite=False, workers=None", "c_or_cr", "x")
zero(linalg.dft, linalg.hadamard, linalg.helmert, linalg.hilbert, linalg.invhilbert, linalg.pascal, linalg.invpascal,
     linalg.bandwidth, linalg.issymmetric, linalg.ishermitian)

# Left out

refuse(linalg.funm, "it calls a function on numbers of its own", "linalg.expm, logm, sqrtm, cosm, ...")
refuse(linalg.eig, "its vectors and their scaling are not unique", "linalg.eigh, linalg.eigvals or np.linalg.eig")
refuse(linalg.lstsq, "it drops what is small, and returns what its options ask for", "np.linalg.lstsq")
for name in ("schur", "hessenberg", "ldl", "polar", "qz", "ordqz", "cossin", "null_space", "orth"):
    refuse(getattr(linalg, name), "its derivative is not written out", "linalg.svd, qr, lu, eigh or cholesky")
