"""A headline never loses its news: only the name of a known outlet behind it is dropped."""

from __future__ import annotations

import re
import unicodedata

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.text.normal_form import PARTIES, fold, news_key, normal_form, single_spaces
from classifier.text.normalize import normalize
from classifier.text.outlets import is_outlet, without_outlet, without_outlets
from classifier.text.variants import unify
from classifier.text.visible import is_visible
from tests.support.headline_texts import HEADLINES, TEXTS

HEADLINE = "立院三讀修正托育條例"
OUTLETS = [
    "中央社", "中央社 CNA", "自由時報電子報", "聯合新聞網", "聯合新聞網：最懂你的新聞網站", "三立新聞網 SETN.COM",
    "ETtoday新聞雲", "ETtoday政治新聞", "ETtoday星光雲", "TVBS新聞網", "壹蘋新聞網", "鏡週刊 Mirror Media",
    "民視新聞網", "Yahoo奇摩新聞", "NOWnews今日新聞", "風傳媒", "中時新聞網", "公視新聞網 PNN", "東森新聞",
    "華視新聞網", "中天新聞網", "香港01", "明報新聞網", "東網", "星島頭條", "聯合早報", "新浪財經", "新浪新闻",
    "腾讯新闻", "搜狐娱乐", "网易新闻", "凤凰网", "新华网", "人民网", "澎湃新闻", "环球网", "央视新闻", "中新网",
]  # fmt: skip
MARKS = ["｜", "|", " | ", " ｜ ", " - ", " – ", " — ", "-", "--", "_", " _ ", "│", "丨"]
KEPT = [  # what stands behind the mark is the news, or not an outlet that anybody knows
    "獨家｜NCC重罰中天新聞台", "不忍了｜名嘴自爆收錢造假新聞", "獨家 | 卓美惠首度回應離婚", "選戰｜藍白合談什麼",
    "專訪｜沈柏勳談接班", "爆料 - 他賣掉了電視台", "快訊｜老牌周刊", "驚！三立新聞台", "收視之王——中央社",
    "最大贏家—中央社", "他不看中央社", "她買下《自由時報》", "槓上了！壹週刊 vs 立委", "政院｜沒有新聞", "影／中央社",
    "獨家／三立新聞網", "頭條《聯合報》", "誰在收買？-記者與電視", "2-中央社新聞部遷址",
    "一個不存在的日報｜某某新聞網", "iPhone-CNN實測", "中央社｜立院三讀", "三立新聞網｜獨家曝光", "〔中央社〕颱風假",
    "（中央社）颱風假", "【獨家】女星現身", "2026/5/4 股市收盤", "3/10 女星現身", "影音》女星現身",
    "[問卦] 有沒有八卦", "女星現身（影）", "No.1 女星現身", "女星現身 (3)",
]  # fmt: skip


def seen(text: str) -> str:
    """All that a reader sees of the text, in the forms of the normal form, without spaces."""
    return unify(fold(text)).replace(" ", "")


@pytest.mark.parametrize("mark", MARKS)
def test_known_outlets_are_dropped(mark: str) -> None:
    for outlet in OUTLETS:
        assert news_key(HEADLINE + mark + outlet) == news_key(HEADLINE), outlet
        assert normalize(f"{HEADLINE}{mark}{outlet}　") == normalize(HEADLINE)


@pytest.mark.parametrize("headline", KEPT)
def test_the_news_stays(headline: str) -> None:
    assert news_key(headline).replace(" ", "") == seen(headline)
    assert normalize(headline) == normal_form(headline)


def test_several_outlets_are_dropped_and_never_all_of_a_line() -> None:
    assert normalize(f"{HEADLINE}｜ETtoday政治新聞 | ETtoday新聞雲") == normalize(HEADLINE)
    assert normalize(f"{HEADLINE}_新浪财经_新浪网") == normalize(HEADLINE)
    for line in ("中央社", "｜中央社", "| 中央社", "中央社｜中央社｜中央社", "_中央社", " - 中央社"):
        assert is_visible(normalize(line)), line


@given(TEXTS)
def test_nothing_but_an_outlet_is_lost(text: str) -> None:
    kept, whole = news_key(text), single_spaces(unify(fold(text)))
    assert whole.startswith(kept)
    names = [part.strip() for part in re.split(r"[|_¦∣│┃❘丨–—―-]+", whole[len(kept) :]) if part.strip()]
    assert all(map(is_outlet, names)) or is_outlet("-".join(names))
    assert bool(kept) == is_visible(text)


@given(TEXTS, st.sampled_from(OUTLETS), st.sampled_from(MARKS))
def test_an_outlet_behind_a_headline_changes_nothing(text: str, outlet: str, mark: str) -> None:
    key = news_key("立院" + text + "三讀")  # so that the mark stands beside Han
    assert news_key("立院" + text + "三讀" + mark + outlet) == key


@given(TEXTS)
def test_a_party_is_all_that_the_normal_form_adds_to_the_key(text: str) -> None:
    key, normal = news_key(text), normal_form(text)
    assert len(key) == len(normal)
    given = {character for pair in PARTIES for name in pair for character in name}
    assert all(a == b or {a, b} <= given for a, b in zip(key, normal, strict=True))


@given(HEADLINES)
def test_lines_lose_their_outlets_as_one_does(texts: list[str]) -> None:
    lines = [single_spaces(unify(fold(text))) for text in texts]
    assert without_outlets("\n".join(lines)) == "\n".join(map(without_outlet, lines))


def test_each_name_is_known_in_either_script() -> None:
    for outlet in OUTLETS:
        assert is_outlet(unify(unicodedata.normalize("NFKC", outlet).lower()))
    assert not is_outlet("新闻") and not is_outlet("") and not is_outlet("某某新闻网")
