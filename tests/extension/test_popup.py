"""The popup: this site, this page's marked headlines, how bait is shown; never higher than a popup may be."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from classifier import Classifier
from tests.support.extension_browser import HOST, SOURCE, Extended, Service
from tests.support.extension_marks import FOUND, MARKED, badges, card, marked, t, wait_for

HIGHEST = 600  # px: Chromium and Firefox cut off what is below


def texts(language: str) -> dict[str, Any]:
    found: dict[str, Any] = json.loads((SOURCE / f"_locales/{language}/messages.json").read_text(encoding="utf-8"))
    return found


def headlines(popup: Page) -> Locator:
    return popup.locator("#headlines button")


def as_popup(popup: Page) -> Page:
    popup.set_viewport_size({"width": 400, "height": HIGHEST})
    return popup


def assert_fits(popup: Page) -> None:
    """All of it within the popup's limits: what is longer scrolls inside, and nothing scrolls sideways."""
    size = popup.evaluate(
        """() => {
          const {width, height} = document.body.getBoundingClientRect(), main = document.querySelector("main");
          const {bottom} = document.querySelector("footer").getBoundingClientRect();
          const wide = document.documentElement.scrollWidth, inside = main.scrollWidth - main.clientWidth;
          return {width, height, bottom, wide, inside};
        }"""
    )
    assert size["height"] <= HIGHEST and size["bottom"] <= HIGHEST, size
    assert 320 <= size["width"] <= 400 and size["wide"] <= 400 and size["inside"] <= 0, size


def test_it_lists_what_is_marked_and_a_click_goes_there(browser: Extended) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(popup.locator("#bait")).to_have_text(str(len(MARKED)))
    expect(popup.locator("#found")).to_have_text(t("summaryOf", FOUND))
    expect(headlines(popup)).to_have_count(len(MARKED))
    listed = [button.inner_text() for button in headlines(popup).all()]
    assert sorted(text.split("\n")[-1] for text in listed) == sorted(headline for _, headline in MARKED)
    page.set_viewport_size({"width": 1000, "height": 500})
    headlines(popup).last.click()
    expect(card(page)).to_be_visible()
    wanted = listed[-1].split("\n")[-1]
    expect(card(page)).to_contain_text(wanted)
    boxes = [link.bounding_box() for link in page.get_by_role("link", name=wanted).all()]
    assert any(box is not None and 0 <= box["y"] <= 500 for box in boxes)


def test_choices_work_at_once(browser: Extended, service: Service, full_classifier: Classifier) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(headlines(popup)).to_have_count(len(MARKED))
    before = service.calls("/v1/predict")
    popup.get_by_role("radio", name=t("mode_dim")).check()
    expect(page.locator("[data-clickbait-zh=dim]")).not_to_have_count(0)
    popup.get_by_label(t("originals")).check()
    expect(badges(page)).to_have_count(0)
    expect(page.locator("[data-clickbait-zh]")).to_have_count(0)
    popup.get_by_label(t("originals")).uncheck()
    popup.get_by_role("radio", name=t("mode_mark")).check()
    scores = full_classifier.scores([headline for _, headline in MARKED])
    for name in ("strict", "balanced"):
        popup.get_by_role("radio", name=t(name), exact=True).check()
        cut = full_classifier.cuts[name]
        measured = t("measured", round(cut["precision"] * 100), round(cut["recall"] * 100))
        expect(popup.locator("#sensitivity-hint")).to_contain_text(measured)
        bait = int((scores >= cut["threshold"]).sum())
        expect(badges(page)).to_have_count(bait)
        expect(headlines(popup)).to_have_count(bait)
    assert service.calls("/v1/predict") == before


def test_off_reads_nothing_and_is_remembered(launch: Callable[..., Extended], service: Service) -> None:
    browser = launch()  # of its own: the browser takes its leave back
    browser.switch_on(service.address)
    page = marked(browser)
    popup = browser.popup(page)
    popup.get_by_role("switch", name=HOST).uncheck()
    expect(badges(page)).to_have_count(0)
    expect(popup.locator("#site-state")).to_have_text(t("siteOff"))
    expect(popup.locator("#page")).to_be_hidden()
    wait_for(lambda: browser.icon(page) == "")
    before = service.calls("/", "")
    fresh = browser.visit("many")
    fresh.wait_for_timeout(1000)
    assert service.calls("/", "") == before + 1  # the count itself asks for /metrics
    assert badges(fresh).count() == 0


@pytest.mark.parametrize("language", ["en", "zh_TW", "zh_CN"])
def test_it_is_never_higher_than_a_popup(launch: Callable[..., Extended], service: Service, language: str) -> None:
    """Three kinds of pages, a site without access and an unreachable server, each with text twice as large, too."""
    browser = launch(language=language)
    browser.set(address=service.address, allowed=[HOST, "other.example"])
    page = browser.visit()
    expect(badges(page)).to_have_count(len(MARKED))
    on = as_popup(browser.popup(page))
    expect(headlines(on)).to_have_count(len(MARKED))
    if on.locator("h1").inner_text() != texts(language)["name"]["message"]:
        pytest.skip(f"this Chromium does not speak {language}")
    without_access = browser.context.new_page()
    without_access.goto(browser.site.replace(HOST, "127.0.0.1"))
    inner = browser.context.new_page()
    inner.goto("chrome://version")
    popups = [on, as_popup(browser.popup(without_access)), as_popup(browser.popup(inner))]
    for popup in popups:
        popup.wait_for_timeout(900)
        assert_fits(popup)
        popup.evaluate("document.documentElement.style.fontSize = '200%'")
        assert_fits(popup)
        popup.evaluate("document.documentElement.style.fontSize = ''")
    browser.set(address="http://127.0.0.1:9")
    broken = as_popup(browser.popup(page))
    expect(broken.locator("#problem")).not_to_be_empty()
    expect(broken.locator("#server")).to_have_class("server bad")
    assert_fits(broken)
    broken.evaluate("document.documentElement.style.fontSize = '200%'")
    assert_fits(broken)


def test_pages_that_no_extension_may_read_say_so(browser: Extended) -> None:
    inner = browser.context.new_page()
    inner.goto("chrome://version")
    popup = browser.popup(inner)
    expect(popup.locator("#host")).to_have_text(t("noSiteTitle"))
    expect(popup.get_by_role("switch").first).to_be_disabled()
    expect(popup.locator("#page")).to_be_hidden()
    expect(popup.locator("#scope")).to_be_hidden()


def test_a_page_of_firefox_for_android_uses_its_whole_width(browser: Extended) -> None:
    popup = browser.popup(marked(browser))
    expect(headlines(popup)).to_have_count(len(MARKED))
    popup.evaluate("document.documentElement.classList.add('full')")  # what the popup does on Android
    for width in (360, 412, 800):
        popup.set_viewport_size({"width": width, "height": 700})
        wide, body, free = popup.evaluate(
            "(root => [root.scrollWidth, document.body.offsetWidth, root.clientWidth])(document.documentElement)"
        )
        assert (wide, body) == (free, min(free, 640))
