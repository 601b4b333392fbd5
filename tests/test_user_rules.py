"""Rules that users attach to their functions."""

import functools
import math
import subprocess
import sys
import textwrap

import numpy as np
import pytest

import s2sad
from s2sad import DifferentiationError, differentiate, jvp, stop_gradient
from s2sad.rules.user import attach
from tests import rules_elsewhere
from tests.rules_elsewhere import parabola, product, sine

LEVEL = 3.0


def opaque(f):
    """The function as one without source or signature."""
    return np.frompyfunc(f, f.__code__.co_argcount, 1)


# ------------------------------------------------------------------- formulas

def test_a_formula_wins_over_the_source_and_is_inlined():
    @s2sad.rule(x="10 * x * dx")
    def f(x):
        return x * x

    def g(x):
        return f(x + 1)

    assert differentiate(f)(3.0) == (9.0, 30.0)
    assert differentiate(g)(2.0) == (9.0, 30.0)
    assert "10 * " in differentiate(g).source and "f_dx" not in differentiate(g).source


def test_the_terms_of_active_parameters_are_added_up():
    @s2sad.rule(x="n * dx", n="x * dn")
    def f(x, n=2.0):
        return x * n

    d = differentiate(lambda x, n: f(x, n), wrt=("x", "n"))
    assert d(3.0, 4.0, dx=1.0, dn=10.0) == (12.0, 34.0)
    assert differentiate(lambda x: f(x))(3.0) == (6.0, 2.0)
    assert differentiate(lambda x: f(n=x, x=2 * x))(3.0) == (18.0, 12.0)


def test_a_tangent_that_would_be_a_word_of_python():
    @s2sad.rule(el="10 * el * del_")
    def f(el):
        return el * el

    def g(el):
        return el * el

    @s2sad.rule_for(g)
    def g_pair(el, *, del_):
        return g(el), 10 * el * del_

    assert differentiate(lambda x: f(x + 1))(2.0) == differentiate(lambda x: g(x + 1))(2.0) == (9.0, 30.0)


def test_names_of_a_formula_are_those_of_its_module_and_live():
    global LEVEL

    @s2sad.rule(x="LEVEL * dx")
    def f(x):
        return LEVEL * x

    def g(x):
        LEVEL = x * 0
        return f(x) + LEVEL

    d = differentiate(g)
    assert d(2.0) == (6.0, 3.0)
    LEVEL = 5.0
    try:
        assert d(2.0) == (10.0, 5.0)
    finally:
        LEVEL = 3.0


def test_names_of_another_module():
    slope = SCALE = numpy = "hidden"  # noqa: F841

    def f(x):
        slope = SCALE = numpy = 1.0
        return parabola(x) + sine(x) + slope + SCALE + numpy

    d = differentiate(f)
    assert d(3.0)[1] == 6.0 + np.cos(3.0)
    rules_elsewhere.SCALE = 4.0
    try:
        assert d(3.0)[1] == 12.0 + np.cos(3.0)
        assert d(3.0)[0] == f(3.0)
    finally:
        rules_elsewhere.SCALE = 2.0
    assert differentiate(d)(3.0)[1][1] == pytest.approx(2.0 - np.sin(3.0))


def test_a_generated_name_does_not_capture_a_name_of_a_formula():
    f = parse_in_module("""
        t = dz = dv = 7.0

        @s2sad.rule(x="(t + dz + dv) * dx")
        def f(x):
            return 21 * x

        def g(z):
            v = f(z * z * z) * f(z * z)
            return v * v + f(v)
        """).g
    d = differentiate(f)
    h = 1e-6
    assert d(0.3)[1] == pytest.approx((f(0.3 + h) - f(0.3 - h)) / (2 * h), rel=1e-6)


def parse_in_module(text):
    import linecache
    import types
    text = textwrap.dedent(text)
    module = types.ModuleType(f"made_{len(sys.modules)}")
    sys.modules[module.__name__] = module
    module.s2sad, module.np, module.math = s2sad, np, math
    name = f"<{module.__name__}>"
    linecache.cache[name] = (len(text), None, text.splitlines(True), name)
    exec(compile(text, name, "exec"), vars(module))
    return module


