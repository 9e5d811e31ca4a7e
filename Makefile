PYTHON ?= python3
PORT ?= 8000
BIN := .venv/bin
PIP := $(BIN)/pip install --quiet --disable-pip-version-check
CORPUS := $(wildcard datasets/headlines/*.csv datasets/pages/*/*)

.PHONY: serve test services lint train real wheel sizes benchmark evaluation extension docs
.NOTPARALLEL:
.DELETE_ON_ERROR:

serve: model/manifest.json
	$(BIN)/clickbait serve --port $(PORT) --model model

# The model is made anew when the corpus changed, or a module that training imports: build/model.mk lists them.
model/manifest.json: .venv/run $(CORPUS)
	$(BIN)/clickbait train --out model

build/model.mk: tools/imports.py tools/model_sources.py
	@mkdir -p $(@D)
	@$(PYTHON) -m tools.model_sources model/manifest.json $@ > $@

-include build/model.mk

train: model/manifest.json

# An older pip stops at an assertion of its own over lxml[html_clean], which the extra "bench" asks for.
.venv/pip:
	$(PYTHON) -m venv .venv
	$(PIP) 'pip>=23.3'
	touch $@

# What serving and training need, and what development needs.
.venv/run: pyproject.toml .venv/pip
	$(PIP) --editable '.[server,train,jieba]'
	touch $@

.venv/dev: pyproject.toml .venv/pip
	$(PIP) --editable '.[dev]'
	touch $@

test: services lint model/manifest.json
	$(BIN)/pytest --numprocesses auto --dist loadfile

# Chromium, Firefox, a display for them, PostgreSQL, nginx, Redis and Node.js for the tests: installed as root, else named.
services: .venv/dev
	$(BIN)/python -m tools.services

lint: .venv/dev
	$(BIN)/ruff check .
	$(BIN)/ruff format --check .
	$(BIN)/mypy
	$(BIN)/lint-imports

# dist/clickbait_zh-*.whl with the trained model in it: the same bytes from the same files
wheel: model/manifest.json
	rm -f dist/clickbait_zh-*.whl
	$(BIN)/pip wheel --quiet --disable-pip-version-check --no-deps --wheel-dir dist .

# What each extra takes in an empty environment, into docs/install.md
sizes: wheel .venv/dev
	$(BIN)/python -m tools.fill sizes

# dist/clickbait-zh-chromium.zip and -firefox.zip: the same bytes from the same files
extension: build/browser/model.json
	$(BIN)/python extension/pack.py dist
	$(BIN)/python extension/check.py dist/chromium
	$(BIN)/python extension/check.py dist/firefox

build/browser/model.json: model/manifest.json $(wildcard browser/*.py)
	$(BIN)/clickbait export browser $(@D) --model model

# build/site: the documentation in two languages, with what is generated from the code; needs no network
docs: model/manifest.json .venv/dev
	$(BIN)/python -m tools.docs build/site

# Editable: a copy of the package would be what every later command of this environment runs.
benchmark: model/manifest.json
	$(PIP) --editable '.[bench]'
	$(BIN)/python -m benchmarks.speed

evaluation: .venv/dev
	$(PIP) --editable '.[bench]'
	$(BIN)/python -m tools.fill study
	$(BIN)/python -m tools.fill outlets

# datasets/real from real headlines outside the repository: vectors and prior, the same bytes from the same files
REAL ?= ../shared/data
real: .venv/dev
	$(BIN)/python -m training.real.build $(REAL)
