"""Rules for the distributions of scipy.stats; registered when the program has imported it.

A continuous distribution is given by the slopes of the logarithm of its density at loc = 0 and scale = 1:
in `z`, and in its shape parameters. How fast a quantile moves with a shape parameter gives the slopes of the
distribution functions and their inverses in it, where it can be written down.
"""

import math
import re

from scipy import stats

from s2sad import runtime
from s2sad.rules.registry import NoDerivative, Rule, add, formula, joint_rule, zero
from s2sad.runtime import scipy_stats

runtime.extend(scipy_stats)

formula(stats.gmean, "a, axis=0", a="result * np.mean(da / a, axis=axis)")
formula(stats.hmean, "a, axis=0", a="result**2 * np.mean(da / np.square(a), axis=axis)")
formula(stats.zscore, "a, axis=0, ddof=0", a="zscore_tangent(a, da, result, axis, ddof)")

SHAPE = NoDerivative("the derivative in a shape parameter is no function of SciPy's", "Keep that argument constant.")
DIGAMMA = "special.digamma({})"
# name: (slope in z, {shape parameter: slope})
CONTINUOUS = {
    "expon": ("-np.ones(np.shape(z))[()]", {}),
    "uniform": ("0 * z", {}),
    "laplace": ("-np.sign(z)", {}),
    "logistic": ("-np.tanh(z / 2)", {}),
    "cauchy": ("-2 * z / (1 + z * z)", {}),
    "gumbel_r": ("(np.exp(-z) - 1)", {}),
    "halfnorm": ("-z", {}),
    "rayleigh": ("(1 / z - z)", {}),
    "maxwell": ("(2 / z - z)", {}),
    "halfcauchy": ("-2 * z / (1 + z * z)", {}),
    "gumbel_l": ("(1 - np.exp(z))", {}),
    "hypsecant": ("-np.tanh(z)", {}),
    "pareto": ("-(b + 1) / z", {"b": "(1 / b - np.log(z))"}),
    "powerlaw": ("(a - 1) / z", {"a": "(1 / a + np.log(z))"}),
    "fisk": ("(c - 1 - (c + 1) * z**c) / (z * (1 + z**c))", {"c": "(1 / c + np.log(z) * (1 - z**c) / (1 + z**c))"}),
    "invgamma": ("(1 / z - a - 1) / z", {"a": "-(np.log(z) + special.digamma(a))"}),
    "chi": ("((df - 1) / z - z)", {"df": f"(np.log(z) - {math.log(2) / 2!r} - special.digamma(df / 2) / 2)"}),
    "lognorm": ("-(1 + np.log(z) / s**2) / z", {"s": "(np.log(z)**2 / s**2 - 1) / s"}),
    "gamma": ("((a - 1) / z - 1)", {"a": "(np.log(z) - special.digamma(a))"}),
    "beta": ("((a - 1) / z - (b - 1) / (1 - z))",
             {"a": "(np.log(z) - special.digamma(a) + special.digamma(a + b))",
              "b": "(np.log1p(-z) - special.digamma(b) + special.digamma(a + b))"}),
    "t": ("-(df + 1) * z / (df + z * z)", {"df": "student_shape_slope(z, df)"}),
    "chi2": ("((df / 2 - 1) / z - 1 / 2)", {"df": "(np.log(z / 2) - special.digamma(df / 2)) / 2"}),
    "weibull_min": ("(c - 1 - c * z**c) / z", {"c": "(1 / c + np.log(z) * (1 - z**c))"}),
}
# Those whose slopes have no value outside of where the density is positive
BOUNDED = {"pareto", "powerlaw", "fisk", "invgamma", "chi", "lognorm", "gamma", "beta", "chi2", "weibull_min", "rayleigh", "maxwell"}
# name: {shape parameter: how fast a quantile moves with it}
QUANTILES = {"lognorm": {"s": "times_log(z) / s"}, "weibull_min": {"c": "-times_log(z) / c"},
             "fisk": {"c": "-times_log(z) / c"}, "powerlaw": {"a": "-times_log(z) / a"},
             "pareto": {"b": "-times_log(z) / b"}}
Z = "((x - loc) / scale)"


def distribution_rule(name, method, signature, **terms):
    """A rule of `stats.NAME.METHOD`."""
    function = getattr(getattr(stats, name), method)
    add(function, Rule(f"scipy.stats.{name}.{method}", signature, "terms", terms, elementwise=True))


def at_z(slope, z=Z):
    """A slope with what `z` stands for."""
    return re.sub(r"\bz\b", z, slope)


