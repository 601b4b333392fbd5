"""What is usually written more plainly: starred displays, `getattr` with a literal, methods and iterators that are held."""

import functools
import math
import operator
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np

from tests.reference import case

X3 = [1.25, 0.5, 2.0]


# -- starred arguments of what is known by its places

@case(1.5)
def builtins_of_what_is_unpacked(x):
    one, three = (x,), ([3 * x, x],)
    number = x if isinstance(*one, float) and type(*(x,)) is float else -x
    s = 0.0
    for i, v in enumerate(*three):
        s += i * v
    return number, s, sorted(*three), next(*(iter([x * x]), 1.0)), dict(*({"a": x},))["a"], list(*([x],)), getattr(*(x, "real"))


@case(1.5)
def methods_of_what_is_unpacked(x):
    xs, d = [x], {"a": x}
    xs.append(*(x * x,))
    xs.insert(*(0, 2 * x))
    d.update(*({"b": 3 * x},))
    return xs, d.get(*("b", x)), d.setdefault(*("c", x)), xs.pop(*(0,)), d


class Plain:
    pass


@case(1.5)
def set_by_what_is_unpacked(x):
    p = Plain()
    setattr(p, *("a", x))
    return p.a * 2


@case(X3)
def iterators_zipped_from_a_display(xs):
    return [a * b for a, b in zip(*((x * x for x in xs), xs))], dict(*(zip(*("abc", xs)),))


def sums():
    total = 0.0
    while True:
        given = yield total
        if given is None:
            return total
        total += given


@case(X3)
def sent_what_is_unpacked(xs):
    it = sums()
    next(*(it,))
    return [it.send(*(x,)) for x in xs]


# -- iterators that are held

@case(X3)
def iterators_in_a_dict(xs):
    h = {}
    h["squares"] = (x * x for x in xs)
    h["more"] = (y + 1 for y in h["squares"])
    h["pairs"] = zip(xs, map(lambda v: v * v, xs))
    h["list"] = iter([2 * x for x in xs])
    return list(h["more"]), [u * v for u, v in h["pairs"]], next(h["list"]) * sum(h["list"])


class Holder:
    pass


@case(1.5)
def held_generators_that_rebind(x):
    y = x

    def g():
        nonlocal y
        for i in range(3):
            y = y * x
            yield i
    held, several, first, second = Holder(), [g(), 3, [4]], g(), g()
    held.it, held.other = g(), g()
    return (y, list(held.it), y, 1 in held.other, y, list(several[0]), y, [2 * k for k in held.other], y,
            max(first if x > 0 else second), y, {k for k in second}, y, 0 in g(), y)


# -- getattr

class Growing:
    def __init__(self, v):
        self.v = v

    @property
    def next(self):
        self.v = self.v + 1
        return self.v


@case(1.5)
def property_by_its_name(x):
    o = Growing(x)
    o.v += getattr(o, "next")
    return o.v * getattr(o, "next") * o.v


class State(NamedTuple):
    a: float
    b: float

    def step(self, h):
        return State(self.a * h, self.b * self.a)

    def __call__(self, k):
        return self.a * k

    @staticmethod
    def square(v):
        return v * v

    @property
    def product(self):
        return self.a * self.b


@case(State(1.5, 2.0))
def fields_by_name(s):
    first = sum(getattr(s, n) for n in s._fields)
    return first, [getattr(s, n) * 2 for n in ("a", "b")], getattr(s, "c", s.a), getattr(s, "product"), getattr(s, "step")(2.0)


@case(1.5)
def methods_by_name(x):
    xs = []
    getattr(xs, "append")(x)
    getattr(np, "exp")(x)
    act = getattr(math, "tanh", None)
    if act is None:
        act = math.sin
    return xs, act(x) * getattr(math, "pi"), getattr({"a": x}, "get")("a"), getattr(functools, "partial")(math.pow, x)(2.0)


# -- methods of named tuples that are held

def applied(f, v):
    return f(v)


@case(State(1.5, 2.0))
def methods_of_a_named_tuple(s):
    step, again, makes = s.step, s._replace, s._make
    return (step(2.0), applied(s.step, 3.0), again(a=s.b), makes([s.b, s.a]), s.square(s.a), s(3.0), [f(s.b) for f in [s.square]],
            s.__class__(s.a, 1.0).product)


@case(1.5)
def methods_of_several_named_tuples(x):
    held = [s.step for s in [State(x, 2.0), State(x * x, x)]]
    s = State(x, x)
    return [f(2.0) for f in held], list(map(s.step, [1.0, 2.0])), functools.partial(s.step, 2.0)(), max([1.0, 3.0], key=s)


