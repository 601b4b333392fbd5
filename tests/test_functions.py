"""docs/functions.md says of every public function of NumPy what becomes of it, and is up to date."""

import functools
import re
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from s2sad.rules import table
from s2sad.rules.registry import RULES, register_imported

PAGE = Path(__file__).resolve().parent.parent / "docs" / "functions.md"
TABLES = table.tables()


@pytest.mark.parametrize("section", TABLES)
def test_nothing_is_left_unsaid(section):
    """A function that NumPy adds, or that a rule file forgets, is named here: give it a rule, or
    a reason in s2sad/rules/apart.py."""
    unsaid = [name for name, status in TABLES[section].items() if status is None]
    assert not unsaid, f"{section}: neither a rule nor a reason for {', '.join(unsaid)}"


def on_the_page(section):
    """{name: what the page says}"""
    text = PAGE.read_text().split(f"\n## {section}\n")[1].split("\n## ")[0]
    found = {}
    for line in text.splitlines():
        names, said = re.findall(r"`([^`]+)`", line), line.partition(":")[0].lower()
        if line.startswith("| `"):
            first, why, instead = line.strip("| ").split(" | ")
            names, said = re.findall(r"`([^`]+)`", first), (why, instead)
        elif said not in (table.SUPPORTED, table.ZERO, table.NOTHING):
            continue
        found.update(dict.fromkeys(names, said))
    return found


@pytest.mark.parametrize("section", TABLES)
def test_the_page_agrees_with_the_rules(section):
    said = on_the_page(section)
    made_with = re.search(f"{table.MADE_WITH}(.*)[.]$", PAGE.read_text(), re.M)[1]
    if np.lib.NumpyVersion(np.__version__) < made_with:
        pytest.skip("the page was made with a later NumPy")
    wrong = {name: status for name, status in TABLES[section].items() if said.get(name) != status}
    assert not wrong, "renew it: python -m s2sad.rules.table > docs/functions.md"


# SciPy's modules, whose rules are declared whether or not it is there

DECLARED, HELD = table.scipy_tables()


@pytest.mark.parametrize("section", DECLARED)
def test_the_page_agrees_with_what_is_declared(section):
    said = on_the_page(section)
    wrong = {name: status for name, status in DECLARED[section].items() if said.get(name) != status}
    assert DECLARED[section] and not wrong, "renew it: python -m s2sad.rules.table > docs/functions.md"


@pytest.mark.parametrize("section", DECLARED)
def test_what_is_declared_is_what_is_registered(section):
    module = pytest.importorskip(section)
    register_imported()
    for name, status in DECLARED[section].items():
        function = functools.reduce(lambda owner, part: getattr(owner, part, None), name.split("."), module)
        if function is not None:  # an earlier SciPy lacks some
            assert table.status_of(function, name) == status, name
    registered = {rule.name for rule in RULES.values() if rule.name.startswith(section + ".")
                  and not any(rule.name.startswith(other + ".") for other in DECLARED if other.startswith(section + "."))}
    assert registered <= {f"{section}.{name}" for name in DECLARED[section]}


@pytest.mark.parametrize("section", ["scipy.linalg"])
def test_nothing_of_scipy_is_left_unsaid(section):
    module = pytest.importorskip(section)
    of_lapack = {"find_best_blas_type", "get_blas_funcs", "get_lapack_funcs"}
    unsaid = {name for name in table.public(module) if name not in of_lapack and not name.startswith("LinAlg")
              and table.status_of(getattr(module, name), name) is None}
    assert not unsaid, "give it a rule, or a reason in s2sad/rules/scipy_linalg.py"


def test_the_page_does_not_depend_on_scipy():
    code = ("import sys; sys.modules['scipy'] = None; from s2sad.rules import table; "
            "print(table.scipy_tables() == eval(sys.stdin.read()))")
    done = subprocess.run([sys.executable, "-c", code], input=repr((DECLARED, HELD)), capture_output=True, text=True)
    assert done.stdout.strip() == "True", done.stderr
