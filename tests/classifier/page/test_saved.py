import codecs

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.page.analysis import Page, PageError, analyze
from classifier.page.saved import SavedPageError, is_markup, is_mhtml, read_saved
from tests.support.page_archives import ADDRESS, archive, part, saved_by_chrome
from tests.support.page_examples import BAIT, EXAMPLE, HEADLINE, as_text, pushed

SHORT = '<!doctype html><html><head><meta charset="utf-8"></head><body><h1>路燈下月換新</h1></body></html>'
OLD = f"""From: "Saved by Windows Internet Explorer 8"
Subject: =?big5?B?uPSoSg==?=
Date: Mon, 2 Mar 2026 09:30:00 +0800
MIME-Version: 1.0
Content-Type: multipart/related;
\ttype="text/html";
\tboundary="----=_NextPart_000_0000_01CA"

This is a multi-part message in MIME format.

------=_NextPart_000_0000_01CA
Content-Type: text/html;
\tcharset="big5"
Content-Transfer-Encoding: 8bit
Content-Location: {ADDRESS}

{SHORT.replace("utf-8", "big5")}
------=_NextPart_000_0000_01CA--
"""


@pytest.mark.parametrize("coding", ["quoted-printable", "base64", "8bit", "binary"])
def test_the_page_of_an_archive_is_read(coding: str) -> None:
    text, address = read_saved(saved_by_chrome(SHORT, coding))
    assert (text.strip(), address) == (SHORT, ADDRESS)


def test_an_archive_with_the_line_ends_of_unix_is_read() -> None:
    assert read_saved(saved_by_chrome(SHORT).replace(b"\r\n", b"\n"))[0].strip() == SHORT


def test_an_archive_that_was_read_as_text_is_read() -> None:
    text, address = read_saved(saved_by_chrome(SHORT).decode())
    assert (text.strip(), address) == (SHORT, ADDRESS)


def test_a_mark_or_white_space_before_the_headers_does_not_matter() -> None:
    for before in (codecs.BOM_UTF8, b"\r\n", b" \n"):
        assert read_saved(before + saved_by_chrome(SHORT))[0].strip() == SHORT


def test_the_page_comes_before_its_frames_wherever_it_stands() -> None:
    frame = part(b"<html><body><p>ad</p></body></html>", Content_ID="<f2>", Content_Location="https://ads.example/")
    own = part(SHORT.encode(), Content_ID="<f1>", Content_Location=ADDRESS)
    for parts in ((own, frame), (frame, own)):
        assert read_saved(archive(*parts))[0].strip() == SHORT
        text, address = read_saved(archive(*parts, address=None, head=';\r\n\tstart="<f1>"'))
        assert (text.strip(), address) == (SHORT, ADDRESS)


def test_the_first_page_counts_where_none_is_named() -> None:
    text, address = read_saved(archive(part(SHORT.encode()), part(b"<p>ad</p>"), address=None))
    assert (text.strip(), address) == (SHORT, None)


def test_only_an_address_of_the_web_is_one() -> None:
    for address in ("file:///C:/page.html", "cid:frame-1@mhtml.blink", "about:blank"):
        assert read_saved(archive(part(SHORT.encode(), Content_Location=address), address=address))[1] is None


@pytest.mark.parametrize("encoding", ["big5", "gb18030", "utf-8"])
def test_a_part_says_its_encoding(encoding: str) -> None:
    html = "<html><body><p>海風市公車新路線下週一上路，行經三所醫院。</p></body></html>"
    data = archive(part(html.encode(encoding), f'text/html; charset="{encoding}"', coding="base64"))
    assert read_saved(data)[0] == html


def test_an_archive_of_internet_explorer_is_read() -> None:
    text, address = read_saved(OLD.encode("big5"))
    assert "<h1>路燈下月換新</h1>" in text and address == ADDRESS


def test_xhtml_is_a_page() -> None:
    assert read_saved(archive(part(SHORT.encode(), "application/xhtml+xml")))[0].strip() == SHORT


