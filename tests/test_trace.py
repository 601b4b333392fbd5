"""Traces: what ran, in which order, with which values; how it is shown."""

import json
import math
import sys
import warnings

import numpy as np
import pytest

from s2sad import DifferentiationError, differentiate, trace


def lecture(x):
    v = x
    for i in range(3):
        v = v * (v + 4)
    return v


def assigned(steps):
    """(name, value, tangent) of each step that has a name."""
    return [(s.name, s.value, s.tangent) for s in steps if s.name is not None]


def line_of(function, offset):
    return function.__code__.co_firstlineno + offset


# ---------------------------------------------------------------------- steps

def test_the_lectures_table():
    t = trace(lecture, 2.0)
    assert (t.value, t.tangent) == (37632.0, 86912.0)
    assert assigned(t) == [("x", 2.0, 1.0), ("v", 2.0, 1.0), ("i", 0, None), ("v", 12.0, 8.0), ("i", 1, None),
                           ("v", 192.0, 224.0), ("i", 2, None), ("v", 37632.0, 86912.0)]
    assert [s.iteration for s in t] == [(), (), (1,), (1,), (2,), (2,), (3,), (3,), ()]
    assert [s.line for s in t] == [line_of(lecture, i) for i in (0, 1, 2, 3, 2, 3, 2, 3, 4)]
    assert [s.source for s in t][3] == "v = v * (v + 4)"
    last = list(t)[-1]
    assert (last.what, last.name, last.value, last.tangent) == ("return", None, 37632.0, 86912.0)


def test_seeds_and_wrt():
    assert trace(lecture, 2.0, dx=0.5).tangent == 86912.0 / 2

    def f(x, y):
        z = x * y
        return z
    t = trace(f, 2.0, 3.0, wrt=("x", "y"), dx=1.0, dy=10.0)
    assert assigned(t) == [("x", 2.0, 1.0), ("y", 3.0, 10.0), ("z", 6.0, 23.0)]
    assert trace(differentiate(f, wrt="y"), 2.0, 3.0).tangent == 2.0
    with pytest.raises(TypeError):
        trace(f, 2.0, 3.0, wrt=("x", "y"), dx=1.0)
    with pytest.raises(ValueError):
        trace(f, np.ones(3), 1.0, dx=np.ones(2))


kept = None


def test_what_is_refused():
    def f(x):
        global kept
        kept = x
        return x
    with pytest.raises(DifferentiationError):
        trace(f, 2.0)


def test_long_loops_are_folded_while_they_run():
    def f(x, n):
        for i in range(n):
            for _ in range(n):
                x = x + 1.0
        return x
    t = trace(f, 0.0, 30)
    assert t.value == 900.0
    assert {s.iteration for s in t if len(s.iteration) == 2} == {(1, 1), (1, 30), (30, 1), (30, 30)}
    assert [row.count for row in t.rows if hasattr(row, "count")] == [28, 28, 28]
    assert "28 more iterations" in str(t)
    assert len(trace(f, 0.0, 12, full=True)) == 2 + 12 * (1 + 12) + 1


def test_calls_are_indented():
    def half(y):
        return y / 2

    def f(x):
        a = half(x) + half(x * x)
        return a
    t = trace(f, 2.0)
    assert [(s.depth, s.what, s.value, s.tangent) for s in t] == [
        (0, "argument", 2.0, 1.0), (0, "call", None, None), (1, "argument", 2.0, 1.0), (1, "return", 1.0, 0.5),
        (1, "argument", 4.0, 4.0), (1, "return", 2.0, 2.0), (0, "assignment", 3.0, 2.5), (0, "return", 3.0, 2.5)]
    assert {s.function for s in t if s.depth} == {"half"}


def test_calls_in_the_header_of_a_loop():
    def parts(x):
        return [x, 2 * x]

    def f(x):
        s = 0.0
        for y in parts(x):
            s = s + y
        return s
    steps = [(s.what, s.depth, s.name) for s in trace(f, 2.0)]
    assert steps == [("argument", 0, "x"), ("assignment", 0, "s"), ("call", 0, None), ("argument", 1, "x"),
                     ("return", 1, None), *[("assignment", 0, "y"), ("assignment", 0, "s")] * 2, ("return", 0, None)]


def test_a_generator_runs_where_it_is_asked():
    def f(x):
        def multiples():
            for i in range(3):
                yield x * i
        s = 0.0
        for y in multiples():
            s = s + y
        return s
    try:
        t = trace(f, 2.0)
    except DifferentiationError:
        pytest.skip("generators are not supported")
    assert [(s.depth, s.value) for s in t if s.what == "yield" or s.name == "s"] == [
        (0, 0.0), (1, 0.0), (0, 0.0), (1, 2.0), (0, 2.0), (1, 4.0), (0, 6.0)]


