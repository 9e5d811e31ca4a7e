"""Pages that a server wrote and a framework takes over, hidden headlines of every kind, and links in drawings."""

from __future__ import annotations

from tests.support.extension_browser import Extended
from tests.support.extension_geometry import layout
from tests.support.extension_marks import wait_for
from tests.support.extension_site import BAIT

TEXTS = [text for _, text in BAIT]


def test_nothing_is_put_into_a_page_that_is_still_taken_over(browser: Extended) -> None:
    page = browser.visit("kind/hydrate", height=900)
    wait_for(lambda: page.evaluate("window.mismatches") is not None)
    assert page.evaluate("window.mismatches") == 0
    wait_for(lambda: layout(page).headlines == TEXTS)
    assert browser.summary(page)["bait"] == len(TEXTS)


def test_what_is_cut_off_or_far_away_is_not_counted(browser: Extended) -> None:
    page = browser.visit("kind/unseen", height=900)
    seen = 5  # the first, the slide in front, both in what scrolls, the one far below
    wait_for(lambda: browser.summary(page)["bait"] == seen)
    page.evaluate("document.querySelector('.closed').classList.add('open')")
    wait_for(lambda: browser.summary(page)["bait"] == seen + 1)
    page.evaluate("document.querySelector('.closed').classList.remove('open')")
    wait_for(lambda: browser.summary(page)["bait"] == seen)
    page.evaluate("document.querySelector('.carousel').scrollLeft = 500")
    wait_for(lambda: TEXTS[3] in layout(page).headlines)
    wait_for(lambda: browser.summary(page)["bait"] == seen)
    page.evaluate("document.querySelector('.carousel').style.height = 0")
    wait_for(lambda: browser.summary(page)["bait"] == seen - 1)


def test_links_in_drawings_and_fields_with_odd_names_spoil_no_page(browser: Extended) -> None:
    page = browser.visit("kind/drawing", height=900)
    wait_for(lambda: layout(page).headlines == [TEXTS[1], TEXTS[4]])
    assert layout(page).underlined == 1  # words of a drawing: no badge can stand in it
    assert browser.summary(page)["bait"] == 3
