"""Rules for np.linalg. The formulas that take more than a line are in runtime/linalg.py."""

from s2sad.rules.originals import np
from s2sad.rules.registry import Cases, Rule, formula, joint, linear, multilinear, zero

# Inverses and solutions

formula(np.linalg.inv, "a", a="-result @ da @ result")
formula(np.linalg.solve, "a, b",
        a="solve_tangent(a, da, result)",
        b="np.linalg.solve(a, db)")
formula(np.linalg.pinv, "a, rcond=None, hermitian=False, *, rtol=None", a="pinv_tangent(a, da, result, hermitian)")
joint(np.linalg.lstsq, "a, b, rcond=None", "lstsq_tangent(result, a, da, b, db)", "a", "b")
formula(np.linalg.tensorinv, "a, ind=2",
        a="-np.tensordot(np.tensordot(result, da, ind), result, np.ndim(a) - ind)")
formula(np.linalg.tensorsolve, "a, b",
        a="-np.linalg.tensorsolve(a, np.tensordot(da, result, np.ndim(result)))",
        b="np.linalg.tensorsolve(a, db)")

# Determinants

formula(np.linalg.det, "a", a="det_tangent(a, da, result)")
formula(np.linalg.slogdet, "a", a="slogdet_tangent(a, da, result)")

# Decompositions

formula(np.linalg.cholesky, "a, *, upper=False", a="cholesky_tangent(da, result, ...)")
formula(np.linalg.qr, "a, mode='reduced'", a="qr_tangent(a, da, result, ...)")
formula(np.linalg.eigh, "a, UPLO='L'", a="eigh_tangent(da, result, ...)")
formula(np.linalg.eigvalsh, "a, UPLO='L'", a="eigvalsh_tangent(a, da, ...)")
formula(np.linalg.eig, "a", a="tuple_like(result, eig_tangent(da, result))", result="unknown")
formula(np.linalg.eigvals, "a", a="eigvals_tangent(a, da, result)", result="unknown")
formula(np.linalg.svd, "a, full_matrices=True, compute_uv=True",
        a="svd_tangent(a, da, result, ...)")

# Products and norms

formula(np.linalg.matrix_power, "a, n", view_of="a", a="matrix_power_tangent(a, da, n)")
formula(np.linalg.multi_dot, "arrays", arrays="multi_dot_tangent(arrays, darrays)")
NORM = "x, ord=None, axis=None, keepdims=False"
formula(np.linalg.norm, NORM, given=dict.fromkeys(("ord", "axis", "keepdims"), Rule(
    "np.linalg.norm", NORM, "terms", {"x": "norm_tangent(x, dx, result, ...)"})),
        x=Cases("norm_tangent(x, dx, result)", array="np.vdot(x / result, dx)"))

zero(np.linalg.matrix_rank)
formula(np.linalg.cond, "x, p=None", x="cond_tangent(x, dx, result, p)")

if hasattr(np.linalg, "vecdot"):  # NumPy 2
    formula(np.linalg.svdvals, "x", x="svdvals_tangent(x, dx)")
    formula(np.linalg.vector_norm, "x, *, axis=None, keepdims=False, ord=2",
            x="vector_norm_tangent(x, dx, result, ...)")
    formula(np.linalg.matrix_norm, "x, *, keepdims=False, ord='fro'",
            x="matrix_norm_tangent(x, dx, result, ...)")
    multilinear(np.linalg.matmul, "x1, x2", "x1", "x2")
    multilinear(np.linalg.outer, "x1, x2", "x1", "x2")
    multilinear(np.linalg.cross, "x1, x2, *, axis=-1", "x1", "x2")
    multilinear(np.linalg.vecdot, "x1, x2, *, axis=-1", "x1", "x2")
    multilinear(np.linalg.tensordot, "x1, x2, *, axes=2", "x1", "x2", result="unknown")
    linear(np.linalg.trace, "x, *, offset=0, dtype=None", "x")
    linear(np.linalg.diagonal, "x, *, offset=0", "x", view_of="x")
    linear(np.linalg.matrix_transpose, "x", "x", view_of="x")
