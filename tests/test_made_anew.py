"""Functions that are made anew for each call: what one of them was compiled for serves the next, and is never stale."""

import enum
import functools
import gc
import weakref

import numpy as np
import pytest

import s2sad
from s2sad import differentiate
from s2sad.backend import compiler
from s2sad.backend.templates import Templates
from s2sad.rules.user import attach
from s2sad.runtime import pushforward


def times(g, x):
    return g(x) * x


def total(functions, x):
    s = 0.0
    for g in functions:
        s = s + g(x)
    return s


def multiplies(k):
    return lambda t: k * t


def by_default(k):
    return lambda t, k=k: k * t


def by_keyword(k):
    def g(t, *, k=k):
        return k * t
    return g


def through_another(k):
    h = multiplies(k)
    return lambda t: h(t)


def through_a_default(k):
    return lambda t, h=multiplies(k): h(t)


def through_a_list(k):
    hs = [multiplies(k), multiplies(2 * k)]
    return lambda t: hs[0](t) + hs[1](t) - 2 * k * t


def recursive(k):
    def power(t, n=2):
        return k * t if n == 0 else power(t, n - 1)
    return power


def named_like_another(k):
    @functools.wraps(times)
    def g(t):
        return k * t
    return g


def applied(k):
    def scale(k, t):
        return k * t
    return functools.partial(scale, k)


def returned(k):
    def outer():
        def inner(t):
            return k * t
        return inner
    return outer()


class Gain:
    def __init__(self, act):
        self.act = act

    def run(self, t):
        return self.act(t)


def in_an_object(k):
    return Gain(multiplies(k)).run


MAKERS = [multiplies, by_default, by_keyword, through_another, through_a_default, through_a_list, recursive,
          named_like_another, applied, returned, in_an_object]


@pytest.fixture
def compiled(monkeypatch):
    """How many functions are compiled from now on."""
    count = []
    actual = compiler.made_function

    def counting(*args):
        count.append(args)
        return actual(*args)
    monkeypatch.setattr(compiler, "made_function", counting)
    return count


@pytest.mark.parametrize("make", MAKERS)
def test_one_compilation_serves_all(make, compiled):
    df = differentiate(times, wrt="x")
    assert df(make(1.0), 2.0) == (4.0, 4.0)
    first = len(compiled)
    for k in range(2, 30):
        assert df(make(float(k)), 2.0) == (4.0 * k, 4.0 * k)
        assert df(make(float(k)), 3.0, dx=2.0) == (9.0 * k, 12.0 * k)
    assert len(compiled) == first


@pytest.mark.parametrize("make", MAKERS)
def test_in_a_list(make, compiled):
    df = differentiate(total, wrt="x")
    assert df([make(1.0), make(2.0), multiplies(1.0)], 2.0) == (8.0, 4.0)
    for k in range(2, 5):
        assert df([make(float(k)), make(1.0), multiplies(1.0)], 2.0) == (2 * (k + 2.0), k + 2.0)
    first = len(compiled)
    for k in range(5, 20):
        assert df([make(float(k)), make(1.0), multiplies(1.0)], 2.0) == (2 * (k + 2.0), k + 2.0)
    assert len(compiled) == first


@pytest.mark.parametrize("make", [m for m in MAKERS if m is not in_an_object])
def test_differentiated_itself(make, compiled):
    assert differentiate(make(1.0))(3.0) == (3.0, 1.0)
    first = len(compiled)
    for k in range(2, 30):
        assert differentiate(make(float(k)))(3.0) == (3.0 * k, k)
    assert len(compiled) == first


@pytest.mark.parametrize("make", MAKERS)
def test_what_they_hold_is_let_go(make):
    def wave(k):
        held = np.full(1, k)
        alive.append(weakref.ref(held))
        return make(held)
    alive = []
    df, dt = differentiate(times, wrt="x"), differentiate(total, wrt="x")
    for k in range(40):
        df(wave(k), 2.0)
        dt([wave(k), multiplies(3.0)], 2.0)
        differentiate(wave(k))(2.0)
    gc.collect()
    assert sum(r() is not None for r in alive) < 30


