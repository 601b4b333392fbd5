"""The public interface, as users see it: signature, seeds, attributes, jvp, inspect."""

import ast
import functools
import inspect as py_inspect
import math
import os
import pathlib
import subprocess
import sys
import traceback

from fractions import Fraction

import numpy as np
import pytest

from s2sad import DifferentiationError, differentiate, inspect, jvp


def square(x):
    return x * x


def product(x, y=3.0, *, z=2.0):
    """Three factors."""
    return x * y * z


def named(x, dx=2.0):
    return x * dx


def scale(a, k):
    a *= k
    a[0] = 1.0


def grows_in_place(x):
    y = x
    y += x
    y *= x
    return y * y + x


@pytest.mark.parametrize("x", [3.0, 3 + 0j, np.float64(3.0)])
def test_a_seed_without_dimensions_is_a_number(x):
    given = np.array(1.0)
    assert differentiate(grows_in_place)(x, dx=given) == differentiate(grows_in_place)(x, dx=1.0)
    assert given == 1.0
    assert jvp(grows_in_place, (x,), (given,)) == differentiate(grows_in_place)(x)
    assert given == 1.0


def through_an_array(x):
    a = np.array([x, x])
    a[1] = x * 0.5
    return a.sum()


@pytest.mark.parametrize("given", [1, True, np.int64(1), np.float32(1), np.array(1), 1.0])
@pytest.mark.parametrize("x", [2.0, 2 + 0j])
def test_a_seed_has_the_precision_of_its_argument(x, given):
    derivative = differentiate(through_an_array)
    assert derivative(x, dx=given)[1] == 1.5
    assert derivative(x, dx=given)[1] == 1.5  # ... on the common way, too
    assert jvp(through_an_array, (x,), (given,))[1] == 1.5
    (_, first), _ = differentiate(derivative)(x, dx=given, dx_=1.0)
    assert first == 1.5


def test_whole_seeds_stay_whole_where_all_is():
    def shifted(x):
        y = x + 0.5
        a = np.array([y, y])
        a[1] = y * 0.5
        return a.sum()
    derivative = differentiate(shifted)
    assert derivative(2, dx=1)[1] == 1.5 == derivative(2, dx=1)[1]
    exact = differentiate(lambda x: x * x * 10**20 - x)(2, dx=1)[1]
    assert type(exact) is int and exact == 4 * 10**20 - 1


@pytest.mark.parametrize("one", [1, True, np.int64(1), np.float32(1), Fraction(1), 1.0])
@pytest.mark.parametrize("three", [3, Fraction(3), np.int64(3), 3.0])
def test_whole_seeds_are_real_among_real_numbers(one, three):
    def stored(xs):
        a = np.array([xs[0] + 0.5, xs[1] - 0.5])
        a[0] = xs[1] * 0.25
        a *= 0.5
        return a

    def of_number(x):
        return stored([x, x])
    first = differentiate(stored)
    for sort in (list, tuple):
        assert first(sort([three, three]), dxs=sort([one, one]))[1].tolist() == [0.125, 0.5]
    second = differentiate(of_number)
    assert second(three)[1].tolist() == second(three, dx=one)[1].tolist() == jvp(of_number, (three,), (one,))[1].tolist() == [0.125, 0.5]
    (_, dv), (_, ddv) = differentiate(second)(three, dx=one, dx_=one)
    assert dv.tolist() == [0.125, 0.5] and ddv.tolist() == [0, 0]


def test_exact_seeds_stay_exact_where_all_is():
    def solved(m):
        (a, b), (c, d) = m
        return [d / (a * d - b * c), -b / (a * d - b * c)]
    third = Fraction(1, 3)
    assert differentiate(solved)([[third, Fraction(1)], [Fraction(2), third]])[1] == [Fraction(-90, 289), Fraction(-36, 289)]
    assert differentiate(lambda xs: xs[0] * xs[1] * 10**20)([2, 3], dxs=[1, 0])[1] == 3 * 10**20


@pytest.mark.parametrize("given", ["text", [1.0], 1j, np.ones(2)])
def test_a_seed_of_a_fraction_is_a_real_number(given):
    with pytest.raises(TypeError, match="seed dx"):
        differentiate(lambda x: x * x)(Fraction(1, 3), dx=given)


def test_a_complex_number_has_a_complex_seed():
    def turned(z):
        a = np.array([z, z])
        a[1] = z * 1j
        return a.sum()
    assert differentiate(turned)(1 + 2j, dz=1.0)[1] == 1 + 1j
    assert differentiate(turned)(1 + 2j, dz=1)[1] == 1 + 1j


# ------------------------------------------------------------------- decorator

def test_as_decorator():
    @differentiate
    def f(x):
        v = x
        for i in range(3):
            v = v * (v + 4)
        return v
    v, dv = 2.0, 1.0
    for _ in range(3):
        v, dv = v * (v + 4), dv * (2 * v + 4)
    assert f(2.0) == (v, dv)
    assert f.primal(2.0) == v
    assert f.seeds == {"x": "dx"}
    assert isinstance(f.source, str) and "dx" in f.source


