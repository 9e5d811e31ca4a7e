"""Pictures of 1280 × 800 for the stores, from the shipped package: ``python -m extension.store.screenshots FOLDER``.

For each language of the listings: the first-run page, an invented news page with its marks and one open card, the same
page dimmed, the popup, and the options. No server runs; the model in the package scores. A language that
the Chromium at hand does not speak is left out, with a line that says so.
"""

from __future__ import annotations

import base64
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from playwright.sync_api import Page, ViewportSize, sync_playwright

from benchmarks.paths import MODEL
from tests.support.browser import serving
from tests.support.display import Screen, screen
from tests.support.extension_browser import HOST, Extended, allow_by_clicks, launched, worker_of
from tests.support.extension_packages import packed, unpacked
from tests.support.extension_site import BAIT, make_site

LANGUAGES = {"zh-TW": "zh_TW", "en": "en"}  # of the listing, of the package
SIZE: ViewportSize = {"width": 1280, "height": 800}
MARKS = "clickbait-zh-mark [part~=badge]"
NAMES = {"zh-TW": "標題釣魚警示", "en": "Calm Headlines"}


@contextmanager
def browser_of(package: Path, language: str) -> Iterator[tuple[Extended, Screen]]:
    """A Chromium on a screen of its own, with the package in a fresh profile."""
    with (
        tempfile.TemporaryDirectory() as profile,
        serving(make_site()) as address,
        screen() as shown,
        sync_playwright() as playwright,
    ):
        context = launched(
            playwright, package, Path(profile), shown=shown, language=LANGUAGES[language],
            locale=language if language != "en" else "en-US",
        )  # fmt: skip
        yield Extended(context, worker_of(context), address.replace("127.0.0.1", HOST)), shown
        context.close()


def switch_on(browser: Extended, shown: Screen) -> None:
    """As a reader does it: in the options, with the browser's own question."""
    options = allow_by_clicks(browser, shown)
    options.locator("#allowed li").wait_for()
    options.close()


def take(page: Page, path: Path) -> None:
    page.wait_for_timeout(400)  # a transition ends
    page.screenshot(path=path)
    sys.stdout.write(f"{path}\n")


def beside(page: Page, popup: bytes, path: Path) -> None:
    """The page with the popup where the browser opens it: a window of its own, out of a picture's reach."""
    sheet = page.context.new_page()
    sheet.set_viewport_size(SIZE)
    seen, bubble = (base64.b64encode(picture).decode() for picture in (page.screenshot(), popup))
    style = "position: absolute; top: 8px; right: 24px; border-radius: 10px; box-shadow: 0 6px 30px #0007"
    sheet.set_content(
        f'<body style="margin: 0"><img src="data:image/png;base64,{seen}">'
        f'<img style="{style}" src="data:image/png;base64,{bubble}">'
    )
    take(sheet, path)
    sheet.close()


def pictures(browser: Extended, shown: Screen, folder: Path) -> None:
    """All pictures of one language."""
    folder.mkdir(parents=True, exist_ok=True)
    welcome = browser.own("welcome.html")
    welcome.set_viewport_size(SIZE)
    welcome.locator(".badge").first.click()
    take(welcome, folder / "1-welcome.png")
    welcome.close()
    switch_on(browser, shown)
    page = browser.visit(width=SIZE["width"], height=SIZE["height"])
    page.locator(MARKS).nth(1).wait_for()
    page.get_by_role("link", name=BAIT[0][1]).first.scroll_into_view_if_needed()
    page.locator(MARKS).first.hover()
    page.locator("[part=reason]").first.wait_for()
    take(page, folder / "2-reasons.png")
    page.mouse.move(0, 0)
    browser.set(mode="dim")
    take(page, folder / "3-dim.png")
    browser.set(mode="mark")
    popup = browser.popup(page)
    popup.set_viewport_size({"width": 400, "height": 600})
    popup.locator("#headlines button").first.wait_for()
    beside(page, popup.screenshot(), folder / "4-popup.png")
    options = browser.own("options.html")
    options.set_viewport_size(SIZE)
    take(options, folder / "5-options.png")


def main() -> None:
    if len(sys.argv) != 2:
        sys.exit("usage: python -m extension.store.screenshots FOLDER")
    folder = Path(sys.argv[1])
    with tempfile.TemporaryDirectory() as made:
        package = unpacked(packed(Path(made), MODEL)["chromium"], Path(made) / "unpacked")
        for language in LANGUAGES:
            with browser_of(package, language) as (browser, shown):
                probe = browser.own("options.html")
                speaks = probe.locator("h1").inner_text() == NAMES[language]
                probe.close()
                if speaks:
                    pictures(browser, shown, folder / language)
                else:
                    sys.stderr.write(f"{language}: left out, this Chromium does not speak it\n")


if __name__ == "__main__":
    main()
