"""Splines and tables that are made once and looked up at places that are differentiated."""

import numpy as np

from tests.reference import case

try:
    from scipy import fft, interpolate, ndimage, signal, special
    from scipy.interpolate import CubicSpline, PchipInterpolator, UnivariateSpline, interp1d
except ImportError:
    interpolate = None

if interpolate is not None:
    TIMES = np.linspace(0.0, 4.0, 9)
    HEIGHTS = np.sin(TIMES)
    QUARTIC = special.legendre(4)
    CURVE = CubicSpline(TIMES, HEIGHTS)
    LINES = interp1d(TIMES, HEIGHTS, fill_value="extrapolate")
    HELD = UnivariateSpline(TIMES, HEIGHTS, k=1, s=0, ext=3)
    PAIRS = CubicSpline(TIMES, np.column_stack([HEIGHTS, HEIGHTS]))
    TABLES = {"smooth": CURVE, "others": [PchipInterpolator(TIMES, HEIGHTS), interp1d(TIMES, HEIGHTS, kind="cubic"),
                                          interp1d(TIMES, HEIGHTS, kind="previous"), interpolate.make_interp_spline(TIMES, HEIGHTS)]}

    @case(1.3)
    @case(np.array([[0.2, 4.7], [-0.4, 1.1]]))
    def height_and_slope(t):
        return CURVE(t) * 2 + t, CURVE(t, 1), CURVE(t, nu=3) * t

    @case(1.3, order=3)
    def height_again(t):
        return CURVE(t) ** 2 + LINES(t * t)

    @case(1.3)
    @case(np.array([0.2, 3.9]))
    def tables(t):
        others = TABLES["others"]
        return TABLES["smooth"](t) + others[0](t) * t + others[1](t) ** 2 + others[2](t) + others[3](t)

    @case(5.3)
    @case(-0.3)
    @case(1.3)
    def outside(t):
        return HELD(t) + LINES(t), HELD(t) * t

    @case(1.3, CURVE)
    @case(1.3, LINES)
    def table_given(t, table):
        return table(t) ** 2 + table(2.0) * t

    @case([1.3, CURVE])
    @case([1.3, LINES], order=2)
    def table_beside_what_moves(given):
        t, table = given
        return table(t) * t

    class Gauge:
        def __init__(self, times, heights, factor):
            self.curve = CubicSpline(times, heights, bc_type="natural")
            self.factor = factor

        def at(self, t):
            return self.factor * self.curve(t)

    GAUGE = Gauge(TIMES, HEIGHTS, 2.0)

    @case(1.3)
    def made_inside(t):
        lines = interp1d(TIMES, HEIGHTS**2)
        return lines(t) * GAUGE.at(t) + Gauge(TIMES, HEIGHTS, t).at(t) + CubicSpline(TIMES, HEIGHTS)(1.0)

    @case(1.3)
    def by_knots(t):
        knots = interpolate.splrep(TIMES, HEIGHTS)
        return float(interpolate.splev(t, knots)) * t + interpolate.splev(t, knots, der=2)

    case(1.3, name="itself")(CURVE)

    @case(1.3)
    def one_of_several(t):
        total = LINES(t)
        for table in TABLES["others"]:
            total = total + t * table(t)
        return total

    @case(1.3, may_refuse=True)
    def of_arrays(t):
        return PAIRS(t).sum()

    @case(1.3)
    @case(1.3, order=2)
    def active_samples(x):
        cs = CubicSpline(TIMES, np.sin(x * TIMES), bc_type="natural")
        s = interpolate.make_interp_spline(TIMES, HEIGHTS * x, k=3)
        u = interpolate.InterpolatedUnivariateSpline(TIMES, HEIGHTS + x)
        return (CubicSpline(TIMES, x * HEIGHTS)(1.0), cs(x) + cs(0.3) * x, cs(np.array([0.1, x])), cs(x, 1), s(x) * u(x * 2), s(TIMES[:3]),
                CubicSpline(TIMES, np.array([HEIGHTS, x * HEIGHTS]).T)(1.0))

    @case(HEIGHTS)
    @case(HEIGHTS, order=2)
    def samples_given(y):
        f, g = interp1d(TIMES, y, kind="quadratic"), interp1d(TIMES, y, fill_value="extrapolate")
        return f(1.1) * g(5.3), f(np.array([0.2, 1.0])) + g(np.array([0.2, 1.0]))

    @case(1.3)
    @case(1.3, order=2)
    def slopes_and_coefficients(x):
        h, h2 = interpolate.CubicHermiteSpline(TIMES, HEIGHTS * x, np.cos(TIMES) * x), interpolate.CubicHermiteSpline(TIMES, HEIGHTS, np.cos(TIMES) * x)
        b = interpolate.BSpline([0, 0, 0, 1, 2, 2, 2], np.array([x, 2.0, x * x, 1.0]), 2)
        p = interpolate.PPoly(np.array([[x, 1.0], [2.0, x]]), [0.0, 1.0, 2.0])
        return h(1.1), h2(0.9), b(0.5), p(1.5)

    @case(1.3)
    @case(1.3, order=2)
    def splines_kept_and_chosen(x):
        gauge = Gauge(TIMES, x * HEIGHTS + x ** 2, 2.0)
        curves = [gauge.curve, CubicSpline(TIMES, HEIGHTS * x)]
        f, g = CURVE if x > 5 else curves[1], CURVE if x < 5 else curves[1]
        return gauge.at(x) + sum(c(0.5) for c in curves), f(1.0) * x, g(x)

    @case(1.3)
    @case(1.3, order=2)
    def derivatives_and_integrals(x):
        cs, u = CubicSpline(TIMES, x * HEIGHTS), interpolate.InterpolatedUnivariateSpline(TIMES, HEIGHTS * x)
        s = interpolate.make_interp_spline(TIMES, x * HEIGHTS**2)
        slope = s.derivative()
        return (cs.derivative()(1.0), cs.derivative(2)(x), cs.integrate(0.0, 1.0), cs.integrate(0.5, x) * x, CURVE.integrate(0.0, x),
                CURVE.derivative()(x) + CURVE.antiderivative()(x), slope(x) + s.integrate(0.1, 2.0) + u.derivative()(x) + u.antiderivative()(x))

    @case(1.3, may_refuse=True)
    def active_knots(x):
        return CubicSpline(TIMES * x, HEIGHTS)(1.0)

    @case(1.3, may_refuse=True)
    def samples_that_are_not_linear(x):
        return PchipInterpolator(TIMES, HEIGHTS * x)(1.0)

    @case(1.3, may_refuse=True)
    def conditions_with_values(x):
        return CubicSpline(TIMES, HEIGHTS * x, bc_type=((1, 1.0), (2, 0.0)))(1.0) + interp1d(TIMES, x * HEIGHTS, fill_value=1.0, bounds_error=False)(5.0)

    @case(1.3, may_refuse=True)
    def parts_of_it(t):
        return CURVE.derivative()(t) + CURVE.integrate(0.0, 1.0) * t + CURVE.x[1] * t

    @case(np.array([0.7, 1.2, 0.4, 1.6]), order=2)
    def filters_as_wide_as_a_record_says(x):
        records = [[x[0], 3], [x[1], 2]]
        records[0] = [x[0] * x[1], records[0][1]]
        weight, n = records[0]
        return (ndimage.uniform_filter1d(weight * x, n), ndimage.gaussian_filter1d(x, 1.0, order=n - 2), signal.savgol_filter(x, n, n - 1),
                fft.dct(x, n - 1), signal.resample(weight * x, n))

    @case(np.array([0.7, 1.2, 0.4, 1.6]), True)
    @case(np.array([0.7, 1.2, 0.4, 1.6]), False, order=2)
    def arrays_that_a_library_made(x, windowed):
        """Windows, nodes and filters are new arrays."""
        window = signal.get_window("hann", 8)
        rows = window.reshape(2, 4)
        rows[1] *= x
        nodes, weights = special.roots_legendre(4)
        nodes *= x
        weights[0] = x[0]
        b, a = signal.butter(2, 0.3)
        a[1] += 0.1 * x[1]
        factor = signal.get_window("hamming", 4) if windowed else x
        ordered = signal.get_window("hann", len(x))
        ordered *= x
        ordered.sort()
        return (window, rows, nodes @ weights, signal.lfilter(b, a, x), factor * x, [r @ x for r in [signal.get_window("boxcar", 4), x]],
                window.shape[0] * x, len(window), ordered, signal.tf2zpk([1.0, 0.2], [1.0, 0.3, 0.1])[1] * x[0])


@case(0.4, order=2)
@case(np.array([0.4, -0.3]))
def orthogonal_polynomials(x):
    return sum(c * special.legendre(n)(x) for n, c in enumerate([1.0, 0.5, 0.2])), special.hermite(3)(x), QUARTIC(x), QUARTIC.deriv()(x)
