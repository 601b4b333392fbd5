"""Tangents of polynomials' quotients, roots and least-squares fits."""

import numpy as np

from s2sad.runtime.fitting import like
from s2sad.runtime.linalg import adjoint, svdvals_tangent


def or_zeros(dx, x):
    """The tangent of `x` as an array, zeros where it has none."""
    return np.zeros(np.shape(x)) if dx is None else np.asarray(dx)


def product_of_coefficients(a, b, result):
    """The coefficients of a product of polynomials, highest first, as many as `result` has."""
    product = np.convolve(np.atleast_1d(a), np.atleast_1d(b))
    return product[len(product) - len(result):]


def polydiv_tangent(result, u, du, v, dv):
    """Of `np.polydiv(u, v)`: u = q v + r, so dq and dr are quotient and remainder of du - q dv."""
    q, r = result
    du = np.atleast_1d(or_zeros(du, u))
    change = np.polymul(q, np.atleast_1d(or_zeros(dv, v)))
    dq, dr = np.polydiv(np.polysub(du, change), v)
    return _last(dq, q), _last(dr, r)


def _last(tangent, value):
    """As many of the last coefficients as the value has, zeros before them; in its precision."""
    padded = np.concatenate((np.zeros(len(value)), tangent))
    return like(padded[len(padded) - len(value):], value)


def roots_tangent(p, dp, result):
    """Of `np.roots(p)`: p(z) = 0 gives dz = -dp(z) / p'(z); a repeated root has no derivative."""
    tangent = -np.polyval(np.asarray(dp), result) / polyval_slope(p, result)
    return like(tangent, result)


def poly_tangent(zeros, dzeros, result):
    """Of `np.poly`, from roots or from a matrix, by the product rule for its linear factors."""
    z, dz = np.atleast_1d(zeros), np.atleast_1d(dzeros)
    if z.ndim == 2:
        z, v = np.linalg.eig(z)
        dz = np.diagonal(np.linalg.solve(v, dz @ v))
    c, dc = np.ones(1), np.zeros(1)
    for k in range(len(z)):
        longer = np.concatenate((c, np.zeros(1))) - np.concatenate((np.zeros(1), z[k] * c))
        dc = (np.concatenate((dc, np.zeros(1))) - np.concatenate((np.zeros(1), z[k] * dc))
              - np.concatenate((np.zeros(1), dz[k] * c)))
        c = longer
    if np.ndim(result) == 0:
        return 0 * result
    if not np.iscomplexobj(result):
        dc = np.real(dc)
    return like(dc, result)


def series_fit_tangent(vander, value, derivative, result, x, dx, y, dy, deg, w, dw):
    """Of `polynomial.polyfit` and those of the other bases: the coefficients c with the least |w (V c - y)|.

    vander, value, derivative: the basis's functions for V, and for V' by the coefficients of derivatives.
    """
    x, b = np.asarray(x) + 0.0, np.asarray(y) + 0.0
    top = int(np.max(deg))
    a = vander(x, top)
    da = np.transpose(value(x, derivative(np.eye(top + 1)))) * or_zeros(dx, x)[:, np.newaxis]
    db = or_zeros(dy, b)
    degrees = np.sort(deg) if np.ndim(deg) else np.arange(top + 1)
    a, da = a[:, degrees], da[:, degrees]
    if w is not None:
        w, dw = np.asarray(w) + 0.0, or_zeros(dw, w)
        column = (slice(None),) + (np.newaxis,) * (b.ndim - 1)
        da = w[:, np.newaxis] * da + dw[:, np.newaxis] * a
        a = w[:, np.newaxis] * a
        db = w[column] * db + dw[column] * b
        b = w[column] * b
    c = result[degrees]
    dc = np.linalg.solve(adjoint(a) @ a, adjoint(a) @ (db - da @ c) + adjoint(da) @ (b - a @ c))
    tangent = np.zeros_like(result)
    tangent[degrees] = dc
    return tangent


def polyfit_tangent(result, x, dx, y, dy, deg, full, w, dw, cov):
    """Of `np.polyfit`: of the least-squares solution of A c = b, A = w x^k and b = w y, and what goes with it."""
    x = np.asarray(x) + 0.0
    dx, dy = or_zeros(dx, x), or_zeros(dy, y)
    powers = np.vander(x, deg + 1)
    slopes = np.zeros(powers.shape)
    slopes[:, :-1] = powers[:, 1:] * np.arange(deg, 0, -1)
    a, da = powers, slopes * dx[:, np.newaxis]
    b, db = np.asarray(y) + 0.0, dy
    if w is not None:
        w, dw = np.asarray(w) + 0.0, or_zeros(dw, w)
        da = w[:, np.newaxis] * da + dw[:, np.newaxis] * a
        a = w[:, np.newaxis] * a
        column = (slice(None),) + (np.newaxis,) * (b.ndim - 1)
        db = w[column] * db + dw[column] * b
        b = w[column] * b
    c = result[0] if full or cov else result
    misfit = b - a @ c
    dc = np.linalg.solve(adjoint(a) @ a, adjoint(a) @ (db - da @ c) + adjoint(da) @ misfit)
    dmisfit = db - da @ c - a @ dc
    if full:
        scale = np.sqrt(np.sum(a * a, axis=0))
        dscale = np.sum(a * da, axis=0) / scale
        dsingular = svdvals_tangent(a / scale, (da - a * dscale / scale) / scale)
        dresiduals = np.zeros(np.shape(result[1]))
        if np.size(result[1]):
            dresiduals = dresiduals + 2 * np.sum(np.real(np.conj(misfit) * dmisfit), axis=0)
        return like(dc, c), like(dresiduals, result[1]), 0.0, like(dsingular, result[3]), 0 * result[4]
    if not cov:
        return like(dc, c)
    inverse = np.linalg.inv(a.T @ a)  # NumPy takes the transpose of complex matrices, too
    change = a.T @ da
    dinverse = -inverse @ (change + change.T) @ inverse
    if np.size(cov) == 1 and cov == "unscaled":
        factor, dfactor = 1.0, 0.0
    else:
        freedom = len(x) - deg - 1
        factor = np.sum(np.real(np.conj(misfit) * misfit), axis=0) / freedom
        dfactor = 2 * np.sum(np.real(np.conj(misfit) * dmisfit), axis=0) / freedom
    if b.ndim == 2:
        inverse, dinverse = inverse[:, :, np.newaxis], dinverse[:, :, np.newaxis]
    return like(dc, c), like(dinverse * factor + inverse * dfactor, result[1])


def vander_tangent(dx, result, increasing=False):
    """The tangent of np.vander: the derivative of x**k is k * x**(k - 1)."""
    dx = np.asarray(dx)
    n = result.shape[1]
    powers = np.arange(1, n) if increasing else np.arange(n - 1, 0, -1)
    lower = result[:, :-1] if increasing else result[:, 1:]
    constant = np.zeros_like(result[:, :1])
    slope = lower * powers * dx[:, np.newaxis]
    return np.concatenate((constant, slope) if increasing else (slope, constant), axis=1)


def polyval_slope(p, x):
    """The derivative of np.polyval(p, x) in x; np.polyder would make doubles of singles."""
    p = np.asarray(p)
    powers = np.arange(len(p) - 1, 0, -1).astype(p.dtype if p.dtype.kind in "fc" else int)
    powers = np.reshape(powers, (-1,) + (1,) * (p.ndim - 1))
    return np.polyval(p[:-1] * powers, x)
