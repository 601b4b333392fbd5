"""README.md and docs/ show real output.  `python -m tests.test_readme` renews it.

In the Markdown text, a comment above a fenced block says what the block is:

    <!-- file NAME -->          the text of a file
    <!-- output of NAME -->     what `python NAME` prints

A ```console block holds `$ s2sad ...` or `$ python ...` and what it prints.
The commands of a page run in one folder, which holds the files of that page.
"""

import os
import re
import shlex
import subprocess
import sys
import tempfile
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parent.parent
PAGES = [ROOT / "README.md", *sorted((ROOT / "docs").glob("*.md"))]
BLOCK = re.compile(r"(?:^<!-- (file|output of) (\S+) -->\n)?(^```(\w*)\n)(.*?)(^```$)", re.M | re.S)


def render(page, folder):
    """The page's text, with the output that its blocks really have."""
    def real(match):
        purpose, name, opening, language, text, closing = match.groups()
        if purpose == "file":
            (folder / name).write_text(text)
        elif purpose == "output of":
            text = output(f"python {name}", folder)
        elif language == "console":
            commands = re.findall(r"^\$ (.*)$", text, re.M)
            text = "".join(f"$ {command}\n{output(command, folder)}" for command in commands)
        else:
            assert language not in ("python", "pycon"), f"{page.name}: what is this block?\n{text}"
        start = match.start(3) - match.start()
        return match.group()[:start] + opening + text + closing
    return BLOCK.sub(real, page.read_text())


def output(command, folder):
    """What a command prints, with the folder's own path left out."""
    program, *arguments = shlex.split(command)
    start = {"python": [sys.executable], "s2sad": [sys.executable, "-m", "s2sad"]}[program]
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "S2SAD_CACHE_DIR": str(folder / "cache")}
    done = subprocess.run(start + arguments, cwd=folder, env=environment, text=True, timeout=120,
                          stdout=subprocess.PIPE, stderr=subprocess.STDOUT)
    text = done.stdout.replace(f"{folder}{os.sep}", "").rstrip("\n")
    return text + "\n" if text else ""


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_shown_output_is_real(page, tmp_path):
    if page.stem == "seeing":
        for module in ("sympy", "mpmath"):
            pytest.importorskip(module, reason=f"{module} is not installed; it comes with s2sad[compare]")
    assert page.read_text() == render(page, tmp_path.resolve())


@pytest.mark.parametrize("page", PAGES, ids=lambda page: page.stem)
def test_links_lead_somewhere(page):
    for link in re.findall(r"\]\(([^)#:]+)\)", page.read_text()):
        assert (page.parent / link).exists(), link


if __name__ == "__main__":
    for changed in PAGES:
        with tempfile.TemporaryDirectory() as temporary:
            changed.write_text(render(changed, Path(temporary).resolve()))
