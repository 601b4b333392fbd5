"""Every program of the corpus, at every point: value, side effects and tangent."""

import pytest

from tests import reference

CASES = [pytest.param(c, id=f"{name}-{i}")
         for name, cases in reference.load().items() for i, c in enumerate(cases)]


@pytest.mark.parametrize("case", CASES)
def test_program(case):
    outcome = reference.check(case)
    assert outcome.kind in ("ok", "declined"), f"{outcome.kind}: {outcome.message}\n\n{outcome.source}"


def test_the_corpus_is_large():
    assert len(reference.PROGRAMS) >= 300
