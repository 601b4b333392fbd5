"""Calls that go straight to a version: by containers and objects, of methods and partials, in place.

What has become fast for one call must not serve another: after calls with some arguments each other set
of arguments gives what a derivative gives that was never called before.
"""

import concurrent.futures
import functools
import itertools
import math
import sys
from collections import namedtuple
from dataclasses import dataclass, field
from types import SimpleNamespace

import numpy as np
import pytest

from s2sad import DifferentiationError, differentiate, jvp
from s2sad.derivative import Derivative, make_derivative


@dataclass
class Point:
    x: object
    y: object = 2.0


@dataclass(frozen=True)
class Frozen:
    x: object
    y: object = 2.0


class Spring:
    rest = 0.5

    def __init__(self, k):
        self.k = k

    def energy(self, x, power=2):
        return 0.5 * self.k * (x - self.rest) ** power

    def __call__(self, x):
        return self.k * x * x

    def count(self, x):
        self.k = self.k + 1
        return self.k * x


class Slotted:
    __slots__ = "x", "y"

    def __init__(self, x, y):
        self.x, self.y = x, y


@dataclass
class Scene:
    points: list = field(default_factory=list)
    scale: object = 1.0


Pair = namedtuple("Pair", "x y")


def attributes(p):
    return p.x * p.x * p.y


def by_index(p):
    return p[0] * p[0] * p[1]


def summed(p):
    s = 0.0
    for item in p:
        s = s + item * item
    return s


def by_key(p):
    s = 0.0
    for key in p:
        s = s + p[key] * 2
    return s * p["a"]


def weighed(table, x):
    s = 0.0 * x
    for key in table:
        s = s + x * table[key]
    return s


def decayed(table, x):
    for key in table:
        table[key] *= x
    return sum(table.values())


def layers(p, x):
    for layer in p:
        x = layer["w"] * x + layer["b"]
    return x


def scene(s):
    total = 0.0
    for p in s.points:
        total = total + p.x * p.y
    return s.scale * total


def beside(x, p):
    return x * p.x + p.y


def starred(x, *rest, **named):
    for r in rest:
        x = x * r
    for name in named:
        x = x + named[name] * x
    return x


def all_starred(*xs):
    return xs[0] * xs[-1]


def only_by_place(x, n=2.0, /, m=3.0):
    return x * n + m


def in_place(u, w, k):
    u[1:] += k * w[:-1]
    return u.sum() * w.sum()


def in_a_list(u, w):
    u[0] = u[0] * w[1]
    return u[0] * w[0]


def in_an_object(p, k):
    p.x = p.x * k
    return p.x * p.y


def in_two_objects(p, q, k):
    p.x = p.x * k
    return p.x * q.x


def array(*values):
    return np.array(values)


def twice(make):
    one = make()
    return one, one


