"""The playground against the real server, under a path of the real nginx."""

from __future__ import annotations

from pathlib import Path

import pytest
from playwright.sync_api import expect

from api.storage import open_store
from benchmarks.running import running
from tests.api.test_listening import FORWARDED, nginx
from tests.conftest import HEADLINES
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import SEND, Visit
from tests.support.service import SERVE

pytestmark = pytest.mark.slow


def test_scores_votes_file_and_example_page_stay_under_the_path(
    visit: Visit,  # noqa: F811
    model_folder: Path,
    tmp_path: Path,
) -> None:
    database = f"sqlite:///{tmp_path}/feedback.sqlite3"
    given = {"CLICKBAIT_MODEL": str(model_folder), "CLICKBAIT_PROXIES": "1", "DATABASE_URL": database}
    with running(SERVE, {**given, "CLICKBAIT_PATH_PREFIX": "/clickbait"}, tmp_path / "log") as server:
        location = f"location /clickbait/ {{ proxy_pass {server.address}/; {FORWARDED} }}"
        with nginx(tmp_path, location) as proxy:
            address = f"{proxy}/clickbait/"
            watched = visit(address)
            watched.refusals = True
            page = watched.page
            page.fill("#headlines", "\n".join([*HEADLINES, "\u200b"]))
            page.click(SEND)
            expect(page.locator("li.verdict")).to_have_count(len(HEADLINES))
            expect(page.locator("li.refused")).to_contain_text("沒有看得見的字")
            page.get_by_role("button", name=f"投票：{HEADLINES[0]}").click()
            page.get_by_role("button", name="釣魚：賣關子").click()
            expect(page.locator(".vote-told")).to_contain_text("謝謝")
            with page.expect_download() as file:
                page.get_by_role("button", name="下載 CSV").click()
            assert file.value.path().read_text("utf-8-sig").count("\n") == 1 + len(HEADLINES)
            page.get_by_role("tab", name="網頁").click()
            page.get_by_role("button", name="範例").click()
            page.get_by_role("button", name="分析網頁").click()
            expect(page.locator("#output-page li.verdict")).to_have_count(7)
            assert [url for url in watched.requests if not url.startswith((address, "blob:", "data:"))] == []
            watched.leave()
    store = open_store(database)
    try:
        assert [(vote.headline, vote.kind) for vote in store.list()] == [(HEADLINES[0], "withheld")]
    finally:
        store.close()
