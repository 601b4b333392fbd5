"""The long run of the random programs: `make fuzz`, or

python -m tests.fuzz [--minutes 30] [--seed 0] [--batch 200]

Batches of programs, of one sort after the other, until the time is up; what fails is made small and printed.
"""

import argparse
import collections
import contextlib
import io
import sys
import time

from hypothesis import given, seed, settings
from hypothesis import strategies as st
from hypothesis.errors import UnsatisfiedAssumption

from tests import further_programs, hostile_programs, random_programs
from tests.test_random_programs import NORMAL, check_program


SORTS = (random_programs, hostile_programs, further_programs)


def batch(number, size, counts):
    """Run a batch of programs; returns what failed, made small, or None."""
    @seed(number)
    @settings(NORMAL, max_examples=size, derandomize=False)
    @given(st.randoms(use_true_random=False))
    def programs(r):
        try:
            counts[check_program(r, SORTS[number % len(SORTS)])] += 1
        except UnsatisfiedAssumption:
            counts["reference"] += 1
            raise
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            programs()
    except Exception as failure:
        return "\n".join([*getattr(failure, "__notes__", ()), str(failure)])


def main():
    p = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    p.add_argument("--minutes", type=float, default=30)
    p.add_argument("--seed", type=int, default=0)
    p.add_argument("--batch", type=int, default=200)
    o = p.parse_args()
    counts, failures, end, number = collections.Counter(), 0, time.time() + 60 * o.minutes, o.seed
    while time.time() < end:
        failure = batch(number, o.batch, counts)
        if failure:
            failures += 1
            print(f"---- batch {number}\n{failure}\n", flush=True)
        print(f"batch {number}: {dict(counts)}, {failures} failures", flush=True)
        number += 1
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
