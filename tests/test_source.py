"""Finding a function's text and tree, however it was written down."""

import contextlib
import functools
import importlib.util
import linecache
import operator
import os
import pathlib
import py_compile
import subprocess
import sys
import textwrap
import time
import types

import gast
import numpy as np
import pytest

from s2sad.errors import DifferentiationError
from s2sad.frontend.source import call_from, column, copy_tree, load, refusal, unwrap


def shown(function):
    """A function's tree as text, without its decorators."""
    tree = load(function).tree
    tree.decorator_list = []
    return gast.unparse(tree).strip()


def imported(path, name=None):
    spec = importlib.util.spec_from_file_location(name or path.stem, path)
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


@pytest.fixture
def write(tmp_path):
    """Write a module and import it."""
    def write(text, name="written", newline="\n", encoding="utf-8"):
        path = tmp_path / f"{name}.py"
        path.write_bytes(text.replace("\n", newline).encode(encoding))
        return imported(path)
    return write


# ------------------------------------------------------------------- layouts

LAYOUTS = [
    # what, text, how to get the function, its tree as text
    ("plain", "def f(x):\n    return x\n", "f", "def f(x):\n    return x"),
    ("one line", "def f(x): return x", "f", "def f(x):\n    return x"),
    ("one line, two statements", "def f(x): y = x; return y", "f",
     "def f(x):\n    y = x\n    return y"),
    ("async", "async def f(x):\n    return x\n", "f", "async def f(x):\n    return x"),
    ("generator", "def f(x):\n    yield x\n", "f", "def f(x):\n    yield x"),
    ("tabs", "if 1:\n\tdef f(x):\n\t\treturn x\n", "f", "def f(x):\n    return x"),
    ("tabs and spaces", "if 1:\n  def f(x):\n  \tif x:\n  \t    return x\n", "f",
     "def f(x):\n    if x:\n        return x"),
    ("form feeds", "a = 1\n\f\n\fdef f(x):\n    \f\n    return x\n\f\nb = 2\n", "f",
     "def f(x):\n    return x"),
    ("if and else", "if 0:\n    def f(x): return 1\nelse:\n    def f(x): return 2\n", "f",
     "def f(x):\n    return 2"),
    ("try and except", "try:\n    1/0\n    def f(x): return 1\nexcept ZeroDivisionError:\n"
                       "    def f(x):\n        return 2\n", "f", "def f(x):\n    return 2"),
    ("defined again", "def f(x):\n    return 1\ng = f\ndef f(x):\n    return 2\n", "g",
     "def f(x):\n    return 1"),
    ("nested", "def outer(a):\n    b = a\n    def f(x):\n        return x * b\n    return f\n",
     "outer(1)", "def f(x):\n    return x * b"),
    ("nonlocal", "def outer(a):\n    def f(x):\n        nonlocal a\n        a += x\n"
                 "    return f\n", "outer(1)", "def f(x):\n    nonlocal a\n    a += x"),
    ("declared global", "def outer(a):\n    global f\n    def f(x): return x * a\nouter(1)\n", "f",
     "def f(x):\n    return x * a"),
    ("method", "class A:\n    b = 1\n    def f(self, x):\n        return super().f(x)\n", "A.f",
     "def f(self, x):\n    return super().f(x)"),
    ("staticmethod", "class A:\n    @staticmethod\n    def f(x):\n        return x\n", "A.f",
     "def f(x):\n    return x"),
    ("property", "class A:\n    @property\n    def f(self):\n        return 1\n", "A.f.fget",
     "def f(self):\n    return 1"),
    ("private names", "class _A:\n    def __f(self, __x):\n        return self.__y * __x + g(__x=1)"
                      " + __z__\n", "_A._A__f",
     "def _A__f(self, _A__x):\n    return self._A__y * _A__x + g(__x=1) + __z__"),
    ("private names further in", "class A:\n    def f(self):\n        class B:\n"
     "            def g(self): return self.__b\n        return lambda: self.__a\n", "A().f()",
     "def lambda_():\n    return self._A__a"),
    ("class in a method", "class A:\n    def f(self):\n        class B:\n            c = super\n"
     "        return __class__\n", "A.f",
     "def f(self):\n\n    class B:\n        c = super\n    return __class__"),
    ("class in a function in a function", "def outer(a):\n    def f(x):\n        class B:\n"
     "            c = a\n        return B\n    return f\n", "outer(1)",
     "def f(x):\n\n    class B:\n        c = a\n    return B"),
    ("class in a global function", "def outer(a):\n    global f\n    def f(x):\n"
     "        class B:\n            c = a\n        return B\nouter(1)", "f",
     "def f(x):\n\n    class B:\n        c = a\n    return B"),
    ("decorated", "def d(f): return f\n@d\n@d\ndef f(x):\n    return x\n", "f",
     "def f(x):\n    return x"),
    ("decorated by a call over lines", "def d(*a): return lambda f: f\n@d(\n  1,\n  2)\n\n# why\n"
     "def f(x):\n    return x\n", "f", "def f(x):\n    return x"),
    ("lambda in a decorator", "def d(g):\n    def add(f):\n        f.g = g\n        return f\n"
     "    return add\n@d(lambda x: 2 * x)\ndef f(x): return x\n", "f.g",
     "def lambda_(x):\n    return 2 * x"),
    ("lambda and function on a line", "def d(g): return lambda f: f\n"
     "@d(lambda x: 2 * x)\ndef f(x): return x\n", "f", "def f(x):\n    return x"),
    ("lambda as a default", "def f(x, g=lambda x: 2 * x): return g(x)\n", "f.__defaults__[0]",
     "def lambda_(x):\n    return 2 * x"),
    ("a function with that default", "def f(x, *, g=lambda x: 2 * x): return g(x)\n", "f",
     "def f(x, *, g=lambda x: 2 * x):\n    return g(x)"),
    ("lambda as a default over lines", "def f(x,\n      g=lambda x: 2 * x):\n    return g(x)\n",
     "f.__defaults__[0]", "def lambda_(x):\n    return 2 * x"),
    ("lambda in a lambda", "f = lambda x: lambda y: x * y\n", "f(1)",
     "def lambda_(y):\n    return x * y"),
    ("lambda with a lambda", "f = lambda x: lambda y: x * y\n", "f",
     "def lambda_(x):\n    return lambda y: x * y"),
    ("lambda over lines", "f = (\n    lambda x:\n        x +\n        1)\n", "f",
     "def lambda_(x):\n    return x + 1"),
    ("lambda in a call over lines", "f = dict(\n    a=1,\n    b=lambda x: x,\n)\n", "f['b']",
     "def lambda_(x):\n    return x"),
    ("lambda behind a closing bracket", "f = [len([\n 1, 2]), lambda x: x]\n", "f[1]",
     "def lambda_(x):\n    return x"),
    ("lambda in a for", "for f in [lambda x: x]:\n    pass\n", "f",
     "def lambda_(x):\n    return x"),
    ("lambda in a comprehension", "f = [lambda x: x * i for i in range(2)]\n", "f[1]",
     "def lambda_(x):\n    return x * i"),
    ("lambda in a class", "class A:\n    f = lambda self: self.__x\n", "A.f",
     "def lambda_(self):\n    return self._A__x"),
    ("lambda in a match", "match 1:\n    case 1 if (f := lambda x: x):\n        pass\n", "f",
     "def lambda_(x):\n    return x"),
    ("lambda in a with", "import contextlib\nwith contextlib.nullcontext(lambda x: x) as f:\n"
     "    pass\n", "f", "def lambda_(x):\n    return x"),
    ("continuation lines", "def f(x, \\\n  y=1): \\\n  return x + \\\n    y\n", "f",
     "def f(x, y=1):\n    return x + \\\n    y".replace("\\\n    ", "")),
    ("continuation before the def", "if 1:\n    \\\n    def f(x): return x\n", "f",
     "def f(x):\n    return x"),
    ("text over lines", "if 1:\n    def f(x):\n        s = '''\n  a\n'''\n        return x\n", "f",
     "def f(x):\n    s = '\\n  a\\n'\n    return x"),
    ("comments to the left", "if 1:\n    def f(x):\n# left\n        y = x\n  # left\n"
     "        return y\n", "f", "def f(x):\n    y = x\n    return y"),
    ("names in unicode", "def fé(ñ): return ñ * 2\n", "fé", "def fé(ñ):\n    return ñ * 2"),
    ("a name to be normalised", "def f(ﬁ): return ﬁ\n", "f", "def f(fi):\n    return fi"),
    ("no newline at the end", "def f(x):\n    return x", "f", "def f(x):\n    return x"),
    ("future annotations", "from __future__ import annotations\ndef f(x: A[1]):\n"
     "    def g(y: B): return y\n    return g\n", "f",
     "def f(x: A[1]):\n\n    def g(y: B):\n        return y\n    return g"),
    ("warnings", "def f(x): return '\\d', x is 1\n", "f",
     "def f(x):\n    return ('\\\\d', x is 1)"),
    ("asserts", "def f(x):\n    assert x, 'why'\n    if x:\n        assert x\n    return x - 1\n",
     "f", "def f(x):\n    assert x, 'why'\n    if x:\n        assert x\n    return x - 1"),
    ("imported names", "import numpy as np\nfrom os import path\nimport os.path as p\n"
     "def f(x): return np.f(x), path.g(y=x), p.f(), f.f()\n", "f",
     "def f(x):\n    return (np.f(x), path.g(y=x), p.f(), f.f())"),
    ("a set of constants", "def f(x): return x in {'a', 'b', 'c', 'd', 'e'}\n", "f",
     "def f(x):\n    return x in {'a', 'b', 'c', 'd', 'e'}"),
    ("walrus", "def f(x): return (y := x) + y\n", "f", "def f(x):\n    return (y := x) + y"),
    ("every kind of parameter", "def f(a, /, b, c=1, *d, e, g=2, **h): return a\n", "f",
     "def f(a, /, b, c=1, *d, e, g=2, **h):\n    return a"),
]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"], ids=["lf", "crlf", "cr"])
@pytest.mark.parametrize("text, get, expected", [pytest.param(*row, id=what)
                                                 for what, *row in LAYOUTS])