@pytest.mark.parametrize("x", [2.0, np.float32(2.0), np.array([1.0, 2.0]), np.ones(2, np.float32), np.array(3.0)])
def test_result_in_the_formula(x):
    @s2sad.rule(x="result * dx")
    def f(x):
        return np.exp(x)

    v, dv = differentiate(lambda x: f(x))(x)
    assert type(v) is type(dv) or np.ndim(v) == 0
    np.testing.assert_array_equal(v, dv)
    assert np.asarray(dv).dtype == np.asarray(x).dtype


def test_a_formula_is_broadcast_to_the_value():
    @s2sad.rule(x="dx")
    def shifted(x, by):
        return x + by

    v, dv = differentiate(lambda x: shifted(x, np.ones((3, 1))))(np.ones(2))
    assert dv.shape == v.shape == (3, 2)


def test_functions_without_source():
    bend = np.vectorize(lambda t: t * t if t > 0 else 0.0)
    s2sad.rule(bend, signature="t", t="np.where(t > 0, 2 * t, 0) * dt")
    assert differentiate(lambda x: bend(x).sum())(np.array([1.0, -1.0, 2.0])) == (5.0, 6.0)
    sin = opaque(lambda x: math.sin(x))
    s2sad.rule(sin, x="math.cos(x) * dx")
    assert differentiate(sin)(1.0) == (math.sin(1.0), math.cos(1.0))
    assert differentiate(lambda x: sin(2 * x) + 1)(1.0)[1] == math.cos(2.0) * 2
    assert jvp(sin, (1.0,), (2.0,))[1] == 2 * math.cos(1.0)


def test_straight_through_and_back():
    s2sad.rule(math.floor, signature="x", x="dx")
    d = differentiate(lambda x: math.floor(x) * x)
    try:
        assert d(2.5) == (5.0, 4.5)
    finally:
        attach(math.floor, None)
    assert d(2.5) == (5.0, 2.0)


def test_partials_caches_methods_and_objects():
    def power(x, n):
        return x**n
    square = functools.partial(power, n=2)
    s2sad.rule(square, signature="x", x="100 * dx")
    assert differentiate(square)(3.0) == differentiate(lambda x: square(x))(3.0) == (9.0, 100.0)
    assert differentiate(power)(3.0, 2) == (9.0, 6.0)

    @s2sad.rule(x="8 * dx")
    @functools.lru_cache
    def kept(x):
        return x * x
    assert differentiate(kept)(3.0) == differentiate(lambda x: kept(x))(3.0) == (9.0, 8.0)

    class Gain:
        def __init__(self, k):
            self.k = k

        @s2sad.rule(x="self.k * 10 * dx")
        def apply(self, x):
            return self.k * x
    gain = Gain(2.0)
    assert differentiate(gain.apply)(3.0) == differentiate(lambda x: gain.apply(x))(3.0) == (6.0, 20.0)
    assert differentiate(lambda o, x: o.apply(x), wrt="x")(gain, 3.0) == (6.0, 20.0)


def test_a_rule_is_not_inherited_by_a_wrapper():
    @s2sad.rule(x="100 * dx")
    def f(x):
        return x

    @functools.wraps(f)
    def twice(*args):
        return 2.0 * args[0]
    assert differentiate(twice)(3.0) == (6.0, 2.0)


@pytest.mark.parametrize("formulas, message", [
    ({"x": "2"}, "does not mention dx"), ({"x": "x * dx * dx"}, "not linear in dx"), ({"x": "1 + dx"}, "not linear in dx"),
    ({"x": "x / dx"}, "not linear in dx"), ({"z": "dz"}, "no parameter 'z'"), ({"x": "(lambda: dx)()"}, "write a function"),
    ({"x": "dx +"}, "no Python expression"), ({}, "needs a formula"), ({"x": 3}, "must be a text"),
    ({"n": "dx * dn"}, "tangent of another parameter"), ({"x": "[dx for x in y]"}, "write a function")])
