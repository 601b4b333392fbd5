"""Random programs of the further grammar (`further_grammar`): inheritance, generators that return, functions that leave in
several ways, views written into, variables that change what they hold.

python -m tests.further_programs [--count 200] [--first 0] [--show SEED] [--refusals]

As the hostile ones, they may be refused; what is not refused must be right.
"""

import inspect
import sys

from tests import further_grammar, further_helpers, hostile_programs, random_programs
from tests.hostile_programs import verdict

HEAD = hostile_programs.HEAD + "\n\n" + inspect.getsource(further_helpers)


def make(r, name, folder):
    return hostile_programs.make(r, name, folder, further_grammar, HEAD)


if __name__ == "__main__":
    sys.exit(random_programs.main(__doc__, make, verdict, HEAD))
