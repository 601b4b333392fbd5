"""Random numbers whose distribution depends on what is differentiated: drawn as the user draws them, moved by parameters.

Each of these returns what was drawn; its rule says how that moves while the numbers behind it are held: the pathwise
derivative (S. Mohamed et al., Monte Carlo Gradient Estimation in Machine Learning, JMLR 21, 2020, section 5).
"""

import copy

import numpy as np


def twin(generator):
    """A generator that will draw the same numbers."""
    return copy.deepcopy(generator)


def of_the_module():
    """The generator of np.random's functions."""
    return np.random.normal.__self__


def shifted(drawn, loc, scale, unit):
    """Drawn as loc + scale * unit."""
    return drawn


def between(drawn, low, high, unit):
    """Drawn as low + (high - low) * unit."""
    return drawn


def scaled(drawn, scale, unit):
    """Drawn as scale * unit."""
    return drawn


def lognormal_of(drawn, mean, sigma, unit):
    """Drawn as exp(mean + sigma * unit)."""
    return drawn


def triangular_of(drawn, left, mode, right):
    """Drawn as left + sqrt(u * (right - left) * (mode - left)), or from the right where u is beyond the mode's."""
    return drawn


def root_of(drawn, a):
    """Drawn as u ** (1 / a)."""
    return drawn


def pareto_of(drawn, a):
    """Drawn as exp(u / a) - 1."""
    return drawn
