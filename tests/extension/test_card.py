"""The card behind a badge, by pointer and by keyboard."""

from __future__ import annotations

from playwright.sync_api import expect

from classifier import Classifier
from tests.support.extension_browser import Extended, Service
from tests.support.extension_marks import badge_of, card, marked, t
from tests.support.extension_site import BAIT, NEWS


def test_hover_explains_with_one_call(browser: Extended, service: Service, full_classifier: Classifier) -> None:
    page = marked(browser)
    before = service.calls("/v1/predict")
    badge_of(page, BAIT[4][1]).hover()
    expect(card(page)).to_contain_text(t("clickbait"))
    expect(card(page)).to_contain_text(f"{float(full_classifier.scores([BAIT[4][1]])[0]):.2f}")
    expect(card(page)).to_contain_text(t("topic_finance"))
    expect(card(page).locator("mark")).not_to_have_count(0)
    expect(card(page).locator("[part=headline]")).to_have_text(BAIT[4][1])
    expect(card(page).locator("li")).not_to_have_count(0)
    page.mouse.move(1, 1)
    expect(card(page)).to_have_count(0)
    badge_of(page, BAIT[4][1]).hover()
    expect(card(page).locator("mark")).not_to_have_count(0)
    assert service.calls("/v1/predict") == before + 1


def test_the_keyboard_reaches_badge_card_and_the_next_link(browser: Extended) -> None:
    page = marked(browser)
    links = page.locator("#hot h3 a")
    inside = "document.activeElement.shadowRoot?.activeElement?.textContent"
    links.first.focus()
    page.keyboard.press("Tab")
    assert "99" in page.evaluate(inside)
    expect(card(page)).to_contain_text(BAIT[0][1])
    page.keyboard.press("Enter")
    assert page.evaluate(inside) == t("isNotBait")
    page.keyboard.press("Tab")
    assert page.evaluate(inside) == t("isBait")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert "99" in page.evaluate(inside)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").endswith(NEWS[0][0])  # the next teaser's picture
    links.first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(links.first).to_be_focused()
