import pytest
from hypothesis import given

from classifier.text.normal_form import fold, is_visible, normal_form, one_party, simplify, single_spaces
from classifier.text.normalize import normalize, normalize_lines
from tests.support.headline_texts import HEADLINES, TEXTS
from training.corpus.format import Row


@given(HEADLINES)
def test_a_batch_is_normalised_as_its_headlines(texts: list[str]) -> None:
    assert normalize_lines(texts).split("\n") == [normal_form(text) for text in texts] or not texts


@given(TEXTS)
def test_one_headline_is_normalised_with_short_cuts_as_without(text: str) -> None:
    assert normalize(text) == normal_form(text)


@pytest.mark.parametrize(
    "name", ["測試日報", "範例新聞網", "中央社", "News", "日報 ", "測試", "一個長得不像媒體名稱的日報"]
)
def test_names_of_outlets_go_in_a_batch_as_in_one_headline(name: str) -> None:
    texts = [f"她{space}{mark}{after}{name}" for mark in "|｜-–—_~" for space in ("", " ", "  ") for after in ("", " ")]
    assert normalize_lines(texts).split("\n") == [normal_form(text) for text in texts]
    assert [normalize(text) for text in texts] == [normal_form(text) for text in texts]


@pytest.mark.slow
def test_the_whole_corpus_is_normalised_as_its_headlines(corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus]
    plain = [normal_form(headline) for headline in headlines]
    assert normalize_lines(headlines).split("\n") == plain
    assert [normalize(headline) for headline in headlines] == plain


@given(TEXTS)
def test_what_is_visible_has_a_normal_form(text: str) -> None:
    assert is_visible(text) == bool(normal_form(text))


def test_no_ignorable_character_is_visible() -> None:
    blank = "\u00ad\u034f\u061c\u115f\u1160\u17b4\u180b\u180e\u200b\u2060\u2800\u3000\u3164\ufe0f\ufeff\uffa0"
    blank += "\U0001d173\U000e0020"
    assert not is_visible(blank) and not any(map(is_visible, blank)) and normalize(blank) == ""
    assert is_visible(f"{blank}標") and normal_form(f"標{blank}題").replace(" ", "") == "标题"


def test_the_steps_one_by_one() -> None:
    assert fold("ＡＢ１…\x00\u200b！") == "ab1... !"
    assert simplify("乾坤與濃煙") == "乾坤与浓烟"
    assert single_spaces("  a  b ") == "a b"
    assert one_party("民进党与绿营") == "国民党与蓝营"
    assert normal_form("綠營提案　通過｜範例新聞網") == "蓝营提案 通过"
    assert normal_form("a - b") == "a - b"
    assert normal_form("") == normal_form("\u200b \n") == ""
