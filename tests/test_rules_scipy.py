"""The rules of scipy.stats, fft, signal, ndimage and integrate against finite differences."""

import math

import numpy as np
import pytest

pytest.importorskip("scipy")

from scipy import fft, fftpack, integrate, interpolate, linalg, ndimage, optimize, signal, special, stats  # noqa: E402
from scipy.spatial import distance  # noqa: E402

from s2sad import DifferentiationError, differentiate, jvp  # noqa: E402
from s2sad.analysis.values import kind_of  # noqa: E402
from s2sad.rules.registry import METHODS, RULES, register_imported  # noqa: E402
from tests import rulecheck  # noqa: E402

register_imported()
V, W = np.array([0.3, -1.2, 2.5, 0.9, 1.7]), np.array([1.0, 0.4, -0.6])
M = np.outer(V, [0.5, 1.0, -2.0, 0.3]) + np.sin(np.arange(20.0)).reshape(5, 4)
Z = V + 1j * V[::-1]
POSITIVE = np.array([0.4, 0.7, 1.9])
SHAPES = {"lognorm": (0.8,), "gamma": (2.3,), "beta": (2.3, 1.7), "t": (4.5,), "chi2": (3.6,), "weibull_min": (1.8,),
          "pareto": (1.7,), "powerlaw": (1.4,), "fisk": (1.6,), "invgamma": (2.2,), "chi": (2.4,)}
MOVED = {"lognorm", "weibull_min", "fisk", "powerlaw", "pareto"}
POINTS = {"beta": np.array([0.2, 0.55]), "powerlaw": np.array([0.2, 0.55]), "pareto": np.array([1.7, 2.5]), "gumbel_l": V, "hypsecant": V, "norm": V, "cauchy": V, "t": V, "logistic": V, "laplace": V, "gumbel_r": V,
          "uniform": np.array([0.2, 0.8])}
CONTINUOUS = ("norm", "expon", "uniform", "laplace", "logistic", "cauchy", "gumbel_r", "lognorm", "gamma", "beta", "t",
              "chi2", "weibull_min", "halfnorm", "rayleigh", "maxwell", "halfcauchy", "gumbel_l", "hypsecant", "pareto",
              "powerlaw", "fisk", "invgamma", "chi")
CURVE, BROKEN = (interpolate.splrep(np.arange(5.0), np.cos(np.arange(5.0)), k=k) for k in (3, 1))
SURFACES = [interpolate.bisplrep(*(g.ravel() for g in GRID), np.sin(GRID[0] + 2 * GRID[1]).ravel(), kx=kx, ky=ky, s=2.0)
            for GRID in [np.meshgrid(np.linspace(0, 3, 8), np.linspace(0, 2, 7))] for kx, ky in ((3, 3), (1, 1), (2, 1))]
LOOSE = {"rtol": 1e-5, "atol": 1e-7}


