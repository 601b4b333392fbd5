"""The `s2sad` command: what it prints where, and what it says to bad input."""

import os
import pathlib
import re
import subprocess
import sys
import textwrap

import pytest

import s2sad
from s2sad import cli
from s2sad.cli import streams, targets
from s2sad.errors import DifferentiationError

ROOT = pathlib.Path(__file__).parents[1]
GENERATED = "def f_dx(x, *, dx=1.0):\n    return x * x, 2 * x * dx\n"


@pytest.fixture
def inspected(monkeypatch):
    """A stand-in for `s2sad.inspect`; the calls it got."""
    calls = []

    def inspect(f, **options):
        calls.append((f, options))
        print(GENERATED)
        return GENERATED

    monkeypatch.setattr(s2sad, "inspect", inspect, raising=False)
    return calls


@pytest.fixture
def folder(tmp_path, monkeypatch):
    """An empty current folder, from which modules imported in a test are forgotten."""
    monkeypatch.chdir(tmp_path)
    before = set(sys.modules)
    yield tmp_path
    for name in set(sys.modules) - before:
        if str(tmp_path) in str(getattr(sys.modules[name], "__file__", "")):
            del sys.modules[name]


def write(path, text):
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(textwrap.dedent(text))


def fails(capfd, *argv):
    """The message of a command that must fail, and print nothing on standard output."""
    assert cli.main([str(arg) for arg in argv]) == 2
    out, err = capfd.readouterr()
    assert out == ""
    assert "Traceback" not in err
    assert err.endswith("\n") and not err.endswith("\n\n")
    return err


# --------------------------------------------------------------------- success

def test_it_prints_the_source_and_nothing_else(folder, inspected, capfd):
    write(folder / "a.py", """\
        import os, sys, subprocess
        print("printed")
        sys.__stdout__.write("written\\n")
        os.write(1, b"raw\\n")
        subprocess.run(["echo", "child"])
        stdout = sys.stdout
        def f(x): return x * x
        """)
    assert cli.main(["inspect", "a.py:f"]) == 0
    out, err = capfd.readouterr()
    assert out == GENERATED
    for word in ("printed", "raw", "child"):
        assert f"{word}\n" in err
    [(function, options)] = inspected
    assert function.__name__ == "f" and function(3) == 9
    assert options == {}


@pytest.mark.parametrize("arguments, options", [
    ([], {}),
    (["--wrt", "x"], {"wrt": "x"}),
    (["--wrt=x,y"], {"wrt": ("x", "y")}),
    (["--wrt", "0, y"], {"wrt": (0, "y")}),
    (["--wrt", "1"], {"wrt": 1}),
    (["--wrt", "-1"], {"wrt": -1}),
    (["--mode", "forward"], {"mode": "forward"}),
    (["--wrt", "x", "--mode=forward"], {"wrt": "x", "mode": "forward"}),
])
def test_options(folder, inspected, arguments, options):
    write(folder / "a.py", "def f(x, y): return x\n")
    assert cli.main(["inspect", *arguments, "a.py:f"]) == 0
    assert cli.main(["inspect", "a.py:f", *arguments]) == 0
    assert [got for _, got in inspected] == [options, options]


@pytest.mark.parametrize("target, result", [
    ("lib/a.py:f", 1), ("./lib/a.py:f", 1), ("lib/a.py:A.f", 2), ("lib/a.py:A.B.g", 3),
    ("pack.mod:f", 4), ("pack:f", 5), ("top:f", 6), ("top.py:f", 6), ("lib/my-file.py:f", 7),
    ("lib/../lib/a.py:f", 1), ("lib/a.py:made", 8),
])
def test_targets(folder, inspected, target, result):
    write(folder / "lib/a.py", """\
        import helper
        f = lambda: helper.one
        class A:
            f = staticmethod(lambda: 2)
            class B:
                g = staticmethod(lambda: 3)
        class Made:
            def __call__(self): return 8
        made = Made()
        """)
    write(folder / "lib/helper.py", "one = 1\n")
    write(folder / "lib/my-file.py", "f = lambda: 7\n")
    write(folder / "pack/__init__.py", "f = lambda: 5\n")
    write(folder / "pack/mod.py", "from . import f as g\nf = lambda: g() - 1\n")
    write(folder / "top.py", "f = lambda: 6\n")
    path, argv = sys.path[:], sys.argv
    assert cli.main(["inspect", target]) == 0
    assert inspected[0][0]() == result
    assert (sys.path, sys.argv) == (path, argv)


