"""What surrounds the generated code: the call, compilation, the import."""

import os
import pathlib
import subprocess
import sys
import tempfile

import numpy as np

from benchmarks.cases import lecture
from benchmarks.harness import difference, interleaved
from s2sad import differentiate, jvp


def weighted_sum(a, b):
    return (a * b).sum()


class Spring:
    def __init__(self, stiffness):
        self.stiffness = stiffness

    def energy(self, x):
        return 0.5 * self.stiffness * x * x


def layer(p, x):
    return p["w"] * x + p["b"]


# ------------------------------------------------------------------------ the call

def call_overhead(function, call, names, wrt=0):
    """Microseconds that a call of the derivative takes more than one of the generated function."""
    df = differentiate(function, wrt)
    for _ in range(10):
        eval(call, {"f": df, **names})
    contenders = {"bare": df.__s2sad_derivative__._fast.function, "public": df}
    times = interleaved(call, contenders, names, rounds=1500, seconds=0.0001)
    return 1e6 * difference(times["public"], times["bare"])


def directional_call(spring):
    """Microseconds that `jvp` of a method made anew takes."""
    times = interleaved("f(s.energy, (2.0,), (1.0,))", {"jvp": jvp, "plain": lambda f, x, dx: f(*x)}, {"s": spring},
                        rounds=1500, seconds=0.0001)
    return 1e6 * difference(times["jvp"], times["plain"])


CALLS = {
    "call, a number": lambda: call_overhead(lecture, "f(2.0, 3)", {}),
    "call, two arrays": lambda: call_overhead(
        weighted_sum, "f(a, b, da=da)", {"a": np.ones(5), "b": np.arange(5.0), "da": np.ones(5)}),
    "call, two arrays in wrt": lambda: call_overhead(
        weighted_sum, "f(a, b, da=da, db=db)",
        {"a": np.ones(5), "b": np.arange(5.0), "da": np.ones(5), "db": np.ones(5)}, ("a", "b")),
    "call, a dict": lambda: call_overhead(layer, "f(p, 2.0)", {"p": {"w": 1.5, "b": 0.5}}, "x"),
    "call, an object": lambda: call_overhead(Spring.energy, "f(s, 2.0)", {"s": Spring(1.5)}, "x"),
    "jvp of a method": lambda: directional_call(Spring(1.5)),
}

# ------------------------------------------------------------------ in a new process

THIRTY_LINES = '''\
import math


def option(S, K, T, r, sigma, n):
    """A European call: the closed form, and a binomial tree beside it."""
    root = math.sqrt(T)
    d1 = (math.log(S / K) + (r + sigma ** 2 / 2) * T) / (sigma * root)
    d2 = d1 - sigma * root
    n1 = 0.5 * (1 + math.erf(d1 / math.sqrt(2)))
    n2 = 0.5 * (1 + math.erf(d2 / math.sqrt(2)))
    closed = S * n1 - K * math.exp(-r * T) * n2
    h = T / n
    up = math.exp(sigma * math.sqrt(h))
    down = 1 / up
    p = (math.exp(r * h) - down) / (up - down)
    discount = math.exp(-r * h)
    values = []
    for i in range(n + 1):
        s = S * up ** i * down ** (n - i)
        if s > K:
            values.append(s - K)
        else:
            values.append(0.0)
    for level in range(n, 0, -1):
        for i in range(level):
            held = discount * (p * values[i + 1] + (1 - p) * values[i])
            values[i] = held
    tree = values[0]
    error = abs(tree - closed)
    weight = 1 / (1 + error ** 2)
    return weight * tree + (1 - weight) * closed
'''

FIRST = """\
import time
import numpy
import s2sad
from option import option
start = time.perf_counter()
df = s2sad.differentiate(option, "sigma")
df(100.0, 95.0, 0.5, 0.03, 0.2, 5)
print(1000 * (time.perf_counter() - start))
"""

IMPORT = """\
import time
import numpy
start = time.perf_counter()
import s2sad
print(1000 * (time.perf_counter() - start))
"""


def in_new_processes(script, repeats=15, **environment):
    """The least of the numbers that a script prints, each time in a new process: what disturbs one only ever adds to it.

    Bytecode is cached, as that of an installed package is, whatever the environment says.
    """
    root = str(pathlib.Path(__file__).parents[1])
    with tempfile.TemporaryDirectory() as folder:
        pathlib.Path(folder, "option.py").write_text(THIRTY_LINES)
        environment = {**os.environ, "PYTHONPATH": root, "PYTHONDONTWRITEBYTECODE": "",
                       "PYTHONPYCACHEPREFIX": os.path.join(folder, "bytecode"),
                       "S2SAD_CACHE_DIR": os.path.join(folder, "cache"), **environment}

        def once():
            done = subprocess.run([sys.executable, "-c", script], cwd=folder, env=environment,
                                  capture_output=True, text=True, check=True)
            return float(done.stdout)
        once()  # fills the disk cache, and the bytecode caches
        return min(once() for _ in range(repeats))


PROCESSES = {
    "first derivative, uncached": lambda: in_new_processes(FIRST, S2SAD_CACHE="0"),
    "first derivative, from disk": lambda: in_new_processes(FIRST, S2SAD_CACHE="1"),
    "import s2sad": lambda: in_new_processes(IMPORT),
}
