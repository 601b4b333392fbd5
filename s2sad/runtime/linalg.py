"""Tangents of functions of linear algebra, where one formula does not say it.

Generated code calls these by name, and its derivative differentiates them in
turn: plain functions of NumPy functions that have rules, and nothing else.

The formulas: M. B. Giles, "An extended collection of matrix derivative results
for forward and reverse mode automatic differentiation" (2008), below "Giles";
for complex matrices with LAPACK's choice of the phase of each vector.
"""

import numpy as np

from s2sad.errors import DifferentiationError


def adjoint(a):
    """The conjugate transpose of a matrix, or of each of a stack."""
    return np.conj(np.swapaxes(a, -1, -2))


def diagonal_part(a):
    """The matrix with the diagonal of `a` and zeros elsewhere."""
    return np.triu(np.tril(a))


def diagonal_of(a):
    """The diagonal of each matrix of a stack, as an array that can be written to."""
    return np.copy(np.diagonal(a, axis1=-2, axis2=-1))


def hermitian(a, upper=False):
    """The Hermitian matrix that LAPACK reads from one triangle of `a`."""
    strict = np.triu(a, 1) if upper else np.tril(a, -1)
    return strict + adjoint(strict) + np.real(diagonal_part(a))


def solve_tangent(a, da, result):
    """-a^-1 da x for the solution x = a^-1 b; x is a vector if it has an axis less than `a`."""
    if np.ndim(result) < np.ndim(a):
        return -np.linalg.solve(a, da @ result[..., np.newaxis])[..., 0]
    return -np.linalg.solve(a, da @ result)


def det_tangent(a, da, result):
    """Jacobi's formula, det(a) tr(a^-1 da), or for a singular matrix tr(adj(a) da)."""
    if np.all(result != 0):
        return result * np.trace(np.linalg.solve(a, da), axis1=-2, axis2=-1)
    if a.shape[-1] <= 8:  # by minors: that has every further derivative, too
        return cofactor_sum(a, da)
    u, s, vh = np.linalg.svd(a)
    # adj(s)_i: the product of all singular values but the i-th.
    n = s.shape[-1]
    others = np.prod(np.where(np.eye(n, dtype=bool), 1, s[..., np.newaxis, :]), axis=-1)
    projected = diagonal_of(adjoint(u) @ da @ adjoint(vh))
    return np.linalg.det(u) * np.linalg.det(vh) * np.sum(others * projected, axis=-1)


def cofactor_sum(a, da):
    """tr(adj(a) da): each item of `da` times the determinant of `a` without its row and column, with its sign.

    >>> float(cofactor_sum(np.array([[1.0, 2.0], [3.0, 4.0]]), np.array([[1.0, 0.0], [0.0, 0.0]])))
    4.0
    """
    total = 0
    for i in range(a.shape[-1]):
        for j in range(a.shape[-1]):
            minor = np.delete(np.delete(a, i, -2), j, -1)
            total = total + (-1) ** (i + j) * da[..., i, j] * np.linalg.det(minor)
    return total


def slogdet_tangent(a, da, result):
    """d log det = tr(a^-1 da): its real part is logdet's, the imaginary part turns the sign."""
    sign, _ = result
    if np.all(sign != 0):
        growth = np.trace(np.linalg.solve(a, da), axis1=-2, axis2=-1)
    else:
        det = np.linalg.det(a)
        growth = det_tangent(a, da, det) / det
    if np.iscomplexobj(sign):
        return 1j * np.imag(growth) * sign, np.real(growth)
    return np.zeros_like(sign)[()], growth


def cholesky_tangent(da, result, upper=False):
    """L phi(L^-1 da L^-H), phi the lower triangle with half the diagonal (Giles)."""
    lower = adjoint(result) if upper else result
    scaled = np.linalg.solve(lower, adjoint(np.linalg.solve(lower, hermitian(da, upper))))
    tangent = lower @ (np.tril(scaled, -1) + diagonal_part(scaled) / 2)
    return adjoint(tangent) if upper else tangent


def _gaps(w):
    """1 / (w_j - w_i), with zeros on the diagonal."""
    one = np.eye(w.shape[-1], dtype=w.dtype)
    return 1 / (w[..., np.newaxis, :] - w[..., :, np.newaxis] + one) - one