ARGUMENTS = [
    (attributes, 0, [lambda: (Point(1.5),), lambda: (Point(1.5, 3),), lambda: (Point(array(1.0, 2.0)),), lambda: (Point(1),),
                     lambda: (Frozen(1.5),), lambda: (Slotted(1.5, 2.0),), lambda: (Slotted(array(1.0), 2.0),),
                     lambda: (SimpleNamespace(x=1.5, y=2.0),), lambda: (SimpleNamespace(y=1.5, x=2.0, z=1.0),),
                     lambda: (Pair(1.5, 2.0),), lambda: (Pair(1.5, array(2.0)),), lambda: (Point(Point(1.0), 2.0).x,),
                     lambda: (Point(np.float32(1.5)),), lambda: (Point(1j),), lambda: (Point(array(1, 2)),),
                     lambda: (Point(np.ones((2, 2))),), lambda: (Point(np.ones(2, np.float32)),)]),
    (by_index, 0, [lambda: ([1.5, 2.0],), lambda: ([1.5, 2],), lambda: ([1, 2],), lambda: ((1.5, 2.0),), lambda: ((1.5, 2),),
                   lambda: ([array(1.0, 2.0), 3.0],), lambda: (array(1.0, 2.0),), lambda: (Pair(1.5, 2.0),),
                   lambda: ([array(1.0), array(2.0)],), lambda: (twice(lambda: array(1.0)),), lambda: ([1.5, 2.0, 3.0],),
                   lambda: ([1.5, 2.0, None],), lambda: ([1.5, 2.0, "a"],), lambda: ({0: 1.5, 1: 2.0},),
                   lambda: ({1: 1.5, 0: 2.0},), lambda: (list(twice(lambda: array(1.0))),)]),
    (summed, 0, [lambda: ([1.5, 2.0],), lambda: ([],), lambda: ([1.5],), lambda: ([1.5, 1],), lambda: ([1, 1.5],),
                 lambda: ([True, 1.5],), lambda: ((),), lambda: ((1.5,),), lambda: ([array(1.0), 1.0],),
                 lambda: ([1.0, array(1.0)],), lambda: ([array(1.0), array(2.0)],), lambda: ([array(1.0), array(2)],)]),
    (by_key, 0, [lambda: ({"a": 1.0, "b": 2.0},), lambda: ({"b": 2.0, "a": 1.0},), lambda: ({"a": 1.0},),
                 lambda: ({"a": 1.0, "b": 2},), lambda: ({"a": array(1.0), "b": 2.0},), lambda: ({"a": 1.0, 3: 2.0},),
                 lambda: ({"a": 1.0, **dict.fromkeys(range(300), 1.0)},)]),
    *[(f, wrt, [lambda: ({1.5: 1.0, 2.5: 2.0}, 1.5), lambda: ({1.5: 1.0, 2.5: 2}, 1.5), lambda: ({"a": 1.0, "b": 2.0}, 1.5), lambda: ({}, 1.5),
                lambda: (dict.fromkeys(range(300), 1.0), 1.5), lambda: (dict.fromkeys(range(3), 1.0), 1.5), lambda: ({1.5: 1, 2.5: 2}, 1.5),
                lambda: ({k: array(1.0) for k in (1.5, 2.5)}, 1.5), lambda: (dict.fromkeys((1.5, 2.5), array(1.0)), 1.5),
                lambda: ({1.5: 1.0, 2.5: array(1.0)}, 1.5), lambda: ({1.5: 1.0, 2.5: 2.0}, array(1.5)), lambda: ({1.5: 1.0, 2.5: "a"}, 1.5),
                lambda: ({1.5: 1.0}, 1.5), lambda: ({1.5: a}, a) if (a := array(1.0)) else (), lambda: ({(1.5, 1): 1.0, None: 2.0}, 1.5)])
      for f in (weighed, decayed) for wrt in (0, 1)],
    (layers, 0, [lambda: ([{"w": 1.0, "b": 2.0}] * 3, 1.0), lambda: ([{"w": 1.0, "b": 2.0} for _ in range(3)], 1.0),
                 lambda: ([{"b": 1.0, "w": 2.0} for _ in range(3)], 1.0), lambda: ([{"w": 1.0, "b": 2.0}], 1.0),
                 lambda: ([], 1.0), lambda: ([{"w": 1, "b": 2.0}, {"w": 1.0, "b": 2.0}], 1.0),
                 lambda: ([{"w": array(1.0, 2.0), "b": array(1.0, 2.0)} for _ in range(2)], array(1.0, 2.0)),
                 lambda: ([{"w": array(1.0, 2.0), "b": 1.0} for _ in range(2)], 2.0)]),
    (scene, 0, [lambda: (Scene([Point(1.0), Point(2.0)]),), lambda: (Scene(list(twice(lambda: Point(1.5)))),),
                lambda: (Scene([Point(1.0), Point(2)]),), lambda: (Scene([Point(1.0, array(1.0)), Point(2.0, array(1.0))]),),
                lambda: (Scene([Point(1.0, a := array(1.0)), Point(2.0, a)]),), lambda: (Scene([Point(1.0)]),),
                lambda: (Scene([Point(a := array(1.0, 2.0), a), Point(a, a)]),), lambda: (Scene([]),),
                lambda: (Scene([Point(1.0), Point(2.0)], array(1.0)),)]),
    (beside, 0, [lambda: (1.5, Point(2.0)), lambda: (1.5, Point(2)), lambda: (1.5, Frozen(2.0)), lambda: (1.5, Pair(2.0, 1.0)),
                 lambda: (array(1.5), Point(array(1.0))), lambda: (1.5, SimpleNamespace(x=1.0, y=2.0)),
                 lambda: (1.5, Spring(2.0).__class__) if False else (1.5, Point(1.0, 1j))]),
    (starred, 0, [lambda: (1.5,), lambda: (1.5, 2.0), lambda: (1.5, 2.0, 3.0), lambda: (1.5, 2), lambda: (array(1.5), 2.0),
                  lambda: (1.5, array(2.0))]),
    (all_starred, 0, [lambda: (1.5, 2.0), lambda: (1.5,), lambda: (1.5, 2), lambda: (1.5, array(2.0))]),
    (only_by_place, 0, [lambda: (1.5,), lambda: (1,), lambda: (1.5, 3.0), lambda: (1.5, 3), lambda: (1.5, 3.0, 4.0)]),
    (in_place, 0, [lambda: (array(1.0, 2.0), array(3.0, 4.0), 0.5), lambda: (*twice(lambda: array(1.0, 2.0)), 0.5),
                   lambda: ((a := np.arange(4.0))[1:], a[:-1], 0.5), lambda: ((a := np.arange(4.0))[:2], a[2:], 0.5),
                   lambda: (array(1.0, 2.0, 3.0)[::-1], array(3.0, 4.0, 5.0), 0.5), lambda: (array(1.0), array(2.0), array(3.0)),
                   lambda: (array(1.0, 2.0), array(3, 4), 0.5)]),
    (in_place, "k", [lambda: (array(1.0, 2.0), array(3.0, 4.0), 0.5), lambda: (*twice(lambda: array(1.0, 2.0)), 0.5),
                     lambda: ((a := np.arange(4.0))[1:], a[:-1], 0.5)]),
    (in_a_list, 0, [lambda: ([1.0, 2.0], [3.0, 4.0]), lambda: twice(lambda: [1.0, 2.0]), lambda: ([1.0, 2.0], array(3.0, 4.0)),
                    lambda: (array(1.0, 2.0), [3.0, 4.0]), lambda: twice(lambda: array(1.0, 2.0)),
                    lambda: ([array(1.0), array(2.0)], [array(3.0), array(4.0)]),
                    lambda: (list(twice(lambda: array(1.0))), [array(3.0), array(4.0)]),
                    lambda: ([a := array(1.0), array(2.0)], [a, array(4.0)])]),
    (in_a_list, 1, [lambda: ([1.0, 2.0], [3.0, 4.0]), lambda: twice(lambda: [1.0, 2.0]), lambda: ([1.0, 2.0], array(3.0, 4.0))]),
    (in_an_object, 0, [lambda: (Point(1.0), 2.0), lambda: (Point(array(1.0)), 2.0), lambda: (Slotted(1.0, 2.0), 2.0),
                       lambda: (Point(a := array(1.0), a), 2.0), lambda: (SimpleNamespace(x=1.0, y=2.0), 2.0),
                       lambda: (Point(a := array(1.0), 2.0), a)]),
    (in_an_object, "k", [lambda: (Point(1.0), 2.0), lambda: (Point(array(1.0)), 2.0), lambda: (Slotted(1.0, 2.0), 2.0)]),
    (in_two_objects, 0, [lambda: (Point(1.0), Point(2.0), 2.0), lambda: (*twice(lambda: Point(1.0)), 2.0),
                         lambda: (Point(a := array(1.0)), Point(a), 2.0)]),
    (in_two_objects, "k", [lambda: (Point(1.0), Point(2.0), 2.0), lambda: (*twice(lambda: Point(1.0)), 2.0)]),
]


