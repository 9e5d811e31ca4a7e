"""One Chromium with the extension a module, and one service."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.browser_model import exported  # noqa: F401
from tests.support.extension_browser import Extended, Service, installed, launch, service, site  # noqa: F401  # fixtures
from tests.support.extension_messages import switch_on
from tests.support.extension_packages import packages  # noqa: F401


@pytest.fixture(scope="module")
def running_browser(launch: Callable[..., Extended]) -> Extended:
    return launch()


@pytest.fixture
def alone(running_browser: Extended) -> Iterator[Extended]:
    """Switched on for the site, without a server; at its end nothing was complained about."""
    switch_on(running_browser)
    yield from watched(running_browser)


@pytest.fixture
def browser(running_browser: Extended, service: Service) -> Iterator[Extended]:
    """The same with a server that scores."""
    running_browser.worker.evaluate("chrome.storage.local.clear()")
    running_browser.complaints.clear()
    running_browser.switch_on(service.address)
    yield from watched(running_browser)


def watched(extended: Extended) -> Iterator[Extended]:
    yield extended
    for page in extended.context.pages[1:]:
        page.close()
    assert extended.complaints == []
