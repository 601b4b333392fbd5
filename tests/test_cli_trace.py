"""`s2sad trace` on the command line."""

import json

import pytest

from s2sad import cli
from tests.test_cli import fails, folder, write  # noqa: F401


@pytest.fixture
def program(folder):  # noqa: F811
    write(folder / "a.py", """\
        import os
        print("imported")
        def f(x, n=3, *, scale=1.0):
            print("runs")
            for _ in range(n):
                x = scale * x * x
            return x
        def fails(x):
            y = x + 1
            raise KeyError("why")
        def stops(x):
            raise SystemExit(3)
        def goes_elsewhere(x):
            os.makedirs("other", exist_ok=True)
            os.chdir("other")
            return x
        """)
    return folder


def prints(capfd, *argv):
    assert cli.main(list(argv)) == 0
    return capfd.readouterr().out


def test_the_table(program, capfd):
    out = prints(capfd, "trace", "a.py:f", "2.0")
    assert out.startswith("f (a.py), differentiated by x\n")
    assert "imported" not in out and "runs" not in out
    assert " ".join(out.splitlines()[-3].split()) == "7 return x return 256.0 1024.0"
    assert max(map(len, out.splitlines())) <= 80


@pytest.mark.parametrize("words, value", [
    (["2.0"], 256.0), (["2.0", "1"], 4.0), (["-2.0", "1"], 4.0), (["2.0", "n=1"], 4.0), (["x=2.0", "n=1"], 4.0),
    (["math.sqrt(4.0)", "1", "scale=0.5"], 2.0), (["-math.sqrt(4.0)", "1"], 4.0), (["--", "-2.0", "1"], 4.0),
    (["float(np.array(2.0))", "1"], 4.0), (["2.0", "--wrt", "x", "1"], 4.0), (["--wrt=scale", "2.0", "1"], 4.0),
    (["x=2.0 if 1 == 1 else 0", "n=1"], 4.0), (["--full", "2.0", "1"], 4.0),
])
def test_arguments(program, capfd, words, value):
    read = json.loads(prints(capfd, "trace", "a.py:f", "--json", *words))
    assert read["value"] == value
    read = json.loads(prints(capfd, "trace", "--json", "a.py:f", *words))
    assert read["value"] == value


def test_seeds(program, capfd):
    read = json.loads(prints(capfd, "trace", "a.py:f", "2.0", "1", "dx=0.5", "--json"))
    assert (read["tangent"], read["seeds"]) == (2.0, {"dx": 0.5})


def test_a_page(program, capfd):
    assert prints(capfd, "trace", "a.py:f", "2.0", "--html", "page.html") == ""
    assert "1024.0" in (program / "page.html").read_text()


@pytest.mark.parametrize("words, message", [
    (["a.py:f"], "missing a required argument: 'x'"),
    (["a.py:f", "2.0", "3", "4"], "too many positional arguments"),
    (["a.py:f", "hello"], "the argument 'hello' cannot be read: name 'hello' is not defined"),
    (["a.py:f", "1 +"], "the argument '1 +' is not a Python expression"),
    (["a.py:f", ""], "is not a Python expression"),
    (["a.py:f", "1 / 0"], "ZeroDivisionError"),
    (["a.py:f", "x=1", "2"], "comes after an argument with a name"),
    (["a.py:f", "x=1", "x=2"], "given twice"),
    (["a.py:f", "1.0", "y=2"], "unexpected keyword argument 'y'"),
    (["a.py:f", "1.0", "wrt='x'"], "write --wrt"),
    (["a.py:f", "1.0", "dx='x'"], "dx"),
    (["a.py:f", "1.0", "--wrt", "y"], "has no parameter 'y'"),
    (["a.py:f", "1.0", "--wrong"], "unrecognized arguments: --wrong"),
    (["a.py:f", "1.0", "--html"], "expected one argument"),
    (["a.py:f", "1.0", "--html", "no/such/folder.html"], "no/such/folder.html cannot be written"),
    (["a.py:g", "1.0"], "there is no 'g' in a.py"),
])
def test_bad_input(program, capfd, words, message):
    error = fails(capfd, "trace", *words)
    assert message in error
    assert "bug in s2sad" not in error


def test_an_exception_is_shown_in_the_table(program, capfd):
    assert cli.main(["trace", "a.py:fails", "1.0"]) == 2
    out, err = capfd.readouterr()
    assert "! KeyError: 'why'" in out
    assert err.endswith("s2sad: fails raised KeyError: 'why'\n")
    assert cli.main(["trace", "a.py:stops", "1.0"]) == 2
    assert capfd.readouterr().err.endswith("s2sad: stops raised SystemExit: 3\n")


def test_a_function_that_moves_the_folder(program, capfd, monkeypatch):
    monkeypatch.chdir(program)
    prints(capfd, "trace", "a.py:goes_elsewhere", "2.0", "--html", "page.html")
    assert (program / "page.html").exists()
