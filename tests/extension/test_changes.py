"""Pages that change after they were marked: badge, score and count go along."""

from __future__ import annotations

import json

from playwright.sync_api import Page, expect

from tests.support.extension_browser import Extended, Service
from tests.support.extension_geometry import layout
from tests.support.extension_marks import badges, wait_for
from tests.support.extension_site import BAIT, NEWS

TEXTS = [text for _, text in BAIT]
PRINTED = """[...document.querySelectorAll("*")].filter(node => {
  const {display, opacity, filter, visibility, textDecorationLine} = getComputedStyle(node);
  if (node.localName.startsWith("clickbait-zh")) return display !== "none";
  if (![...node.attributes].some(({name}) => name.startsWith("data-clickbait-zh"))) return false;
  if (visibility !== "visible") return true;
  return opacity !== "1" || filter !== "none" || display === "none" || textDecorationLine !== "none";
}).length"""


def swap(page: Page, call: str) -> None:
    page.evaluate(f"swap.{call}")


def shown(page: Page, *headlines: str) -> None:
    wait_for(lambda: layout(page).headlines == list(headlines))


def test_words_that_a_framework_swaps_in_place(browser: Extended) -> None:
    page = browser.visit("kind/swap", height=900)
    shown(page, *TEXTS[:4])
    page.evaluate(f"""() => {{
      swap.text(0, {json.dumps(NEWS[2][1])});
      return Promise.resolve().then(() => {{ window.left = document.querySelectorAll("clickbait-zh-mark").length; }});
    }}""")
    assert page.evaluate("window.left") == 3  # gone before the page is drawn again
    shown(page, *TEXTS[1:4])
    swap(page, f"text(0, {json.dumps(TEXTS[4])})")
    shown(page, TEXTS[4], *TEXTS[1:4])
    swap(page, f"content(1, {json.dumps(TEXTS[0])})")  # takes the mark away with the words
    shown(page, TEXTS[4], TEXTS[0], *TEXTS[2:4])
    swap(page, "href(2, '/tag/bus')")
    shown(page, TEXTS[4], TEXTS[0], TEXTS[3])
    swap(page, f"label({json.dumps(TEXTS[1])})")
    shown(page, TEXTS[4], TEXTS[0], TEXTS[1])
    assert browser.summary(page)["bait"] == 3


def test_the_same_words_drawn_anew_keep_their_scores(browser: Extended, service: Service) -> None:
    page = browser.visit("kind/swap", height=900)
    shown(page, *TEXTS[:4])
    before = service.calls("/v1/predict")
    swap(page, "again()")  # a copy of the list, with copies of our marks in it
    shown(page, *TEXTS[:4])
    assert page.locator("clickbait-zh-mark").count() == 4
    assert service.calls("/v1/predict") == before


def test_hidden_panels_are_counted_when_they_are_shown(browser: Extended) -> None:
    page = browser.visit("kind/tabs", height=900)
    steps = {
        "0": 2, "v1.classList.remove('on'); v2.classList.add('on')": 2, "d.className = 'd on'": 3,
        "h.hidden = false": 4, "o.classList.add('on')": 5, "r2.click()": 6,
    }  # fmt: skip
    for step, bait in steps.items():
        page.evaluate(step)
        wait_for(lambda bait=bait: browser.summary(page)["bait"] == bait)
        wait_for(lambda bait=bait: len(layout(page).badges) == bait)
    assert browser.icon(page) == "6"
    assert [badge for badge in layout(page).badges if badge["covered"]] == []


def test_shadow_roots_that_come_late(browser: Extended) -> None:
    page = browser.visit("kind/shadow", height=900)
    wait_for(lambda: len(layout(page).badges) == 3)
    page.evaluate("late()")
    page.evaluate("later()")
    wait_for(lambda: len(layout(page).badges) == 5)
    assert sorted(layout(page).headlines) == sorted(TEXTS)


def test_back_in_a_kept_page_the_icon_knows_it_again(browser: Extended) -> None:
    page = browser.visit("kind/plain", height=900)
    expect(badges(page)).to_have_count(5)
    page.click("#away")
    page.wait_for_url("**/kind/framed")
    wait_for(lambda: browser.icon(page) == "2")
    page.go_back()
    wait_for(lambda: browser.icon(page) == "5")
    expect(badges(page)).to_have_count(5)


def test_nothing_of_ours_is_printed(browser: Extended) -> None:
    for mode in ("mark", "dim", "blur", "collapse"):
        browser.set(mode=mode)
        page = browser.visit("kind/flex", height=900)
        wait_for(lambda page=page: browser.summary(page)["bait"] == 6)
        page.wait_for_timeout(500)
        page.emulate_media(media="print")
        told = page.evaluate(PRINTED)
        assert told == 0


def test_collapse_leaves_rows_and_grids_as_they_are(browser: Extended) -> None:
    boxes = "[...document.querySelectorAll('.item')].map(item => Object.values(item.getBoundingClientRect().toJSON()))"
    page = browser.visit("kind/flex", height=900)
    wait_for(lambda: browser.summary(page)["bait"] == 6)
    before = page.evaluate(boxes)
    browser.set(mode="collapse")
    expect(page.locator("clickbait-zh-stub button")).to_have_count(6)
    assert page.evaluate(boxes) == before
    stub = page.locator(".item clickbait-zh-stub button").first
    expect(page.locator(".item h3").first).to_be_hidden()
    stub.click()
    expect(page.locator(".item h3").first).to_be_visible()
    assert page.url.endswith("/kind/flex")
