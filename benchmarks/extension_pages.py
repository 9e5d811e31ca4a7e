"""The shipped extension on saved pages, in a real Chromium: which recommendations it finds, and which it marks.

    python -m benchmarks.extension_pages [FOLDER ...] [--texts]

FOLDER (default: ``../shared/pages`` and ``../shared/pages/real``) holds ``*.html`` and perhaps a ``truth.json``, as
``benchmarks.pages`` reads them. The package is loaded unchanged, the site granted by clicks, the window 1280 px wide.
*found* and *right* are recommendations as in ``benchmarks.pages``, "-" without truth; *headlines* and *bait* count
what was found and what the model calls bait; *badges* and *lines* are the marks that a reader sees, the latter where a
badge has no room; *shift* is the layout shift beyond that of the page alone. The pages' own scripts do not run, nor is
anything fetched. ``--texts`` names what was missed (-) and what was wrong (+).
"""

from __future__ import annotations

import argparse
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from flask import Flask, Response
from playwright.sync_api import Page, sync_playwright

from benchmarks.page_truth import PageTruth, Recommendations, read_truth, says
from benchmarks.paths import MODEL, SHARED
from tests.support.browser import serving
from tests.support.extension_browser import HOST, Extended, install, launched, worker_of
from tests.support.extension_packages import packed

FOLDERS = [SHARED / "pages", SHARED / "pages/real"]
POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:"
ASK = "tab => chrome.tabs.sendMessage(tab, {type: 'list'}, {frameId: 0})"
SHIFT = """window.shift = 0; new PerformanceObserver((list) => {
  for (const {value} of list.getEntries()) window.shift += value;
}).observe({type: "layout-shift", buffered: true});"""
SEEN = """() => {
  const marks = [...document.querySelectorAll("clickbait-zh-mark")];
  const badges = marks.map((mark) => mark.shadowRoot.querySelector("[part~=badge]:not([part~=away])"));
  const lines = [...document.querySelectorAll("[data-clickbait-zh-line]")];
  const seen = (element) => element?.checkVisibility({visibilityProperty: true, opacityProperty: true});
  return [badges.filter(seen).length, lines.filter(seen).length];
}"""
HEIGHT = 900  # px
HEADER = ("page", "found", "right", "headlines", "bait", "badges", "lines", "shift")


@dataclass
class Marks:
    """What the extension made of one page."""

    headlines: list[str]
    bait: int
    badges: int
    lines: int
    shift: float


def site_of(folder: Path) -> Flask:
    """The pages at ``/<name>``: only their own text and styles."""
    site = Flask(__name__)

    @site.get("/<name>")
    def page(name: str) -> Response:
        path = folder / f"{Path(name).name}.html"
        content = path.read_bytes() if path.exists() else b""
        return Response(content, content_type=type_of(content), headers={"Content-Security-Policy": POLICY})

    return site


def type_of(content: bytes) -> str:
    """A page that was saved as UTF-8 may still name the charset that it came in."""
    try:
        content.decode()
    except UnicodeDecodeError:
        return "text/html"
    return "text/html; charset=utf-8"


@contextmanager
def browser(folder: Path) -> Iterator[Extended]:
    """A Chromium with the package, switched on for the pages of a folder; the model on the device scores."""
    with tempfile.TemporaryDirectory() as made:
        base = Path(made)
        found = install(packed(base, MODEL)["chromium"], base)
        with serving(site_of(folder)) as address, sync_playwright() as playwright:
            context = launched(playwright, found.folder, found.profile)
            context.add_init_script(SHIFT)
            yield Extended(context, worker_of(context), address.replace("127.0.0.1", HOST))
            context.close()


def settled(extended: Extended, page: Page) -> dict[str, Any]:
    """What is marked, once two looks at it are the same."""
    before: dict[str, Any] = {}
    for _ in range(40):
        page.wait_for_timeout(700)
        found: dict[str, Any] = extended.worker.evaluate(ASK, extended.tab(page))
        if found == before:
            return found
        before = found
    raise RuntimeError(f"{page.url}: the marks do not come to rest in 28 s")


def visit(extended: Extended, name: str) -> Page:
    page = extended.context.new_page()
    page.set_viewport_size({"width": 1280, "height": HEIGHT})
    page.goto(extended.site + name)
    return page


def marks_of(extended: Extended, name: str) -> Marks:
    """One page, without the extension, with all of its headlines marked, and as it ships."""
    extended.set(address="", allowed=[], threshold=None)
    page = visit(extended, name)
    page.wait_for_timeout(1000)
    bare = page.evaluate("shift")
    page.close()
    extended.set(allowed=[HOST], threshold=0)  # everything is bait, so that the list has all headlines
    options = extended.own("options.html")
    options.evaluate("chrome.runtime.sendMessage({type: 'lists'})")
    options.close()
    page = visit(extended, name)
    headlines = [item["text"] for item in settled(extended, page)["items"]]
    extended.set(threshold=None)
    bait = len(settled(extended, page)["items"])
    for top in range(0, page.evaluate("document.documentElement.scrollHeight"), HEIGHT // 2):
        page.evaluate("top => scrollTo(0, top)", top)  # a badge comes when its headline does
        page.wait_for_timeout(60)
    badges, lines = page.evaluate(SEEN)
    found = Marks(headlines, bait, badges, lines, max(0.0, page.evaluate("shift") - bare))
    page.close()
    return found


def shares(found: Recommendations) -> list[str]:
    return ["-" if share is None else f"{share:.1%}" for share in found.shares()]


def judged(marks: Marks, truth: PageTruth) -> tuple[list[str], list[str]]:
    """The recommendations that were missed, and the headlines that are none."""
    known, found = [*truth.recs, *truth.optional_recs, truth.headline], [*marks.headlines, truth.headline]
    missed = [wanted for wanted in truth.recs if not any(says(item, wanted) for item in found)]
    return missed, [item for item in marks.headlines if not any(says(item, one) for one in known)]


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=(__doc__ or "").partition("\n")[0])
    parser.add_argument("folders", nargs="*", type=Path, default=FOLDERS)
    parser.add_argument("--texts", action="store_true", help="name what was missed (-) and what was wrong (+)")
    options = parser.parse_args(arguments)
    began = time.monotonic()
    print(f"| {' | '.join(HEADER)} |\n|{'---|' * len(HEADER)}")
    everything = Recommendations()
    for folder in options.folders:
        truths = read_truth(folder) if (folder / "truth.json").exists() else {}
        with browser(folder) as extended:
            for path in sorted(folder.glob("*.html")):
                marks, own, truth = marks_of(extended, path.stem), Recommendations(), truths.get(path.stem)
                for recommendations in [own, everything] if truth else []:
                    recommendations.add(marks.headlines, truth)  # type: ignore[arg-type]
                counts = [str(count) for count in (len(marks.headlines), marks.bait, marks.badges, marks.lines)]
                print(f"| {' | '.join([path.stem, *shares(own), *counts, f'{marks.shift:.3f}'])} |", flush=True)
                for sign, texts in zip("-+", judged(marks, truth) if truth and options.texts else (), strict=False):
                    print("".join(f"  {sign} {text}\n" for text in texts), end="")
    print(f"| all with truth | {' | '.join(shares(everything))} |{' |' * 5}\n{time.monotonic() - began:.0f} s")


if __name__ == "__main__":
    main()
