"""Scores on the device: no server, no request, and a model that outlives the service worker and its own document."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import expect

from classifier import load
from tests.support.extension_browser import HOST, Extended
from tests.support.extension_marks import FOUND, MARKED, badge_of, badges, card, t, wait_for
from tests.support.extension_messages import say, stop_worker, switch_on
from tests.support.extension_site import BAIT

# Chromium's, with any profile.
BROWSERS_OWN = {
    "accounts.google.com", "clients2.google.com", "optimizationguide-pa.googleapis.com", "update.googleapis.com",
}  # fmt: skip


def asked(net_log: Path) -> Iterator[tuple[str, str]]:
    """(host, origin that asked) of all that went to a network: of pages, service workers and hidden documents."""
    log = json.loads(net_log.read_text(encoding="utf-8"))
    names = {number: name for name, number in log["constants"]["logEventTypes"].items()}
    for event in log["events"]:
        found = event.get("params", {})
        if names[event["type"]] == "URL_REQUEST_START_JOB" and found.get("url", "").startswith(("http", "ws")):
            yield urlsplit(found["url"]).hostname or "", found.get("initiator", "")


def test_without_a_server_nothing_is_asked_of_any_network(launch: Callable[..., Extended], tmp_path: Path) -> None:
    browser = launch(f"--log-net-log={tmp_path}/net.json")
    switch_on(browser)
    page = browser.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    badge_of(page, BAIT[0][1]).click()
    expect(card(page)).to_be_visible()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    page.click("#load")
    expect(badges(page)).to_have_count(len(MARKED) + 1)
    assert say(browser, "model")["where"] == "device"
    page.wait_for_timeout(6000)  # a vote would be on its way after five seconds
    browser.context.close()
    found = [*asked(tmp_path / "net.json")]
    assert {host for host, _ in found} - BROWSERS_OWN == {HOST}
    assert [host for host, initiator in found if initiator.startswith("chrome-extension:")] == []


def test_scores_are_those_of_the_model(alone: Extended, full_model_folder: Path) -> None:
    page = alone.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    summary = alone.summary(page)
    assert (summary["found"], summary["bait"]) == (FOUND, len(MARKED))
    classifier = load(full_model_folder)
    model = say(alone, "model")
    assert model["version"] == classifier.manifest["version"]
    assert model["kinds"] and model["server"] is None
    texts = [text for _, text in BAIT]
    listed = alone.worker.evaluate("tab => chrome.tabs.sendMessage(tab, {type: 'list'})", alone.tab(page))["items"]
    scores = {item["text"]: item["score"] for item in listed}
    for text, expected in zip(texts, classifier.predict(texts), strict=True):
        assert scores[text] == pytest.approx(expected.score, abs=1e-3)


def test_marks_go_on_when_the_service_worker_or_the_document_of_the_model_was_ended(
    launch: Callable[..., Extended],
) -> None:
    browser = launch()
    switch_on(browser)
    page = browser.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    stop_worker(browser)
    page.click("#load")
    expect(badges(page)).to_have_count(len(MARKED) + 1)
    own = browser.own("options.html")
    own.evaluate("chrome.runtime.sendMessage({type: 'model'})")  # the page's own question is answered before
    own.evaluate("chrome.offscreen.closeDocument()")
    assert own.evaluate("chrome.runtime.getContexts({contextTypes: ['OFFSCREEN_DOCUMENT']})") == []
    own.close()
    page.click("#load")
    expect(badges(page)).to_have_count(len(MARKED) + 2)
    stop_worker(browser)
    again = browser.visit()
    expect(badges(again)).to_have_count(len(MARKED))


def test_a_vote_stays_on_the_device_and_can_be_listed_exported_and_deleted(alone: Extended) -> None:
    page = alone.visit()
    for text, button in ((BAIT[0][1], "isNotBait"), (BAIT[2][1], "isBait")):
        badge_of(page, text).click()
        card(page).get_by_role("button", name=t(button)).click()
        wait_for(
            lambda text=text: say(alone, "votes")["votes"][:1] and say(alone, "votes")["votes"][0]["headline"] == text
        )
        page.bring_to_front()
        page.keyboard.press("Escape")
    votes = say(alone, "votes")["votes"]
    assert [(vote["headline"], vote["label"], vote["host"], vote["waiting"]) for vote in votes] == [
        (BAIT[2][1], "clickbait", HOST, False),
        (BAIT[0][1], "substantive", HOST, False),
    ]
    written = say(alone, "exportVotes")
    lines = [json.loads(line) for line in written["text"].splitlines()]
    assert written["count"] == 2 and written["name"].endswith(".jsonl")
    assert [line["headline"] for line in lines] == [BAIT[0][1], BAIT[2][1]]
    assert {*lines[0]} == {"id", "headline", "label", "page_host", "model_version", "client_id", "voted_at"}
    assert say(alone, "deleteVotes", ids=[votes[0]["id"]])["left"] == 1
    assert say(alone, "deleteVotes", ids=None)["left"] == 0
    assert say(alone, "exportVotes")["text"] == ""


def test_a_server_that_the_browser_did_not_grant_is_told_and_the_device_scores(alone: Extended) -> None:
    assert say(alone, "setServer", address="http://news.example.invalid:9/", key="k") == {
        "saved": True,
        "access": False,
    }
    page = alone.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    model = say(alone, "model")
    assert (model["where"], model["server"]) == (
        "device",
        {"address": "http://news.example.invalid:9", "access": False},
    )
    assert say(alone, "model", address="http://news.example.invalid:9")["failed"] == "access"
    assert say(alone, "model", address="news.example")["failed"] == "address"
