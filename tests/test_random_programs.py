"""Random programs, made and made small by hypothesis; `make fuzz` tries many more.

The derivative is held against finite differences, and every other derivative by
one number is differentiated again and held against finite differences of itself.
"""

import tempfile

from hypothesis import HealthCheck, Phase, assume, given, note, settings
from hypothesis import strategies as st

from tests import further_programs, hostile_programs, random_programs

NORMAL = settings(max_examples=60, deadline=None, derandomize=True, database=None, print_blob=False,
                  suppress_health_check=list(HealthCheck), phases=[Phase.generate, Phase.shrink])


def check_program(r, programs):
    """programs: the module that makes them."""
    with tempfile.TemporaryDirectory() as folder:
        case, writer, program = programs.make(r, "random_program", folder)
        outcome = programs.verdict(case, writer)
    note(program[len(programs.HEAD):])
    note(f"at {case.args}, by {case.wrt}, of order {case.order}")
    note(outcome.source)
    assume(outcome.kind != "reference")
    if outcome.message and "Timeout" in outcome.message:
        return "slow"  # how long it takes decides no test
    assert outcome.kind in random_programs.FINE, f"{outcome.kind}: {outcome.message}"
    return outcome.kind


@NORMAL
@given(st.randoms(use_true_random=False))
def test_random_program(r):
    check_program(r, random_programs)


@settings(NORMAL, max_examples=40)
@given(st.randoms(use_true_random=False))
def test_hostile_program(r):
    check_program(r, hostile_programs)


@settings(NORMAL, max_examples=8)
@given(st.randoms(use_true_random=False))
def test_further_program(r):
    check_program(r, further_programs)
