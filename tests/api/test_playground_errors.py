"""What the playground says when something goes wrong."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from flask import Flask
from playwright.sync_api import expect

from api import keys
from api.app import create_app
from api.settings import ServerSettings
from api.storage import open_store
from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import browser, serving, visit  # noqa: F401  # fixtures
from tests.support.playground import SEND, Visit, address, app, database, score  # noqa: F401  # fixtures


def test_nothing_to_send_is_told_without_a_call(visit: Visit, address: str) -> None:
    watched = visit(address)
    watched.page.fill("#headlines", " \n\u3000\n")
    watched.page.click(SEND)
    expect(watched.page.get_by_role("alert")).to_contain_text("還沒有標題")
    watched.page.get_by_role("tab", name="網頁").click()
    expect(watched.page.get_by_role("alert")).to_be_empty()
    watched.page.get_by_role("button", name="分析網頁").click()
    expect(watched.page.get_by_role("alert")).to_contain_text("還沒有內容")
    assert not any("/v1/" in url for url in watched.requests)


def test_a_server_that_is_gone_is_told(visit: Visit, app: Flask) -> None:
    with serving(app) as address:
        watched = visit(address)
    watched.refusals = True
    watched.page.click(SEND)
    expect(watched.page.get_by_role("alert")).to_contain_text("伺服器沒有回應")
    watched.page.get_by_role("button", name="English").click()
    expect(watched.page.get_by_role("alert")).to_contain_text("The server does not answer")


def test_a_refused_key_is_told_and_a_good_one_kept_for_the_session(visit: Visit, address: str, database: str) -> None:
    watched = visit(address)
    watched.refusals = True
    page, alert = watched.page, watched.page.get_by_role("alert")
    page.get_by_text("設定").click()
    page.get_by_label("API 金鑰").fill("cbz_unknown")
    page.click(SEND)
    expect(alert).to_contain_text("正確的金鑰")
    expect(page.get_by_label("API 金鑰")).to_be_focused()
    page.keyboard.type("金")
    page.click(SEND)
    expect(alert).to_contain_text("不能使用的字元")
    store = open_store(database)
    secret = keys.create(store, "playground")
    store.close()
    page.get_by_label("API 金鑰").fill(secret)
    score(page, HEADLINES)
    page.reload()
    with page.expect_request("**/v1/predict") as sent:
        score(page, HEADLINES)
    assert sent.value.headers["authorization"] == f"Bearer {secret}"
    assert secret not in page.evaluate("JSON.stringify(localStorage)")


def test_a_rate_limit_says_when_to_try_again(visit: Visit, full_classifier: Classifier, database: str) -> None:
    calls = 50  # more than the files of the page
    with serving(
        create_app(ServerSettings(rate_limit=f"{calls}/hour", database_url=database), full_classifier)
    ) as address:
        watched = visit(address)
        watched.refusals = True
        for _ in range(calls):
            with watched.page.expect_response("**/v1/predict") as answered:
                watched.page.click(SEND)
            expect(watched.page.locator("#headlines-form")).to_have_attribute("aria-busy", "false")
            if answered.value.status == 429:
                break
        wait = answered.value.headers["retry-after"]
        expect(watched.page.get_by_role("alert")).to_contain_text(f"請等 {wait} 秒後再試")


def test_a_proxy_that_fails_in_its_own_words_is_understood(visit: Visit, app: Flask) -> None:
    def proxy(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        if environ["PATH_INFO"] != "/v1/predict":
            return app(environ, start)
        start("502 Bad Gateway", [("Content-Type", "text/html")])
        return [b"<h1>Bad gateway</h1>"]

    with serving(proxy) as address:
        watched = visit(address)
        watched.refusals = True
        watched.page.click(SEND)
        expect(watched.page.get_by_role("alert")).to_contain_text("HTTP 502")


def test_a_body_that_the_server_would_not_take_is_not_sent(
    visit: Visit, full_classifier: Classifier, database: str
) -> None:
    with serving(create_app(ServerSettings(max_body_bytes=2**20, database_url=database), full_classifier)) as address:
        watched = visit(address)
        watched.page.get_by_role("tab", name="網頁").click()
        watched.page.fill("#page", "字" * 500_000)
        watched.page.get_by_role("button", name="分析網頁").click()
        expect(watched.page.get_by_role("alert")).to_contain_text("共 1.4 MB，伺服器一次最多收 1.0 MB")
        assert not any("/v1/" in url for url in watched.requests)
