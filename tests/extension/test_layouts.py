"""Badges on kinds of layouts that real sites have: beside their words, over no others, and nothing moves."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.extension_browser import HOST, Extended
from tests.support.extension_geometry import layout
from tests.support.extension_marks import badges, wait_for
from tests.support.extension_site import BAIT

HEADLINES = [text for _, text in BAIT]
NAMES = ["swap", "ticker", "carousel", "h1cards", "form", "shadow", "stretched", "dense", "edge", "flex", "plain"]


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("width", [1280, 390])
def test_badges_cover_no_words_and_move_nothing(browser: Extended, name: str, width: int) -> None:
    browser.set(allowed=[])
    bare = browser.visit(f"kind/{name}", width=width, height=900)
    before = layout(bare)
    assert before.badges == []
    browser.set(allowed=[HOST])
    page = browser.visit(f"kind/{name}", width=width, height=900)
    wait_for(lambda: layout(page).badges or layout(page).underlined)
    page.wait_for_timeout(500)
    found = layout(page)
    assert [badge for badge in found.badges if badge["covered"]] == []
    assert found.shift == before.shift
    assert found.scroll == before.scroll
    assert all(badge["right"] <= found.width for badge in found.badges if name not in ("ticker", "carousel"))
    assert all(-2 < badge["gap"] < 30 for badge in found.badges)


@pytest.mark.parametrize(("name", "wanted"), [("h1cards", 5), ("form", 5), ("shadow", 3), ("plain", 5), ("zoom", 7)])
def test_whole_sites_are_no_longer_missed(browser: Extended, name: str, wanted: int) -> None:
    page = browser.visit(f"kind/{name}", height=900)
    wait_for(lambda: len(layout(page).badges) == wanted)
    assert layout(page).underlined == 0


def test_a_link_over_its_card_is_named_by_its_label_and_marked_at_the_words(browser: Extended) -> None:
    page = browser.visit("kind/stretched", height=900)
    wait_for(lambda: browser.summary(page)["bait"] == 4)
    found = layout(page)
    assert found.headlines == HEADLINES[1:4]
    assert found.underlined == 1  # the first fills its card
    badge = page.locator("h3 clickbait-zh-mark [part~=badge]:not([part~=away])").first
    badge.click()  # and not the link that lies over it
    expect(page.locator("clickbait-zh-mark [part=card]")).to_be_visible()
    assert page.url.endswith("/kind/stretched")


def test_badges_travel_with_a_ticker_and_a_carousel(browser: Extended) -> None:
    page = browser.visit("kind/ticker", height=900)
    wait_for(lambda: layout(page).badges)
    first = layout(page).badges[0]
    page.wait_for_timeout(700)
    later = next(badge for badge in layout(page).badges if badge["name"] == first["name"])
    assert later["left"] < first["left"] - 5
    assert abs(later["gap"] - first["gap"]) < 1
    page = browser.visit("kind/carousel", height=900)
    wait_for(lambda: len(layout(page).badges) >= 4)
    page.evaluate("slide(2)")
    page.wait_for_timeout(250)  # amid the transition
    gaps = {badge["name"]: badge["gap"] for badge in layout(page).badges}
    assert max(gaps.values()) < 12, gaps
    wait_for(lambda: BAIT[4][1] in layout(page).headlines)


def test_a_modal_dialogue_has_badges_and_a_card_that_can_be_used(browser: Extended) -> None:
    page = browser.visit("kind/dialog", height=900)
    expect(badges(page)).to_have_count(1)
    page.evaluate("dialog.showModal()")
    wait_for(lambda: len(layout(page).badges) == 3)
    wait_for(lambda: browser.summary(page)["bait"] == 3)
    page.locator("dialog clickbait-zh-mark [part~=badge]").first.hover()
    card = page.locator("dialog clickbait-zh-mark [part=card]")
    expect(card.locator("mark")).not_to_have_count(0)
    card.get_by_role("button").first.click(trial=True)  # all else is inert
    page.keyboard.press("Escape")
    page.evaluate("dialog.close(); popover.showPopover()")
    wait_for(lambda: browser.summary(page)["bait"] == 2)


def test_html_zoom_and_transforms_carry_badge_and_card(browser: Extended) -> None:
    page = browser.visit("kind/zoom", height=900)
    wait_for(lambda: len(layout(page).badges) == 7)
    assert all(badge["gap"] < 12 for badge in layout(page).badges[:5])
    page.locator("clickbait-zh-mark [part~=badge]").first.hover()
    card = page.locator("clickbait-zh-mark [part=card]")
    expect(card).to_be_visible()
    box, badge = card.bounding_box(), layout(page).badges[0]
    assert box is not None
    assert abs(box["x"] - badge["left"]) < 3 and 0 < box["y"] - badge["bottom"] < 20