def test_an_archive_without_a_page_is_refused(classifier: Classifier) -> None:
    for data in (archive(part(b"x", "image/png", coding="base64")), archive()):
        with pytest.raises(SavedPageError, match="holds no HTML: save the page again"):
            read_saved(data)
        with pytest.raises(PageError, match="holds no HTML"):
            analyze(file=data, classifier=classifier)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHORT, False),
        ("Content-Type: multipart/related", True),
        ("Subject: a\r\n b\r\nCONTENT-TYPE: Multipart/Related; boundary=x", True),
        ("Content-Type: text/html\r\n\r\nContent-Type: multipart/related", False),
        ("記者說：Content-Type: multipart/related", False),
        ("", False),
    ],
)
def test_an_archive_is_told_by_its_headers(text: str, expected: bool) -> None:
    assert is_mhtml(text.encode()) == expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (SHORT, True),
        ("<P>路燈", True),
        ("<div class=a>", True),
        ("路燈下月換新\n市府說，費用由中央補助。", False),
        ("# 路燈\n[換新](https://heron.example)", False),
        ("a < b，c > d", False),
        ("<路燈>", False),
        ("<https://heron.example>", False),
        ("", False),
    ],
)
def test_markup_is_told_from_text(text: str, expected: bool) -> None:
    assert is_markup(text) == expected


@pytest.mark.parametrize("encoding", ["utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("mark", [True, False])
@pytest.mark.parametrize("source", [EXAMPLE, as_text(EXAMPLE)], ids=["html", "text"])
def test_utf_16_is_read_with_and_without_a_mark(encoding: str, mark: bool, source: str) -> None:
    before = "\ufeff" if mark else ""
    assert read_saved((before + source).encode(encoding))[0] == source


@pytest.mark.parametrize(
    ("declared", "encoding", "added"),
    [("big5", "big5hkscs", "堃喺咗嘅"), ("big5-hkscs", "big5hkscs", "喺咗嘅"), ("gbk", "gb18030", "镕\u3400")],
)
def test_characters_beyond_big5_and_gbk_are_read(declared: str, encoding: str, added: str) -> None:
    source = EXAMPLE.replace("utf-8", declared).replace("海風市議會", added + "議會")
    assert read_saved(source.encode(encoding))[0] == source


@pytest.fixture(scope="module")
def example(classifier: Classifier) -> Page:
    return analyze(html=EXAMPLE, url=ADDRESS, classifier=classifier)


@pytest.mark.parametrize("coding", ["quoted-printable", "base64"])
def test_an_archive_gives_the_page_with_its_links(classifier: Classifier, example: Page, coding: str) -> None:
    data = saved_by_chrome(EXAMPLE, coding)
    assert analyze(file=data, classifier=classifier) == example
    assert analyze(html=data, classifier=classifier) == example
    assert pushed(example)[BAIT].href == "https://heron.example/life/101"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "gb18030", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_gives_the_same_page_in_any_encoding(classifier: Classifier, example: Page, encoding: str) -> None:
    assert analyze(file=EXAMPLE.encode(encoding), url=ADDRESS, classifier=classifier) == example


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "big5", "utf-16", "utf-16-le", "utf-16-be"])
def test_a_file_of_text_is_read_as_text(full_classifier: Classifier, encoding: str) -> None:
    text = as_text(EXAMPLE)
    page = analyze(file=text.encode(encoding), classifier=full_classifier)
    assert page == analyze(text=text, classifier=full_classifier)
    assert page.article.headline == HEADLINE and {block.path for block in page.blocks} == {None}


def test_links_are_resolved_against_the_address_that_a_browser_noted(classifier: Classifier, example: Page) -> None:
    noted = EXAMPLE.replace("<html", f"<!-- saved from url=({len(ADDRESS):04d}){ADDRESS} -->\n<html", 1)
    assert pushed(analyze(file=noted.encode(), classifier=classifier))[BAIT].href == "https://heron.example/life/101"
    told = analyze(file=noted.encode(), url="https://other.example/a/", classifier=classifier)
    assert pushed(told)[BAIT].href == "https://other.example/life/101"


@given(st.binary(max_size=200), st.sampled_from([b"", saved_by_chrome(SHORT)[:700], OLD.encode()[:300]]))
def test_any_bytes_are_a_page_or_refused(data: bytes, before: bytes) -> None:
    try:
        text, address = read_saved(before + data)
    except SavedPageError:
        return
    assert isinstance(text, str) and (address is None or address.startswith("http"))
