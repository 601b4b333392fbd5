"""Tangents of decompositions that are made by SciPy alone, and of solutions of matrix equations.

What LAPACK may choose, such as the sign of a vector, is held.
"""

import numpy as np
from scipy import linalg

from s2sad.errors import DifferentiationError
from s2sad.runtime.linalg import adjoint, hermitian, matrix_power_tangent, qr_tangent
from s2sad.runtime.polynomials import or_zeros
from s2sad.runtime.scipy_linalg import block, corner, matrix_only, polar_tangent


def diagonal_blocks(t):
    """The first places of the diagonal blocks of one or two rows that a matrix is made of, and its size.

    >>> diagonal_blocks(np.array([[1.0, 5.0, 2.0], [0.0, 3.0, 1.0], [0.0, -1.0, 3.0]]))
    [0, 1, 3]
    """
    n = len(t)
    return [i for i in range(n) if i == 0 or t[i, i - 1] == 0] + [n]


def turned_by_schur(projected, t):
    """The skew-symmetric turn w of Schur vectors: of w t - t w = projected - dt below the blocks of t.

    The blocks of the unknown are found from the lower left on; each needs those before. Where a block has two
    rows, LAPACK makes the numbers on its diagonal equal, and so are their tangents.
    """
    bounds = diagonal_blocks(t)
    count = len(bounds) - 1
    turn = np.zeros_like(projected)
    for j in range(count):
        first, after = bounds[j], bounds[j + 1]
        for i in range(count - 1, j, -1):
            top, bottom = bounds[i], bounds[i + 1]
            known = projected[top:bottom, first:after] - turn[top:bottom, :first] @ t[:first, first:after] \
                + t[top:bottom, bottom:] @ turn[bottom:, first:after]
            turn[top:bottom, first:after] = linalg.solve_sylvester(
                -t[top:bottom, top:bottom], t[first:after, first:after], known)
    turn = turn - turn.T
    for j in range(count):
        first = bounds[j]
        if bounds[j + 1] == first + 2:
            rest = projected - turn @ t + t @ turn
            angle = (rest[first + 1, first + 1] - rest[first, first]) / (2 * (t[first, first + 1] + t[first + 1, first]))
            turn[first + 1, first] = angle
            turn[first, first + 1] = -angle
    return turn


def schur_tangent(a, da, result, output="real"):
    """Of the real Schur form a = z t z^T: z^T da z = w t - t w + dt with dz = z w."""
    t, z = result
    if output not in ("real", "r") or np.iscomplexobj(t):
        raise DifferentiationError("scipy.linalg.schur with complex vectors has no derivative: they may be turned by "
                                   "any phase", "Use output='real' and a real matrix.")
    matrix_only(t)
    projected = z.T @ da @ z
    turn = turned_by_schur(projected, t)
    inside = np.triu(np.ones_like(t)) + np.diag(np.diag(t, -1) != 0, -1)
    return inside * (projected - turn @ t + t @ turn), z @ turn


def hessenberg_tangent(a, da, result, calc_q=False):
    """Of a = q h q^H, where the first column of q is held, and h has real numbers below its diagonal.

    q^H da q = w h - h w + dh with dq = q w; column j of it gives column j + 1 of w.
    """
    h, q = result if calc_q else linalg.hessenberg(a, calc_q=True)
    matrix_only(h)
    n = len(h)
    if n < 3:  # has this form already: h is a
        return (np.array(da), np.zeros_like(q)) if calc_q else np.array(da)
    projected = adjoint(q) @ da @ q
    turn = np.zeros_like(projected)
    for j in range(n - 1):
        below = projected[j + 1:, j] + h[j + 1:] @ turn[:, j] - turn[j + 1:, :j + 1] @ h[:j + 1, j]
        column = below / h[j + 1, j]
        # Of the first, only an imaginary part could turn the vector.
        column[0] = 1j * np.imag(column[0]) if np.iscomplexobj(h) else 0.0
        turn[j + 1:, j + 1] = column
        turn[j + 1, j + 2:] = -np.conj(column[1:])
    dh = np.triu(projected - turn @ h + h @ turn, -1)
    return (dh, q @ turn) if calc_q else dh


