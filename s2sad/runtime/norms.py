"""Tangents of norms of vectors and matrices."""

import numpy as np

from s2sad.runtime.linalg import svdvals_tangent


def magnitude_tangent(x, dx):
    """The tangent of abs(x); at zero that of +x, and 0 for complex x, as JAX has it."""
    if np.iscomplexobj(x):
        size = np.abs(x)
        return np.real(np.conj(x) * dx) / np.where(size == 0, 1, size)
    return np.where(x < 0, np.negative(dx), dx)


def extreme_norm_tangent(a, da, largest, axis):
    """The tangent of the maximum or minimum of `a`, axis kept: the mean over all ties."""
    if largest:
        extremum = np.max(a, axis=axis, keepdims=True)
    else:
        extremum = np.min(a, axis=axis, keepdims=True)
    tied = a == extremum
    mean = (np.sum(np.where(tied, da, 0), axis=axis, keepdims=True)
            / np.sum(tied, axis=axis, keepdims=True, dtype=a.dtype))
    # A norm is the maximum with 0 too, which takes half at zero, as JAX has it.
    return np.where(extremum == 0, mean / 2, mean) if largest else mean


def norm_tangent(x, dx, result, ord=None, axis=None, keepdims=False):
    """The tangent of np.linalg.norm: vector norms over one axis, matrix norms over two."""
    x, dx = np.asarray(x), np.asarray(dx)
    if x.size == 0:
        return np.zeros_like(result)[()]
    if axis is None and (ord is None or x.ndim == 2 and ord == "fro"):
        return euclidean_tangent(x, dx, result, None, keepdims)
    if axis is None:
        axis = 0 if x.ndim == 1 else (0, 1)
    if isinstance(axis, tuple) and len(axis) == 1:
        axis = axis[0]
    if isinstance(axis, tuple):
        return matrix_norm_tangent(x, dx, result, ord, axis, keepdims)
    return vector_norm_tangent(x, dx, result, ord, axis, keepdims)


def euclidean_tangent(x, dx, result, axis, keepdims):
    """x^H dx / |x|; not a number at zero, as JAX has it."""
    return np.sum(np.real(np.conj(x) * dx), axis=axis, keepdims=keepdims) / result


def vector_norm_tangent(x, dx, result, ord=2, axis=None, keepdims=False):
    """The tangent of sum(abs(x)**ord)**(1/ord), or of its limit; over all or some axes."""
    if np.size(x) == 0:
        return np.zeros_like(result)[()]
    if ord is None or ord == 2:
        return euclidean_tangent(x, dx, result, axis, keepdims)
    if ord == 0:
        return np.zeros_like(result)[()]
    size = np.abs(x)
    dsize = magnitude_tangent(x, dx)
    if ord == np.inf or ord == -np.inf:
        tangent = extreme_norm_tangent(size, dsize, ord > 0, axis)
        return tangent if keepdims else np.squeeze(tangent, axis)[()]
    if ord == 1:
        return np.sum(dsize, axis=axis, keepdims=keepdims)
    return result ** (1 - ord) * np.sum((1.0 * size) ** (ord - 1) * dsize, axis=axis, keepdims=keepdims)


def matrix_norm_tangent(x, dx, result, ord="fro", axis=(-2, -1), keepdims=False):
    """The tangent of a norm of the matrices that lie along two axes."""
    if np.size(x) == 0:
        return np.zeros_like(result)[()]
    if ord is None or ord == "fro":
        return euclidean_tangent(x, dx, result, axis, keepdims)
    x, dx = np.moveaxis(x, axis, (-2, -1)), np.moveaxis(dx, axis, (-2, -1))
    if ord == "nuc" or ord == 2 or ord == -2:
        size = np.linalg.svd(x, compute_uv=False)
        dsize = svdvals_tangent(x, dx)
    else:
        # 1: the largest sum in a column; inf: in a row.
        along = -2 if ord == 1 or ord == -1 else -1
        size = np.sum(np.abs(x), axis=along)
        dsize = np.sum(magnitude_tangent(x, dx), axis=along)
    if ord == "nuc":
        tangent = np.sum(dsize, axis=-1)
    else:
        tangent = np.squeeze(extreme_norm_tangent(size, dsize, ord > 0, -1), -1)
    return np.reshape(tangent, np.shape(result))[()]


def cond_tangent(x, dx, result, p=None):
    """The tangent of np.linalg.cond: of a ratio of singular values, or of a product of norms."""
    if p is None or p == 2 or p == -2:
        s = np.linalg.svd(x, compute_uv=False)
        ds = svdvals_tangent(x, dx)
        grows, falls = (0, -1) if p != -2 else (-1, 0)
        return result * (ds[..., grows] / s[..., grows] - ds[..., falls] / s[..., falls])
    inverse = np.linalg.inv(x)
    dinverse = -inverse @ dx @ inverse
    size = np.linalg.norm(x, p, (-2, -1))
    other = np.linalg.norm(inverse, p, (-2, -1))
    tangent = matrix_norm_tangent(x, dx, size, p) * other + size * matrix_norm_tangent(inverse, dinverse, other, p)
    return tangent if np.isrealobj(result) else tangent + 0j  # as NumPy 2.0 makes it of a complex matrix
