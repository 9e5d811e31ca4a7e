"""The playground in a real Chromium, against the real application; a test module imports the fixtures it uses."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from api.app import create_app
from api.settings import ServerSettings
from classifier import Classifier
from tests.support.browser import Watched, serving

Visit = Callable[..., Watched]
SEND = "#headlines-form .primary"
FOREIGN = "A headline without one Chinese character"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('playground') / 'keys.sqlite3'}"


@pytest.fixture(scope="module")
def app(full_classifier: Classifier, database: str) -> Flask:
    return create_app(ServerSettings(max_headlines=20, max_headline_length=100, database_url=database), full_classifier)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as found:
        yield found


def score(page: Page, headlines: Iterable[str]) -> Locator:
    """Send headlines and wait for their results."""
    lines = list(headlines)
    page.fill("#headlines", "\n".join(lines))
    page.click(SEND)
    found = page.locator("#output-headlines li.verdict")
    expect(found).to_have_count(len(lines))
    return found


def shown(numbers: Locator) -> list[float]:
    return [float(value) for value in numbers.evaluate_all("found => found.map((data) => data.value)")]
