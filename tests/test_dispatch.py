"""The public function after its calls have shown a common case: the derivative is its own code."""

import inspect
import math
import traceback
import warnings

import numpy as np
import pytest

from s2sad import differentiate

SCALE = 2.0


def scaled(x, table=[1.0, 3.0], *, power=2):  # noqa: B006  (a default that has no hash)
    return SCALE * x ** power * table[1]


def failing(x):
    y = math.sqrt(x)
    return 1 / y


def steps(x, n):
    for i in range(n):
        yield x ** i


def warm(df, *args, **kwargs):
    """What the third of three calls gives: by then the public function has its own code."""
    return [df(*args, **kwargs) for _ in range(3)][-1]


def test_defaults_and_globals():
    df = differentiate(scaled)
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert warm(df, 2.0) == (24.0, 24.0)
    assert hash(df.__code__) is not None
    assert warm(df, 2.0, power=3) == (48.0, 72.0)
    assert warm(df, 2.0, dx=2.0) == (24.0, 48.0)
    assert warm(df, 2.0, dx=None) == (24.0, 24.0)


def test_a_rebound_global_is_seen(monkeypatch):
    df = differentiate(scaled)
    warm(df, 2.0)
    monkeypatch.setitem(globals(), "SCALE", 4.0)
    assert df(2.0) == (48.0, 48.0)
    monkeypatch.delitem(globals(), "SCALE")
    with pytest.raises(NameError):
        df(2.0)


def test_a_builtin_that_the_module_shadows(monkeypatch):
    def total(x):
        return sum([x, x])
    df = differentiate(total)
    assert warm(df, 1.5) == (3.0, 2.0)
    monkeypatch.setitem(globals(), "sum", lambda values: values[0] * 10)
    assert df(1.5) == (15.0, 10.0)


def test_replaced_code():
    def first(x):
        return 2 * x

    def second(x):
        return 5 * x
    df = differentiate(first)
    assert warm(df, 1.0) == (2.0, 2.0)
    first.__code__ = second.__code__
    assert df(1.0) == (5.0, 5.0)


def test_replaced_defaults_and_parameters():
    def first(x=1.0, k=2.0):
        return k * x * x

    def second(x, k=1.0, m=5.0):
        return m * x * x
    df, again = differentiate(first), differentiate(differentiate(first))
    assert [df() for _ in range(3)][-1] == (2.0, 4.0) and [again() for _ in range(3)][-1] == ((2.0, 4.0), (4.0, 4.0))
    first.__defaults__ = 3.0, 10.0
    assert df() == (90.0, 60.0) and again() == ((90.0, 60.0), (60.0, 20.0))
    first.__defaults__ = None
    with pytest.raises(TypeError, match="missing a required argument"):
        df()
    first.__code__, first.__defaults__ = second.__code__, second.__defaults__
    assert df(1.0) == (5.0, 10.0) and df(1.0, m=6.0) == (6.0, 12.0) and again(1.0) == ((5.0, 10.0), (10.0, 10.0))
    assert "m=5.0" in str(inspect.signature(df))


def test_a_replaced_call():
    class Doubled:
        def __call__(self, x):
            return 2 * x
    df = differentiate(Doubled())
    assert warm(df, 1.0) == (2.0, 2.0)
    Doubled.__call__ = lambda self, x, k=3.0: k * x
    assert df(1.0) == (3.0, 3.0)


def test_kinds_in_turn():
    df = differentiate(failing)
    for _ in range(3):
        assert df(4.0) == (0.5, -0.0625)
        assert df(4) == (0.5, -0.0625)
        assert df(np.float64(4.0))[1] == -0.0625


def test_the_traceback_shows_the_generated_line():
    df = differentiate(failing)
    warm(df, 4.0)
    with pytest.raises(ZeroDivisionError) as caught:
        df(0.0)
    last = traceback.extract_tb(caught.value.__traceback__)[-1]
    assert last.name == "failing_dx" and "1 / y" in last.line and "test_dispatch.py" in last.line


def test_a_closure_cell_stays_live():
    k = 2.0

    def f(x):
        return k * x
    df = differentiate(f)
    assert warm(df, 3.0) == (6.0, 2.0)
    k = 5.0
    assert df(3.0) == (15.0, 5.0)


def test_a_generator_starts_when_it_is_asked():
    df = differentiate(steps)
    for _ in range(3):
        assert list(df(2.0, 3)) == [(1.0, 0.0), (2.0, 1.0), (4.0, 4.0)]
