"""The extension in a real Chromium, with the news site and the real service it talks to."""

from __future__ import annotations

import json
import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Worker, sync_playwright

from api.storage import open_store
from benchmarks.running import Running, running
from tests.conftest import ROOT
from tests.support.browser import ARGUMENTS, serving
from tests.support.extension_site import make_site
from tests.support.programs import program

SOURCE = ROOT / "extension"
HOST = "news.example"  # Chromium resolves it to this machine


def loadable(folder: Path) -> Path:
    """A copy of the extension that may read the test site.

    A click on the browser's question about site access is out of a test's reach in headless mode. So this copy, and
    only this copy, names the site among the permissions that need no question. All else is what ships.
    """
    shutil.copytree(SOURCE, folder)
    manifest = json.loads((folder / "manifest.json").read_text(encoding="utf-8"))
    manifest["host_permissions"].append(f"*://{HOST}/*")
    (folder / "manifest.json").write_text(json.dumps(manifest), encoding="utf-8")
    return folder


@dataclass
class Extended:
    """A browser with the extension; ``complaints`` are console errors of pages and of the service worker."""

    context: BrowserContext
    worker: Worker
    site: str
    complaints: list[str] = field(default_factory=list)

    @property
    def origin(self) -> str:
        return self.worker.url.removesuffix("/background.js")

    def watch(self, page: Page) -> Page:
        page.set_default_timeout(10_000)
        page.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))
        page.on("pageerror", lambda error: self.complaints.append(str(error)))
        return page

    def visit(self, path: str = "city/2026030001", **viewport: int) -> Page:
        page = self.watch(self.context.new_page())
        page.set_viewport_size({"width": 1280, "height": 2000, **viewport})  # type: ignore[typeddict-item]
        page.goto(self.site + path)
        return page

    def own(self, path: str) -> Page:
        page = self.watch(self.context.new_page())
        page.goto(f"{self.origin}/pages/{path}")
        return page

    def popup(self, page: Page) -> Page:
        """The popup for this page, in a tab of its own: its bubble is out of a test's reach."""
        return self.own(f"popup.html?tab={self.tab(page)}")

    def tab(self, page: Page) -> int:
        found: int = self.worker.evaluate(
            "url => chrome.tabs.query({}).then(tabs => tabs.findLast(tab => tab.url === url).id)", page.url
        )
        return found

    def summary(self, page: Page) -> dict[str, Any]:
        """What the page's content script says of itself."""
        found: dict[str, Any] = self.worker.evaluate(
            "tab => chrome.tabs.sendMessage(tab, {type: 'summary'})", self.tab(page)
        )
        return found

    def icon(self, page: Page) -> str:
        """The text on the icon in the toolbar."""
        found: str = self.worker.evaluate("tabId => chrome.action.getBadgeText({tabId})", self.tab(page))
        return found

    def set(self, **settings: object) -> None:
        self.worker.evaluate("settings => chrome.storage.local.set(settings)", settings)

    def switch_on(self, address: str) -> None:
        """As the popup does it, for pages that are opened later."""
        self.set(address=address, allowed=[HOST])
        page = self.own("options.html")
        page.evaluate("chrome.runtime.sendMessage({type: 'lists'})")
        page.close()


@dataclass(frozen=True)
class Service:
    """The running service and its database."""

    server: Running
    database: str

    @property
    def address(self) -> str:
        return self.server.address

    def calls(self, route: str, method: str = "POST") -> int:
        """How many requests came to routes that begin so, by the service's own count; "" counts every method."""
        with urllib.request.urlopen(f"{self.address}/metrics", timeout=5) as response:
            lines = response.read().decode().splitlines()
        mine = [line for line in lines if line.startswith("clickbait_requests_total") and f'route="{route}' in line]
        found = [line for line in mine if f'method="{method}' in line]
        return round(sum(float(line.rsplit(" ", 1)[1]) for line in found))

    def votes(self) -> list[tuple[str, str, str | None, bool]]:
        store = open_store(self.database)
        found = [(row.headline, row.label, row.page_host, bool(row.client_id)) for row in store.list(limit=1000)]
        store.close()
        return found


@pytest.fixture(scope="module")
def service(full_model_folder: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Service]:
    folder = tmp_path_factory.mktemp("service")
    database = f"sqlite:///{folder}/feedback.sqlite3"
    environment = {"CLICKBAIT_MODEL": str(full_model_folder), "DATABASE_URL": database}
    with running(["clickbait", "serve", "--port", "{port}"], environment, folder / "log") as server:
        yield Service(server, database)


@pytest.fixture(scope="module")
def site() -> Iterator[str]:
    with serving(make_site()) as address:
        yield address.replace("127.0.0.1", HOST)


@pytest.fixture(scope="module")
def launch(site: str, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Callable[..., Extended]]:
    """Starts a Chromium with a fresh profile and the extension; keyword arguments are Playwright's."""
    path = program("chromium")
    folder = loadable(tmp_path_factory.mktemp("extension") / "extension")
    started: list[BrowserContext] = []
    with sync_playwright() as playwright:

        def start(**options: Any) -> Extended:
            profile = tmp_path_factory.mktemp("profile")
            context = playwright.chromium.launch_persistent_context(
                profile, executable_path=path, headless=False,  # "headless" is Playwright's own, without extensions
                env={**os.environ, "LANGUAGE": "en"},  # the one language that every Chromium has
                args=[
                    *ARGUMENTS, f"--disable-extensions-except={folder}", f"--load-extension={folder}",
                    "--disable-features=DisableLoadExtensionCommandLineSwitch",
                    f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
                ],
                **{"locale": "en-US", "color_scheme": "light", **options},
            )  # fmt: skip
            started.append(context)
            worker = context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")
            found = Extended(context, worker, site)
            worker.on("console", lambda message: message.type == "error" and found.complaints.append(message.text))
            return found

        yield start
        for context in started:
            context.close()
