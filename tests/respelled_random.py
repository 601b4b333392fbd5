"""Random programs of the other grammars, spelled otherwise, by one spelling or by two (see `respelling`).

python -m tests.respelled_random [--count 200] [--first 0] [--show SEED] [--refusals]

As the hostile ones, they may be refused; what is not refused must be right.
"""

import ast
import sys

from tests import further_programs, hostile_programs, random_programs, respelled
from tests.hostile_programs import verdict
from tests.respelling import can_be_respelled

SORTS = (random_programs, hostile_programs, further_programs)
HEAD = ""


def make(r, name, folder):
    while True:
        _, writer, text = r.choice(SORTS).make(r, name, folder)
        tree = ast.parse(text)
        function = tree.body.pop()
        spellings = r.sample(sorted(respelled.SPELLINGS), r.randint(1, 2))
        made = respelled.respelled_function(function, spellings) if can_be_respelled(function) else None
        if made is None:
            continue
        tree.body += [*ast.parse(respelled.HEAD).body, *made]
        program = ast.unparse(ast.fix_missing_locations(tree))
        try:
            return random_programs.load(r, name, folder, program), writer, program
        except SyntaxError:                 # such as a name that is nonlocal and a parameter
            continue


if __name__ == "__main__":
    sys.exit(random_programs.main(__doc__, make, verdict, HEAD))
