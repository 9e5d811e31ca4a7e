"""The article page of the test site with the extension's marks: what tests do with them and look for."""

from __future__ import annotations

import json
import time
from collections.abc import Callable

from playwright.sync_api import Locator, Page, expect

from tests.support.extension_browser import SOURCE, Extended
from tests.support.extension_site import BAIT, UNSURE

MESSAGES = json.loads((SOURCE / "_locales/en/messages.json").read_text(encoding="utf-8"))
MARKED = [BAIT[0], UNSURE, BAIT[4], BAIT[2], BAIT[3], BAIT[4], BAIT[1]]  # the article page's bait, as it stands there
FOUND = 15  # headlines on the article page
CORS = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*")]


def t(key: str, *values: object) -> str:
    text: str = MESSAGES[key]["message"]
    for i, value in enumerate(values, 1):
        text = text.replace(f"$V{i}$", str(value))
    return text


def badges(page: Page) -> Locator:
    return page.locator("clickbait-zh-mark [part~=badge]:not([part~=away])")


def marked(browser: Extended, count: int = len(MARKED)) -> Page:
    """The article page with its badges."""
    page = browser.visit()
    expect(badges(page)).to_have_count(count)
    return page


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def badge_of(page: Page, headline: str) -> Locator:
    """The badge that stands behind the end of a headline."""
    found = page.wait_for_function(
        """headline => {
          const holder = [...document.links].find(link => link.textContent === headline);
          const range = document.createRange();
          range.selectNodeContents(holder);
          const line = [...range.getClientRects()].filter(box => box.width).at(-1);
          return 1 + [...document.querySelectorAll("clickbait-zh-mark")].findIndex(mark => {
            const box = mark.shadowRoot.querySelector("[part~=badge]:not([part~=away])")?.getBoundingClientRect();
            const behind = box && Math.abs(box.left - line.right) < 12;
            return behind && Math.abs(box.top + box.height / 2 - line.top - line.height / 2) < 4;
          });
        }""",
        arg=headline,
    )
    return page.locator("clickbait-zh-mark").nth(found.json_value() - 1).locator("[part~=badge]")


def card(page: Page) -> Locator:
    return page.locator("clickbait-zh-mark [part=card]")
