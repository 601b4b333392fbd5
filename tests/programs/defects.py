"""The smallest program for each defect that was found, so that it does not come back."""

import collections
import contextlib
import functools
import math

import numpy as np

from tests.reference import case

A = np.array([0.7, -1.2, 0.3, 2.0])
maybe = functools.partial(case, may_refuse=True)


def double(a):
    a *= 2
    return a


def double_and_three(a):
    a *= 2
    return 3.0


def three_of(a, b, c):
    return a * 100 + b * 10 + c


@case(A)
def method_called_again_after_a_store(x):
    y = x.sum()
    x[0] = 5
    return y, x.sum()


@case(1.5)
def equal_arrays_stay_apart(x):
    a = np.zeros(2)
    b = np.zeros(2)
    a[0] = x
    b[1] = 2 * x
    return a, b


@case(A)
def equal_copies_stay_apart(x):
    a = x.copy()
    b = x.copy()
    a[0] = 9
    return a, b


@case(1.5)
def name_rebound_by_a_later_operand(x):
    return x + (x := x * 2), x


@case(A)
def tangent_read_before_a_helper_writes(x):
    return x[0] + double_and_three(x), [x[0], double_and_three(x), x[0]]


@case(A)
def keywords_in_another_order(x):
    return three_of(c=x[0], b=double_and_three(x), a=x[0])


@case(A)
def shared_mirror_before_a_helper_writes(x):
    return (x + 0) * double(x)


@case(2.0)
def swallowed_exception(x):
    with contextlib.suppress(ZeroDivisionError):
        x = x * 2
        x = x / 0
        x = 0
    return x


@case(A)
def product_in_a_dict_stays_in_place(x):
    d = {"k": x[0], "v": x}
    d["v"] += 1
    d["v"] *= d["k"]
    return d


@case(A)
def view_of_a_new_array(x):
    y = (x + 1.0)[::-1]
    y += 2
    y *= x
    return y, x


@case(A)
def divided_by_its_own_norm(x):
    x /= np.linalg.norm(x)
    return x


@case(1.5)
def number_out_of_an_exception(x):
    try:
        raise ValueError(3)
    except ValueError as e:
        return x ** e.args[0]


@case(1.5)
def number_out_of_a_text(x):
    return x * "banana".count("a"), x * int("3"[0])


@case(3.0)
def larger_than_an_integer(x):
    a = np.array([max(x, 2), 1])
    a[1] = x * x
    return a


@case(A, 0)
@case(A, None)
def axis_that_may_be_none(x, axis):
    return np.sum(x * x, axis=axis)


@case(np.arange(6.0).reshape(2, 3), True)
@case(np.arange(6.0).reshape(2, 3), False)
def keepdims_known_at_run_time(x, keep):
    return x.sum(axis=0, keepdims=keep) * x


@case(np.arange(6.0).reshape(2, 3), [2])
@case(np.arange(6.0).reshape(2, 3), [2, 3, 2])
def shape_in_a_list(x, shape):
    y = np.zeros(shape)
    y[...] = x[0, 0]
    return y * 2


@case(0.7)
def lists_given_to_ufuncs(x):
    return np.square([x, 1]), np.maximum([x, 1], [2, x]), np.hypot([1.0, 2], x), np.prod([x, 2, x])


@maybe(A)
def bound_method_kept(x):
    total = x.sum
    return x * total()


@maybe(A)
def memory_shown_by_an_attribute(x):
    s = 0.0
    for t in x.flat:
        s += t * t
    return s, x[:2].base[1] * x


@maybe(np.ones(2), np.ones(2), wrt=(0, 1))
def columns_by_subscript(x, y):
    return np.c_[x, y]


@maybe(1.5)
def text_through_join_and_split(x):
    a, b = ",".join([str(x), str(x * 2)]).split(",")
    return float(a) * float(b)


@maybe(1.5)
def exception_never_raised(x):
    e = ValueError(x)
    return e.args[0] * 2


@maybe(A)
def item_read_before_the_right_hand_side(x):
    x[0] += double_and_three(x)
    return x


@case(A)
def branch_on_an_attribute(x):
    y = x[1:]
    return x * 2 if y.base is None else x * math.pi


@case(0.3, 0.4, wrt=(0, 1))
def shared_parts_of_shared_parts(x, y):
    b = (math.sin(x) + (1 + abs(x))) * y
    return (math.sin(x) + (1 + abs(x))) * (math.sin(x) + (1 + abs(x))) * math.sin(x) + b, \
        (math.sin(x) + (1 + abs(x))) * (math.sin(x) + (1 + abs(x))) * math.sin(x)


def last_of(items):
    return items[-1]


@case(np.arange(6.0).reshape(2, 3), np.ones((2, 3)), [0, 2], wrt=("a", "b"))
def slices_beside_a_call(a, b, columns):
    a, b = a[:, last_of(columns)], b[0:last_of(columns), last_of(columns)]
    return a * b.sum()


