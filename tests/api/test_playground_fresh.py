"""Results in the playground are those of the text that stands beside them, or marked as old."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Route, expect

from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures
from tests.support.playground import SEND, Visit, address, app, database, score  # noqa: F401  # fixtures

OLD = "以下是先前內容的結果"
PAGE = "<h1>海風市公車新路線上路</h1><p>海風市交通局今天宣布，公車新路線週一上路，全長12公里，行經三所醫院。</p>"


class Slow:
    """The application, which lets no call of the API through while it is closed."""

    def __init__(self, app: Flask) -> None:
        self._app, self._open = app, threading.Event()
        self.waiting = threading.Semaphore(0)
        self.release()

    def __call__(self, environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"].startswith("/v1/"):
            gate = self._open
            self.waiting.release()
            assert gate.wait(30)
        return self._app(environ, start)

    def close(self) -> threading.Event:
        """Calls from now on wait for this event."""
        self._open = threading.Event()
        self.waiting = threading.Semaphore(0)
        return self._open

    def release(self) -> None:
        """All calls pass."""
        self._open.set()


@pytest.fixture
def slow(app: Flask) -> Slow:  # noqa: F811
    return Slow(app)


@pytest.fixture
def watched(visit: Visit, slow: Slow) -> Iterator[Watched]:  # noqa: F811
    with serving(slow) as found:
        opened = visit(found)
        yield opened
        slow.release()
        opened.leave()


def test_results_of_an_edited_text_are_marked_until_it_is_scored(watched: Watched) -> None:
    page = watched.page
    score(page, HEADLINES)
    status, area = page.get_by_role("status"), page.locator(".output")
    expect(status).not_to_contain_text(OLD)
    page.locator("#headlines").press_sequentially("！")
    expect(status).to_contain_text(OLD)
    expect(area).to_contain_class("old")
    page.get_by_role("button", name="English").click()
    expect(status).to_contain_text("results of an earlier one")
    page.locator("#headlines").press("Backspace")
    expect(status).not_to_contain_text("earlier")
    expect(area).not_to_contain_class("old")


def test_earlier_results_are_marked_while_a_call_runs(watched: Watched, slow: Slow) -> None:
    page = watched.page
    score(page, HEADLINES[:1])
    slow.close()
    page.fill("#headlines", HEADLINES[1])
    page.click(SEND)
    expect(page.get_by_role("status")).to_contain_text("判讀中")
    expect(page.get_by_role("status")).to_contain_text(OLD)
    slow.release()
    expect(page.locator("li.verdict .headline")).to_have_text([HEADLINES[1]])
    expect(page.get_by_role("status")).not_to_contain_text(OLD)


def test_an_answer_that_comes_after_a_later_one_is_dropped(watched: Watched, slow: Slow) -> None:
    page = watched.page
    first = slow.close()
    page.fill("#headlines", HEADLINES[0])
    page.click(SEND)
    assert slow.waiting.acquire(timeout=10)
    slow.close()
    slow.release()  # the second call passes, the first still waits
    score(page, HEADLINES[1:3])
    first.set()
    page.wait_for_timeout(300)
    expect(page.locator("li.verdict .headline")).to_have_text(HEADLINES[1:3])


def test_an_edit_while_a_call_runs_stops_it(watched: Watched, slow: Slow) -> None:
    page = watched.page
    slow.close()
    page.fill("#headlines", HEADLINES[0])
    page.click(SEND)
    assert slow.waiting.acquire(timeout=10)
    page.locator("#headlines").press_sequentially("？")
    expect(page.get_by_role("status")).to_contain_text("判讀已停止")
    slow.release()
    page.wait_for_timeout(300)
    expect(page.locator("li.verdict")).to_have_count(0)
    expect(page.locator("#headlines-form")).to_have_attribute("aria-busy", "false")


def test_clearing_while_a_call_runs_leaves_nothing(watched: Watched, slow: Slow) -> None:
    page = watched.page
    slow.close()
    page.click(SEND)
    assert slow.waiting.acquire(timeout=10)
    page.get_by_role("button", name="清除").click()
    slow.release()
    page.wait_for_timeout(300)
    expect(page.locator("li.verdict")).to_have_count(0)
    expect(page.get_by_role("status")).to_have_text("尚未判讀")
    expect(page.locator("#empty")).to_be_visible()


def test_the_same_text_is_not_asked_twice(watched: Watched, slow: Slow) -> None:
    page = watched.page
    slow.close()
    page.fill("#headlines", HEADLINES[0])
    for _ in range(3):
        page.click(SEND)
    assert slow.waiting.acquire(timeout=10)
    slow.release()
    expect(page.locator("li.verdict")).to_have_count(1)
    assert sum(url.endswith("/v1/predict") for url in watched.requests) == 1


def test_results_beside_an_error_are_marked_as_old(visit: Visit, app: Flask) -> None:
    with serving(app) as address:
        watched = visit(address)
        watched.refusals = True
        score(watched.page, HEADLINES)
    page = watched.page
    page.fill("#headlines", "別的標題")
    page.click(SEND)
    expect(page.get_by_role("alert")).to_contain_text("伺服器沒有回應")
    expect(page.get_by_role("status")).to_contain_text(OLD)


def test_a_page_too_is_marked_and_its_late_answer_told_in_its_own_tab(watched: Watched, slow: Slow) -> None:
    page = watched.page
    watched.refusals = True
    page.get_by_role("tab", name="網頁").click()
    page.fill("#page", PAGE)
    page.get_by_role("button", name="分析網頁").click()
    expect(page.locator(".article .headline")).to_have_text("海風市公車新路線上路")
    changes: list[Callable[[], object]] = [
        lambda: page.fill("#page-url", "https://news.example/"),
        lambda: page.get_by_label("純文字").check(),
        lambda: page.set_input_files("#page-file", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"a"}),
    ]
    for change in changes:
        change()
        expect(page.get_by_role("status")).to_contain_text(OLD)
        page.get_by_label("HTML 原始碼").check()
        page.fill("#page-url", "")
        page.fill("#page", PAGE)
        expect(page.get_by_role("status")).not_to_contain_text(OLD)
    slow.close()
    page.fill("#page-url", "http://[")
    page.get_by_role("button", name="分析網頁").evaluate("button => button.form.noValidate = true")
    page.get_by_role("button", name="分析網頁").click()
    assert slow.waiting.acquire(timeout=10)
    page.get_by_role("tab", name="標題").click()
    slow.release()
    expect(page.locator("#page-form")).to_have_attribute("aria-busy", "false")
    expect(page.get_by_role("alert")).to_be_empty()
    page.get_by_role("tab", name="網頁").click()
    expect(page.get_by_role("alert")).not_to_be_empty()


def test_an_example_that_comes_late_does_not_replace_what_was_pasted_meanwhile(visit: Visit, address: str) -> None:
    page = visit(address).page
    held: list[Route] = []
    page.route("**/example-page.txt", lambda route: held.append(route))
    page.get_by_role("tab", name="網頁").click()
    with page.expect_request("**/example-page.txt"):
        page.get_by_role("button", name="範例").click()
    page.fill("#page", "自己的網頁")
    with page.expect_response("**/example-page.txt"):
        held[0].continue_()
    page.wait_for_timeout(300)
    expect(page.locator("#page")).to_have_value("自己的網頁")
