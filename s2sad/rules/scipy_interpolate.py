"""Rules for the splines of scipy.interpolate; registered when the program has imported it.

A spline is a constant: the derivative is that in the place where it is evaluated.
"""

from scipy import interpolate

from s2sad import runtime
from s2sad.rules.registry import NoDerivative, elementwise, formula, multilinear
from s2sad.rules.shape import ONLY
from s2sad.runtime import scipy_interpolate

runtime.extend(scipy_interpolate)

KNOTS = NoDerivative("the knots and coefficients of the spline would be differentiated", "Keep the spline constant.")

formula(interpolate.splev, "x, tck, der=0, ext=0", x="spline_slope(x, tck, der + 1, ext) * dx", tck=KNOTS)
ONLY[interpolate.splev] = {"ext": (0, 1, 2)}  # with 3 the derivatives of the value outside are not those that SciPy gives
elementwise(scipy_interpolate.spline_slope, "x, tck, order, ext", x="spline_slope(x, tck, order + 1, ext) * dx", tck=KNOTS)
elementwise(scipy_interpolate.interpolated, "p, x, nu=0", x="interpolant_slope(p, x, nu + 1) * dx")
elementwise(scipy_interpolate.interpolant_slope, "p, x, nu", x="interpolant_slope(p, x, nu + 1) * dx")
for function, orders in ((interpolate.bisplev, "0, 0"), (scipy_interpolate.surface_slope, "nx, ny")):
    nx, ny = orders.split(", ")
    formula(function, "x, y, tck" + (", nx, ny" if nx == "nx" else ""), tck=KNOTS,
            x=f"along_rows(surface_slope(x, y, tck, {nx} + 1, {ny}), dx)",
            y=f"along_columns(surface_slope(x, y, tck, {nx}, {ny} + 1), dy)")
for function in (scipy_interpolate.along_rows, scipy_interpolate.along_columns):
    multilinear(function, "z, d", "z", "d")
