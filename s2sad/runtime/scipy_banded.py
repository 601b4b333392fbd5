"""Tangents of the functions of scipy.linalg that take Hermitian matrices by their diagonals.

Row k of the lower form holds the entries (j + k, j) in column j, the last row of the upper form the entries (j, j),
and the one above it (j - 1, j). Each is the form that linalg.solve_banded reads for a triangle.
"""

import numpy as np
from scipy import linalg

from s2sad.errors import DifferentiationError
from s2sad.runtime.linalg import eigh_tangent, eigvalsh_tangent
from s2sad.runtime.scipy_linalg import banded_product


def lower_bands(ab):
    """The lower form of a Hermitian matrix, from its upper form; of the adjoint of a triangle.

    >>> lower_bands(np.array([[0.0, 4.0, 5.0], [1.0, 2.0, 3.0]]))
    array([[1., 2., 3.],
           [4., 5., 0.]])
    """
    count, n = ab.shape
    bands = np.zeros_like(ab)
    for k in range(min(count, n)):
        bands[k, :n - k] = np.conj(ab[count - 1 - k, k:])
    return bands


def upper_bands(ab):
    """The upper form of a Hermitian matrix, from its lower form; of the adjoint of a triangle."""
    count, n = ab.shape
    bands = np.zeros_like(ab)
    for k in range(min(count, n)):
        bands[count - 1 - k, k:] = np.conj(ab[k, :n - k])
    return bands


def outside_bands(ab, lower):
    """Which places of the form belong to no entry of the matrix."""
    count, n = ab.shape
    below, column = np.arange(count)[:, np.newaxis], np.arange(n)
    return below + column >= n if lower else below + column < count - 1


def cholesky_banded_tangent(ab, dab, result, lower=False):
    """Of the factor L with a = L L^H: column by column, da[:, j] = dL L[j]^H + L dL[j]^H.

    What stands at the places of no entry is handed on.
    """
    factor = np.asarray(result) if lower else lower_bands(np.asarray(result))
    left = np.array(dab) if lower else lower_bands(np.asarray(dab))  # less what earlier columns contribute
    left = left + np.zeros_like(factor)
    count, n = factor.shape
    tangent = np.zeros_like(factor)
    for j in range(n):
        size = min(count, n - j)
        column = factor[:size, j]
        ddiagonal = np.real(left[0, j]) / (2 * np.real(factor[0, j]))
        dcolumn = (left[:size, j] - column * ddiagonal) / np.real(factor[0, j])
        tangent[:size, j] = dcolumn
        tangent[0, j] = ddiagonal
        for m in range(1, size):
            change = tangent[m:size, j] * np.conj(column[m]) + column[m:] * np.conj(tangent[m, j])
            left[:size - m, j + m] -= change
    if not lower:
        tangent = upper_bands(tangent)
    return np.where(outside_bands(tangent, lower), dab, tangent)


def cho_solve_banded_tangent(cb_and_lower, dcb_and_lower, result):
    """-a^-1 da x for a = L L^H, or U^H U."""
    c, lower = cb_and_lower
    dc = dcb_and_lower[0]
    left, dleft = (c, dc) if lower else (lower_bands(c), lower_bands(dc))
    beside = len(left) - 1
    right, dright = upper_bands(left), upper_bands(dleft)
    moved = banded_product((beside, 0), dleft, banded_product((0, beside), right, result)) \
        + banded_product((beside, 0), left, banded_product((0, beside), dright, result))
    return -linalg.cho_solve_banded(cb_and_lower, moved)


def from_bands(ab, lower=False):
    """The whole of a Hermitian matrix, its other triangle zero."""
    bands = np.asarray(ab) if lower else lower_bands(np.asarray(ab))
    n = bands.shape[1]
    matrix = np.zeros((n, n), bands.dtype)
    for k in range(min(len(bands), n)):
        matrix = matrix + np.diag(bands[k, :n - k], -k)
    return matrix


def from_diagonals(d, e):
    """The lower triangle of a symmetric tridiagonal matrix."""
    return np.diag(d) + np.diag(e, -1)


def banded_eigh_tangent(a, da, result, eigvals_only, select):
    """Of eigenvalues and vectors of a Hermitian matrix, of which the lower triangle is given."""
    if select not in ("a", "all", 0):
        raise DifferentiationError("scipy.linalg with `select` has no derivative here", "Take all eigenvalues, select='a'.")
    if eigvals_only:
        return eigvalsh_tangent(a, da)
    if np.iscomplexobj(result[1]):
        raise DifferentiationError("scipy.linalg.eig_banded of a complex matrix has eigenvectors without a derivative",
                                   "Use eigvals_only=True.")
    return eigh_tangent(da, result)


def tridiagonal_eigh_tangent(result, d, dd, e, de, eigvals_only=False, select="a"):
    """Of those of a symmetric tridiagonal matrix with the diagonals d and e."""
    change = from_diagonals(np.zeros_like(d) if dd is None else dd, np.zeros_like(e) if de is None else de)
    return banded_eigh_tangent(from_diagonals(d, e), change, result, eigvals_only, select)
