"""Headlines in the playground: results, explanation, threshold."""

from __future__ import annotations

from dataclasses import replace

import pytest
from playwright.sync_api import expect

from api.app import create_app
from api.settings import ServerSettings
from classifier import Classifier
from tests.conftest import HEADLINES
from tests.support.browser import browser, serving, visit  # noqa: F401  # fixtures
from tests.support.playground import FOREIGN, SEND, Visit, address, app, database, score, shown  # noqa: F401  # fixtures
from training.fitting.fit import Fitted


def test_labels_scores_and_topics_are_those_of_the_model(
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    page = visit(address).page
    verdicts = score(page, [*HEADLINES, FOREIGN])
    names = {"clickbait": "釣魚", "substantive": "有內容"}
    for i, prediction in enumerate(full_classifier.predict([*HEADLINES, FOREIGN])):
        one = verdicts.nth(i)
        expect(one.locator(".headline")).to_have_text(prediction.headline)
        expect(one.locator(".label")).to_have_text(names[prediction.label])
        assert shown(one.locator(".score data")) == [pytest.approx(prediction.score)]
        expect(one.get_by_role("meter")).to_have_attribute("aria-valuenow", f"{prediction.score:.3f}")
        expect(one.locator(".uncertain")).to_be_visible(visible=prediction.uncertain)
    expect(verdicts.nth(1).locator(".topic")).to_have_text("政治")
    expect(verdicts.nth(5).locator(".uncertain")).to_be_visible()


def test_the_explanation_opens_and_adds_up_to_the_logit(
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    page = visit(address).page
    verdict = score(page, HEADLINES[:1]).first
    verdict.get_by_text("為什麼").click()
    (prediction,) = full_classifier.predict(HEADLINES[:1], explain=True)
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
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    watched = visit(address)
    page = watched.page
    verdicts = score(page, HEADLINES)
    bait = sum(prediction.label == "clickbait" for prediction in full_classifier.predict(HEADLINES))
    expect(page.get_by_role("status")).to_have_text(f"5 則標題，{bait} 則釣魚")
    before = len(watched.requests)
    page.locator("#threshold").fill("0")
    expect(page.get_by_role("status")).to_have_text("5 則標題，5 則釣魚")
    expect(verdicts.nth(1).locator(".label")).to_have_text("釣魚")
    page.locator("#threshold").fill("0.5")
    for i, prediction in enumerate(full_classifier.predict(HEADLINES, threshold=0.5)):
        expect(verdicts.nth(i).locator(".uncertain")).to_be_visible(visible=prediction.uncertain)
    page.get_by_role("button", name="還原").click()
    expect(page.get_by_role("status")).to_have_text(f"5 則標題，{bait} 則釣魚")
    expect(page.locator("#threshold-shown")).to_have_text(f"{full_classifier.threshold:.3f}")
    assert len(watched.requests) == before


def test_the_threshold_follows_a_model_taken_into_service_meanwhile(
    visit: Visit, full_classifier: Classifier, full_fitted: Fitted, database: str
) -> None:
    app = create_app(ServerSettings(database_url=database), full_classifier)
    manifest = {**full_fitted.artifact.manifest, "threshold": 0.123, "version": "another"}
    with serving(app) as address:
        page = visit(address).page
        app.extensions["served_model"].use(Classifier(replace(full_fitted.artifact, manifest=manifest)))
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
