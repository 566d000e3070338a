# Two commands do everything on a fresh machine: `make run` and `make test`. Each sets up what it needs.

PYTHON ?= $(shell command -v python3.11 || command -v python3)
VENV   := .venv
BIN    := $(VENV)/bin
EXTRAS := redis,postgres,s3,calibrate,whisper,edge,piper,metrics,otel

.DEFAULT_GOAL := help
.PHONY: help run test check lint format bench pictures lock clean

help:
	@echo "make run     start Bandmate here: database, worker, front ends"
	@echo "make test    install what the tests need and run every check"
	@echo "make lint    ruff, mypy, import-linter    make format   ruff format"
	@echo "make lock    pin by hash what the images and an offline install are made of"
	@echo "make pictures  take README's pictures of Discord anew (needs a browser: playwright install chromium)"
	@echo "make bench   measure and write BENCHMARKS.md (BANDMATE_DEV_DATA names the data folder)"

$(VENV)/bin/python:
	@$(PYTHON) -c 'import sys; sys.exit(sys.version_info < (3, 11))' || { echo "Bandmate needs Python 3.11 or newer (make PYTHON=/path/to/python3.11 ...)"; exit 4; }
	@$(PYTHON) -m venv $(VENV) || { echo "Python's venv module is missing: apt install python3-venv"; exit 4; }

$(VENV)/.installed: pyproject.toml | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable .
	@touch $@

$(VENV)/.tested: pyproject.toml deploy/constraints-llm.txt deploy/constraints-train.txt | $(VENV)/bin/python
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --upgrade 'pip>=25.1'
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --editable '.[$(EXTRAS)]' --group dev
	@# The model library is large and optional: where it cannot be had, its tests skip and say so.
	$(BIN)/python -m pip install --quiet --disable-pip-version-check --constraint deploy/constraints-train.txt --editable '.[llm,train]' || echo "The llm and train extras could not be installed: its tests will skip."
	@touch $@ $(VENV)/.installed

run: $(VENV)/.installed
	@$(BIN)/bandmate run

# Three at a time though there may be two cores, as many tests wait; the checks that read run beside them.
test: $(VENV)/.tested
	@$(MAKE) --no-print-directory --jobs 2 lint check

# Some hundred processes are started: where Python is told to keep no bytecode, each would compile our sources anew.
check: export PYTHONDONTWRITEBYTECODE :=
check: $(VENV)/.tested
	$(BIN)/python -m pytest -n 3 --dist loadgroup --no-loadscope-reorder

lint: $(VENV)/.tested
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

format: $(VENV)/.tested
	$(BIN)/ruff check --fix .
	$(BIN)/ruff format .

bench: $(VENV)/.tested
	$(BIN)/python tests/bench/run.py

pictures: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check playwright linkify-it-py
	$(BIN)/python -m tests.bots.discord.pictures

# What the images install, pinned by hash for every platform: from the registry that uv is set up with.
LOCKS := deploy/images/requirements
LOCK  := $(BIN)/uv pip compile --quiet --upgrade --generate-hashes --no-emit-index-url --no-annotate --no-header --python-version 3.11 --python-platform linux
lock: $(VENV)/.tested
	$(BIN)/python -m pip install --quiet --disable-pip-version-check uv
	echo 'hatchling>=1.27' | $(LOCK) - -o $(LOCKS)/build.txt
	$(LOCK) pyproject.toml --extra redis --extra postgres --extra s3 --extra metrics --extra otel -o $(LOCKS)/bots.txt
	$(LOCK) pyproject.toml --extra redis --extra postgres --extra s3 --extra metrics --extra otel --extra server --extra whisper --extra piper -o $(LOCKS)/worker.txt
	$(LOCK) pyproject.toml --extra redis --extra postgres --extra s3 --extra metrics --extra otel --extra whisper --extra piper --extra llm -c deploy/constraints-llm.txt -o $(LOCKS)/worker-cuda.txt

clean:
	rm -rf $(VENV) .mypy_cache .ruff_cache .pytest_cache .import_linter_cache .hypothesis build dist *.egg-info
