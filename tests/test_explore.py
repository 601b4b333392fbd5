"""Explorations: the forms of a derivative and the page that shows them."""

import html
import re

import numpy as np
import pytest

from s2sad import DifferentiationError, cli, differentiate, explore
from s2sad.exploring.highlight import highlighted
from s2sad.exploring.page import asset
from tests.test_cli import fails, folder, write  # noqa: F401

peak = 0.0


def laplace(u):
    return u[2:] - 2 * u[1:-1] + u[:-2]


def heat(k, steps=100):
    """Heat in a rod."""
    u = np.zeros(50)
    u[25] = 1.0
    for _ in range(steps):
        u[1:-1] += k * laplace(u)
    # the end
    return (u.max()
            + 0.0)


def power(signal):
    global peak
    peak = np.abs(signal).max()
    return signal**2


def loudness(signal):
    return power(2 * signal).sum()


def lines(text):
    """[(line of generated code, offset of the user's line in the user's function or None)]"""
    return [(shown, line and line - text.source.first)
            for shown, line in zip(text.text.rstrip("\n").split("\n"), text.lines)]


def bare(page):
    return html.unescape(re.sub(r"<[^>]+>", "", page))


# ---------------------------------------------------------------------- stages

def test_the_derivative_and_its_lines():
    found = explore(heat).stages
    assert [text.name for text in found.printed] == ["heat_dk", "laplace_du"]
    assert "\n\n".join(text.text for text in reversed(found.printed)) == differentiate(heat).source
    main, helper = found.printed
    assert lines(main) == [
        ("def heat_dk(k, steps=100, *, dk=1.0):", 0),
        ('    """Heat in a rod."""', 0),
        ("    u = np.zeros(50)", 2),
        ("    du = np.zeros_like(u)", 2),
        ("    du[25] = 0.0", 3),
        ("    u[25] = 1.0", 3),
        ("    for _ in range(steps):", 4),
        ("        t, dt = laplace_du(u, du)", 5),
        ("        du[1:-1] += dk * t + k * dt", 5),
        ("        u[1:-1] += k * t", 5),
        ("    t2 = u.max()", 7),
        ("    return t2 + 0.0, extremum_tangent(u, du, t2)", 7)]
    assert helper.source.name == "laplace" and helper.source is found.sources[1]
    assert main.active == {"k", "u"} and main.tangents == {"dk", "du", "dt"}


def test_what_belongs_to_a_statement_of_several_lines():
    (source,) = [s for s in explore(heat).stages.sources if s.name == "heat"]
    assert {line - source.first: start - source.first for line, start in source.starts.items()} == {
        0: 0, 1: 1, 2: 2, 3: 3, 4: 4, 5: 5, 7: 7, 8: 7}


def test_kinds_and_activity():
    main, helper = explore(heat).stages.facts
    known = {fact.text: (fact.kind, fact.active) for fact in main.rows}
    assert known["k"] == ("float", True)
    assert known["steps"] == ("int", False)
    assert known["u"] == ("float64 array, 1-d", True)
    assert known["u[25]"] == ("float", False)
    assert known["k * laplace(u)"] == ("float64 array, 1-d", True)
    assert helper.parameters == "u: float64 array, 1-d"
    assert "np" not in known and "100" not in known and "range" not in known


def test_the_forms_in_between():
    def f(x):
        return [x * 1.0 + (lambda x: x * c)(x) for x in (x, 2.0)]
    c = 3.0
    found = explore(f).stages
    assert "for x_ in (x, 2.0)" in found.lowered[0].text
    assert found.forward[0].text != found.printed[0].text

    def g(x):
        unused = x * 3
        return x
    found = explore(g).stages
    assert "dunused" in found.forward[0].text and "dunused" not in found.printed[0].text


class Multiples:
    def __init__(self, x):
        self.x = x

    def __len__(self):
        return 2

    def __getitem__(self, i):
        if i >= 2:
            raise IndexError(i)
        return self.x * i


def test_a_form_that_refers_to_a_function_itself():
    def f(x):
        def all_of():
            yield from Multiples(x)
        return sum([y * x for y in all_of()])
    found = explore(f).stages
    assert found.refusal is None and "by_index_dsequence(t, dt)" in found.forward[0].text


def square(y):
    return y * y


def size(y):
    return abs(y)


def test_each_helper_once_for_each_combination_of_kinds():
    def f(x):
        return square(x) + square(np.ones(3) * x).sum()
    found = explore(f).stages
    assert [s.name for s in found.sources] == ["f", "square"]
    assert [text.source.name for text in found.printed] == ["f", "square"]  # their texts are equal
    assert [facts.parameters for facts in found.facts] == ["x: float", "y: float", "y: float64 array, 1-d"]

    def g(x):
        return size(x) + size(np.ones(3) * x).sum()
    assert [text.source.name for text in explore(g).stages.printed] == ["g", "size", "size"]


