"""Rules for Python's `statistics`, whose own code goes by exact fractions."""

import statistics

from s2sad import runtime
from s2sad.rules.registry import formula, linear
from s2sad.runtime import statistics as tangents

runtime.extend(tangents)

linear(statistics.mean, "data", "data")
linear(statistics.fmean, "data, weights=None", "data")
formula(statistics.geometric_mean, "data", data="result * mean_ratio(ddata, data)")
formula(statistics.harmonic_mean, "data", data="result**2 * mean_ratio(ddata, data, 2)")
formula(statistics.variance, "data", data="2 * sum_of_deviations(data, ddata) / (len(data) - 1)")
formula(statistics.pvariance, "data", data="2 * sum_of_deviations(data, ddata) / len(data)")
formula(statistics.stdev, "data", data="sum_of_deviations(data, ddata) / (len(data) - 1) / result")
formula(statistics.pstdev, "data", data="sum_of_deviations(data, ddata) / len(data) / result")
