"""A first hundred random programs; `python -m tests.random_programs --count 5000` for more."""

import pytest

from tests import random_programs, reference


@pytest.mark.parametrize("seed", range(100))
def test_random_program(seed, tmp_path):
    outcome = reference.check(random_programs.make(seed, tmp_path))
    assert outcome.kind in ("ok", "reference"), \
        f"{outcome.kind}: {outcome.message}\n{random_programs.text(seed)}\n{outcome.source}"
