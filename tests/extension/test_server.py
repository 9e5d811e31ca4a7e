"""What the extension asks the server, and what it does without one."""

from __future__ import annotations

import json
import time
from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import expect

from benchmarks.running import free_port
from tests.support.browser import serving
from tests.support.extension_browser import HOST, Extended, Service
from tests.support.extension_marks import CORS, FOUND, MARKED, badges, marked, t, wait_for
from tests.support.extension_site import BAIT, NEWS, NOT_HEADLINES, OWN, UNSURE


def test_what_is_sent_are_headlines_of_others_only(browser: Extended, service: Service) -> None:
    sent: list[Any] = []

    def listen(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0))
        sent.append((environ["REQUEST_METHOD"], environ["PATH_INFO"], environ["QUERY_STRING"], body.decode()))
        start("503 Away" if environ["REQUEST_METHOD"] == "POST" else "204 No Content", CORS)
        return [b"{}"]

    with serving(listen) as address:
        browser.set(address=address.rstrip("/"))
        page = browser.visit()
        wait_for(lambda: browser.icon(page) == "!")
    posts = [request for request in sent if request[0] == "POST"]
    assert len(posts) == 1  # one batch a page, not tried again at once
    assert posts[0][1:3] == ("/v1/predict", "")
    document = json.loads(posts[0][3])
    assert list(document) == ["headlines"]
    assert set(document["headlines"]) == {text for _, text in [*BAIT, *NEWS, UNSURE]}
    assert not {OWN, *NOT_HEADLINES} & set(document["headlines"])
    browser.complaints[:] = [text for text in browser.complaints if "503" not in text]


def test_known_headlines_are_not_asked_again(browser: Extended, service: Service) -> None:
    marked(browser)
    before = service.calls("/v1/predict")
    marked(browser)
    assert service.calls("/v1/predict") == before


def test_a_server_that_is_gone_leaves_the_page_untouched(browser: Extended, service: Service) -> None:
    browser.set(allowed=[])
    bare = browser.visit().content()
    browser.set(allowed=[HOST], address=f"http://127.0.0.1:{free_port()}")
    page = browser.visit()
    wait_for(lambda: browser.icon(page) == "!")
    assert page.content() == bare
    popup = browser.popup(page)
    expect(popup.locator("#problem")).to_have_text(t("problem_gone"))
    expect(popup.locator("#server")).to_have_class("server bad")
    popup.locator("#retry").click()
    expect(popup.locator("#server")).to_have_class("server bad")
    browser.set(address=service.address)
    expect(badges(page)).to_have_count(len(MARKED))
    expect(popup.locator("#problem")).to_be_empty()
    browser.complaints.clear()  # Chromium tells of the refused connection


def test_a_slow_server_is_not_waited_for_nor_pressed(browser: Extended) -> None:
    asked: list[float] = []

    def sleepy(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "POST":
            asked.append(time.monotonic())
            time.sleep(1.5)
        start("200 OK", CORS)
        return [b"{}"]

    with serving(sleepy) as address:
        browser.set(address=address.rstrip("/"))
        page = browser.visit()
        wait_for(lambda: browser.icon(page) == "!")
        assert time.monotonic() - asked[0] < 1.4
        page.click("#load")  # more to ask for, but not now
        page.wait_for_timeout(1000)
        assert len(asked) == 1
    assert badges(page).count() == 0


@pytest.mark.parametrize(
    ("content_type", "spoil"),
    [
        ("application/json", lambda answer: answer | {"predictions": answer["predictions"][1:]}),
        ("application/json", lambda answer: [answer]),
        ("text/html", lambda answer: answer),
    ],
    ids=["too few predictions", "another document", "another type"],
)
def test_an_answer_that_is_not_the_apis_is_told_and_got_over(
    browser: Extended, content_type: str, spoil: Callable[[dict[str, Any]], Any]
) -> None:
    asked: list[float] = []
    spoilt = [True]

    def answers(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] != "POST":
            start("204 No Content", CORS)
            return [b""]
        asked.append(time.monotonic())
        texts = json.loads(environ["wsgi.input"].read(int(environ["CONTENT_LENGTH"])))["headlines"]
        answer: Any = {
            "model": {"version": "other"},
            "threshold": 0.5,
            "predictions": [
                {"headline": text, "label": "clickbait", "score": 0.9, "uncertain": False, "topic": "life"}
                for text in texts
            ],
        }
        start("200 OK", [*CORS, ("Content-Type", content_type if spoilt[0] else "application/json")])
        return [json.dumps(spoil(answer) if spoilt[0] else answer).encode()]

    with serving(answers) as address:
        browser.set(address=address.rstrip("/"))
        page = browser.visit()
        wait_for(lambda: browser.icon(page) == "!")
        assert browser.summary(page)["failed"] == "foreign"
        page.click("#load")
        page.wait_for_timeout(1500)
        assert len(asked) == 1  # not pressed
        spoilt[0] = False
        expect(badges(page)).to_have_count(FOUND + 2, timeout=20_000)  # without a reload
        assert len(asked) <= 3