def shown(value):
    """A text that tells values of different types, dtypes or contents apart."""
    if isinstance(value, np.ndarray):
        return f"{value.dtype} {value.tolist()}"
    if isinstance(value, (list, tuple)):
        return f"{type(value).__name__}{list(map(shown, value))}"
    if isinstance(value, dict):
        return f"{type(value).__name__}{[(k, shown(v)) for k, v in value.items()]}"
    own = [(n, shown(getattr(value, n))) for n in getattr(value, "__dict__", getattr(type(value), "__slots__", ()))]
    return f"{type(value).__name__}{own}" if own else f"{type(value).__name__} {value!r}"


def outcome(df, arguments, **named):
    """What a call gives, and what it leaves its arguments as."""
    try:
        result = df(*arguments, **named)
    except (TypeError, ValueError, KeyError, AttributeError, DifferentiationError) as e:
        return type(e).__name__ + str(e), None
    return shown(result), shown(arguments), shown(tuple(named.values()))


@pytest.fixture
def looked_up(monkeypatch):
    """The calls that are looked at in the slow way from now on."""
    calls, actual = [], Derivative._bind

    def counting(self, args, kwargs):
        calls.append(self)
        return actual(self, args, kwargs)
    monkeypatch.setattr(Derivative, "_bind", counting)
    return calls


