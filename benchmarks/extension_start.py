"""How soon the extension marks, and what it holds: ``python -m benchmarks.extension_start``. The shipped package.

The first badge is timed from DOMContentLoaded. Warm: the model is in memory. Cold: background and model were ended, as
browsers end what is idle. The 500 headlines go to a new worker with the model, messages to and from it included. Memory
is what the extension's own process has for itself, more than with background and model ended.
"""

from __future__ import annotations

import sys
import tempfile
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from statistics import median

from flask import Flask, Response, render_template

from benchmarks.extension_browsers import Browser, chromium, firefox_esr
from benchmarks.machine import description
from benchmarks.paths import MODEL
from tests.support.browser import serving
from tests.support.extension_browser import HOST
from tests.support.extension_packages import packed
from tests.support.extension_site import headlines as invented
from tests.support.extension_site import make_site
from training.corpus.format import bundled_corpus, read_corpus

COLD, WARM, WORKERS = 5, 9, 5  # rounds
COUNT = 500  # headlines of a call
STEP = 29  # rows of the corpus between two that are taken
REST = 10  # seconds after which a browser has tidied up
LINKS = (30, 500)
CALLS = """(async () => {
  const found = [];
  for (let round = 0; round < ROUNDS; round++) {
    const worker = new Worker("/background/worker.js", {type: "module"});
    const ask = (value) => new Promise((resolve) => {
      worker.onmessage = resolve;
      worker.postMessage({id: 0, call: "predict", value});
    });
    const times = [performance.now()];
    for (const headlines of [args[0].slice(0, 1), args[0], args[0], args[0], args[0], args[0]]) {
      await ask(headlines);
      times.push(performance.now());
    }
    worker.terminate();
    found.push([times[1] - times[0], times[2] - times[1], times[6] - times[5]]);
  }
  return found;
})()""".replace("ROUNDS", str(WORKERS))

# A badge is in the page before it has its place; it is seen when it is no longer "away".
WATCH = """<script>
  const badge = (mark) => mark.shadowRoot?.querySelector("[part~=badge]:not([part~=away])");
  const look = () => {
    if (![...document.querySelectorAll("clickbait-zh-mark")].some(badge)) return requestAnimationFrame(look);
    const { domContentLoadedEventStart } = performance.getEntriesByType("navigation")[0];
    window.first = performance.now() - domContentLoadedEventStart;
  };
  requestAnimationFrame(look);
</script>"""


@contextmanager
def site() -> Iterator[str]:
    """The address of the tests' news site; ``kind/first?links=N`` is a page that tells when it got its first badge."""
    app: Flask = make_site()

    @app.get("/kind/first/<int:links>")
    def first(links: int) -> Response:
        page = render_template("kinds/churn.html", texts=invented(links))
        return Response(page.replace("</title>", f"</title>{WATCH}", 1))

    with serving(app) as address:
        yield address.replace("127.0.0.1", HOST)


def measure(browser: Browser, headlines: list[str]) -> dict[str, str]:
    """The cells of the browser's column by row."""
    browser.end()
    before = _rested(browser)
    cold, warm = {}, {}
    for links in LINKS:
        path = f"kind/first/{links}"
        cold[links] = [_first_cold(browser, path) for _ in range(COLD)]
        warm[links] = [browser.first_badge(path) for _ in range(WARM)]
    busy = browser.held() - before
    kept = _rested(browser) - before
    start, first, later = zip(*browser.ask(CALLS, headlines), strict=True)
    return {
        **{f"first badge of {links} links, warm, ms": _cell(warm[links]) for links in LINKS},
        **{f"first badge of {links} links, cold, ms": _cell(cold[links]) for links in LINKS},
        "a new worker's first headline, ms": _cell(start),
        f"{COUNT} headlines, first call, ms": _cell(first),
        f"{COUNT} headlines, later, ms": _cell(later),
        f"memory after {len(LINKS) * (COLD + WARM)} pages, MB": f"{busy:.0f}",
        f"memory {REST} s later, MB": f"{kept:.0f}",
    }


def _first_cold(browser: Browser, path: str) -> float:
    browser.end()
    time.sleep(0.5)
    return browser.first_badge(path)


def _rested(browser: Browser) -> float:
    time.sleep(REST)
    browser.tidy()
    return browser.held()


def _cell(values: list[float] | tuple[float, ...]) -> str:
    return f"{min(values):.0f} / {median(values):.0f}"


def main() -> None:
    """Print the table of docs/browser.md."""
    headlines = [row.headline for row in read_corpus([bundled_corpus()])[::STEP]][:COUNT]
    found = {}
    print(description(), end="\n\n", flush=True)
    with tempfile.TemporaryDirectory() as name, site() as address:
        folder = Path(name)
        packages = packed(folder / "packages", MODEL)
        with chromium(packages["chromium"], folder, address) as running:
            found[running.name] = measure(running, headlines)
        with firefox_esr(packages["firefox"], address) as running:
            found[running.name] = measure(running, headlines)
        rows = {"package, MB": [f"{packages[name].stat().st_size / 1e6:.2f}" for name in ("chromium", "firefox")]}
    rows |= {name: [column[name] for column in found.values()] for name in next(iter(found.values()))}
    sys.stdout.write(f"{'best / median':<40}" + "".join(f"{name:>18}" for name in found) + "\n")
    sys.stdout.writelines(f"{name:<40}" + "".join(f"{cell:>18}" for cell in row) + "\n" for name, row in rows.items())


if __name__ == "__main__":
    main()