# -- what a generator is sent

@dataclass
class Box:
    v: float


def squares():
    box = yield
    while True:
        box = yield box.v * box.v


@case(Box(1.5))
def an_argument_is_sent(box):
    it = squares()
    next(it)
    return it.send(box)


# -- attributes of functions beside `finally`

@case(1.5)
def attribute_of_a_function(x):
    def f(v):
        f.calls += 1
        f.last = v * x
        return f.last
    f.calls, f.last = 0, 0.0
    try:
        return f(x) + f(2.0) * f.calls * f.last
    finally:
        f.calls = 0


# -- calls with as many arguments as there are

@case(1.5, 3)
def unpacked_where_all_have_defaults(x, n):
    def tail(a, b=2.0, *rest):
        return a * b + sum(rest)

    def make():
        return [x * (i + 1) for i in range(n)]

    class C:
        def __init__(self, a=1.0, b=2.0, *c):
            self.v = a * b + sum(c)
    held = Holder()
    held.xs = make()
    return tail(x, *make()), tail(*held.xs) + tail(x, *held.xs), C(*make()).v, C(x, *make()).v


@case(1.5, 3)
def unpacked_by_names_where_all_have_defaults(x, n):
    def tail(a=1.0, b=2.0, c=3.0):
        return a * b + c

    def make():
        return {k: x * i for i, k in enumerate("abc"[:n - 1])}
    return tail(**make()), tail(x, **{"b": x})


# -- properties that are given iterators, and bound methods of iterators that are held

class Later:
    @property
    def items(self):
        return self._items

    @items.setter
    def items(self, items):
        self._items = items


@case(1.5)
def iterator_in_a_property(x):
    h = Later()
    h.items = (2 * v for v in [x, x * x])
    return sum(h.items)


@case(X3)
def held_method_of_an_iterator(xs):
    held = Holder()
    held.it = sums()
    next(held.it)
    held.send = held.it.send
    return [held.send(x) for x in xs]


# -- lists that take the items of others in place

@case(1.5)
def lists_take_any_items(x):
    d, values = {1.0: x, 2.0: x * x}, [x]
    values += d
    values += (x * 2, 3.0)
    values += {4.0}
    values += np.array([x, 5.0])
    more = {"a": x}
    more |= [("b", x * x)]
    return values, more


# -- functions of classes in functions, taken out of what holds them

@case(1.5)
def methods_taken_by_an_operator(x):
    class Scale:
        @staticmethod
        def by(v):
            return v * x

        @classmethod
        def more(cls, v):
            return v * x + 1
    held, named, inner = [Scale.more, Scale.more], {"f": Scale.by}, [lambda v: v * x]
    return operator.getitem(held, 1)(x), operator.getitem(named, "f")(2.0), operator.getitem(inner, 0)(x)


# -- iterators of constants that are unpacked beside what is active, more than once

def product(*factors):
    result = 1.0
    for factor in factors:
        result = result * factor
    return result


@case(1.5)
def unpacked_in_a_comprehension(x):
    return [product(*(v * 2 for v in (1.0, 2.0)), x) for _ in range(2)], functools.partial(*(product, x))(2.0)


@case([1.5, 2.0])
def extended_by_what_an_attribute_holds(xs):
    def more():
        for _ in range(3):
            yield xs[-1] * xs[0]
    held = Holder()
    held.it = more()
    xs.extend(held.it)
    return xs


@case(1.5)
def a_part_of_what_may_be_a_list(x):
    found, *_ = [[], 1]
    for items in [[x, 2.0], {1.5: x, 2.5: x}, (x, x)]:
        found[0:1] = items
    return found


# -- parts of lists among several targets

@case([1.5, 2.0])
def parts_of_lists_among_targets(xs):
    held = Holder()
    (xs[1:],) = ((2 * v for v in [xs[0], 3.0]),)
    xs[0:1], k = {1.5: xs[0], 0.5: xs[1]}, xs[1]
    ys = [k]
    xs[0:1], ys[1:] = ys, xs
    held.a, xs[2:] = xs[0], iter([xs[1], ys[1]])
    return held.a, xs, ys, k


def as_it_is(z):
    return z


@case(1.3, order=2)
def parts_of_lists_from_a_tuple(x):
    xs = [x, 2.0]
    (xs[1:],) = as_it_is(((2 * v for v in [xs[0], 3.0]),))
    pair = (iter([xs[0], 3.0]), x)
    xs[2:], y = pair
    pair = (iter([4.0, 3.0]), x * x)
    xs[4:], z = pair
    for xs[5:], w in [([x], 1.0), ([2.0, x * x], x)]:
        xs[0] *= w
    return xs, y, z, w
