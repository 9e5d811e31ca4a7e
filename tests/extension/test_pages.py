"""The options: sites, corrections, settings as a file, a server; and what axe and Chromium say about all pages."""

from __future__ import annotations

import json

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page, expect

from api import keys
from api.storage import open_store
from tests.support.extension_browser import HOST, Extended, Service
from tests.support.extension_marks import FOUND, badge_of, badges, card, marked, t
from tests.support.extension_site import UNSURE


def press(page: Page, key: str) -> None:
    page.get_by_role("button", name=t(key), exact=True).click()


def file_of(text: str) -> dict[str, object]:
    return {"name": "chosen.json", "mimeType": "application/json", "buffer": text.encode()}


def test_a_server_is_tried_and_kept_or_left(browser: Extended, service: Service) -> None:
    page = browser.own("options.html")
    expect(page.locator("#server-now")).to_have_text(t("serverSet", service.address))
    press(page, "test")
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    page.get_by_label(t("key")).fill("cbz_unknown")
    press(page, "test")
    expect(page.locator("#server-told")).to_have_text(t("problem_key"))
    store = open_store(service.database)
    secret = keys.create(store, "extension")
    store.close()
    page.get_by_label(t("key")).fill(secret)
    press(page, "test")
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    for wrong in ("ftp://example", ""):
        page.get_by_label(t("address")).fill(wrong)
        press(page, "useServer")
        expect(page.locator("#server-told")).to_have_text(t("problem_address"))
    page.get_by_label(t("address")).fill("http://api.example")
    expect(page.locator("#unencrypted")).to_be_visible()
    page.get_by_label(t("address")).fill(f" {service.address}/ ")
    press(page, "useServer")
    expect(page.locator("#server-told")).to_have_text(t("saved"))
    page.reload()
    expect(page.get_by_label(t("address"))).to_have_value(service.address)
    expect(page.get_by_label(t("key"))).to_have_value(secret)
    press(page, "noServer")
    expect(page.locator("#server-now")).to_have_text(t("serverNone"))
    expect(page.locator("#model")).to_contain_text(t("onDevice"))
    browser.complaints.clear()  # Chromium tells of the 401


def test_sites_are_rows_that_come_and_go(browser: Extended) -> None:
    page = browser.own("options.html")
    expect(page.locator("#allowed li")).to_contain_text([HOST])
    field = page.get_by_label(t("newSite"))
    for wrong in ("not a host", ""):
        field.fill(wrong)
        press(page, "addBlocked")
        expect(page.locator("#sites-told")).to_have_text(t("wrongLines", wrong or t("nothingTyped")))
        expect(field).to_have_attribute("aria-invalid", "true")
    field.fill("https://Blog.Example/x")
    page.get_by_label(t("withSubdomains")).uncheck()
    press(page, "addBlocked")
    expect(page.locator("#blocked li")).to_contain_text(["blog.example"])
    field.fill("ads.example")
    page.get_by_label(t("withSubdomains")).check()
    press(page, "addBlocked")
    expect(page.locator("#blocked li")).to_have_count(2)
    with page.expect_download() as download:
        press(page, "exportSites")
    written = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (written["allowed"], written["blocked"]) == ([HOST], ["blog.example", "*.ads.example"])
    page.get_by_role("button", name=t("removeNamed", "*.ads.example")).click()
    expect(page.locator("#blocked li")).to_have_count(1)
    page.set_input_files("#sites-file", file_of(json.dumps({**written, "allowed": [HOST, "*.far.example"]})))
    expect(page.locator("#blocked li")).to_have_count(2)
    expect(page.locator("#missing-told")).to_have_text(t("missingAccess", 1, "far.example"))
    page.set_input_files("#sites-file", file_of("[]"))
    expect(page.locator("#sites-told")).to_have_text(t("wrongFile"))


def test_corrections_are_listed_exported_and_deleted(browser: Extended) -> None:
    browser.set(address="")
    page = marked(browser)
    badge_of(page, UNSURE[1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    options = browser.own("options.html")
    expect(options.locator("#votes-count")).to_have_text(t("votesCount", 1))
    row = options.locator("#votes-list li")
    expect(row).to_contain_text(UNSURE[1])
    expect(row).to_contain_text(f"{t('isNotBait')} · {HOST}")
    with options.expect_download() as download:
        press(options, "exportVotes")
    lines = download.value.path().read_text(encoding="utf-8").splitlines()
    assert [json.loads(line)["headline"] for line in lines] == [UNSURE[1]]
    press(options, "deleteVotes")
    expect(row).to_have_count(1)  # asked once more
    press(options, "deleteVotesSure")
    expect(options.locator("#votes-count")).to_have_text(t("votesNone"))
    expect(options.get_by_role("button", name=t("deleteVotes"))).to_be_disabled()


def test_settings_travel_as_a_file_without_the_key(browser: Extended) -> None:
    browser.set(mode="blur", sensitivity="strict", key="cbz_secret")
    page = browser.own("options.html")
    with page.expect_download() as download:
        page.locator("#export-settings").click()
    text = download.value.path().read_text(encoding="utf-8")
    assert "cbz_secret" not in text and "127.0.0.1" not in text
    browser.set(mode="mark", sensitivity="balanced")
    page.reload()
    page.set_input_files("#settings-file", file_of("{}"))
    expect(page.locator("#transfer-told")).to_have_text(t("wrongSettings"))
    page.set_input_files("#settings-file", file_of(text))
    expect(page.get_by_role("radio", name=t("mode_blur"))).to_be_checked()
    expect(page.get_by_role("radio", name=t("strict"))).to_be_checked()


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(browser: Extended, scheme: str) -> None:
    page = marked(browser)
    browser.set(showAll=True)
    expect(badges(page)).to_have_count(FOUND)
    popup = browser.popup(page)
    expect(popup.locator("#headlines button")).not_to_have_count(0)
    welcome = browser.own("welcome.html")
    welcome.locator(".badge").first.click()
    options = browser.own("options.html")
    options.locator("details summary").click()
    badge_of(page, UNSURE[1]).click()
    expect(card(page).locator("mark")).not_to_have_count(0)
    for one, part in ((page, "clickbait-zh-mark"), (popup, "html"), (options, "html"), (welcome, "html")):
        one.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        one.wait_for_timeout(300)
        # Without "preload": axe would copy the styles of shadow roots into the page, which its policy forbids to it.
        found = Axe().run(one, context={"include": [part]}, options={"preload": False}).response["violations"]
        assert [(v["id"], node["html"]) for v in found for node in v["nodes"]] == []


@pytest.mark.parametrize("name", ["options.html", "welcome.html"])
def test_pages_fit_a_phone_and_text_twice_as_large(browser: Extended, name: str) -> None:
    page = browser.own(name)
    for width, size in ((360, "100%"), (400, "200%")):
        page.set_viewport_size({"width": width, "height": 700})
        page.evaluate("size => (document.documentElement.style.fontSize = size)", size)
        wide, free = page.evaluate(
            "(({scrollWidth, clientWidth}) => [scrollWidth, clientWidth])(document.documentElement)"
        )
        assert wide <= free, (width, size)


def test_chromium_has_no_complaint_about_the_manifest(browser: Extended) -> None:
    page = browser.context.new_page()
    page.goto("chrome://extensions")
    every = page.evaluate("chrome.developerPrivate.getExtensionsInfo({includeDisabled: true})")
    (found,) = [one for one in every if one["id"] in browser.origin]
    assert [error["message"] for error in found["manifestErrors"] + found["runtimeErrors"]] == []
