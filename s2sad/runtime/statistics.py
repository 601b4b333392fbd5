"""Sums for the derivatives of Python's `statistics`."""

from itertools import repeat


def mean_ratio(numbers, data, power=1, weights=None):
    """The mean of numbers[i] / data[i]**power, weighted if there are weights."""
    total = weight = 0.0
    for number, x, w in zip(numbers, data, repeat(1.0) if weights is None else weights):
        total += w * number / x**power
        weight += w
    return total / weight


def weighted_mean(numbers, weights=None):
    """The mean of numbers, weighted if there are weights."""
    total = weight = 0.0
    for number, w in zip(numbers, repeat(1.0) if weights is None else weights):
        total += w * number
        weight += w
    return total / weight


def pull_of_weights(dweights, data, mean):
    """The sum of dweights[i] * (data[i] - mean)."""
    total = 0.0
    for dw, x in zip(dweights, data):
        total += dw * (x - mean)
    return total


def pull_of_shares(dweights, data, mean):
    """The sum of dweights[i] * (1 - mean / data[i])."""
    total = 0.0
    for dw, x in zip(dweights, data):
        total += dw * (1 - mean / x)
    return total


def sum_of_deviations(data, ddata, mean=None):
    """The sum of (x - mean) * dx; without a mean, around that of the data."""
    if mean is None:
        mean = 0.0
        for x in data:
            mean += x
        mean = mean / len(data)
    total = 0.0
    for x, dx in zip(data, ddata):
        total += (x - mean) * dx
    return total
