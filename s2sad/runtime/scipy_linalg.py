"""Tangents of functions of scipy.linalg, where one formula does not say it (see runtime/linalg.py)."""

import numpy as np
from scipy import linalg

from s2sad.errors import DifferentiationError
from s2sad.runtime.fitting import like
from s2sad.runtime.linalg import (
    adjoint, cholesky_tangent, eig_tangent, eigh_tangent, eigvals_tangent, eigvalsh_tangent, hermitian, lstsq_tangent,
    qr_tangent, svd_tangent)
from s2sad.runtime.polynomials import or_zeros


def as_read(a, assume_a=None, lower=False):
    """The matrix that linalg.solve and linalg.inv take `a` for: some read a part of it."""
    if assume_a in (None, "gen", "general", "banded"):
        return a
    if assume_a in ("pos", "positive definite", "her", "hermitian"):
        return hermitian(a, not lower)
    if assume_a in ("sym", "symmetric"):
        strict = np.tril(a, -1) if lower else np.triu(a, 1)
        return np.tril(np.triu(a)) + strict + np.swapaxes(strict, -1, -2)
    if assume_a == "upper triangular":
        return np.triu(a)
    if assume_a == "lower triangular":
        return np.tril(a)
    if assume_a == "diagonal":
        return np.tril(np.triu(a))
    if assume_a == "tridiagonal":
        return np.tril(np.triu(a, -1), 1)
    raise DifferentiationError(f"scipy.linalg with assume_a={assume_a!r} has no derivative here")


def transposed_by(a, trans):
    """The matrix, its transpose or its adjoint, as `trans` of scipy.linalg says."""
    if trans in (0, "N"):
        return a
    return np.swapaxes(a, -1, -2) if trans in (1, "T") else adjoint(a)


def times(a, x, b):
    """The product of matrices and solution, the latter's being vectors if `b` is one."""
    return (a @ x[..., np.newaxis])[..., 0] if np.ndim(b) == 1 else a @ x


def structured_solve_tangent(a, da, result, b, lower=False, overwrite_a=False, overwrite_b=False, check_finite=True,
                             assume_a=None, transposed=False):
    """-a^-1 da x for the solution x = a^-1 b."""
    da = transposed_by(as_read(da, assume_a, lower), int(transposed))
    x = result[..., np.newaxis] if np.ndim(b) == 1 else result
    tangent = -linalg.solve(a, da @ x, lower=lower, assume_a=assume_a, transposed=transposed) if assume_a is not None \
        else -linalg.solve(a, da @ x, lower=lower, transposed=transposed)
    return tangent[..., 0] if np.ndim(b) == 1 else tangent


def triangular_solve_tangent(a, da, result, b, trans=0, lower=False, unit_diagonal=False, overwrite_b=False,
                             check_finite=True):
    """-a^-1 da x for the solution x = a^-1 b, of the triangle of `a` that is read."""
    beside = 1 if unit_diagonal else 0
    triangle = np.tril(da, -beside) if lower else np.triu(da, beside)
    if np.ndim(b) == 1 and np.ndim(a) > 2:  # one vector, and a solution for each matrix
        moved = transposed_by(triangle, trans) @ result[..., np.newaxis]
        return -linalg.solve_triangular(a, moved, trans, lower, unit_diagonal)[..., 0]
    moved = times(transposed_by(triangle, trans), result, b)
    return -linalg.solve_triangular(a, moved, trans, lower, unit_diagonal)


def cho_factor_tangent(da, result):
    """Of the factor that shares its array with the other triangle of the matrix."""
    c, lower = result
    factor = np.tril(c) if lower else np.triu(c)
    other = np.triu(da, 1) if lower else np.tril(da, -1)
    return cholesky_tangent(da, factor, not lower) + other, 0


