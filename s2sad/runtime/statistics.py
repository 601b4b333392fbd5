"""Sums for the derivatives of Python's `statistics`."""


def mean_ratio(numbers, data, power=1):
    """The mean of numbers[i] / data[i]**power."""
    total = 0.0
    for number, x in zip(numbers, data):
        total += number / x**power
    return total / len(data)


def sum_of_deviations(data, ddata):
    """The sum of (x - mean) * dx."""
    mean = 0.0
    for x in data:
        mean += x
    mean = mean / len(data)
    total = 0.0
    for x, dx in zip(data, ddata):
        total += (x - mean) * dx
    return total