def test_unsuitable_formulas(formulas, message):
    with pytest.raises((TypeError, ValueError), match=message):
        s2sad.rule(lambda x, n: x, **formulas)


@pytest.mark.parametrize("build, message", [
    (lambda f: differentiate(lambda x: f(1.0, x)), "no formula for `n`"),
    (lambda f: differentiate(lambda x: f([x, x], 1.0)), "container"),
    (lambda f: differentiate(lambda x: f(x, 1, 2)), "does not fit this call")])
def test_calls_that_a_formula_does_not_cover(build, message):
    @s2sad.rule(x="dx")
    def f(x, n):
        return np.add(x, n)

    with pytest.raises(DifferentiationError, match=message) as refusal:
        build(f)
    assert refusal.value.filename == __file__


def test_an_unknown_name_is_refused():
    @s2sad.rule(x="nowhere * dx")
    def f(x):
        return x
    with pytest.raises(DifferentiationError, match="`nowhere`"):
        differentiate(f)


def test_memory_shared_with_an_argument_is_refused():
    @s2sad.rule(x="dx[1:]")
    def tail(x):
        return x[1:]

    @s2sad.rule(x="np.sum(dx)")
    def first(x):
        x[0] = 1.0
        return x.sum()
    for f in (tail, first):
        with pytest.raises(DifferentiationError, match="return a new array"):
            differentiate(lambda x: f(x))(np.ones(3))


def test_a_tangent_that_is_passed_on_is_not_written_into():
    @s2sad.rule(x="dx if True else dx")
    def copied(x):
        return x + 0.0

    def f(x):
        y = copied(x)
        y[0] = 0.0
        return y, x
    dx = np.ones(2)
    _, (dy, dx_out) = differentiate(f)(np.ones(2), dx=dx)
    assert dy.tolist() == [0.0, 1.0] and dx_out.tolist() == [1.0, 1.0]


# ---------------------------------------------------------------------- pairs

def test_a_pair_is_called_in_the_place_of_the_function():
    calls = []

    def solve(a, b):
        calls.append("solve")
        return np.linalg.solve(a, b)

    @s2sad.rule_for(solve)
    def solve_rule(a, b, *, da, db):
        x = np.linalg.solve(a, b)
        return x, np.linalg.solve(a, db - da @ x)

    d = differentiate(lambda a, b: solve(a, 2 * b).sum(), wrt=("a", "b"))
    a, b = np.array([[2.0, 1.0], [0.5, 3.0]]), np.array([1.0, 2.0])
    da, db = np.array([[1.0, 0.5], [0.0, 1.0]]), np.array([1.0, -1.0])
    _, dv = d(a, b, da=da, db=db)
    x = np.linalg.solve(a, 2 * b)
    assert dv == pytest.approx(np.linalg.solve(a, 2 * db - da @ x).sum())
    assert calls == []
    # a tangent without a default is zero where the argument is held constant
    assert differentiate(solve, wrt="b")(a, b, db=db)[1] == pytest.approx(np.linalg.solve(a, db))


def test_a_tangent_with_a_default_is_left_out_where_it_is_zero():
    assert differentiate(lambda x: product(x, 5.0))(3.0) == (15.0, 5.0)
    assert differentiate(lambda x: product(5.0, x))(3.0) == (15.0, 5.0)
    assert differentiate(lambda x: product(x, x))(3.0) == (9.0, 6.0)
    assert "da=" not in differentiate(lambda x: product(5.0, x)).source


def test_pairs_are_differentiated_again():
    def cube(x):
        return x**3

    @s2sad.rule_for(cube)
    def cube_rule(x, *, dx):
        return cube(x), 3 * x * x * dx

    d = differentiate(lambda x: cube(x) * x)  # x^4
    d2 = differentiate(d)
    assert d2(2.0) == ((16.0, 32.0), (32.0, 48.0))
    d3 = differentiate(d2)
    assert d3(2.0)[1][1][1] == 48.0