def _turning(v, dv):
    """How fast each number of `v` would turn in the complex plane, as an angle; 0 where v is."""
    return np.imag(dv / np.where(v == 0, 1, v)) * (v != 0)


def eigh_tangent(da, result, UPLO="L"):
    """Eigenvalues and unit eigenvectors of a Hermitian matrix (Giles); not for repeated ones."""
    w, v = result
    upper = UPLO in "uU"
    projected = adjoint(v) @ hermitian(da, upper) @ v
    dw = np.real(diagonal_of(projected))
    dv = v @ (_gaps(w) * projected)
    if np.iscomplexobj(v):
        # LAPACK makes the first (UPLO="U": last) component of each vector real.
        edge = -1 if upper else 0
        dv = dv - 1j * v * _turning(v[..., edge, :], dv[..., edge, :])[..., np.newaxis, :]
    return dw, dv


def eigvalsh_tangent(a, da, UPLO="L"):
    """The diagonal of v^H da v for the eigenvectors v (Giles)."""
    _, v = np.linalg.eigh(a, UPLO)
    return np.real(diagonal_of(adjoint(v) @ hermitian(da, UPLO in "uU") @ v))


def eig_tangent(da, result):
    """Eigenvalues and eigenvectors of a general matrix (Giles), as LAPACK normalises them."""
    w, v = result
    projected = np.linalg.solve(v, da @ v)
    dv = v @ (_gaps(w) * projected)
    # Each vector has length 1 ...
    dv = dv - v * np.real(np.sum(np.conj(v) * dv, axis=-2, keepdims=True))
    if np.iscomplexobj(v):
        # ... and is turned until its largest component is exactly real.
        largest = np.argmax(np.where(np.imag(v) == 0, np.abs(v), -1), axis=-2)[..., np.newaxis, :]
        pivot = np.take_along_axis(v, largest, axis=-2)
        dpivot = np.take_along_axis(dv, largest, axis=-2)
        dv = dv - 1j * v * _turning(pivot, dpivot)
    return diagonal_of(projected), dv


def eigvals_tangent(a, da, result):
    """The diagonal of v^-1 da v for the eigenvectors v (Giles)."""
    w, v = np.linalg.eig(a)
    dw = diagonal_of(np.linalg.solve(v, da @ v))
    if not np.allclose(w, result):
        # Without eigenvectors LAPACK may find the eigenvalues in another order.
        distance = np.abs(result[..., :, np.newaxis] - w[..., np.newaxis, :])
        dw = np.take_along_axis(dw, np.argmin(distance, axis=-1), axis=-1)
    return dw


def svd_tangent(a, da, result, full_matrices=True, compute_uv=True):
    """Singular values, and vectors as LAPACK turns them (Giles); not for repeated values."""
    if not compute_uv:
        return svdvals_tangent(a, da)
    u, s, vh = result
    m, n = np.shape(a)[-2:]
    if full_matrices and m != n:
        raise DifferentiationError("np.linalg.svd of a matrix that is not square: the vectors of "
                                   "the null space have no derivative; pass full_matrices=False")
    v = adjoint(vh)
    projected = adjoint(u) @ da @ v
    ds = np.real(diagonal_of(projected))
    row, column = s[..., np.newaxis, :], s[..., :, np.newaxis]
    # 1 / (s_j**2 - s_i**2), with zeros on the diagonal.
    one = np.eye(s.shape[-1], dtype=s.dtype)
    gaps = 1 / ((row - column) * (row + column) + one) - one
    right = projected * row
    left = projected * column
    du = u @ (gaps * (right + adjoint(right)))
    dv = v @ (gaps * (left + adjoint(left)))
    if m > n:
        du = du + (da @ v - u @ projected) / row
    if m < n:
        dv = dv + (adjoint(da) @ u - v @ adjoint(projected)) / row
    if np.iscomplexobj(u) and s.size:
        du = du + 1j * u * (np.imag(diagonal_of(projected)) / s)[..., np.newaxis, :]
        # LAPACK makes one component of each pair of vectors real: the first of v, or of u.
        first, dfirst = (v[..., 0, :], dv[..., 0, :]) if m >= n else (u[..., 0, :], du[..., 0, :])
        turning = 1j * _turning(first, dfirst)[..., np.newaxis, :]
        du = du - u * turning
        dv = dv - v * turning
    return du, ds, adjoint(dv)


