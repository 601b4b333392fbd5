# `make demo` shows the main job, `make test` runs the tests. Both first make an
# environment in .venv, once. PYTHON chooses another Python (3.11 or later).

PYTHON ?= python3
BIN := .venv/bin
READY := .venv/ready

.PHONY: demo test fuzz respell bench docs clean

demo: $(READY)
	@$(BIN)/python examples/lecture.py

test: $(READY)
	$(BIN)/python -m pytest -n auto

# Random programs against finite differences, for MINUTES.
MINUTES ?= 30
fuzz: $(READY)
	$(BIN)/python -m tests.fuzz --minutes $(MINUTES)

# The corpus spelled otherwise, for MINUTES.
respell: $(READY)
	$(BIN)/python -m tests.respelled --minutes $(MINUTES)

bench: $(READY)
	$(BIN)/python -m benchmarks

# Renews the table of functions, and the output that README.md and docs/ show.
docs: $(READY)
	$(BIN)/python -m s2sad.rules.table > docs/functions.md
	$(BIN)/python -m tests.test_readme

$(READY): pyproject.toml
	@$(PYTHON) -c 'import sys; sys.version_info >= (3, 11) or sys.exit("s2sad needs Python 3.11 or later; try: make PYTHON=python3.11")'
	$(PYTHON) -m venv --clear .venv
	$(BIN)/python -m pip install -q --disable-pip-version-check -e '.[test]'
	$(BIN)/python -m compileall -q s2sad
	@touch $@

clean:
	rm -rf .venv build dist *.egg-info .pytest_cache .hypothesis