def test_a_pair_for_a_function_without_source():
    square = opaque(lambda x: x * x)

    @s2sad.rule_for(square)
    def square_rule(x, *, dx):
        return square(x), 2 * x * dx

    def f(a):
        y = square(a[0] * 3.0)
        a[1] = y
        return a[1] * 2.0
    assert differentiate(f)(np.array([1.0, 2.0]), da=np.array([1.0, 0.0])) == (18.0, 36.0)


def test_pairs_of_starred_arguments():
    def total(*xs):
        return sum(xs)

    @s2sad.rule_for(total)
    def total_rule(*xs, dxs):
        return sum(xs), 2 * sum(dxs)
    assert differentiate(lambda x: total(x, 2.0, x))(3.0) == (8.0, 4.0)
    assert differentiate(lambda x: total(*[x, 2.0, x]))(3.0) == (8.0, 4.0)


def test_containers_come_with_containers_of_tangents():
    def norm(p):
        return math.hypot(p["x"], p["y"])

    @s2sad.rule_for(norm)
    def norm_rule(p, *, dp):
        v = norm(p)
        return v, (p["x"] * dp["x"] + p["y"] * dp["y"]) / v
    assert differentiate(lambda x: norm({"x": x, "y": 4.0}))(3.0) == (5.0, 0.6)
    assert differentiate(norm)({"x": 3.0, "y": 4.0}, dp={"x": 0.0, "y": 1.0}) == (5.0, 0.8)


def test_a_tangent_handed_through_a_pair_is_not_written_into():
    def shifted(x):
        return x + 1.0

    @s2sad.rule_for(shifted)
    def shifted_rule(x, *, dx):
        return x + 1.0, dx

    def f(x):
        y = shifted(x)
        y[0] = 0.0
        return y, x
    dx = np.ones(2)
    _, (dy, dx_out) = differentiate(f)(np.ones(2), dx=dx)
    assert dy.tolist() == [0.0, 1.0] and dx_out.tolist() == [1.0, 1.0]


def test_a_view_of_the_argument_with_a_view_of_its_tangent():
    def tail(x):
        return x[1:]

    @s2sad.rule_for(tail)
    def tail_rule(x, *, dx):
        return x[1:], dx[1:]

    def f(x):
        y = tail(x)
        y *= 3.0
        return x.sum()
    assert differentiate(f)(np.array([1.0, 2.0, 3.0])) == (16.0, 7.0)


def test_rules_that_do_not_fit():
    def f(x, n=2):
        return x * n
    cases = [(lambda x, n=2: 0, "takes no tangent"), (lambda x, m=2, *, dx: 0, "but f takes x, n=2"),
             (lambda x, n=3, *, dx: 0, "default"), (lambda x, *, dx: 0, "but f takes")]
    for wrong, message in cases:
        with pytest.raises(TypeError, match=message):
            s2sad.rule_for(f)(wrong)
    with pytest.raises(TypeError, match="Python function"):
        s2sad.rule_for(f)(math.sin)


def test_a_pair_that_writes_into_its_arguments_is_refused():
    def fill(x):
        x[0] = 2.0
        return x.sum()

    @s2sad.rule_for(fill)
    def fill_rule(x, *, dx):
        x[0], dx[0] = 2.0, 0.0
        return x.sum(), dx.sum()
    with pytest.raises(DifferentiationError, match="writes into its arguments"):
        differentiate(lambda x: fill(x))(np.ones(3))


def test_an_argument_without_a_tangent_must_be_constant():
    def f(x, n):
        return x * n

    @s2sad.rule_for(f)
    def f_rule(x, n, *, dx):
        return x * n, dx * n
    assert differentiate(lambda x: f(x, 3.0))(2.0) == (6.0, 3.0)
    with pytest.raises(DifferentiationError, match="no tangent of `n`"):
        differentiate(lambda x: f(x, x))


# -------------------------------------------------- no derivative, derivative zero

def test_not_differentiable():
    @s2sad.not_differentiable(reason="The table has no derivative.")
    def look_up(x):
        return x

    with pytest.raises(DifferentiationError, match="The table has no derivative.") as refusal:
        differentiate(lambda x: look_up(x))
    assert "look_up(x)" in refusal.value.text
    with pytest.raises(DifferentiationError, match="The table has no derivative."):
        differentiate(look_up)
    assert differentiate(lambda x: x * look_up(3.0))(2.0) == (6.0, 3.0)