def cho_solve_tangent(c_and_lower, dc_and_lower, result):
    """-a^-1 da x for a = L L^H, or U^H U."""
    c, lower = c_and_lower
    left = np.tril(c) if lower else adjoint(np.triu(c))
    dleft = np.tril(dc_and_lower[0]) if lower else adjoint(np.triu(dc_and_lower[0]))
    half = dleft @ adjoint(left)
    return -linalg.cho_solve(c_and_lower, (half + adjoint(half)) @ result)


def row_order(piv, m):
    """The order of m rows that interchanging row i with row piv[i], one after the other, gives."""
    order = list(range(m))
    for i in range(len(piv)):
        order[i], order[piv[i]] = order[piv[i]], order[i]
    return order


def lu_parts_tangent(lower, upper, da):
    """Of the factors of a = lower @ upper, lower with a diagonal of ones; `da` has its rows in order."""
    m, n = lower.shape[-2], upper.shape[-1]
    k = min(m, n)
    inner = linalg.solve_triangular(lower[:k], da[:k, :k], lower=True, unit_diagonal=True)
    inner = linalg.solve_triangular(upper[:, :k], inner.T, trans=1).T
    dlower = lower[:k] @ np.tril(inner, -1)
    dupper = np.triu(inner) @ upper[:, :k]
    if m > n:
        below = linalg.solve_triangular(upper, (da[k:] - lower[k:] @ dupper).T, trans=1).T
        return np.concatenate((dlower, below)), dupper
    if m < n:
        beside = linalg.solve_triangular(lower, da[:, k:] - dlower @ upper[:, k:], lower=True, unit_diagonal=True)
        return dlower, np.concatenate((dupper, beside), axis=1)
    return dlower, dupper


def matrix_only(a):
    """Refuse a stack of matrices."""
    if np.ndim(a) != 2:
        raise DifferentiationError("a decomposition of a stack of matrices has no derivative here; loop over them")


def lu_factor_tangent(da, result):
    """Of L and U in one array; the pivots are held."""
    lu, piv = result
    matrix_only(lu)
    m, n = lu.shape
    k = min(m, n)
    lower = np.tril(lu[:, :k], -1) + np.eye(m, k, dtype=lu.dtype)
    dlower, dupper = lu_parts_tangent(lower, np.triu(lu[:k]), np.asarray(da)[row_order(piv, m)])
    tangent = np.zeros_like(lu)
    tangent[:, :k] += np.tril(dlower, -1)
    tangent[:k] += np.triu(dupper)
    return tangent, np.zeros(np.shape(piv))


def lu_solve_tangent(lu_and_piv, dlu_and_piv, result, trans=0):
    """-a^-1 da x for p a = L U."""
    lu, piv = lu_and_piv
    matrix_only(lu)
    dlu = dlu_and_piv[0]
    lower = np.tril(lu, -1) + np.eye(len(lu), dtype=lu.dtype)
    da = np.tril(dlu, -1) @ np.triu(lu) + lower @ np.triu(dlu)
    da = da[np.argsort(row_order(piv, len(lu)))]
    return -linalg.lu_solve(lu_and_piv, transposed_by(da, trans) @ result, trans)


def lu_tangent(a, da, permute_l=False, p_indices=False):
    """Of linalg.lu; the permutation is held."""
    matrix_only(a)
    p, lower, upper = linalg.lu(a)
    dlower, dupper = lu_parts_tangent(lower, upper, p.T @ da)
    if permute_l:
        return p @ dlower, dupper
    return np.zeros(len(p)) if p_indices else np.zeros_like(p), dlower, dupper


def full_qr_tangent(a, da, result, mode="full", pivoting=False):
    """Of linalg.qr; the order of columns is held."""
    matrix_only(a)
    a, da = np.asarray(a), np.asarray(da)
    if pivoting:
        a, da = a[:, result[-1]], da[:, result[-1]]
    m, n = a.shape
    if mode == "r":
        dr = qr_tangent(a, da, result, "r")
        dr = np.concatenate((dr, np.zeros((m - n, n), dr.dtype))) if m > n else dr
        tangents = (dr,)
    elif mode == "economic" or mode == "full" and m <= n:
        tangents = qr_tangent(a, da, result[:2], "reduced")
    else:
        raise DifferentiationError(f"scipy.linalg.qr with mode={mode!r} has no derivative here; use mode='economic'")
    return (*tangents, np.zeros(n)) if pivoting else tangents


