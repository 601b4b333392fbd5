"""The four ways compared: rows, errors, why a way cannot do it, time limits, what is shown."""

import importlib.util
import json
import math
import sys
import time

import numpy as np
import pytest

from s2sad import cli
from tests.test_cli import fails, folder, write  # noqa: F401

for module in ("sympy", "mpmath"):
    pytest.importorskip(module, reason=f"{module} is not installed; it comes with s2sad[compare]")

from s2sad import compare  # noqa: E402
from s2sad.comparing import vocabularies  # noqa: E402
from s2sad.comparing.process import staged  # noqa: E402
from s2sad.comparing.retarget import Unavailable, retargeted  # noqa: E402


def logistic(x, n):
    l = x  # noqa: E741
    for _ in range(n - 1):
        l = 4 * l * (1 - l)  # noqa: E741
    return l


def logistic_3_by_hand(x, n):
    return 16 * (1 - 10 * x + 24 * x**2 - 16 * x**3)


@pytest.fixture(scope="module", autouse=True)
def fewer():
    """The formula's growth as far as it takes no long time."""
    from s2sad.comparing import compare as module
    before, module.SWELL = module.SWELL, range(1, 5)
    yield
    module.SWELL = before


@pytest.fixture(scope="module")
def lecture(fewer):
    return compare(logistic, (0.2, 3), logistic_3_by_hand, seconds=60)


# ----------------------------------------------------------------------- rows

def test_every_way_has_its_rows(lecture):
    assert [(row.way, row.name) for row in lecture][:7] == [
        ("numerical", "forward differences"), ("numerical", "central differences"), ("symbolic", "SymPy"),
        ("symbolic", "SymPy, simplified"), ("manual", "logistic_3_by_hand"), ("automatic", "s2sad"),
        ("automatic", "autograd")]
    assert float(lecture.reference) == pytest.approx(logistic_3_by_hand(0.2, 3), rel=1e-14)
    for name in ("SymPy", "SymPy, simplified", "logistic_3_by_hand", "s2sad"):
        assert lecture[name].error < 1e-14 and lecture[name].size and lecture[name].seconds > 0
    assert 1e-13 < lecture["forward differences"].error < 1e-6
    assert lecture["central differences"].error < 1e-9


def test_truncation_error_falls_and_rounding_error_rises(lecture):
    for found, order in ((lecture.forward, 1), (lecture.central, 2)):
        error = {round(math.log10(d.step)): d.error for d in found if round(math.log10(d.step) * 2) % 2 == 0}
        assert error[-2] / error[-3] == pytest.approx(10**order, rel=0.3)
        assert error[-14] > 100 * min(error.values())


def test_the_formula_grows_and_the_program_does_not(lecture):
    assert lecture.counted == "n"
    assert [row.n for row in lecture.swell] == [1, 2, 3, 4] and lecture.no_swell is None
    assert [(row.derivative, row.simplified) for row in lecture.swell][:3] == [(0, 0), (2, 2), (21, 8)]
    assert len({row.generated for row in lecture.swell}) == 1
    assert lecture.swell[1].text == "4 - 8*x"


def test_other_tools(lecture):
    for module, name in (("autograd", "autograd"), ("jax", "JAX"), ("torch", "PyTorch")):
        row = lecture[name]
        if importlib.util.find_spec(module) is None:
            assert row.note == "not installed"
        else:
            assert row.error < 1e-12 or row.note


def test_what_a_way_cannot_do_is_said():
    def newton(a):
        x = a
        while abs(x * x - a) > 1e-10:
            x = (x + a / x) / 2
        return x
    found = compare(newton, 2.0, seconds=30)
    assert "which way it goes depends on the value" in found["SymPy"].note
    assert "while abs(x * x - a) > 1e-10:" in found["SymPy"].note
    assert found["by hand"].note == "none was named"
    assert found["s2sad"].error < 1e-12

    found = compare(lambda x: np.array([x, 2.0]).sum(), 1.0, seconds=30)
    assert "numpy.array" in found.no_reference and found["s2sad"].error is None
    assert compare(refused, 1.0, seconds=30)["s2sad"].note.startswith("refused: ")


