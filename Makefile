# `make run` starts the product, `make test` runs the suite; both set up what they need first.
# `make help` lists the rest.
.DEFAULT_GOAL := help
SHELL := /bin/sh
VENV := .venv
BIN := $(VENV)/bin
PORT ?= 8000

# A Python >= 3.12 that can make virtual environments: on the PATH, or one that only a version
# manager knows (pyenv, uv, mise, asdf, conda, Homebrew). PYTHON=/some/python overrides the search.
define FIND_PYTHON
for python in "$(PYTHON)" python3.13 python3.14 python3.12 python3 python \
    "$${PYENV_ROOT:-$$HOME/.pyenv}"/versions/3.1[2-9]*/bin/python3 \
    "$$HOME"/.local/share/uv/python/cpython-3.1[2-9]*/bin/python3 \
    "$$HOME"/.local/share/mise/installs/python/3.1[2-9]*/bin/python3 \
    "$$HOME"/.asdf/installs/python/3.1[2-9]*/bin/python3 \
    "$$HOME"/miniconda3/bin/python3 "$$HOME"/miniforge3/bin/python3 \
    /opt/homebrew/bin/python3 /usr/local/bin/python3.1[2-9]; do \
  [ -n "$$python" ] || continue; \
  "$$python" -c 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 12))' 2>/dev/null \
    && { found=$$python; break; }; \
done; \
[ -n "$$found" ] || { echo "make: no Python >= 3.12 with its venv module was found. Install one, or name it: make PYTHON=/path/to/python3" >&2; exit 1; }
endef

.PHONY: help setup setup-dev run test test-long coverage mutation lint format check audit requirements browser clean

help: ## this list
	@grep -hE '^[a-z-]+:.*## ' $(MAKEFILE_LIST) | sed -E 's/:.*## /\t/' | expand -t 16

$(BIN)/python:
	@found=; $(FIND_PYTHON); \
	  echo "Making $(VENV) with $$("$$found" --version)"; \
	  "$$found" -m venv --clear $(VENV) || { rm -rf $(VENV); exit 1; }

$(VENV)/runtime: requirements.txt | $(BIN)/python
	@echo "Installing the product's packages"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt
	@touch $@

$(VENV)/development: requirements-dev.txt $(VENV)/runtime
	@echo "Installing the packages for tests and checks"
	@$(BIN)/python -m pip install --quiet --disable-pip-version-check --require-hashes -r requirements.txt -r requirements-dev.txt
	@touch $@

setup: $(VENV)/runtime ## the virtual environment for running
setup-dev: $(VENV)/development ## … and for tests and checks

run: setup ## the product on http://127.0.0.1:8000 (PORT=… for another)
	@PORT=$(PORT) exec $(BIN)/python manage.py up

test: setup-dev ## the whole suite, in parallel (ARGS="tests/search -k name" for a part)
	@$(BIN)/python -m tests.e2e.chromium
	@$(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

test-long: setup-dev ## the suite at the full sizes of its targets
	@$(BIN)/python -m tests.e2e.chromium
	@JOBTRACKER_LONG=1 $(BIN)/python -m pytest -n auto --dist loadgroup $(ARGS)

# Whole trust in the code that keeps people's data: every branch of it is run by some test.
COVERED_WHOLLY := accounts/*,tracking/domain/*,tracking/stages.py,tracking/storage.py,tracking/s3.py

coverage: setup-dev ## the suite with its branch coverage; fails below the bounds
	@$(BIN)/python -m tests.e2e.chromium
	@$(BIN)/python -m pytest -n auto --dist loadgroup --cov --cov-report= $(ARGS)
	@$(BIN)/coverage report --skip-covered --show-missing --fail-under=95
	@$(BIN)/coverage report --skip-covered --show-missing --fail-under=100 --include='$(COVERED_WHOLLY)'

mutation: setup-dev ## mutation testing of the rules of tracking; fails below its bound (about half an hour)
	@$(BIN)/python -m tests.mutation

lint: setup-dev ## ruff, over code and format
	@$(BIN)/ruff check .
	@$(BIN)/ruff format --check .

format: setup-dev ## ruff puts the format right
	@$(BIN)/ruff check --fix --quiet . ; $(BIN)/ruff format .

check: setup-dev ## migrations, deployment settings, OpenAPI document
	@.ci/checks

audit: setup-dev ## known vulnerabilities, dangerous calls, slips in templates
	@.ci/audit

requirements: setup-dev ## pin anew what pyproject.toml asks for (UPGRADE=1 for the newest)
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  $(if $(UPGRADE),--upgrade) pyproject.toml -o requirements.txt
	@$(BIN)/uv pip compile --quiet --universal --python-version 3.12 --generate-hashes --no-header --no-annotate \
	  $(if $(UPGRADE),--upgrade) --group dev -c requirements.txt -o requirements-dev.txt

browser: setup-dev ## a Chromium for the browser tests
	@$(BIN)/python -m tests.e2e.chromium

clean: ## what make made, but not the data
	rm -rf $(VENV) staticfiles .pytest_cache .ruff_cache .hypothesis .schemathesis mutants
	find . -name __pycache__ -type d -prune -exec rm -rf {} +