def continuous(name, shapes, scores):
    """The rules of a distribution, by the slopes of the logarithm of its density in each parameter."""
    own = "".join(f"{shape}, " for shape in shapes)
    signature = f"x, {own}loc=0, scale=1"
    inverse = f"q, {own}loc=0, scale=1"
    slope, log_slope = ("inside(result, result * {})", "inside(np.exp(result), {})") if name in BOUNDED else ("result * {}", "{}")
    distribution_rule(name, "logpdf", signature, **{p: f"{log_slope.format(score)} * d{p}" for p, score in scores.items()})
    distribution_rule(name, "pdf", signature, **{p: f"{slope.format(score)} * d{p}" for p, score in scores.items()})
    held, moves = dict.fromkeys(shapes, SHAPE), QUANTILES.get(name, {})
    for method, factor in (("cdf", "{density}"), ("sf", "-{density}"),
                           ("logcdf", "np.exp({log} - result)"), ("logsf", "-np.exp({log} - result)")):
        given = {"density": f"stats.{name}.pdf(x, {own}loc, scale)", "log": f"stats.{name}.logpdf(x, {own}loc, scale)"}
        at_x = {key: text.replace(f"{own}loc, scale", "...") for key, text in given.items()}
        factor_of_others = factor.format(**given)
        moved = {shape: f"-{factor_of_others} * scale * {at_z(speed)} * d{shape}" for shape, speed in moves.items()}
        distribution_rule(name, method, signature, **held | moved, x=f"{factor.format(**at_x)} * dx",
                          loc=f"-{factor_of_others} * dloc", scale=f"-{factor_of_others} * {Z} * dscale")
    for method, sign in (("ppf", ""), ("isf", "-")):
        z = "((result - loc) / scale)"
        moved = {shape: f"scale * {at_z(speed, z)} * d{shape}" for shape, speed in moves.items()}
        distribution_rule(name, method, inverse, **held | moved, q=f"{sign}dq / stats.{name}.pdf(result, ...)", loc="dloc",
                          scale="(result - loc) / scale * dscale")
    of_none = f"{own}loc=0, scale=1"
    for method in ("mean", "median"):
        distribution_rule(name, method, of_none, **held, loc="dloc", scale="(result - loc) / scale * dscale")
    distribution_rule(name, "std", of_none, **held, loc="0 * dloc", scale="result / scale * dscale")
    distribution_rule(name, "var", of_none, **held, loc="0 * dloc", scale="2 * result / scale * dscale")
    distribution_rule(name, "entropy", of_none, **held, loc="0 * dloc", scale="dscale / scale")


continuous("norm", {}, {"x": "-(x - loc) / scale**2", "loc": "(x - loc) / scale**2",
                        "scale": f"({Z}**2 - 1) / scale"})
for name, (slope, shapes) in CONTINUOUS.items():
    slope = at_z(slope)
    continuous(name, shapes, {"x": f"{slope} / scale", "loc": f"-{slope} / scale",
                              "scale": f"-(1 + {Z} * {slope}) / scale",
                              **{shape: at_z(formula) for shape, formula in shapes.items()}})

# Discrete ones, in their parameters

for name, parameters, slopes in (
        ("poisson", "mu", {"mu": "((k - loc) / mu - 1)"}),
        ("binom", "n, p", {"p": "((k - loc) / p - (n - k + loc) / (1 - p))"}),
        ("bernoulli", "p", {"p": "((k - loc) / p - (1 - k + loc) / (1 - p))"}),
        ("nbinom", "n, p", {"n": "(special.digamma(k - loc + n) - special.digamma(n) + np.log(p))",
                            "p": "(n / p - (k - loc) / (1 - p))"}),
        ("geom", "p", {"p": "(1 / p - (k - loc - 1) / (1 - p))"})):
    signature = f"k, {parameters}, loc=0"
    distribution_rule(name, "logpmf", signature, **{p: f"{slope} * d{p}" for p, slope in slopes.items()})
    distribution_rule(name, "pmf", signature, **{p: f"result * {slope} * d{p}" for p, slope in slopes.items()})
distribution_rule("poisson", "cdf", "k, mu, loc=0", mu="-stats.poisson.pmf(np.floor(k), mu, loc) * dmu")
distribution_rule("poisson", "sf", "k, mu, loc=0", mu="stats.poisson.pmf(np.floor(k), mu, loc) * dmu")
for sign, method in (("", "cdf"), ("-", "sf")):
    count = "np.maximum(np.floor(k - loc), 0)"
    distribution_rule("geom", method, "k, p, loc=0", p=f"{sign}{count} * np.power(1 - p, {count} - 1) * dp")
    sign = "" if sign else "-"
    distribution_rule("binom", method, "k, n, p, loc=0", p=f"{sign}n * stats.binom.pmf(np.floor(k), n - 1, p, loc) * dp")

# The normal distribution of vectors, and that of shares

VECTORS = "x, mean=None, cov=1, allow_singular=False"
for method, factor in (("logpdf", ""), ("pdf", "result * ")):
    add(getattr(stats.multivariate_normal, method), Rule(
        f"scipy.stats.multivariate_normal.{method}", VECTORS, "terms",
        {"*": f"{factor}normal_vectors_slope(x, dx, mean, dmean, cov, dcov)"}, ("x", "mean", "cov"),
        given={"allow_singular": joint_rule(
            getattr(stats.multivariate_normal, method), VECTORS,
            f"{factor}normal_vectors_slope(x, dx, mean, dmean, cov, dcov, allow_singular)", "x", "mean", "cov")}))
add(stats.multivariate_normal.entropy, Rule(
    "scipy.stats.multivariate_normal.entropy", "mean=None, cov=1", "terms",
    {"mean": "0.0 * np.sum(dmean)", "cov": "normal_vectors_entropy_slope(mean, cov, dcov)"}))
for method, factor in (("logpdf", ""), ("pdf", "result * ")):
    add(getattr(stats.dirichlet, method), Rule(
        f"scipy.stats.dirichlet.{method}", "x, alpha", "terms",
        {"x": f"{factor}shares_slope(x, alpha - 1, dx)",
         "alpha": f"{factor}dirichlet_shape_slope(x, alpha, dalpha)"}))
zero(stats.rankdata)