@pytest.mark.parametrize("case", ARGUMENTS, ids=lambda c: f"{c[0].__name__}-{c[1]}")
def test_what_serves_one_call_serves_no_other(case):
    f, wrt, makers = case
    for first, second in itertools.permutations(makers, 2):
        df = make_derivative(f, wrt)
        for _ in range(3):
            outcome(df, first())
        assert outcome(df, second()) == outcome(make_derivative(f, wrt), second())
        assert outcome(df, first()) == outcome(make_derivative(f, wrt), first())


@pytest.mark.parametrize("case", ARGUMENTS, ids=lambda c: f"{c[0].__name__}-{c[1]}")
def test_the_fast_way_is_taken(case, looked_up):
    f, wrt, makers = case
    df, arguments = make_derivative(f, wrt), makers[0]
    for _ in range(3):
        df(*arguments())
    looked_up.clear()
    df(*arguments())
    assert not looked_up


def power(n, x, scale=1.0):
    return scale * x ** n


def square(x):
    return x * x


def warm(df, *args, **kwargs):
    """The last of so many calls that the fast way is there."""
    return [df(*args, **kwargs) for _ in range(10)][-1]


def quickly(df, looked_up, *args, **kwargs):
    """The result of a call, which must not be looked at in the slow way."""
    warm(df, *args, **kwargs)
    looked_up.clear()
    result = df(*args, **kwargs)
    assert not looked_up
    return result


def test_methods(looked_up):
    spring = Spring(2.0)
    df = differentiate(spring.energy)
    assert quickly(df, looked_up, 1.5) == (1.0, 2.0)
    spring.k = 4.0
    assert df(1.5) == (2.0, 4.0) and not looked_up
    spring.k = array(4.0, 2.0)
    assert shown(df(1.5)) == shown((array(2.0, 1.0), array(4.0, 2.0)))
    spring.k = 4
    spring.rest = 1.0  # the object's own, which hides that of the class
    assert df(1.5) == (0.5, 2.0)
    assert df(1.5, power=1) == (1.0, 2.0) and warm(df, x=2.0) == (2.0, 4.0)
    del spring.rest
    assert df(1.5) == (2.0, 4.0)


def test_a_class_that_changes(looked_up, monkeypatch):
    spring = Spring(2.0)
    df = differentiate(spring.energy)
    assert quickly(df, looked_up, 1.5) == (1.0, 2.0)
    monkeypatch.setattr(Spring, "rest", 1.0)
    assert warm(df, 1.5) == (0.25, 1.0)
    monkeypatch.setattr(Spring, "k", property(lambda self: 10.0), raising=False)
    assert df(1.5) == (1.25, 5.0)
    monkeypatch.undo()
    assert df(1.5) == (1.0, 2.0)
    monkeypatch.setattr(Spring, "energy", lambda self, x: x)  # the method is the old one
    assert df(1.5) == (1.0, 2.0) and differentiate(spring.energy)(1.5) == (1.5, 1.0)


def test_a_method_with_other_code_and_defaults(looked_up):
    class Wire:
        def pull(self, x, k=2.0):
            return k * x
    df = differentiate(Wire().pull)
    assert quickly(df, looked_up, 1.5) == (3.0, 2.0)
    Wire.pull.__defaults__ = 3.0,
    assert warm(df, 1.5) == (4.5, 3.0)
    Wire.pull.__code__ = (lambda self, x, k=2.0: k * x * x).__code__
    assert df(1.5) == (6.75, 9.0)


