"""Some of the corpus spelled otherwise is right, or refused; `make respell` tries many more."""

import ast
import random

import pytest

from tests import respelled
from tests.respelling import SPELLINGS, can_be_respelled


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_respelled(spelling, tmp_path):
    r = random.Random(spelling)
    tried = 0
    while tried < 3:
        module, _, chosen = respelled.drawn(r, 2)
        for name, outcome in respelled.run(module, spelling, chosen, tmp_path):
            if "Timeout" in (outcome.message or ""):
                continue  # how long it takes decides no test
            assert outcome.kind in respelled.FINE, f"{name}: {outcome.kind}: {outcome.message}\n\n{outcome.source}"
            tried += 1


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_changes_what_it_is_given(spelling):
    text = """
def f(x, n):
    total = 0.0
    for i in range(n):
        if i > 1:
            total += x.real * i
    y = total * x
    return y + abs(x)
"""
    [function] = ast.parse(text).body
    assert can_be_respelled(function)
    new = ast.Module(SPELLINGS[spelling](function), [])
    new = ast.unparse(ast.fix_missing_locations(new))
    assert new.strip() != text.strip()
    names = {}
    exec(respelled.HEAD + new, names)
    assert names["f"](1.25, 5) == 1.25 * 9 * 1.25 + 1.25
