"""What a later part of an expression changes, earlier parts have read: their tangents too.

The changes are of what does not depend on x: an array, an attribute, what an iterator gives next.
"""

import math
import operator
from dataclasses import dataclass

import numpy as np

from tests.reference import case

X = np.arange(1.0, 4.0)


def bump(W):
    W[0] += 1
    return 1


class Counter:
    """An object whose methods change it, also those that Python calls."""

    def __init__(self):
        self.n = 2.0
        self.W = np.ones(3)

    def bump(self):
        self.W[0] += 1
        self.n += 1
        return 1

    def next(self):
        self.n += 1
        return self.n

    @property
    def read(self):
        self.n += 1
        return self.n

    def __call__(self, v):
        self.n *= 2
        return v * self.n

    def __getitem__(self, i):
        self.n += 1
        return self.n

    def __len__(self):
        self.n += 1
        return 3

    def __add__(self, v):
        self.n += 1
        return v * self.n

    def __neg__(self):
        self.n += 1
        return 1.0

    def __iter__(self):
        self.n += 1
        return iter([1.0, 2.0])

    def __bool__(self):
        self.n += 1
        return True

    def __contains__(self, v):
        self.n += 1
        return True

    def __lt__(self, v):
        self.n += 1
        return True

    def __float__(self):
        self.n += 1
        return 1.0

    def __str__(self):
        self.n += 1
        return "counter"

    def __enter__(self):
        self.n += 1
        return self

    def __exit__(self, *how):
        self.n += 1


@case(0.7)
def factor_that_a_method_changes(x):
    o = Counter()
    return math.sin(x * o.n) + o.bump() * x + o.n * x * o.next() + x * o.n * o.read


@case(X)
def array_that_a_function_changes(x):
    W, M = np.ones(3), np.ones((3, 3))
    return (x * W) * bump(W) + (M @ x) * bump(M) + (M.T @ x) * bump(M) + np.dot(M, x), x * W, M


@case(X)
def array_in_many_operations(x):
    W = np.ones(3)
    held = [W]

    def doubled():
        held[0] *= 2
        return 1.0
    y = x * W * doubled() + x * held[0] * doubled() + (x @ W) * doubled() + np.outer(x, W) * doubled()
    y = y + np.concatenate([x * W, [doubled()], x * W])[:3] + np.einsum("i,i->i", x, W) * doubled()
    V = W[:2]
    return y, (x[:2] * V) * doubled() - (V - x[:2]) * doubled() + (x[:2]**V) * doubled() + (x[1:] / V) * doubled()


@case(X, order=2)
def displays_and_arguments(x):
    o, W = Counter(), np.ones(3)

    def combined(u, v, w):
        return u * v + w

    def starred(*args, **named):
        return args[0] * args[1] + named["z"]
    pair = np.power(x, o.n), o.next(), np.power(x, o.n)
    named = {"a": np.power(x, o.n), "b": o.bump(), "c": np.roll(x, 1) * o.n}
    u, v, w = x * W, bump(W), x * W
    return (pair, named, u * v + w, combined(np.power(x, o.n), o.bump(), x * o.n), starred(*[x * W, bump(W)], z=x * W),
            [x * W, bump(W), x * W])


@case(X)
def containers_filled(x):
    o = Counter()
    q = []
    q += [x * o.n, o.next()]
    q.append(x * o.n * o.next())
    q.extend((x * o.n, o.next(), x * o.n))
    q[0:1] = [x * o.n, o.next()]
    d = {"a": x * o.n}
    d.update(b=x * o.n, c=o.next(), d=x * o.n)
    return q, d


@case(X)
def index_of_a_target_changes_what_is_stored(x):
    W, y = np.ones(3), np.zeros(3)
    y[bump(W)] = x[0] * W[0] + (x * W).sum()
    y[0] += (x * W).sum() * bump(W)
    return y


