"""The shipped package in a real Chromium, with the news site and the real service it talks to.

Its package is loaded unchanged. Leave to read the site is given once a session as a reader gives it: the list of sites
in the options, then *Allow* in the browser's own question, on a screen of its own. The profile of that browser, with
that leave in it, is where the headless browsers of the tests begin.
"""

from __future__ import annotations

import os
import shutil
import urllib.request
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import BrowserContext, Page, Playwright, Worker, sync_playwright

from api.storage import open_store
from benchmarks.running import Running, running
from tests.conftest import ROOT
from tests.support.browser import ARGUMENTS, serving
from tests.support.display import Screen, screen
from tests.support.extension_packages import unpacked
from tests.support.extension_site import make_site
from tests.support.programs import program

SOURCE = ROOT / "extension"
HOST = "news.example"  # Chromium resolves it to this machine


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

    def watch_worker(self) -> None:
        self.worker.on("console", lambda message: message.type == "error" and self.complaints.append(message.text))

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
        """The browser's number of the page's tab, which comes to the front: where the extension may read nothing, it
        knows a tab by that alone.
        """
        page.bring_to_front()
        found: int = self.worker.evaluate("chrome.tabs.query({active: true}).then(tabs => tabs[0].id)")
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


@dataclass(frozen=True)
class Installed:
    """The unpacked package, and a profile in which the site was switched on by a reader's clicks."""

    folder: Path
    profile: Path


def launched(
    playwright: Playwright, folder: Path, profile: Path, *more: str,
    shown: Screen | None = None, language: str = "en", **options: Any,
) -> BrowserContext:  # fmt: skip
    """A Chromium that loads the folder as an extension: headless, or on a screen. ``more`` are arguments of its own.

    ``language`` is the browser's: English is the one that every Chromium has. Keywords are Playwright's.
    """
    arguments = [argument for argument in ARGUMENTS if shown is None or not argument.startswith("--headless")]
    settings: dict[str, Any] = {"locale": "en-US", "color_scheme": "light", **options}
    return playwright.chromium.launch_persistent_context(
        profile, executable_path=program("chromium"),
        headless=False,  # "headless" is Playwright's own, without extensions
        env={**os.environ, "LANGUAGE": language, **({"DISPLAY": shown.name} if shown else {})},
        args=[
            *arguments, *more, f"--disable-extensions-except={folder}", f"--load-extension={folder}",
            "--disable-features=DisableLoadExtensionCommandLineSwitch", f"--host-resolver-rules=MAP {HOST} 127.0.0.1",
        ],
        **settings,
    )  # fmt: skip


def worker_of(context: BrowserContext) -> Worker:
    return context.service_workers[0] if context.service_workers else context.wait_for_event("serviceworker")


@pytest.fixture(scope="session")
def installed(packages: dict[str, Path], tmp_path_factory: pytest.TempPathFactory) -> Installed:
    return install(packages["chromium"], tmp_path_factory.mktemp("installed"))


def install(package: Path, base: Path) -> Installed:
    """Unpack the package below a folder and switch the site on, as a reader does."""
    found = Installed(unpacked(package, base / "chromium"), base / "profile")
    with screen() as shown, sync_playwright() as playwright:
        context = launched(playwright, found.folder, found.profile, shown=shown)
        options = allow_by_clicks(Extended(context, worker_of(context), f"http://{HOST}/"), shown)
        options.wait_for_function("host => chrome.permissions.contains({origins: [`*://${host}/*`]})", arg=HOST)
        options.locator("#address").fill("http://127.0.0.1:8000")
        shown.wait_for_question(options.locator("#save").click)
        shown.press("Tab", "Return")
        options.wait_for_function("chrome.permissions.contains({origins: ['http://127.0.0.1/*']})")
        context.close()
    return found


def allow_by_clicks(extended: Extended, shown: Screen) -> Page:
    """Add the site in the options and answer the browser's question with *Allow*; the options are left open."""
    options = extended.own("options.html")
    options.locator("#new-site").fill(HOST)
    options.locator("#whole").uncheck()
    shown.wait_for_question(options.locator("#add").click)
    shown.press("Tab", "Return")  # "Deny" has the focus
    return options


@pytest.fixture(scope="module")
def launch(
    site: str, installed: Installed, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[Callable[..., Extended]]:
    """Starts a Chromium with the extension, which may read the site; arguments are its own, keywords Playwright's."""
    started: list[BrowserContext] = []
    with sync_playwright() as playwright:

        def start(*more: str, language: str = "en", **options: Any) -> Extended:
            profile = tmp_path_factory.mktemp("profile") / "profile"
            options = {"locale": "en-US" if language == "en" else language.replace("_", "-"), **options}
            shutil.copytree(installed.profile, profile, ignore=shutil.ignore_patterns("Singleton*"))
            context = launched(playwright, installed.folder, profile, *more, language=language, **options)
            started.append(context)
            found = Extended(context, worker_of(context), site)
            found.watch_worker()
            return found

        yield start
        for context in started:
            context.close()