def test_as_decorator_with_options():
    @differentiate(wrt="y")
    def f(x, y):
        return x * y * y
    assert f(2.0, 3.0) == (18.0, 12.0)
    assert f.seeds == {"y": "dy"}

    @differentiate()
    def g(x):
        return x * x
    assert g(3.0) == (9.0, 6.0)


def test_decorated_helper_is_still_differentiable():
    @differentiate
    def f(x):
        return square(x) * 2
    assert f(3.0) == (18.0, 12.0)
    assert square(3.0) == 9.0


@pytest.mark.parametrize("wrt, dy", [(0, 6.0), ("x", 6.0), ((0,), 6.0), (("x",), 6.0), (-3, None), (1, 4.0), ("y", 4.0), (("y",), 4.0), ("z", 6.0)])
def test_forms_of_wrt(wrt, dy):
    if wrt == -3:
        try:
            df = differentiate(product, wrt=wrt)
        except (TypeError, ValueError):
            return
        dy = 6.0
    else:
        df = differentiate(product, wrt=wrt)
    assert df(2.0) == (12.0, dy)


def test_mode_and_backend():
    assert differentiate(square, mode="forward", backend="python")(3.0) == (9.0, 6.0)
    for options in ({"mode": "sideways"}, {"backend": "cobol"}):
        with pytest.raises((ValueError, TypeError, DifferentiationError)):
            differentiate(square, **options)(3.0)
    with pytest.raises(TypeError):
        differentiate(square, 0, "forward")


@pytest.mark.parametrize("wrt", ["nope", 3, 17, (), ("x", "nope"), ("x", "x"), (0, "x"), 1.5, None, ["x", 7], -9, True])
def test_bad_wrt(wrt):
    if wrt is True:
        pytest.skip("True is 1 to Python")
    with pytest.raises((TypeError, ValueError)) as e:
        differentiate(product, wrt=wrt)(1.0)
    assert not isinstance(e.value, KeyError) and str(e.value)


def test_function_without_parameters():
    def f():
        return 1.0
    with pytest.raises((TypeError, ValueError, DifferentiationError)):
        differentiate(f)()


# ------------------------------------------------------------------- signature

def test_called_as_the_function_is():
    df = differentiate(product)
    assert df(2.0) == (12.0, 6.0)
    assert df(2.0, 5.0) == (20.0, 10.0)
    assert df(x=2.0, y=5.0, z=1.0) == (10.0, 5.0)
    assert df(y=5.0, x=2.0, dx=3.0) == (20.0, 30.0)
    assert df(2.0, dx=0.5) == (12.0, 3.0)
    assert df(*(2.0,), **{"z": 1.0}) == (6.0, 3.0)


@pytest.mark.parametrize("args, kwargs", [((), {}), ((1.0, 2.0, 3.0), {}), ((1.0,), {"x": 2.0}), ((1.0,), {"q": 2.0}), ((1.0,), {"dy": 1.0})])
def test_wrong_calls_are_type_errors(args, kwargs):
    with pytest.raises(TypeError):
        product(*args, **kwargs)
    with pytest.raises(TypeError):
        differentiate(product)(*args, **kwargs)


def test_the_seed_is_keyword_only():
    with pytest.raises(TypeError):
        differentiate(square)(2.0, 1.0)


def test_signature_and_names():
    df = differentiate(product)
    parameters = py_inspect.signature(df).parameters
    assert list(parameters) == ["x", "y", "z", "dx"]
    assert parameters["dx"].kind is py_inspect.Parameter.KEYWORD_ONLY
    assert parameters["y"].default == 3.0 and parameters["z"].default == 2.0
    assert df.primal is product
    assert "product" in df.__name__


def test_default_of_wrt_parameter():
    def f(x=3.0):
        return x * x
    assert differentiate(f)() == (9.0, 6.0)
    assert differentiate(f)(dx=2.0) == (9.0, 12.0)


def test_taken_seed_names():
    df = differentiate(named)
    assert df.seeds == {"x": "dx_"}
    assert df(3.0) == (6.0, 2.0)
    assert df(3.0, dx=5.0, dx_=2.0) == (15.0, 10.0)
    both = differentiate(named, wrt=("x", "dx"))
    assert both.seeds == {"x": "dx_", "dx": "ddx"}
    assert both(3.0, 5.0, dx_=1.0, ddx=0.0) == (15.0, 5.0)
    assert both(3.0, 5.0, dx_=0.0, ddx=1.0) == (15.0, 3.0)


def test_two_underscores():
    def f(x, dx, dx_):
        return x * dx * dx_
    df = differentiate(f)
    assert df.seeds == {"x": "dx__"}
    assert df(2.0, 3.0, 5.0, dx__=2.0) == (30.0, 30.0)


def test_several_wrt_need_every_seed():
    df = differentiate(product, wrt=("x", "y"))
    assert df(2.0, 3.0, dx=1.0, dy=0.0) == (12.0, 6.0)
    assert df(2.0, 3.0, dx=0.0, dy=1.0) == (12.0, 4.0)
    assert df(2.0, 3.0, dx=1.0, dy=1.0) == (12.0, 10.0)
    for seeds in ({}, {"dx": 1.0}, {"dy": 1.0}):
        with pytest.raises((TypeError, ValueError)) as e:
            df(2.0, 3.0, **seeds)
        missing = "dy" if "dx" in seeds else "dx"
        assert missing in str(e.value)