def test_an_absolute_path(folder, inspected):
    write(folder / "a.py", "def f(x): return x\n")
    assert cli.main(["inspect", f"{folder / 'a.py'}:f"]) == 0


def test_a_file_with_a_colon(folder, inspected):
    write(folder / "a:b.py", "def f(x): return x\n")
    assert cli.main(["inspect", "a:b.py:f"]) == 0


def test_the_file_is_imported_as_a_module(folder, inspected):
    write(folder / "own.py", """\
        from __future__ import annotations
        import dataclasses, sys
        assert __name__ == "own" and sys.modules["own"].__dict__ is globals()
        assert __file__.endswith("own.py") and sys.argv == ["own.py"]
        @dataclasses.dataclass
        class State:
            u: float
        f = State
        if __name__ == "__main__":
            1 / 0
        """)
    assert cli.main(["inspect", "own.py:f"]) == 0


def test_a_file_named_like_a_module_in_use(folder, inspected):
    write(folder / "types.py", "def f(x): return x\n")
    assert cli.main(["inspect", "types.py:f"]) == 0
    assert hasattr(sys.modules["types"], "FunctionType")


def test_an_older_pyc_is_not_taken_for_the_file(folder, inspected):
    for value in (1, 2):                 # the same length, in the same second
        write(folder / "quick.py", f"f = lambda: {value}\n")
        cli.main(["inspect", "quick.py:f"])
    assert [function() for function, _ in inspected] == [1, 2]


@pytest.mark.filterwarnings("ignore")
def test_warnings_and_encodings(folder, inspected, capfd):
    text = "# coding: latin-1\né = 'é'\ndef f(x): return é, '\\d'\n"
    (folder / "a.py").write_bytes(text.encode("latin-1"))
    assert cli.main(["inspect", "a.py:f"]) == 0
    assert inspected[0][0](0) == ("é", "\\d")


def test_version(capfd):
    assert cli.main(["--version"]) == 0
    assert capfd.readouterr().out.startswith("s2sad ")


@pytest.mark.parametrize("argv", [["--help"], ["inspect", "-h"]])
def test_help(argv, capfd):
    assert cli.main(argv) == 0
    assert "FILE.py:FUNC" in capfd.readouterr().out or argv == ["--help"]


def test_colour_on_a_terminal_without_wrapping(monkeypatch, capfd):
    monkeypatch.setenv("TERM", "xterm-256color")
    monkeypatch.delenv("NO_COLOR", raising=False)
    monkeypatch.setenv("COLUMNS", "20")
    monkeypatch.setattr(sys.stdout, "isatty", lambda: True)
    text = "def f(x):\n    return " + " + ".join(["x[1:-1]"] * 20) + "\n"
    assert streams.write(text, streams.write_coloured) == 0
    out = capfd.readouterr().out
    assert "\x1b[" in out
    assert re.sub(r"\x1b\[[0-9;]*m", "", out) == text


# ------------------------------------------------------------------- bad input