@pytest.mark.filterwarnings("ignore")
def test_a_function_is_found_as_it_was_written(write, text, get, expected, newline):
    function = eval(get, vars(write(text, newline=newline)))
    assert shown(function) == expected
    check_positions(function)


def check_positions(function):
    """The tree stands where the file has it."""
    source = load(function)
    line = source.line(source.tree.lineno)
    start = line[column(line, source.tree.col_offset) - 1:]
    assert start.startswith(("def ", "async def", "lambda"))
    for node in gast.walk(source.tree):
        if isinstance(node, gast.Name) and node.id.isascii() and not node.id.startswith("_"):
            text = source.line(node.lineno)
            at = column(text, node.col_offset) - 1
            assert text[at:].startswith((node.id, "ﬁ"))


@pytest.mark.skipif(sys.version_info < (3, 12), reason="syntax of Python 3.12")
@pytest.mark.parametrize("text, get", [
    ("def f[T](x: T): return x, T", "f"),
    ("class A[T]:\n    def f[S](self, x: T): return self.__x, T, S, super().f", "A.f"),
    ("def outer[T]():\n    return lambda x: (x, T)", "outer()"),
    ("def f(x): return f'{x!r:>{'a' + 'b'}} {(lambda y: y * 2)(x)}'", "f"),
])
def test_newer_syntax(write, text, get):
    check_positions(eval(get, vars(write(text))))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "latin-1"])
