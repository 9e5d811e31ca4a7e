"""The playground as a page: languages, themes, keyboard, small screens, accessibility."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from flask.testing import FlaskClient
from playwright.sync_api import Page, expect

from api.playground import EXAMPLES
from tests.conftest import HEADLINES, ROOT
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import FOREIGN, SEND, Visit, address, app, database, score  # noqa: F401  # fixtures


def test_language_and_theme_are_remembered(visit: Visit, address: str) -> None:
    page = visit(address).page
    background = "getComputedStyle(document.body).backgroundColor"
    light = page.evaluate(background)
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name="Switch between dark and light").click()
    assert page.evaluate(background) != light
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "en")
    expect(page.get_by_role("tab", name="Headlines")).to_be_visible()
    assert page.evaluate(background) != light
    page.get_by_role("button", name="中文").click()
    page.get_by_role("button", name="切換深色或淺色").click()
    page.reload()
    expect(page.locator("html")).to_have_attribute("lang", "zh-TW")
    assert page.evaluate(background) == light


def test_language_and_theme_follow_the_browser_at_first(visit: Visit, address: str) -> None:
    light = visit(address, locale="zh-CN").page
    dark = visit(address, locale="de-DE", color_scheme="dark").page
    expect(light.locator("html")).to_have_attribute("lang", "zh-TW")
    expect(dark.locator("html")).to_have_attribute("lang", "en")
    background = "getComputedStyle(document.body).backgroundColor"
    assert light.evaluate(background) != dark.evaluate(background)


def test_results_change_their_language_too(visit: Visit, address: str) -> None:
    page = visit(address).page
    verdicts = score(page, HEADLINES)
    page.get_by_role("button", name="English").click()
    expect(page.get_by_role("status")).to_contain_text("of 5 headlines are clickbait")
    expect(verdicts.first.locator(".label")).to_have_text("Clickbait")


def test_both_languages_hold_every_text(visit: Visit, address: str, app: Flask) -> None:
    page = visit(address).page
    strings = page.evaluate("import('/static/strings.js').then((module) => module.STRINGS)")
    assert list(strings) == ["zh-TW", "en"]
    assert strings["zh-TW"].keys() == strings["en"].keys()
    for key, text in strings["en"].items():
        assert set(re.findall(r"{\w+}", text)) == set(re.findall(r"{\w+}", strings["zh-TW"][key]))
    folder = Path(app.static_folder or "")
    stand_in = ROOT / "browser" / "page" / "server.js"  # of the page that has no server
    sources = [*folder.glob("*.js"), stand_in, folder.parent / "templates" / "playground.html"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources if not path.name.startswith("strings"))
    assert [key for key in strings["en"] if f'"{key}"' not in code and not key.startswith("topic_")] == []


def test_the_keyboard_is_enough(visit: Visit, address: str) -> None:
    page = visit(address).page

    def focused() -> str:
        found: str = page.evaluate("document.activeElement.id || document.activeElement.tagName")
        return found

    def tab_to(target: str) -> None:
        for _ in range(20):
            page.keyboard.press("Tab")
            if focused() == target:
                return
        raise AssertionError(f"{target} is not reached by Tab")

    tab_to("tab-headlines")
    page.keyboard.press("ArrowRight")
    assert focused() == "tab-page"
    expect(page.locator("#panel-page")).to_be_visible()
    page.keyboard.press("ArrowRight")
    page.keyboard.press("End")
    page.keyboard.press("Home")
    assert focused() == "tab-headlines"
    expect(page.locator("#panel-headlines")).to_be_visible()
    page.keyboard.press("Tab")
    assert focused() == "headlines"
    page.keyboard.press("Control+Enter")
    expect(page.locator("#output-headlines li.verdict")).to_have_count(len(EXAMPLES))
    tab_to("threshold")
    outline = "getComputedStyle(document.activeElement).outlineStyle"
    assert page.evaluate(outline) == "solid"
    page.keyboard.press("End")
    expect(page.get_by_role("status")).to_have_text(f"{len(EXAMPLES)} 則標題，0 則釣魚")
    tab_to("sort")
    tab_to("download")
    page.keyboard.press("Tab")
    page.keyboard.press("Space")
    expect(page.locator(".votes")).to_have_count(len(EXAMPLES))
    expect(page.locator(".votes").first).to_be_visible()
    page.keyboard.press("Tab")
    page.keyboard.press("Enter")
    expect(page.locator(".vote-told").first).to_contain_text("謝謝")
    tab_to("SUMMARY")
    page.keyboard.press("Enter")
    expect(page.locator("details.why[open] table")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-TW", "en-US"])
def test_a_phone_scrolls_down_only(visit: Visit, address: str, locale: str) -> None:
    watched = visit(address, locale=locale, viewport={"width": 360, "height": 640}, has_touch=True)
    watched.refusals = True
    page = watched.page
    verdicts = score(page, [*HEADLINES, "長" * 100, "Longwordwithoutanyspace" * 4])
    fits = "document.scrollingElement.scrollWidth <= innerWidth"
    for i in range(7):
        verdicts.nth(i).locator("summary").click()
        verdicts.nth(i).locator("button.vote").click()
    assert page.evaluate(fits)
    page.evaluate("document.getElementById('pasted').textContent = 'x'.repeat(200)")
    page.fill("#headlines", "\n".join([HEADLINES[0], "\u200b", "字" * 101, "x" * 101]))
    assert page.evaluate(fits)  # with old results
    page.click(SEND)
    expect(page.locator("li.refused")).to_have_count(3)
    assert page.evaluate(fits)
    page.locator("#tab-page").click()
    assert page.evaluate(fits)


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing(visit: Visit, address: str, scheme: str) -> None:
    watched = visit(address, color_scheme=scheme, reduced_motion="reduce")
    watched.refusals = True
    page = watched.page
    violations(page)
    score(page, [*HEADLINES, FOREIGN])
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    voted, asked = page.locator("button.vote").all()[:2]
    voted.click()
    asked.click()
    page.locator(".votes .choice").first.click()
    expect(page.locator(".vote-told").first).to_contain_text("謝謝")
    page.route("**/v1/feedback", lambda route: route.fulfill(status=503, body="{}"))
    page.locator(".votes .choice").last.click()
    expect(page.locator(".vote-told").last).to_contain_text("沒有記下")
    violations(page)
    page.fill("#headlines", "\u200b\n" + HEADLINES[0])
    expect(page.locator("#stale")).not_to_be_empty()
    violations(page)
    page.click(SEND)
    expect(page.locator("li.refused")).to_be_visible()
    violations(page)
    page.locator("#tab-page").click()
    page.get_by_role("button", name="範例").click()
    page.get_by_role("button", name="分析網頁").click()
    expect(page.locator("#output-page li.verdict")).to_have_count(7)
    page.locator("#output-page button.vote").first.click()
    violations(page)


def violations(page: Page) -> None:
    found = Axe().run(page).response["violations"]
    assert [(v["id"], node["html"]) for v in found for node in v["nodes"]] == []


def test_the_page_says_what_it_may_load(client_of: Callable[..., FlaskClient]) -> None:
    response = client_of().get("/")
    policy = response.headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    page = response.get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! [^>]*src=)|https?://\w", page)