@pytest.mark.parametrize("argv, words", [
    ([], ["COMMAND", "--help"]),
    (["inspekt", "a.py:f"], ["inspekt"]),
    (["inspect"], ["FILE.py:FUNC"]),
    (["inspect", "a.py:f", "--with", "x"], ["--with"]),
    (["inspect", "a.py:f", "--mod", "forward"], ["--mod"]),
    (["inspect", "a.py:f", "b.py:g"], ["b.py:g"]),
    (["inspect", "a.py:f", "--wrt"], ["--wrt"]),
    (["inspect", "a.py:f", "--wrt", ""], ["--wrt", "empty name"]),
    (["inspect", "a.py:f", "--wrt", "x,,y"], ["--wrt", "empty name"]),
    (["inspect", "a.py:f", "--mode", "sideways"], ["--mode", "sideways", "forward"]),
    (["inspect", "a.py:f", "--mode", "reverse"], ["reverse mode is planned, not there yet"]),
    (["inspect", "a.py"], ["a.py", "FILE.py:FUNC"]),
    (["inspect", "a.py:"], ["a.py:", "FILE.py:FUNC"]),
    (["inspect", ":f"], [":f", "FILE.py:FUNC"]),
    (["inspect", ""], ["FILE.py:FUNC"]),
    (["inspect", r"C:\nowhere\a.py"], ["FILE.py:FUNC"]),
    (["inspect", r"C:\nowhere\a.py:f"], [r"no file C:\nowhere\a.py"]),
    (["inspect", "b.py:f"], ["no file b.py"]),
    (["inspect", "heet.py:f"], ["no file heet.py; did you mean heat.py?"]),
    (["inspect", "no/such/heet.py:f"], ["no file no/such/heet.py"]),
    (["inspect", "a.py/b.py:f"], ["a.py/b.py cannot be read"]),
    (["inspect", "sub:f"], ["sub is a directory"]),
    (["inspect", "sub/:f"], ["sub/ is a directory"]),
    (["inspect", ".:f"], [". is a directory"]),
    (["inspect", "dir.py:f"], ["dir.py is a directory"]),
    (["inspect", "text.txt:f"], ["text.txt is not a Python file (.py)"]),
    (["inspect", "script:f"], ["script is not a Python file (.py)"]),
    (["inspect", "no-file:f"], ["no-file is not a Python file (.py)", "none of that name"]),
    (["inspect", "binary.py:f"], ["binary.py is a binary file"]),
    (["inspect", "nomodule:f"], ["no module named nomodule"]),
    (["inspect", "nomodule.sub:f"], ["no module named nomodule.sub"]),
    (["inspect", "json.nothing:f"], ["no module named json.nothing"]),
    (["inspect", "a.b:f"], ["no module named a.b"]),
    (["inspect", "a..b:f"], ["a..b is not a Python file"]),
    (["inspect", "a.py:fluxx"], ["no 'fluxx' in a.py; did you mean flux?"]),
    (["inspect", "a:fluxx"], ["no 'fluxx' in a; did you mean flux?"]),
    (["inspect", "a.py:nothing"], ["no 'nothing' in a.py"]),
    (["inspect", "a.py:A.stap"], ["no 'stap' in a.py:A; did you mean step?"]),
    (["inspect", "a.py:A.step.more"], ["no 'more' in a.py:A.step"]),
    (["inspect", "a.py:f."], ["no '' in a.py:f"]),
    (["inspect", "a.py:f()"], ["no 'f()' in a.py"]),
    (["inspect", "a.py:constant"], ["constant in a.py is not a function", "float"]),
    (["inspect", "lazy.py:f"], ["no 'f' in lazy.py"]),
])
def test_bad_input(folder, inspected, capfd, argv, words):
    write(folder / "a.py", """\
        constant = 1.0
        def f(x): return x
        def flux(x): return x
        class A:
            def step(self, x): return x
        """)
    write(folder / "heat.py", "")
    write(folder / "lazy.py", "def __getattr__(name): raise ValueError(name)")
    (folder / "sub").mkdir()
    (folder / "dir.py").mkdir()
    write(folder / "text.txt", "def f(x): return x")
    write(folder / "script", "def f(x): return x")
    (folder / "binary.py").write_bytes(b"\x7fELF\0\0\1")
    message = fails(capfd, *argv)
    for word in words:
        assert word in message
    assert not inspected


