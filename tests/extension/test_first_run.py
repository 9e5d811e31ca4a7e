"""A newcomer's first minutes: the page that opens by itself, and the browser's own question, refused and answered."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import expect, sync_playwright

from tests.support.display import Screen, screen
from tests.support.extension_browser import Extended, Installed, launched, worker_of
from tests.support.extension_marks import t

TAIWAN = ("udn.com", "ltn.com.tw")


@pytest.fixture
def newcomer(installed: Installed, tmp_path: Path) -> Iterator[tuple[Extended, Screen]]:
    """The package in a fresh profile, on a screen: the page that opens by itself, and questions that are answered."""
    with screen() as shown, sync_playwright() as playwright:
        context = launched(playwright, installed.folder, tmp_path / "profile", shown=shown)
        yield Extended(context, worker_of(context), ""), shown
        context.close()


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