# ----------------------------------------------------------------------- seeds

def total(t):
    if isinstance(t, (list, tuple)):
        s = 0.0
        for v in t:
            s = s + total(v)
        return s
    return 1.0 * t


@pytest.mark.parametrize("x, dx, expected", [
    (2.0, 3.0, 12.0), (2.0, 3, 12.0), (2, 3, 12), (2, 0.5, 2.0), (2.0, np.float64(3.0), 12.0), (np.float64(2.0), 3.0, 12.0),
    (True, 1.0, 2.0),
    (np.array([1.0, 2.0]), np.array([1.0, 10.0]), [2.0, 40.0]),
    (np.array([1, 2]), np.array([1.0, 10.0]), [2.0, 40.0]),
    (np.array(3.0), np.array(1.0), 6.0),
    (2 + 1j, 1 + 0j, 4 + 2j), (2 + 1j, 1j, 4j - 2),
])
def test_seeds_of_leaves(x, dx, expected):
    v, dv = differentiate(square)(x, dx=dx)
    np.testing.assert_array_equal(v, square(x))
    np.testing.assert_allclose(dv, expected)


def test_default_seeds_are_ones_of_the_structure():
    df = differentiate(total)
    assert df([1.0, (2.0, 3.0)]) == (6.0, 3.0)
    assert df([1.0, (2.0, 3.0)], dt=[1.0, (10.0, 100.0)]) == (6.0, 111.0)
    v, dv = df([np.ones(2), 2.0])
    np.testing.assert_array_equal(dv, [2.0, 2.0])


def test_default_seed_does_not_leak_between_calls():
    df = differentiate(scale)
    for _ in range(3):
        a = np.array([3.0, 4.0])
        df(a, 2.0)
        np.testing.assert_array_equal(a, [1.0, 8.0])

    @differentiate
    def grows(xs):
        xs.append(xs[0] * 2)
        return xs
    for _ in range(3):
        assert grows([1.0]) == ([1.0, 2.0], [1.0, 2.0])


BAD = [
    (2.0, [1.0]), (2.0, "1"), (2.0, np.ones(2)), (2.0, {"a": 1.0}), (2.0, (1.0,)),
    (np.ones(3), 1.0), (np.ones(3), np.ones(2)), (np.ones(3), np.ones((3, 1))), (np.ones(3), np.ones((1, 3))),
    (np.ones(3), [1.0, 1.0, 1.0]), (np.ones(3), "abc"), (np.ones((2, 3)), np.ones(3)), (np.ones(3), np.array(["a", "b", "c"])),
    (np.ones(3), np.ones(3, dtype=object)), (np.ones(3), np.ones(3) * 1j), (2.0, 1j),
    ([1.0, 2.0], [1.0]), ([1.0, 2.0], (1.0, 2.0)), ([1.0, 2.0], np.ones(2)), ([1.0, 2.0], 1.0), ([1.0, [2.0]], [1.0, 2.0]),
    ((1.0, 2.0), [1.0, 2.0]), ((1.0, 2.0), (1.0, 2.0, 3.0)),
    ({"a": 1.0}, {"b": 1.0}), ({"a": 1.0}, {}), ({"a": 1.0}, {"a": 1.0, "b": 2.0}), ({"a": 1.0}, [1.0]), ({"a": 1.0}, 1.0),
    ([np.ones(2)], [np.ones(3)]), ({"a": [np.ones(2)]}, {"a": [1.0]}),
]


@pytest.mark.parametrize("x, dx", BAD, ids=repr)
def test_bad_seeds(x, dx):
    ran = []

    def f(p):
        ran.append(1)
        return p
    with pytest.raises((TypeError, ValueError)) as e:
        differentiate(f)(x, dp=dx)
    assert "p" in str(e.value).replace("'", " ").replace("`", " ").replace(":", " ").replace(".", " ").split() \
        or "dp" in str(e.value), str(e.value)
    assert not ran


def test_bad_seed_of_a_plain_function():
    """No array operation ever sees it: the check must not depend on the body."""
    for dx in ("1", [1.0], np.ones(2), {}):
        with pytest.raises((TypeError, ValueError)):
            differentiate(square)(2.0, dx=dx)
    for dx in (np.ones(2), [1.0, 1.0, 1.0], "1", np.ones((3, 1))):
        with pytest.raises((TypeError, ValueError)):
            differentiate(square)(np.ones(3), dx=dx)


def test_seeds_are_not_written_to_unless_the_argument_is():
    a, da = np.arange(3.0), np.array([1.0, 2.0, 3.0])
    kept = da.copy()
    v, dv = differentiate(square)(a, dx=da)
    dv[...] = 99
    np.testing.assert_array_equal(da, kept)