@case([1.0, 2.0, 3.0], [0.7, -1.2, 2.5], wrt="y")
def walrus_in_generators(x, y):
    first = sum((d := xi - 0.5) * d for xi in x)
    return first * sum((d := yi - 0.5) * d for yi in y)


@case(1.3)
def comparison_chain_stops_early(x):
    seen = []

    def see(v):
        seen.append(v)
        return v
    first = 0.0 < see(x) < see(x * x) < see(2.0)
    second = see(x) < see(0.5) < see(x ** 3)
    third = [v for v in (0.1, 1.0, 2.0) if 0 < see(v * x) < see(1.5) < see(v)]
    while 10 > see(x) < see(x * x) != see(3):
        x = x * 1.1
    return first, second, third, seen


@case(1.5)
def message_of_an_assertion_that_holds(x):
    items = [x, x * x]
    assert x > 1, items.pop()
    try:
        assert x < 1, items.pop() * 2
    except AssertionError:
        items.append(3 * x)
    return items


@case(1.5)
def default_stored_before_it_is_counted(x):
    d = collections.defaultdict(float)

    def counted():
        return len(d) * x
    for k in "abca":
        d[k] += x * len(d)
    for k in "xya":
        d[k] += counted()
    for k in "pq":
        d[k] -= len(d)
    for k in "stu":
        d[k] += x * ("t" in d) + sum(d.values())
    return dict(d)


@case(1.5)
def missing_key_before_the_right_hand_side(x):
    d, log = {"a": x}, []

    def noted(v):
        log.append(v)
        return v
    try:
        d["b"] += noted(x)
    except KeyError:
        pass
    try:
        d["c"] *= noted(d["a"])
    except KeyError:
        log.append(3 * x)
    return d, log


@case(1.5)
def keywords_that_are_left_out(x):
    def g(p, *r, **k):
        return p * 2 + sum(r) + sum(k.values())

    def h(p, **k):
        k["a"] = p
        return k["a"] * p
    return g(x) + g(x, x) + g(1, z=x) + g(x, 2, u=x, v=3), h(x) + h(x * x)


@case(np.array([2.0, 3.0]))
def power_of_an_array_and_a_list(x):
    return x ** [1.0, 2.0], x ** (1, 2), [2.0, 3.0] ** x, x ** [x[0], 2.0], [x[1], 2] ** x


@case([3.0, 1.0, 2.0], order=2)
def sorted_twice_differentiated(xs):
    ys = sorted(xs, reverse=True)
    xs.sort()
    return ys[0] * xs[0] * xs[1] ** 2, xs


@case(1.0)
def shapes_assigned_in_a_chain(t):
    i, j = np.mgrid[0:2, 0:2]
    c = np.linspace(t, 2, 2)[i] + 1j * j
    i.shape = j.shape = c.shape = 4
    return c * c


@case(1.5)
def deviation_of_equal_numbers_that_stay_equal(t):
    a = np.zeros((3, 4))
    a[:, 1] = [t, 2, 3]
    a[0, 2] = t * t
    a[:, 3] = t
    return a.std(0), (a * 1j).std(axis=0, keepdims=True), np.std([t, t, t])


def grown(items, v):
    items.append(v)
    return len(items)


@case(A, [1, 2])
def index_counted_after_the_right_hand_side(a, n):
    a[len(n)] = grown(n, 0.3) * a[0]
    return a, n


@case(A, [1, 2, 1, 0, 2])
def index_read_after_what_it_is_taken_of(a, n):
    y = [grown(n, 2), a[0], a[1]][len(n) % 3] * a[n.pop()]
    a[n.pop()] += a[n.pop()] * len(n)
    return y, a, n


@case(A)
def index_of_several_parts_with_an_effect(a):
    m, i = a.reshape(2, 2), 0
    y = m[i, (i := i + 1)] * 2 + m[(i := 0), i]
    m[i, (i := i + 1)] = m[i, i] * 3
    m[i, (i := 0)] += m[i, i] * 3

    def after():
        nonlocal i
        i += 1
        return i
    return y + a[i:after()].sum() + a[after() - 1] * a[i], a


@case([1.0, 2.0, 3.0, 4.0], [0, 1])
def bounds_of_what_is_deleted(xs, n):
    del xs[n.pop():n.pop() + 3]
    return xs, n


def key_error(v):
    raise KeyError(v)


@case(1.5)
def message_that_is_never_made(x):
    items = [x]
    assert x > 0, (x := 2)
    assert x > 0, key_error(items.pop())
    try:
        assert x < 0, (x := x * 3)
    except AssertionError:
        x = x * 2
    return x, items


def scaled_in_place(c, by):
    for i in range(len(c)):
        c[i] *= by
        c[i] /= by * by
    c[0] **= by
    return c


@case(A[:2] ** 2, 1.3, wrt=(0, 1))
def product_in_a_container_of_unknown_kind_where_exceptions_are_caught(a, x):
    items = [a, x]
    items[1] = x * x
    b = items[0]
    try:
        scaled_in_place(b, x)
        b[1] *= a[0]
    except ValueError:
        pass
    return b
