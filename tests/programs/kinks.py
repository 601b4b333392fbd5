"""Where there is no derivative, or only one by convention: JAX's. Each checked against JAX by hand."""

import math
import operator

import numpy as np

from tests.reference import case

Z = np.array([0.0, 1.0, -2.0])


@case(0.0, expected=1.0)
@case(-2.0)
@case(np.array([0.0, 2.0]), expected=np.array([1.0, 1.0]))
def absolute(x):
    return abs(x)


@case(Z, expected=(np.array([1.0, 1.0, -1.0]),) * 2)
def absolute_ufuncs(x):
    return np.abs(x), np.fabs(x)


@case(Z, expected=(np.array([0.5, 1.0, 0.0]), np.array([0.5, 0.0, 1.0])))
def relu(x):
    return np.maximum(x, 0.0), np.minimum(x, 0.0)


@case(np.array([1.0, 2.0]), np.array([1.0, 5.0]), wrt=(0, 1), seeds={"a": np.array([1.0, 1.0]), "b": np.array([3.0, 3.0])},
      expected=(np.array([2.0, 3.0]), np.array([2.0, 1.0])))
def ties_of_two(a, b):
    return np.maximum(a, b), np.minimum(a, b)


@case(np.array([3.0, 1.0, 3.0]), seeds={"x": np.array([1.0, 5.0, 2.0])}, expected=(1.5, 1.5, 5.0))
def ties_of_reduction(x):
    return x.max(), np.max(x), x.min()


@case(np.array([[3.0, 1.0, 3.0], [1.0, 2.0, 1.0]]), seeds={"x": np.array([[1.0, 5.0, 2.0], [4.0, 5.0, 6.0]])},
      expected=(np.array([1.5, 5.0]), np.array([[5.0], [5.0]])))
def ties_along_axis(x):
    return x.max(axis=1), x.min(axis=1, keepdims=True)


@case(0.0, expected=math.inf)
@case(np.array([0.0, 4.0]), expected=np.array([np.inf, 0.25]))
@case(np.float64(0.0), expected=math.inf)
def square_root_at_zero(x):
    return np.sqrt(x)


@case(0.0, expected=math.inf)
@case(4.0)
def math_square_root_at_zero(x):
    return math.sqrt(x)


@case(0.0, expected=math.inf)
def half_power_at_zero(x):
    return x ** 0.5


@case(0.0, expected=0.0)
@case(np.array([0.0, 2.0]), expected=np.array([0.0, 4.0]))
def square_at_zero(x):
    return x ** 2


@case(0.0, expected=(0.0, 1.0, 0.0))
@case(np.array([0.0]), expected=(np.array([0.0]), np.array([1.0]), np.array([0.0])))
def small_powers_at_zero(x):
    return x ** 0, x ** 1, x ** 3


@case(-2.0)
@case(np.array([-2.0, 3.0]))
def integer_powers_of_negative(x):
    return x ** 2, x ** 3, x ** -1, x ** 2.0, x ** -3


@case(0.0, 2.0, wrt=1, expected=0.0)
@case(2.0, 0.0, wrt=1)
@case(np.array([0.0, 2.0]), 2.0, wrt=1, expected=np.array([0.0, 4 * math.log(2)]))
@case(0.0, 2.0, wrt=(0, 1), seeds={"x": 1.0, "p": 1.0}, expected=0.0)
def power_of_zero_base(x, p):
    return x ** p


@case(-2.0, 2)
@case(-2.0, 3.0)
@case(np.array([-2.0, 1.0]), np.array([2, 3]))
@case(np.array([0.0, 1.0]), np.array([2, 1]), expected=np.array([0.0, 1.0]))
def power_constant_exponent(x, n):
    return x ** n


@case(0.0, expected=(0.0, 0.0, 0.0, 0.0))
@case(np.array([0.0, 1.5]), expected=(np.zeros(2),) * 4)
def integer_valued(x):
    return np.floor(x), np.ceil(x), np.sign(x), np.round(x)


@case(np.array([0.0, 0.5, 1.0, 2.0]), expected=(np.array([0.5, 1.0, 0.5, 0.0]), np.array([0.5, 1.0, 0.5, 0.0])))
def clip_at_bounds(x):
    return np.clip(x, 0.0, 1.0), x.clip(0.0, 1.0)


@case(np.array([-1.0, 0.5, 3.0]))
def clip_one_side(x):
    return np.clip(x, None, 1.0), np.clip(x, 0.0, None), x.clip(min=0.0)


@case(np.array([-1.0, 0.5, 3.0]), 0.2, 2.0, wrt=(0, 1, 2))
def clip_active_bounds(x, lo, hi):
    return np.clip(x, lo, hi)


@case(1.0, expected=0.0)
@case(2.0)
def comparison_decides(x):
    return x * x if x > 1 else 5.0


@case(0.0, expected=(math.inf, 1.0))
def logarithm_at_zero(x):
    with np.errstate(all="ignore"):
        return np.log(np.float64(x)), np.log1p(x)