def test_zero_derivative():
    @s2sad.zero_derivative
    def rounded(x):
        return float(round(x))
    assert differentiate(lambda x: x * rounded(x))(2.7) == (2.7 * 3.0, 3.0)
    assert differentiate(rounded)(2.7) == (3.0, 0.0)
    hidden = opaque(lambda x: x * x)
    s2sad.zero_derivative(hidden)
    assert differentiate(lambda x: x * hidden(x))(2.0) == (8.0, 4.0)


def test_zero_derivative_of_what_returns_its_argument_is_refused():
    @s2sad.zero_derivative
    def same(x):
        return x
    assert differentiate(lambda x: x * same(x))(3.0) == (9.0, 3.0)
    with pytest.raises(DifferentiationError, match="returns memory of its arguments"):
        differentiate(lambda x: (x * same(x)).sum())(np.ones(2))


@pytest.mark.parametrize("x, half", [(3.0, 3.0), (np.array([1.0, 2.0]), np.array([1.0, 2.0]))])
def test_stop_gradient(x, half):
    v, dv = differentiate(lambda x: x * stop_gradient(x))(x)
    np.testing.assert_array_equal(v, x * x)
    np.testing.assert_array_equal(dv, half)


def test_stop_gradient_of_structures():
    def f(p):
        q = stop_gradient(p)
        q["w"][0] = 5.0
        return p["w"].sum() * p["k"] + q["w"].sum() * q["k"]
    p = {"w": np.array([1.0, 2.0]), "k": 3.0}
    assert differentiate(f)(p, dp={"w": np.array([1.0, 0.0]), "k": 1.0}) == (9.0 + 21.0, 3.0 + 3.0)
    assert p["w"][0] == 1.0


# ------------------------------------------------------------- rules that change

def test_a_new_rule_takes_effect_everywhere():
    def f(x):
        return x * x

    def g(x):
        return f(x) + x

    df, dg = differentiate(f), differentiate(g)
    d2 = differentiate(dg)
    assert df(3.0) == (9.0, 6.0) and dg(3.0) == (12.0, 7.0) and d2(3.0)[1] == (7.0, 2.0)
    s2sad.rule(f, x="100 * dx")
    assert df(3.0) == (9.0, 100.0) and dg(3.0) == (12.0, 101.0) and d2(3.0)[1] == (101.0, 0.0)
    s2sad.rule(f, x="200 * x * dx")
    assert df(3.0) == (9.0, 600.0) and dg(3.0) == (12.0, 601.0) and d2(3.0)[1] == (601.0, 200.0)
    assert "200" in differentiate(g).source and "200" in s2sad.inspect(dg) or dg(3.0)

    @s2sad.rule_for(f)
    def f_rule(x, *, dx):
        return f(x), 300 * dx
    assert df(3.0) == (9.0, 300.0) and dg(3.0) == (12.0, 301.0) and d2(3.0)[1] == (301.0, 0.0)
    s2sad.not_differentiable(f)
    for d in (df, dg):
        with pytest.raises(DifferentiationError):
            d(3.0)
    attach(f, None)
    assert df(3.0) == (9.0, 6.0) and dg(3.0) == (12.0, 7.0)


def test_a_new_rule_takes_effect_in_functions_met_at_run_time():
    class Handlers:
        pass

    def same(x):
        return x
    handlers = Handlers()
    handlers.table = {"same": same, "sine": math.sin}

    def f(x, name):
        return handlers.table[name](x)
    d = differentiate(f)
    assert d(2.0, "same") == (2.0, 1.0)
    s2sad.rule(same, x="7 * dx")
    assert d(2.0, "same") == (2.0, 7.0)
    s2sad.rule(same, x="8 * dx")
    assert d(2.0, "same") == (2.0, 8.0)
    assert d(2.0, "sine") == (math.sin(2.0), math.cos(2.0))


def test_a_rule_goes_with_its_function():
    import gc
    import weakref

    def make():
        @s2sad.rule(x="2 * dx")
        def f(x):
            return x
        return weakref.ref(f)
    gone = make()
    gc.collect()
    assert gone() is None


