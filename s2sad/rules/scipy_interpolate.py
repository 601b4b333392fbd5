"""Rules for the splines of scipy.interpolate; registered when the program has imported it.

A spline is a constant: the derivative is that in the place where it is evaluated.
"""

from scipy import interpolate

from s2sad import runtime
from s2sad.rules.registry import NoDerivative, Rule, elementwise, formula, multilinear, name_of
from s2sad.rules.shape import ONLY
from s2sad.runtime import scipy_interpolate
from s2sad.runtime.mirrors import ZERO_LEAVES

runtime.extend(scipy_interpolate)

for cls in (interpolate.PPoly, interpolate.BPoly, interpolate.BSpline, interpolate.UnivariateSpline, interpolate.interp1d,
            scipy_interpolate.ZeroInterpolant):
    ZERO_LEAVES[cls] = scipy_interpolate.ZeroInterpolant

KNOTS = NoDerivative("the knots and coefficients of the spline would be differentiated", "Keep the spline constant.")

formula(interpolate.splev, "x, tck, der=0, ext=0", x="spline_slope(x, tck, der + 1, ext) * dx", tck=KNOTS)
ONLY[interpolate.splev] = {"ext": (0, 1, 2)}  # with 3 the derivatives of the value outside are not those that SciPy gives
elementwise(scipy_interpolate.spline_slope, "x, tck, order, ext", x="spline_slope(x, tck, order + 1, ext) * dx", tck=KNOTS)
elementwise(scipy_interpolate.interpolated, "p, x, nu=0", result="unknown", p="interpolated(dp, x, nu)", x="interpolant_slope(p, x, nu + 1) * dx")
elementwise(scipy_interpolate.interpolant_slope, "p, x, nu", result="unknown", p="interpolant_slope(dp, x, nu)", x="interpolant_slope(p, x, nu + 1) * dx")
CONDITIONS = {"bc_type": ("not-a-knot", "natural", "clamped", "periodic", None)}  # those that are zero: others do not grow with the samples
# What makes an interpolant that is linear in its samples: the rule, the class of what is made, the values for which it holds.
OF_SAMPLES = {f: (Rule(name_of(f), signature, "linear", linear=samples, result="unknown"), cls, only)
              for f, signature, samples, cls, only in (
    (interpolate.CubicSpline, "x, y, axis=0, bc_type='not-a-knot', extrapolate=None", ("y",), interpolate.CubicSpline, CONDITIONS),
    (interpolate.make_interp_spline, "x, y, k=3, t=None, bc_type=None, axis=0, check_finite=True", ("y",), interpolate.BSpline, CONDITIONS),
    (interpolate.interp1d, "x, y, kind='linear', axis=-1, copy=True, bounds_error=None, fill_value=np.nan, assume_sorted=False", ("y",),
     interpolate.interp1d, {"fill_value": ("extrapolate",)}),
    (interpolate.CubicHermiteSpline, "x, y, dydx, axis=0, extrapolate=None", ("y", "dydx"), interpolate.CubicHermiteSpline, {}),
    (interpolate.InterpolatedUnivariateSpline, "x, y, w=None, bbox=[None, None], k=3, ext=0, check_finite=False", ("y",),
     interpolate.InterpolatedUnivariateSpline, {}),
    (interpolate.BSpline, "t, c, k, extrapolate=True, axis=0", ("c",), interpolate.BSpline, {}),
    (interpolate.PPoly, "c, x, extrapolate=None, axis=0", ("c",), interpolate.PPoly, {}),
    (scipy_interpolate.derivative_of, "p, nu=1", ("p",), None, {}), (scipy_interpolate.antiderivative_of, "p, nu=1", ("p",), None, {}))}
elementwise(scipy_interpolate.integral_of, "p, a, b", result="unknown", p="integral_of(dp, a, b)", a="-(interpolated(p, a) * da)", b="interpolated(p, b) * db")
for function, orders in ((interpolate.bisplev, "0, 0"), (scipy_interpolate.surface_slope, "nx, ny")):
    nx, ny = orders.split(", ")
    formula(function, "x, y, tck" + (", nx, ny" if nx == "nx" else ""), tck=KNOTS,
            x=f"along_rows(surface_slope(x, y, tck, {nx} + 1, {ny}), dx)",
            y=f"along_columns(surface_slope(x, y, tck, {nx}, {ny} + 1), dy)")
for function in (scipy_interpolate.along_rows, scipy_interpolate.along_columns):
    multilinear(function, "z, d", "z", "d")
