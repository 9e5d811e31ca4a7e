"""The first page that a reader sees: an example that the model scores, and ready choices of sites."""

from __future__ import annotations

import json
import os
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from classifier import Classifier
from tests.support.browser import ARGUMENTS
from tests.support.display import Screen, screen
from tests.support.extension_browser import SOURCE, Extended, Installed, options_of, worker_of
from tests.support.extension_marks import t

EXAMPLES = re.findall(r'^  "(.*)",$', (SOURCE / "pages/example.js").read_text(encoding="utf-8"), re.M)
TAIWAN = ("udn.com", "ltn.com.tw")


@pytest.fixture
def newcomer(installed: Installed, tmp_path: Path) -> Iterator[tuple[Extended, Screen]]:
    """The package in a fresh profile, on a screen: the page that opens by itself, and questions that are answered."""
    visible = [argument for argument in ARGUMENTS if not argument.startswith("--headless")]
    with screen() as shown, sync_playwright() as playwright:
        context = playwright.chromium.launch_persistent_context(
            tmp_path / "profile", env={**os.environ, "DISPLAY": shown.name, "LANGUAGE": "en"},
            **options_of(installed.folder, *visible),
        )  # fmt: skip
        yield Extended(context, worker_of(context), ""), shown
        context.close()


def test_the_example_is_scored_by_the_model_in_the_package(browser: Extended, full_classifier: Classifier) -> None:
    browser.set(address="")
    page = browser.own("welcome.html")
    predictions = full_classifier.predict(EXAMPLES)
    assert len(EXAMPLES) == 5 and {prediction.label for prediction in predictions} == {"clickbait", "substantive"}
    for headline, prediction in zip(EXAMPLES, predictions, strict=True):
        teaser = page.get_by_role("listitem").filter(has_text=headline)
        bait = prediction.label == "clickbait"
        expect(teaser.locator(".badge")).to_have_count(int(bait))
        if bait:
            assert teaser.locator(".badge").inner_text() == str(min(99, round(prediction.score * 100)))
    page.get_by_role("button", name=t("exampleBadge", "")).nth(1).click()
    expect(page.locator(".why:visible")).to_contain_text("keeps the point back: “")
    page.get_by_role("radio", name=t("mode_blur")).check()
    assert "blur" in page.locator(".bait .teaser").first.evaluate("node => getComputedStyle(node).filter")


def test_it_opens_by_itself_and_one_answer_switches_whole_sites_on(newcomer: tuple[Extended, Screen]) -> None:
    browser, shown = newcomer
    (page,) = [page for page in browser.context.pages if "welcome.html" in page.url] or [
        browser.context.wait_for_event("page", lambda page: "welcome.html" in page.url)
    ]
    page.bring_to_front()
    button = page.locator("#switch-on")
    expect(button).to_be_disabled()
    for domain in TAIWAN:
        page.get_by_role("checkbox", name=domain).check()
    expect(button).to_have_text(t("switchOnPicked", len(TAIWAN)))
    shown.wait_for_question(button.click)
    shown.press("Return")  # "Deny" has the focus
    expect(page.locator("#sites-told")).to_have_text(t("refusedNothing"))
    expect(page.locator("#next")).to_be_hidden()
    assert browser.worker.evaluate("chrome.storage.local.get({allowed: []}).then(({allowed}) => allowed)") == []
    shown.wait_for_question(button.click)
    shown.press("Tab", "Return")
    expect(page.locator("#sites-told")).to_have_text(t("sitesOn", len(TAIWAN)))
    allowed = browser.worker.evaluate("chrome.storage.local.get('allowed').then(({allowed}) => allowed)")
    assert allowed == [f"*.{domain}" for domain in TAIWAN]
    expect(page.locator("#go a")).to_have_count(len(TAIWAN))
    granted = browser.worker.evaluate("chrome.permissions.getAll().then(({origins}) => origins)")
    assert sorted(granted) == sorted(f"*://*.{domain}/*" for domain in TAIWAN)


def test_every_portal_has_a_name_and_no_name_is_left_over() -> None:
    code = (SOURCE / "pages/portals.js").read_text(encoding="utf-8")
    domains = re.findall(r'"([a-z0-9.-]+\.[a-z]+)"', code[: code.index("export function")])
    keys = {f"portal_{re.sub('[^a-z0-9]', '_', domain)}" for domain in domains}
    assert len(keys) == len(domains) > 40
    regions = {f"region_{name}" for name in re.findall(r"^  (\w+): \[$", code, re.M)}
    messages = json.loads((SOURCE / "_locales/en/messages.json").read_text(encoding="utf-8"))
    assert {key for key in messages if key.startswith("portal_")} == keys
    assert {key for key in messages if key.startswith("region_")} == regions
