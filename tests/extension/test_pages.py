"""Popup and options, and what Chromium and axe say about all of it."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import expect

from api import keys
from api.storage import open_store
from classifier import Classifier
from tests.support.extension_browser import HOST, Extended, Service
from tests.support.extension_marks import FOUND, MARKED, badge_of, badges, card, marked, t, wait_for
from tests.support.extension_site import UNSURE


def test_the_popup_sums_up_and_its_slider_asks_nothing(
    browser: Extended, service: Service, full_classifier: Classifier
) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(popup.locator("#bait")).to_have_text(str(len(MARKED)))
    expect(popup.locator("#found")).to_have_text(t("summaryOf", FOUND))
    expect(popup.locator("#topics")).to_contain_text(f"{t('topic_finance')}2")
    expect(popup.locator("#server")).to_have_text(t("serverGood"))
    before = service.calls("/v1/predict")
    above = int((full_classifier.scores([headline for _, headline in MARKED]) >= 0.9).sum())
    popup.locator("#threshold").fill("0.9")
    expect(popup.locator("#bait")).to_have_text(str(above))
    expect(badges(page)).to_have_count(above)
    popup.locator("#threshold").fill("0")
    expect(badges(page)).to_have_count(FOUND)
    popup.locator("#reset").click()
    expect(badges(page)).to_have_count(len(MARKED))
    popup.get_by_role("radio", name=t("mode_dim")).check(force=True)
    expect(page.locator("[data-clickbait-zh=dim]")).not_to_have_count(0)
    popup.get_by_label(t("originals")).check()
    expect(badges(page)).to_have_count(0)
    expect(page.locator("[data-clickbait-zh]")).to_have_count(0)
    popup.get_by_label(t("originals")).uncheck()
    popup.get_by_label(t("showAll")).check()
    expect(badges(page)).to_have_count(FOUND)
    assert service.calls("/v1/predict") == before


def test_off_means_no_request_and_is_remembered(browser: Extended, service: Service) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(popup.locator("#server")).to_have_text(t("serverGood"))
    popup.get_by_role("switch", name=HOST).uncheck()
    expect(badges(page)).to_have_count(0)
    wait_for(lambda: browser.icon(page) == "")
    before = service.calls("/", "")
    page.click("#load")
    fresh = browser.visit("many")
    browser.popup(fresh)
    fresh.wait_for_timeout(1500)
    assert service.calls("/", "") == before + 1  # the count itself asks for /metrics
    assert badges(fresh).count() == 0
    with pytest.raises(Exception, match="Receiving end does not exist"):
        browser.summary(fresh)  # there is not even a script of ours
    popup.get_by_role("switch", name=HOST).check()
    expect(badges(page)).to_have_count(len(MARKED) + 1)  # with the late item, without a reload


def test_options_test_the_server_and_keep_what_is_set(browser: Extended, service: Service) -> None:
    page = browser.own("options.html")
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    page.get_by_label(t("key")).fill("cbz_unknown")
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("problem_key"))
    store = open_store(service.database)
    secret = keys.create(store, "extension")
    store.close()
    page.get_by_label(t("key")).fill(secret)
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    page.get_by_label(t("address")).fill("ftp://example")
    page.get_by_role("button", name=t("save"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("problem_address"))
    page.get_by_label(t("address")).fill("http://api.example")
    expect(page.locator("#unencrypted")).to_be_visible()
    page.get_by_label(t("address")).fill(f" {service.address}/ ")
    page.get_by_role("button", name=t("save"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("saved"))
    page.reload()
    expect(page.get_by_label(t("address"))).to_have_value(service.address)
    expect(page.get_by_label(t("key"))).to_have_value(secret)
    browser.complaints.clear()  # Chromium tells of the 401


def test_sites_are_saved_exported_and_imported(browser: Extended) -> None:
    page = browser.own("options.html")
    allowed, blocked = page.get_by_label(t("allowed")), page.get_by_label(t("blocked"))
    expect(allowed).to_have_value(HOST)
    blocked.fill("not a host")
    page.get_by_role("button", name=t("saveSites")).click()
    expect(page.locator("#sites-told")).to_have_text(t("wrongLines", "not a host"))
    blocked.fill("https://Blog.Example/x\n*.ads.example")
    page.get_by_role("button", name=t("saveSites")).click()
    expect(page.locator("#sites-told")).to_have_text(t("saved"))
    with page.expect_download() as download:
        page.get_by_role("button", name=t("export")).click()
    written = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (written["allowed"], written["blocked"]) == ([HOST], ["blog.example", "*.ads.example"])
    blocked.fill("")
    file = {"name": "sites.json", "mimeType": "application/json", "buffer": json.dumps(written).encode()}
    page.set_input_files("#file", file)
    expect(blocked).to_have_value("blog.example\n*.ads.example")
    page.set_input_files("#file", {**file, "buffer": b"[]"})
    expect(page.locator("#sites-told")).to_have_text(t("wrongFile"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Extended, scheme: str) -> None:
    page = marked(browser)
    browser.set(showAll=True)
    expect(badges(page)).to_have_count(FOUND)
    badge_of(page, UNSURE[1]).click()
    expect(card(page).locator("mark")).not_to_have_count(0)
    for one, part in (
        (page, "clickbait-zh-mark"),
        (browser.popup(page), "html"),
        (browser.own("options.html"), "html"),
    ):
        one.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        one.wait_for_timeout(300)
        # Without "preload": axe would copy the styles of shadow roots into the page, which its policy forbids to it.
        found = Axe().run(one, context={"include": [part]}, options={"preload": False}).response["violations"]
        grave = [
            (v["id"], node["html"]) for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]
        ]
        assert grave == []


def test_chromium_has_no_complaint_about_the_manifest(browser: Extended) -> None:
    page = browser.context.new_page()
    page.goto("chrome://extensions")
    every = page.evaluate("chrome.developerPrivate.getExtensionsInfo({includeDisabled: true})")
    (found,) = [one for one in every if one["id"] in browser.origin]
    assert [error["message"] for error in found["manifestErrors"] + found["runtimeErrors"]] == []
