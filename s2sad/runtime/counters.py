"""Mirrors of sums and differences of Counters, which keep only what is positive."""

from collections import Counter


def counter_sum(counts, left, right):
    """The mirror of `counts`, the sum of two Counters of which these are the mirrors.

    >>> counter_sum(Counter(a=3.0), Counter(a=0.5, b=1.0), Counter(a=0.25))
    Counter({'a': 0.75})
    """
    return Counter({key: left.get(key, 0.0) + right.get(key, 0.0) for key in counts})


def counter_difference(counts, left, right):
    """The same for their difference."""
    return Counter({key: left.get(key, 0.0) - right.get(key, 0.0) for key in counts})