def test_encodings(write, encoding):
    cookie = "" if encoding == "utf-8-sig" else f"# -*- coding: {encoding} -*-\n"
    function = write(f"{cookie}é = 1\ndef f(x): return 'é' + x\n", encoding=encoding).f
    assert shown(function) == "def f(x):\n    return 'é' + x"
    check_positions(function)


# ------------------------------------------------------- lambdas on one line

first, second = lambda x: x * 2, lambda x: x * 3
twin, other = lambda x: x * 2, lambda x: x * 2
by_constant, by_sign, by_order = lambda x, y: x - 1, lambda x, y: x - y, lambda x, y: y - x
nested = (lambda x: (lambda x: x * 2, lambda x: x * 3), lambda x: (lambda x: x * 4,))
number, truth = lambda: 1, lambda: True
zero, minus = lambda: 0.0, lambda: -0.0


@pytest.mark.parametrize("function, body", [
    (first, "x * 2"), (second, "x * 3"), (by_constant, "x - 1"), (by_sign, "x - y"),
    (by_order, "y - x"), (nested[0](0)[0], "x * 2"), (nested[0](0)[1], "x * 3"),
    (nested[1](0)[0], "x * 4"), (nested[1], "(lambda x: x * 4,)"),
    (number, "1"), (truth, "True"), (zero, "0.0"), (minus, "-0.0"),
])
def test_lambdas_on_one_line_are_told_apart(function, body):
    assert shown(function).split("return ")[1] == body


