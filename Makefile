# Everything a newcomer types. Needs Python 3.11 or newer, make and a package index.
PYTHON ?= python3
VENV := .venv
BIN := $(VENV)/bin
# EXTRAS=dev,ocr,local adds recognition of scans and GGUF models
EXTRAS ?= dev
STAMP := $(VENV)/.installed

.DEFAULT_GOAL := run
.PHONY: run test check format bench clean

$(STAMP): pyproject.toml constraints.txt
	$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11) and "需要 Python 3.11 或更新版本 (Python 3.11 or newer is needed)")'
	$(PYTHON) -m venv $(VENV)
	$(BIN)/python -m pip install --disable-pip-version-check -q -c constraints.txt -e '.[$(EXTRAS)]'
	touch $@

run: $(STAMP)  ## install, load the sample newspaper into the library, serve the page
	$(BIN)/assistant ingest sample/pages
	$(BIN)/assistant serve

test: $(STAMP)  ## install and run the tests
	$(BIN)/python -m pytest

check: $(STAMP)  ## the four checks
	$(BIN)/ruff format --check
	$(BIN)/ruff check
	$(BIN)/mypy
	$(BIN)/python -m pytest

format: $(STAMP)
	$(BIN)/ruff format
	$(BIN)/ruff check --fix

bench: $(STAMP)  ## measure; ARGS="--only ingest latency" some of it, ARGS=--quick a little of everything
	$(BIN)/python -m benchmarks $(ARGS)

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .hypothesis
