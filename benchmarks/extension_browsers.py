"""The shipped package in real browsers, for benchmarks: the first badge of a page, the end of what is warm, memory."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any, Protocol

import psutil
from playwright.sync_api import sync_playwright
from selenium.webdriver.common.by import By

from tests.support.extension_browser import HOST, Extended, install, launched, worker_of
from tests.support.extension_firefox import ExtendedFirefox, firefox, identity_of
from tests.support.extension_messages import stop_worker, switch_on

PATIENCE = 30  # seconds


class Browser(Protocol):
    """A browser with the extension, which is on for the page of ``site``."""

    name: str

    def first_badge(self, path: str) -> float:
        """Milliseconds from DOMContentLoaded to the first badge that is drawn, in a new page."""

    def end(self) -> None:
        """End the background and the model as the browser does where nobody needs them."""

    def held(self) -> float:
        """MB that the extension's own process has for itself."""

    def tidy(self) -> None:
        """Collect garbage, where the browser can be told so."""

    def ask(self, script: str, argument: object) -> Any:
        """What an expression comes to in a page of the extension; ``args[0]`` is the argument."""


def _awaited(look: Callable[[], Any], path: str) -> float:
    deadline = time.monotonic() + PATIENCE
    while (found := look()) is None:
        if time.monotonic() > deadline:
            raise TimeoutError(f"{path}: no badge in {PATIENCE} s")
        time.sleep(0.1)
    return float(found)


class Chromium:
    """By Playwright; the extension's process is the one that says so in its command line."""

    def __init__(self, extended: Extended) -> None:
        self._extended = extended
        page = extended.context.pages[0]
        version = extended.context.new_cdp_session(page).send("Browser.getVersion")["product"]
        self.name = f"Chromium {version.partition('/')[2].partition('.')[0]}"

    def first_badge(self, path: str) -> float:
        page = self._extended.visit(path, height=900)
        found = _awaited(lambda: page.evaluate("window.first"), path)
        page.close()
        return found

    def end(self) -> None:
        page = self._extended.own("options.html")
        page.evaluate("chrome.offscreen.closeDocument().catch(() => {})")
        page.close()
        stop_worker(self._extended)

    def held(self) -> float:
        held = 0
        for one in psutil.Process().children(recursive=True):
            with suppress(psutil.NoSuchProcess):  # it ended meanwhile
                if "--extension-process" in one.cmdline():
                    held += one.memory_full_info().uss
        return held / 1e6

    def tidy(self) -> None:
        """It tidies up by itself."""

    def ask(self, script: str, argument: object) -> Any:
        page = self._extended.own("options.html")
        found = page.evaluate(f"(argument) => {{ const args = [argument]; return {script}; }}", argument)
        page.close()
        return found


@contextmanager
def chromium(package: Path, base: Path, address: str) -> Iterator[Chromium]:
    """A Chromium that was just started, with the profile of a reader who switched the site on."""
    found = install(package, base)
    with sync_playwright() as playwright:
        context = launched(playwright, found.folder, found.profile)
        extended = Extended(context, worker_of(context), address)
        switch_on(extended)
        yield Chromium(extended)
        context.close()


class FirefoxESR:
    """By its driver; the browser itself tells what its process for extensions holds."""

    def __init__(self, extended: ExtendedFirefox, package: Path, address: str) -> None:
        self._extended, self._driver, self._address = extended, extended.driver, address
        self._driver.set_script_timeout(120)
        self._identity = identity_of(package)
        self.name = f"Firefox {self._driver.capabilities['browserVersion'].partition('.')[0]}"

    def first_badge(self, path: str) -> float:
        self._driver.get(self._address + path)
        return _awaited(lambda: self._driver.execute_script("return window.first"), path)

    def end(self) -> None:
        self._driver.get("about:blank")
        self._chrome("WebExtensionPolicy.getByID(args[0]).extension.terminateBackground()", self._identity)

    def held(self) -> float:
        found = self._chrome("(await ChromeUtils.requestProcInfo()).children.filter(({type}) => type === 'extension')")
        return float(sum(one["memory"] for one in found)) / 1e6

    def tidy(self) -> None:
        """As the button of about:memory does it, in every process."""
        self._chrome(
            "(Services.obs.notifyObservers(null, 'child-mmu-request'), new Promise((resolve) => "
            "Cc['@mozilla.org/memory-reporter-manager;1'].getService(Ci.nsIMemoryReporterManager)"
            ".minimizeMemoryUsage(() => setTimeout(resolve, 3000))))"
        )

    def ask(self, script: str, argument: object) -> Any:
        self._extended.own("options.html")
        return self._extended.call(script, argument)

    def _chrome(self, script: str, *arguments: object) -> Any:
        with self._driver.context(self._driver.CONTEXT_CHROME):
            return self._extended.call(f"await ({script})", *arguments)


@contextmanager
def firefox_esr(package: Path, address: str) -> Iterator[FirefoxESR]:
    """A Firefox with the package as a temporary add-on, the site switched on by the browser's own question."""
    with firefox(package, HOST) as extended:
        extended.own("options.html")
        extended.driver.find_element(By.ID, "new-site").send_keys(HOST)
        if (whole := extended.driver.find_element(By.ID, "whole")).is_selected():
            whole.click()
        extended.driver.find_element(By.ID, "add").click()
        extended.answer(allow=True)
        yield FirefoxESR(extended, package, address)
