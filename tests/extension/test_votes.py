"""Corrections: sent, taken back, kept while the server or the service worker is away."""

from __future__ import annotations

from collections.abc import Callable

from playwright.sync_api import expect

from benchmarks.running import free_port
from tests.support.extension_browser import HOST, Extended, Service
from tests.support.extension_marks import MARKED, badge_of, badges, card, marked, t, wait_for
from tests.support.extension_site import BAIT, UNSURE


def test_a_vote_arrives_and_one_taken_back_does_not(browser: Extended, service: Service) -> None:
    before = service.votes()
    page = marked(browser)
    badge_of(page, BAIT[0][1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    expect(badge_of(page, BAIT[0][1])).to_have_text("✓")
    card(page).get_by_role("button", name=t("undo")).click()
    expect(card(page)).to_contain_text(t("undone"))
    expect(badge_of(page, BAIT[0][1])).to_contain_text("99")
    page.keyboard.press("Escape")
    badge_of(page, UNSURE[1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page).get_by_role("status")).to_have_text(t("saidNotBait"))
    assert service.votes() == before  # still to be taken back
    expect(card(page).get_by_role("status")).to_have_text(t("saidNotBait") + t("sent"), timeout=9000)
    wait_for(lambda: service.votes() == [*before, (UNSURE[1], "substantive", HOST, True)])
    assert browser.summary(page)["bait"] == len(MARKED) - 1
    assert browser.worker.evaluate("chrome.storage.local.get('votes')") == {"votes": []}


def test_a_vote_waits_for_a_server_that_is_gone(browser: Extended, service: Service) -> None:
    page = marked(browser)
    badge_of(page, BAIT[4][1]).click()
    card(page).get_by_role("button", name=t("isBait")).click()
    expect(card(page)).to_contain_text(t("saidBait"))
    browser.set(address=f"http://127.0.0.1:{free_port()}")
    wait_for(lambda: browser.worker.evaluate("chrome.storage.local.get('votes').then(({votes}) => votes[0].sending)"))
    browser.set(address=service.address)
    # Due again now: the service worker looks when it starts, and with the next vote.
    browser.worker.evaluate(
        """chrome.storage.local.get('votes').then(
          ({votes}) => chrome.storage.local.set({votes: votes.map(vote => ({...vote, due: 0}))}))"""
    )
    expect(badges(page)).to_have_count(len(MARKED))
    badge_of(page, BAIT[0][1]).click()
    card(page).get_by_role("button", name=t("isBait")).click()
    wait_for(lambda: (BAIT[4][1], "clickbait", HOST, True) in service.votes())


def test_a_stopped_service_worker_forgets_nothing(launch: Callable[..., Extended], service: Service) -> None:
    browser = launch()  # its own: the worker that the others hold would be gone
    browser.switch_on(service.address)
    page = marked(browser)
    badge_of(page, BAIT[3][1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    own = browser.own("options.html")
    wait_for(lambda: own.evaluate("chrome.storage.session.get('scores').then(({scores}) => scores?.entries.length)"))
    session = browser.context.new_cdp_session(own)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    own.wait_for_timeout(5500)
    vote = (BAIT[3][1], "substantive", HOST, True)
    assert vote not in service.votes()  # nobody was there to send it
    before = service.calls("/v1/predict")
    marked(browser)  # wakes it
    wait_for(lambda: vote in service.votes())
    assert service.calls("/v1/predict") == before
    assert browser.complaints == []
    browser.context.close()
