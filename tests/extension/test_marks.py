"""Badges and the modes dim, blur and collapse, in a real Chromium on a local news site."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from classifier import Classifier
from tests.support.extension_browser import HOST, Extended, Service
from tests.support.extension_marks import FOUND, MARKED, badge_of, badges, marked, wait_for
from tests.support.extension_site import BAIT, LATE, UNSURE

BOXES = """[...document.body.querySelectorAll(":not(clickbait-zh-mark)")].map(node => {
  const {x, y, width, height} = node.getBoundingClientRect();
  return [node.localName, x, y, width, height];
}).concat([["page", document.documentElement.scrollWidth, document.documentElement.scrollHeight]])"""


def test_badges_stand_at_the_bait_and_nowhere_else(browser: Extended, full_classifier: Classifier) -> None:
    page = marked(browser)
    for headline in {text for _, text in MARKED}:
        badge = badge_of(page, headline)
        expect(badge).to_contain_text(str(min(99, round(100 * float(full_classifier.scores([headline])[0])))))
    expect(badge_of(page, UNSURE[1])).to_have_attribute("part", "badge doubt")
    summary = browser.summary(page)
    # Own headline, menus, sentences, foot: not even asked about.
    assert (summary["found"], summary["bait"]) == (FOUND, len(MARKED))
    assert browser.icon(page) == str(len(MARKED))


def test_mark_mode_changes_nothing_in_the_page(browser: Extended) -> None:
    browser.set(allowed=[])
    bare = browser.visit()
    before, content = bare.evaluate(BOXES), bare.content()
    assert badges(bare).count() == 0
    browser.set(allowed=[HOST], showAll=True)
    page = marked(browser, FOUND)
    assert page.evaluate(BOXES) == before
    ours = re.compile(r"<clickbait-zh-mark[^>]*></clickbait-zh-mark>| data-clickbait-zh-line=\"\w+\"")
    assert ours.sub("", page.content()) == content
    for path in ("many?links=40", "x/2?night"):
        browser.set(allowed=[])
        bare = browser.visit(path, width=420)
        before = bare.evaluate(BOXES)
        browser.set(allowed=[HOST])
        page = browser.visit(path, width=420)
        wait_for(lambda page=page: badges(page).count() > 3)
        assert page.evaluate(BOXES) == before


def test_a_badge_goes_under_a_fixed_head_and_comes_back(browser: Extended) -> None:
    page = marked(browser)
    page.set_viewport_size({"width": 1280, "height": 500})
    top = "[...document.links].find(link => link.textContent === text).getBoundingClientRect().top + scrollY"
    below, under = f"text => scrollTo(0, {top} - 100)", f"text => scrollTo(0, {top} - 20)"  # the head is 60 px high
    page.evaluate(below, BAIT[2][1])
    badge = badge_of(page, BAIT[2][1])
    on_top = """badge => {
      const {left, top, width, height} = badge.getBoundingClientRect();
      return document.elementFromPoint(left + width / 2, top + height / 2) === badge.getRootNode().host;
    }"""
    wait_for(lambda: badge.evaluate(on_top))
    page.evaluate(under, BAIT[2][1])
    wait_for(lambda: not badge.evaluate(on_top))
    page.evaluate(below, BAIT[2][1])
    wait_for(lambda: badge.evaluate(on_top))


def test_dim_and_blur_end_under_pointer_and_focus(browser: Extended) -> None:
    page = marked(browser)
    teaser = page.locator("#hot li").first.locator("h3")
    for mode, style, plain in (("dim", "opacity", "1"), ("blur", "filter", "none")):
        browser.set(mode=mode)
        expect(teaser).to_have_attribute("data-clickbait-zh", mode)
        page.mouse.move(1, 1)
        expect(teaser).not_to_have_css(style, plain)
        expect(page.locator("#hot li").nth(1).locator("h3")).to_have_css(style, plain)
        teaser.hover()
        expect(teaser).to_have_css(style, plain)
        page.mouse.move(1, 1)
        expect(teaser).not_to_have_css(style, plain)
        teaser.locator("a").focus()
        expect(teaser).to_have_css(style, plain)
        page.evaluate("document.activeElement.blur()")
    browser.set(mode="mark")
    expect(page.locator("[data-clickbait-zh]")).to_have_count(0)


def test_collapse_has_a_way_back(browser: Extended) -> None:
    browser.set(mode="collapse")
    page = browser.visit()
    stubs = page.locator("clickbait-zh-stub button")
    expect(stubs).to_have_count(len(MARKED))
    expect(badges(page)).to_have_count(0)
    link = page.locator("#hot").get_by_role("link", name=BAIT[0][1]).last
    expect(link).to_be_hidden()
    stub = page.locator("#hot li").first.locator("clickbait-zh-stub button")
    stub.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    expect(stub).to_have_attribute("aria-expanded", "true")
    expect(badge_of(page, BAIT[0][1])).to_be_visible()
    stub.click()
    expect(link).to_be_hidden()
    browser.set(mode="mark")
    expect(stubs).to_have_count(0)
    expect(link).to_be_visible()


@pytest.mark.parametrize("mode", ["dim", "collapse"])
def test_the_only_link_of_an_article_does_not_take_the_article_along(browser: Extended, mode: str) -> None:
    browser.set(mode=mode)
    page = browser.visit("lonely")
    expect(page.locator("[data-clickbait-zh]")).to_have_count(1)
    expect(page.locator("p").first).to_be_visible()
    expect(page.locator("[data-clickbait-zh]")).to_contain_text(BAIT[0][1])


def test_late_items_are_marked_with_one_more_call(browser: Extended, service: Service) -> None:
    page = marked(browser)
    before = service.calls("/v1/predict")
    page.click("#load")
    expect(badges(page)).to_have_count(len(MARKED) + 1)
    expect(badge_of(page, LATE[0][1])).to_be_visible()
    assert browser.summary(page)["found"] == FOUND + len(LATE)
    assert service.calls("/v1/predict") == before + 1
    page.evaluate("document.querySelector('#hot').replaceChildren()")
    expect(badges(page)).to_have_count(len(MARKED) - 3)


def test_500_links_are_read_once_and_sent_in_one_call(browser: Extended, service: Service) -> None:
    before = service.calls("/v1/predict")
    page = browser.visit("many?links=500")
    wait_for(lambda: browser.summary(page)["found"] == 500, 20)
    expect(badges(page)).not_to_have_count(0)
    assert service.calls("/v1/predict") == before + 1
    assert browser.summary(page)["time"]["links"] == 500
    for _ in range(10):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(30)
    assert browser.summary(page)["time"]["links"] == 500  # none is read again