@pytest.mark.parametrize("text, expected", [
    ("x = 1\ndef f(x)\n    return x\n",
     'File "{file}", line 2, column 9\n    def f(x)\n            ^\nSyntaxError: expected \':\'\n'),
    ("if 1:\n    é = 1 $\n",
     "line 2, column 11\n    é = 1 $\n          ^\nSyntaxError: invalid"),
    ("def f(x):\nreturn x\n", "line 2, column 1\n    return x\n    ^\nIndentationError: "),
    ("if 1:\n\tx = 1\n        y = 2\n", "line 3"),
    ("return 1\n", "line 1, column 1\n    return 1\n    ^\nSyntaxError: 'return' outside function"),
    ("x = '\n", "line 1, column 5\n    x = '\n        ^\nSyntaxError: unterminated string"),
])
@pytest.mark.parametrize("target", ["bad.py:f", "bad:f"])
def test_a_syntax_error(folder, inspected, capfd, target, text, expected):
    write(folder / "bad.py", text)
    message = fails(capfd, "inspect", target)
    assert expected.format(file=folder / "bad.py") in message
    assert f'File "{folder / "bad.py"}"' in message


def test_a_syntax_error_in_what_it_imports(folder, inspected, capfd):
    write(folder / "good.py", "import worse\n")
    write(folder / "worse.py", "def f(:\n")
    assert f'File "{folder / "worse.py"}", line 1, column 7' in fails(capfd, "inspect", "good.py:f")


@pytest.mark.parametrize("data", [b"x = '\xff'\n", b"# coding: no-such\n", b"\xff\xfex\n",
                                  b"x = " + b"(" * 1000 + b"\n", b"x = " + b"-" * 100_000 + b"1\n"])
def test_text_that_cannot_be_decoded_or_parsed(folder, inspected, capfd, data):
    (folder / "bad.py").write_bytes(data)
    assert "bad.py" in fails(capfd, "inspect", "bad.py:f")


@pytest.mark.parametrize("text, words", [
    ("def g():\n    return 1 / 0\nx = g()\n",
     ["ZeroDivisionError: division by zero", 'bad.py", line 2\n    return 1 / 0']),
    ("import json\nx = json.loads('{')\n", ["JSONDecodeError", 'bad.py", line 2\n']),
    ("import no_such_thing\n", ["ModuleNotFoundError: No module named 'no_such_thing'", "line 1"]),
    ("from os import no_such\n", ["ImportError", "line 1"]),
    ("import sys\nsys.exit()\n", ["it called sys.exit()", "line 2"]),
    ("raise SystemExit(3)\n", ["it called sys.exit(3)", "line 1"]),
    ("raise KeyboardInterrupt\n", ["interrupted", "line 1"]),
    ("class Own(BaseException): pass\nraise Own('why')\n", ["Own: why", "line 2"]),
    ("class Own(Exception):\n    def __str__(self): 1/0\nraise Own\n", ["Own", "line 3"]),
    ("import argparse\nargparse.ArgumentParser().parse_args(['--x'])\n", ["sys.exit(2)", "line 2"]),
    ("def f(): f()\nf()\n", ["RecursionError", "line 1"]),
    ("raise SyntaxError('own')\n", ["bad", "own"]),
])
@pytest.mark.parametrize("target", ["bad.py:f", "bad:f"])
def test_a_file_that_raises(folder, inspected, capfd, target, text, words):
    write(folder / "bad.py", text)
    message = fails(capfd, "inspect", target)
    for word in words:
        assert word in message
    assert "bad" in message


def test_a_file_of_a_package_says_how_to_name_it(folder, inspected, capfd):
    write(folder / "pack/__init__.py", "")
    write(folder / "pack/part.py", "from . import other\n")
    assert "package.module:FUNC" in fails(capfd, "inspect", "pack/part.py:f")
    assert "cannot import name 'other'" in fails(capfd, "inspect", "pack.part:f")


def test_a_package_that_raises(folder, inspected, capfd):
    write(folder / "pack/__init__.py", "import no_such_thing\n")
    write(folder / "pack/part.py", "")
    assert "No module named 'no_such_thing'" in fails(capfd, "inspect", "pack.part:f")