stored = None


def refused(x):
    global stored
    stored = x
    return x


def test_a_kink_has_no_reference():
    found = compare(abs_of, 0.0, seconds=30)
    assert found.reference is None and "no derivative" in found.no_reference
    assert compare(abs_of, -1.0, seconds=30).reference == -1


def abs_of(x):
    return abs(x)


@pytest.mark.parametrize("at", [0.7, (0.7,), {"x": 0.7}])
def test_functions_constants_and_divisions(at):
    third = 1 / 3

    def g(y, s=0.1):
        return np.exp(-y) * s / 3

    def f(x):
        s = 1
        s /= 7
        r = 0
        for i in range(3):
            r += g(x * i) + math.sqrt(2) * x**(1 / 3)
        return r + third * x * float(s) + math.erf(x) * math.pi
    found = compare(f, at, seconds=60)
    assert found["s2sad"].error < 1e-15 and found["SymPy"].error < 1e-15


def test_recursion_and_lambdas():
    def factorial(x, n):
        return x if n == 0 else n * x * factorial(x, n - 1)
    assert compare(factorial, (1.5, 3), seconds=30)["SymPy"].error < 1e-15
    assert compare(lambda t: t / 3, 1.0, seconds=30)["SymPy"].derivative == pytest.approx(1 / 3)


def test_wrt_by_name_and_unsuitable_functions():
    assert compare(lambda x, y: x * y, (2.0, 5.0), wrt="y", seconds=30)["s2sad"].derivative == 2.0
    with pytest.raises(TypeError, match="real number for x"):
        compare(lambda x: x, np.ones(2))
    with pytest.raises(TypeError, match="returns a real number"):
        compare(lambda x: (x, x), 1.0)
    with pytest.raises(ValueError, match="one parameter"):
        compare(lambda x, y: x, (1.0, 2.0), wrt=("x", "y"))
    with pytest.raises(ZeroDivisionError):
        compare(lambda x: 1 / x, 0.0)


# -------------------------------------------------------------------- retarget

def test_the_users_names_are_left_alone():
    space = dict(globals())
    f = retargeted(logistic, vocabularies.mpmath())
    assert f is not logistic and globals().keys() == space.keys()
    with pytest.raises(Unavailable, match="made by exec or eval"):
        retargeted(eval("lambda x: x"), vocabularies.mpmath())


def test_high_precision_is_kept():
    import mpmath

    def f(x):
        return np.sin(x) + math.sqrt(2) + 1 / 3 + x / 3
    with mpmath.workdps(50):
        exact = mpmath.sin(1) + mpmath.sqrt(2) + mpmath.mpf(2) / 3
        assert abs(retargeted(f, vocabularies.mpmath())(mpmath.mpf(1)) - exact) < 1e-48


# ----------------------------------------------------------------- time limits

def test_work_is_stopped_in_time():
    def endless():
        yield 1
        while True:
            pass
    start = time.monotonic()
    assert staged(endless, 0.5) == ([1], "time")
    assert time.monotonic() - start < 30


def test_work_that_breaks_off():
    def broken():
        import os
        yield 1
        os._exit(1)

    def raising():
        yield 1
        raise ValueError("why")

    def large():
        yield len(bytearray(1 << 40))
    assert staged(broken, 30) == ([1], "it broke off; perhaps there was not enough memory")
    assert staged(raising, 30)[1].endswith("ValueError: why")
    if sys.platform == "linux":
        assert staged(large, 30) == ([], "there is not enough memory")


def test_a_formula_that_takes_too_long():
    found = compare(logistic, (0.2, 14), seconds=1)
    assert found["SymPy, simplified"].note == "not finished in 1 s" if found["SymPy"].derivative is not None \
        else found["SymPy"].note == "not finished in 1 s"


# ----------------------------------------------------------------------- shown