@case(X)
def tests_and_loops(x):
    o = Counter()
    y = x * o.n + (x * o.W if o.bump() > 0 else x)
    with o as q:
        y = y + x * q.n * q.next()
    while o.next() < 12:
        y = y + x * o.n * o.next()
    return y + np.where(x > 2, x * o.W, x) * o.bump() + np.clip(x, o.n - 20, o.n) * o.next()


@case(X)
def instances_made(x):
    o = Counter()

    class Plain:
        def __init__(self, u, v, w):
            self.u, self.v, self.w = u, v, w

    @dataclass
    class Data:
        u: object
        v: object
        w: object
    p = Plain(x * o.n, o.next(), x * o.n)
    q = Plain(u=x * o.n, v=o.next(), w=x * o.n)
    r = Data(x * o.n, o.next(), x * o.n)
    return p.u * p.w * p.v + q.u * q.w + r.u * r.w


@case(X)
def items_given_one_by_one(x):
    o = Counter()

    def given():
        yield x * o.n
        yield x * o.next()
        yield x * o.n
    total = 0
    for v in given():
        total = total + v * o.n * o.next()
    return total + sum(u * w * o.next() for u, w in zip(given(), [1.0, 2.0]))


@case(X)
def functions_from_elsewhere(x):
    o = Counter()
    steps = [o.next, o.next]
    by_name = getattr(o, "next")

    def step():
        return o.next()
    y = x * o.n * steps[0]() + x * o.n * by_name() + x * o.n * o(2.0)
    return y * step() + np.power(x, o.n) * step()


@case(0.7)
def methods_that_python_calls(x):
    o = Counter()
    found = [x * o.n, o + 1.0, x * o.n, -o, x * o.n, o[0], x * o.n, len(o), x * o.n, o < 1, x * o.n, 2 in o, x * o.n]
    found += [x * o.n, list(o), x * o.n, sum(o), x * o.n, tuple(o), x * o.n, set(o) and 1, x * o.n, [*o], x * o.n]
    found += [x * o.n, bool(o), x * o.n, not o, x * o.n, 1 if o else 2, x * o.n, any(o), x * o.n]
    found += [x * o.n, float(o), x * o.n, f"{o}", x * o.n, str(o), x * o.n, "%s" % o, x * o.n, [v for v in o], x * o.n]
    found += [x * o.n, {k: 1 for k in o}, x * o.n, min(o), x * o.n, operator.add(o, 1.0), x * o.n, next(iter(o)), x * o.n]
    return found


@case(0.7)
def tests_that_are_known_still_ask(x):
    o = Counter()
    y = x * o.n
    u = x * o.n if list(o) is not None else x
    v = x * o.n if str(o) is not None else x
    w = x * o.n if sum(o) is not None else x
    return y + u * v + w * o.n


@case(X)
def attribute_of_a_class_that_a_method_changes(x):
    class Steps:
        k = 2.0

        def step(self):
            Steps.k += 1
            return 1.0
    s = Steps()
    return x * Steps.k * s.step() + x * s.k * s.step() + x * type(s).k * s.step()


@case(X)
def what_is_written_twice_is_read_once(x):
    o = Counter()
    o.k = 1
    x = x.reshape((o.k, 3))
    y = np.broadcast_to(x[0], (o.k, 3)) * o.bump()

    def grown():
        o.k += 1
        return 1.0
    z = np.broadcast_to(x[0] * grown(), (o.k, 3))
    n = 2
    n = (x * 1.0).reshape((3, n - 1))
    return y, z * np.full((o.k, 3), 2.0), np.broadcast_to(x, (o.k, 3)) * grown(), n


class Notes:
    n = 2.0


@case(1.3, order=2)
def names_that_are_read_and_stored_at_once_with_attributes(x):
    o, a, i = Notes(), x, 1.0
    a, o.n = x * x, a
    a, b, o.k = x * a, a, o.n * a
    (a, c), o.m = (x * b, i), a
    c, o.w = x, (c := x * 3)
    i, o.v, a = 5.0, (i := 7.0), i * x
    return a, b, c, i, o.n, o.k, o.m, o.w, o.v


