"""Tangents of histograms: linear in the weights, piecewise constant in the values but for the edges of the bins."""

import numpy as np

from s2sad.runtime.fitting import like
from s2sad.runtime.polynomials import or_zeros


def bin_edges_tangent(result, a, da, bins, dbins, range=None):
    """Of the edges between bins: those given, or between the least and the greatest of `a`."""
    if np.ndim(bins) == 1:
        return like(or_zeros(dbins, bins), result)
    if range is not None or da is None or np.size(a) == 0:
        return np.zeros_like(result)
    a, da = np.ravel(a), np.ravel(da)
    low, high = da[np.argmin(a)], da[np.argmax(a)]
    return like(low + (high - low) * np.linspace(0, 1, len(result)), result)


def histogram_tangent(result, a, da, bins, dbins, range, density, weights, dweights):
    """Of `np.histogram`: it is linear in the weights, and piecewise constant in `a` but for its edges."""
    heights, edges = result
    dedges = bin_edges_tangent(edges, a, da, bins, dbins, range)
    counts = np.zeros(np.shape(heights))
    if dweights is not None:
        counts = np.histogram(a, bins, range, weights=dweights)[0]
    if not density:
        return like(counts, heights), dedges
    total = np.sum(np.histogram(a, bins, range, weights=weights)[0])  # of those within the range
    width = edges[1:] - edges[:-1]
    dwidth = dedges[1:] - dedges[:-1]
    dheights = counts / (total * width) - heights * (np.sum(counts) / total + dwidth / width)
    return like(dheights, heights), dedges


def histogramdd_tangent(result, sample, dsample, bins, dbins, range, density, weights, dweights):
    """Of `np.histogramdd`, whose edges along each axis are those of a histogram of that axis."""
    heights, edges = result
    if not (isinstance(sample, np.ndarray) and sample.ndim == 2):  # then it is one array for each axis
        sample = np.atleast_2d(sample).T
        dsample = None if dsample is None else np.atleast_2d(dsample).T
    several = isinstance(bins, (list, tuple)) or np.ndim(bins) > 0
    dedges = []
    for k in np.arange(len(edges)).tolist():
        dcolumn = None if dsample is None else dsample[:, k]
        dedges.append(bin_edges_tangent(edges[k], sample[:, k], dcolumn, bins[k] if several else bins,
                                        None if dbins is None or not several else dbins[k],
                                        None if range is None else range[k]))
    change = np.zeros(np.shape(heights))
    if dweights is not None:
        change = np.histogramdd(sample, edges, weights=dweights)[0]
    if density:
        counts = np.histogramdd(sample, edges, weights=weights)[0]
        total = np.sum(counts)
        relative = np.zeros(np.shape(heights))
        size = np.ones(np.shape(heights))
        for k in np.arange(len(edges)).tolist():
            shape = [1] * len(edges)
            shape[k] = -1
            width = np.reshape(np.diff(edges[k]), shape)
            relative = relative + np.reshape(np.diff(dedges[k]), shape) / width
            size = size * width
        change = change / (total * size) - heights * (np.sum(change) / total + relative)
    return like(change, heights), dedges if isinstance(edges, list) else tuple(dedges)


def histogram2d_tangent(result, x, dx, y, dy, bins, dbins, range, density, weights, dweights):
    """Of `np.histogram2d(x, y)`, which is `np.histogramdd([x, y])`."""
    if (isinstance(bins, (list, tuple)) or np.ndim(bins) > 0) and len(bins) > 2:  # the same edges for both
        bins, dbins = [bins, bins], None if dbins is None else [dbins, dbins]
    dsample = None if dx is None and dy is None else [or_zeros(dx, x), or_zeros(dy, y)]
    change, dedges = histogramdd_tangent((result[0], [result[1], result[2]]), [x, y], dsample, bins, dbins, range,
                                         density, weights, dweights)
    return change, dedges[0], dedges[1]
