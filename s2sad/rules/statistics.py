"""Rules for Python's `statistics`, whose own code goes by exact fractions."""

import statistics

from s2sad import runtime
from s2sad.rules.registry import Rule, formula, linear, name_of
from s2sad.runtime import statistics as tangents

runtime.extend(tangents)

linear(statistics.mean, "data", "data")
formula(statistics.fmean, "data, weights=None", data="weighted_mean(ddata, ...)",
        weights="pull_of_weights(dweights, data, result) / math.fsum(weights)")
formula(statistics.geometric_mean, "data", data="result * mean_ratio(ddata, data)")
formula(statistics.harmonic_mean, "data, weights=None", data="result**2 * mean_ratio(ddata, data, 2, ...)",
        weights="result * pull_of_shares(dweights, data, result) / math.fsum(weights)")


def spread(function, mean, tangent):
    """A rule for a variance or deviation; mean: the parameter for one that is known. tangent: of the sum of deviations."""
    signature = f"data, {mean}=None"
    around = Rule(name_of(function), signature, "terms", {
        "data": tangent(f"sum_of_deviations(data, ddata, {mean})"),
        mean: tangent(f"sum_of_deviations(data, [-d{mean}] * len(data), {mean})")})
    formula(function, signature, data=tangent("sum_of_deviations(data, ddata)"), given={mean: around})


spread(statistics.variance, "xbar", lambda total: f"2 * {total} / (len(data) - 1)")
spread(statistics.pvariance, "mu", lambda total: f"2 * {total} / len(data)")
spread(statistics.stdev, "xbar", lambda total: f"{total} / (len(data) - 1) / result")
spread(statistics.pstdev, "mu", lambda total: f"{total} / len(data) / result")

# That of C, which `NormalDist.inv_cdf` calls: the inverse of x -> p has the slope 1 / density(x).
_inv_cdf = getattr(statistics, "_normal_dist_inv_cdf")
formula(_inv_cdf, "p, mu, sigma", mu="dmu", sigma="dsigma * (result - mu) / sigma",
        p="dp * math.sqrt(math.tau) * sigma * math.exp(((result - mu) / sigma) ** 2 / 2)")