def ldl_tangent(A, dA, result, lower=True, hermitian_=True):
    """Of p A p^T = l d l^H: l^-1 p dA p^T l^-H = f d + dd + d f^H with dl = l f; the order of rows is held."""
    outer, d, order = result
    dA = np.asarray(dA)
    dA = hermitian(dA, not lower) if hermitian_ else np.where(
        np.tri(len(dA), dtype=bool) if lower else np.tri(len(dA), dtype=bool).T, dA, dA.T)
    triangle = outer[order]
    inner = linalg.solve_triangular(triangle, dA[np.ix_(order, order)], lower=lower, unit_diagonal=True)
    inner = linalg.solve_triangular(triangle, adjoint(inner) if hermitian_ else inner.T, lower=lower, unit_diagonal=True)
    inner = adjoint(inner) if hermitian_ else inner.T
    beside = np.diag(d, -1) != 0
    block = np.eye(len(d), dtype=bool) | np.diag(beside, -1) | np.diag(beside, 1)
    outside = np.tril(~block) if lower else np.triu(~block)
    change = triangle @ np.linalg.solve(d.T, np.where(outside, inner, 0).T).T
    douter = np.zeros_like(outer)
    douter[order] = change
    return douter, np.where(block, inner, 0), np.zeros(len(order))


def reversed_rows_and_columns(a):
    return a[::-1, ::-1]


def rq_tangent(a, da, result, mode="full"):
    """Of a = r q: the QR decomposition of the adjoint, with its columns in the opposite order."""
    matrix_only(a)
    m, n = np.shape(a)
    if m > n or mode == "full" and m < n:
        raise DifferentiationError(f"scipy.linalg.rq with mode={mode!r} has no derivative for a matrix of this shape",
                                   "Use a matrix of no more rows than columns, and mode='economic'.")
    r, q = linalg.rq(a, mode="economic") if mode == "r" else result
    dq, dr = qr_tangent(adjoint(a)[:, ::-1], adjoint(da)[:, ::-1],
                        (adjoint(q)[:, ::-1], reversed_rows_and_columns(adjoint(r))))
    dr = adjoint(reversed_rows_and_columns(dr))
    if mode == "r":
        # The economic form has the last columns alone.
        return np.concatenate((np.zeros((m, n - m), dr.dtype), dr), axis=1) if np.shape(result)[1] > m else dr
    return dr, adjoint(dq[:, ::-1])


def null_space_tangent(A, dA, result):
    """Of one vector with A v = 0, dv = -A^+ dA v."""
    if np.shape(result)[-1] > 1 or np.iscomplexobj(result):
        raise DifferentiationError("the basis that scipy.linalg.null_space chooses has no derivative",
                                   "Use the projector, eye(n) - pinv(A) @ A.")
    return -np.linalg.pinv(A) @ (dA @ result)


def procrustes_tangent(result, A, dA, B, dB):
    """Of the orthogonal r for which A r is nearest to B: the orthogonal factor of A^H B; and of the sum of its
    singular values."""
    r, _ = result
    product = adjoint(A) @ B
    change = adjoint(or_zeros(dA, A)) @ B + adjoint(A) @ or_zeros(dB, B)
    stretch = adjoint(r) @ product
    dr, _ = polar_tangent(product, change, (r, (stretch + adjoint(stretch)) / 2))
    return dr, np.real(np.sum(np.conj(r) * change))


def continuous_are_tangent(result, a, da, b, db, q, dq, r, dr):
    """Of a^H x + x a - x b r^-1 b^H x + q = 0, by the Lyapunov equation of the closed loop a - b k."""
    x = result
    gain = np.linalg.solve(r, adjoint(b) @ x)
    closed = a - b @ gain
    half = x @ (or_zeros(da, a) - or_zeros(db, b) @ gain)
    change = half + adjoint(half) + adjoint(gain) @ or_zeros(dr, r) @ gain + or_zeros(dq, q)
    return linalg.solve_continuous_lyapunov(adjoint(closed), -change)


def discrete_are_tangent(result, a, da, b, db, q, dq, r, dr):
    """Of x = a^H x a - a^H x b k + q with k = (r + b^H x b)^-1 b^H x a, by that of the closed loop a - b k."""
    x = result
    gain = np.linalg.solve(r + adjoint(b) @ x @ b, adjoint(b) @ x @ a)
    closed = a - b @ gain
    half = adjoint(closed) @ x @ (or_zeros(da, a) - or_zeros(db, b) @ gain)
    change = half + adjoint(half) + adjoint(gain) @ or_zeros(dr, r) @ gain + or_zeros(dq, q)
    return linalg.solve_discrete_lyapunov(adjoint(closed), change)


def fractional_power_tangent(A, dA, t):
    """Of A^t in A. SciPy multiplies matrices for a whole t, and may return A itself."""
    if t == int(t):
        return matrix_power_tangent(A, dA, int(t))
    return corner(linalg.fractional_matrix_power(block(A, dA), t))


def power_of_matrix_tangent(A, t, dt, result):
    """Of A^t in t, where it has a real logarithm if it is real."""
    change = result @ linalg.logm(A) * dt
    if np.iscomplexobj(change) and not np.iscomplexobj(result):
        raise DifferentiationError("scipy.linalg.fractional_matrix_power has a real value here and a complex derivative "
                                   "in its exponent", "Make the matrix complex.")
    return change