def test_in_place_returns_the_pair_in_argument_and_seed():
    a, da = np.array([3.0, 4.0, 5.0]), np.array([1.0, 10.0, 100.0])
    assert differentiate(scale)(a, 2.0, da=da) == (None, None)
    np.testing.assert_array_equal(a, [1.0, 8.0, 10.0])
    np.testing.assert_array_equal(da, [0.0, 20.0, 200.0])


def through_ravel(a):
    f = a.reshape(-1)
    f[1:] *= 3.0
    a.T[0] += a[0, 1]


LAYOUTS = {
    "fortran": np.asfortranarray,
    "strided": lambda d: np.repeat(np.repeat(d, 2, 0), 2, 1)[::2, ::2],
    "reversed": lambda d: d[::-1, ::-1].copy()[::-1, ::-1],
    "inside": lambda d: np.pad(d, 2)[2:-2, 2:-2],
    "c": np.array,
}


@pytest.mark.parametrize("layout", LAYOUTS)
@pytest.mark.parametrize("argument", LAYOUTS)
def test_seeds_of_other_layouts_come_back_written(layout, argument):
    """The kernel is affine, so the right seed afterwards is f(a + d) - f(a)."""
    rng = np.random.default_rng(1)
    A, D = rng.normal(size=(3, 4)), rng.normal(size=(3, 4))
    a, moved, da = LAYOUTS[argument](A), LAYOUTS[argument](A + D), LAYOUTS[layout](D)
    plain = LAYOUTS[argument](A)
    differentiate(through_ravel)(a, da=da)
    through_ravel(plain)
    through_ravel(moved)
    np.testing.assert_array_equal(a, plain)
    np.testing.assert_allclose(da, moved - plain, atol=1e-14)


def test_read_only_and_broadcast_seeds():
    def f(a):
        a *= 2.0
        a[0] = 5.0
        return a
    da = np.broadcast_to(3.0, (3,))
    v, dv = differentiate(f)(np.arange(3.0), da=da)
    np.testing.assert_array_equal(dv, [0.0, 6.0, 6.0])
    np.testing.assert_array_equal(da, [3.0, 3.0, 3.0])
    frozen = np.ones(3)
    frozen.flags.writeable = False
    v, dv = differentiate(f)(np.arange(3.0), da=frozen)
    np.testing.assert_array_equal(dv, [0.0, 2.0, 2.0])
    np.testing.assert_array_equal(frozen, 1.0)


def test_integer_seed_of_a_float_array_does_not_truncate():
    def f(a):
        a *= 0.5
        return a
    try:
        v, dv = differentiate(f)(np.arange(3.0), da=np.array([1, 2, 3]))
    except (TypeError, ValueError):
        pass        # it cannot be written to: refusing is right too
    else:
        np.testing.assert_array_equal(dv, [0.5, 1.0, 1.5])
    v, dv = differentiate(square)(np.ones(3), dx=np.array([1, 2, 3]))
    np.testing.assert_array_equal(dv, [2.0, 4.0, 6.0])
    assert dv.dtype == float


def test_float64_seed_of_a_float32_array():
    v, dv = differentiate(square)(np.ones(3, dtype="f4"), dx=np.ones(3))
    assert v.dtype == dv.dtype == np.float32


def test_one_seed_for_two_arguments():
    def f(a, b):
        a *= 2
        return a + b
    da = np.ones(2)
    v, dv = differentiate(f, wrt=(0, 1))(np.ones(2), np.ones(2), da=da, db=da.copy())
    np.testing.assert_array_equal(dv, [3.0, 3.0])


# ------------------------------------------------------------------ structure

def test_leaves_without_tangent():
    def f(x):
        return x, None, "s", 3, [1.0, {"k": x * x, "m": "t"}], b"b"
    v, dv = differentiate(f)(2.0)
    assert dv[:4] == (1.0, None, None, 0) and dv[5] is None
    assert dv[4] == [0.0, {"k": 4.0, "m": None}]


# ----------------------------------------------------------------- attributes

def test_source_is_python_that_compiles():
    for f in (square, product, named, scale, total):
        df = differentiate(f)
        if f is scale:
            df(np.ones(2), 2.0)
        source = df.source
        tree = ast.parse(source)
        assert any(isinstance(node, ast.FunctionDef) for node in tree.body)
        compile(source, "derivative", "exec")
        assert source == differentiate(f).source


def test_the_lecture_loop_reads_as_the_design_says():
    @differentiate
    def f(x):
        v = x
        for i in range(3):
            v = v * (v + 4)
        return v
    f(2.0)
    expected = """
def f_dx(x, *, dx=1.0):
    v, dv = x, dx
    for i in range(3):
        t = v + 4
        v, dv = v * t, dv * t + v * dv
    return v, dv
"""
    assert ast.dump(ast.parse(f.source)) == ast.dump(ast.parse(expected))


def test_docstring_and_module_are_kept():
    df = differentiate(product)
    assert df.primal.__doc__ == "Three factors."
    assert df.__doc__ and "Three factors." in df.__doc__


