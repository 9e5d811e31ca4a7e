"""Where the extension works: what the browser granted and the lists name, in all tabs at once, at any time."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from tests.support.extension_browser import HOST, Extended
from tests.support.extension_marks import FOUND, MARKED, badges, wait_for
from tests.support.extension_messages import say, switch_on


def lists(browser: Extended) -> tuple[list[str], list[str]]:
    found: dict[str, Any] = browser.worker.evaluate("chrome.storage.local.get({allowed: [], blocked: []})")
    return found["allowed"], found["blocked"]


def test_off_and_on_reach_all_tabs(alone: Extended) -> None:
    pages = [alone.visit(), alone.visit("city/2026030001?night")]
    for page in pages:
        expect(badges(page)).to_have_count(len(MARKED))
    state = say(alone, "saveSites", allowed=[HOST], blocked=[HOST])
    assert state == {"missing": []}
    for page in pages:
        expect(badges(page)).to_have_count(0)
        assert alone.icon(page) == ""
    say(alone, "saveSites", allowed=[HOST], blocked=[])
    for page in pages:
        expect(badges(page)).to_have_count(len(MARKED))
        wait_for(lambda page=page: alone.icon(page) == str(len(MARKED)))


def test_nothing_is_listed_that_the_browser_did_not_grant(alone: Extended) -> None:
    page = alone.visit()
    tab = alone.tab(page)
    before = lists(alone)
    state = say(alone, "site", entry=f"*.{HOST}", on=True, tab=tab)
    assert state["failed"] == "access"
    assert lists(alone) == before
    assert (state["host"], state["domain"], state["entry"], state["on"]) == (HOST, f"*.{HOST}", HOST, True)


def test_the_popup_is_told_what_is_so(alone: Extended) -> None:
    page = alone.visit()
    state = say(alone, "page", tab=alone.tab(page))
    expected = {"host": HOST, "entry": HOST, "listed": True, "access": True, "on": True, "restricted": False}
    assert expected.items() <= state.items() and not state["private"] and state["selection"] is None
    alone.set(allowed=[HOST, "other.example"])
    assert say(alone, "access") == {"missing": ["*://other.example/*"]}
    own = alone.own("options.html")
    state = say(alone, "page", tab=alone.tab(own))
    assert (state["host"], state["restricted"], state["on"]) == (None, True, False)


def test_settings_go_to_a_file_and_come_back(alone: Extended) -> None:
    alone.set(mode="dim", kinds=["push"], key="secret")
    written = say(alone, "exportSettings")
    assert "secret" not in written["text"]
    switch_on(alone)
    alone.set(allowed=[])
    assert say(alone, "importSettings", text=written["text"]) == {"wrong": [], "missing": []}
    assert alone.worker.evaluate("chrome.storage.local.get(['mode', 'kinds'])") == {"mode": "dim", "kinds": ["push"]}
    page = alone.visit()
    expect(page.locator("[class*=clickbait-zh], [data-clickbait-zh], clickbait-zh-marks").first).to_be_attached()
    assert say(alone, "importSettings", text="[1]")["failed"] == "file"


def test_settings_reach_the_other_devices_and_theirs_come_here(alone: Extended) -> None:
    alone.set(mode="blur", key="secret", address="")
    synced = "chrome.storage.sync.get()"
    wait_for(lambda: alone.worker.evaluate(synced).get("mode") == "blur")
    assert not {"key", "address", "votes", "clientId"} & alone.worker.evaluate(synced).keys()
    alone.worker.evaluate("chrome.storage.sync.set({mode: 'collapse'})")
    wait_for(lambda: alone.worker.evaluate("chrome.storage.local.get('mode')") == {"mode": "collapse"})
    alone.set(blocked=[f"site-number-{i}.example" for i in range(600)])  # an item may have 8 KB
    wait_for(lambda: say(alone, "sync")["state"] == "full")
    assert len(lists(alone)[1]) == 600
    alone.set(blocked=[])
    wait_for(lambda: say(alone, "sync")["state"] == "on")


def test_back_and_forward_the_icon_counts_again(alone: Extended) -> None:
    page = alone.visit()
    wait_for(lambda: alone.icon(page) == str(len(MARKED)))
    page.goto("about:blank")
    assert alone.icon(page) == ""
    page.go_back()
    expect(badges(page)).to_have_count(len(MARKED))
    wait_for(lambda: alone.icon(page) == str(len(MARKED)))
    assert alone.summary(page)["found"] == FOUND


def test_access_taken_back_ends_it_at_once(launch: Callable[..., Extended]) -> None:
    browser = launch()
    switch_on(browser)
    pages = [browser.visit(), browser.visit()]
    for page in pages:
        expect(badges(page)).to_have_count(len(MARKED))
    browser.worker.evaluate(f"chrome.permissions.remove({{origins: ['*://{HOST}/*']}})")
    for page in pages:
        expect(badges(page)).to_have_count(0)
        assert browser.icon(page) == ""
    pages[0].click("#load")
    pages[0].wait_for_timeout(1000)
    assert badges(pages[0]).count() == 0
    assert say(browser, "page", tab=browser.tab(pages[0]))["on"] is False
    assert say(browser, "access") == {"missing": [f"*://{HOST}/*"]}


def test_switched_off_the_browser_takes_the_access_back(launch: Callable[..., Extended]) -> None:
    browser = launch()
    switch_on(browser)
    page = browser.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    state = say(browser, "site", entry=HOST, on=False, tab=browser.tab(page))
    assert (state["on"], state["listed"], "failed" in state) == (False, False, False)
    expect(badges(page)).to_have_count(0)
    assert not browser.worker.evaluate(f"chrome.permissions.contains({{origins: ['*://{HOST}/*']}})")
    assert lists(browser) == ([], [HOST])
