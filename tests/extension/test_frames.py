"""Pages within pages, and pages that are drawn before anybody reads them."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.support.extension_browser import Extended
from tests.support.extension_marks import badges, t, wait_for

OUTSIDE, INSIDE = 1, 2  # bait on the page, and in its frame of the same site; the foreign frame has the same again


def test_frames_of_the_site_are_marked_and_counted_and_foreign_ones_left_alone(alone: Extended) -> None:
    page = alone.visit("kind/frames")
    expect(badges(page)).to_have_count(OUTSIDE)
    mark = "clickbait-zh-mark [part~=badge]:not([part~=away])"
    expect(page.frame_locator("#own").locator(mark)).to_have_count(INSIDE)
    wait_for(lambda: alone.icon(page) == str(OUTSIDE + INSIDE))
    expect(page.frame_locator("#foreign").locator("a").first).to_be_visible()
    assert page.frame_locator("#foreign").locator("clickbait-zh-mark").count() == 0
    popup = alone.popup(page)
    expect(popup.locator("#bait")).to_have_text(str(OUTSIDE + INSIDE))
    expect(popup.locator("#headlines button")).to_have_count(OUTSIDE + INSIDE)
    page.evaluate("document.getElementById('own').remove()")
    wait_for(lambda: alone.icon(page) == str(OUTSIDE))
    expect(popup.locator("#bait")).to_have_text(str(OUTSIDE))


def test_a_page_that_was_drawn_beforehand_is_marked_when_it_is_read(alone: Extended) -> None:
    page = alone.visit("kind/plain")
    count = 5
    expect(badges(page)).to_have_count(count)
    page.evaluate(
        """() => {
          const rules = Object.assign(document.createElement("script"), {type: "speculationrules"});
          const ahead = {source: "list", urls: ["/kind/framed"], eagerness: "immediate"};
          rules.textContent = JSON.stringify({prerender: [ahead]});
          document.head.append(rules);
        }"""
    )
    page.wait_for_timeout(1500)
    page.click("#away")
    page.wait_for_url("**/kind/framed")
    expect(badges(page)).to_have_count(INSIDE)
    wait_for(lambda: alone.icon(page) == str(INSIDE))
    if not page.evaluate("performance.getEntriesByType('navigation')[0].activationStart"):
        pytest.skip("this Chromium drew nothing beforehand")


def test_a_kind_is_named_with_one_more_click_and_counts_agree(alone: Extended) -> None:
    page = alone.visit("kind/plain")
    expect(badges(page)).to_have_count(5)
    popup = alone.popup(page)
    page.bring_to_front()
    badges(page).nth(0).click()
    card = page.locator("clickbait-zh-mark [part=card]")
    card.get_by_role("button", name=t("isNotBait")).click()
    expect(card.get_by_role("status")).to_have_text(t("saidNotBait"))
    expect(card.get_by_role("button", name=t("kind_push"))).to_have_count(0)
    page.keyboard.press("Escape")
    badges(page).nth(1).click()
    card.get_by_role("button", name=t("isBait")).click()
    expect(card.get_by_role("button", name=t("undo"))).to_be_focused()
    card.get_by_role("button", name=t("kind_push")).click()
    expect(card.get_by_role("status")).to_have_text(f"{t('saidBait')} · {t('kind_push')}")
    expect(card.get_by_role("button", name=t("kind_push"))).to_have_count(0)
    votes = popup.evaluate("chrome.runtime.sendMessage({type: 'votes'})")["votes"]
    assert [(vote["label"], vote["kind"]) for vote in votes] == [("clickbait", "push"), ("substantive", None)]
    expect(popup.locator("#bait")).to_have_text("4")
    expect(popup.locator("#headlines button")).to_have_count(4)
    kinds = [int(number) for number in popup.locator("#kind-choices b").all_inner_texts() if number]
    assert sum(kinds) == 4
