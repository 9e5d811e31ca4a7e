"""The site as a reader opens it: built, every link followed, in a real browser, without another host."""

from __future__ import annotations

import functools
import http.server
import re
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote, urldefrag, urljoin

import pytest
from playwright.sync_api import expect
from selectolax.lexbor import LexborHTMLParser

from tests.conftest import ROOT
from tests.support.browser import browser, visit  # noqa: F401  # fixtures
from tests.support.playground import Visit
from tools.docs.languages import LANGUAGES, folder, pages
from tools.docs.settings import CHINESE, settings
from tools.docs.sources import GENERATORS, site_page

pytestmark = pytest.mark.slow
WIDTHS = (1280, 390)
LOADS = {"link": "href", "script": "src", "img": "src", "iframe": "src", "source": "src", "object": "data"}
SEARCHES = {"備份": "維運者", "信賴區間": "模型卡", "告警": "監控", "次數限制": "設定"}


@pytest.fixture(scope="module")
def site(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The site that ``make docs`` builds."""
    if not (ROOT / "model" / "manifest.json").is_file():
        pytest.skip("no model in model/: 'make train' makes it")
    target = tmp_path_factory.mktemp("site")
    subprocess.run([sys.executable, "-m", "tools.docs", str(target)], cwd=ROOT, check=True, capture_output=True)
    return target


@pytest.fixture(scope="module")
def address(site: Path) -> Iterator[str]:
    class Handler(http.server.SimpleHTTPRequestHandler):
        def log_message(self, format: str, *args: object) -> None:
            """Nothing."""

    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(Handler, directory=str(site)))
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"http://127.0.0.1:{server.server_port}/"
    server.shutdown()
    thread.join()
    server.server_close()


def documents(site: Path) -> list[Path]:
    """The pages; the playground that is part of the site has tests of its own."""
    return [path for path in sorted(site.rglob("*.html")) if path.name != "404.html" and "playground" not in path.parts]


def test_every_page_is_there_in_both_languages(site: Path) -> None:
    for language in LANGUAGES:
        built = site if language == LANGUAGES[0] else site / language
        assert {path.stem for path in built.glob("*.html")} - {"404"} == {page.stem for page in pages(language)}
    assert [page.name for page in pages("en")] == [page.name for page in pages("zh-TW")]


def test_every_link_and_anchor_leads_somewhere(site: Path) -> None:
    trees = {path: LexborHTMLParser(path.read_text(encoding="utf-8")) for path in documents(site)}
    anchors = {path: {node.attributes["id"] for node in tree.css("[id]")} for path, tree in trees.items()}
    broken = []
    for path, tree in trees.items():
        for node in tree.css("a[href], [src], link[href]"):
            link = node.attributes.get("href") or node.attributes.get("src") or ""
            if re.match(r"[a-z]+:", link) or not link:
                continue
            file, anchor = urldefrag(urljoin(path.as_uri(), link))
            target = Path(unquote(file.removeprefix("file://")))
            target = target / "index.html" if target.is_dir() else target
            if not target.is_file() or (anchor and target in anchors and unquote(anchor) not in anchors[target]):
                broken.append(f"{path.name}: {link}")
    assert broken == []


def test_no_code_block_was_left_as_text(site: Path) -> None:
    for path in documents(site):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        assert [node.text() for node in tree.css("p, code") if "```" in node.text()] == [], path.name


def test_nothing_is_loaded_from_another_host(site: Path) -> None:
    for path in documents(site):
        tree = LexborHTMLParser(path.read_text(encoding="utf-8"))
        for tag, attribute in LOADS.items():
            found = [node.attributes.get(attribute) or "" for node in tree.css(tag)]
            assert [link for link in found if re.match(r"(https?:)?//", link)] == [], path.name
    for sheet in site.rglob("*.css"):
        assert re.findall(r"(?:url\(|@import)\s*['\"]?(?:https?:)?//", sheet.read_text(encoding="utf-8")) == [], (
            sheet.name
        )


def test_no_page_is_wider_than_the_screen_and_none_asks_another_host(site: Path, address: str, visit: Visit) -> None:
    for width in WIDTHS:
        # Requests and complaints are checked at the end.
        watched = visit(address, viewport={"width": width, "height": 900})
        for path in documents(site):
            watched.page.goto(address + path.relative_to(site).as_posix(), wait_until="load")
            over = watched.page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
            assert over <= 0, f"{path.name} is {over} px wider than {width}"
        watched.page.wait_for_load_state("networkidle")


@pytest.mark.parametrize(("words", "title"), SEARCHES.items())
def test_a_chinese_search_finds_the_page(words: str, title: str, address: str, visit: Visit) -> None:
    page = visit(address).page
    page.wait_for_load_state("networkidle")
    page.click(".md-search__input")
    page.keyboard.type(words)
    page.keyboard.press("End")  # typing Chinese sends no key events, as an input method does
    titles = page.locator(".md-search-result__item h1")
    expect(titles.first).to_be_visible()
    assert title in [text.replace("\u200b", "") for text in titles.all_inner_texts()]


@pytest.mark.parametrize("name", ["try.html", "en/try.html"])
def test_the_playground_in_the_site_scores_without_a_server(name: str, address: str, visit: Visit) -> None:
    page = visit(address).page
    page.goto(address + name)
    frame = page.frame_locator("iframe.playground")
    frame.locator("#headlines-form .primary").click()
    expect(frame.locator("#output-headlines li.verdict").first).to_be_visible()


def test_the_dark_scheme_is_taken_from_the_system_and_can_be_switched(address: str, visit: Visit) -> None:
    page = visit(address, color_scheme="dark").page
    assert page.locator("body").get_attribute("data-md-color-scheme") == "slate"
    page.locator("label[title*='Light']").click()
    assert page.locator("body").get_attribute("data-md-color-scheme") == "default"


def test_every_generated_part_is_used_in_both_languages_and_says_something() -> None:
    for language in LANGUAGES:
        text = "".join(page.read_text(encoding="utf-8") for page in pages(language))
        assert set(re.findall(r"<!-- generate ([a-z]+) -->", text)) == set(GENERATORS)
    assert len(settings("zh-TW").splitlines()) == len(CHINESE) + 2 == len(settings("en").splitlines())


def test_links_to_other_files_lead_to_the_repository_and_code_is_left_alone() -> None:
    english = site_page(folder("en") / "scale.md", "en")
    assert "](https://r-seed-80361339.example/clickbait-zh/blob/main/deploy/Dockerfile)" in english
    assert "](tables.md)" in english and "[[[cog" not in english
    assert '<svg xmlns="http://www.w3.org/2000/svg" class="diagram"' in site_page(
        folder("zh-TW") / "how-it-works.md", "zh-TW"
    )
