import pytest
from hypothesis import given

from classifier.text.normal_form import fold, news_key, normal_form, one_party, single_spaces
from classifier.text.normalize import news_keys, normalize, normalize_lines
from tests.support.headline_texts import HEADLINES, TEXTS
from training.corpus.format import Row


@given(HEADLINES)
def test_a_batch_is_normalised_as_its_headlines(texts: list[str]) -> None:
    assert normalize_lines(texts).split("\n") == [normal_form(text) for text in texts] or not texts
    assert news_keys(texts) == [news_key(text) for text in texts]


@given(TEXTS)
def test_one_headline_is_normalised_with_short_cuts_as_without(text: str) -> None:
    assert normalize(text) == normal_form(text)


@pytest.mark.parametrize(
    "name", ["中央社", "三立新聞網 SETN.COM", "BBC", "新浪財經", "聯合 新聞網", "測試日報", "日報 ", "中央社記者獲獎"]
)
def test_names_of_outlets_go_in_a_batch_as_in_one_headline(name: str) -> None:
    spaces = [(before, after) for before in ("", " ", "  ") for after in ("", " ")]
    texts = [f"她{before}{mark}{after}{name}" for mark in "|｜-–—_~丨" for before, after in spaces]
    assert normalize_lines(texts).split("\n") == [normal_form(text) for text in texts]
    assert [normalize(text) for text in texts] == [normal_form(text) for text in texts]


@pytest.mark.slow
def test_the_whole_corpus_is_normalised_as_its_headlines(corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus]
    plain = [normal_form(headline) for headline in headlines]
    assert normalize_lines(headlines).split("\n") == plain
    assert [normalize(headline) for headline in headlines] == plain


def test_the_steps_one_by_one() -> None:
    assert fold("ＡＢ１…\x00\u200b！") == "ab1... !"
    assert single_spaces("  a  b ") == "a b"
    assert one_party("民进党与绿营") == "国民党与蓝营"
    assert normal_form("綠營提案　通過｜中央社") == "蓝营提案 通过"
    assert news_key("綠營提案　通過｜中央社") == "绿营提案 通过"
    assert normal_form("a - b") == "a - b"
    assert normal_form("") == normal_form("\u200b \n") == ""
