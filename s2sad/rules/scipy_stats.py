"""Rules for the distributions of scipy.stats; registered when the program has imported it.

A continuous distribution is given by the slopes of the logarithm of its density at loc = 0 and scale = 1:
in `z`, and in its shape parameters.
"""

import re

from scipy import stats

from s2sad import runtime
from s2sad.rules.registry import NoDerivative, Rule, add
from s2sad.runtime import scipy_stats

runtime.extend(scipy_stats)

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
    "lognorm": ("-(1 + np.log(z) / s**2) / z", {"s": "(np.log(z)**2 / s**2 - 1) / s"}),
    "gamma": ("((a - 1) / z - 1)", {"a": "(np.log(z) - special.digamma(a))"}),
    "beta": ("((a - 1) / z - (b - 1) / (1 - z))",
             {"a": "(np.log(z) - special.digamma(a) + special.digamma(a + b))",
              "b": "(np.log1p(-z) - special.digamma(b) + special.digamma(a + b))"}),
    "t": ("-(df + 1) * z / (df + z * z)", {"df": "student_shape_slope(z, df)"}),
    "chi2": ("((df / 2 - 1) / z - 1 / 2)", {"df": "(np.log(z / 2) - special.digamma(df / 2)) / 2"}),
    "weibull_min": ("(c - 1 - c * z**c) / z", {"c": "(1 / c + np.log(z) * (1 - z**c))"}),
}
Z = "((x - loc) / scale)"


def distribution_rule(name, method, signature, **terms):
    """A rule of `stats.NAME.METHOD`."""
    function = getattr(getattr(stats, name), method)
    add(function, Rule(f"scipy.stats.{name}.{method}", signature, "terms", terms, elementwise=True))


def at_z(slope):
    """A slope with what `z` stands for."""
    return re.sub(r"\bz\b", Z, slope)


def continuous(name, shapes, scores):
    """The rules of a distribution, by the slopes of the logarithm of its density in each parameter."""
    own = "".join(f"{shape}, " for shape in shapes)
    signature = f"x, {own}loc=0, scale=1"
    inverse = f"q, {own}loc=0, scale=1"
    distribution_rule(name, "logpdf", signature, **{p: f"{score} * d{p}" for p, score in scores.items()})
    distribution_rule(name, "pdf", signature, **{p: f"result * {score} * d{p}" for p, score in scores.items()})
    held = dict.fromkeys(shapes, SHAPE)
    for method, factor in (("cdf", "{density}"), ("sf", "-{density}"),
                           ("logcdf", "np.exp({log} - result)"), ("logsf", "-np.exp({log} - result)")):
        given = {"density": f"stats.{name}.pdf(x, {own}loc, scale)", "log": f"stats.{name}.logpdf(x, {own}loc, scale)"}
        at_x = {key: text.replace(f"{own}loc, scale", "...") for key, text in given.items()}
        factor_of_others = factor.format(**given)
        distribution_rule(name, method, signature, **held, x=f"{factor.format(**at_x)} * dx",
                          loc=f"-{factor_of_others} * dloc", scale=f"-{factor_of_others} * {Z} * dscale")
    for method, sign in (("ppf", ""), ("isf", "-")):
        distribution_rule(name, method, inverse, **held, q=f"{sign}dq / stats.{name}.pdf(result, ...)", loc="dloc",
                          scale="(result - loc) / scale * dscale")


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
        ("geom", "p", {"p": "(1 / p - (k - loc - 1) / (1 - p))"})):
    signature = f"k, {parameters}, loc=0"
    distribution_rule(name, "logpmf", signature, **{p: f"{slope} * d{p}" for p, slope in slopes.items()})
    distribution_rule(name, "pmf", signature, **{p: f"result * {slope} * d{p}" for p, slope in slopes.items()})
distribution_rule("poisson", "cdf", "k, mu, loc=0", mu="-stats.poisson.pmf(np.floor(k), mu, loc) * dmu")
distribution_rule("poisson", "sf", "k, mu, loc=0", mu="stats.poisson.pmf(np.floor(k), mu, loc) * dmu")

# The normal distribution of vectors

VECTORS = "x, mean=None, cov=1, allow_singular=False"
for method, factor in (("logpdf", ""), ("pdf", "result * ")):
    add(getattr(stats.multivariate_normal, method), Rule(
        f"scipy.stats.multivariate_normal.{method}", VECTORS, "terms",
        {"*": f"{factor}normal_vectors_slope(x, dx, mean, dmean, cov, dcov)"}, ("x", "mean", "cov")))
