"""docs/functions.md says of every public function of NumPy what becomes of it, and is up to date."""

import re
from pathlib import Path

import numpy as np
import pytest

from s2sad.rules import table

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
