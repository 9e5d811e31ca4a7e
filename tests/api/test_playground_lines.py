"""Lines in the playground that cannot be scored, and lists that need several calls."""

from __future__ import annotations

import json
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, Route, expect

from api.app import create_app
from api.settings import ServerSettings
from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures
from tests.support.playground import SEND, Visit, address, app, database  # noqa: F401  # fixtures

SELECTED = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
HALF = '"\\ud83d"'  # JavaScript: no text of Python's reaches the browser with half of an emoji


@pytest.fixture
def watched(visit: Visit, address: str) -> Watched:  # noqa: F811
    found = visit(address)
    found.refusals = True
    return found


def send(page: Page, lines: list[str]) -> Locator:
    page.fill("#headlines", "\n".join(lines))
    page.click(SEND)
    expect(page.locator("#headlines-form")).to_have_attribute("aria-busy", "false")
    return page.locator("#output-headlines > ol > li")


def test_bad_lines_stand_at_their_place_with_the_reason_and_the_others_are_scored(
    watched: Watched, full_classifier: Classifier
) -> None:
    page = watched.page
    lines = [HEADLINES[0], "\u200b", "", *HEADLINES * 5, "字" * 101, "\u2060\u200d", HEADLINES[1]]
    rows = send(page, lines)
    expect(page.locator("li.refused").get_by_role("button")).to_have_text(["第 2 行", "第 29 行", "第 30 行"])
    scored = page.locator("li.verdict")
    wanted = [line for line in lines if line in HEADLINES]
    expect(scored.locator(".headline")).to_have_text(wanted)
    expect(rows.nth(1)).to_contain_text("沒有看得見的字")
    expect(rows.nth(27)).to_contain_text("有 101 個字，最多 100 個字")
    bait = sum(prediction.label == "clickbait" for prediction in full_classifier.predict(wanted))
    expect(page.get_by_role("status")).to_have_text(f"{len(wanted)} 則標題，{bait} 則釣魚")
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("其餘已判讀")
    expect(alert).to_contain_text("第 2 行 沒有看得見的字")
    expect(page.locator("#headlines")).to_have_attribute("aria-invalid", "true")
    alert.get_by_role("button", name="第 29 行").click()
    assert page.locator("#headlines").evaluate(SELECTED) == "字" * 101
    expect(page.locator("#headlines")).to_be_focused()


def test_the_button_of_a_line_finds_it_where_it_is_now(watched: Watched) -> None:
    page = watched.page
    long = "字" * 101
    send(page, [HEADLINES[0], long])
    page.fill("#headlines", "\n".join(["新的一行", "又一行", HEADLINES[0], long]))
    page.locator("li.refused").get_by_role("button").click()
    assert page.locator("#headlines").evaluate(SELECTED) == long


def test_only_bad_lines_are_told_and_the_first_is_selected(watched: Watched) -> None:
    page = watched.page
    expect(send(page, ["\u200b", "字" * 101])).to_have_count(2)
    expect(page.get_by_role("alert")).to_contain_text("2 行無法判讀")
    expect(page.get_by_role("status")).to_have_text("0 則標題，0 則釣魚")
    expect(page.locator("#headlines")).to_be_focused()
    assert page.locator("#headlines").evaluate(SELECTED) == "\u200b"
    expect(page.get_by_role("button", name="下載 CSV")).to_be_hidden()
    page.get_by_role("button", name="English").click()
    expect(page.locator("li.refused").first).to_contain_text("No visible character")
    page.locator("#sort").check()
    page.get_by_role("button", name="Clear").click()
    expect(page.locator("li.refused")).to_have_count(0)


def test_a_line_with_half_of_an_emoji_is_scored_and_one_that_is_nothing_else_is_marked(watched: Watched) -> None:
    page = watched.page
    cut = f"box => {{ box.value = '{HEADLINES[0]}' + {HALF} + '\\n' + {HALF} + '\\n{HEADLINES[1]}'; }}"
    page.locator("#headlines").evaluate(cut)
    page.click(SEND)
    expect(page.locator("li.verdict")).to_have_count(2)
    expect(page.locator("li.verdict").first).to_contain_text("有半個表情符號")
    expect(page.locator("li.refused")).to_contain_text("沒有看得見的字")
    expect(page.locator("li.refused").get_by_role("button")).to_have_text("第 2 行")


def test_refused_lines_come_last_by_score_and_leave_with_a_filter(watched: Watched) -> None:
    page = watched.page
    rows = send(page, ["\u200b", *HEADLINES])
    page.locator("#sort").check()
    expect(rows.last).to_have_class("refused")
    page.get_by_role("radio", name="賣關子").check(force=True)
    expect(page.locator("li.refused")).to_be_hidden()
    page.get_by_role("radio", name="全部").check(force=True)
    expect(page.locator("li.refused")).to_be_visible()


def test_calls_stay_within_the_characters_and_bytes_that_the_server_takes(
    visit: Visit, full_classifier: Classifier, database: str
) -> None:
    lines = [f"{HEADLINES[i % 5]} {i}" for i in range(30)]
    limits: list[dict[str, Any]] = [{"max_explained_characters": 200}, {"max_body_bytes": 600}]
    for limit in limits:
        with serving(create_app(ServerSettings(database_url=database, **limit), full_classifier)) as address:
            watched = visit(address)
            send(watched.page, lines)
            expect(watched.page.locator("li.verdict .headline")).to_have_text(lines)
            assert sum(url.endswith("/v1/predict") for url in watched.requests) > 2
            expect(watched.page.get_by_role("alert")).to_be_empty()
            watched.leave()


def test_limits_that_became_stricter_meanwhile_are_learnt(
    watched: Watched, full_classifier: Classifier, database: str
) -> None:
    strict = create_app(
        ServerSettings(max_headlines=4, max_headline_length=60, max_explained_characters=150, database_url=database),
        full_classifier,
    )
    with serving(strict) as other:
        page = watched.page
        page.route("**/v1/predict", lambda route: route.continue_(url=f"{other}v1/predict"))
        lines = [*HEADLINES * 2, "字" * 70]
        send(page, lines)
        expect(page.locator("li.verdict")).to_have_count(10)
        expect(page.locator("li.refused")).to_contain_text("有 70 個字，最多 60 個字")
        watched.leave()


def test_what_was_scored_before_an_error_stays(watched: Watched) -> None:
    page = watched.page

    def answer(route: Route) -> None:
        first = json.loads(route.request.post_data or "")["headlines"][0]
        if first.endswith(" 0"):
            route.continue_()
        else:
            route.fulfill(status=503, body="{}")

    page.route("**/v1/predict", answer)
    send(page, [f"{HEADLINES[i % 5]} {i}" for i in range(45)])
    expect(page.locator("li.verdict")).to_have_count(20)
    expect(page.get_by_role("alert")).to_contain_text("HTTP 503")
    expect(page.get_by_role("alert")).to_contain_text("已完成的 20 則")
