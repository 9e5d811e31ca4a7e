"""The small pages that came with the list of faults: they stay outside the repository."""

import re

import pytest
from selectolax.lexbor import LexborHTMLParser

from classifier import Classifier
from classifier.page.analysis import analyze
from tests.conftest import SHARED
from tests.support.page_examples import pushed

KINDS = SHARED / "pages" / "kinds"
DAY = "2026-03-02"
_TIME = re.compile(r"\s*\d\d:\d\d$")

# What holds the text, what the recommendations; byline, time and access.
EXPECTED = {
    "01_paywall": (".main_p", None, "何未央", f"{DAY}T02:50:00+08:00", "teaser"),
    "01b_cut_paragraph": (".main_p", None, None, None, "teaser"),
    "01c_cut_paragraph_no_geng": (".main_p", None, None, None, "teaser"),
    "01d_with_full_stop": (".main_p", None, None, None, "full"),
    "02_paywall_plain": ("p", None, None, None, "teaser"),
    "03_seo_title": (".text-sm, .htmlview p", None, None, DAY, "full"),
    "03b_seo_title": (".article-view .text-sm, .article-view .htmlview p", "#hero h1", None, DAY, "full"),
    "04_two_articles": ("article:first-of-type p", "article h1", None, None, "full"),
    "05_list_page": (None, "h3 a", None, None, None),
    "06_hidden": ("article > p", None, None, None, "full"),
    "07_option": ("article p", None, None, None, "full"),
    "07b_option": ("article p", None, None, None, "full"),
    "08_rules": ("article p", None, None, None, "full"),
    "08b_rules": ("article p", None, None, None, "full"),
    "09_blockquote_lead": ("blockquote div, .post-content p", None, "何未央", f"{DAY}T02:47:00+08:00", "full"),
    "09b_lead_in_header": ("blockquote div, .post-content p", None, "何未央", f"{DAY}T02:47:00+08:00", "full"),
    "10_subheads": ("article > *", None, None, None, "full"),
    "10b_subhead_keyword": ("article > *", None, None, None, "full"),
    "10c_subhead_center": ("article > *", None, None, None, "full"),
    "11_alt": ("article p", "h6 a", None, None, "full"),
    "12_ticker": ("article p", ".item a", None, None, "full"),
    "12b_ticker_time_in_link": ("article p", ".item a", None, None, "full"),
    "12c_ticker_no_time": ("article p", ".item a", None, None, "full"),
    "13_inline_related": ("article p", "article a", None, None, "full"),
    "13b_bar": ("article p", "article a", None, None, "full"),
    "14_byline_0": ("article p", None, None, f"{DAY}T15:06:00+08:00", "full"),
    "14_byline_1": ("article p", None, None, DAY, "full"),
    "14_byline_2": ("article p", None, "何未央", None, "full"),
    "14_byline_3": ("article p", None, None, DAY, "full"),
    "14_byline_4": ("article p", None, "何未央", DAY, "full"),
    "15_spa": (None, None, None, f"{DAY}T10:00:00+08:00", "full"),
    "16_counter": ("article p", "h3 a", None, None, "full"),
    "17_footer_links": ("article p", None, None, None, "full"),
    "18_list_time_in_link": ("article p", "li a", None, None, "full"),
    "19_teaser_in_side": (".post-content p", "h3 a", None, None, "full"),
    "20_headline_no_body": (None, None, None, None, "full"),
}


@pytest.mark.parametrize("name", EXPECTED)
def test_what_must_come_out_comes_out(full_classifier: Classifier, name: str) -> None:
    file = KINDS / f"{name}.html"
    if not file.is_file():
        pytest.skip(f"{file} is not here: it stays outside the repository")
    text, recommended, byline, published, access = EXPECTED[name]
    tree = LexborHTMLParser(file.read_text(encoding="utf-8"))
    shown = [" ".join(node.text().split()) for node in tree.css(text)] if text else []
    headlines = [node.text() for node in tree.css("h1")] or [str(tree.css("title")[0].text()).split(" - ")[0]]
    headline = None if name == "05_list_page" else headlines[0]
    items = [" ".join(_TIME.sub("", node.text()).split()) for node in tree.css(recommended)] if recommended else []

    page = analyze(file=file.read_bytes(), classifier=full_classifier)
    article = page.article
    assert page.page_kind == ("article" if headline else "list")
    assert article.headline == headline
    assert [line for line in article.text.split("\n") if line in shown] == shown
    others = [line for line in article.text.split("\n") if line and line not in shown]
    assert all(line in [node.text() for node in tree.css("figcaption")] for line in others), others
    assert set(pushed(page)) == set(items) - {headline}
    assert (article.byline, article.published, article.access) == (byline, published, access)


def test_every_example_is_expected() -> None:
    if not KINDS.is_dir():
        pytest.skip(f"{KINDS} is not here: it stays outside the repository")
    assert {file.stem for file in KINDS.glob("*.html")} == set(EXPECTED)
