"""Instances whose attributes are constants, of classes whose methods use active variables of the function around them."""

import collections

import numpy as np

from tests.reference import case


def asked(obj):
    return 2 * obj.go()


def asked_by_way(obj):
    return asked(obj) + 1


def made_and_asked(cls):
    return cls().go()


def asked_inside(found):
    return found["k"][0].go()


def read(d):
    return d[3]


def given(obj):
    yield obj.go()
    yield 1.0


class Holder:
    def __init__(self, held):
        self.held = held

    def go(self):
        return self.held.go()

    @property
    def p(self):
        return self.held.p

    def __getitem__(self, i):
        return self.held[i]

    def __iter__(self):
        yield self.held.go()

    def __enter__(self):
        return self.held.go()

    def __exit__(self, *raised):
        return False


def user(x):
    """A class that uses x, and holds nothing of it."""
    class User:
        def __init__(self, n=1.0):
            self.n = n

        def go(self):
            return x * self.n

        def __add__(self, other):
            return x + self.n + (other.n if isinstance(other, User) else other)

        def __radd__(self, other):
            return 5 * x + self.n

        def __iadd__(self, other):
            self.n = self.n + x
            return self

        def __abs__(self):
            return 7 * x

        def __round__(self, digits=0):
            return 9 * x

        def __getitem__(self, i):
            if i > 2:
                raise IndexError(i)
            return x * i

        def __call__(self, v=1.0):
            return x * v

        def __eq__(self, other):
            return x > 0.1

        def __enter__(self):
            return 3 * x

        def __exit__(self, *raised):
            return False

        @property
        def p(self):
            return 13 * x

        @staticmethod
        def fixed():
            return 14 * x

        @classmethod
        def other(cls):
            return cls(3.0).go()

        def items(self):
            yield x
            yield self.n
    return User


@case(0.3)
@case(0.3, order=2)
def given_to_a_function(x):
    class A:
        def go(self):
            return x * x
    return asked(A()), asked_by_way(A()), made_and_asked(A), asked_inside({"k": [A()]}), asked(Holder(A()))


@case(0.3)
def derived_and_given(x):
    class A:
        def go(self):
            return x

    class B(A):
        def go(self):
            return 2 * super().go()

    class C(A):
        pass
    return asked(B()), asked(C()), made_and_asked(C)


@case(0.3)
def taken_by_builtins(x):
    User = user(x)
    return sum([User(1.0), User(2.0)]), abs(User()), round(User()), list(User()), max(User()), sum(User()), [v for v in User()]


@case(0.3)
def asked_in_every_way(x):
    User = user(x)
    u = User()
    with u as v:
        w = v
    u += 1.0
    return (w, u.n, u.go(), getattr(u, "go")(), u.p, u.fixed(), u.other(), type(u).other(), u[1], u(2.0),
            list(u.items()), next(u.items()), User.go(u), u.go() if u == 1.0 else 0.0)


@case(0.3)
def held_by_an_object(x):
    h = Holder(user(x)())
    with h as v:
        w = v
    return h.go(), h.p, h[1], list(h), w, [v for v in h], asked(h)


@case(0.3)
def given_to_a_generator(x):
    User = user(x)
    return list(given(User())), sum(given(User())), next(given(User()))


@case(0.3)
def in_an_exception(x):
    class Failed(Exception):
        def go(self):
            return 2 * x

    u = user(x)()
    try:
        raise Failed("here")
    except Failed as failed:
        first = failed.go()
    try:
        raise ValueError(u)
    except ValueError as failed:
        return first, failed.args[0].go()


@case(0.3)
@case(0.3, order=2)
def missing_keys(x):
    class D(dict):
        def __missing__(self, key):
            return x * key

    class U(collections.UserDict):
        def __missing__(self, key):
            return x * key
    d, u, active = D(), U(), D()
    d[1] = u[1] = 2.0
    active[1] = x
    return d[1] * d[3], u[1] * u[3], active[1] * active[3], read(D())


def asked_for_its_top(objects):
    return sum([obj.top for obj in objects])


@case(np.array([0.6, 1.1]))
@case(np.array([0.6, 1.1]), order=2)
def changed_by_a_method_in_a_helper(a):
    class User:
        @property
        def top(self):
            nonlocal a
            a *= 0.5
            return a.sum()

        def __abs__(self):
            return self.top
    kept = a
    found = [1.0 for k in range(3) if asked_for_its_top([User(), User()]) < 10]
    if abs(User()) > 10:
        found.append(2.0)
    return found, kept


@case(1.3)
@case(1.3, order=2)
def a_method_that_calls_a_function_which_rebinds(x):
    t = 0.0

    def bump():
        nonlocal t
        t = t + x * x
        return 2

    def outer():
        return bump()

    class Counter:
        def __init__(self, first):
            self.k = bump() if first else 1

        def m(self):
            return outer()

        def __len__(self):
            bump()
            return 3
    k = Counter(True).k
    n = Counter(False).m()
    return t * n, t * k * len(Counter(False)), t


@case(1.3)
@case(1.3, order=2)
def a_function_that_calls_a_method_which_rebinds(x):
    t = 0.0

    class Counter:
        def m(self):
            nonlocal t
            t = t + x * x
            return 2

    def outer():
        return Counter().m()

    def made():
        own = 0.0

        def add():
            nonlocal own
            own = own + x
            return 1
        return add() + add()
    n = outer()
    return t * n * made()