def factorial(n, x):
    if n == 0:
        return x
    return n * factorial(n - 1, x)


def test_deep_recursion_is_folded():
    t = trace(factorial, 20, 1.0, wrt="x")
    assert t.value == math.factorial(20)
    assert max(s.depth for s in t) == 5
    assert sum(row.count for row in t.rows if hasattr(row, "count")) == 15
    assert max(s.depth for s in trace(factorial, 20, 1.0, wrt="x", full=True)) == 20
    deep = trace(factorial, 200, 1.0, wrt="x")  # the overflow is far down, and is shown
    assert [s.flags for s in deep if s.flags] == [("infinity in value", "infinity in tangent")]
    assert len(deep) < 40


def test_values_are_copied_when_they_are_assigned():
    def f(u):
        xs = [u]
        u[0] = 5.0
        xs.append(u[0] * 2)
        u[1:] *= 3.0
        u.sort()
        return u.sum() + xs[1]
    u = np.array([1.0, 2.0, 0.5])
    steps = [s for s in trace(f, u) if s.name]
    assert [s.name for s in steps] == ["u", "xs", "u[0]", "xs", "u[1:]", "u"]
    assert steps[0].value.tolist() == [1.0, 2.0, 0.5]
    assert steps[1].value[0].tolist() == [1.0, 2.0, 0.5]
    assert (steps[2].value, steps[2].tangent) == (5.0, 0.0)
    assert steps[3].value[1] == 10.0 and steps[3].value[0].tolist() == [5.0, 2.0, 0.5]
    assert steps[4].value.tolist() == [6.0, 1.5] and steps[4].tangent.tolist() == [3.0, 3.0]
    assert steps[5].value.tolist() == [1.5, 5.0, 6.0] and steps[5].tangent.tolist() == [3.0, 0.0, 3.0]


def test_statements_as_they_are_written():
    def f(x,
          n=3):
        y = (x
             + n)    # why
        a, (b, c) = y, (x, n)
        c += 1; a = a * c  # noqa: E702
        if (a > 0 and
                b > 0):
            return (a,
                    b)
    t = trace(f, 2.0)
    assert [s.source for s in t if s.what != "argument"] == [
        "y = (x + n)", *["a, (b, c) = y, (x, n)"] * 3, *["c += 1; a = a * c"] * 2, "if (a > 0 and b > 0):",
        "return (a, b)"]
    assert [s.name for s in t] == ["x", "n", "y", "a", "b", "c", "c", "a", None, None]
    assert t.tangent == (4.0, 1.0)


def test_endless_loops_and_jumps():
    def f(x):
        while True:
            x = x * 0.5
            if x < 0.3:
                break
        while x < 1.0:
            x = x + 0.5
            continue
        else:
            x = -x
        return x
    t = trace(f, 2.0)
    assert [(s.value, s.iteration) for s in t if s.name == "x" and s.what == "assignment"] == [
        (1.0, (1,)), (0.5, (2,)), (0.25, (3,)), (0.75, (1,)), (1.25, (2,)), (-1.25, ())]


def test_a_tangent_is_that_of_the_value_shown():
    def f(x):
        y = x * 2
        z = y
        y = 5.0
        return z * y
    steps = [(s.name, s.value, s.tangent) for s in trace(f, 1.0) if s.name]
    assert steps[1] == ("y", 2.0, 2.0)
    assert steps[3][:2] == ("y", 5.0) and steps[3][2] in (None, 0.0)


def test_a_tangent_that_stays_as_it_is():
    def f(x, k):
        a = x * 2
        a += 1
        a = a - k
        a = k + a
        b = a
        a = k
        a -= 1
        return b * a
    steps = [(s.name, s.value, s.tangent) for s in trace(f, 1.0, 5.0) if s.what == "assignment"]
    assert steps[:5] == [("a", 2.0, 2.0), ("a", 3.0, 2.0), ("a", -2.0, 2.0), ("a", 3.0, 2.0), ("b", 3.0, 2.0)]
    assert [tangent for *_, tangent in steps[5:]] in ([None, None], [0.0, 0.0])


def test_elements_whose_tangent_stays_as_it_is():
    class Account:
        def __init__(self, total):
            self.total = total

    def f(x):
        u = np.zeros(2)
        u[0] = x
        u[0] += 1.0
        u.T[:1] -= 1.0
        a = Account(x)
        a.total += 1.0
        return u[0] * a.total
    steps = {s.source: (s.name, s.tangent) for s in trace(f, 2.0) if s.what == "assignment" and s.depth == 0}
    assert steps["u[0] += 1.0"] == ("u[0]", 1.0)
    assert steps["u.T[:1] -= 1.0"][0] == "u" and steps["u.T[:1] -= 1.0"][1].tolist() == [1.0, 0.0]
    assert steps["a.total += 1.0"] == ("a.total", 1.0)


