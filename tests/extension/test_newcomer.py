"""A newcomer's first minutes with the shipped package, by real keys and clicks on a screen: no server anywhere.

Each step is pictured in ``build/newcomer``: first-run page, popup, the browser's question, marks, card, vote, off.
"""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import sync_playwright

from tests.conftest import ROOT
from tests.support.browser import serving
from tests.support.display import Screen, screen
from tests.support.extension_browser import HOST, launched
from tests.support.extension_firefox import PANEL, firefox
from tests.support.extension_packages import unpacked
from tests.support.extension_site import make_site

PICTURES = ROOT / "build/newcomer"
PATIENCE = 20  # seconds
OPEN_POPUP, ARTICLE = "alt+shift+k", "city/2026030001"
# All that shadow roots hide, too.
DEEP = """(() => {
  const found = [], look = (root) => root.querySelectorAll("*").forEach((node) => {
    if (node.matches(selector)) found.push(node);
    if (node.shadowRoot) look(node.shadowRoot);
  });
  look(document);
  return found;
})()"""
MIDDLE = """(({x, y, width, height}) => [
  x + width / 2 + (window.mozInnerScreenX ?? screenX),
  y + height / 2 + (window.mozInnerScreenY ?? screenY + outerHeight - innerHeight),
])"""
CORNER = MIDDLE.replace("width / 2", "12").replace("height / 2", "12")
SEEN = """(node) => {
  const {x, y, width} = node.getBoundingClientRect();
  return width && x > 0 && y > 0 && y < innerHeight;
}"""


@dataclass
class Newcomer:
    """Who sits at the screen; ``look`` evaluates an expression in the page of the tab in front."""

    screen: Screen
    folder: Path
    look: Callable[[str], Any]
    steps: int = 0

    def picture(self, name: str) -> None:
        """Keep what is on the screen now."""
        self.steps += 1
        time.sleep(0.7)  # panels and badges fade in
        self.screen.picture(self.folder / f"{self.steps:02d}-{name}.png")

    def count(self, selector: str) -> int:
        return int(self.look(f"{DEEP.replace('selector', repr(selector))}.length"))

    def wait(self, happened: Callable[[], object]) -> Any:
        end = time.monotonic() + PATIENCE
        while not (found := happened()):
            assert time.monotonic() < end, "this did not happen in time"
            time.sleep(0.1)
        return found

    def point(self, selector: str) -> None:
        """Move the mouse onto the first of these that is in the window."""
        nodes = DEEP.replace("selector", repr(selector))
        x, y = self.wait(
            lambda: self.look(f"{nodes}.filter({SEEN}).map((node) => {MIDDLE}(node.getBoundingClientRect()))[0]")
        )
        self.screen.move(x, y)

    def click(self, selector: str) -> None:
        self.point(selector)
        self.screen.click()


def first_minutes(
    newcomer: Newcomer, focus: Callable[[], None], question: Callable[[], None], allow: Callable[[], None]
) -> None:
    """From a page of the news site to a mark, its reasons, a vote, and off again."""
    newcomer.picture("the-site-before")
    assert newcomer.count("clickbait-zh-mark") == 0
    newcomer.screen.press(OPEN_POPUP)
    time.sleep(1.5)
    focus()
    newcomer.screen.press("Tab")
    newcomer.picture("the-popup")
    question()
    newcomer.picture("the-question")
    allow()
    newcomer.wait(lambda: newcomer.count("[part~=badge]") > 0)
    newcomer.picture("marks")
    newcomer.point("[part~=badge]")
    newcomer.wait(lambda: newcomer.count("[part~=card]"))
    newcomer.picture("the-reasons")
    newcomer.click("[part~=vote]")
    newcomer.wait(lambda: newcomer.count("[part~=undo]"))
    newcomer.picture("a-vote")
    newcomer.screen.press("Escape")
    newcomer.screen.press(OPEN_POPUP)
    time.sleep(1.5)
    focus()
    newcomer.picture("the-popup-with-this-page")
    newcomer.screen.press("Tab", "space")
    newcomer.wait(lambda: newcomer.count("clickbait-zh-mark") == 0)
    newcomer.picture("off")


@contextmanager
def site() -> Iterator[str]:
    with serving(make_site()) as address:
        yield address.replace("127.0.0.1", HOST) + ARTICLE


def folder_of(browser: str) -> Path:
    folder = PICTURES / browser
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    return folder


@pytest.mark.slow
def test_in_chromium(packages: dict[str, Path], tmp_path: Path) -> None:
    folder = unpacked(packages["chromium"], tmp_path / "package")
    with site() as address, screen(1280, 900) as shown, sync_playwright() as playwright:
        context = launched(
            playwright, folder, tmp_path / "profile", "--lang=zh-TW", "--window-size=1280,900", "--window-position=0,0",
            shown=shown, language="zh_TW", locale=None, color_scheme=None, no_viewport=True,
        )  # fmt: skip
        try:
            page = context.pages[0]
            newcomer = Newcomer(shown, folder_of("chromium"), lambda code: page.evaluate(code))
            tabs = context.new_cdp_session(page)
            newcomer.wait(lambda: "pages/welcome.html" in str(tabs.send("Target.getTargets")))
            newcomer.picture("first-run")
            page.bring_to_front()
            page.goto(address)

            def question() -> None:
                shown.wait_for_question(lambda: shown.press("space"))

            first_minutes(
                newcomer, lambda: None, question, lambda: shown.press("Tab", "Return")
            )  # "Deny" has the focus
        finally:
            context.close()


@pytest.mark.slow
def test_in_firefox(packages: dict[str, Path]) -> None:
    with (
        site() as address,
        screen(1280, 900) as shown,
        firefox(
            packages["firefox"],
            HOST,
            shown=shown,
            **{"intl.locale.requested": "zh-TW,en-US", "intl.accept_languages": "zh-TW"},
        ) as extended,
    ):
        driver = extended.driver
        newcomer = Newcomer(shown, folder_of("firefox"), lambda code: driver.execute_script(f"return {code}"))
        driver.set_window_rect(0, 0, 1280, 900)
        newcomer.wait(lambda: len(driver.window_handles) > 1)
        newcomer.picture("first-run")
        driver.switch_to.window(driver.window_handles[0])
        driver.get(address)

        def place(expression: str, point: str = MIDDLE) -> tuple[float, float]:
            """Where something of the browser itself is on the screen."""
            with driver.context(driver.CONTEXT_CHROME):
                x, y = newcomer.wait(
                    lambda: driver.execute_script(
                        f"const n = {expression}; return n && {point}(n.getBoundingClientRect())"
                    )
                )
            return x, y

        def focus() -> None:
            shown.move(*place("document.querySelector('.webextension-popup-browser')", CORNER))
            shown.click()

        def question() -> None:
            shown.press("space")
            place(PANEL[7:])
            time.sleep(1)  # it takes no answer in its first moments

        def allow() -> None:
            shown.move(*place(f"({PANEL[7:]})?.button"))
            shown.click()

        first_minutes(newcomer, focus, question, allow)