def test_the_arguments_choose_the_kinds_and_nothing_runs():
    ran = []

    def f(x, n=2):
        ran.append(x) if x is None else 0
        return x * x
    assert explore(f).stages.facts[0].rows[0].kind == "float"
    assert explore(f, np.ones((2, 2))).stages.facts[0].rows[0].kind == "float64 array, 2-d"
    assert explore(f, x=3).stages.facts[0].rows[0].kind == "int"
    assert ran == []


def test_a_derivative_shows_the_version_that_ran():
    df = differentiate(heat, "k")
    df(2, steps=1)
    assert explore(df).stages.facts[0].rows[0].kind == "int"
    assert explore(df, 2.0).stages.facts[0].rows[0].kind == "float"
    assert explore(df).wrt == ("k",)


def test_exploring_changes_nothing():
    def f(x, y):
        x *= y
        return x.sum()
    df = differentiate(f, wrt=("x", "y"))
    x = np.ones(3)
    df(x, 2.0, dx=np.ones(3), dy=1.0)
    before = df.source
    texts = [[text.text for text in explore(df).stages.printed] for _ in range(2)]
    assert texts[0] == texts[1] == [before] and df.source == before
    assert np.array_equal(x, [2.0] * 3)
    assert df(x, 2.0, dx=np.ones(3), dy=1.0) == (12.0, 12.0)


@pytest.mark.parametrize("make", [
    lambda: differentiate(differentiate(laplace)), lambda: (lambda x: x * x), lambda: np.sin, lambda: complex.conjugate,
    lambda: type("C", (), {"__call__": lambda self, x: x * 2})(),
])
def test_every_callable(make):
    page = explore(make()).to_html()
    assert "Derivative" in page or "Refusal" in page


@pytest.mark.parametrize("call, error", [
    (lambda: explore("f"), TypeError), (lambda: explore(heat, wrt="z"), ValueError),
    (lambda: explore(heat, 1.0, 2, 3), TypeError), (lambda: explore(heat, steps=2), TypeError),
])
def test_what_does_not_fit(call, error):
    with pytest.raises(error):
        call()


# -------------------------------------------------------------------- refusals

def test_a_refusal_is_shown_where_it_is():
    found = explore(loudness)
    assert isinstance(found.refusal, DifferentiationError)
    with pytest.raises(DifferentiationError) as caught:
        differentiate(loudness)
    assert str(found.refusal) == str(caught.value)
    page = found.to_html()
    assert str(found.refusal) in bare(page)
    assert re.search(r'<i class="fault">peak</i> = np.*`peak` outlives the call', page)
    assert [s.name for s in found.stages.sources] == ["loudness", "power"]
    assert 'id="derivative"' not in page and 'id="refusal"' in page


def test_a_refusal_at_what_is_no_name():
    def f(x):
        return (x**2, {1.0, x})
    page = explore(f).to_html()
    assert '<i class="fault">(</i>' in page


def test_no_source():
    names = {}
    exec("def f(x): return x", names)
    found = explore(names["f"])
    assert "a text that was not kept" in str(found.refusal)
    assert str(found.refusal) in bare(found.to_html())


def test_kinds_that_only_a_call_tells():
    class Body:
        def __init__(self, mass):
            self.mass = mass

    def f(body):
        return body.mass * 2
    assert "Other kinds of arguments may be accepted" in explore(f).to_html()
    assert explore(f, Body(1.0)).refusal is None


# ------------------------------------------------------------------------ page

def test_a_page_needs_nothing_else():
    page = explore(heat).to_html()
    assert not re.search(r'(src|href|action)=|url\(|@import|https?:|fetch\(|import\(', page)
    assert page.count("<script>") == 1 and "<style>" in page


def test_no_character_is_lost():
    source = ["def f(x):", "    s = f'{x!r:>{3}} {{}} é'  # <&> ü", '    t = """a', '\tb"""', "    return x @ x \\",
              "        [0]", "  if"]
    assert [html.unescape(re.sub(r"<[^>]+>", "", line)) for line in highlighted(source, {(5, 8): "fault"})] == source
    assert '<i class="fault">[</i>' in highlighted(source, {(5, 8): "fault"})[5]


def test_the_users_text_is_data():
    def f(x):
        "</script><script>alert(1)</script>"
        return x * len("<b>&amp;")
    page = explore(f).to_html()
    assert "alert(1)" in bare(page) and "<script>alert" not in page and page.count("</script>") == 1
    assert "<b>" not in page