def test_equal_lambdas_on_one_line_are_told_apart_by_their_columns():
    assert load(twin).tree.col_offset < load(other).tree.col_offset


def test_lambdas_on_one_line_without_columns(tmp_path):
    """`-X no_debug_ranges` leaves no columns in the code."""
    script = tmp_path / "script.py"
    script.write_text("import gast\nfrom s2sad.frontend.source import load\n"
                      "for f in (lambda x: x * 2, lambda x: x * 3, lambda x: x * 2):\n"
                      "    print(gast.unparse(load(f).tree).split()[-1])\n")
    assert run("-X", "no_debug_ranges", script).split() == ["2", "3", "2"]


def run(*command, text=None):
    done = subprocess.run([sys.executable, *map(str, command)], input=text, text=True, check=False,
                          capture_output=True,
                          env={**os.environ, "PYTHONPATH": str(pathlib.Path(__file__).parents[1])})
    assert done.returncode == 0, done.stderr
    return done.stdout


# ------------------------------------------------ prompts, notebooks and exec

def test_a_notebook_cell():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        for cell in ["import numpy as np\n%precision 3\ndef f(x):\n    return np.sin(x) * 2\n",
                     "def g(x):\n    return np.sin(x) * np.cos(x)\n"
                     "a, b = lambda x: x, lambda x: 2\n"]:
            shell.run_cell(cell, store_history=True).raise_error()
        names = dict(shell.user_ns)
        assert shown(names["f"]) == "def f(x):\n    return np.sin(x) * 2"
        assert shown(names["g"]) == "def g(x):\n    return np.sin(x) * np.cos(x)"
        assert shown(names["b"]) == "def lambda_(x):\n    return 2"
        assert load(names["g"]).tree.lineno == 1
        # The cell is edited and run again; the old function is what it was.
        shell.run_cell("def g(x):\n    return x\n", store_history=True).raise_error()
        assert shown(shell.user_ns["g"]) == "def g(x):\n    return x"
        assert shown(names["g"]) == "def g(x):\n    return np.sin(x) * np.cos(x)"
    finally:
        InteractiveShell.clear_instance()


PROMPT = """\
from s2sad.frontend.source import load
import gast
def f(x):
    return x * 2

print(gast.unparse(load(f).tree))
"""


@pytest.mark.skipif(sys.version_info >= (3, 13), reason="the prompt keeps its text")
def test_a_prompt_that_keeps_no_text():
    script = PROMPT.replace("print(gast.unparse(load(f).tree))", textwrap.dedent("""\
        try:
            load(f)
        except Exception as error:
            print(error)

        """))
    message = run("-i", "-q", text=script)
    assert 'File "<stdin>", line 1' in message and "notebook" in message