@case(0.0, expected=(0.0, 0.0))
def smooth_at_zero_by_formula(x):
    return np.sinc(x), np.cos(x)


@case(0.0, 1.0, wrt=(0, 1))
@case(0.0, -1.0, wrt=1)
def arctan2_on_axes(y, x):
    return np.arctan2(y, x), math.atan2(y, x), np.hypot(x, y)


@case(np.array([2.0, 2.0, 1.0]), seeds={"x": np.array([1.0, 2.0, 3.0])},
      expected=(np.array([3.0, 1.0, 2.0]), np.array([1.0, 2.0, 3.0]), 1.0))
def sort_with_ties(x):
    return np.sort(x), x[np.argsort(-x, kind="stable")], x[np.argmax(x)]


@case(np.array([1.0, 4.0, 2.0, 3.0]))
@case(np.array([1.0, 4.0, 2.0]))
def medians(x):
    return np.median(x), np.percentile(x, 30.0), np.quantile(x, 0.6)


@case(np.array([0.0, 2.0, 0.0]), seeds={"x": np.array([1.0, 1.0, 1.0])}, expected=(0.0, np.array([1.0, 2.0, 0.0])))
@case(np.array([0.0, 2.0, 3.0]), seeds={"x": np.array([1.0, 1.0, 1.0])}, expected=(6.0, np.array([1.0, 2.0, 6.0])))
def products_with_zeros(x):
    return np.prod(x), np.cumprod(x)


@case(np.array([0.0, 4.0]), expected=np.array([1.0, 0.25]))
def double_where(x):
    safe = np.where(x > 0, x, 1.0)
    return np.where(x > 0, np.sqrt(safe), x)


@case(-0.5)
@case(0.5)
def heaviside_by_hand(x):
    return (x > 0) * x, np.heaviside(x, 0.5), np.sign(x) * x


@case(7.0, 2.0, expected=(0.0, 1.0))
def exact_modulo(x, m):
    return x // m, (x + 0.5) % m


@case(1.0, expected=(math.inf, -math.inf))
def arcsine_at_one(x):
    with np.errstate(all="ignore"):
        return np.arcsin(x), np.arccos(x)


@case(1.0, expected=math.inf)
def math_arcsine_at_one(x):
    return math.asin(x)


@case(0.0, expected=math.inf)
def cube_root_at_zero(x):
    with np.errstate(all="ignore"):
        return np.cbrt(x)


@case(0.0, 0.0, wrt=(0, 1), seeds={"a": 1.0, "b": 1.0}, expected=0.0)
def product_of_zeros(a, b):
    return a * b


@case(3.0, expected=0.0)
def constant_result_of_division(x):
    return x // 2 * 0


@case(np.array([3.0, 1.0]), expected=np.array([0, 0]))
def comparison_array(x):
    return (x > 2).astype(int)


@case(1.0)
def steep_error_function(x):
    return math.erf(x / 1e-310), math.erf(x * 1e-300 * 1e308)


@case(1)
def error_function_of_a_large_integer(x):
    return math.erf(x * 10**300 * 0) * 10**300


@case(1e-200, expected=(-math.inf, -math.inf))
@case(np.float64(0.0), expected=(-math.inf, -math.inf))
@case(math.inf, expected=(0.0, 0.0))
@case(0.3, order=2)
def inverse_powers_do_not_overflow_before_they_must(x):
    return x ** -1, x ** -1.5


# A negative base, and an exponent that might depend on x, but does not: the derivative is that in the base.


@case(1.3)
@case(-0.7)
def exponents_among_active_values(x):
    exponents, whole = [float("2"), x], [3, x * 0 + 2.0]
    n = np.array([1.0, 2.0, 3.0])
    both = np.stack([n, n * x])
    powers = np.array([x - 3, -2.0, 1.0])**both[0] + np.array([x + 4, 2.0, 1.0])**both[1]
    return (x - 3.0)**exponents[0] + exponents[1], (x - 4.0)**whole[0], powers


@case(1.3)
@case(-0.7)
def powers_in_a_tree(x):
    operators = {"+": operator.add, "^": operator.pow, "*": operator.mul, "p": math.pow}

    def value(tree):
        if isinstance(tree, float):
            return tree
        if tree == "x":
            return x
        name, left, right = tree
        return operators[name](value(left), value(right))
    power = np.vectorize(lambda a, n: a**n)
    return value(("+", ("^", ("*", "x", -1.0), 2.0), ("^", "x", 3.0))), value(("p", "x", 2.0)), power(
        np.array([-x * x, 2.0, x]), [1, 2, 3])


@case(0.1, 6)
@case(0.7, 12)
def deviation_of_numbers_that_the_mean_misses_by_a_rounding(x, n):
    return np.std(np.full((n, 2), x), axis=0), (np.ones(n) * x).std(), np.full((n, 3), x).std(where=[True, False, True], ddof=1)
