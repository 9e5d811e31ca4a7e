"""Kinds of bait and sensitivity in the extension: what is marked, what the card says, and an older server."""

from __future__ import annotations

import json
import urllib.request
from collections.abc import Callable
from typing import Any

from playwright.sync_api import expect

from classifier import Classifier
from classifier.heads import KINDS
from tests.support.browser import serving
from tests.support.extension_browser import Extended, Service
from tests.support.extension_marks import CORS, FOUND, MARKED, badge_of, badges, card, marked, t
from tests.support.extension_site import BAIT


def kinds_of(classifier: Classifier, headlines: list[str]) -> dict[str, int]:
    found = [prediction.kind for prediction in classifier.predict(headlines)]
    return {kind: found.count(kind) for kind in KINDS}


def test_only_the_chosen_kinds_are_marked(browser: Extended, service: Service, full_classifier: Classifier) -> None:
    page = marked(browser)
    before = service.calls("/v1/predict")
    counts = kinds_of(full_classifier, [headline for _, headline in MARKED])
    popup = browser.popup(page)
    for kind in KINDS:
        popup.get_by_role("checkbox", name=t(f"kind_{kind}")).uncheck()
        expect(badges(page)).to_have_count(len(MARKED) - counts[kind])
        expect(popup.locator("#bait")).to_have_text(str(len(MARKED) - counts[kind]))
        popup.get_by_role("checkbox", name=t(f"kind_{kind}")).check()
    expect(badges(page)).to_have_count(len(MARKED))
    options = browser.own("options.html")
    for kind in KINDS:
        options.get_by_role("checkbox", name=t(f"kind_{kind}")).uncheck()
    expect(badges(page)).to_have_count(0)
    options.reload()
    for kind in KINDS:
        expect(options.get_by_role("checkbox", name=t(f"kind_{kind}"))).not_to_be_checked()
    assert service.calls("/v1/predict") == before


def test_a_sensitivity_is_a_cut_of_the_model(browser: Extended, full_classifier: Classifier) -> None:
    page = marked(browser)
    options = browser.own("options.html")
    for name in ("strict", "sensitive", "balanced"):
        options.get_by_role("radio", name=t(name), exact=True).check()
        cut = full_classifier.cuts[name]
        expect(options.locator("#threshold-shown")).to_have_text(f"{cut['threshold']:.2f}")
        measured = t("measured", round(cut["precision"] * 100), round(cut["recall"] * 100))
        expect(options.locator("#sensitivity-hint")).to_contain_text(measured)
    above = int((full_classifier.scores([headline for _, headline in MARKED]) >= 0.9).sum())
    options.locator("#threshold").fill("0.9")
    expect(badges(page)).to_have_count(above)
    expect(options.locator("#sensitivity-hint")).to_have_text(t("custom"))
    expect(options.locator("[name=sensitivity]:checked")).to_have_count(0)
    options.locator("#reset").click()
    expect(options.get_by_role("radio", name=t("balanced"))).to_be_checked()
    options.get_by_label(t("showAll")).check()
    expect(badges(page)).to_have_count(FOUND)


def test_the_card_says_the_kind_and_the_reasons_in_words(browser: Extended, full_classifier: Classifier) -> None:
    page = marked(browser)
    (prediction,) = full_classifier.predict([BAIT[1][1]])
    badge = badge_of(page, BAIT[1][1])
    kind = t(f"kind_{prediction.kind}")
    points = min(99, round(prediction.score * 100))
    label = t("markBait", t("clickbaitKind", kind), points, BAIT[1][1])
    expect(badge).to_have_attribute("aria-label", label)
    badge.hover()
    expect(card(page).locator("[part~=label]")).to_have_text(t("clickbaitKind", kind))
    expect(card(page).locator("[part~=kind]")).to_have_count(3)
    expect(card(page).locator("[part~=kind][part~=leading]")).to_contain_text(kind)
    reasons = card(page).locator("[part=reason]")
    expect(reasons.first).to_contain_text("keeps the point back: ")
    expect(reasons.first).to_contain_text("原因曝光")
    assert "@" not in card(page).inner_text()
    expect(card(page).locator("[part=signals]")).to_be_hidden()
    card(page).locator("summary").click()
    expect(card(page).locator("[part=signals]")).to_be_visible()


def test_a_server_without_kinds_is_served_as_before(browser: Extended, service: Service) -> None:
    def older(environ: dict[str, Any], start: Callable[..., Any]) -> list[bytes]:
        if environ["REQUEST_METHOD"] == "OPTIONS":
            start("204 No Content", CORS)
            return [b""]
        body = environ["wsgi.input"].read(int(environ.get("CONTENT_LENGTH") or 0)) or None
        request = urllib.request.Request(
            service.address + environ["PATH_INFO"], body, {"Content-Type": "application/json"}
        )
        with urllib.request.urlopen(request, timeout=10) as response:
            found = json.load(response)
        for prediction in found.get("predictions", []):
            for name in ("kind", "kinds", "grade"):
                del prediction[name]
        found.pop("cuts", None)
        if "heads" in found:
            found["heads"] = [head for head in found["heads"] if head["name"] not in KINDS]
        start("200 OK", [*CORS, ("Content-Type", "application/json")])
        return [json.dumps(found).encode()]

    with serving(older) as address:
        browser.set(address=address.rstrip("/"), kinds=[], sensitivity="strict")
        page = marked(browser)
        badge_of(page, BAIT[1][1]).hover()
        expect(card(page).locator("[part~=label]")).to_have_text(t("clickbait"))
        expect(card(page).locator("[part~=kind]")).to_have_count(0)
        expect(card(page).locator("[part=reason]")).not_to_have_count(0)
        popup = browser.popup(page)
        expect(popup.locator("#server")).to_have_text(t("serverGood"))
        expect(popup.locator("#kinds")).to_be_hidden()
        expect(popup.locator("#sensitivity")).to_be_hidden()
        popup.close()
        page.close()