@pytest.mark.skipif(sys.version_info < (3, 13), reason="needs Python 3.13")
def test_text_given_on_the_command_line():
    assert run("-c", PROMPT).split() == "def f(x): return x * 2".split()


def execute(text, filename, monkeypatch, entry=True, lines=None, mtime=None):
    names = {}
    exec(compile(text, filename, "exec"), names)
    if entry:
        monkeypatch.setitem(linecache.cache, filename, (
            len(text), mtime, lines or text.splitlines(True), filename))
    return names


@pytest.mark.parametrize("mtime", [None, 0])
def test_exec_with_its_text_in_linecache(monkeypatch, mtime):
    names = execute("def f(x):\n    return x * 2\n", "<made 1>", monkeypatch, mtime=mtime)
    assert shown(names["f"]) == "def f(x):\n    return x * 2"


def test_form_feeds_in_linecache(monkeypatch):
    """`str.splitlines` cuts where Python does not."""
    text = "a = '\x1c'\n\f\nb = '\u2028'\ndef f(x):\n    return x\n"
    names = execute(text, "<made 2>", monkeypatch)
    assert shown(names["f"]) == "def f(x):\n    return x"


def test_exec_in_a_module_is_not_looked_for_in_that_module(monkeypatch):
    names = {"__name__": __name__, "__file__": __file__, "__loader__": __loader__}
    exec(compile("def f(x): return x", "nowhere.py", "exec"), names)
    with pytest.raises(DifferentiationError, match="cannot be read"):
        load(names["f"])


def test_a_module_in_a_zip_file(tmp_path, monkeypatch):
    import zipfile

    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("zipped_module.py", "def f(x):\n    return x\n")
    monkeypatch.syspath_prepend(str(tmp_path / "a.zip"))
    import zipped_module

    assert shown(zipped_module.f) == "def f(x):\n    return x"


# ------------------------------------------------------------ nothing to read

def test_exec_without_text(monkeypatch):
    names = execute("\ndef f(x): return x", "<string>", monkeypatch, entry=False)
    with pytest.raises(DifferentiationError, match="exec or eval") as caught:
        load(names["f"])
    assert (caught.value.filename, caught.value.lineno) == ("<string>", 2)
    assert "linecache" in caught.value.advice


@pytest.mark.parametrize("function", [len, np.sin, int, print, [].append, operator.itemgetter(1)])
def test_what_is_not_written_in_python(function):
    with pytest.raises(DifferentiationError, match="not written in Python"):
        load(function)


def test_a_deleted_file(write, tmp_path):
    module = write("\ndef f(x): return x\n", "deleted")
    (tmp_path / "deleted.py").unlink()
    with pytest.raises(DifferentiationError, match="f cannot be read") as caught:
        load(module.f)
    assert caught.value.filename == str(tmp_path / "deleted.py")
    assert caught.value.lineno == 2


def test_only_a_pyc(tmp_path):
    path = tmp_path / "compiled.py"
    path.write_text("def f(x): return x\n")
    py_compile.compile(path, tmp_path / "compiled.pyc", dfile="gone.py")
    path.unlink()
    with pytest.raises(DifferentiationError, match="cannot be read"):
        load(imported(tmp_path / "compiled.pyc").f)


# --------------------------------------------------------------- stale files

BEFORE = "import numpy as np\n\n\ndef f(x, y=1):\n    z = x - y\n    return np.sin(z) * 2\n"


def edited(write, tmp_path, after, before=BEFORE):
    """The function of a file that was edited after its import."""
    module = write(before, "edited")
    path = tmp_path / "edited.py"
    path.write_text(after)
    os.utime(path, (1, 1))
    return module.f


