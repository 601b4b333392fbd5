"""Some of the corpus spelled otherwise is right, or refused; `make respell` tries many more."""

import ast
import random
import runpy

import pytest

from tests import respelled
from tests.respelled import SPELLINGS
from tests.respelling import can_be_respelled


PAIRS = [respelled.THEN.join(random.Random(i).sample(sorted(SPELLINGS), 2)) for i in range(30)]


@pytest.mark.parametrize("spelling", sorted(SPELLINGS) + PAIRS)
def test_respelled(spelling, tmp_path):
    r, tried = random.Random(spelling), False
    for _ in range(30):  # some pairs have nothing to say about most programs
        if tried:
            break
        module, _, chosen = respelled.drawn(r, 1)
        for name, outcome in respelled.run(module, spelling, chosen, tmp_path):
            if "Timeout" in (outcome.message or ""):
                continue  # how long it takes decides no test
            assert outcome.kind in respelled.FINE, f"{name}: {outcome.kind}: {outcome.message}\n\n{outcome.source}"
            tried = True


@pytest.mark.parametrize("spelling", sorted(SPELLINGS))
def test_changes_what_it_is_given(spelling, tmp_path):
    text = """
def f(x, n):
    total = 0.0
    for i in range(n):
        if i > 1:
            total += x.real * i
    y = total * x
    y = y * (1.0 if n > 1 and n < 9 else n)
    if n < 0:
        z = -y
    else:
        z = y.__abs__()
    cells = [v + 0.0 for v in [z, y, -x][:2]]
    cells[0] = cells[0] + abs(x)
    if n < 0:
        return y
    return cells[0]
"""
    [function] = ast.parse(text).body
    assert can_be_respelled(function)
    new = ast.Module(SPELLINGS[spelling](function), [])
    new = ast.unparse(ast.fix_missing_locations(new))
    assert new.strip() != text.strip()
    path = tmp_path / "made.py"
    path.write_text(respelled.HEAD + new)
    names = runpy.run_path(path)
    assert names["f"](1.25, 5) == 1.25 * 9 * 1.25 + 1.25