def full_eigh_tangent(a, da, result, lower=True, eigvals_only=False):
    """Of linalg.eigh; complex eigenvectors are turned as LAPACK's fastest driver happens to."""
    uplo = "L" if lower else "U"
    if eigvals_only:
        return eigvalsh_tangent(a, da, uplo)
    if np.iscomplexobj(result[1]):
        raise DifferentiationError("scipy.linalg.eigh of a complex matrix has eigenvectors without a derivative; "
                                   "use np.linalg.eigh, or eigvals_only=True")
    return eigh_tangent(da, result, uplo)


def pencil_eigh_tangent(result, a, da, b, db, lower=True, eigvals_only=False, type=1, subset_by_index=None,
                        subset_by_value=None):
    """Of a v = w b v with v^H b v = 1, or of some of its solutions.

    dw = v^H (da - w db) v, and dv follows in the basis of all eigenvectors (Giles, 3.1).
    """
    if type != 1:
        raise DifferentiationError("scipy.linalg.eigh with this type has no derivative here; use type=1")
    if not eigvals_only and np.iscomplexobj(result[1]):
        raise DifferentiationError("scipy.linalg.eigh of a complex matrix has eigenvectors without a derivative; "
                                   "use np.linalg.eigh, or eigvals_only=True")
    da = hermitian(or_zeros(da, a), not lower)
    all_w, all_v = linalg.eigh(a, b, lower=lower)
    if subset_by_index is not None:
        chosen = np.arange(subset_by_index[0], subset_by_index[1] + 1)
    elif subset_by_value is not None:
        chosen = np.nonzero((all_w > subset_by_value[0]) & (all_w <= subset_by_value[1]))[0]
    else:
        chosen = np.arange(len(all_w))
    w, v = (all_w[chosen], all_v[:, chosen]) if eigvals_only else result
    changed = da @ v
    own = np.zeros(len(w))
    if db is not None:
        db = hermitian(db, not lower)
        changed = changed - db @ v * w
        own = np.real(np.sum(np.conj(v) * (db @ v), axis=0))
    projected = adjoint(all_v) @ changed
    dw = like(np.real(np.sum(np.conj(v) * changed, axis=0)), w)
    if eigvals_only:
        return dw
    same = chosen == np.arange(len(all_w))[:, np.newaxis]
    weights = np.where(same, 0, projected / np.where(same, 1, w - all_w[:, np.newaxis]))
    return dw, like(all_v @ weights - v * own / 2, v)


def full_eig_tangent(a, da, result, right=True):
    """Of linalg.eig, whose eigenvalues are complex in any case, with right eigenvectors or without."""
    if not right:
        return eigvals_tangent(a, da, result) + 0j
    w, v = result
    dw, dv = eig_tangent(da, (w if np.iscomplexobj(v) else np.real(w), v))  # real vectors have real eigenvalues
    return like(dw, w), like(dv, v)


def polar_tangent(a, da, result, side="right"):
    """Of a = u p with p^2 = a^H a; or of a = p u with p^2 = a a^H."""
    u, p = result
    m, n = np.shape(a)
    if (m < n) if side == "right" else (m > n):
        raise DifferentiationError(f"scipy.linalg.polar with side={side!r} of a matrix of this shape has a singular "
                                   "factor, which has no derivative", "Use the other side.")
    if side == "right":
        change = adjoint(da) @ a + adjoint(a) @ da
        dp = linalg.solve_sylvester(p, p, change)
        return adjoint(np.linalg.solve(p, adjoint(da - u @ dp))), dp
    dp = linalg.solve_sylvester(p, p, da @ adjoint(a) + a @ adjoint(da))
    return np.linalg.solve(p, da - dp @ u), dp