@pytest.mark.parametrize("old, new", [
    ("- y", "+ y"), ("x - y", "y - x"), ("* 2", "* 2.0"), ("np.sin", "np.cos"), ("y=1", "w=1, y=1"),
    ("    return", "    z = 1\n    return"), ("    z = x - y\n", "    z = x\n"),
    ("def f", "a = 1\ndef f"), ("def f", "def g"), ("def f", "async def f"), ("return", "yield"),
    (BEFORE, "\n"), ("def f(x, y=1):", "def f(x, y=1:"), ("(x, y=1)", "(x, *y)"), ("(z)", "(z, z)"),
    ("(z)", "(out=z)"),
])
def test_a_changed_function_is_refused(write, tmp_path, old, new):
    after = BEFORE.replace(old, new)
    if (old, new) == ("def f", "def g"):
        after = after.replace("x - y", "x * y")
    with pytest.raises(DifferentiationError, match="changed after it was imported") as caught:
        load(edited(write, tmp_path, after))
    assert caught.value.filename == str(tmp_path / "edited.py")
    assert caught.value.lineno == 4


@pytest.mark.parametrize("old, new", [
    ("x - y", "y - x"), ("* 2", "* 3"), ("np.sin", "np.cos"), ("- y", "/ y"), ("(z)", "(-z)"),
    ("return np.sin(z) * 2", "return 2 * np.sin(z)"), ("z = x", "y = x"),
])
@pytest.mark.parametrize("test", ["assert x", "assert (x and\n    y), x"])
def test_a_changed_function_with_rewritten_asserts_is_refused(write, tmp_path, old, new, test):
    """pytest's way with asserts must not hide an edit elsewhere."""
    before = BEFORE.replace("    return", f"    {test}\n    return")
    function = edited(write, tmp_path, before.replace(old, new), before)
    function.__code__ = rewritten(before, function.__code__.co_filename).__code__
    with pytest.raises(DifferentiationError, match="changed after it was imported"):
        load(function)


def rewritten(text, filename):
    """The function `f` of a text, its asserts rewritten as pytest does it."""
    import ast

    from _pytest.assertion.rewrite import rewrite_asserts

    tree = ast.parse(text)
    rewrite_asserts(tree, text.encode())
    return types.FunctionType(next(const for const in compile(tree, filename, "exec").co_consts
                                   if isinstance(const, types.CodeType) and const.co_name == "f"),
                              {"np": np})


@pytest.mark.parametrize("text", [
    "def f(x):\n    assert x > 0, 'why'\n    return x * 2\n",
    "import numpy as np\ndef f(x):\n    for i in range(3):\n        assert np.all(x), (\n"
    "            i)\n        x = np.sin(x, out=x)\n    return x\n",
    "def f(x):\n    if x:\n        assert x\n    else:\n        return x\n    assert x\n",
    "def f(x):\n    try:\n        assert x == 1\n    except ValueError:\n        return [\n"
    "            x for x in x]\n    return -x\n",
])
def test_asserts_that_pytest_has_rewritten(monkeypatch, text):
    function = rewritten(text, "<rewritten>")
    monkeypatch.setitem(linecache.cache, "<rewritten>", (
        len(text), None, text.splitlines(True), "<rewritten>"))
    assert any("@py" in name for name in function.__code__.co_varnames)
    load(function)


def test_asserts_in_this_file_are_rewritten_too():
    def f(x):
        assert x > 0
        return x

    assert shown(f) == "def f(x):\n    assert x > 0\n    return x"


def test_without_asserts(tmp_path):
    script = tmp_path / "script.py"
    script.write_text("import gast\nfrom s2sad.frontend.source import load\n"
                      "def f(x):\n    'doc'\n    if x:\n        assert x\n    return x\n"
                      "print(len(load(f).tree.body))\n")
    for option in ("-O", "-OO"):
        assert run(option, script) == "3\n"


def test_an_edit_elsewhere_does_not_matter(write, tmp_path):
    assert shown(edited(write, tmp_path, BEFORE + "\n\nprint(1)\n")).startswith("def f")


def test_a_function_renamed_in_the_file_is_still_what_runs(write, tmp_path):
    assert shown(edited(write, tmp_path, BEFORE.replace("def f", "def g"))).startswith("def g")


