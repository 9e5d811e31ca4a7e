"""Kinds of bait, sensitivity and reasons in words in the playground."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from classifier import CLICKBAIT, Classifier
from classifier.headline.style_names import NAMES
from classifier.headline.wording import LANGUAGES, describe
from classifier.heads import KINDS
from tests.conftest import HEADLINES
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import Visit, address, app, database, score  # noqa: F401  # fixtures

WORDS = {"withheld": "賣關子", "sensational": "聳動", "push": "催促"}
PUSHED = "限時3天！衛生紙買一送一 錯過再等一年"


def test_every_verdict_has_three_bars_and_bait_its_leading_kind(
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    page = visit(address).page
    verdicts = score(page, [*HEADLINES, PUSHED])
    for i, prediction in enumerate(full_classifier.predict([*HEADLINES, PUSHED])):
        bars = verdicts.nth(i).locator(".kinds li")
        shown = [f"{WORDS[kind]}{prediction.kinds[kind]:.2f}" for kind in KINDS]
        assert [bar.text_content() for bar in bars.all()] == shown
        kind = verdicts.nth(i).locator(".kind")
        expect(kind).to_be_visible(visible=prediction.kind is not None)
        expect(kind).to_have_text(WORDS[prediction.kind] if prediction.kind else "")
    page.get_by_role("button", name="English").click()
    expect(verdicts.first.locator(".kind-name").first).to_have_text("withheld")


def test_results_are_filtered_by_kind(visit: Visit, address: str, full_classifier: Classifier) -> None:
    watched = visit(address)
    page = watched.page
    expect(page.locator("#kind-filter")).to_be_hidden()
    lines = [*HEADLINES, PUSHED]
    verdicts = score(page, lines)
    predictions = full_classifier.predict(lines)
    before = len(watched.requests)
    for kind, words in WORDS.items():
        wanted = [prediction.headline for prediction in predictions if prediction.kind == kind]
        page.get_by_role("radio", name=words).check(force=True)
        expect(page.locator("li.verdict:visible .headline")).to_have_text(wanted)  # waits for the page
        expect(page.get_by_role("radio", name=words).locator("..").locator("b")).to_have_text(str(len(wanted)))
    page.locator("#threshold").fill("1")
    expect(verdicts.locator("visible=true")).to_have_count(0)
    page.get_by_role("radio", name="全部").check(force=True)
    expect(verdicts.locator("visible=true")).to_have_count(len(lines))
    assert len(watched.requests) == before


def test_a_sensitivity_moves_the_slider_and_the_slider_makes_it_custom(
    visit: Visit, address: str, full_classifier: Classifier
) -> None:
    page = visit(address).page
    score(page, HEADLINES)
    expect(page.get_by_role("radio", name="平衡")).to_be_checked()
    for name, words in (("strict", "嚴格"), ("sensitive", "靈敏"), ("balanced", "平衡")):
        cut = full_classifier.cuts[name]
        radio = page.get_by_role("radio", name=words)
        radio.check(force=True)
        expect(page.locator("#threshold-shown")).to_have_text(f"{cut['threshold']:.3f}")
        measured = f"精確 {cut['precision'] * 100:.0f}%・召回 {cut['recall'] * 100:.0f}%"
        expect(radio.locator("..").locator(".measured")).to_have_text(measured)
        bait = sum(
            one.label == CLICKBAIT
            for one in full_classifier.predict(HEADLINES, threshold=full_classifier.cut_for(None, name))
        )
        expect(page.get_by_role("status")).to_have_text(f"5 則標題，{bait} 則釣魚")
        expect(page.get_by_text("自訂")).to_be_hidden()
    page.locator("#threshold").fill("0.5")
    expect(page.get_by_text("自訂")).to_be_visible()
    expect(page.locator("[name=sensitivity]:checked")).to_have_count(0)
    page.get_by_role("button", name="還原").click()
    expect(page.get_by_role("radio", name="平衡")).to_be_checked()


def test_style_features_are_explained_in_the_language_of_the_page(visit: Visit, address: str) -> None:
    page = visit(address).page
    verdict = score(page, HEADLINES[:1]).first
    verdict.get_by_text("為什麼").click()
    verdict.get_by_role("button", name="列出其餘").click()
    teaser = verdict.locator("[title='teaser@end']").first
    expect(teaser).to_have_text("把重點留著不說（在句尾）")
    page.get_by_role("button", name="English").click()
    verdict.get_by_text("Why").click()
    verdict.get_by_role("button", name="List the other").click()
    expect(verdict.locator("[title='teaser@end']").first).to_have_text("keeps the point back, at the very end")


@pytest.mark.parametrize("language", LANGUAGES)
def test_the_page_describes_features_as_the_library_does(visit: Visit, address: str, language: str) -> None:
    page = visit(address).page
    names = [name for name in NAMES if not name.startswith(("length", "segments"))]
    found = page.evaluate(
        """async ([names, language]) => {
          const { describe } = await import("/static/wording.js");
          const wording = JSON.parse(document.body.dataset.wording);
          return names.map((name) => describe(name, wording, language));
        }""",
        [list(NAMES), language],
    )
    assert None not in found
    told = dict(zip(NAMES, found, strict=True))
    assert {name: told[name] for name in names} == {name: describe(name, language) for name in names}