def test_kinds_of_what_is_captured():
    df = differentiate(times, wrt="x")
    values = [2.0, 3, np.array([1.0, 2.0]), np.ones((2, 2)), 1j, np.float32(2.0), 4.0, np.array([3.0, 5.0])]
    for _ in range(3):
        for k in values:
            v, dv = df(multiplies(k), 2.0)
            np.testing.assert_array_equal(v, k * 2.0 * 2.0)
            np.testing.assert_array_equal(dv, k * 4.0)
            assert np.asarray(dv).dtype == np.asarray(k * 4.0).dtype


def test_a_cell_that_changes():
    df = differentiate(times, wrt="x")

    def pair(k):
        def change(new):
            nonlocal k
            k = new
        return (lambda t: k * t), change
    for start in (1.0, 2.0):
        g, change = pair(start)
        for _ in range(12):
            assert df(g, 2.0) == (4.0 * start, 4.0 * start)
        change(5.0)
        assert df(g, 2.0) == (20.0, 20.0)
        change(np.array([1.0, 2.0]))
        np.testing.assert_array_equal(df(g, 2.0)[1], [4.0, 8.0])
        change(3.0)
        assert df(g, 2.0) == (12.0, 12.0)
    dg = differentiate(g)
    assert dg(2.0) == (6.0, 3.0)
    change(np.array([1.0, 2.0]))
    np.testing.assert_array_equal(dg(2.0)[1], [1.0, 2.0])


def test_a_captured_function_that_changes():
    def make(h):
        def change(new):
            nonlocal h
            h = new
        return (lambda t: h(t)), change
    df = differentiate(times, wrt="x")
    for h, want in ((multiplies(3.0), 12.0), (np.sin, None), (multiplies(2.0), 8.0), (lambda t: t * t, 12.0),
                    (abs, 4.0), (multiplies(5.0), 20.0)):
        g, change = make(h)
        assert df(g, 2.0)[1] == (want or np.sin(2.0) + 2.0 * np.cos(2.0))
        change(lambda t: t * t * t)
        assert df(g, 2.0) == (16.0, 32.0)
        change(multiplies(7.0))
        assert df(g, 2.0) == (28.0, 28.0)


def test_functions_that_share_a_variable():
    def both(g, h, x):
        return g(x) + h(x)

    def sharing(k):
        return (lambda t: k * t), (lambda t: k + t)

    def apart(k):
        return sharing(k)[0], sharing(2 * k)[1]
    df = differentiate(both, wrt="x")
    for k in (1.0, 2.0, 3.0):
        for make in (sharing, apart):
            g, h = make(k)
            assert df(g, h, 2.0) == (g(2.0) + h(2.0), k + 1.0)
    g, h = multiplies(2.0), multiplies(3.0)
    assert df(g, g, 2.0) == (8.0, 4.0)
    assert df(g, h, 2.0) == (10.0, 5.0)
    assert df(h, g, 2.0) == (10.0, 5.0)


scale = 2.0
outer = multiplies(2.0)


def test_globals_that_change():
    global scale, outer
    df = differentiate(times, wrt="x")
    for new in (2.0, 3.0, np.array([1.0, 2.0]), 4.0):
        scale = new
        np.testing.assert_array_equal(df(lambda t: scale * t, 2.0)[1], 4.0 * new)

    def with_outer(g, x):
        return g(x) + outer(x)
    dw = differentiate(with_outer, wrt="x")
    for k in (1.0, 2.0, 3.0):
        g = multiplies(k)
        assert dw(g, 2.0)[1] == k + 2.0
        outer = g
        assert dw(g, 2.0)[1] == 2 * k
        assert dw(multiplies(9.0), 2.0)[1] == 9.0 + k
        outer = multiplies(2.0)