def test_letters_beyond_ascii():
    def f(x, ä="é"):
        ö, y = len("ü") * x, x
        return ö * y
    page = explore(f).to_html()
    assert '<i class="active">ö</i>, <i class="active">y</i>' in page


def luminance(colour):
    parts = [int(colour[i:i + 2], 16) / 255 for i in (1, 3, 5)]
    parts = [p / 12.92 if p <= 0.03928 else ((p + 0.055) / 1.055)**2.4 for p in parts]
    return 0.2126 * parts[0] + 0.7152 * parts[1] + 0.0722 * parts[2]


@pytest.mark.parametrize("scheme", [0, 1], ids=["light", "dark"])
def test_contrast(scheme):
    blocks = re.findall(r":root \{(.*?)\}", asset("page.css"), re.S)
    colours = dict(re.findall(r"--([\w-]+): (#\w{6})", blocks[scheme]))
    code = ["ink", "quiet", "active", "tangent", "keyword", "number", "string", "comment"]
    pairs = [(text, paper) for text in code for paper in ("panel", "paper", "hot", "pinned")]
    pairs += [("error", paper) for paper in ("error-paper", "panel", "hot", "pinned")]
    for text, paper in pairs:
        high, low = sorted((luminance(colours[text]), luminance(colours[paper])), reverse=True)
        assert (high + 0.05) / (low + 0.05) >= 4.5, (text, paper)


def test_the_script_is_small():
    assert len(asset("page.js").splitlines()) < 150


# -------------------------------------------------------------------- notebook

def test_a_derivative_shows_itself_in_a_notebook():
    from IPython.core.interactiveshell import InteractiveShell

    shell = InteractiveShell.instance()
    try:
        shell.run_cell("from s2sad import differentiate\n@differentiate\ndef f(x):\n    return x * x\n"
                       "def g(x):\n    return x\n", store_history=True).raise_error()
        display, _ = shell.display_formatter.format(shell.user_ns["f"])
        assert display["text/html"].startswith("<iframe")
        assert "f_dx" in html.unescape(display["text/html"])
        assert "text/html" not in shell.display_formatter.format(shell.user_ns["g"])[0]
        # What showed functions before still shows those that are no derivatives.
        import types
        formatter = shell.display_formatter.formatters["text/html"]
        formatter.for_type(types.FunctionType, lambda f: "mine")
        shell.run_cell("df = differentiate(g)").raise_error()
        assert shell.display_formatter.format(shell.user_ns["g"])[0]["text/html"] == "mine"
        assert shell.display_formatter.format(shell.user_ns["df"])[0]["text/html"].startswith("<iframe")
        assert "mine" not in explore(shell.user_ns["g"])._repr_html_()
    finally:
        InteractiveShell.clear_instance()


# --------------------------------------------------------------------- command

@pytest.fixture
def program(folder):  # noqa: F811
    write(folder / "a.py", """\
        import os
        print("imported")
        state = []
        def f(x, n=3):
            return x ** n
        def refused(x):
            state.append(x)
            return x
        def goes_elsewhere(x):
            return x
        os.makedirs("other", exist_ok=True)
        os.chdir("other")
        """)
    return folder


def test_the_command(program, capfd, monkeypatch):
    for argv in (["a.py:f", "-o", "page.html"], ["a.py:f", "-2.0", "n=2", "--output", "page.html", "--wrt", "x"]):
        monkeypatch.chdir(program)
        assert cli.main(["explore", *argv]) == 0
        out, err = capfd.readouterr()
        assert out == "" and err == "imported\n"
        assert "f_dx" in (program / "page.html").read_text(encoding="utf-8")


def test_the_command_writes_a_page_of_a_refusal(program, capfd):
    error = fails(capfd, "explore", "a.py:refused", "-o", "page.html")
    assert 'a.py", line 7, column' in error and "    ^" in error
    assert error.endswith("page.html shows it in the source.\n")
    assert 'id="refusal"' in (program / "page.html").read_text(encoding="utf-8")


@pytest.mark.parametrize("words, message", [
    (["a.py:f"], "-o/--output"),
    (["a.py:f", "-o", "no/such/page.html"], "no/such/page.html cannot be written"),
    (["a.py:f", "-o", "p.html", "--wrt", "z"], "has no parameter 'z'"),
    (["a.py:f", "1", "2", "3", "-o", "p.html"], "too many positional arguments"),
    (["a.py:f", "1", "wrt='x'", "-o", "p.html"], "write --wrt"),
    (["a.py:f", "hello", "-o", "p.html"], "cannot be read"),
    (["a.py:g", "-o", "p.html"], "there is no 'g' in a.py"),
])
def test_bad_input(program, capfd, words, message):
    assert message in fails(capfd, "explore", *words)
    assert not (program / "p.html").exists()
