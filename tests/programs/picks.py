"""The larger and the smaller of two numbers, with ties, NaN, and numbers that are not differentiated."""

import math

from tests.reference import case

NAN = math.nan


@case(1.5, 0.7, wrt=("x", "y"))
@case(0.7, 1.5, wrt=("x", "y"))
@case(2.0, 2.0, wrt="x", expected=(0.5, 0.5), seeds={"x": 1.0})
def larger_and_smaller(x, y):
    return max(x, y), min(x, y)


@case(0.3, order=2)
@case(-0.3)
@case(0.0, expected=(0.5, 1.0, 0.0), seeds={"x": 1.0})
@case(2, expected=(1.0, 0.0, 0.0), seeds={"x": 1.0})
def clipped(x):
    return max(x, 0.0), min(1.0, x), max(-3, min(x, -1))


@case(NAN, expected=1.0, seeds={"x": 1.0})
def first_where_it_is_no_number(x):
    return max(x, 0.0)


@case(NAN, expected=0.0, seeds={"x": 1.0})
def not_the_second_where_it_is_no_number(x):
    return max(0.0, x)


@case([0.4, -0.2, 0.9])
def in_a_loop(xs):
    low, high = xs[0], xs[0]
    for x in xs[1:]:
        low, high = min(low, x), max(high, x * x)
    return high - low


@case(0.7)
def a_list_takes_the_keys_of_a_dict(x):
    values = [x]
    values += {2.0: x, 3.0: x * x}
    return values


@case([1.5, 0.7, 0.2])
@case([0.7, 0.7, 0.2], expected=(0.5, 0.0, 0.5, 1.0), seeds={"xs": [1.0, 0.0, 0.0]})
def of_the_items_of_a_list(xs):
    return max(xs), min(xs), max(*xs), max(xs[:1])


@case([[1.5, 0.7, 0.2]])
@case([[1.5, 0.7, 0.2], [1.0, 3.0, 2.0]])
def of_items_that_are_handed_on(xss):
    return max(*xss)


@case(1.5)
@case(1.5, order=2)
def of_lists_that_are_equal(x):
    a, b = [x, 1.0], [x, 1.0]
    best = max([a, b])
    best[1] = x ** 3
    return a, b, max((x, x), (x, x)), max(v * v for v in a), min(iter(b))


@case([0.3, math.nan, 0.9])
def of_items_of_which_one_is_no_number(xs):
    return max([x * 2.0 for x in xs]), max([NAN, xs[0]])