def test_nothing_is_written_into_the_module():
    import tests.programs.elsewhere as module
    before = dict(vars(module))
    differentiate(module.uses_class_constants)(1.5)
    differentiate(module.weighted)(np.ones(3))
    after = vars(module)
    assert set(after) == set(before) and all(after[k] is before[k] for k in before)


def test_differentiable_again():
    d2 = differentiate(differentiate(square))
    assert d2(3.0) == ((9.0, 6.0), (6.0, 2.0))
    d3 = differentiate(d2)
    assert d3(3.0)[1] == ((6.0, 2.0), (2.0, 0.0))
    assert isinstance(d2.source, str)


def test_seed_of_the_first_derivative_can_be_the_variable():
    d = differentiate(differentiate(square), wrt=("x", "dx"))
    seeds = {d.seeds["x"]: 1.0, d.seeds["dx"]: 0.0}
    assert d(3.0, dx=2.0, **seeds) == ((9.0, 12.0), (6.0, 4.0))


# ------------------------------------------------------------------- callables

class Model:
    def __init__(self, w):
        self.w = w

    def predict(self, x):
        return self.w * x * x

    def __call__(self, x):
        return self.w * x

    @staticmethod
    def static(x):
        return x * 3

    @classmethod
    def of_class(cls, x):
        return x * 5


def test_methods():
    m = Model(2.0)
    assert differentiate(m.predict)(3.0) == (18.0, 12.0)
    assert differentiate(Model.predict, wrt="x")(m, 3.0) == (18.0, 12.0)
    assert differentiate(Model.static)(2.0) == (6.0, 3.0)
    assert differentiate(m.of_class)(2.0) == (10.0, 5.0)
    m.w = 7.0
    assert differentiate(m.predict)(3.0) == (63.0, 42.0)


def test_two_instances_are_not_confused():
    a, b = Model(2.0), Model(3.0)
    da, db = differentiate(a.predict), differentiate(b.predict)
    assert da(1.0) == (2.0, 4.0) and db(1.0) == (3.0, 6.0) and da(1.0) == (2.0, 4.0)


def test_decorated_in_a_class():
    class Kernel:
        gain = 3.0

        @differentiate(wrt="x")
        def apply(self, x):
            return self.gain * x * x
    assert Kernel().apply(2.0) == (12.0, 12.0)


def test_two_closures_of_one_code_are_not_confused():
    def make(k):
        def f(x):
            return x * k
        return f
    d2, d5 = differentiate(make(2.0)), differentiate(make(5.0))
    assert d2(1.0) == (2.0, 2.0) and d5(1.0) == (5.0, 5.0)
    da = differentiate(make(np.array([1.0, 2.0])))
    v, dv = da(1.0)
    np.testing.assert_array_equal(dv, [1.0, 2.0])
    assert d2(1.0) == (2.0, 2.0)


def test_lambdas():
    assert differentiate(lambda x: x * x)(3.0) == (9.0, 6.0)
    f, g = (lambda x: x * 2), (lambda x: x * 3)
    assert differentiate(f)(1.0) == (2.0, 2.0) and differentiate(g)(1.0) == (3.0, 3.0)
    h, k = (lambda x: x), (lambda x, y=2.0: x * y)
    assert differentiate(h)(1.0) == (1.0, 1.0) and differentiate(k)(1.0) == (2.0, 2.0)


@pytest.mark.parametrize("f, x, dv", [(np.sin, 0.5, math.cos(0.5)), (math.exp, 0.5, math.exp(0.5)), (np.exp, 0.5, math.exp(0.5)),
                                      (math.sqrt, 4.0, 0.25), (abs, -2.0, -1.0)])
def test_library_functions(f, x, dv):
    v, d = differentiate(f)(x)
    assert v == f(x) and math.isclose(d, dv)


def test_ufunc_on_arrays():
    x = np.array([0.5, 1.0])
    v, dv = differentiate(np.sin)(x)
    np.testing.assert_allclose(dv, np.cos(x))


def test_wrapped_function():
    def logged(f):
        @functools.wraps(f)
        def wrapper(*args, **kwargs):
            return f(*args, **kwargs) * 2
        return wrapper

    @logged
    def f(x, k=3.0):
        return x * k
    assert differentiate(f)(2.0) == (12.0, 6.0)


def test_function_from_linecache():
    import linecache
    text = "def made(x):\n    return x * x * 2\n"
    name = "<made by exec 1>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    space = {}
    exec(compile(text, name, "exec"), space)
    assert differentiate(space["made"])(3.0) == (18.0, 12.0)


# ------------------------------------------------------------------------ jvp

def test_jvp():
    assert jvp(square, (3.0,), (1.0,)) == (9.0, 6.0)
    assert jvp(product, (2.0, 5.0), (1.0, 1.0), z=1.0) == (10.0, 7.0)
    assert jvp(product, (2.0, 5.0), (None, 1.0)) == (20.0, 4.0)
    assert jvp(product, (2.0, 5.0), (1.0, None)) == (20.0, 10.0)
    v, dv = jvp(lambda a, b: a @ b, (np.ones((2, 2)), np.ones(2)), (np.eye(2), None))
    np.testing.assert_array_equal(dv, [1.0, 1.0])


