"""Tangents of the distributions of scipy.stats, where one formula does not say it."""

import numpy as np
from scipy import special

from s2sad.errors import DifferentiationError
from s2sad.runtime.linalg import hermitian


def zscore_tangent(a, da, result, axis=0, ddof=0):
    """Of (a - mean) / std; the standard deviation changes by the mean of result * da."""
    n = np.size(a) if axis is None else np.shape(a)[axis]
    spread = np.sum(result * da, axis=axis, keepdims=True) / (n - ddof)
    return (da - np.mean(da, axis=axis, keepdims=True) - result * spread) / np.std(a, axis=axis, ddof=ddof, keepdims=True)


def student_shape_slope(z, df):
    """Of the logarithm of Student's density, in its degrees of freedom."""
    return (special.digamma((df + 1) / 2) - special.digamma(df / 2) - 1 / df - np.log1p(z * z / df)
            + (df + 1) * z * z / (df * (df + z * z))) / 2


def inside(density, slope):
    """A slope where the density is positive; outside of there it is zero."""
    return np.where(density > 0, slope, 0)[()]


def times_log(z):
    """z log(z), and 0 for what is not positive."""
    return special.xlogy(np.maximum(z, 0), np.maximum(z, 0))


def normal_vectors_slope(x, dx, mean, dmean, cov, dcov, allow_singular=False):
    """Of the logarithm of the density of normally distributed vectors: -s^T d(x - mean) + (s^T dC s - tr(C^-1 dC)) / 2,
    where s = C^-1 (x - mean). Of a singular C its rank is held, and taken as SciPy takes it."""
    n = max(np.shape(mean)[0] if mean is not None and np.ndim(mean) else 1, np.shape(cov)[0] if np.ndim(cov) else 1)
    x = vectors(x, n)
    centred = x if mean is None else x - mean
    matrix = covariance(cov, n)
    if allow_singular:
        inverse = np.linalg.pinv(matrix, 1e6 * np.finfo(float).eps, True)
        solved = centred @ inverse
    else:
        solved = np.linalg.solve(matrix, centred[..., np.newaxis])[..., 0]
    change = np.zeros(solved.shape[:-1])
    if dx is not None:
        change = change - np.sum(solved * vectors(dx, n), axis=-1)
    if dmean is not None:
        change = change + np.sum(solved * np.reshape(dmean, (-1,)), axis=-1)
    if dcov is not None:
        dmatrix = covariance(dcov, n)
        growth = np.trace(inverse @ dmatrix if allow_singular else np.linalg.solve(matrix, dmatrix))
        change = change + (np.sum((solved @ dmatrix) * solved, axis=-1) - growth) / 2
    return np.squeeze(change)[()]


def normal_vectors_entropy_slope(mean, cov, dcov):
    """tr(C^-1 dC) / 2."""
    n = max(np.shape(mean)[0] if mean is not None and np.ndim(mean) else 1, np.shape(cov)[0] if np.ndim(cov) else 1)
    return np.trace(np.linalg.solve(covariance(cov, n), covariance(dcov, n))) / 2


def shares_slope(x, powers, dx):
    """Of the logarithm of the product of x**powers, along the first axis."""
    x = np.asarray(x)
    if len(x) != len(powers):
        raise DifferentiationError("scipy.stats.dirichlet has no derivative where the last share is left out",
                                   "Give all of them.")
    return np.sum((np.asarray(dx) / x).T * powers, axis=-1)


def dirichlet_shape_slope(x, alpha, dalpha):
    """Of the logarithm of its density in its parameters."""
    x = np.asarray(x)
    if len(x) != len(alpha):
        raise DifferentiationError("scipy.stats.dirichlet has no derivative where the last share is left out",
                                   "Give all of them.")
    return np.sum((special.digamma(np.sum(alpha)) - special.digamma(alpha) + np.log(x).T) * dalpha, axis=-1)


def vectors(x, n):
    """Quantiles as scipy.stats reads them: vectors along the last axis."""
    x = np.asarray(x)
    if x.ndim == 0:
        return x[np.newaxis]
    if x.ndim == 1:
        return x[:, np.newaxis] if n == 1 else x[np.newaxis, :]
    return x


def covariance(cov, n):
    """The matrix that a number, or a vector of variances, stands for; of a matrix one triangle is read."""
    cov = np.asarray(cov)
    if cov.ndim == 0:
        return cov * np.eye(n)
    return np.diag(cov) if cov.ndim == 1 else hermitian(cov)