def test_the_report(lecture):
    text = str(lecture)
    assert max(map(len, text.splitlines())) <= 80
    assert text.startswith("logistic at x = 0.2, n = 3, differentiated by x\n")
    for words in ("numerical", "symbolic", "manual", "automatic", "not installed", "(mpmath)", "operations, by n",
                  "error of the difference quotients"):
        assert words in text


def test_json(lecture):
    read = json.loads(lecture.to_json())
    assert read["rows"][5]["name"] == "s2sad" and read["at"] == "x = 0.2, n = 3"
    assert float(read["reference"]) == pytest.approx(lecture["s2sad"].derivative)
    assert len(read["forward"]) > 20 and read["swell"][1]["text"] == "4 - 8*x"


def test_the_plot(lecture, tmp_path):
    pytest.importorskip("matplotlib", reason="matplotlib is not installed; it comes with s2sad[compare]")
    for ending, start in ((".png", b"\x89PNG"), (".svg", b"<?xml")):
        lecture.plot(tmp_path / f"plot{ending}")
        assert (tmp_path / f"plot{ending}").read_bytes().startswith(start)


# ------------------------------------------------------------ the command line

@pytest.fixture
def program(folder):  # noqa: F811
    write(folder / "a.py", """\
        print("imported")
        def f(x, n=3):
            return x**n
        def by_hand(x, n=3):
            return n * x**(n - 1)
        def bad(x):
            return [x]
        def leaves(x):
            raise SystemExit(3)
        """)
    return folder


def test_the_command(program, capfd):
    assert cli.main(["compare", "a.py:f", "--at", "2.0, n=2", "--manual", "by_hand", "--json", "--seconds", "30"]) == 0
    read = json.loads(capfd.readouterr().out)
    assert [row["derivative"] for row in read["rows"] if row["way"] in ("manual", "symbolic")] == [4.0] * 3
    assert cli.main(["compare", "a.py:f", "--at=2.0", "--wrt", "x", "--seconds", "30", "--plot", "p.svg"]) == 0
    assert "derivative" in capfd.readouterr().out and (program / "p.svg").exists()


@pytest.mark.parametrize("words, message", [
    (["a.py:f"], "--at"),
    (["a.py:f", "--at", "1 +"], "are not arguments of a call"),
    (["a.py:f", "--at", "1) + f(2"], "are not arguments of a call"),
    (["a.py:f", "--at", "*[1]"], "starred"),
    (["a.py:f", "--at", "y"], "name 'y' is not defined"),
    (["a.py:f", "--at", ""], "missing a required argument: 'x'"),
    (["a.py:f", "--at", "1, 2, 3"], "too many positional arguments"),
    (["a.py:f", "--at", "[1]"], "real number for x"),
    (["a.py:bad", "--at", "1"], "returns a real number"),
    (["a.py:f", "--at", "1", "--manual", "none"], "there is no 'none' in a.py"),
    (["a.py:f", "--at", "1", "--wrt", "x,n"], "one parameter"),
    (["a.py:f", "--at", "1", "--seconds", "0"], "must be positive"),
    (["a.py:f", "--at", "1", "--seconds", "nan"], "must be positive"),
    (["a.py:f", "--at", "1", "--seconds", "soon"], "invalid float value"),
    (["a.py:leaves", "--at", "1"], "SystemExit: 3"),
    (["a.py:f", "--at", "1", "--plot", "no/such.png", "--seconds", "5"], "no/such.png cannot be written"),
    (["a.py:f", "--at", "1", "--plot", "p.what", "--seconds", "5"], "p.what cannot be written"),
])
def test_bad_input(program, capfd, words, message):
    error = fails(capfd, "compare", *words)
    assert message in error and "bug in s2sad" not in error


def test_without_the_extra(program, capfd, monkeypatch):
    find = importlib.util.find_spec
    monkeypatch.setattr(importlib.util, "find_spec", lambda name, *a: None if name == "sympy" else find(name, *a))
    assert fails(capfd, "compare", "a.py:f", "--at", "1").endswith(
        "s2sad: compare needs SymPy: pip install 's2sad[compare]'\n")
