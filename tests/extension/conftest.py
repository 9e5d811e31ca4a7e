"""One Chromium with the extension a module, and one service."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest

from tests.support.browser_model import exported  # noqa: F401
from tests.support.extension_browser import Extended, Service, installed, launch, service, site  # noqa: F401  # fixtures
from tests.support.extension_packages import packages  # noqa: F401


@pytest.fixture(scope="module")
def running_browser(launch: Callable[..., Extended]) -> Extended:
    return launch()


@pytest.fixture
def browser(running_browser: Extended, service: Service) -> Iterator[Extended]:
    """Switched on for the site, with nothing left from other tests; at its end nothing was complained about."""
    running_browser.worker.evaluate("chrome.storage.local.clear()")
    running_browser.complaints.clear()
    running_browser.switch_on(service.address)
    yield running_browser
    for page in running_browser.context.pages[1:]:
        page.close()
    assert running_browser.complaints == []