@case(1.3, order=2)
def what_is_stored_under_several_names_by_way_of_a_call(x):
    w, i, items = np.ones(3), 0, [x, x, x]

    def step():
        nonlocal i
        i += 1
        return i
    y = items[(i := i)] = w[i]
    y = items[step()] = w[i] * 2
    y = z = items[step()] = w[i] * x
    return items, y, z


@case(1.3, order=2)
def the_place_that_is_changed_is_found_before_what_it_is_changed_by(x):
    items, i, a, o, others = [x, x * x, 2.0], 0, np.ones((3, 3)) * x, Notes(), {"k": [x, x]}
    o.items = items

    def step():
        nonlocal i
        i = (i + 1) % 3
        return 0.5 + i

    def replaced():
        o.items = [x * x, x, 3.0]
        others["k"] = [x * 7, 1.0]
        return x
    items[i] /= step()
    items[i] += step() * x
    a[i, :] += step() * x
    a[i, 1:] /= step()
    a[:, i] *= step() * x
    o.items[0] += replaced()
    o.items[1] *= replaced()
    o.items[i] /= step()
    others["k"][0] *= replaced()
    return items, a, o.items, others


@case([1.5, 2.5, 0.7, 1.1])
def operands_off_a_stack(xs):
    stack = list(xs)
    b = stack.pop()
    a = stack.pop()
    stack.append(a - b * stack.pop())
    return stack.pop() - stack.pop()


@case(1.5)
@case(1.5, order=2)
def what_a_call_gives_another_value_is_read_before_it(x):
    k = 2.0

    def grow():
        nonlocal k
        k = k * x
        return k
    first = [k, grow()]
    second = k - grow()
    k = 3.0
    return first, second, k * grow(), [k, grow(), k]


@case([0.4, 0.2, 0.9])
def keys_that_are_collected(xs):
    asked = []

    def key(v):
        asked.append(len(asked))
        return -v
    return sorted(xs, key=key), max(xs, key=key), asked


class Counting:
    """Its items and attributes are others each time that they are asked for."""

    def __init__(self):
        self.asked = 0.0

    def __getitem__(self, key):
        self.asked += 1
        return self.asked

    @property
    def grown(self):
        self.asked += 1
        return self.asked


COUNTING = Counting()


@case(1.5)
@case(1.5, order=2)
def what_is_read_twice_from_what_counts(x):
    COUNTING.asked = 0.0
    return x * COUNTING[0] + x * COUNTING[0] ** 2 + x * COUNTING.grown + x ** 2 * COUNTING.grown, COUNTING.asked


@case(np.array([1.0, 2.0, 3.0]))
def read_again_after_each_change(xs):
    view, first = xs[1:], xs[0]
    total = xs[1:] * first * xs[0]
    xs[0] = 7.0 * first * xs[0]
    total = total * xs[0] + xs[1:] * view
    view *= xs[0] * xs[0]
    np.multiply(xs, xs[0], out=xs)
    return total, xs[0] * xs[0] * first, xs[1:] * xs[1:]


@case([1.5, 0.5], order=2)
@case([1.5, 0.5])
def read_again_under_another_name(items):
    other = items
    square = items[0] * items[0] * items[1]
    other[0] = 3 * items[0]
    other.append(items[0] * items[0])
    return square * items[0] * items[0], items[-1] * items[-1]


@case(np.array([1.0, 2.0, 3.0]))
def views_that_are_handed_on_stay_two(xs):
    first, second = xs[1:], xs[1:]
    return first, second, first is second, xs[1:].sum() * first.sum()


@case(2.0, order=2)
def increased_by_what_assigns_to_what_it_reads(x):
    f, y, d, xs, a = x * 3, x, {"b": 1.0}, [x], np.array([x, 1.0])
    y += (f - x) + (f := -0.3)
    f = x * 3
    d |= {"b": (f - x) + (f := -0.3)}
    f = x * 3
    xs += [f, (f := 2.0), f]
    f = x
    d["b"] *= f + (f := 1.0) + f
    f = x
    a += f * (f := 3.0)
    return y, d, xs, a, f
