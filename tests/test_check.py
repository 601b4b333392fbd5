"""`check` and `check_rule` find wrong derivatives and accept right ones."""

import math
import random

import numpy as np
import pytest

import s2sad
from s2sad import check, check_rule


def verdicts(report):
    return [row.verdict for row in report.rows]


@pytest.mark.parametrize("f, args", [
    (lambda x: x**3, (2.0,)), (lambda x: math.log(x), (1e-8,)), (lambda x: math.sin(1000 * x), (1.0,)),
    (lambda x: x**2 * 1e-30, (3e10,)), (lambda x: np.exp(x), (np.linspace(-2, 2, 5),)), (lambda x: x * x, (np.float32(2),)),
    (lambda z: z * z.conjugate(), (1 + 2j,)), (lambda x: 3.0, (1.0,)), (lambda x: abs(x), (1e-3,)), (lambda x: np.floor(x), (2.5,)),
    (lambda x: x > 1, (2.0,)), (lambda x: x * 2, (3,))])
def test_right_derivatives(f, args):
    report = check(f, args)
    assert report.ok and set(verdicts(report)) == {"ok"}, report


@pytest.mark.parametrize("wrong", ["2.001 * x * dx", "0 * dx", "-2 * x * dx", "2 * dx", "math.nan * dx", "math.inf * dx",
                                   "2 * x * dx + 1e-4 * dx"])
@pytest.mark.parametrize("x", [3.0, np.array([3.0, 0.5])])
def test_wrong_derivatives(wrong, x):
    @s2sad.rule(x=wrong)
    def f(x):
        return x * x
    report = check(f, (x,))
    assert not report.ok and "differs" in verdicts(report), report
    with pytest.raises(AssertionError, match="differs"):
        check_rule(f, x)


def test_one_wrong_element_of_many_is_found_and_named():
    @s2sad.rule(x="np.where(np.arange(5) == 3, 0, 2 * x * dx)")
    def f(x):
        return x * x
    report = check(lambda x: {"a": [f(x)]}, (np.ones(5),))
    assert not report.ok
    assert "result['a'][0][3]" in str(report)


def test_kinks_and_jumps_are_unsure():
    for f, x in ((abs, 0.0), (lambda x: np.floor(x), 2.0), (lambda x: max(x, 0.0), 0.0), (lambda x: 1.0 if x > 2 else 0.0, 2.0)):
        report = check(f, (x,))
        assert verdicts(report) == ["unsure", "unsure"] and not report.ok, report


def test_values_that_are_not_finite_are_unsure():
    """There is nothing that differences could say about them."""
    for f, x in ((lambda x: x * math.nan, 2.0), (lambda x: x * math.inf, np.ones(2))):
        report = check(f, (x,))
        assert verdicts(report) == ["unsure", "unsure"] and not report.ok, report


def test_arrays_that_are_written_to():
    def step(u, k):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    u = np.array([0.0, 1.0, 4.0, 2.0])
    report = check(step, (u, 0.2), wrt=("u", "k"))
    assert report.ok and {row.path for row in report.rows} == {"u afterwards"}
    assert u.tolist() == [0.0, 1.0, 4.0, 2.0]


def test_structures_defaults_and_keywords():
    def f(p, n=2, *, k=1.0):
        return p["a"]**n * k, [p["w"].sum()], "text"
    p = {"a": 2.0, "w": np.ones(3), "name": "net"}
    report = check(f, (p,), wrt=("p", "k"), kwargs={"k": 3.0})
    assert report.ok and {row.path for row in report.rows} == {"result[0]", "result[1][0]"}
    assert check(f, (p,), wrt="k").ok


def test_nothing_to_compare_is_not_ok():
    report = check(lambda x: "text", (1.0,))
    assert not report.ok and "nothing to compare" in str(report)


def test_it_says_what_is_wrong_with_the_arguments():
    with pytest.raises(TypeError, match="missing"):
        check(lambda x, y: x, (1.0,))
    with pytest.raises(TypeError, match="tuple"):
        check(lambda x: x, 1.0)


def test_a_rule_of_pairs():
    def f(x, n):
        return x**n

    @s2sad.rule_for(f)
    def right(x, n, *, dx, dn=None):
        dv = n * x**(n - 1) * dx
        return f(x, n), dv if dn is None else dv + f(x, n) * math.log(x) * dn
    report = check_rule(f, 2.0, 3.0)
    assert report.ok and len(report.rows) == 6

    for wrong, message in ((lambda x, n, *, dx: (x**n * 1.001, n * x**(n - 1) * dx), "not the function's"),
                           (lambda x, n, *, dx: (x**n, [dx]), "no number in the tangent"),
                           (lambda x, n, *, dx: (x**n, 3 * dx), "differs")):
        s2sad.rule_for(f)(wrong)
        with pytest.raises(AssertionError, match=message):
            check_rule(f, 2.0, 3.0)


def test_a_tangent_of_another_shape():
    def f(x):
        return x * x

    @s2sad.rule_for(f)
    def rule(x, *, dx):
        return x * x, 2 * x[0] * dx[0]
    with pytest.raises(AssertionError, match=r"not of shape \(2,\)"):
        check_rule(f, np.ones(2))


def test_zero_derivatives_are_checked():
    @s2sad.zero_derivative
    def rounded(x):
        return np.round(x)

    @s2sad.zero_derivative
    def wrong(x):
        return x + 0.0
    assert check_rule(rounded, 2.6).ok
    with pytest.raises(AssertionError):
        check_rule(wrong, 2.6)


def test_functions_without_a_rule():
    with pytest.raises(TypeError, match="has no rule"):
        check_rule(lambda x: x, 1.0)
    f = s2sad.not_differentiable(lambda x: x)
    with pytest.raises(TypeError, match="nothing to check"):
        check_rule(f, 1.0)


def test_runs_that_draw_random_numbers_draw_the_same():
    def noisy(x):
        return x * np.random.normal() + x * x * random.random() + np.random.rand(2) * x

    report = s2sad.check(noisy, (2.0,))
    assert report.ok and len(report.rows) == 2