def test_an_unreadable_file(folder, inspected, capfd, monkeypatch):
    write(folder / "secret.py", "def f(x): return x\n")

    def refuse(path, mode):
        raise PermissionError(13, "Permission denied")

    monkeypatch.setattr(targets, "open", refuse, raising=False)
    assert "secret.py cannot be read: Permission denied" in fails(capfd, "inspect", "secret.py:f")


# ----------------------------------------------------- what inspect complains of

@pytest.mark.parametrize("error, expected", [
    (DifferentiationError("Why.", "What.", filename="a.py", lineno=1, offset=17,
                          text="def f(x): return x"),
     'File "a.py", line 1, column 17\n    def f(x): return x\n                    ^\nWhy.\nWhat.\n'),
    (DifferentiationError("Why.", "What."), "s2sad: Why.\nWhat.\n"),
    (ValueError("f has no parameter 'z'"), "s2sad: f has no parameter 'z'\n"),
    (KeyError("node"), "s2sad: this is a bug in s2sad, please report it: KeyError: 'node'"),
    (KeyboardInterrupt(), "s2sad: interrupted\n"),
])
def test_inspect_fails(folder, capfd, monkeypatch, error, expected):
    def inspect(f, **options):
        print("begun")
        raise error

    monkeypatch.setattr(s2sad, "inspect", inspect, raising=False)
    write(folder / "a.py", "def f(x): return x\n")
    assert fails(capfd, "inspect", "a.py:f", "--wrt", "z").startswith(expected)


def test_a_file_that_is_refused_while_it_is_imported(folder, inspected, capfd):
    write(folder / "a.py", """\
        from s2sad.errors import DifferentiationError
        raise DifferentiationError("Why.", "What.", filename="a.py", lineno=7)
        """)
    assert fails(capfd, "inspect", "a.py:f") == 'File "a.py", line 7\nWhy.\nWhat.\n'


# ------------------------------------------------------------ as a real process

STAND_IN = f"""\
import sys
import s2sad
s2sad.inspect = lambda f, **options: f.text if hasattr(f, "text") else {GENERATED!r}
from s2sad.cli import main
sys.exit(main())
"""


def process(*argv, **options):
    options = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE, "check": False} | options
    options["env"] = {**os.environ, "PYTHONPATH": str(ROOT), **options.get("env", {})}
    return subprocess.run([sys.executable, "-c", STAND_IN, *argv], **options)


@pytest.fixture
def real(folder):
    write(folder / "a.py", """\
        import sys
        sys.__stdout__.write("written")
        print("printed")
        def f(x): return x
        def long(x): return x
        long.text = "x = 1\\n" * 100_000
        def greek(x): return x
        greek.text = "α = 1\\n"
        """)


def test_only_the_source_goes_down_the_pipe(real):
    done = process("inspect", "a.py:f")
    assert (done.returncode, done.stdout.decode()) == (0, GENERATED)
    assert b"printed" in done.stderr and b"written" in done.stderr


def test_a_pipe_closed_early_is_no_error(real):
    read, write_end = os.pipe()
    os.close(read)
    try:
        done = process("inspect", "a.py:long", stdout=write_end)
    finally:
        os.close(write_end)
    assert done.returncode == 0
    assert done.stderr.decode().replace("written", "").strip() == "printed"


@pytest.mark.skipif(not os.path.exists("/dev/full"), reason="needs /dev/full")
def test_a_full_disk(real):
    with open("/dev/full", "wb") as full:
        done = process("inspect", "a.py:f", stdout=full)
    assert done.returncode == 2
    assert b"standard output cannot be written: No space left on device" in done.stderr
    assert b"Traceback" not in done.stderr and b"Exception ignored" not in done.stderr


