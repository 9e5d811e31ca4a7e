"""What the extension costs a page: ``python -m benchmarks.extension``. The shipped package in a real Chromium.

Main-thread time is what the content script took for itself (finding, drawing, placing), churn the share of a core while
a page changes ten times a second, by the script's account and by the browser's, layout shift what its observer saw.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from playwright.sync_api import Page, sync_playwright

from benchmarks.paths import MODEL
from benchmarks.running import running
from tests.conftest import ROOT
from tests.support.browser import serving
from tests.support.extension_browser import HOST, Extended, install, launched, worker_of
from tests.support.extension_packages import packed
from tests.support.extension_site import make_site

LOADS = 5
ROUNDS = 4  # of a page that changes
SETTLING, CHURN = 1, 10  # seconds
KINDS = ["plain", "ticker", "carousel", "h1cards", "shadow", "stretched", "dense", "edge", "flex", "zoom"]


@contextmanager
def browser(base: Path) -> Iterator[Extended]:
    """A Chromium with the extension switched on for the test site, and the service it asks."""
    found = install(packed(base, MODEL)["chromium"], base)
    environment = {"CLICKBAIT_MODEL": str(ROOT / "model"), "DATABASE_URL": f"sqlite:///{base}/feedback.sqlite3"}
    with (
        running(["clickbait", "serve", "--port", "{port}"], environment, base / "log") as server,
        serving(make_site()) as address,
        sync_playwright() as playwright,
    ):
        context = launched(playwright, found.folder, found.profile)
        extended = Extended(context, worker_of(context), address.replace("127.0.0.1", HOST))
        extended.switch_on(server.address)
        yield extended
        context.close()


def marked(extended: Extended, path: str, found: int) -> Page:
    """The page, when so many headlines on it have their scores."""
    page = extended.visit(path, height=900)
    deadline = time.monotonic() + 60
    while extended.summary(page)["found"] < found:
        if time.monotonic() > deadline:
            raise RuntimeError(f"{path}: fewer than {found} headlines were scored in 60 s")
        time.sleep(0.1)
    page.wait_for_timeout(700)
    return page


def own_time(extended: Extended, links: int) -> tuple[float, float]:
    """Milliseconds for each 100 links, and the longest stretch: medians of some loads."""
    times = []
    for _ in range(LOADS):
        page = marked(extended, f"many?links={links}", links)
        times.append(extended.summary(page)["time"])
        page.close()
    return median(one["total"] for one in times) * 100 / links, median(one["longest"] for one in times)


def churn_shares(extended: Extended, links: int) -> tuple[float, float, float]:
    """Shares of a core while the page changes ten times a second: what the script took by its own account, and what the
    page's thread took in all, with the extension and without it; medians of some rounds, by turns.
    """
    own, on, off = [], [], []
    path = f"kind/churn?links={links}"
    for _ in range(ROUNDS):
        page = marked(extended, path, links)
        before = extended.summary(page)["time"]["total"]
        on.append(thread_share(page))
        own.append((extended.summary(page)["time"]["total"] - before) / ((CHURN + SETTLING) * 1000))
        page.close()
        page = extended.context.new_page()
        page.set_viewport_size({"width": 1280, "height": 900})
        page.goto(extended.site.replace(HOST, "127.0.0.1") + path)  # not switched on for this name of the site
        off.append(thread_share(page))
        page.close()
    return median(own), median(on), median(off)


def thread_share(page: Page) -> float:
    """The share of a core that all tasks of the changing page's main thread take: script, style, layout, painting."""
    session = page.context.new_cdp_session(page)
    session.send("Performance.enable", {"timeDomain": "threadTicks"})  # not the time that other processes took

    def taken() -> float:
        found = session.send("Performance.getMetrics")["metrics"]
        return next(float(one["value"]) for one in found if one["name"] == "TaskDuration")

    page.evaluate("churn()")
    page.wait_for_timeout(SETTLING * 1000)
    before, began = taken(), time.monotonic()
    page.wait_for_timeout(CHURN * 1000)
    return (taken() - before) / (time.monotonic() - began)


def layout_shift(extended: Extended) -> float:
    """The largest layout shift on any imitation page after it was marked."""
    shifts = []
    for name in KINDS:
        page = marked(extended, f"kind/{name}", 3)
        shifts.append(float(page.evaluate("window.shift")))
        page.close()
    return max(shifts)


def main() -> None:
    """Print the table of extension/README.md."""
    with tempfile.TemporaryDirectory() as folder, browser(Path(folder)) as extended:
        each, longest = own_time(extended, 500)
        own, on, off = churn_shares(extended, 2000)
        rows = [
            ("Main thread, each 100 links (page of 500)", f"{each:.0f} ms"),
            ("Longest stretch", f"{longest:.0f} ms"),
            ("10 changes a second on 2,000 links, by the script's own account", f"{own:.1%} of a core"),
            ("The page's whole main thread meanwhile, more than without", f"{on - off:.1%} ({on:.1%}, {off:.1%})"),
            (f"Largest layout shift on {len(KINDS)} kinds of layout", f"{layout_shift(extended):.3f}"),
        ]
    sys.stdout.write("| what | measured |\n|---|---|\n")
    sys.stdout.writelines(f"| {what} | {value} |\n" for what, value in rows)


if __name__ == "__main__":
    main()
