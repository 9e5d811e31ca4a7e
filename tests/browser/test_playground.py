"""The playground without a server, in real browsers: opened from a disk, and from a host that only has files."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from flask import Flask, send_from_directory
from playwright.sync_api import Page, expect
from selenium.webdriver import Firefox
from selenium.webdriver.common.by import By
from selenium.webdriver.support.wait import WebDriverWait
from werkzeug.wrappers import Response

from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures
from tests.support.commands import command
from tests.support.firefox import firefox  # noqa: F401  # fixture
from tests.support.playground import score, shown

Visit = Callable[..., Watched]
PATIENCE = 20  # seconds


@pytest.fixture(scope="module")
def page(model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("exported") / "playground"
    done = command("export", "playground", folder, "--model", model_folder)
    assert done.returncode == 0, done.stderr
    return folder / "index.html"


def try_headlines(opened: Page, classifier: Classifier) -> None:
    """Scores, signals, kinds, sensitivity, lines that cannot be scored, and the table, as with a server."""
    found = score(opened, HEADLINES)
    expected = classifier.predict(HEADLINES, explain=True)
    scores = shown(opened.locator("li.verdict data"))
    for prediction in expected:
        assert any(abs(prediction.score - value) < 1e-6 for value in scores)
    found.first.locator("details.why summary").click()
    expect(found.first.locator("details.why tbody data").first).to_be_visible()
    weights = shown(found.first.locator("details.why tbody data"))
    assert weights[0] == pytest.approx(expected[0].signals[0].weight, abs=1e-6)
    opened.check("input[name=sensitivity][value=strict]", force=True)
    strict = classifier.cuts["strict"]["threshold"]
    expect(found.locator(".label", has_text="釣魚")).to_have_count(sum(p.score >= strict for p in expected))
    with opened.expect_download() as download:
        opened.click("#download")
    table = Path(download.value.path()).read_text(encoding="utf-8-sig")
    assert [row["headline"] for row in csv.DictReader(io.StringIO(table))] == HEADLINES
    opened.fill("#headlines", "\u200b\u2060a\n\u2800\n" + HEADLINES[0])
    opened.click("#headlines-form .primary")
    expect(opened.locator("li.refused")).to_have_count(1)


def test_from_a_disk_in_chromium(page: Path, visit: Visit, classifier: Classifier) -> None:
    opened = visit(page.as_uri())
    opened.origin = page.parent.as_uri()
    try_headlines(opened.page, classifier)
    for hidden in ("#tab-page", "#settings", "text=API 文件"):
        expect(opened.page.locator(hidden)).not_to_be_visible()
    expect(opened.page.locator("footer")).to_contain_text("不送到任何地方")
    expect(opened.page.locator("footer")).to_contain_text("clickbait serve")


@pytest.fixture
def address(page: Path) -> Iterator[str]:
    """The folder on a host that knows nothing but files, below a path of its own."""
    host = Flask("files")

    @host.get("/below/<path:name>")
    def file(name: str) -> Response:
        return send_from_directory(page.parent, name)

    with serving(host) as found:
        yield found


def test_from_a_host_in_chromium(address: str, visit: Visit, classifier: Classifier) -> None:
    opened = visit(f"{address}below/index.html")
    opened.origin = address
    try_headlines(opened.page, classifier)


@pytest.mark.slow
def test_from_a_disk_in_firefox(page: Path, firefox: Firefox, classifier: Classifier) -> None:
    firefox.get(page.as_uri())
    box = firefox.find_element(By.ID, "headlines")
    box.clear()
    box.send_keys("\n".join(HEADLINES))
    firefox.find_element(By.CSS_SELECTOR, "#headlines-form .primary").click()
    wait = WebDriverWait(firefox, PATIENCE)
    wait.until(lambda d: len(d.find_elements(By.CSS_SELECTOR, "li.verdict")) == len(HEADLINES))
    values = firefox.execute_script(
        "return [...document.querySelectorAll('li.verdict data')].map(d => Number(d.value))"
    )
    for prediction in classifier.predict(HEADLINES):
        assert any(abs(prediction.score - value) < 1e-6 for value in values)