def all_distributions():
    for name in CONTINUOUS:
        x, shapes = POINTS.get(name, POSITIVE), SHAPES.get(name, ())
        held = ["x", "loc", "scale"] if shapes and name not in MOVED else None
        for method in ("pdf", "logpdf", "cdf", "sf", "logcdf", "logsf"):
            wrt = None if method in ("pdf", "logpdf") else held
            yield name, method, (x, *shapes), {}, {"wrt": ["x"] if wrt else None}
            yield name, method, (float(x[1]), *shapes, 0.1, 1.3), {}, {"wrt": wrt}
            yield name, method, (x, *shapes), {"loc": np.array([0.1]), "scale": 1.2}, {"wrt": wrt}
        for method in ("ppf", "isf"):
            held = ["q", "loc", "scale"] if shapes and name not in MOVED else None
            yield name, method, (np.array([0.3, 0.6]), *shapes, 0.1, 1.3), {}, {"wrt": held}
        for method in ("mean", "median", "std", "var", "entropy"):
            if np.isfinite(getattr(getattr(stats, name), method)(*shapes)):
                yield name, method, (*shapes, 0.1, 1.3), {}, {"wrt": ["loc", "scale"]}
    for name, rest in (("poisson", (2.5,)), ("bernoulli", (0.3,)), ("binom", (5, 0.3)), ("geom", (0.3,))):
        for method in ("pmf", "logpmf"):
            yield name, method, (np.array([1, 0, 1]) if name != "geom" else np.array([1, 4]), *rest), {}, {
                "wrt": ["mu" if name == "poisson" else "p"]}
    yield "nbinom", "pmf", (np.array([1, 0, 3]), 2.5, 0.3), {}, {"wrt": ["n", "p"]}
    yield "nbinom", "logpmf", (np.array([1, 0, 3]), 2.5, 0.3), {}, {"wrt": ["n", "p"]}
    for method in ("cdf", "sf"):
        yield "binom", method, (np.array([1, 0, 4, 5, -1]), 5, 0.3), {}, {"wrt": ["p"]}
        yield "geom", method, (np.array([1, 0, 4]), 0.3), {}, {"wrt": ["p"]}
        yield "poisson", method, (np.array([1, 0, 4]), 2.5), {}, {"wrt": ["mu"]}
    cov = np.array([[2.0, 0.3, 0.1], [0.3, 1.5, -0.2], [0.1, -0.2, 1.0]])
    for method in ("pdf", "logpdf"):
        yield "multivariate_normal", method, (W, W[::-1], cov), {}, {}
        yield "multivariate_normal", method, (np.stack([W, 2 * W]), W[::-1], np.array([1.0, 2.0, 0.5])), {}, {}
        yield "multivariate_normal", method, (W, None, 1.7), {}, {"wrt": ["x", "cov"]}
        yield "multivariate_normal", method, (0.3, 0.1, 1.7), {}, {}
        yield "dirichlet", method, (np.array([0.2, 0.5, 0.3]), np.array([1.2, 2.0, 0.7])), {}, {"wrt": ["alpha"]}
        yield "dirichlet", method, (np.array([0.2, 0.5, 0.3]), np.array([1.2, 2.0, 0.7])), {}, {
            "wrt": ["x"], "tangents": {"x": np.array([0.3, -0.5, 0.2]) * 1e-7}, "atol": 1e-12}
    for args in ((W, cov), (None, cov), (W, 2.0)):
        yield "multivariate_normal", "entropy", args, {}, {"wrt": ["cov"] if args[0] is None else ["mean", "cov"]}


DISTRIBUTIONS = list(all_distributions())


@pytest.mark.parametrize("name, method, args, kwargs, options", DISTRIBUTIONS)
def test_distributions(name, method, args, kwargs, options):
    rulecheck.check(RULES[getattr(getattr(stats, name), method)], args, kwargs, **LOOSE | options)


