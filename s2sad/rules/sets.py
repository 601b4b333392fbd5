"""Rules for sets of values, and for histograms.

Which values there are is piecewise constant; each moves with the first element
of the argument that has it.
"""

from s2sad.rules.originals import np
from s2sad.rules.registry import formula, joint, refuse, zero

formula(np.unique, "ar, return_index=False, return_inverse=False, return_counts=False, axis=None, *, equal_nan=True",
        ar="unique_tangent(result, ar, dar, axis, equal_nan)")
joint(np.union1d, "ar1, ar2", "union_tangent(result, ar1, dar1, ar2, dar2)", "ar1", "ar2")
joint(np.setxor1d, "ar1, ar2, assume_unique=False", "union_tangent(result, ar1, dar1, ar2, dar2)", "ar1", "ar2")
joint(np.intersect1d, "ar1, ar2, assume_unique=False, return_indices=False",
      "intersection_tangent(result, ar1, dar1, dar2)", "ar1", "ar2")
joint(np.setdiff1d, "ar1, ar2, assume_unique=False",
      "difference_tangent(result, ar1, dar1, ar2, dar2, assume_unique)", "ar1", "ar2")
zero(np.isin)

joint(np.histogram, "a, bins=10, range=None, density=None, weights=None",
      "histogram_tangent(result, a, da, bins, dbins, range, density, weights, dweights)", "a", "bins", "weights")
joint(np.histogram_bin_edges, "a, bins=10, range=None, weights=None",
      "bin_edges_tangent(result, a, da, bins, dbins, range)", "a", "bins")

joint(np.histogramdd, "sample, bins=10, range=None, density=None, weights=None",
      "histogramdd_tangent(result, sample, dsample, bins, dbins, range, density, weights, dweights)",
      "sample", "bins", "weights")
joint(np.histogram2d, "x, y, bins=10, range=None, density=None, weights=None",
      "histogram2d_tangent(result, x, dx, y, dy, bins, dbins, range, density, weights, dweights)",
      "x", "y", "bins", "weights")

if hasattr(np, "unique_values"):  # NumPy 2
    formula(np.unique_values, "x", x="unique_tangent(np.unique(x), x, dx)[np.searchsorted(np.unique(x), result)]")
    for function in (np.unique_all, np.unique_counts, np.unique_inverse):
        refuse(function, "it returns a tuple of its own kind", "use np.unique")