def test_defaults_that_are_replaced():
    df = differentiate(times, wrt="x")
    g = by_default(2.0)
    for _ in range(12):
        assert df(g, 2.0) == (8.0, 8.0)
    g.__defaults__ = (3.0,)
    assert df(g, 2.0) == (12.0, 12.0)
    g.__defaults__ = (np.array([1.0, 2.0]),)
    np.testing.assert_array_equal(df(g, 2.0)[1], [4.0, 8.0])
    assert df(by_default(5.0), 2.0) == (20.0, 20.0)
    g.__code__ = (lambda t, k=1: t * t).__code__
    g.__defaults__ = (1.0,)
    assert df(g, 2.0) == (8.0, 12.0)


def test_a_rule_for_one_of_them():
    df = differentiate(times, wrt="x")
    g, h = multiplies(2.0), multiplies(2.0)
    assert df(g, 2.0) == df(h, 2.0) == (8.0, 8.0)
    s2sad.rule(g, t="100.0 * dt")
    try:
        assert df(g, 2.0) == (8.0, 204.0)
        assert df(h, 2.0) == (8.0, 8.0)
        assert df(lambda t: g(t), 2.0) == (8.0, 204.0)
        assert df(lambda t: h(t), 2.0) == (8.0, 8.0)
        assert differentiate(g)(2.0) == (4.0, 100.0) and differentiate(h)(2.0) == (4.0, 2.0)
    finally:
        attach(g, None)
    assert df(g, 2.0) == (8.0, 8.0)


def test_twice():
    def cube(k):
        return lambda t: k * t**3
    for k in (1.0, 2.0, 3.0):
        ddf = differentiate(differentiate(times, wrt="x"), wrt="x")
        assert ddf(cube(k), 2.0)[1][1] == 12 * k * 4.0
        dd = differentiate(differentiate(cube(k)))
        assert dd(2.0)[1][1] == 12.0 * k


def test_twice_for_functions_known_only_when_it_runs(compiled):
    ddt = differentiate(differentiate(total, wrt="x"), wrt="x")

    def cube(k):
        return lambda t: k * t**3
    for k in (1.0, 2.0, 3.0):
        (_, dv), (_, ddv) = ddt([cube(k), multiplies(k)], 2.0)
        assert (dv, ddv) == (13.0 * k, 12.0 * k)
        first = first if k > 1.0 else len(compiled)
    assert len(compiled) == first
    (_, dv), (_, ddv) = differentiate(ddt, wrt="x")([cube(2.0), np.sin], 2.0)[1]
    assert ddv == pytest.approx(12.0 - np.cos(2.0), rel=1e-14) and dv == pytest.approx(24.0 - np.sin(2.0), rel=1e-14)


def test_a_derivative_of_it_inside():
    def slope(g, x):
        return differentiate(g)(x)[1] * x

    def cube(k):
        return lambda t: k * t**3
    df = differentiate(slope, wrt="x")
    for k in (1.0, 2.0, 3.0, 4.0):
        assert df(cube(k), 2.0) == (3 * k * 8.0, 9 * k * 4.0)


def test_it_writes():
    def adder(a):
        def g(u):
            u += a
            return u
        return g

    def apply(g, u):
        return g(u).sum()
    df = differentiate(apply, wrt="u")
    for k in range(4):
        a = np.full(2, float(k))
        u, du = np.ones(2), np.ones(2)
        assert df(adder(a), u, du=du) == (2 * (k + 1.0), 2.0)
        with pytest.raises(s2sad.DifferentiationError):
            df(adder(u), u, du=du)


def test_a_number_that_is_none():
    def maker(k):
        return lambda t: t if k is None else k * t
    df = differentiate(times, wrt="x")
    for k in (None, 2.0, None, 3.0, 4.0, None):
        assert df(maker(k), 2.0)[1] == (4.0 if k is None else 4.0 * k)


class Mode(enum.Enum):
    A = 1
    B = 2


class Two:
    k = 2.0


class Three:
    k = 3.0