SAMPLES = [
    *[(getattr(fft, n), (x,)) for n in ("fft", "ifft", "rfft", "irfft", "hfft", "dct", "idst") for x in (V, M)],
    (fft.ifft, (Z, 4)), (fft.dctn, (M,)), (fft.fft2, (M,)), (fft.rfftn, (M,)), (fft.dct, (V, 3), {"norm": "ortho"}),
    *[(getattr(fftpack, n), (x,)) for n in ("fft", "ifft", "rfft", "irfft", "dct", "idst") for x in (V, M)], (fftpack.ifft2, (M,)),
    (fftpack.dctn, (M,)), (fftpack.diff, (V, 2, 1.0)), (fftpack.hilbert, (V,)), (fftpack.tilbert, (V, 0.5)), (fftpack.shift, (V, 0.5)),
    (fftpack.sc_diff, (V, 1.0, 2.0)), (fftpack.fft, (V, 3), {"axis": 0}),
    (fft.fftshift, (V,)), *[(getattr(signal, n), (V, W)) for n in ("convolve", "correlate", "fftconvolve", "oaconvolve")],
    (signal.convolve, (V, W), {"mode": "same"}), (signal.convolve2d, (M, M[:2, :2])), (signal.correlate2d, (M, M[:2, :2], "valid")),
    (signal.lfilter, ([1.0, 0.5], [1.0, -0.3], V)), (signal.lfilter, ([1.0, 0.5], [1.0, -0.3], V), {"zi": np.array([0.4])}),
    (signal.filtfilt, ([1.0, 0.5], [1.0, -0.3], np.tile(V, 4))), (signal.detrend, (V,)), (signal.savgol_filter, (np.tile(V, 2), 5, 2)),
    (signal.sosfilt, (np.array([[1.0, 0.5, 0.2, 1.0, -0.3, 0.1]]), V)),
    *[(getattr(ndimage, n), (M, 1.3)) for n in ("gaussian_filter", "gaussian_filter1d")],
    (ndimage.gaussian_filter, (M, 1.0), {"mode": "constant"}), (ndimage.uniform_filter, (M, 3)), (ndimage.uniform_filter1d, (M, 3, 0)),
    (ndimage.sum, (M,)), (ndimage.sum_labels, (M, np.arange(M.size).reshape(M.shape) % 2, [0, 1])), (ndimage.mean, (M,)),
    (ndimage.mean, (M, np.arange(M.size).reshape(M.shape) % 2, [0, 1])),
    (ndimage.laplace, (M,)), (ndimage.sobel, (M,)), (ndimage.prewitt, (M, 0)), (ndimage.convolve, (M, M[:3, :3])),
    (ndimage.correlate1d, (M, W)), (ndimage.convolve1d, (M, W, 0)), (ndimage.correlate, (M, M[:3, :3])),
    *[(interpolate.splev, (x, CURVE), {"der": n}) for x in (1.3, V[2:], np.array([-0.5, 5.0])) for n in (0, 1)],
    (interpolate.splev, (V, CURVE, 0, 1)), (interpolate.splev, (V, BROKEN)),
    *[(interpolate.bisplev, (x, y, s)) for s in SURFACES for x, y in ((1.3, 0.6), (POSITIVE, 0.6), (1.3, POSITIVE), (POSITIVE, POSITIVE),
                                                                     (-1.0, POSITIVE), (POSITIVE[:1], 9.0))],
    (integrate.trapezoid, (V,), {"dx": 0.3}), (integrate.cumulative_trapezoid, (V, np.array([0.0, 1, 2, 4, 5])), {"initial": 0}),
    (signal.lfilter, (np.array([1.0, 0.5]), np.array([1.2, -0.3]), V)), (signal.lfilter, (W, np.array([2.0, 0.3]), M), {"axis": 0}),
    (signal.sosfiltfilt, (np.array([[1.0, 0.5, 0.2, 1.0, -0.3, 0.1]]), np.tile(V, 4))), (signal.decimate, (np.tile(V, 6), 2)),
    (signal.hilbert, (V,)), (signal.resample, (V, 8)), (signal.upfirdn, (W, V, 2, 3)),
    (ndimage.shift, (M, 0.4)), (ndimage.zoom, (M, 1.6)), (ndimage.rotate, (M, 20.0), {"reshape": False}),
    (ndimage.map_coordinates, (M, [[0.3, 1.2], [2.5, 0.7]]), {}, ["input"]), (ndimage.affine_transform, (M, np.array([0.5, 1.2])), {}, ["input"]),
    (ndimage.gaussian_laplace, (M, 1.0)), (integrate.romb, (V, 0.3)), (integrate.cumulative_simpson, (V,), {"dx": 0.3}),
    (integrate.cumulative_simpson, (V,), {"x": np.array([0.0, 1, 2, 4, 5]), "initial": 0}, ["y"]),
    *[(getattr(distance, n), (W, V[:3])) for n in ("euclidean", "sqeuclidean", "cityblock", "cosine")],
    *[(getattr(distance, n), (W, V[:3], POSITIVE), {}, ["u", "v"]) for n in ("euclidean", "sqeuclidean", "cityblock", "cosine")],
    *[(distance.cdist, (M, M[:3] + 0.1, n)) for n in ("euclidean", "sqeuclidean", "cityblock")],
    *[(distance.pdist, (M, n)) for n in ("euclidean", "sqeuclidean", "cityblock")],
    (distance.squareform, (V[:3],)),
    (stats.zscore, (M,)), (stats.zscore, (M, None)), (stats.zscore, (M, 1, 1)), (stats.gmean, (np.abs(M),)), (stats.gmean, (np.abs(M), None)),
    (stats.hmean, (np.abs(M), 1)),
    (integrate.simpson, (V,), {"dx": 0.4}), (integrate.simpson, (V,), {"x": np.array([0.0, 1, 2, 4, 5]), "axis": 0}, ["y"]),
]