def test_an_object_of_another_class():
    class Spiral(Spring):
        rest = 1.0
    df, spring = differentiate(beside), Point(2.0, 1.0)
    assert warm(df, 1.5, spring) == (4.0, 2.0)
    spring.__class__ = SimpleNamespaceLike
    assert df(1.5, spring) == (34.0, 33.0)
    coil = Spring(2.0)
    method = differentiate(coil.energy)
    assert warm(method, 1.5) == (1.0, 2.0)
    coil.__class__ = Spiral
    assert method(1.5) == (0.25, 1.0)


class SimpleNamespaceLike:
    def __getattribute__(self, name):
        return 33.0 if name == "x" else 1.0 - 16.5 if name == "y" else object.__getattribute__(self, name)


def test_attributes_come_and_go(looked_up):
    def has(p):
        return p.x * 2 if hasattr(p, "z") else p.x
    p = SimpleNamespace(x=1.5, y=1.0)
    df = differentiate(has)
    assert quickly(df, looked_up, p)[0] == 1.5
    p.z = 3.0
    assert df(p)[0] == 3.0
    del p.z
    assert df(p)[0] == 1.5


def test_partials(looked_up):
    f = functools.partial(power, 3)
    df = differentiate(f)
    assert quickly(df, looked_up, 2.0) == (8.0, 12.0)
    assert quickly(df, looked_up, 2.0, scale=2.0) == (16.0, 24.0)
    assert df(x=2.0) == (8.0, 12.0)
    f.keywords["scale"] = 3.0
    assert warm(df, 2.0) == (24.0, 36.0)
    f.keywords["scale"] = array(3.0, 1.0)
    assert shown(warm(df, 2.0)[1]) == shown(array(36.0, 12.0))
    f.__setstate__((power, (2,), {}, {}))
    assert df(2.0) == (4.0, 4.0)


def test_partials_that_name_what_they_pass(looked_up):
    df = differentiate(functools.partial(power, n=2), wrt="x")
    assert quickly(df, looked_up, x=3.0) == (9.0, 6.0)
    assert df(x=3.0, n=3) == (27.0, 27.0)
    with pytest.raises(TypeError):
        df(3.0)
    by_scale = differentiate(functools.partial(power, 2, scale=2.0), wrt="scale")
    assert quickly(by_scale, looked_up, 3.0) == (18.0, 9.0)
    assert by_scale(3.0, scale=4.0, dscale=2.0) == (36.0, 18.0)
    second = differentiate(differentiate(functools.partial(power, 3)))
    assert quickly(second, looked_up, 2.0) == ((8.0, 12.0), (12.0, 12.0))


def test_a_derivative_of_a_partial_that_changes(looked_up):
    f = functools.partial(power, 3)
    second = differentiate(differentiate(f))
    assert quickly(second, looked_up, 2.0) == ((8.0, 12.0), (12.0, 12.0))
    f.keywords["scale"] = 3.0
    assert second(2.0) == ((24.0, 36.0), (36.0, 36.0))


def test_objects_that_are_called(looked_up):
    class Gain:
        def __init__(self, k):
            self.k = k

        def __call__(self, x):
            return self.k * x

    class Louder(Gain):
        pass
    gain = Louder(2.0)
    df = differentiate(gain)
    assert quickly(df, looked_up, 1.5) == (3.0, 2.0)
    Louder.__call__ = lambda self, x: x * x
    assert warm(df, 1.5) == (2.25, 3.0)
    del Louder.__call__
    Gain.__call__ = lambda self, x, k=5.0: k * x
    assert df(1.5) == (7.5, 5.0)


def test_what_a_cache_wraps_may_change(looked_up):
    @functools.lru_cache
    def f(x):
        return x * x
    df = differentiate(f)
    assert quickly(df, looked_up, 1.5) == (2.25, 3.0)
    f.__wrapped__ = lambda x: 5 * x
    assert df(1.5) == (7.5, 5.0)


def test_an_object_that_counts(looked_up):
    spring = Spring(2.0)
    df = differentiate(spring.count)
    quickly(df, looked_up, 1.5)
    assert spring.k == 13.0 and df(1.5) == (21.0, 14.0)


