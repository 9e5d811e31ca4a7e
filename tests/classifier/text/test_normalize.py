import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.normal_form import fold
from classifier.text.normalize import normalize, normalize_lines, unify_lines
from classifier.text.variants import unify

TEXTS = st.text(st.characters(codec=None), max_size=60)
CHINESE = st.text(
    st.sampled_from("立院三讀修正托育條例她一句話讓全場傻眼乾坤著名看著後面裡麵臺灣！？…「」／ 　ＡＢ１２乾隆薴"),
    max_size=40,
)


@pytest.mark.parametrize(
    ("text", "normal"),
    [
        ("　ＢＵＹ１送１…「她」！\u3000\u3000立院三讀", "buy1送1...「她」! 立院三读"),
        ("\ufeff快訊／台中\u200b大火\x00濃煙", "快讯/台中大火 浓烟"),
        ("a\nb\r\n\tc", "a b c"),
        ("\ud800孤\udfff", "孤"),
        (" \u3000\u200b ", ""),
    ],
)
def test_normalize(text: str, normal: str) -> None:
    assert normalize(text) == normal


@given(TEXTS)
def test_normalize_is_idempotent_on_its_range(text: str) -> None:
    once = unify(fold(text))
    assert unify(once) == once


@given(st.lists(st.one_of(TEXTS, CHINESE), max_size=6))
def test_folding_by_table_is_folding_step_by_step(texts: list[str]) -> None:
    text = "\n".join(text.replace("\n", " ") for text in texts)
    assert unify_lines(text).split("\n") == [unify(fold(line)) for line in text.split("\n")]


def test_the_table_folds_every_character_as_the_steps_do() -> None:
    text = "\n".join(f"a{chr(code)}あ" for code in range(0x20, 0x20000))
    assert unify_lines(text).split("\n") == [unify(fold(line)) for line in text.split("\n")]


@given(st.lists(TEXTS, max_size=6))
def test_a_batch_is_the_headlines_one_by_one(texts: list[str]) -> None:
    if texts:
        assert normalize_lines(texts).split("\n") == [normalize(text) for text in texts]
    else:
        assert normalize_lines(texts) == ""


@given(CHINESE)
def test_both_scripts_meet_in_one_form(text: str) -> None:
    simplified = opencc.OpenCC("t2s").convert(text)
    assert normalize(simplified) == normalize(text)