@pytest.mark.parametrize("make, captured", [
    (lambda c: lambda t: (np.zeros(3, c) + t).astype(c), [np.float32, np.float64, np.float32]),
    (lambda c: lambda t: t * t if c is Mode.A else t, [Mode.A, Mode.B, Mode.A]),
    (lambda c: lambda t: t * c.k, [Two, Three, Two]),
    (lambda c: lambda t: np.zeros(2, dtype=c) + t, ["f4", "f8", "f4"]),
    (lambda c: lambda t: np.sum(np.ones((2, 3)) * t, axis=c), [0, 1, None, (0, 1), 0]),
    (lambda c: lambda t: np.ones(c) * t, [(2,), (2, 3), 3, (2,)]),
    (lambda c: lambda t: t * t if c else t, [True, False, 0, [], [1], None]),
    (lambda c: lambda t: t * t if isinstance(t, c) else t, [float, int, (int, float), float]),
    (lambda c: lambda t: c(t), [np.sin, abs, np.cos, lambda v: v * v, np.sin]),
    (lambda c: lambda t: (np.arange(5.0) * t)[c], [slice(0, 2), 1, [0, 2], slice(1, None)]),
    (lambda c: lambda t: {"a": t, "b": t * t}[c], ["a", "b", "a"]),
], ids=["dtype", "member", "class", "name of a dtype", "axis", "shape", "flag", "isinstance", "function", "index", "key"])
def test_what_is_captured_decides(make, captured):
    df = differentiate(lambda g, t: g(t), wrt="t")
    for c in captured:
        g, h = make(c), 1e-6
        v, dv = df(g, 1.5)
        assert np.array_equal(v, g(1.5)) and np.asarray(v).dtype == np.asarray(g(1.5)).dtype
        difference = (np.asarray(g(1.5 + h), float) - np.asarray(g(1.5 - h), float)) / (2 * h)
        np.testing.assert_allclose(dv, difference, atol=0.1 if np.asarray(v).dtype == "f4" else 1e-5)
        np.testing.assert_array_equal(differentiate(g)(1.5)[1], dv)


def test_what_another_thread_forgets_stays_forgotten():
    templates = Templates()

    class Forgetting:
        def version(self, objects):
            templates.forget()  # as another thread may, when a rule changes
            return "version"

    class Parts:
        objects = ()

    templates.known["key"] = [Forgetting()]
    assert templates.version("key", Parts) == "version"
    assert templates.known == {}


FACTOR = 2.0
by_a_global = lambda x: FACTOR * x  # noqa: E731  (a lambda: it may be made anew)


def scaled_by_a_global(x):
    return FACTOR * x


@pytest.mark.parametrize("called", [scaled_by_a_global, by_a_global])
def test_calls_with_numbers_see_what_has_changed(called, monkeypatch):
    monkeypatch.setitem(globals(), "FACTOR", 2.0)
    assert [pushforward(called, (1.5,), (1.0,)) for _ in range(2)] == [(3.0, 2.0)] * 2
    monkeypatch.setitem(globals(), "FACTOR", 3.0)
    assert pushforward(called, (1.5,), (1.0,)) == (4.5, 3.0)
    monkeypatch.setattr(called, "__code__", (lambda x: x ** 3).__code__)
    assert pushforward(called, (2.0,), (1.0,)) == (8.0, 12.0)


def test_methods_of_arrays_are_not_taken_for_each_other():
    a, b = np.array([1.0, 2.0]), np.array([5.0])
    assert pushforward(a.sum, (), ())[0] == 3.0 and pushforward(b.sum, (), ())[0] == 5.0


def sharing(shared):
    given = [None]
    read = given if shared else [None]

    def f(t):
        given[0] = 2.0
        return t if read[0] is None else 2 * t
    return f


def test_those_that_share_what_they_hold_are_told_from_others():
    df = differentiate(times, wrt="x")
    for shared in (True, False, True, True, False):
        factor = 2.0 if shared else 1.0
        assert differentiate(sharing(shared))(3.0) == (3.0 * factor, factor)
        assert df(sharing(shared), 3.0)[1] \
            == (times(sharing(shared), 4.0) - times(sharing(shared), 2.0)) / 2
