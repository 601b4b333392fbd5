"""Rules for polynomials, their roots, and fits."""

from s2sad.rules.originals import np
from s2sad.rules.registry import formula, joint, linear

formula(np.polyval, "p, x",
        p="np.polyval(dp, x)",
        x="polyval_slope(p, x) * dx")
linear(np.polyadd, "a1, a2", "a1", "a2")
linear(np.polysub, "a1, a2", "a1", "a2")
# np.polymul would leave out leading coefficients of a tangent that are zero
formula(np.polymul, "a1, a2", a1="product_of_coefficients(da1, a2, result)", a2="product_of_coefficients(a1, da2, result)")
linear(np.polyder, "p, m=1", "p", view_of="p")
linear(np.polyint, "p, m=1, k=None", "p", "k", view_of="p")
formula(np.vander, "x, N=None, increasing=False", x="vander_tangent(dx, result, increasing)")
joint(np.polydiv, "u, v", "polydiv_tangent(result, u, du, v, dv)", "u", "v", result="unknown")

# A polynomial and its roots
formula(np.roots, "p", p="roots_tangent(p, dp, result)", result="unknown")
formula(np.poly, "seq_of_zeros", seq_of_zeros="poly_tangent(seq_of_zeros, dseq_of_zeros, result)", result="unknown")

joint(np.polyfit, "x, y, deg, rcond=None, full=False, w=None, cov=False",
      "polyfit_tangent(result, x, dx, y, dy, deg, full, w, dw, cov)", "x", "y", "w")