@pytest.mark.skipif(os.name != "posix", reason="needs a POSIX shell")
def test_a_closed_standard_output(folder):
    write(folder / "quiet.py", "def f(x): return x\n")
    done = subprocess.run(["sh", "-c", 'exec "$@" >&-', "sh", sys.executable, "-c", STAND_IN,
                           "inspect", "quiet.py:f"], capture_output=True, check=False,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert done.returncode == 2
    assert b"standard output is closed" in done.stderr and b"Traceback" not in done.stderr


def test_output_in_utf_8_whatever_the_locale(real):
    done = process("inspect", "a.py:greek", env={"PYTHONIOENCODING": "ascii"})
    assert (done.returncode, done.stdout.decode()) == (0, "α = 1\n")


def test_python_m(folder):
    done = subprocess.run([sys.executable, "-m", "s2sad", "inspect", "nowhere.py:f"], check=False,
                          capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stdout) == (2, "")
    assert done.stderr == "s2sad: there is no file nowhere.py\n"


def test_the_command_itself_imports_little():
    done = subprocess.run([sys.executable, "-c", textwrap.dedent("""\
        import sys, types
        sys.modules["s2sad"] = package = types.ModuleType("s2sad")
        package.__path__ = [sys.argv[1]]
        import s2sad.cli
        print(sorted({"numpy", "gast", "rich", "beniget"} & set(sys.modules)))
        """), str(ROOT / "s2sad")], check=True, capture_output=True, text=True)
    assert done.stdout == "[]\n"


def test_a_derivative_from_end_to_end(folder):
    write(folder / "a.py", """\
        def f(x):
            v = x
            for i in range(3):
                v = v * (v + 4)
            return v
        """)
    done = subprocess.run([sys.executable, "-m", "s2sad", "inspect", "a.py:f"], check=False,
                          capture_output=True, text=True,
                          env={**os.environ, "PYTHONPATH": str(ROOT)})
    assert (done.returncode, done.stderr) == (0, "")
    names = {}
    exec(done.stdout, names)
    assert names["f_dx"](1.0) == (2205.0, 7896.0)


# ----------------------------------------------------------------------- check

CHECKED = """
    import math
    import s2sad

    def power(x, n=2):
        print("working")
        return x**n

    @s2sad.rule(x="5 * dx")
    def wrong(x):
        return x

    def logarithm(x):
        return math.log(x)

    def refused(x):
        return open(x)
    """


@pytest.mark.parametrize("arguments, status, shown", [
    (["power", "2.0"], 0, "2 ok"), (["power", "np.ones(2)", "3", "--wrt", "x,n"], 0, "2 ok"),
    (["power", "-2.0"], 0, "2 ok"), (["--wrt", "n", "power", "math.pi"], 0, "2 ok"),
    (["wrong", "2.0"], 1, "2 differs"), (["power", "2.0", "n=3", "--wrt", "n"], 0, "2 ok"), (["power", "-abs(2.0)"], 0, "2 ok")])
def test_check(folder, capfd, arguments, status, shown):
    write(folder / "f.py", CHECKED)
    arguments = [f"f.py:{a}" if a in ("power", "wrong") else a for a in arguments]
    assert cli.main(["check", *arguments]) == status
    out, err = capfd.readouterr()
    assert shown in out and "working" not in out and "Traceback" not in err


@pytest.mark.parametrize("arguments, message", [
    (["logarithm", "-1.0"], "the function raises ValueError: math domain error"),
    (["logarithm", "nonsense"], "the argument 'nonsense' cannot be read"),
    (["logarithm", "1 +"], "not a Python expression"), (["logarithm"], "missing a required argument: 'x'"),
    (["logarithm", "1", "2"], "too many positional arguments"), (["logarithm", "1.0", "--wrt", "y"], "no parameter 'y'"),
    (["power", "'a'"], "the function raises TypeError"), (["refused", "1.0"], "line 17"), (["nowhere", "1.0"], "no 'nowhere'")])
def test_check_of_bad_input(folder, capfd, arguments, message):
    write(folder / "f.py", CHECKED)
    assert message in fails(capfd, "check", f"f.py:{arguments[0]}", *arguments[1:])
