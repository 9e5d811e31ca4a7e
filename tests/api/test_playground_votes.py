"""Votes in the playground, in the database of the server."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

import pytest
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from api.app import create_app
from api.settings import ServerSettings
from api.storage import Feedback, open_store
from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import browser, serving, visit  # noqa: F401  # fixtures
from tests.support.playground import Visit, address, app, database, score  # noqa: F401  # fixtures


def stored(database: str) -> list[Feedback]:  # noqa: F811
    store = open_store(database)
    try:
        return list(store.list(limit=1000))
    finally:
        store.close()


@pytest.fixture
def before(database: str) -> int:  # noqa: F811
    return len(stored(database))


def ask(page: Page, headline: str) -> Locator:
    """The panel of votes on a headline."""
    button = page.get_by_role("button", name=f"投票：{headline}")
    button.click()
    expect(button).to_have_attribute("aria-expanded", "true")
    return page.locator(f"#{button.get_attribute('aria-controls')}")


def test_a_vote_is_stored_with_its_kind_and_thanked_for(
    visit: Visit, address: str, database: str, before: int, full_classifier: Classifier
) -> None:
    page = visit(address).page
    score(page, HEADLINES)
    panel = ask(page, HEADLINES[1])
    expect(panel).to_contain_text("存在這台伺服器")
    panel.get_by_role("button", name="釣魚：聳動").click()
    expect(panel).to_contain_text("謝謝")
    expect(panel.get_by_role("button", name="釣魚：聳動")).to_have_attribute("aria-pressed", "true")
    panel.get_by_role("button", name="有內容").click()  # another opinion replaces the first
    expect(panel.get_by_role("button", name="有內容")).to_have_attribute("aria-pressed", "true")
    expect(panel).to_contain_text("謝謝")
    other = ask(page, HEADLINES[0])
    other.get_by_role("button", name="釣魚：其他").click()
    expect(other).to_contain_text("謝謝")
    found = stored(database)[before:]
    votes = {vote.headline: (vote.label, vote.kind) for vote in found}
    assert votes == {HEADLINES[1]: ("substantive", None), HEADLINES[0]: ("clickbait", None)}
    assert {vote.model_version for vote in found} == {full_classifier.version}
    assert len({vote.client_id for vote in found}) == 1
    page.get_by_role("button", name="English").click()
    page.get_by_role("button", name=f"Vote: {HEADLINES[1]}").click()
    expect(page.get_by_text("Thank you")).to_be_visible()  # what was voted is known in the other language, too


def test_a_vote_that_failed_is_told_and_counts_once_when_sent_again(
    visit: Visit, app: Flask, database: str, before: int
) -> None:
    failures = [True]

    def proxy(environ: dict[str, Any], start: Callable[..., Any]) -> Iterable[bytes]:
        """Stores the first vote, but its answer is lost."""
        if environ["PATH_INFO"] == "/v1/feedback" and failures:
            failures.pop()
            list(app(environ, lambda *_: lambda data: None))
            start("502 Bad Gateway", [("Content-Type", "text/html")])
            return [b"<h1>Bad gateway</h1>"]
        return app(environ, start)

    with serving(proxy) as address:
        watched = visit(address)
        watched.refusals = True
        score(watched.page, HEADLINES[:1])
        panel = ask(watched.page, HEADLINES[0])
        choice = panel.get_by_role("button", name="釣魚：賣關子")
        choice.click()
        expect(panel).to_contain_text("沒有記下，請再按一次：伺服器出錯（HTTP 502）")
        expect(choice).to_have_attribute("aria-pressed", "false")
        choice.click()
        expect(panel).to_contain_text("謝謝")
        watched.leave()
    assert [(vote.label, vote.kind) for vote in stored(database)[before:]] == [("clickbait", "withheld")]


def test_a_limit_on_votes_says_when_to_try_again(visit: Visit, full_classifier: Classifier, database: str) -> None:
    app = create_app(ServerSettings(feedback_rate_limit="1/hour", database_url=database), full_classifier)
    with serving(app) as address:
        watched = visit(address)
        watched.refusals = True
        score(watched.page, HEADLINES[:1])
        panel = ask(watched.page, HEADLINES[0])
        panel.get_by_role("button", name="有內容").click()
        expect(panel).to_contain_text("謝謝")
        panel.get_by_role("button", name="釣魚：催促").click()
        expect(panel).to_contain_text("請求次數過多")
        expect(panel).to_contain_text("秒後再試")
        watched.leave()


def test_a_recommendation_of_a_page_is_voted_on_with_its_host(
    visit: Visit, address: str, database: str, before: int
) -> None:
    page = visit(address).page
    page.get_by_role("tab", name="網頁").click()
    page.get_by_role("button", name="範例").click()
    page.fill("#page-url", "https://news.example/life/1")
    page.get_by_role("button", name="分析網頁").click()
    panel = ask(page, "冰箱千萬別放這個！達人曝可怕後果")
    panel.get_by_role("button", name="釣魚：賣關子").click()
    expect(panel).to_contain_text("謝謝")
    (vote,) = stored(database)[before:]
    assert (vote.page_host, vote.kind) == ("news.example", "withheld")


def test_a_server_without_feedback_offers_no_votes(visit: Visit, full_classifier: Classifier) -> None:
    with serving(create_app(ServerSettings(feedback=False), full_classifier)) as address:
        watched = visit(address)
        score(watched.page, HEADLINES)
        expect(watched.page.get_by_text("投票")).to_have_count(0)
        watched.leave()


def test_a_server_that_takes_no_votes_any_more_is_told(visit: Visit, address: str, full_classifier: Classifier) -> None:
    watched = visit(address)
    watched.refusals = True
    page = watched.page
    score(page, HEADLINES[:1])
    panel = ask(page, HEADLINES[0])
    with serving(create_app(ServerSettings(feedback=False), full_classifier)) as other:
        page.route("**/v1/feedback", lambda route: route.continue_(url=f"{other}v1/feedback"))
        panel.get_by_role("button", name="有內容").click()
        expect(panel).to_contain_text("這台伺服器不收投票")
        watched.leave()