def test_jvp_of_many_callables():
    m = Model(2.0)
    assert jvp(m.predict, (3.0,), (1.0,)) == (18.0, 12.0)
    assert jvp(m, (3.0,), (1.0,)) == (6.0, 2.0)
    assert jvp(lambda x: x * x, (3.0,), (2.0,)) == (9.0, 12.0)
    assert jvp(np.square, (3.0,), (1.0,)) == (9.0, 6.0)
    assert jvp(functools.partial(product, y=5.0), (2.0,), (1.0,)) == (20.0, 10.0)
    assert jvp(functools.partial(product, 2.0), (5.0,), (1.0,)) == (20.0, 4.0)
    assert jvp(functools.partial(product, 2.0), (5.0,), (1.0,), z=1.0) == (10.0, 2.0)


def test_jvp_of_a_derivative():
    df = differentiate(square)
    assert jvp(df, (3.0,), (1.0,)) == ((9.0, 6.0), (6.0, 2.0))


@pytest.mark.parametrize("primals, tangents", [((1.0, 2.0), (1.0,)), ((1.0,), (1.0, 2.0)), ((), (1.0,)), (1.0, 1.0), ((1.0,), 1.0),
                                               ((1.0,), ([1.0],)), ((np.ones(2),), (np.ones(3),)), ((np.ones(2),), (1.0,))])
def test_jvp_bad_arguments(primals, tangents):
    with pytest.raises((TypeError, ValueError)):
        jvp(square, primals, tangents)


def test_jvp_all_constant():
    v, dv = jvp(product, (2.0, 5.0), (None, None))
    assert v == 20.0 and dv == 0.0


# -------------------------------------------------------------------- inspect

def test_inspect(capsys):
    text = inspect(square)
    assert isinstance(text, str) and "dx" in text
    assert capsys.readouterr().out.strip() == text.strip()
    assert inspect(differentiate(square)) == text
    assert "dy" in inspect(product, wrt="y") and "dy" not in inspect(product, wrt="x")
    assert "\x1b" not in text


def test_inspect_refuses_as_differentiate_does():
    def f(x):
        return {x for _ in range(3)}
    with pytest.raises(DifferentiationError):
        inspect(f)


def command(*args, **options):
    root = str(pathlib.Path(__file__).parents[1])
    return subprocess.run([sys.executable, "-m", "s2sad", *args], capture_output=True, text=True, timeout=60,
                          env={**os.environ, "PYTHONPATH": root}, **options)


@pytest.fixture
def user_file(tmp_path):
    path = tmp_path / "user.py"
    path.write_text("import math\n\ndef f(x, y=2.0):\n    return math.sin(x) * y\n\n\ndef bad(x):\n    return {x for _ in (1, 2)}\n\nnumber = 3\n")
    return path


def test_command_prints_the_source_and_nothing_else(user_file):
    r = command("inspect", f"{user_file}:f")
    assert r.returncode == 0 and r.stderr == ""
    ast.parse(r.stdout)
    assert "dx" in r.stdout and "\x1b" not in r.stdout
    r = command("inspect", f"{user_file}:f", "--wrt", "y")
    assert r.returncode == 0 and "dy" in r.stdout
    r = command("inspect", f"{user_file}:f", "--wrt", "x,y")
    assert r.returncode == 0 and "dy" in r.stdout and "dx" in r.stdout
    r = command("inspect", "user:f", cwd=user_file.parent)
    assert r.returncode == 0 and "dx" in r.stdout


def test_command_refusal_has_place_and_caret(user_file):
    r = command("inspect", f"{user_file}:bad")
    assert r.returncode == 2 and r.stdout == "" and "Traceback" not in r.stderr
    assert str(user_file) in r.stderr and "8" in r.stderr and "^" in r.stderr and "return {x for" in r.stderr


@pytest.mark.parametrize("spec", ["{dir}/none.py:f", "{dir}/user.py:nope", "{dir}/user.py", "{dir}/user.py:", ":f", "", "{dir}:f",
                                  "{dir}/user.py:number", "{dir}/binary.py:f", "{dir}/syntax.py:f", "{dir}/raises.py:f",
                                  "{dir}/exits.py:f", "no.such.module:f", "math:nope", "{dir}/text.txt:f", "{dir}/user.py:f.g"])
def test_command_bad_input(user_file, spec):
    folder = user_file.parent
    (folder / "binary.py").write_bytes(bytes(range(256)))
    (folder / "syntax.py").write_text("def f(x:\n    return x\n")
    (folder / "raises.py").write_text("raise RuntimeError('on import')\n")
    (folder / "exits.py").write_text("import sys\nsys.exit(0)\n")
    (folder / "text.txt").write_text("hello\n")
    r = command("inspect", spec.format(dir=folder))
    assert r.returncode == 2, (r.stdout, r.stderr)
    assert r.stdout == "" and r.stderr.strip() and "Traceback" not in r.stderr


@pytest.mark.parametrize("args", [[], ["inspect"], ["nope"], ["inspect", "{file}:f", "--wrt", "q"], ["inspect", "{file}:f", "--wrt", ""],
                                  ["inspect", "{file}:f", "--mode", "sideways"], ["inspect", "{file}:f", "--nope"]])
