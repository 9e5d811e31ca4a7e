"""Scores on the device: no server, no request, and a model that outlives the service worker and its own document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from tests.support.extension_browser import HOST, Extended
from tests.support.extension_marks import badges, card, t, wait_for
from tests.support.extension_site import BAIT


@pytest.fixture(scope="module")
def net_log(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("net") / "log.json"


@pytest.fixture(scope="module")
def alone(launch: Callable[..., Extended], net_log: Path) -> Iterator[Extended]:
    """A browser that writes down all that it asks of any network."""
    browser = launch(f"--log-net-log={net_log}")
    browser.worker.evaluate("chrome.storage.local.clear()")
    browser.set(allowed=[HOST])
    yield browser


def asked(net_log: Path) -> set[str]:
    """The hosts that the whole browser asked, its service workers and hidden documents too."""
    log = json.loads(net_log.read_text(encoding="utf-8"))
    types = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    addresses = [
        event["params"]["url"]
        for event in log["events"]
        if types[event["type"]].startswith("URL_REQUEST") and "url" in event.get("params", {})
    ]
    return {urlsplit(address).hostname or "" for address in addresses if address.startswith(("http", "ws"))}


def test_it_scores(alone: Extended) -> None:
    page = alone.visit()
    expect(badges(page).first).to_be_visible()
    print(alone.summary(page), alone.icon(page), alone.complaints)