def orth_tangent(A, dA, result):
    """Of linalg.orth, which takes singular vectors; their number is held."""
    u, s, vh = linalg.svd(A, full_matrices=False)
    du, _, _ = svd_tangent(A, dA, (u, s, vh), False)
    return du[:, :result.shape[1]]


def driven_lstsq_tangent(result, a, da, b, db):
    """Of linalg.lstsq, which returns what its driver finds."""
    x, residuals, _, s = result
    none = s is None
    singular = linalg.svdvals(a) if none else s
    dx, dresiduals, _, ds = lstsq_tangent((x, np.atleast_1d(residuals), 0, singular), np.asarray(a), da, np.asarray(b), db)
    return like(dx, x), like(np.reshape(dresiduals, np.shape(residuals)), residuals), 0, None if none else ds


def hermitian_banded_product(ab, x, lower=False):
    """The product of a Hermitian matrix, stored as linalg.solveh_banded reads it, with `x`."""
    count = len(ab) - 1
    rows = ab if lower else np.flip(ab, axis=0)
    n = len(x)
    total = np.zeros(x.shape, np.result_type(ab, x))
    for k in range(count + 1):
        # The entry (j + k, j) of the lower triangle, or (j, j + k) of the upper.
        entries = rows[k, :n - k] if lower else rows[k, k:]
        below = entries if lower else np.conj(entries)
        if k == 0:
            total = total + (np.real(entries) * x.T).T
        else:
            total[k:] += (below * x[:n - k].T).T
            total[:n - k] += (np.conj(below) * x[k:].T).T
    return total


def companion_tangent(a, da, result):
    """Of linalg.companion: the first row is -a[1:] / a[0]."""
    a, da = np.asarray(a), np.asarray(da)
    first = -(da[..., 1:] - a[..., 1:] * da[..., :1] / a[..., :1]) / a[..., :1]
    tangent = np.zeros_like(result)
    tangent[..., 0, :] = first
    return tangent


def banded_product(l_and_u, ab, x):
    """The product of a matrix of `l` and `u` diagonals, stored as linalg.solve_banded reads it, with `x`."""
    lower, upper = l_and_u
    n = len(x)
    total = np.zeros(x.shape, np.result_type(ab, x))
    for row in range(lower + upper + 1):
        below = row - upper  # the entry (j + below, j) stands in column j
        first, last = max(0, -below), min(n, n - below)
        if first < last:
            part = ab[row, first:last] * x[first:last].T
            total[first + below:last + below] += part.T
    return total


# Functions of a matrix


def block(a, e):
    """The block matrix [[a, e], [0, a]]."""
    upper = np.concatenate((a, e), axis=-1)
    return np.concatenate((upper, np.concatenate((0 * e, a + 0 * e), axis=-1)), axis=-2)


def corner(a):
    """The upper right block of four."""
    n = a.shape[-1] // 2
    return a[..., :n, n:]


def expm_frechet_tangent(A, dA, E, dE, compute_expm=True):
    """Of linalg.expm_frechet: exp(A), if asked for, and its derivative along E."""
    change = np.zeros(np.shape(E))
    if dE is not None:
        change = change + expm_change(A, dE)
    if dA is not None:
        change = change + corner(expm_change(block(A, E), block(dA, 0 * E)))
    if not compute_expm:
        return change
    return expm_change(A, or_zeros(dA, A)), change


def expm_change(A, E):
    """The derivative of linalg.expm at A along E. It has a rule of its own."""
    if np.ndim(A) > 2:
        return corner(linalg.expm(block(A, E)))
    change = linalg.expm_frechet(A, E, compute_expm=False)
    return change.astype(np.result_type(A, E), copy=False) if np.result_type(A, E).kind in "fc" else change