def decorator(*args):
    return lambda f: f


@decorator(1,
           2)
def decorated(x):
    return x * x


def test_the_line_of_the_definition():
    assert list(trace(decorated, 2.0))[0].source == "def decorated(x):"


def test_a_branch_without_an_assignment():
    def f(x):
        while True:
            if x > 5: break  # noqa: E701
            x = x + 2.0
        return x
    assert [s.iteration for s in trace(f, 2.0) if s.what == "branch" and "if" in s.source] == [(1,), (2,), (3,)]


def test_a_lambda():
    t = trace(lambda x: x * x + lecture(x), 2.0)
    assert list(t)[0].source == "lambda x: x * x + lecture(x)"
    assert t.tangent == 86912.0 + 4.0


def test_decorated_methods_and_objects():
    class A:
        factor = 3.0

        @staticmethod
        def f(x):
            y = x * A.factor
            return y
    t = trace(A.f, 2.0)
    assert [s.source for s in t][0] == "def f(x):"
    assert assigned(t) == [("x", 2.0, 1.0), ("y", 6.0, 3.0)]


# ------------------------------------------------------------ NaN and infinity

def test_where_nan_and_infinity_appear():
    def f(x):
        y = x - 2.0
        z = np.sqrt(y)
        for i in range(100):
            if i == 50:
                z = z - z * 0 * np.log(y)
            z = z + 1
        return z
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        t = trace(f, 2.0)
    marked = [(s.source, s.flags, s.iteration) for s in t if s.flags]
    assert marked == [("z = np.sqrt(y)", ("infinity in tangent",), ()),
                      ("z = z - z * 0 * np.log(y)", ("NaN in value", "NaN in tangent"), (51,))]
    assert "NaN appears in the value of z" in str(t)
    assert math.isnan(t.value)


def test_it_is_marked_inside_the_call():
    def below(y):
        return np.sqrt(y)

    def f(x):
        z = below(x - x)
        return z
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        t = trace(f, 2.0)
    assert [(s.function, s.flags) for s in t if s.flags] == [("below", ("NaN in tangent",))]


def test_infinity_in_an_argument_or_constant():
    def f(x):
        best = np.inf
        best = min(best, x)
        return best
    assert [s.name for s in trace(f, 2.0) if s.flags] == ["best"]
    assert [s.name for s in trace(f, math.inf) if s.flags] == ["x", "best"]


def test_an_exception_ends_the_trace():
    def f(x):
        for i in range(3):
            y = x / (1 - i)
        return y
    t = trace(f, 2.0)
    last = list(t)[-1]
    assert (last.what, last.flags, last.iteration) == ("exception", ("raised",), (2,))
    assert isinstance(t.error, ZeroDivisionError)
    with pytest.raises(ZeroDivisionError):
        t.value
    assert "ZeroDivisionError" in str(t) and "ZeroDivisionError" in json.loads(t.to_json())["error"]

    def g(x):
        try:
            y = f(x)
        except ZeroDivisionError:
            y = 2 * x
        return y
    t = trace(g, 2.0)
    assert (t.error, t.tangent) == (None, 2.0)
    assert [s.function for s in t if s.what == "exception"] == ["f"]


# --------------------------------------------------------------------- running

def test_another_tracer_is_left_alone():
    seen = []

    def tracer(frame, event, argument):
        seen.append(event)
    before = sys.gettrace()
    sys.settrace(tracer)
    try:
        trace(lecture, 2.0)
        assert sys.gettrace() is tracer
        trace(f_that_raises, 2.0)
        assert sys.gettrace() is tracer
    finally:
        sys.settrace(before)


def f_that_raises(x):
    raise KeyError(x)


def test_arguments_are_changed_as_by_the_derivative():
    def f(u, k):
        u[1:-1] += k * (u[2:] - 2 * u[1:-1] + u[:-2])
    u, du = np.array([0.0, 0, 1, 0, 0]), np.zeros(5)
    t = trace(f, u, 0.25, wrt=("u", "k"), du=du, dk=1.0)
    assert u.tolist() == [0, 0.25, 0.5, 0.25, 0] and du.tolist() == [0, 1, -2, 1, 0]
    assert [s.name for s in t] == ["u", "k", "u[1:-1]"]
    assert list(t)[0].tangent.tolist() == [0] * 5


def test_a_derivative_of_a_derivative():
    t = trace(differentiate(differentiate(lambda x: x * x * x)), 2.0)
    assert t.value == (8.0, 12.0) and t.tangent == (12.0, 12.0)
    assert len(t) >= 2


# ----------------------------------------------------------------------- shown