def test_a_file_edited_before_it_was_imported_again(write, tmp_path):
    """linecache may still hold the text of the first import."""
    path = str(tmp_path / "twice.py")
    write("def f(x):\n    return 1\n", "twice")
    linecache.getlines(path)
    module = write("def f(x):\n    return 10\n", "twice")
    assert shown(module.f) == "def f(x):\n    return 10"


def test_text_known_before_the_edit_is_good(write, tmp_path):
    module = write("def f(x):\n    return 1\n", "known")
    linecache.getlines(str(tmp_path / "known.py"))
    (tmp_path / "known.py").write_text("def f(x):\n    return 10\n")
    assert shown(module.f) == "def f(x):\n    return 1"


# -------------------------------------------------------- copies and refusals

def test_each_tree_is_the_callers_own():
    one, two = load(first), load(first)
    one.tree.body[0].value.left.id = "changed"
    one.tree.body.append(1)
    assert gast.dump(two.tree) == gast.dump(load(first).tree)
    assert two.function is first and two.filename == __file__


def test_copies_are_equal():
    tree = load(test_each_tree_is_the_callers_own).tree
    copy = copy_tree(tree)
    assert gast.dump(copy, include_attributes=True) == gast.dump(tree, include_attributes=True)
    shared = {id(node) for node in gast.walk(tree)} & {id(node) for node in gast.walk(copy)}
    assert not any(vars(node) for node in gast.walk(copy) if id(node) in shared)


def test_a_long_file_is_quick(write):
    text = "".join(f"def f{i}(x):\n    y = x * {i}\n    return [y + 1, x]\n\n" for i in range(600))
    function = write(text + "last = [\n    lambda x: x, (1, lambda x: 2)]\n", "long").f300
    start = time.perf_counter()
    load(function)
    assert time.perf_counter() - start < 0.1            # a few ms; the machine may be busy
    times = []
    for _ in range(20):
        start = time.perf_counter()
        load(function)
        times.append(time.perf_counter() - start)
    assert min(times) < 0.0005


def test_a_refusal_points_at_its_node(monkeypatch):
    text = "def helper(é, x):\n\treturn é + x.sort()\n"
    source = load(execute(text, "<pointed>", monkeypatch)["helper"])
    call = source.tree.body[0].value.right
    error = refusal(source, call, "Why.", "What.", calls=[call_from(source, call)])
    assert (error.filename, error.lineno, error.offset) == ("<pointed>", 2, 13)
    assert error.text == "\treturn é + x.sort()"
    assert str(error) == textwrap.dedent('''\
        File "<pointed>", line 2, column 13
            return é + x.sort()
                       ^
        Why.
        What.
          reached through helper (File "<pointed>", line 2)''')


def test_a_refusal_of_a_node_without_a_place_points_at_the_function():
    source = load(first)
    error = refusal(source, gast.Constant(1, None), "Why.", "What.")
    assert (error.lineno, error.offset) == (source.tree.lineno, source.tree.col_offset + 1)


# -------------------------------------------------------------------- unwrap

def plain(x, y=1, *, z=2):
    return x, y, z


class Machine:
    def method(self, x):
        return self, x

    @classmethod
    def of_class(cls, x):
        return cls, x

    @staticmethod
    def static(x):
        return x

    @functools.lru_cache
    def cached(self, x):
        return x

    def __call__(self, x):
        return self, x

    part = functools.partialmethod(method, 3)


class Static:
    @staticmethod
    def __call__(x):
        return x


class Of_class:
    @classmethod
    def __call__(cls, x):
        return x


class Delegating:
    __call__ = staticmethod(functools.partial(plain, 5))


class Meta(type):
    def __call__(cls, x):
        return x


class Made(metaclass=Meta):
    pass


def doubled(function):
    @functools.wraps(function)
    def wrapper(*args):
        return 2 * function(*args)
    return wrapper


machine, wrapped = Machine(), doubled(plain)


@contextlib.contextmanager
def managed(x):
    yield x


