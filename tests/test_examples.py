"""Each example runs as a program, checks itself, and prints finite numbers."""

import math
import os
import re
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
EXAMPLES = sorted((ROOT / "examples").glob("*.py"))

# Lines that must be in the output, white space aside.
EXPECTED = {
    "lecture": ["v, dv = v * t, dv * t + v * dv",
                "the loop, by s2sad (37632.0, 86912.0)",
                "the closed form, by hand (37632.0, 86912.0)",
                "4 -23049600 -75279680 112896/390625 708288/78125"],
    "newton": ["dE/dM through the iteration 1.021921173313"],
    "greeks": ["price 13.3464649459 13.3464649459", "gamma 0.0165963648 0.0165963648"],
    "heat": ["du[1:-1] += dk * t + k * (du[2:] - 2 * du[1:-1] + du[:-2])",
             "x=0.5 0.69055305 0.69055305 -0.85307569 -0.85307569"],
    "lorenz": ["1.00 1.116034 0.627089"],
    "curve_fit": ["7 0.13165628 [2.01805 0.50935 2.99983 1.00037]"],
    "swell": ["derivative 4 - 8*x", "4 18 82 22", "dl = 4 * dl * t2 - t * dl",
              "both give the same fractions at x = 1/5, as for n = 4: 112896/390625 708288/78125"],
    "networks": ["norm of the derivative 1.6043983024", "norm of the derivative 2.1373456132",
                 "norm of the derivative 0.8932424371", "h, dh = t, (1 - t ** 2) * (dw @ h + w @ dh)"],
}


def test_every_example_has_expected_output():
    assert {path.stem for path in EXAMPLES} == set(EXPECTED)


@pytest.mark.parametrize("path", EXAMPLES, ids=lambda path: path.stem)
def test_example(path, tmp_path):
    if path.stem == "swell":
        pytest.importorskip("sympy", reason="SymPy is not installed; it comes with s2sad[compare]")
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "S2SAD_CACHE_DIR": str(tmp_path)}
    done = subprocess.run([sys.executable, str(path)], cwd=tmp_path, env=environment,
                          capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stderr == ""
    lines = [" ".join(line.split()) for line in done.stdout.splitlines()]
    for line in EXPECTED[path.stem]:
        assert line in lines
    words = re.findall(r"(?<![\w.])[-+]?(?:\d+\.?\d*(?:e[-+]?\d+)?|nan|inf)(?![\w.])", done.stdout)
    assert words and all(math.isfinite(float(word)) for word in words)
