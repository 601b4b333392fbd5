"""Long chains of calls and deep expressions: no limit that a user would meet."""

import linecache

from s2sad import differentiate


def defined(text, name):
    filename = f"<{name} of {__name__}>"
    linecache.cache[filename] = (len(text), None, text.splitlines(True), filename)
    namespace = {}
    exec(compile(text, filename, "exec"), namespace)
    return namespace[name]


def test_a_chain_of_a_hundred_helpers():
    text = "def h0(x):\n    return x * x\n" + "".join(
        f"def h{i}(x):\n    return x + h{i - 1}(x)\n" for i in range(1, 101))
    assert differentiate(defined(text, "h100"))(3.0) == (309.0, 106.0)


def test_an_expression_of_three_hundred_terms():
    text = "def f(x):\n    return " + " + ".join(f"{i} * x" for i in range(300)) + "\n"
    assert differentiate(defined(text, "f"))(1.0) == (44850.0, 44850.0)
