"""A whole page in the playground."""

from __future__ import annotations

import pytest
from flask import Flask
from playwright.sync_api import expect

from classifier import Classifier
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import Visit, address, app, database, shown  # noqa: F401  # fixtures


def test_a_file_is_read_in_its_own_encoding_and_its_kind_recognised(visit: Visit, address: str) -> None:
    page = visit(address).page
    page.get_by_role("tab", name="網頁").click()
    box, html, text = page.locator("#page"), page.get_by_label("HTML 原始碼"), page.get_by_label("純文字")
    markup = '<html><head><meta charset="big5"></head><body><h1>市公車新路線上路</h1></body></html>'
    big5 = {"name": "old.html", "mimeType": "text/html", "buffer": markup.encode("big5")}
    page.set_input_files("#page-file", big5)
    expect(box).to_have_value(markup)
    expect(html).to_be_checked()
    copied = {"name": "copied.txt", "mimeType": "text/plain", "buffer": "市公車\n推薦".encode()}
    page.set_input_files("#page-file", copied)
    expect(box).to_have_value("市公車\n推薦")
    expect(text).to_be_checked()
    html.check()
    box.press_sequentially("a")
    expect(html).to_be_checked()  # switched by hand: no more guessing
    box.fill("")
    box.fill("a < b > c")
    expect(text).to_be_checked()
    page.set_input_files("#page-file", {"name": "photo", "mimeType": "text/html", "buffer": b"\x89PNG\xff\xff\x00"})
    expect(page.get_by_role("alert")).to_contain_text("無法讀取檔案")


def test_a_dropped_file_is_taken(visit: Visit, address: str) -> None:
    page = visit(address).page
    page.get_by_role("tab", name="網頁").click()
    dropped = page.evaluate_handle(
        "() => { const moved = new DataTransfer(); moved.items.add(new File(['<p>公車'], 'a.html')); return moved; }"
    )
    page.dispatch_event("#page", "drop", {"dataTransfer": dropped})
    expect(page.locator("#page")).to_have_value("<p>公車")


def test_the_example_page_is_analysed(visit: Visit, address: str, app: Flask, full_classifier: Classifier) -> None:
    if not any(rule.rule == "/v1/page" for rule in app.url_map.iter_rules()):
        pytest.skip("the application has no /v1/page yet")
    page = visit(address).page
    page.get_by_role("tab", name="網頁").click()
    page.get_by_role("button", name="範例").click()
    expect(page.locator("#page")).not_to_be_empty()
    page.fill("#page-url", "https://news.example/life/1")
    page.keyboard.press("Control+Enter")
    expect(page.locator(".article .headline")).to_have_text("海風市公車新路線週一上路 行經三所醫院")
    expect(page.locator(".article .source")).to_contain_text("2026-03-02 09:30")
    page.get_by_text("內文（").click()
    expect(page.locator(".article .text")).to_contain_text("路線全長 12.4 公里")
    found = page.locator("#output-page li.verdict")
    expect(found).to_have_count(7)
    scores = shown(found.locator(".score data"))
    assert scores == sorted(scores, reverse=True)
    bait = sum(value >= full_classifier.threshold for value in scores)
    expect(page.get_by_role("status")).to_have_text(f"7 則推薦，{bait} 則釣魚")
    twice = found.filter(has_text="冰箱千萬別放這個！達人曝可怕後果")
    expect(twice).to_contain_text("出現 2 次")
    expect(twice.get_by_role("link")).to_have_attribute("href", "https://news.example/life/102")
    twice.get_by_text("為什麼").click()
    expect(twice.get_by_role("table")).to_be_visible()
    weights = shown(twice.locator("tbody data, tr.intercept data"))
    assert sum(weights) == pytest.approx(shown(twice.locator("tr.sum data"))[0])
    page.get_by_text("其他版面文字").click()
    expect(page.locator("ul.boilerplate")).to_contain_text("版權所有")
    page.locator("#threshold").fill("0")
    expect(page.get_by_role("status")).to_have_text("7 則推薦，7 則釣魚")
