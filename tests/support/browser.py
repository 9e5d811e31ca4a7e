"""A real Chromium, and pages that tell what went wrong in them; a test module imports the fixtures it uses."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

import pytest
from playwright.sync_api import Browser, ConsoleMessage, Page, sync_playwright
from werkzeug.serving import WSGIRequestHandler, make_server

from tests.support.programs import program

ARGUMENTS = [
    "--headless=new", "--no-sandbox", "--disable-gpu", "--disable-quic", "--no-first-run",
    "--disable-background-networking", "--disable-component-update", "--disable-sync",
]  # fmt: skip
Application = Callable[..., Any]


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    """One Chromium a module; Playwright's event loop must not outlive it, or asyncio fails in other modules."""
    path = program("chromium")
    with sync_playwright() as playwright:
        running = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield running
        running.close()


class QuietHandler(WSGIRequestHandler):
    """Writes no line a request."""

    def log(self, type: str, message: str, *args: Any) -> None:
        """Nothing."""


@contextmanager
def serving(application: Application) -> Iterator[str]:
    """The address of the application, served on a free loopback port until the block ends."""
    server = make_server("127.0.0.1", 0, application, threaded=True, request_handler=QuietHandler)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.port}/"
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@dataclass
class Watched:
    """A page with all that it asked for and complained about; ``refusals`` are answers a test means to get."""

    page: Page
    origin: str
    requests: list[str] = field(default_factory=list)
    complaints: list[str] = field(default_factory=list)
    refusals: bool = False

    def on_console(self, message: ConsoleMessage) -> None:
        """Keep errors and warnings: a violation of the content security policy is an error, too."""
        expected = self.refusals and message.text.startswith("Failed to load resource")
        if message.type in ("error", "warning") and not expected:
            self.complaints.append(message.text)

    def leave(self) -> None:
        """Close the page while its server is there: an icon still on its way would be a complaint."""
        self.page.context.close()

    def check(self) -> None:
        """Nothing was complained about, and no request left the server's origin."""
        assert self.complaints == []
        assert [url for url in self.requests if not url.startswith((self.origin, "data:"))] == []


@pytest.fixture
def visit(browser: Browser) -> Iterator[Callable[..., Watched]]:
    """Opens an address in a fresh profile; keyword arguments are those of ``Browser.new_context``."""
    opened: list[Watched] = []

    def open_page(address: str, **options: Any) -> Watched:
        context = browser.new_context(**{"locale": "zh-TW", "color_scheme": "light", **options})
        context.set_default_timeout(20_000)
        watched = Watched(context.new_page(), address)
        watched.page.on("request", lambda request: watched.requests.append(request.url))
        watched.page.on("console", watched.on_console)
        watched.page.on("pageerror", lambda error: watched.complaints.append(str(error)))
        watched.page.goto(address)
        opened.append(watched)
        return watched

    yield open_page
    for watched in opened:
        watched.leave()
        watched.check()
