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


@pytest.mark.parametrize("fn", registered_by(statistics), ids=lambda fn: RULES[fn].name)
def test_against_differences(fn):
    for data in DATA:
        check(RULES[fn], (data,))


def test_means_of_fractions_are_exact():
    def f(x):
        return user.mean([x, x * x])

    assert differentiate(f)(Fraction(1, 3)) == (Fraction(2, 9), Fraction(5, 6))
