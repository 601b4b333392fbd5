"""A rule is registered when a function is met that may have it, and is found then."""

import subprocess
import sys

from s2sad.rules import registry

# Which file gave each function its rule, its refusal or its stand-in, against where it is looked for.
SCRIPT = """
import sys
import s2sad
from s2sad.rules import registry
home = {}
class Table(dict):
    def __setitem__(self, function, rule):
        frame = sys._getframe(1)
        while frame.f_globals["__name__"] in (registry.__name__, __name__):
            frame = frame.f_back
        home[function] = frame.f_globals["__name__"].rpartition(".")[2]
        super().__setitem__(function, rule)
    def update(self, other):
        for function, rule in other.items():
            self[function] = rule
registry.RULES, registry.REFUSED, registry.STANDS_FOR = Table(), Table(), Table()
for library in registry.OPTIONAL:
    try:
        __import__(library)
    except ImportError:
        pass
from s2sad.rules import library
registry.register_imported()
lost = [(registry.name_of(f), file) for f, file in home.items() if file not in sum(registry.files_of(f), ())]
print(len(home), lost)
"""

LAZY = """
import math, sys
import numpy
from s2sad.rules import registry
registry.library_rule(len), registry.library_rule(lambda x: x)
print(registry.library_rule(math.sin).name, "s2sad.rules.elementwise" in sys.modules)
print(registry.library_rule(numpy.linalg.det).name, "s2sad.rules.elementwise" in sys.modules)
print(registry.library_rule(numpy.sin).name, "s2sad.rules.reductions" in sys.modules)
print(registry.method_rule("sum").name, "s2sad.rules.fft" in sys.modules)
"""


def output(script):
    return subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, check=True).stdout


def test_each_rule_is_in_a_file_in_which_it_is_looked_for():
    found, _, lost = output(SCRIPT).partition(" ")
    assert lost.strip() == "[]"
    assert int(found) > 800


def test_files_that_are_not_needed_are_not_read():
    assert output(LAZY).split() == ["math.sin", "False", "np.linalg.det", "False", "np.sin", "False",
                                    "ndarray.sum", "False"]


def test_what_says_that_it_is_of_a_strange_module():
    class Odd:
        __module__ = 3

        def __call__(self):
            pass
    assert registry.library_rule(Odd()) is None
    assert registry.library_refusal([].append) is None
