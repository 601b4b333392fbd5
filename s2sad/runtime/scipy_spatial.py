"""Tangents of the distances of scipy.spatial.distance."""

import numpy as np
from scipy.spatial import distance


def distance_tangent(metric, u, v, du, dv, result, w=None):
    """Of a distance between two vectors; w: the weights of their elements."""
    w = 1 if w is None else np.asarray(w)
    if metric == "cosine":
        tangent = cosine_tangent(np.asarray(u), np.asarray(v), du, dv, w)
    else:
        tangent = metric_tangent(metric, np.subtract(u, v), _difference(du, dv), result, w)
    return np.asarray(tangent, np.asarray(result).dtype)[()]


def metric_tangent(metric, apart, moved, result, w=1):
    """The distance of what is `apart` along its last axis, and `moved` further; of equal points that move alike it is 0."""
    if metric == "sqeuclidean":
        return 2 * np.sum(w * apart * moved, axis=-1)
    if metric == "cityblock":
        return np.sum(w * np.where(apart < 0, -moved, moved), axis=-1)
    with np.errstate(divide="ignore", invalid="ignore"):
        return np.where(np.any(moved != 0, axis=-1), np.sum(w * apart * moved, axis=-1) / result, 0)[()]


def cosine_tangent(u, v, du, dv, w):
    """Of 1 - u.v / (|u| |v|)."""
    du, dv = (np.zeros_like(x) if dx is None else dx for x, dx in ((u, du), (v, dv)))
    uu, vv, uv = np.sum(w * u * u), np.sum(w * v * v), np.sum(w * u * v)
    turned = np.sum(w * u * du) / uu + np.sum(w * v * dv) / vv
    return (uv * turned - np.sum(w * du * v) - np.sum(w * u * dv)) / np.sqrt(uu * vv)


def cdist_tangent(XA, XB, dXA, dXB, result, metric="euclidean"):
    """Of the distances of each row of `XA` from each of `XB`."""
    a, b = np.asarray(XA, float), np.asarray(XB, float)
    da, db = (None if d is None else np.asarray(d, float) for d in (dXA, dXB))
    moved = _difference(da if da is None else da[:, np.newaxis], db)
    return metric_tangent(metric, a[:, np.newaxis] - b, moved, result)


def pdist_tangent(X, dX, result, metric="euclidean"):
    """Of the distances of the rows of `X` from one another."""
    x, dx = np.asarray(X, float), np.asarray(dX, float)
    i, j = np.triu_indices(len(x), 1)
    return metric_tangent(metric, x[i] - x[j], dx[i] - dx[j], result)


def squareform_tangent(dX, force="no"):
    """Linear; the tangent of a matrix of distances need not be one."""
    return distance.squareform(dX, force, checks=False)


def _difference(du, dv):
    """The tangent of u - v."""
    if dv is None:
        return np.asarray(du)
    return -np.asarray(dv) if du is None else np.subtract(du, dv)
