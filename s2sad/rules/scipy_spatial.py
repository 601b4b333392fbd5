"""Rules for the distances of scipy.spatial.distance; registered when the program has imported it."""

from scipy.spatial import distance

from s2sad import runtime
from s2sad.rules.registry import formula, joint
from s2sad.rules.shape import ONLY
from s2sad.runtime import scipy_spatial

runtime.extend(scipy_spatial)

for name in ("euclidean", "sqeuclidean", "cityblock", "cosine"):
    joint(getattr(distance, name), "u, v, w=None", f"distance_tangent({name!r}, u, v, du, dv, result, w)", "u", "v")
joint(distance.cdist, "XA, XB, metric='euclidean'", "cdist_tangent(XA, XB, dXA, dXB, result, metric)", "XA", "XB")
formula(distance.pdist, "X, metric='euclidean'", X="pdist_tangent(X, dX, result, metric)")
ONLY[distance.cdist] = ONLY[distance.pdist] = {"metric": ("euclidean", "sqeuclidean", "cityblock")}
formula(distance.squareform, "X, force='no', checks=True", X="squareform_tangent(dX, force)")
