"""However a headline is written, in either script, in Taiwan or Hong Kong, it has one normal form."""

from __future__ import annotations

from functools import cache
from pathlib import Path

import opencc
import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier import Classifier
from classifier.text.alignment import align
from classifier.text.character_classes import MEMBERS, NOT_GIVEN
from classifier.text.lexicon import lexicon, respelled
from classifier.text.normal_form import PARTIES, news_key, normal_form
from classifier.text.normalize import normalize
from classifier.text.tokenizer import tokenizer
from classifier.text.variants import forms, phrases, read_groups, unify
from tests.support.headline_texts import TEXTS
from tools import variants
from training.corpus.format import Row

WAYS = ("t2s", "tw2s", "hk2s", "s2t", "s2tw", "s2hk", "t2tw", "t2hk", "tw2t", "hk2t")
# Each pair says the same; the second one is another way to write it, or what a converter leaves.
PAIRS = [
    ("看著她", "看着她"), ("妳看", "你看"), ("牠逃走了", "它逃走了"), ("祂顯靈", "他顯靈"), ("衞生局", "衛生局"),
    ("小偸", "小偷"), ("砲轟", "炮轟"), ("這裏", "這裡"), ("這裡", "这里"), ("臺灣", "台灣"), ("山峯", "山峰"),
    ("啓動", "啟動"), ("爲何", "為何"), ("拉麪", "拉麵"), ("無綫", "無線"), ("羣組", "群組"), ("床上", "牀上"),
    ("拚經濟", "拼經濟"), ("姊姊", "姐姐"), ("甚麼", "什麼"), ("沈默", "沉默"), ("計畫", "計劃"), ("帳戶", "账户"),
    ("秘密", "祕密"), ("吃喝", "喫喝"), ("鬥爭", "鬪爭"), ("豔照", "艷照"), ("溼地", "濕地"), ("汙染", "污染"),
    ("菸害", "煙害"), ("慾望", "欲望"), ("發癢", "发痒"), ("乾杯", "干杯"), ("瞭解", "了解"), ("憑藉", "凭借"),
    ("項鍊", "项链"), ("反覆", "反复"), ("55吋", "55寸"), ("髙雄", "高雄"), ("戦爭", "戰爭"), ("嘅嘆", "慨嘆"),
]  # fmt: skip
WRITTEN = st.lists(
    st.sampled_from([text for pair in PAIRS for text in pair] + ["女星", "！", " ", "曝光", "著名", "乾隆", "头发"]),
    max_size=8,
).map("".join)


@cache
def converter(way: str) -> opencc.OpenCC:
    return opencc.OpenCC(way)


@pytest.mark.parametrize(("text", "other"), PAIRS)
def test_two_ways_to_write_a_word_meet(text: str, other: str) -> None:
    assert normal_form(text) == normal_form(other) == normalize(text) == normalize(other)
    assert news_key(text) == news_key(other)


@pytest.mark.parametrize("way", WAYS)
def test_every_character_keeps_its_form_when_it_is_converted(way: str) -> None:
    characters = [chr(code) for code in (*range(0x3400, 0x4DC0), *range(0x4E00, 0xA000))]
    converted = [converter(way).convert(character) for character in characters]
    assert [(a, b) for a, b in zip(characters, converted, strict=True) if unify(a) != unify(b)] == []


@given(WRITTEN, st.sampled_from(WAYS))
def test_a_text_keeps_its_form_when_it_is_converted(text: str, way: str) -> None:
    assert normalize(converter(way).convert(text)) == normalize(text)


@given(TEXTS)
def test_a_form_is_final_and_each_character_keeps_its_place(text: str) -> None:
    once = unify(text)
    assert unify(once) == once and len(once) == len(text)
    assert normalize(normalize(text)) == normalize(text) or "|" in text or "-" in text or "_" in text


@given(WRITTEN)
def test_spans_lead_to_the_characters_as_they_were_written(text: str) -> None:
    normal, spans = align(text)
    assert normal == normalize(text)
    for character, (start, end) in zip(normal, spans, strict=True):
        assert character == " " or normalize(text[start:end]) == character or any(new in normal for _, new in phrases())


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_no_score_of_the_corpus_depends_on_the_way_of_writing(
    full_classifier: Classifier, full_corpus: list[Row], way: str
) -> None:
    headlines = [row.headline for row in full_corpus[::3]]
    converted = converter(way).convert("\n".join(headlines)).split("\n")
    assert (full_classifier.scores(headlines) == full_classifier.scores(converted)).all()


@pytest.mark.slow
def test_the_generated_files_are_what_the_dictionaries_say(tmp_path: Path) -> None:
    assert variants.main([str(tmp_path)]) == 0
    for name in ("opencc.txt", "respelled.txt"):
        assert (tmp_path / name).read_text() == (variants.FOLDER / name).read_text(), "run 'python -m tools.variants'"


def test_the_list_of_our_own_says_nothing_twice() -> None:
    known = {other: kept for kept, others in read_groups("opencc.txt") for other in others}
    seen: set[str] = set()
    for kept, others in read_groups("variants.txt"):
        if len(kept) == 1:
            assert known.get(kept, kept) == kept, f"{kept} becomes {known[kept]}"
            assert not {other for other in others if known.get(other) == kept}, f"{kept}: OpenCC says so"
            assert not seen & set(others)
            seen |= set(others)
        else:
            assert len(kept) == len(others)
    assert not {chr(code) for code in forms()} & set(forms().values())


def test_whatever_is_compared_with_a_normal_form_is_in_it() -> None:
    for characters in (*MEMBERS.values(), NOT_GIVEN, *(name for pair in PARTIES for name in pair)):
        assert all(unify(character) == character for character in characters)
    assert all(unify(entry.word) == entry.word for entry in (*lexicon(), *respelled()))


def test_words_with_another_spelling_stay_whole() -> None:
    words = "著名 著作 顯著 乾隆 瞭望 計畫 星座 沉默 沈阳 想像 帳戶 鍛鍊 仿彿 具備"
    normal = [normalize(word) for word in words.split()]
    assert [tokenizer().cut(word) for word in normal] == [[word] for word in normal]