def test_command_bad_options(user_file, args):
    r = command(*[a.format(file=user_file) for a in args])
    assert r.returncode == 2, (r.stdout, r.stderr)
    assert r.stderr.strip() and "Traceback" not in r.stderr


# ----------------------------------------------------------------- exceptions

def fails_below(x):
    y = x * x
    return divide_by(y - 4.0)


def divide_by(d):
    return 1.0 / d


def test_traceback_names_the_users_line():
    df = differentiate(fails_below)
    with pytest.raises(ZeroDivisionError) as e:
        df(2.0)
    text = "".join(traceback.format_exception(e.value))
    line = divide_by.__code__.co_firstlineno + 1
    assert str(line) in text and "test_interface.py" in text
    assert "1.0 / d" in text


def fails_between(x):
    y = x * x
    z = 1.0 / (y - 4.0)
    return z * z


def test_traceback_counts_statements_rightly():
    df = differentiate(fails_between)
    with pytest.raises(ZeroDivisionError) as e:
        df(2.0)
    shown = traceback.extract_tb(e.value.__traceback__)[-1].line
    assert shown == f"z = 1.0 / t  # {__file__}:{fails_between.__code__.co_firstlineno + 2}"


def fails_in_a_loop(x):
    for i in range(3):
        y = x * x
        if i == 1:
            y = y / 0.0
    return y


@pytest.mark.parametrize("function, line, below", [(divide_by, 1, "1.0 / d"), (fails_in_a_loop, 4, "y / 0.0")])
def test_each_generated_line_names_the_line_that_it_comes_from(function, line, below):
    with pytest.raises(ZeroDivisionError) as e:
        differentiate(function)(0.0)
    step = traceback.extract_tb(e.value.__traceback__)[-1]
    assert below in step.line
    assert step.line.endswith(f"test_interface.py:{function.__code__.co_firstlineno + line}")


def test_interrupts_come_through():
    class Stop(BaseException):
        pass

    def stop():
        raise Stop

    def f(x):
        stop()
        return x
    with pytest.raises(Stop):
        differentiate(f)(1.0)


# --------------------------------------------------------------------- threads

def test_threads_may_differentiate_at_once():
    import threading
    failures = []

    def work(i):
        def f(x):
            return x * x * i
        try:
            df = differentiate(f)
            for _ in range(20):
                assert df(3.0) == (9.0 * i, 6.0 * i)
                v, dv = df(np.ones(2))
                assert dv.tolist() == [2.0 * i] * 2
        except BaseException as e:
            failures.append(e)
    threads = []
    for i in range(8):
        threads.append(threading.Thread(target=work, args=(i,)))
    for t in threads:
        t.start()
    for t in threads:
        t.join()
    assert not failures


def test_no_module_takes_the_name_of_a_function():
    import s2sad
    for name in s2sad.__all__:
        assert name not in {m.partition(".")[2] for m in sys.modules if m.startswith("s2sad.")}, name
        assert callable(getattr(s2sad, name))


class Held:
    def __init__(self, a, b):
        self.a = a
        self.b = b


def changes_what_it_holds(held):
    held.a = held.a * held.b
    return held.a * held.b


def test_a_derivative_of_a_derivative_of_an_object_before_any_call():
    once = differentiate(changes_what_it_holds)
    twice = differentiate(once)
    assert twice.seeds == {"held": "dheld_"}
    assert differentiate(once, wrt=("held", "dheld")).seeds == {"held": "dheld_", "dheld": "ddheld"}
    (v, dv), (again, ddv) = twice(Held(2.0, 3.0))
    assert (v, dv) == (18.0, 21.0) and (again, ddv) == (21.0, 16.0)


# ---------------------------------------------------------------------------- once more

def sorted_by_key(x):
    s = 0.0
    for v in sorted([x, 2 * x, 0.5 * x * x], key=lambda v: -v):
        s = s * v + v
    return s


def cached_recursion(x):
    @functools.lru_cache(maxsize=None)
    def hermite(n):
        return (1.0, 2 * x)[n] if n < 2 else 2 * x * hermite(n - 1) - 2 * (n - 1) * hermite(n - 2)
    return hermite(4)


def sent_to(x):
    def total():
        held = 0.0
        while True:
            v = yield held
            held += v * x
    g = total()
    next(g)
    return [g.send(i * x) for i in range(3)][-1]


@pytest.mark.parametrize("f", [sorted_by_key, cached_recursion, sent_to])
def test_keys_caches_and_generators_are_differentiated_twice(f):
    df = differentiate(f)
    (v, dv), (again, ddv) = differentiate(df)(1.3)
    assert (v, dv) == df(1.3) and again == dv
    assert ddv == pytest.approx((df(1.3 + 1e-5)[1] - df(1.3 - 1e-5)[1]) / 2e-5, rel=1e-7)


def stopped_with(x):
    def squares():
        yield 1
        return x * x
    g = squares()
    next(g)
    try:
        next(g)
    except StopIteration as stop:
        return stop.value