def svdvals_tangent(a, da):
    """The real diagonal of u^H da v (Giles)."""
    u, _, vh = np.linalg.svd(a, full_matrices=False)
    return np.real(diagonal_of(adjoint(u) @ da @ adjoint(vh)))


def qr_tangent(a, da, result, mode="reduced"):
    """The QR decomposition; r has a real diagonal.

    Walter and Lehmann, "Algorithmic differentiation of linear algebra functions
    with application in optimum experimental design" (2010).
    """
    da = np.asarray(da)
    m, n = np.shape(a)[-2:]
    if mode == "raw" or (mode == "complete" and m > n):
        raise DifferentiationError(f"np.linalg.qr with mode={mode!r} has no derivative here; "
                                   "use mode='reduced'")
    q, r = np.linalg.qr(a) if mode == "r" else result
    # A wide matrix: q is that of its first m columns.
    square = r[..., :, :m]
    scaled = adjoint(np.linalg.solve(adjoint(square), adjoint(da[..., :, :m])))
    projected = adjoint(q) @ scaled
    below = np.tril(projected, -1)
    turn = below - adjoint(below)
    if np.iscomplexobj(q):
        turn = turn + 1j * np.imag(diagonal_part(projected))
    dq = q @ (turn - projected) + scaled
    dr = np.triu(adjoint(q) @ da - turn @ r)
    return dr if mode == "r" else (dq, dr)


def pinv_tangent(a, da, result, hermitian_=False):
    """Golub and Pereyra, "The differentiation of pseudo-inverses ..." (1973); rank held.

    Of a Hermitian matrix one triangle is read.
    """
    if hermitian_:
        a, da = hermitian(a), hermitian(da)
    da_h = adjoint(da)
    result_h = adjoint(result)
    return (result @ result_h @ (da_h - da_h @ a @ result)
            + (da_h - result @ a @ da_h) @ result_h @ result
            - result @ da @ result)


def lstsq_tangent(result, a, da, b, db):
    """x = a^+ b, the residuals, the rank and the singular values; the rank is held."""
    x, residuals, rank, s = result
    da = np.zeros_like(a) if da is None else np.asarray(da)
    db = np.zeros_like(b) if db is None else np.asarray(db)
    inverse = np.linalg.pinv(a)
    dx = pinv_tangent(a, da, inverse) @ b + inverse @ db
    dresiduals = np.zeros_like(residuals)
    if np.size(residuals):
        # The misfit is orthogonal to whatever dx changes.
        change = np.real(np.conj(b - a @ x) * (db - da @ x))
        dresiduals = dresiduals + 2 * np.sum(change, axis=0)
    return dx, dresiduals, 0, svdvals_tangent(a, da)


def matrix_power_tangent(a, da, n):
    """Squares and products of pairs, as np.linalg.matrix_power goes."""
    if n == 0:
        return np.zeros_like(da)
    if n < 0:
        a = np.linalg.inv(a)
        da = -a @ da @ a
        n = -n
    power, dpower = a, da
    n -= 1
    while n:
        if n % 2:
            power, dpower = power @ a, dpower @ a + power @ da
        n //= 2
        if n:
            a, da = a @ a, da @ a + a @ da
    return dpower


def einsum_tangent(operands, doperands, subscripts, **options):
    """The product rule: np.einsum is linear in each operand. Of one operand it may be a view."""
    if len(operands) == 1:
        return np.einsum(subscripts, doperands[0], **options)
    first = np.einsum(subscripts, doperands[0], *operands[1:], **options)
    total = first
    for i in range(1, len(operands)):
        factors = list(operands)
        factors[i] = doperands[i]
        total = total + np.einsum(subscripts, *factors, **options)
    return np.asarray(total) if isinstance(first, np.ndarray) else total  # with `optimize` it may be an array


def multi_dot_tangent(arrays, darrays):
    """The product rule for a chain of matrices."""
    total = 0
    for i in range(len(arrays)):
        factors = list(arrays)
        factors[i] = darrays[i]
        total = total + np.linalg.multi_dot(factors)
    return total
