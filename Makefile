# Every target sets up what it needs: Python 3.11 or later and make are enough.
#
#   make regenerate           write the clients under generated/
#   make check                compare generated/ with what the specs say
#   make lint                 ruff, black, mypy, basedpyright
#   make test                 all of it, and the tests with their coverage
#   make corpus CORPUS=DIR    clients of all documents of a folder, called and judged
#   make catalogue DIR=DIR    what each document of a folder costs, in time and memory;
#                             CATALOGUE_ARGS='--processes 1 --cpu 20' bounds it
#   make fuzz                 attack apiloom and its clients, longer than make test does;
#                             FUZZ_ARGS='text --seconds 60' chooses
#   make samples              run the samples of the documentation in every language
#                             that is installed, and compare what they send
#   make pins                 the clients at both ends of the ranges of their libraries
#   make site                 build the site of this project from docs/
#   make browser              try sites in Chromium, and with axe-core; skips without it
#   make bench                speed and memory beside other tools; CORPUS=DIR adds
#                             documents, BENCH_ARGS=--publish keeps the results
#   make dist                 build what is published into dist/, and check it
#   make clean                remove the environment and every cache
#
# PYTHON=/path/to/python chooses the interpreter; the environment follows it.

PYTHON ?= python3
PYTEST_ARGS ?=
CORPUS ?=
CORPUS_ARGS ?=
BENCH_ARGS ?=
FUZZ_ARGS ?=
DIR ?=
CATALOGUE_ARGS ?=

# An interpreter that was asked for is taken or refused. Otherwise, where `python3`
# is too old, a newer one on PATH serves as well.
ifeq ($(origin PYTHON),file)
CANDIDATES := $(PYTHON) python3.13 python3.12 python3.11 python3.14 python
else
CANDIDATES := $(PYTHON)
endif

VENV := .venv
BIN := $(VENV)/bin
READY := $(VENV)/.ready
# What is never imported need not be compiled; what is, Python compiles by itself, once:
# the tests start hundreds of processes, which would compile it each.
unexport PYTHONDONTWRITEBYTECODE
PIP := $(BIN)/python -m pip install --quiet --disable-pip-version-check --no-compile
INTERPRETER := $(VENV)/.interpreter

# Prints which interpreter it is and where the environment belongs: an environment
# made by another interpreter, or in a folder that was moved since, is built anew.
IDENTIFY := import os, sys, venv, ensurepip; \
	assert sys.version_info >= (3, 11); \
	print(os.path.realpath(getattr(sys, "_base_executable", None) or sys.executable)); \
	print(sys.version.split()[0], os.getcwd())

.DELETE_ON_ERROR:
.NOTPARALLEL:
.PHONY: help regenerate check lint test corpus catalogue fuzz samples site browser \
	bench dist clean FORCE

help:
	@awk '!/^#/ { exit } { sub(/^# ?/, ""); print }' Makefile

regenerate: $(READY)
	$(BIN)/python -m apiloom generate

check: $(READY)
	$(BIN)/python -m apiloom check

# The copies of the runtime in generated/ are what `make check` says they are.
lint: $(READY)
	$(BIN)/ruff check generator tests bench
	$(BIN)/black --check --quiet --extend-exclude /_runtime/ \
		generator generated tests bench
	@echo 'mypy and basedpyright, beside each other ...'
	@$(BIN)/mypy --strict generator generated bench & mypy=$$!; \
		$(BIN)/basedpyright --pythonpath $(BIN)/python; pyright=$$?; \
		wait $$mypy && exit $$pyright

# In as many processes as there are processors, a file in one, the files with the longest
# tests first (tests/conftest.py); PYTEST_ARGS='-n 0' for one process.
test: check lint
	$(BIN)/python -m pytest -n auto --dist loadfile --no-loadscope-reorder \
		--cov --cov-report=term $(PYTEST_ARGS)

corpus: $(READY)
	@test -n '$(CORPUS)' || { echo 'Say which: make corpus CORPUS=DIR' >&2; exit 2; }
	$(BIN)/python -m tests.contract.roundtrip $(CORPUS) $(CORPUS_ARGS)

catalogue: $(READY)
	@test -n '$(DIR)' || { echo 'Say which: make catalogue DIR=DIR' >&2; exit 2; }
	$(BIN)/python -m tests.catalogue '$(DIR)' $(CATALOGUE_ARGS)

fuzz: $(READY)
	$(BIN)/python -m tests.fuzz $(FUZZ_ARGS)

samples: $(READY)
	SAMPLES=all $(BIN)/python -m pytest -n 0 -v tests/docs/test_languages.py \
		tests/docs/test_second_opinion.py

pins: $(READY)
	$(BIN)/python -m tests.pins

site: $(READY)
	$(BIN)/python -m apiloom docs docs --site site

# Chromium comes from the system: a package of the registry brings none.
browser: $(READY)
	$(PIP) -c constraints.txt -e '.[browser]'
	$(BIN)/python -m pytest -n 0 -rs -v tests/docs/test_browser.py tests/docs/test_markdown.py

# What the peers need is installed below .cache/bench, each with pins of its own.
bench: $(READY)
	$(BIN)/python -m bench $(if $(CORPUS),--corpus '$(CORPUS)') $(BENCH_ARGS)

dist: $(READY)
	rm -rf dist
	$(BIN)/python -m build --no-isolation --outdir dist
	$(BIN)/twine check --strict dist/*
	$(BIN)/check-wheel-contents dist/*.whl

clean:
	rm -rf $(VENV) .cache .coverage .coverage.* htmlcov build dist
	rm -rf .hypothesis .mypy_cache .pytest_cache .ruff_cache
	find . -type d -name __pycache__ -prune -exec rm -rf {} +

# hatchling first: then installing this project needs no second, unpinned environment.
$(READY): pyproject.toml hatch_build.py constraints.txt generator/apiloom/__init__.py $(INTERPRETER)
	@echo 'Installing into $(VENV) (once, and again when pyproject.toml changes) ...'
	@$(PIP) -c constraints.txt hatchling
	@$(PIP) -c constraints.txt --no-build-isolation -e '.[dev]'
	@touch $@

# Runs every time and changes its file only if the interpreter is another one.
$(INTERPRETER): FORCE
	@for candidate in $(CANDIDATES); do \
		identity=$$($$candidate -c '$(IDENTIFY)' 2>/dev/null) || continue; \
		if [ "$$identity" = "$$(cat $@ 2>/dev/null)" ] \
			&& $(BIN)/python -c 'import pip' 2>/dev/null; then exit 0; fi; \
		base=$$(printf '%s\n' "$$identity" | head -n 1); \
		echo "Creating $(VENV) with $$base ..."; \
		rm -rf $(VENV) && "$$base" -m venv $(VENV) && printf '%s\n' "$$identity" > $@; \
		exit; \
	done; \
	echo 'apiloom needs Python 3.11 or later, with its venv module.' >&2; \
	echo 'Looked for: $(CANDIDATES)' >&2; \
	for candidate in $(CANDIDATES); do \
		found=$$($$candidate --version 2>/dev/null) \
			&& echo "  $$candidate is $$found" >&2; \
	done; \
	echo 'Install one, or name one: make $(MAKECMDGOALS) PYTHON=/path/to/python3.11' >&2; \
	exit 1