@pytest.mark.parametrize("fn, function, args, kwargs", [
    (plain, plain, (), {}),
    (first, first, (), {}),
    (machine.method, Machine.method, (machine,), {}),
    (machine.of_class, vars(Machine)["of_class"].__func__, (Machine,), {}),
    (Machine.of_class, vars(Machine)["of_class"].__func__, (Machine,), {}),
    (machine.static, Machine.static, (), {}),
    (staticmethod(plain), plain, (), {}),
    (machine, Machine.__call__, (machine,), {}),
    (Static(), Static.__call__, (), {}),
    (Delegating(), plain, (5,), {}),
    (functools.partial(plain, 1), plain, (1,), {}),
    (functools.partial(functools.partial(plain, 1, z=1, y=2), z=3), plain, (1,), {"z": 3, "y": 2}),
    (functools.partial(machine.method, 1), Machine.method, (machine, 1), {}),
    (functools.partial(machine, 1), Machine.__call__, (machine, 1), {}),
    (functools.partial(functools.lru_cache(functools.partial(plain, 1)), 2), plain, (1, 2), {}),
    (functools.cache(plain), plain, (), {}),
    (wrapped, wrapped, (), {}),                       # what a wrapper does counts
    (functools.cache(wrapped), wrapped, (), {}),
    (managed, managed, (), {}),
    (Machine, Machine, (), {}),
    (Made, Made, (), {}),
    (np.sin, np.sin, (), {}),
    (len, len, (), {}),
    (np.sum, np.sum, (), {}),
    (functools.partial(np.add, 1), np.add, (1,), {}),
    (operator.itemgetter(1), operator.itemgetter(1), (), {}),
])
def test_unwrap(fn, function, args, kwargs):
    target = unwrap(fn)
    if not isinstance(fn, operator.itemgetter):
        assert target.function is function
    assert (target.args, target.kwargs) == (args, kwargs)


def test_unwrapped_classmethod_call():
    target = unwrap(Of_class())
    assert target.function is vars(Of_class)["__call__"].__func__
    assert target.args == (Of_class,)


@pytest.mark.parametrize("get", [lambda: machine.cached, lambda: machine.part])
def test_bound_wrappers(get):
    target = unwrap(get())
    assert target.args[0] is machine
    assert target.function in (Machine.cached.__wrapped__, Machine.method)


@pytest.mark.parametrize("fn", [plain, machine.method, machine, Static(), Delegating(),
                                functools.partial(plain, 1), functools.cache(plain), wrapped])
def test_the_target_does_the_same(fn):
    target = unwrap(fn)
    assert target.function(*target.args, 7, **target.kwargs) == fn(7)


def test_unwrapping_leaves_the_partial_alone():
    part = functools.partial(plain, z=1)
    unwrap(functools.partial(part, z=2))
    assert part.keywords == {"z": 1}


@pytest.mark.parametrize("thing, reason", [
    (3, "type int cannot be called"), (None, "NoneType cannot be called"),
    (classmethod(plain), "plain is a bare classmethod"),
])
def test_what_cannot_be_unwrapped(thing, reason):
    with pytest.raises(DifferentiationError, match=reason):
        unwrap(thing)


def test_an_object_that_is_its_own_call():
    class Endless:
        pass

    Endless.__call__ = Endless()
    with pytest.raises(DifferentiationError, match="calls itself"):
        unwrap(Endless())


@pytest.mark.skipif(sys.version_info < (3, 14), reason="needs Python 3.14")
def test_placeholders():
    with pytest.raises(DifferentiationError, match="Placeholder"):
        unwrap(functools.partial(plain, functools.Placeholder, 1))


@pytest.mark.parametrize("text, offset, expected", [
    ("x = y", 0, 1), ("x = y", 4, 5), ("é = y", 5, 5), ("温 = y", 6, 5), ("𝛼𝛽", 4, 2), ("", 3, 1)])
def test_column(text, offset, expected):
    assert column(text, offset) == expected