@pytest.mark.parametrize("sample", SAMPLES, ids=lambda s: RULES[s[0]].name)
def test_linear_functions(sample):
    fn, args, kwargs, wrt = sample + ({}, None)[len(sample) - 2:]
    rule = next((other for p, other in RULES[fn].given.items() if p in kwargs), RULES[fn])
    rulecheck.check(rule, args, kwargs, wrt=wrt, rtol=1e-5, atol=1e-7)


# Through the compiler


def test_every_function_with_a_rule_is_known_as_a_function():
    # Libraries make some of theirs objects of classes of their own, as SciPy does those of scipy.fft.
    assert [rule.name for fn, rule in RULES.items() if kind_of(fn, "outer").form != "const"] == []


@pytest.mark.parametrize("fn, args, kwargs", [
    (special.logsumexp, (V,), {}), (special.logsumexp, (M,), {"axis": 0, "keepdims": True}), (signal.convolve, (V, W), {"mode": "same"}),
    (linalg.expm, (M[:4],), {}), (fft.fft, (V,), {"norm": "ortho"}), (fft.dctn, (M,), {}), (stats.norm.pdf, (V, 0.1), {"scale": 2.0})])
def test_what_has_a_rule_and_a_source_is_differentiated_by_its_rule(fn, args, kwargs):
    _, expected = rulecheck.evaluate(RULES[fn], args, kwargs, dict.fromkeys([next(iter(rulecheck.bind(RULES[fn], args, kwargs)))], args[0]))
    value, tangent = jvp(fn, args, (args[0], *[None] * (len(args) - 1)), **kwargs)
    np.testing.assert_array_equal(value, fn(*args, **kwargs))
    np.testing.assert_allclose(tangent, expected, rtol=1e-12)
    first = differentiate(fn)
    twice = differentiate(first)(*args, **kwargs, **{differentiate(first).seeds[next(iter(first.seeds))]: args[0]})
    np.testing.assert_allclose(twice[1][0], expected, rtol=1e-12)


def spread(points):
    return distance.squareform(distance.squareform(distance.pdist(points))), distance.cdist(points, points)


def test_distances_of_points_from_themselves():
    step = np.sin(np.arange(20.0)).reshape(5, 4)
    _, (pairs, square) = jvp(spread, (M,), (step,))
    up, down = spread(M + 1e-5 * step), spread(M - 1e-5 * step)
    np.testing.assert_allclose(pairs, (up[0] - down[0]) / 2e-5, rtol=1e-6, atol=1e-9)
    np.testing.assert_allclose(square, (up[1] - down[1]) / 2e-5, rtol=1e-6, atol=1e-9)  # zero on the diagonal


def option_price(S, K, T, r, sigma):
    d1 = (math.log(S / K) + (r + sigma**2 / 2) * T) / (sigma * math.sqrt(T))
    d2 = d1 - sigma * math.sqrt(T)
    return S * stats.norm.cdf(d1) - K * math.exp(-r * T) * stats.norm.cdf(d2)


