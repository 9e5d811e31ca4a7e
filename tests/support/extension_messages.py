"""What a test says to the background as the extension's own pages do, and what it does to the service worker."""

from __future__ import annotations

from typing import Any

from tests.support.extension_browser import HOST, Extended


def say(browser: Extended, type: str, **message: object) -> dict[str, Any]:
    """The background's answer to a message of a page of the extension."""
    page = browser.own("options.html")
    found: dict[str, Any] = page.evaluate("message => chrome.runtime.sendMessage(message)", {"type": type, **message})
    page.close()
    return found


def switch_on(browser: Extended) -> None:
    """The site is on, no server is set, nothing is left of other tests."""
    browser.worker.evaluate("chrome.storage.local.clear()")
    say(browser, "saveSites", allowed=[HOST], blocked=[])
    browser.complaints.clear()


def stop_worker(browser: Extended) -> None:
    """End the service worker as the browser does when it is idle. ``browser.worker`` is none any more."""
    page = browser.context.new_page()
    session = browser.context.new_cdp_session(page)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    page.wait_for_timeout(300)
    page.close()