SCRIPT = """
    import sys
    import numpy as np
    import s2sad
    from s2sad import differentiate
    import helpers

    def f(x):
        return helpers.g(x) * 2.0

    print(differentiate(f)(3.0))
"""


@pytest.mark.parametrize("versions", [
    ["def g(x): return x * x", 's2sad.rule(x="10 * dx")\ndef g(x): return x * x'.replace("s2sad", "@s2sad", 1),
     '@s2sad.rule(x="20 * dx")\ndef g(x): return x * x', "def g(x): return x * x"],
    ["def g(x): return x * x\n@s2sad.rule_for(g)\ndef r(x, *, dx): return x * x, 10 * dx",
     "def g(x): return x * x\n@s2sad.rule_for(g)\ndef r(x, *, dx): return x * x, 20 * dx",
     "def g(x): return x * x\n@s2sad.rule_for(g)\ndef r(x, *, dx): return x * x, K * dx\nK = 5.0",
     "def g(x): return x * x\n@s2sad.rule_for(g)\ndef r(x, *, dx): return x * x, K * dx\nK = 6.0"]])
def test_the_disk_never_serves_another_rule(tmp_path, versions):
    (tmp_path / "script.py").write_text(textwrap.dedent(SCRIPT))
    seen = {"10": 20.0, "20": 40.0, "K = 5.0": 10.0, "K = 6.0": 12.0}
    for text in versions:
        (tmp_path / "helpers.py").write_text("import s2sad\n" + text + "\n")
        expected = next((v for k, v in seen.items() if k in text), 12.0)
        for _ in range(2):
            done = subprocess.run([sys.executable, "-B", "script.py"], cwd=tmp_path, capture_output=True, text=True,
                                  env={"PYTHONPATH": str(rules_elsewhere.__file__).rpartition("/tests/")[0],
                                       "S2SAD_CACHE_DIR": str(tmp_path / "cache")})
            assert done.stdout.strip() == f"(18.0, {expected})", done.stderr


def test_a_rule_kept_on_disk_can_be_replaced(tmp_path):
    (tmp_path / "helpers.py").write_text('import s2sad\n@s2sad.rule(x="10 * dx")\ndef g(x): return x * x\n')
    (tmp_path / "script.py").write_text(textwrap.dedent(SCRIPT) + textwrap.dedent("""
        d = differentiate(f)
        s2sad.rule(helpers.g, x="30 * dx")
        print(d(3.0))
    """))
    for _ in range(2):
        done = subprocess.run([sys.executable, "-B", "script.py"], cwd=tmp_path, capture_output=True, text=True,
                              env={"PYTHONPATH": str(rules_elsewhere.__file__).rpartition("/tests/")[0],
                                   "S2SAD_CACHE_DIR": str(tmp_path / "cache")})
        assert done.stdout.split("\n")[:2] == ["(18.0, 20.0)", "(18.0, 60.0)"], done.stderr


class Looked:
    @classmethod
    def up(cls, x):
        return float(repr(x))

    def there(self, x):
        return float(repr(x))


def test_bound_methods_are_told_from_their_functions():
    for method, wanted in ((Looked.up, "Looked.up.__func__"), (Looked().there, "Looked.there")):
        with pytest.raises(TypeError, match=f"take {wanted}, whose first parameter is the object"):
            s2sad.rule(method, x="dx")
    s2sad.rule(Looked.up.__func__, x="3 * dx")
    assert differentiate(lambda x: Looked.up(x) * 2)(2.0) == (4.0, 6.0)


class Unhashable:
    __hash__ = None

    def __init__(self, f):
        self.f = f

    def __call__(self, x):
        return self.f(x)


def test_an_object_without_hash():
    squared = Unhashable(lambda x: float(repr(x * x)))
    s2sad.rule(squared, signature="x", x="2 * x * dx")
    assert differentiate(lambda x: squared(x) * 3)(2.0) == (12.0, 12.0)
    assert s2sad.check_rule(squared, 2.0)
