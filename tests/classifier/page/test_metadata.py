import json

import pytest
from selectolax.lexbor import LexborHTMLParser

from classifier.page.metadata import Metadata, read_metadata

TITLE = "海風市公車新路線週一上路"


def read(head: str) -> Metadata:
    return read_metadata(LexborHTMLParser(f"<html><head>{head}</head><body></body></html>"))


def json_ld(document: object) -> str:
    return f'<script type="application/ld+json">{json.dumps(document, ensure_ascii=False)}</script>'


def test_json_ld_counts_before_open_graph_and_the_title() -> None:
    article = {"@type": "NewsArticle", "headline": TITLE, "author": {"name": "林小漁"}, "datePublished": "2026-03-02"}
    others = '<meta property="og:title" content="公車"><meta name="author" content="別人"><title>公車｜範例報</title>'
    found = read(others + json_ld(article))
    assert (found.headline, found.authors, found.published) == (TITLE, ("林小漁", "別人"), "2026-03-02")
    assert found.titles == (TITLE, "公車", "公車｜範例報") and found.title_ends == ("範例報",) and found.says_article


@pytest.mark.parametrize(
    "document",
    [
        {"@graph": [{"@type": "WebSite"}, {"@type": ["Thing", "NewsArticle"], "headline": TITLE}]},
        [{"@type": "Organization"}, {"@type": "ReportageNewsArticle", "headline": f" {TITLE}\n"}],
        {"@type": "WebPage", "mainEntity": {"@type": "BlogPosting", "headline": [TITLE]}},
    ],
)
def test_an_article_is_found_where_sites_put_it(document: object) -> None:
    assert read(json_ld(document)).headline == TITLE


@pytest.mark.parametrize(
    "script",
    [
        "{",
        "[" * 100_000,
        '{"@graph":' * 50 + "1" + "}" * 50,
        '{"@type": "NewsArticle", "headline": ' + "[" * 900 + "]" * 900 + "}",
        '{"@type": "NewsArticle", "author": [3, null, {"name": {}}, [["x"]]], "headline": 7}',
        '{"@type": {"a": 1}, "headline": "x"}',
        "null",
        " " * 300_000,
    ],
)
def test_nonsense_in_json_ld_says_nothing(script: str) -> None:
    found = read(f'<script type="application/ld+json">{script}</script><title>{TITLE}</title>')
    assert found == Metadata(titles=(TITLE,))


def test_authors_of_a_list_are_joined_and_entities_are_read() -> None:
    authors = [{"name": "林小漁"}, "陳大同"]
    found = read(json_ld({"@type": "NewsArticle", "headline": "A &amp; B", "author": authors}))
    assert (found.headline, found.authors) == ("A & B", ("林小漁", "陳大同"))


def test_an_address_is_no_byline_and_a_page_may_say_nothing() -> None:
    assert read('<meta property="article:author" content="https://social.example/paper">').authors == ()
    assert read("") == Metadata()


def test_equal_titles_are_one() -> None:
    assert read(f'<meta property="og:title" content="{TITLE}"><title> {TITLE}\n</title>').titles == (TITLE,)
