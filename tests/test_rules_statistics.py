"""Every rule of `statistics` against finite differences."""

import statistics as user
from fractions import Fraction

import numpy as np
import pytest

from s2sad import differentiate
from s2sad.rules import statistics
from s2sad.rules.registry import RULES, library_rule
from tests.rulecheck import check
from tests.test_rules_elementwise import registered_by

library_rule(user.mean)
DATA = [[0.7, 1.2, 3.0], (2.5, 0.3), [1, 4, 2.5, 3], np.array([0.7, 1.2, 3.0])]


@pytest.mark.parametrize("fn", [f for f in registered_by(statistics) if RULES[f].signature.startswith("data")],
                         ids=lambda fn: RULES[fn].name)
def test_against_differences(fn):
    for data in DATA:
        check(RULES[fn], (data,))


@pytest.mark.parametrize("fn, parameter", [(user.variance, "xbar"), (user.pvariance, "mu"), (user.stdev, "xbar"),
                                           (user.pstdev, "mu")])
def test_spread_around_a_known_mean(fn, parameter):
    for data in DATA:
        check(RULES[fn].given[parameter], (data,), {parameter: 1.1})


@pytest.mark.parametrize("fn", [user.fmean, user.harmonic_mean])
def test_weights(fn):
    for data in DATA:
        check(RULES[fn], (data, [0.5, 1.5, 2.0, 0.25][:len(data)]))


def test_quantile_of_a_normal_distribution():
    check(RULES[statistics._inv_cdf], (0.3, 1.2, 0.7))


def test_no_rule_is_left_out():
    assert [RULES[f].name for f in registered_by(statistics) if not RULES[f].signature.startswith("data")] == [
        "_statistics._normal_dist_inv_cdf"]


def test_means_of_fractions_are_exact():
    def f(x):
        return user.mean([x, x * x])

    assert differentiate(f)(Fraction(1, 3)) == (Fraction(2, 9), Fraction(5, 6))
