"""The same modules, unchanged, in a real Chromium and a real Firefox: Python's answers, headline by headline."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask, send_from_directory
from selenium.webdriver import Firefox
from werkzeug.wrappers import Response

from benchmarks.browser_answers import differences
from classifier import Classifier
from tests.conftest import ROOT
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures
from tests.support.browser_golden import check_golden, golden_headlines
from tests.support.browser_model import exported, golden_exported  # noqa: F401  # fixtures
from tests.support.firefox import firefox  # noqa: F401  # fixture
from training.corpus.format import Row

pytestmark = pytest.mark.slow
PAGE = '<!doctype html><html lang="zh-TW"><meta charset="utf-8"><link rel="icon" href="data:,"><title>-</title>'
SCRIPT = """
const { Classifier } = await import("/browser/classifier.js");
const { answered } = await import("/tests/browser/answered.js");
const read = async (name) => new Uint8Array(await (await fetch(`/${model}/${name}`)).arrayBuffer());
const classifier = await Classifier.load(read);
return JSON.stringify(headlines.map((headline) => answered(classifier, headline))); // drivers reorder members
"""
EVERY = 5  # rows of the small corpus between two that are taken
Run = Callable[[str, list[str]], list[dict[str, Any]]]


@pytest.fixture(scope="module")
def address(exported: Path, golden_exported: Path) -> Iterator[str]:
    """The modules of the checkout, and two models."""
    host = Flask("files", static_folder=None)
    folders = {"small": exported, "golden": golden_exported, "browser": ROOT / "browser", "tests": ROOT / "tests"}

    @host.get("/")
    def page() -> str:
        return PAGE

    @host.get("/<folder>/<path:name>")
    def file(folder: str, name: str) -> Response:
        return send_from_directory(folders[folder], name)

    with serving(host) as found:
        yield found


@pytest.fixture
def in_chromium(address: str, visit: Callable[..., Watched]) -> Run:
    opened = visit(address)
    code = f"async ([model, headlines]) => {{ {SCRIPT} }}"
    return lambda model, headlines: json.loads(opened.page.evaluate(code, [model, headlines]))


@pytest.fixture
def in_firefox(address: str, firefox: Firefox) -> Run:
    firefox.get(address)
    code = (
        f"const [model, headlines, done] = arguments; (async () => {{ {SCRIPT} }})().then(done, (e) => done(`${{e}}`));"
    )
    return lambda model, headlines: json.loads(firefox.execute_async_script(code, model, headlines))


@pytest.fixture(params=["in_chromium", "in_firefox"])
def run(request: pytest.FixtureRequest) -> Run:
    found: Run = request.getfixturevalue(request.param)
    return found


def test_the_golden_vectors(run: Run) -> None:
    check_golden(run("golden", golden_headlines()))


def test_some_of_the_corpus(run: Run, classifier: Classifier, corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus[::EVERY]]
    found = run("small", headlines)
    predictions = classifier.predict(headlines, explain=True)
    assert [differences(classifier, a, p) for a, p in zip(found, predictions, strict=True)] == [[] for _ in headlines]
