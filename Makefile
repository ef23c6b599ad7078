# Two doors: `make demo` shows judged tickets, `make test` checks everything.
# Each makes its own environment in .venv; all they need is Python 3.11 or later with
# venv, make and a package index.

PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
CORE := calendar clock history rulebook evaluate
OTHERS := 3.12 3.13
export PYTHONUTF8 := 1
export PIP_DISABLE_PIP_VERSION_CHECK := 1

.PHONY: help demo test format lint types contracts suite others fix deep bench clean

help:
	@echo "make demo   evaluate the example tickets and show a table"
	@echo "make test   formatting, lint, types, import contracts, tests"
	@echo "make fix    format and mend what can be mended by itself"
	@echo "make deep   the property tests, searched for long (before a release)"
	@echo "make bench  the benchmarks, on one page with pictures (make bench BENCH=--quick)"

$(BIN)/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { \
	  echo "Python 3.11 or later is needed; say which: make PYTHON=python3.12 ..."; exit 1; }
	$(PYTHON) -m venv $(VENV)

$(VENV)/.runtime: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable .
	@touch $@

$(VENV)/.dev: pyproject.toml | $(BIN)/python
	$(BIN)/python -m pip install --quiet --editable '.[dev]'
	@touch $@ $(VENV)/.runtime

# The language server of YAML editors, for tests/editor; without npm they are skipped.
SERVER := $(VENV)/editor
$(SERVER)/.installed: tests/editor/package.json | $(BIN)/python
	@mkdir -p $(SERVER) && cp $< $(SERVER)/
	@npm install --prefix $(SERVER) --no-package-lock --no-audit --no-fund --silent \
	  && touch $@ || echo "no yaml-language-server here: its tests will be skipped"

# Spark, for the tests of jobs on a cluster: half a gigabyte, and no use without Java,
# so no part of `dev`; without them these tests are skipped.
$(VENV)/.spark: $(VENV)/.dev
	@if command -v java >/dev/null; then \
	  $(BIN)/python -m pip install --quiet --editable '.[spark]' && touch $@; \
	else echo "no Java here: the tests on Spark will be skipped"; fi

demo: $(VENV)/.runtime
	@echo; echo "examples/zibo.jsonl, 2021-03-17 09:00"; echo
	@$(BIN)/hotline-rules evaluate examples/zibo.jsonl --profile zibo \
	  --as-of 2021-03-17T09:00:00+08:00 --format table
	@echo; echo "examples/qingyuan.jsonl, 2024-03-20 09:00"; echo
	@$(BIN)/hotline-rules evaluate examples/qingyuan.jsonl --profile qingyuan \
	  --as-of 2024-03-20T09:00:00+08:00 --format table
	@echo; echo "examples/shicheng.jsonl, 2022-05-11 09:00"; echo
	@$(BIN)/hotline-rules evaluate examples/shicheng.jsonl --profile shicheng \
	  --as-of 2022-05-11T09:00:00+08:00 --format table
	@echo; echo "examples/yulin.jsonl, 2023-04-24 09:00"; echo
	@$(BIN)/hotline-rules evaluate examples/yulin.jsonl --profile yulin \
	  --as-of 2023-04-24T09:00:00+08:00 --format table

test: format lint types contracts suite others

format: $(VENV)/.dev
	$(BIN)/ruff format --check

lint: $(VENV)/.dev
	$(BIN)/ruff check

types: $(VENV)/.dev
	$(BIN)/mypy

contracts: $(VENV)/.dev
	$(BIN)/lint-imports

# Coverage is measured on the quick tests: tracing would make the slow ones crawl.
# All cores; who is done early takes tests from the others.
PARALLEL := -n auto --dist worksteal
suite: $(VENV)/.dev $(VENV)/.spark $(SERVER)/.installed
	HYPOTHESIS_PROFILE=ci $(BIN)/python -m pytest $(PARALLEL) -m "not slow" --cov --cov-report=
	HYPOTHESIS_PROFILE=ci $(BIN)/python -m pytest $(PARALLEL) -m slow
	$(BIN)/coverage report --fail-under=95
	$(BIN)/coverage report --fail-under=100 \
	  --include="$$(printf 'src/hotline_rules/%s/*,' $(CORE))"

# The same suite, in its quick form, on every other Python that this machine has.
others: $(VENV)/.dev
	@for version in $(OTHERS); do \
	  python=python$$version; env=$(VENV)-$$version; \
	  if ! $$python -c '' 2>/dev/null; then echo "$$python: not here, left out"; continue; fi; \
	  echo "$$python:"; \
	  [ -x $$env/bin/python ] || $$python -m venv $$env || exit 1; \
	  [ $$env/.dev -nt pyproject.toml ] || { \
	    $$env/bin/python -m pip install --quiet --editable '.[dev]' && touch $$env/.dev; } || exit 1; \
	  HYPOTHESIS_PROFILE=quick $$env/bin/python -m pytest -q $(PARALLEL) -m "not slow" || exit 1; \
	done

fix: $(VENV)/.dev
	$(BIN)/ruff check --fix
	$(BIN)/ruff format

deep: $(VENV)/.dev
	HYPOTHESIS_PROFILE=deep $(BIN)/python -m pytest tests/laws

bench: $(VENV)/.dev $(VENV)/.spark
	$(BIN)/python -m benchmarks $(BENCH)

clean:
	rm -rf $(VENV) $(foreach version,$(OTHERS),$(VENV)-$(version)) dist build \
	  .pytest_cache .mypy_cache .ruff_cache .hypothesis .coverage .import_linter_cache
