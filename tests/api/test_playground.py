"""The playground in a real Chromium, against the real application."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from flask import Flask
from playwright.sync_api import Locator, Page, expect

from api import keys
from api.app import create_app
from api.playground import EXAMPLES
from api.settings import ServerSettings
from api.storage import open_store
from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import Watched, browser, serving, visit  # noqa: F401  # fixtures
from training.fitting.fit import Fitted

Visit = Callable[..., Watched]
SEND = "#headlines-form .primary"
FOREIGN = "A headline without one Chinese character"


@pytest.fixture(scope="module")
def database(tmp_path_factory: pytest.TempPathFactory) -> str:
    return f"sqlite:///{tmp_path_factory.mktemp('playground') / 'keys.sqlite3'}"


@pytest.fixture(scope="module")
def app(classifier: Classifier, database: str) -> Flask:
    return create_app(ServerSettings(max_headlines=20, max_headline_length=100, database_url=database), classifier)


@pytest.fixture(scope="module")
def address(app: Flask) -> Iterator[str]:
    with serving(app) as found:
        yield found


def score(page: Page, headlines: Iterable[str]) -> Locator:
    """Send headlines and wait for their results."""
    lines = list(headlines)
    page.fill("#headlines", "\n".join(lines))
    page.click(SEND)
    found = page.locator("#output-headlines li.verdict")
    expect(found).to_have_count(len(lines))
    return found


def shown(numbers: Locator) -> list[float]:
    return [float(value) for value in numbers.evaluate_all("found => found.map((data) => data.value)")]


def test_labels_scores_and_topics_are_those_of_the_model(visit: Visit, address: str, classifier: Classifier) -> None:
    page = visit(address).page
    verdicts = score(page, [*HEADLINES, FOREIGN])
    names = {"clickbait": "釣魚", "substantive": "有內容"}
    for i, prediction in enumerate(classifier.predict([*HEADLINES, FOREIGN])):
        one = verdicts.nth(i)
        expect(one.locator(".headline")).to_have_text(prediction.headline)
        expect(one.locator(".label")).to_have_text(names[prediction.label])
        assert shown(one.locator(".score data")) == [pytest.approx(prediction.score)]
        expect(one.get_by_role("meter")).to_have_attribute("aria-valuenow", f"{prediction.score:.3f}")
        expect(one.locator(".uncertain")).to_be_visible(visible=prediction.uncertain)
    expect(verdicts.nth(1).locator(".topic")).to_have_text("政治")
    expect(verdicts.nth(5).locator(".uncertain")).to_be_visible()


def test_the_explanation_opens_and_adds_up_to_the_logit(visit: Visit, address: str, classifier: Classifier) -> None:
    page = visit(address).page
    verdict = score(page, HEADLINES[:1]).first
    verdict.get_by_text("為什麼").click()
    (prediction,) = classifier.predict(HEADLINES[:1], explain=True)
    folded = shown(verdict.locator("tbody data"))
    verdict.get_by_role("button", name="列出其餘").click()
    weights = shown(verdict.locator("tbody data"))
    assert weights == [pytest.approx(signal.weight) for signal in prediction.signals]
    (intercept,) = shown(verdict.locator("tr.intercept data"))
    (logit,) = shown(verdict.locator("tr.sum data"))
    assert logit == pytest.approx(prediction.logit)
    assert sum(weights) + intercept == pytest.approx(logit)
    assert sum(folded) + intercept == pytest.approx(logit)
    assert shown(verdict.locator("tr.calibrated data")) == [pytest.approx(prediction.score)]


def test_signals_are_marked_by_code_points_and_by_more_than_colour(visit: Visit, address: str) -> None:
    page = visit(address).page
    verdicts = score(page, ["𠮷😀她一句話讓全場傻眼 原因曝光", "立院三讀修正托育條例 補助延長至6歲"])
    marks = verdicts.first.locator("mark.for").all_inner_texts()
    assert "曝光" in "".join(marks) and not any("😀" in mark for mark in marks)
    expect(verdicts.first.locator(".headline")).to_have_text("𠮷😀她一句話讓全場傻眼 原因曝光")
    styles = [
        verdicts.locator(f"mark.{side}").first.evaluate("mark => getComputedStyle(mark).textDecorationStyle")
        for side in ("for", "against")
    ]
    assert styles == ["solid", "dotted"]


def test_the_threshold_moves_labels_and_count_without_a_request(
    visit: Visit, address: str, classifier: Classifier
) -> None:
    watched = visit(address)
    page = watched.page
    verdicts = score(page, HEADLINES)
    bait = sum(prediction.label == "clickbait" for prediction in classifier.predict(HEADLINES))
    expect(page.get_by_role("status")).to_have_text(f"5 則標題，{bait} 則釣魚")
    before = len(watched.requests)
    page.locator("#threshold").fill("0")
    expect(page.get_by_role("status")).to_have_text("5 則標題，5 則釣魚")
    expect(verdicts.nth(1).locator(".label")).to_have_text("釣魚")
    page.locator("#threshold").fill("0.5")
    for i, prediction in enumerate(classifier.predict(HEADLINES, threshold=0.5)):
        expect(verdicts.nth(i).locator(".uncertain")).to_be_visible(visible=prediction.uncertain)
    page.get_by_role("button", name="還原").click()
    expect(page.get_by_role("status")).to_have_text(f"5 則標題，{bait} 則釣魚")
    expect(page.locator("#threshold-shown")).to_have_text(f"{classifier.threshold:.3f}")
    assert len(watched.requests) == before


def test_the_threshold_follows_a_model_taken_into_service_meanwhile(
    visit: Visit, classifier: Classifier, fitted: Fitted, database: str
) -> None:
    app = create_app(ServerSettings(database_url=database), classifier)
    manifest = {**fitted.artifact.manifest, "threshold": 0.123, "version": "another"}
    with serving(app) as address:
        page = visit(address).page
        app.extensions["served_model"].use(Classifier(replace(fitted.artifact, manifest=manifest)))
        score(page, HEADLINES)
        expect(page.locator("#threshold-shown")).to_have_text("0.123")
        expect(page.locator("#version")).to_have_text("another")
        page.locator("#threshold").fill("0.8")
        page.click(SEND)
        expect(page.locator("#threshold-shown")).to_have_text("0.80")  # what the reader chose stays


def test_sorting_keeps_what_is_open(visit: Visit, address: str) -> None:
    page = visit(address).page
    verdicts = score(page, HEADLINES)
    verdicts.nth(1).get_by_text("為什麼").click()
    page.get_by_label("依分數排列").check()
    scores = shown(page.locator(".score data"))
    assert scores == sorted(scores, reverse=True)
    expect(page.locator("details.why[open]")).to_have_count(1)


def test_a_list_over_the_limit_goes_in_several_calls(visit: Visit, address: str) -> None:
    watched = visit(address)
    score(watched.page, [f"{HEADLINES[i % 5]} {i}" for i in range(45)])
    assert sum(url.endswith("/v1/predict") for url in watched.requests) == 3
    expect(watched.page.locator("#output-headlines li.verdict .headline").nth(44)).to_have_text(f"{HEADLINES[4]} 44")


def test_a_bad_headline_is_pointed_at_and_selected(visit: Visit, address: str) -> None:
    watched = visit(address)
    watched.refusals = True
    page = watched.page
    lines = ["", *HEADLINES * 4, "\u200b", "字" * 101]
    page.fill("#headlines", "\n".join(lines))  # the bad ones come with the second call
    page.click(SEND)
    alert = page.get_by_role("alert")
    expect(alert).to_contain_text("第 23 行")
    expect(alert).to_contain_text("101 characters, at most 100.")
    expect(alert).to_contain_text("已完成的 20 則")
    selected = "box => box.value.slice(box.selectionStart, box.selectionEnd)"
    assert page.locator("#headlines").evaluate(selected) == "字" * 101
    expect(page.locator("#headlines")).to_be_focused()
    page.locator("#headlines").press("Home")
    alert.get_by_role("button").click()
    assert page.locator("#headlines").evaluate(selected) == "字" * 101


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


def test_a_rate_limit_says_when_to_try_again(visit: Visit, classifier: Classifier, database: str) -> None:
    calls = 40  # more than the files of the page
    with serving(create_app(ServerSettings(rate_limit=f"{calls}/hour", database_url=database), classifier)) as address:
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
    sources = [*folder.glob("*.js"), folder.parent / "templates" / "playground.html"]
    code = "".join(path.read_text(encoding="utf-8") for path in sources if path.name != "strings.js")
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
    tab_to("SUMMARY")
    page.keyboard.press("Enter")
    expect(page.locator("details.why[open] table")).to_be_visible()


@pytest.mark.parametrize("locale", ["zh-TW", "en-US"])
def test_a_phone_scrolls_down_only(visit: Visit, address: str, locale: str) -> None:
    page = visit(address, locale=locale, viewport={"width": 360, "height": 640}, has_touch=True).page
    verdicts = score(page, [*HEADLINES, "長" * 100, "Longwordwithoutanyspace" * 4])
    for i in range(7):
        verdicts.nth(i).locator("summary").click()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")
    page.locator("#tab-page").click()
    assert page.evaluate("document.scrollingElement.scrollWidth <= innerWidth")


def test_markup_in_a_headline_stays_text(visit: Visit, address: str) -> None:
    page = visit(address).page
    evil = '<img src=x onerror="document.title=1">震驚！<script>document.title=2</script>'
    verdict = score(page, [evil]).first
    verdict.get_by_text("為什麼").click()
    expect(verdict.locator(".headline")).to_have_text(evil)
    expect(page.locator("main img, main script")).to_have_count(0)
    expect(page).to_have_title("clickbait-zh")


def test_headlines_are_in_no_address_and_no_storage(visit: Visit, address: str) -> None:
    watched = visit(address)
    score(watched.page, HEADLINES)
    watched.page.get_by_role("button", name="English").click()
    stored = watched.page.evaluate("JSON.stringify([{...localStorage}, {...sessionStorage}, document.cookie])")
    assert stored == '[{"language":"en"},{},""]'
    assert watched.page.url == address
    assert not any("%" in url or "?" in url for url in watched.requests)


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


def test_a_body_that_the_server_would_not_take_is_not_sent(visit: Visit, classifier: Classifier, database: str) -> None:
    with serving(create_app(ServerSettings(max_body_bytes=2**20, database_url=database), classifier)) as address:
        watched = visit(address)
        watched.page.get_by_role("tab", name="網頁").click()
        watched.page.fill("#page", "字" * 500_000)
        watched.page.get_by_role("button", name="分析網頁").click()
        expect(watched.page.get_by_role("alert")).to_contain_text("共 1.4 MB，伺服器一次最多收 1.0 MB")
        assert not any("/v1/" in url for url in watched.requests)


def test_the_example_page_is_analysed(visit: Visit, address: str, app: Flask, classifier: Classifier) -> None:
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
    bait = sum(value >= classifier.threshold for value in scores)
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


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(visit: Visit, address: str, scheme: str) -> None:
    watched = visit(address, color_scheme=scheme, reduced_motion="reduce")
    watched.refusals = True
    page = watched.page
    score(page, [*HEADLINES, FOREIGN])
    for summary in page.locator("summary").all()[:3]:
        summary.click()
    page.fill("#headlines", "\u200b")
    page.click(SEND)
    expect(page.get_by_role("alert")).not_to_be_empty()
    serious(page)
    page.locator("#tab-page").click()
    serious(page)


def serious(page: Page) -> None:
    grave = [v for v in Axe().run(page).response["violations"] if v["impact"] in ("serious", "critical")]
    assert [(v["id"], node["html"]) for v in grave for node in v["nodes"]] == []


def test_the_page_says_what_it_may_load(app: Flask) -> None:
    response = app.test_client().get("/")
    policy = response.headers["Content-Security-Policy"]
    for directive in ("default-src 'none'", "script-src 'self'", "style-src 'self'", "frame-ancestors 'none'"):
        assert directive in policy
    assert "unsafe" not in policy
    page = response.get_data(as_text=True)
    assert not re.search(r"<style|\sstyle=|\son\w+=|<script(?! [^>]*src=)|https?://\w", page)