def test_the_table():
    lines = [" ".join(line.split()) for line in str(trace(lecture, 2.0)).splitlines()]
    assert lines[0] == "lecture (test_trace.py), differentiated by x"
    assert lines[2] == "line loop statement name value tangent"
    n = [line_of(lecture, i) for i in range(5)]
    assert lines[4:13] == [
        f"{n[0]} def lecture(x): x 2.0 1.0", f"{n[1]} v = x v 2.0 1.0",
        f"{n[2]} 1 for i in range(3): i 0 -", f"{n[3]} 1 v = v * (v + 4) v 12.0 8.0",
        f"{n[2]} 2 for i in range(3): i 1 -", f"{n[3]} 2 v = v * (v + 4) v 192.0 224.0",
        f"{n[2]} 3 for i in range(3): i 2 -", f"{n[3]} 3 v = v * (v + 4) v 37632.0 86912.0",
        f"{n[4]} return v return 37632.0 86912.0"]
    assert lines[14].startswith("- no tangent") and len(lines) == 15


def test_eighty_columns_are_enough():
    def f(x, with_a_long_name, n):
        for i in range(n):
            for j in range(n):
                x[1:-1] = x[1:-1] + with_a_long_name * np.sin(x[2:]) * np.cos(x[:-2]) - 1e-7 * x[1:-1] * (1 - x[1:-1])
        return {"a long key": x, "another": [with_a_long_name, x.sum()]}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        t = trace(f, np.linspace(-1e-9, 1e9, 50), 2.0, 20, wrt="x")
    assert max(map(len, str(t).splitlines())) <= 80
    text = "".join(str(t).split())
    assert "np.sin(x[2:])" in text
    for width in (40, 120):
        from s2sad.tracing.table import text as table
        assert max(map(len, table(t, width).splitlines())) <= max(width, 70)


def test_full_shows_temporaries_and_elements():
    t = trace(lambda x: (x * x + 1) * (x * x), np.arange(12.0), full=True)
    assert "temporary" in {s.what for s in t}
    with np.printoptions(precision=3):  # what a program sets for itself does not change a trace
        assert "1.4762e+04" in str(t)


def test_json():
    def f(u, z):
        s = np.sqrt(u)
        return {"a": s, "b": z * s[0], 3: None}
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        read = json.loads(trace(f, np.array([0.0, 4.0]), 1j).to_json())
    assert read["wrt"] == ["u"]
    step = next(s for s in read["steps"] if s["name"] == "s")
    assert step["value"] == {"shape": [2], "dtype": "float64", "norm": 2.0, "min": 0.0, "max": 2.0, "data": [0.0, 2.0]}
    assert step["tangent"]["data"] == ["inf", 0.25] and step["flags"] == ["infinity in tangent"]
    assert read["value"]["b"] == {"real": 0.0, "imag": 0.0} and read["value"]["3"] is None


def test_html_is_escaped_and_self_contained():
    def f(x):
        y = x if x < 3 and "<b>" else x
        return y
    page = trace(f, 2.0).to_html()
    assert "x &lt; 3" in page and "<b>" not in page
    assert "http" not in page and "src=" not in page and "<script" not in page
    assert trace(f, 2.0)._repr_html_() in page


def test_objects_in_values():
    from s2sad.tracing.values import copied, same, trouble
    from s2sad.tracing.words import words

    class Thing:
        def __init__(self):
            self.data, self.me = [1.0, math.nan], self

        def __deepcopy__(self, memo):
            raise AssertionError("the user's code runs")
        __eq__ = __getattr__ = __len__ = __deepcopy__
    thing = Thing()
    copy = copied(thing)
    assert copy.attributes["data"] == thing.data and copy.attributes["data"] is not thing.data
    assert trouble(copy) == {"NaN"}
    assert words(copied(thing)) == "Thing(data=[1.0, nan], me=...)"
    assert same(copied([thing.data]), copied([thing.data]))
    loop = []
    loop.append(loop)
    assert trouble(copied(loop)) == frozenset() and words(copied(loop)) == "[...]"


def test_programs_of_the_corpus():
    """A trace changes nothing, and its tables fit in."""
    from tests import reference
    tried = 0
    for number, (name, (case, *_)) in enumerate(reference.load().items()):
        if number % 12 or case.order != 1 or isinstance(case.wrt, tuple) or case.setup:
            continue
        if name.startswith("left_unfinished"):  # a traced frame lives longer, and so do the generators that it leaves
            continue
        try:
            args, kwargs = reference.clone((case.args, case.kwargs))
            expected = differentiate(case.fun, case.wrt)(*args, **kwargs)
        except Exception:
            continue
        args, kwargs = reference.clone((case.args, case.kwargs))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            t = trace(case.fun, *args, wrt=case.wrt, **kwargs)
        assert reference.same(expected, (t.value, t.tangent)) is None, name
        assert max(map(len, str(t).splitlines())) <= 80, name
        json.loads(t.to_json())
        tried += 1
    assert tried > 30
