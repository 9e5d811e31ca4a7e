"""The pictures of the documents, taken from the running product.

python -m tools.screenshots [FOLDER]

writes playground.png and page.png for English, and the same below ``zh-TW`` for Chinese; FOLDER is ``docs`` by default.
The model is the one in ``model/``.
"""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

from playwright.sync_api import Page, sync_playwright

from benchmarks.running import SERVE, running, service_environment
from tools.docs.languages import LANGUAGES, Language, folder
from tools.imports import ROOT
from tools.services import find_program

WIDTH, HEIGHT, SCALE = 1180, 760, 1
ARGUMENTS = ["--headless=new", "--no-sandbox", "--disable-gpu", "--hide-scrollbars", "--font-render-hinting=none"]
HEADLINES = (
    "女星結束8年婚姻！好友曝離婚真相 網全傻眼",
    "立院三讀修正托育條例 補助延長至6歲",
    "睡前喝這杯千萬別加它　醫師示警：3種人快停",
    "鋒面週三通過 北部降溫7度",
)  # our own


def headlines(page: Page) -> None:
    """Headlines with their scores, the first one explained."""
    page.fill("#headlines", "\n".join(HEADLINES))
    page.click("#headlines-form .primary")
    found = page.locator("#output-headlines li.verdict")
    found.nth(len(HEADLINES) - 1).wait_for()
    found.first.locator("summary").first.click()


def whole_page(page: Page) -> None:
    """The example of a wire story with its sidebar, taken apart."""
    page.click("#tab-page")
    page.click("#page-example")
    page.click("#page-form .primary")
    page.locator("#output-page").get_by_text("海風市公車新路線週一上路").first.wait_for()


PICTURES: dict[str, Callable[[Page], None]] = {"playground.png": headlines, "page.png": whole_page}


def take(target: Path) -> list[Path]:
    """Write all pictures below the folder. Raises FileNotFoundError without Chromium."""
    chromium = find_program("chromium")
    if chromium is None:
        raise FileNotFoundError("no chromium here: 'make services' installs it")
    written = []
    with tempfile.TemporaryDirectory() as scratch, sync_playwright() as playwright:
        environment = {**os.environ, **service_environment(Path(scratch), ROOT / "model")}
        browser = playwright.chromium.launch(executable_path=chromium, args=ARGUMENTS)
        with running(SERVE, environment) as server:
            for language in LANGUAGES:
                context = browser.new_context(
                    viewport={"width": WIDTH, "height": HEIGHT}, device_scale_factor=SCALE, locale=language,
                    color_scheme="light", reduced_motion="reduce",
                )  # fmt: skip
                for name, prepare in PICTURES.items():
                    path = target / _place(language) / name
                    path.parent.mkdir(parents=True, exist_ok=True)
                    page = context.new_page()
                    page.goto(f"{server.address}/")
                    prepare(page)
                    page.mouse.move(0, 0)
                    page.screenshot(path=path, full_page=True, animations="disabled", caret="hide")
                    written.append(path)
                context.close()
        browser.close()
    return written


def _place(language: Language) -> Path:
    return folder(language).relative_to(ROOT / "docs")


def main() -> int:
    for path in take(Path(sys.argv[1]) if len(sys.argv) > 1 else ROOT / "docs"):
        sys.stdout.write(f"{path}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