STENCIL = np.array([1.0, -2.0, 1.0])
TABLE = [2.0, 3.0]


def smoothed(u):
    u[1:-1] = u[1:-1] + 0.5 * (STENCIL[0] * u[:-2] + STENCIL[1] * u[1:-1] + STENCIL[2] * u[2:])
    return u.sum()


def looked_into(p):
    p[0] = p[0] * TABLE[1]
    return p[0] + TABLE[0]


def test_what_is_written_into_may_be_what_is_read_from_outside(looked_up, monkeypatch):
    monkeypatch.setitem(globals(), "STENCIL", STENCIL.copy())
    monkeypatch.setitem(globals(), "TABLE", TABLE.copy())
    df = differentiate(smoothed)
    quickly(df, looked_up, np.arange(5.0))
    with pytest.raises(DifferentiationError):
        df(STENCIL)
    df = differentiate(looked_into)
    warm(df, [1.0, 2.0])
    looked_up.clear()
    assert df([1.0, 2.0])[0] == 5.0 and not looked_up
    with pytest.raises(DifferentiationError):
        df(TABLE)


def test_seeds_of_what_is_written_into(looked_up):
    df = differentiate(in_place)
    u, w, du = array(1.0, 2.0, 3.0), array(3.0, 4.0, 5.0), array(1.0, 1.0, 1.0)
    warm(df, u.copy(), w, 0.5, du=du.copy())
    for given in (w, u, du, du[::-1], np.ones(3, int), np.ones(3, np.float32), np.zeros(6)[::2], None):
        for other in (w, du):
            expected = make_derivative(in_place, 0)
            first = [x.copy() for x in (u, w, du)]
            second = [x.copy() for x in (u, w, du)]

            def pick(arrays, thing):
                return next((a for a, b in zip(arrays, (u, w, du)) if b is thing), thing)
            mine = outcome(df, (first[0], pick(first, other), 0.5), du=pick(first, given))
            theirs = outcome(expected, (second[0], pick(second, other), 0.5), du=pick(second, given))
            assert mine == theirs


def test_seeds_of_objects():
    df = differentiate(attributes)
    for p, dp in ((Point(1.5, 2.0), Point(1.0, 0.0)), (Point(1.5, 2), Point(1.0, 0.5)), (Frozen(1.5), Frozen(0.5, 1.0))):
        for _ in range(4):
            assert df(p, dp=dp)[1] == 2 * p.x * dp.x * p.y + p.x * p.x * dp.y
    for wrong in (Frozen(1.0, 1.0), [1.0, 1.0], SimpleNamespace(x=1.0, y=1.0), Point("a", 1.0), Point(1.0, array(1.0))):
        with pytest.raises((TypeError, ValueError)):
            df(Point(1.5, 2.0), dp=wrong)
    with pytest.raises(ValueError):
        df(SimpleNamespace(x=1.0, y=2.0), dp=SimpleNamespace(x=1.0))
    assert df(SimpleNamespace(x=1.0, y=2.0), dp=SimpleNamespace(y=1.0, x=1.0)) == (2.0, 5.0)


def test_seeds_that_are_the_arguments_own_parts():
    df, p = differentiate(in_two_objects), Point(2.0)
    q, seed = Point(3.0), Point(1.0, 0.0)
    for _ in range(4):
        assert df(Point(2.0), q, 2.0, dp=Point(1.0, 0.0)) == (12.0, 6.0)
    assert df(p, q, 2.0, dp=q)[1] is not None and outcome(df, (p, q, 2.0), dp=seed) is not None
    assert seed.x == 2.0


def test_kinds_in_turn(looked_up):
    df, kinds = differentiate(attributes), [Point(1.5), Point(array(1.0, 2.0)), Point(1), SimpleNamespace(x=1.5, y=2.0)]
    sources = {}
    for p in kinds:
        warm(df, p)
        sources[id(p)] = df.source
    looked_up.clear()
    for p in kinds + kinds[::-1] + kinds[1:3] * 3:
        assert shown(df(p)) == shown(make_derivative(attributes, 0)(p))
        assert df.source == sources[id(p)]
    assert df not in [d.public for d in looked_up]
    warm(df, Point(1j))  # one more than are kept
    for p in kinds:
        assert shown(df(p)) == shown(make_derivative(attributes, 0)(p))


