"""The generated source of varied programs, pinned in tests/golden/NAME.txt.

After a change that is meant, `pytest tests/test_golden.py --update-golden` (or
S2SAD_UPDATE_GOLDEN=1) writes the files anew: read the difference before
accepting it, as the user would read the source.
"""

import difflib
import os
import pathlib

import pytest

from tests.golden import programs

FOLDER = pathlib.Path(programs.__file__).parent


@pytest.fixture
def update(request):
    return request.config.getoption("--update-golden") or os.environ.get("S2SAD_UPDATE_GOLDEN") == "1"


@pytest.mark.parametrize("name", programs.ENTRIES)
def test_source(name, update):
    path = FOLDER / f"{name}.txt"
    source = programs.derivative(name).source
    if update:
        path.write_text(source, encoding="utf-8")
        return
    assert path.exists(), f"{path.name} is not there yet: run pytest --update-golden"
    pinned = path.read_text(encoding="utf-8")
    if source != pinned:
        changes = difflib.unified_diff(pinned.splitlines(), source.splitlines(), "pinned", "generated", lineterm="")
        pytest.fail(f"{name} is generated differently:\n" + "\n".join(changes), pytrace=False)


def test_every_file_belongs_to_a_program(update):
    strays = {path.stem for path in FOLDER.glob("*.txt")} - set(programs.ENTRIES)
    if update:
        for name in strays:
            (FOLDER / f"{name}.txt").unlink()
    else:
        assert not strays
