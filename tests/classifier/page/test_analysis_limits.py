"""What analysis refuses, and pages that hold nothing or far too much."""

import time

import pytest

from classifier import Classifier
from classifier.page.analysis import MAX_CHARACTERS, MAX_LINES, PageError, analyze
from tests.support.page_examples import BAIT, EXAMPLE, URL, pushed


@pytest.mark.parametrize(
    "html",
    [
        "", " \n", "<html></html>", "<body></body>", "<", "<!--", "</p>", "\x00", "\ud800", 
        "<script>let a = '字';</script>",
        b"", b"\xff\xfe", b"\xef\xbb\xbf", "<head><title>字字字字</title></head>", "<p>——</p>",
    ],
)  # fmt: skip
def test_a_page_without_text_has_no_blocks(classifier: Classifier, html: str | bytes) -> None:
    page = analyze(html=html, classifier=classifier)
    assert page.blocks == [] and page.article.text == ""
    assert page.article.headline is page.article.score is page.article.label is None


@pytest.mark.parametrize("href", ["http://[", "//[", "javascript:alert(1)", "http://a:99999999/", "\x01", "%", "a b"])
def test_a_link_may_be_nonsense(classifier: Classifier, href: str) -> None:
    page = analyze(html=EXAMPLE.replace("/life/101", href), url=URL, classifier=classifier)
    assert isinstance(pushed(page)[BAIT].href, str)


@pytest.mark.parametrize("url", ["", "news.example", "ftp://news.example/", "https://", "http://[", "javascript:x"])
def test_a_bad_address_is_refused(classifier: Classifier, url: str) -> None:
    with pytest.raises(PageError, match="is not an address of a page") as error:
        analyze(text="字", url=url, classifier=classifier)
    assert error.value.field == "url"


def test_html_or_text_is_needed_and_not_both(classifier: Classifier) -> None:
    for given_ in ({}, {"html": "<p>字", "text": "字"}):
        with pytest.raises(PageError, match="give one of html, text and file"):
            analyze(**given_, classifier=classifier)


@pytest.mark.parametrize("field", ["html", "text"])
def test_a_page_has_a_limit(classifier: Classifier, field: str) -> None:
    with pytest.raises(PageError, match=f"at most {MAX_CHARACTERS}") as error:
        analyze(**{field: "字" * (MAX_CHARACTERS + 1)}, classifier=classifier)  # type: ignore[arg-type]
    assert error.value.field == field


def test_nesting_that_no_page_has_is_refused(classifier: Classifier) -> None:
    with pytest.raises(PageError, match="nested more than 2000 deep") as error:
        analyze(html="<div>" * 2_000_000, classifier=classifier)
    assert error.value.field == "html"


@pytest.mark.slow
@pytest.mark.parametrize(
    "unit", ["<p>字字", "<div></b>字", "字<br>", "<li><a href=x>他只做一件事</a>", "字" * 1000, "<!-- >"]
)
def test_ten_megabytes_are_analysed_in_bounded_time(classifier: Classifier, unit: str) -> None:
    begin = time.process_time()
    page = analyze(html=unit * (10_000_000 // len(unit)), classifier=classifier)
    assert len(page.blocks) <= MAX_LINES
    assert time.process_time() - begin < 30