def test_kinds_in_turn_in_several_threads():
    def run(values):
        for _ in range(300):
            for x in values:
                v, dv = df(x)
                if not (np.all(v == x * x) and np.all(dv == 2 * x)):
                    wrong.append((x, v, dv))
    df, wrong = differentiate(square), []
    values = [1.5, array(1.0, 2.0), 2, np.float32(2.0), np.ones((2, 2))]
    for x in values:
        warm(df, x)
    interval = sys.getswitchinterval()
    sys.setswitchinterval(1e-6)
    try:
        with concurrent.futures.ThreadPoolExecutor(4) as pool:
            for done in [pool.submit(run, values[i:] + values[:i]) for i in range(4)]:
                done.result()
    finally:
        sys.setswitchinterval(interval)
    assert not wrong


def test_jvp_of_methods_and_partials(looked_up):
    springs = [Spring(float(k)) for k in range(1, 40)]
    for _ in range(3):
        jvp(springs[0].energy, (1.5,), (1.0,))
        jvp(springs[0], (1.5,), (1.0,))
        jvp(functools.partial(power, 3), (1.5,), (1.0,))
    looked_up.clear()
    for s in springs:
        assert jvp(s.energy, (1.5,), (1.0,)) == (0.5 * s.k, s.k)
        assert jvp(s, (1.5,), (2.0,)) == (2.25 * s.k, 6.0 * s.k)
        assert jvp(functools.partial(power, 3), (s.k,), (2.0,)) == (s.k ** 3, 6.0 * s.k ** 2)
    assert not looked_up
    assert jvp(springs[0].energy, (1.5,), (1.0,), power=1) == (0.5, 0.5)
    assert jvp(functools.partial(power, scale=2.0), (3, 1.0), (None, 1.0)) == (2.0, 6.0)
    assert jvp(functools.partial(power, scale=2.0), (3, 1.0), (None, 1.0), scale=3.0) == (3.0, 9.0)
    assert jvp(functools.partial(power, 3), (1.5,), (None,)) == (3.375, 0.0)


def test_jvp_of_what_changes(monkeypatch):
    def f(x, k):
        return k * x
    for _ in range(4):
        assert jvp(f, (2.0, 3.0), (1.0, None)) == (6.0, 3.0)
        assert jvp(f, (2.0, 3.0), (1.0, 1.0)) == (6.0, 5.0)
    f.__code__ = (lambda k, x: k * x * x).__code__
    assert jvp(f, (2.0, 3.0), (1.0, None)) == (18.0, 9.0)
    assert jvp(f, (2.0, 3.0), (1.0, 1.0)) == (18.0, 21.0)
    spring = Spring(2.0)
    for _ in range(4):
        assert jvp(spring, (1.0,), (1.0,)) == (2.0, 4.0)
    monkeypatch.setattr(Spring, "__call__", lambda self, x: self.k + x)
    assert jvp(spring, (1.0,), (1.0,)) == (3.0, 1.0)


def test_jvp_of_a_function_written_in_c_is_compiled_once(monkeypatch):
    assert jvp(math.sin, (0.0,), (2.0,)) == (0.0, 2.0) and jvp(np.hypot, (3.0, 4.0), (1.0, None))[1] == 0.6
    monkeypatch.setattr("s2sad.derivative.generate_cached", None)
    for _ in range(4):
        assert jvp(math.sin, (0.0,), (3.0,)) == (0.0, 3.0)
        assert jvp(np.hypot, (3.0, 4.0), (1.0, None))[1] == 0.6


def test_a_thread_may_find_the_defaults_of_another_kind():
    df, kept = differentiate(square), {}
    values = {"number": 1.5, "array": array(1.0, 2.0), "int": 2}
    for kind, x in values.items():
        warm(df, x)
        kept[kind] = df.__code__, df.__kwdefaults__
    for (code, _), x in zip(kept.values(), values.values()):
        for _, defaults in kept.values():
            df.__code__, df.__kwdefaults__ = code, defaults
            assert shown(df(x)) == shown((x * x, 2.0 * x))