def test_an_option_and_its_greeks():
    point = (100.0, 95.0, 0.5, 0.01, 0.2)
    delta = differentiate(option_price)
    for df in (delta, differentiate(option_price, wrt="sigma")):
        k = 0 if df is delta else 4
        up, down = ([v * (1 + s * 1e-5 * (i == k)) for i, v in enumerate(point)] for s in (1, -1))
        assert abs(df(*point)[1] - (option_price(*up) - option_price(*down)) / (2e-5 * point[k])) < 1e-6
    gamma = differentiate(delta)(*point)[1][1]
    assert abs(gamma - (delta(100.001, *point[1:])[1] - delta(99.999, *point[1:])[1]) / 0.002) < 1e-6


@pytest.mark.parametrize("name", sorted(MOVED | {"gamma", "beta", "chi2", "chi", "invgamma", "rayleigh", "expon", "uniform"}))
@pytest.mark.parametrize("method", ["pdf", "cdf", "sf"])
def test_outside_of_where_it_is_positive_the_derivative_is_zero(name, method):
    function, shapes = getattr(getattr(stats, name), method), SHAPES.get(name, ())
    with np.errstate(all="ignore"):
        for i in range(1 + (len(shapes) if method == "pdf" or name in MOVED else 0)):
            args = (np.array([-1.5, 0.1 - 2.5]), *shapes)
            seeds = [np.ones(2) if i == 0 else None] + [1.0 if i == j + 1 else None for j in range(len(shapes))]
            np.testing.assert_array_equal(jvp(function, args, tuple(seeds))[1], [0.0, 0.0])


def likelihood(mean, width, x):
    return stats.norm.logpdf(x, loc=mean, scale=width).sum()


def test_a_likelihood_in_plain_code():
    df = differentiate(likelihood, wrt=("mean", "width"))
    v, dv = df(0.2, 1.1, V, dmean=1.0, dwidth=0.5)
    assert v == likelihood(0.2, 1.1, V)
    assert abs(dv - (likelihood(0.2 + 1e-5, 1.1 + 5e-6, V) - likelihood(0.2 - 1e-5, 1.1 - 5e-6, V)) / 2e-5) < 1e-6
    assert "- 0" not in df.source and "/ 1" not in df.source


@pytest.mark.parametrize("f", [lambda x: stats.norm(0, x).rvs(1), lambda x: list(map(stats.norm(x).pdf, [0.1])), lambda x: [stats.norm(x).rvs][0](2),
                               lambda x: stats.norm(x)(0.3), lambda x: stats.multivariate_normal(cov=x).pdf(1.0), lambda x: stats.norm.rvs(x), lambda x: stats.gamma.cdf(1.0, x),
                               lambda x: stats.poisson.pmf(x, 2.0), lambda x: ndimage.laplace(x * np.ones(3), cval=x)])
def test_refused(f):
    with pytest.raises(DifferentiationError):
        differentiate(f)(1.5)


def test_no_rule_is_left_untried():
    tried = {RULES[s[0]].name for s in SAMPLES} | {f"scipy.stats.{name}.{method}" for name, method, *_ in DISTRIBUTIONS}
    mine = {rule.name for rule in (*RULES.values(), *METHODS.values()) if rule.name.startswith("scipy.stats.") and rule.form != "zero"}
    infinite = {f"scipy.stats.{name}.{moment}" for name in CONTINUOUS for moment in ("mean", "std", "var")
                if not np.isfinite(getattr(getattr(stats, name), moment)(*SHAPES.get(name, ())))}
    assert mine <= tried | infinite


def ranks_and_places(x):
    labels, _ = ndimage.label(x > 0.5)
    row, column = optimize.linear_sum_assignment(np.outer(x, x))
    return stats.rankdata(x) * x, x[signal.argrelmax(x)[0]], ndimage.sum(x, labels), np.outer(x, x)[row, column].sum()


def test_what_is_constant_between_jumps():
    x = np.array([0.3, 2.0, 0.7, 0.6, 0.1])
    v, dv = differentiate(ranks_and_places)(x, dx=np.ones(5))
    h = 1e-6
    for value, tangent, up, down in zip(v, dv, ranks_and_places(x + h), ranks_and_places(x - h)):
        np.testing.assert_allclose(tangent, (np.asarray(up) - down) / (2 * h), rtol=1e-6)