def test_what_a_generator_returns_is_differentiated_twice():
    df = differentiate(stopped_with)
    assert df(2.0) == (4.0, 4.0)
    assert differentiate(df)(2.0) == ((4.0, 4.0), (4.0, 2.0))


def first_of_both(x, a, b):
    a[0] = x
    return b[0][0]


def test_arguments_in_common_memory_are_differentiated_once():
    df = differentiate(first_of_both)
    a = [0.0]
    assert df(3.0, a, [a]) == (3.0, 1.0)
    a = [0.0]
    with pytest.raises(DifferentiationError, match="more than once"):
        differentiate(df)(3.0, a, [a])
    assert differentiate(df)(3.0, [0.0], [[5.0]]) == ((5.0, 0.0), (0.0, 0.0))


def with_names_inside(x):
    class Inside:
        class Deeper:
            pass

        def method(self):
            return [type(self).__qualname__ for _ in range(1)]

    def scaled(y):
        def deeper():
            pass
        return y * x, deeper.__qualname__

    def needs(a):
        return a

    try:
        needs()
    except TypeError as problem:
        said = str(problem)
    return (scaled(x)[0], scaled(x)[1], scaled.__qualname__, (lambda: 0).__qualname__, repr(Inside), Inside.Deeper.__qualname__,
            Inside.method.__qualname__, Inside().method(), said)


def test_functions_and_classes_made_inside_have_the_names_that_they_have_in_the_function():
    def made():
        def inner(x):
            return (lambda: 0).__qualname__, with_names_inside(x)
        return inner

    class Holder:
        def method(self, x):
            return (lambda: 0).__qualname__, x

        slope = differentiate(method, wrt="x")

    df, ddf = differentiate(with_names_inside), differentiate(differentiate(with_names_inside))
    for _ in range(4):  # the first calls, and the fast way
        v, dv = df(2.0)
        assert v == with_names_inside(2.0) and dv[0] == 4.0
        assert ddf(2.0)[0][0] == with_names_inside(2.0)
        assert differentiate(made())(2.0)[0] == made()(2.0)
        assert Holder().slope(2.0)[0] == Holder().method(2.0)


def test_removing_what_is_not_in_a_list_raises_as_lists_do():
    def removed(x):
        xs = [x, 2 * x]
        xs.remove(7.0)
        return xs

    with pytest.raises(ValueError) as own:
        removed(1.0)
    with pytest.raises(ValueError) as raised:
        differentiate(removed)(1.0)
    assert raised.value.args == own.value.args


@pytest.mark.parametrize("value", [2.0, 2, 1j, np.array([1.0, 3.0]), Fraction(1, 2)])
def test_a_seed_that_is_none_by_default_can_be_differentiated_by(value):
    """A derivative's own seed, None, is ones: also where that derivative is differentiated, by the seed or beside it."""
    df = differentiate(square)
    assert np.all(df(value)[1] == 2 * value)
    by_seed, by_value, ones = differentiate(df, wrt="dx"), differentiate(df), np.ones_like(value, dtype=float)
    for _ in range(4):
        for given in ({}, {"dx": None}):
            (v, dv), (of_v, of_dv) = by_seed(value, **given)
            assert np.all(v == value * value) and np.all(dv == 2 * value)
            assert np.all(of_v == 0) and np.all(of_dv == 2 * value)
            assert np.all(by_value(value, **given)[1][1] == 2 * ones)


def test_the_seed_of_a_list_that_is_none_by_default_can_be_differentiated_by():
    df = differentiate(lambda x: x[0] * x[1])
    assert differentiate(df, wrt="dx")([2.0, 3.0]) == ((6.0, 5.0), (0.0, 5.0))
    assert differentiate(differentiate(differentiate(square), wrt="dx"))(3.0) == (((9.0, 6.0), (0.0, 6.0)), ((6.0, 2.0), (0.0, 2.0)))
    by_seed = differentiate(differentiate(square), wrt="dx")
    with pytest.raises(DifferentiationError, match="that seed is left out"):
        differentiate(lambda x: by_seed(x)[1][1])(3.0)
    assert differentiate(lambda x: by_seed(x, dx=1.0)[1][1])(3.0) == (6.0, 2.0)


class Tally:
    def __init__(self):
        self.n, self.last = 0, None


TALLY, NOTES, ROW = Tally(), {"last": None}, np.ones(2)


def counts(x, tally):
    TALLY.n += 1
    TALLY.last = 2.0
    return x if tally.last is None else 2 * x


def notes_down(x, notes):
    NOTES["last"] = 2.0
    return x if notes["last"] is None else 2 * x


def fills(x, row):
    ROW[0] = 2.0
    return x * row[0] + row[1]


@pytest.mark.parametrize("f, given, another", [(counts, TALLY, Tally()), (notes_down, NOTES, {"last": None}), (fills, ROW, np.ones(2))])
def test_an_argument_that_is_changed_under_its_own_name_is_refused(f, given, another):
    df = differentiate(f)
    assert df(3.0, another) == (f(3.0, another), 1.0)
    with pytest.raises(DifferentiationError, match="is also what the function reads"):
        df(3.0, given)
