"""The extension in a real Chromium, on a local news site, against the real service."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Locator, Page, expect

from api import keys
from api.storage import open_store
from benchmarks.running import free_port
from classifier import Classifier
from tests.support.browser import serving
from tests.support.extension_browser import HOST, SOURCE, Extended, Service, launch, service, site  # noqa: F401  # fixtures
from tests.support.extension_site import BAIT, LATE, NEWS, NOT_HEADLINES, OWN, UNSURE

MESSAGES = json.loads((SOURCE / "_locales/en/messages.json").read_text(encoding="utf-8"))
MARKED = [BAIT[0], UNSURE, BAIT[4], BAIT[2], BAIT[3], BAIT[4], BAIT[1]]  # the article page's bait, as it stands there
FOUND = 15  # headlines on the article page
CORS = [("Access-Control-Allow-Origin", "*"), ("Access-Control-Allow-Headers", "*")]


def t(key: str, *values: object) -> str:
    text: str = MESSAGES[key]["message"]
    for i, value in enumerate(values, 1):
        text = text.replace(f"$V{i}$", str(value))
    return text


@pytest.fixture(scope="module")
def running_browser(launch: Callable[..., Extended]) -> Extended:
    return launch()


@pytest.fixture
def browser(running_browser: Extended, service: Service) -> Iterator[Extended]:
    """Switched on for the site, with nothing left from other tests; at its end nothing was complained about."""
    running_browser.worker.evaluate("chrome.storage.local.clear()")
    running_browser.complaints.clear()
    running_browser.switch_on(service.address)
    yield running_browser
    for page in running_browser.context.pages[1:]:
        page.close()
    assert running_browser.complaints == []


def badges(page: Page) -> Locator:
    return page.locator("clickbait-zh-marks [part~=badge]:not([part~=away])")


def marked(browser: Extended, count: int = len(MARKED)) -> Page:
    """The article page with its badges."""
    page = browser.visit()
    expect(badges(page)).to_have_count(count)
    return page


def wait_for(condition: Callable[[], object], seconds: float = 10) -> None:
    deadline = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < deadline
        time.sleep(0.05)


def badge_of(page: Page, headline: str) -> Locator:
    """The badge that stands behind the end of a headline."""
    found = page.wait_for_function(
        """headline => {
          const layer = document.querySelector("clickbait-zh-marks")?.shadowRoot;
          const parts = [...(layer?.querySelectorAll("[part~=badge]") ?? [])];
          const holder = [...document.links].find(link => link.textContent === headline);
          const range = document.createRange();
          range.selectNodeContents(holder);
          const line = [...range.getClientRects()].at(-1);
          return 1 + parts.findIndex(badge => {
            const box = badge.getBoundingClientRect();
            const behind = Math.abs(box.left - line.right) < 12;
            const level = Math.abs(box.top + box.height / 2 - line.top - line.height / 2) < 4;
            const below = Math.abs(box.right - line.right) < 2 && Math.abs(box.top - line.bottom) < 5; // a full line
            return (behind && level) || below;
          });
        }""",
        arg=headline,
    )
    return page.locator("clickbait-zh-marks [part~=badge]").nth(found.json_value() - 1)


def card(page: Page) -> Locator:
    return page.locator("clickbait-zh-marks [part=card]")


BOXES = """[...document.body.querySelectorAll("*")].map(node => {
  const {x, y, width, height} = node.getBoundingClientRect();
  return [node.localName, x, y, width, height];
}).concat([["page", document.documentElement.scrollWidth, document.documentElement.scrollHeight]])"""


def test_badges_stand_at_the_bait_and_nowhere_else(browser: Extended, classifier: Classifier) -> None:
    page = marked(browser)
    for headline in {text for _, text in MARKED}:
        badge = badge_of(page, headline)
        expect(badge).to_contain_text(str(min(99, round(100 * float(classifier.scores([headline])[0])))))
    expect(badge_of(page, UNSURE[1])).to_have_attribute("part", "badge doubt")
    summary = browser.summary(page)
    # Own headline, menus, sentences, foot: not even asked about.
    assert (summary["found"], summary["bait"]) == (FOUND, len(MARKED))
    assert browser.icon(page) == str(len(MARKED))


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


def test_mark_mode_changes_nothing_in_the_page(browser: Extended) -> None:
    browser.set(allowed=[])
    bare = browser.visit()
    before, content = bare.evaluate(BOXES), bare.content()
    assert badges(bare).count() == 0
    browser.set(allowed=[HOST], showAll=True)
    page = marked(browser, FOUND)
    assert page.evaluate(BOXES) == before
    inside = re.compile(r"<body.*</body>", re.S)
    assert inside.search(page.content()) == inside.search(content) or (
        inside.search(page.content()).group() == inside.search(content).group()  # type: ignore[union-attr]
    )
    for path in ("many?links=40", "x/2?night"):
        browser.set(allowed=[])
        bare = browser.visit(path, width=420)
        before = bare.evaluate(BOXES)
        browser.set(allowed=[HOST])
        page = browser.visit(path, width=420)
        wait_for(lambda page=page: badges(page).count() > 3)
        assert page.evaluate(BOXES) == before


def test_a_badge_goes_under_a_fixed_head_and_comes_back(browser: Extended) -> None:
    page = marked(browser)
    page.set_viewport_size({"width": 1280, "height": 500})
    top = "[...document.links].find(link => link.textContent === text).getBoundingClientRect().top + scrollY"
    below, under = f"text => scrollTo(0, {top} - 100)", f"text => scrollTo(0, {top} - 20)"  # the head is 60 px high
    page.evaluate(below, BAIT[2][1])
    badge = badge_of(page, BAIT[2][1])
    expect(badge).to_be_visible()
    page.evaluate(under, BAIT[2][1])
    expect(badge).to_be_hidden()
    page.evaluate(below, BAIT[2][1])
    expect(badge).to_be_visible()


def test_dim_and_blur_end_under_pointer_and_focus(browser: Extended) -> None:
    page = marked(browser)
    teaser = page.locator("#hot li").first.locator("h3")
    for mode, style, plain in (("dim", "opacity", "1"), ("blur", "filter", "none")):
        browser.set(mode=mode)
        expect(teaser).to_have_attribute("data-clickbait-zh", mode)
        page.mouse.move(1, 1)
        expect(teaser).not_to_have_css(style, plain)
        expect(page.locator("#hot li").nth(1).locator("h3")).to_have_css(style, plain)
        teaser.hover()
        expect(teaser).to_have_css(style, plain)
        page.mouse.move(1, 1)
        expect(teaser).not_to_have_css(style, plain)
        teaser.locator("a").focus()
        expect(teaser).to_have_css(style, plain)
        page.evaluate("document.activeElement.blur()")
    browser.set(mode="mark")
    expect(page.locator("[data-clickbait-zh]")).to_have_count(0)


def test_collapse_has_a_way_back(browser: Extended) -> None:
    browser.set(mode="collapse")
    page = browser.visit()
    stubs = page.locator("clickbait-zh-stub button")
    expect(stubs).to_have_count(len(MARKED))
    expect(badges(page)).to_have_count(0)
    link = page.locator("#hot").get_by_role("link", name=BAIT[0][1]).last
    expect(link).to_be_hidden()
    stub = page.locator("#hot li").first.locator("clickbait-zh-stub button")
    stub.focus()
    page.keyboard.press("Enter")
    expect(link).to_be_visible()
    expect(stub).to_have_attribute("aria-expanded", "true")
    expect(badge_of(page, BAIT[0][1])).to_be_visible()
    stub.click()
    expect(link).to_be_hidden()
    browser.set(mode="mark")
    expect(stubs).to_have_count(0)
    expect(link).to_be_visible()


@pytest.mark.parametrize("mode", ["dim", "collapse"])
def test_the_only_link_of_an_article_does_not_take_the_article_along(browser: Extended, mode: str) -> None:
    browser.set(mode=mode)
    page = browser.visit("lonely")
    expect(page.locator("[data-clickbait-zh]")).to_have_count(1)
    expect(page.locator("p").first).to_be_visible()
    expect(page.locator("[data-clickbait-zh]")).to_have_text(BAIT[0][1])


def test_the_popup_sums_up_and_its_slider_asks_nothing(browser: Extended, service: Service) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(popup.locator("#bait")).to_have_text(str(len(MARKED)))
    expect(popup.locator("#found")).to_have_text(t("summaryOf", FOUND))
    expect(popup.locator("#topics")).to_contain_text(f"{t('topic_finance')}2")
    expect(popup.locator("#server")).to_have_text(t("serverGood"))
    before = service.calls("/v1/predict")
    popup.locator("#threshold").fill("0.9")
    expect(popup.locator("#bait")).to_have_text("5")
    expect(badges(page)).to_have_count(5)
    popup.locator("#threshold").fill("0")
    expect(badges(page)).to_have_count(FOUND)
    popup.locator("#reset").click()
    expect(badges(page)).to_have_count(len(MARKED))
    popup.get_by_role("radio", name=t("mode_dim")).check(force=True)
    expect(page.locator("[data-clickbait-zh=dim]")).not_to_have_count(0)
    popup.get_by_label(t("originals")).check()
    expect(badges(page)).to_have_count(0)
    expect(page.locator("[data-clickbait-zh]")).to_have_count(0)
    popup.get_by_label(t("originals")).uncheck()
    popup.get_by_label(t("showAll")).check()
    expect(badges(page)).to_have_count(FOUND)
    assert service.calls("/v1/predict") == before


def test_off_means_no_request_and_is_remembered(browser: Extended, service: Service) -> None:
    page = marked(browser)
    popup = browser.popup(page)
    expect(popup.locator("#server")).to_have_text(t("serverGood"))
    popup.get_by_role("switch", name=HOST).uncheck()
    expect(badges(page)).to_have_count(0)
    wait_for(lambda: browser.icon(page) == "")
    before = service.calls("/", "")
    page.click("#load")
    fresh = browser.visit("many")
    browser.popup(fresh)
    fresh.wait_for_timeout(1500)
    assert service.calls("/", "") == before + 1  # the count itself asks for /metrics
    assert badges(fresh).count() == 0
    with pytest.raises(Exception, match="Receiving end does not exist"):
        browser.summary(fresh)  # there is not even a script of ours
    popup.get_by_role("switch", name=HOST).check()
    expect(badges(page)).to_have_count(len(MARKED) + 1)  # with the late item, without a reload


def test_hover_explains_with_one_call(browser: Extended, service: Service, classifier: Classifier) -> None:
    page = marked(browser)
    before = service.calls("/v1/predict")
    badge_of(page, BAIT[4][1]).hover()
    expect(card(page)).to_contain_text(t("clickbait"))
    expect(card(page)).to_contain_text(f"{float(classifier.scores([BAIT[4][1]])[0]):.2f}")
    expect(card(page)).to_contain_text(t("topic_finance"))
    expect(card(page).locator("mark")).not_to_have_count(0)
    expect(card(page).locator("[part=headline]")).to_have_text(BAIT[4][1])
    expect(card(page).locator("li")).not_to_have_count(0)
    page.mouse.move(1, 1)
    expect(card(page)).to_have_count(0)
    badge_of(page, BAIT[4][1]).hover()
    expect(card(page).locator("mark")).not_to_have_count(0)
    assert service.calls("/v1/predict") == before + 1


def test_the_keyboard_reaches_badge_card_and_the_next_link(browser: Extended) -> None:
    page = marked(browser)
    links = page.locator("#hot h3 a")
    inside = "document.querySelector('clickbait-zh-marks').shadowRoot.activeElement?.textContent"
    links.first.focus()
    page.keyboard.press("Tab")
    assert "99" in page.evaluate(inside)
    expect(card(page)).to_contain_text(BAIT[0][1])
    page.keyboard.press("Enter")
    assert page.evaluate(inside) == t("isNotBait")
    page.keyboard.press("Tab")
    assert page.evaluate(inside) == t("isBait")
    page.keyboard.press("Escape")
    expect(card(page)).to_have_count(0)
    assert "99" in page.evaluate(inside)
    page.keyboard.press("Tab")
    assert page.evaluate("document.activeElement.href").endswith(NEWS[0][0])  # the next teaser's picture
    links.first.focus()
    page.keyboard.press("Tab")
    page.keyboard.press("Shift+Tab")
    expect(links.first).to_be_focused()


def test_a_vote_arrives_and_one_taken_back_does_not(browser: Extended, service: Service) -> None:
    before = service.votes()
    page = marked(browser)
    badge_of(page, BAIT[0][1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    expect(badge_of(page, BAIT[0][1])).to_have_text("✓")
    card(page).get_by_role("button", name=t("undo")).click()
    expect(card(page)).to_contain_text(t("undone"))
    expect(badge_of(page, BAIT[0][1])).to_contain_text("99")
    page.keyboard.press("Escape")
    badge_of(page, UNSURE[1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page).get_by_role("status")).to_have_text(t("saidNotBait"))
    assert service.votes() == before  # still to be taken back
    expect(card(page).get_by_role("status")).to_have_text(t("saidNotBait") + t("sent"), timeout=9000)
    wait_for(lambda: service.votes() == [*before, (UNSURE[1], "substantive", HOST, True)])
    assert browser.summary(page)["bait"] == len(MARKED) - 1
    assert browser.worker.evaluate("chrome.storage.local.get('votes')") == {"votes": []}


def test_a_vote_waits_for_a_server_that_is_gone(browser: Extended, service: Service) -> None:
    page = marked(browser)
    badge_of(page, BAIT[4][1]).click()
    card(page).get_by_role("button", name=t("isBait")).click()
    expect(card(page)).to_contain_text(t("saidBait"))
    browser.set(address=f"http://127.0.0.1:{free_port()}")
    wait_for(lambda: browser.worker.evaluate("chrome.storage.local.get('votes').then(({votes}) => votes[0].sending)"))
    browser.set(address=service.address)
    # Due again now: the service worker looks when it starts, and with the next vote.
    browser.worker.evaluate(
        """chrome.storage.local.get('votes').then(
          ({votes}) => chrome.storage.local.set({votes: votes.map(vote => ({...vote, due: 0}))}))"""
    )
    expect(badges(page)).to_have_count(len(MARKED))
    badge_of(page, BAIT[0][1]).click()
    card(page).get_by_role("button", name=t("isBait")).click()
    wait_for(lambda: (BAIT[4][1], "clickbait", HOST, True) in service.votes())


def test_late_items_are_marked_with_one_more_call(browser: Extended, service: Service) -> None:
    page = marked(browser)
    before = service.calls("/v1/predict")
    page.click("#load")
    expect(badges(page)).to_have_count(len(MARKED) + 1)
    expect(badge_of(page, LATE[0][1])).to_be_visible()
    assert browser.summary(page)["found"] == FOUND + len(LATE)
    assert service.calls("/v1/predict") == before + 1
    page.evaluate("document.querySelector('#hot').replaceChildren()")
    expect(badges(page)).to_have_count(len(MARKED) - 3)


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
    popup.get_by_role("button", name=t("retry")).click()
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


def test_500_links_stay_smooth(browser: Extended, service: Service) -> None:
    before = service.calls("/v1/predict")
    page = browser.visit("many?links=500")
    wait_for(lambda: browser.summary(page)["found"] == 500, 20)
    expect(badges(page)).not_to_have_count(0)
    assert service.calls("/v1/predict") == before + 1
    found = browser.summary(page)["time"]
    assert found["links"] == 500
    assert found["total"] <= 250, found  # ms, 50 for each 100 links
    for _ in range(10):
        page.mouse.wheel(0, 700)
        page.wait_for_timeout(30)
    scrolled = browser.summary(page)["time"]["total"] - found["total"]
    assert scrolled <= 250


def test_options_test_the_server_and_keep_what_is_set(browser: Extended, service: Service) -> None:
    page = browser.own("options.html")
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    page.get_by_label(t("key")).fill("cbz_unknown")
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("problem_key"))
    store = open_store(service.database)
    secret = keys.create(store, "extension")
    store.close()
    page.get_by_label(t("key")).fill(secret)
    page.get_by_role("button", name=t("test"), exact=True).click()
    expect(page.locator("#server-told")).to_contain_text("clickbait-zh")
    page.get_by_label(t("address")).fill("ftp://example")
    page.get_by_role("button", name=t("save"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("problem_address"))
    page.get_by_label(t("address")).fill("http://api.example")
    expect(page.locator("#unencrypted")).to_be_visible()
    page.get_by_label(t("address")).fill(f" {service.address}/ ")
    page.get_by_role("button", name=t("save"), exact=True).click()
    expect(page.locator("#server-told")).to_have_text(t("saved"))
    page.reload()
    expect(page.get_by_label(t("address"))).to_have_value(service.address)
    expect(page.get_by_label(t("key"))).to_have_value(secret)
    browser.complaints.clear()  # Chromium tells of the 401


def test_sites_are_saved_exported_and_imported(browser: Extended) -> None:
    page = browser.own("options.html")
    allowed, blocked = page.get_by_label(t("allowed")), page.get_by_label(t("blocked"))
    expect(allowed).to_have_value(HOST)
    blocked.fill("not a host")
    page.get_by_role("button", name=t("saveSites")).click()
    expect(page.locator("#sites-told")).to_have_text(t("wrongLines", "not a host"))
    blocked.fill("https://Blog.Example/x\n*.ads.example")
    page.get_by_role("button", name=t("saveSites")).click()
    expect(page.locator("#sites-told")).to_have_text(t("saved"))
    with page.expect_download() as download:
        page.get_by_role("button", name=t("export")).click()
    written = json.loads(download.value.path().read_text(encoding="utf-8"))
    assert (written["allowed"], written["blocked"]) == ([HOST], ["blog.example", "*.ads.example"])
    blocked.fill("")
    file = {"name": "sites.json", "mimeType": "application/json", "buffer": json.dumps(written).encode()}
    page.set_input_files("#file", file)
    expect(blocked).to_have_value("blog.example\n*.ads.example")
    page.set_input_files("#file", {**file, "buffer": b"[]"})
    expect(page.locator("#sites-told")).to_have_text(t("wrongFile"))


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_axe_finds_nothing_serious(browser: Extended, scheme: str) -> None:
    page = marked(browser)
    browser.set(showAll=True)
    expect(badges(page)).to_have_count(FOUND)
    badge_of(page, UNSURE[1]).click()
    expect(card(page).locator("mark")).not_to_have_count(0)
    for one, part in (
        (page, "clickbait-zh-marks"),
        (browser.popup(page), "html"),
        (browser.own("options.html"), "html"),
    ):
        one.emulate_media(color_scheme=scheme, reduced_motion="reduce")  # type: ignore[arg-type]
        one.wait_for_timeout(300)
        found = Axe().run(one, context={"include": [part]}).response["violations"]
        grave = [
            (v["id"], node["html"]) for v in found if v["impact"] in ("serious", "critical") for node in v["nodes"]
        ]
        assert grave == []


def test_chromium_has_no_complaint_about_the_manifest(browser: Extended) -> None:
    page = browser.context.new_page()
    page.goto("chrome://extensions")
    every = page.evaluate("chrome.developerPrivate.getExtensionsInfo({includeDisabled: true})")
    (found,) = [one for one in every if one["id"] in browser.origin]
    assert [error["message"] for error in found["manifestErrors"] + found["runtimeErrors"]] == []


def test_a_stopped_service_worker_forgets_nothing(launch: Callable[..., Extended], service: Service) -> None:
    browser = launch()  # its own: the worker that the others hold would be gone
    browser.switch_on(service.address)
    page = marked(browser)
    badge_of(page, BAIT[3][1]).click()
    card(page).get_by_role("button", name=t("isNotBait")).click()
    expect(card(page)).to_contain_text(t("saidNotBait"))
    own = browser.own("options.html")
    wait_for(lambda: own.evaluate("chrome.storage.session.get('scores').then(({scores}) => scores?.entries.length)"))
    session = browser.context.new_cdp_session(own)
    session.send("ServiceWorker.enable")
    session.send("ServiceWorker.stopAllWorkers")
    own.wait_for_timeout(5500)
    vote = (BAIT[3][1], "substantive", HOST, True)
    assert vote not in service.votes()  # nobody was there to send it
    before = service.calls("/v1/predict")
    marked(browser)  # wakes it
    wait_for(lambda: vote in service.votes())
    assert service.calls("/v1/predict") == before
    assert browser.complaints == []
    browser.context.close()
