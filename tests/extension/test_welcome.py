"""The first page that a reader sees: an example that the model scores, and ready choices of sites."""

from __future__ import annotations

import json
import re

from playwright.sync_api import expect

from classifier import Classifier
from tests.support.extension_browser import SOURCE, Extended
from tests.support.extension_marks import t

EXAMPLES = re.findall(r'^  "(.*)",$', (SOURCE / "pages/example.js").read_text(encoding="utf-8"), re.M)


def test_the_example_is_scored_by_the_model_in_the_package(browser: Extended, full_classifier: Classifier) -> None:
    browser.set(address="")
    page = browser.own("welcome.html")
    predictions = full_classifier.predict(EXAMPLES)
    assert len(EXAMPLES) == 5 and {prediction.label for prediction in predictions} == {"clickbait", "substantive"}
    for headline, prediction in zip(EXAMPLES, predictions, strict=True):
        teaser = page.get_by_role("listitem").filter(has_text=headline)
        bait = prediction.label == "clickbait"
        expect(teaser.locator(".badge")).to_have_count(int(bait))
        if bait:
            assert teaser.locator(".badge").inner_text() == str(min(99, round(prediction.score * 100)))
    page.get_by_role("button", name=t("exampleBadge", "")).nth(1).click()
    expect(page.locator(".why:visible")).to_contain_text("keeps the point back: “")
    page.get_by_role("radio", name=t("mode_blur")).check()
    assert "blur" in page.locator(".bait .teaser").first.evaluate("node => getComputedStyle(node).filter")


def test_every_portal_has_a_name_and_no_name_is_left_over() -> None:
    code = (SOURCE / "pages/portals.js").read_text(encoding="utf-8")
    domains = re.findall(r'"([a-z0-9.-]+\.[a-z]+)"', code[: code.index("export function")])
    keys = {f"portal_{re.sub('[^a-z0-9]', '_', domain)}" for domain in domains}
    assert len(keys) == len(domains) > 40
    regions = {f"region_{name}" for name in re.findall(r"^  (\w+): \[$", code, re.M)}
    messages = json.loads((SOURCE / "_locales/en/messages.json").read_text(encoding="utf-8"))
    assert {key for key in messages if key.startswith("portal_")} == keys
    assert {key for key in messages if key.startswith("region_")} == regions
