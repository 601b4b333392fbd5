"""The checker itself: it passes right derivatives and catches each kind of wrong one."""

import sys
import types

import numpy as np
import pytest

from tests import reference


class Refused(Exception):
    pass


@pytest.fixture
def kind_of(monkeypatch):
    """kind_of(f, df, args, ...): the checker's verdict on a derivative written by hand."""
    def judge(f, df, *args, wrt=0, **options):
        def differentiate(fun, wrt=0):
            call = lambda *a, **k: df(*a, **k)
            call.seeds = {"x": "dx"}
            call.source = "by hand"
            return call
        fake = types.ModuleType("s2sad")
        fake.differentiate, fake.DifferentiationError = differentiate, Refused
        monkeypatch.setitem(sys.modules, "s2sad", fake)
        return reference.check(reference.Case(f, args, {}, wrt, name="hand", **options)).kind
    return judge


def cube(x):
    return x * x * x


def test_right(kind_of):
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, 3 * x * x * dx), 1.3) == "ok"
    assert kind_of(cube, lambda x, dx=None: (x * x * x, 3 * x * x * (1 if dx is None else dx)), np.arange(3.0)) == "ok"


def test_wrong_in_the_last_bit(kind_of):
    assert kind_of(cube, lambda x, dx=1.0: (x * (x * x) * (1 + 2e-16), 3 * x * x * dx), 1.3) == "value"


def test_wrong_tangents(kind_of):
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, 3.00001 * x * x * dx), 1.3) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, 0.0), 1.3) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, np.array(3 * x * x * dx)), 1.3) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, complex(3 * x * x * dx)), 1.3) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, None), 1.3) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, 3.0 * (x * x).astype(float) * dx), np.arange(3, dtype="f4")) == "tangent"
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, (3 * x * x * dx).sum()), np.arange(3.0)) == "tangent"


def test_the_seed_is_ignored(kind_of):
    assert kind_of(cube, lambda x, dx=1.0: (x * x * x, 3 * x * x), 1.3) == "tangent"


def test_crashes_and_refusals(kind_of):
    def crash(x, dx=1.0):
        raise KeyError("inside")

    def refuse(x, dx=1.0):
        raise Refused("no")
    assert kind_of(cube, crash, 1.3) == "crashed"
    assert kind_of(cube, refuse, 1.3) == "refused"
    assert kind_of(cube, refuse, 1.3, may_refuse=True) == "declined"


def twice_in_place(x):
    x *= 2
    x[0] = 1.0


def test_seeds_are_checked_afterwards(kind_of):
    def right(x, dx=None):
        dx = np.ones_like(x) if dx is None else dx
        x *= 2
        dx *= 2
        x[0], dx[0] = 1.0, 0.0
        return None, None

    def forgets(x, dx=None):
        x *= 2
        x[0] = 1.0
        return None, None

    def value_only(x, dx=None):
        return None, None
    assert kind_of(twice_in_place, right, np.arange(3.0)) == "ok"
    assert kind_of(twice_in_place, forgets, np.arange(3.0)) == "seed"
    assert kind_of(twice_in_place, value_only, np.arange(3.0)) == "value"


def test_side_effects_are_counted(kind_of):
    def says(x):
        print(x)
        return x * 2

    def says_twice(x, dx=1.0):
        print(x)
        print(x)
        return x * 2, dx * 2

    def mute(x, dx=1.0):
        return x * 2, dx * 2
    assert kind_of(says, says_twice, 1.0) == "value"
    assert kind_of(says, mute, 1.0) == "value"


def test_exceptions_must_be_equal(kind_of):
    def divides(x):
        return 1 / x

    def other(x, dx=1.0):
        raise ValueError("division by zero")
    assert kind_of(divides, other, 0.0) == "value"
    assert kind_of(divides, lambda x, dx=1.0: (1 / x, -dx / x ** 2), 0.0) == "ok"


def test_copies_keep_layout_and_aliases():
    base = np.arange(24.0).reshape(4, 6)
    tree = ((base[::2, ::-1], base.T, [base[1]], base), {"k": base})
    (a, t, [r], b), k = reference.clone(tree)
    assert b is k["k"] and b is not base
    assert a.strides == base[::2, ::-1].strides and t.strides == base.T.strides
    b[...] = 0
    assert not a.any() and not t.any() and not r.any() and base.any()


def test_every_program_runs_and_has_a_reference():
    bad = {f"{name}-{i}": outcome.message for name, cases in reference.load().items()
           for i, c in enumerate(cases)
           if (outcome := reference.self_check(c)).kind not in ("ok", "raises")}
    assert not bad
