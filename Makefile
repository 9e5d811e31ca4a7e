PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
CORPUS := $(wildcard datasets/headlines/*.csv datasets/pages/*/*)
FEATURES := $(wildcard classifier/*.py classifier/text/lexicon.txt training/fitting/assemble.py training/fitting/fit.py training/fitting/heads.py training/fitting/pipeline.py training/fitting/page_roles.py training/corpus/labelled_pages.py)

.PHONY: serve test services lint train benchmark evaluation extension

serve: model/manifest.json
	$(BIN)/clickbait serve --port $(PORT) --model model

# The model is made anew when the corpus or the features changed.
model/manifest.json: .venv/installed $(CORPUS) $(FEATURES)
	$(BIN)/clickbait train --out model

train: model/manifest.json

# An older pip stops at an assertion of its own over lxml[html_clean], which the extra "bench" asks for.
.venv/installed: pyproject.toml
	$(PYTHON) -m venv .venv
	$(BIN)/pip install --quiet --disable-pip-version-check 'pip>=23.3'
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[dev]'
	touch $@

test: .venv/installed services lint
	$(BIN)/pytest --numprocesses auto --dist loadfile

# Chromium, PostgreSQL, nginx, Redis and Node.js for the tests: installed as root, else named.
services:
	$(PYTHON) -m tools.services

lint: .venv/installed
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy

# dist/clickbait-zh-chromium.zip and -firefox.zip: the same bytes from the same files
extension:
	$(PYTHON) extension/pack.py dist

# Editable: a copy of the package would be what every later command of this environment runs.
benchmark: model/manifest.json
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m benchmarks.speed

evaluation: .venv/installed
	$(BIN)/pip install --quiet --disable-pip-version-check --editable '.[bench]'
	$(BIN)/python -m training.evaluation.study --write docs/evaluation.md --plot docs/learning-curve.svg
	$(BIN)/python -m training.evaluation.outlets --write docs/outlets.md
