"""The browser's modules in Node give Python's answers: on the corpus, on real headlines, on any text."""

from __future__ import annotations

import csv
import gzip
import itertools
import unicodedata
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from benchmarks.browser_answers import differences
from classifier import Classifier
from classifier.text.normalize import news_keys, normalize
from tests.support.browser_model import answers, exported, full_exported  # noqa: F401  # fixtures
from training.corpus.format import Row

ODD = (
    "", " ", "\u200b", "a\x85b她\u2028說\x1c", "\x00", "\ufffd", "a", "她", "\ud83d", "\ude00她說",
    "她\ud83d\u3000說", "😀😀😀",
    "😀她：「😀」！？!", "𠮷野家😀漲價 3招…", "e\u0301clair 登台", "か\u3099き", "ﬁ ﷺ ㍿ ①②",
    "\u1100\u1161\u11a8\u11a8", "女星（獨家）｜海風日報", "快訊／央行升息 - 自由時報",
    "快訊 – 央行升息 — ETtoday新聞雲", "a-b-c - yahoo新聞",
    "|||", "｜聯合報", "聯合報", "\u0e33\u0e4d\u0301\u0323他", "「「「」", "」」「她」", "....", "..", "他...?!", "3",
    "3招", "c++語言at&t", "...." * 3, "民進黨綠營白委", "甚麼什麼", "A" * 70, "她" * 5000, "她說「" * 700, "-" * 3000,
    "1招" * 400, "原因曝光！" * 300,
)  # fmt: skip


def check(model: Path, classifier: Classifier, headlines: list[str]) -> None:
    """Raises AssertionError, which names each headline whose answer differs."""
    found = answers(model, headlines)
    known = [bool(normalize(headline)) for headline in headlines]
    predicted = iter(classifier.predict(list(itertools.compress(headlines, known)), explain=True))
    wrong = []
    for headline, key, visible, answer in zip(headlines, news_keys(headlines), known, found, strict=True):
        if not visible:
            same = answer.get("error") == "HeadlineError" and answer["positions"] == [0]
            parts = [] if same else ["error"]
        else:
            parts = differences(classifier, answer, next(predicted))
        if answer["key"] != key:
            parts.append("key")
        if parts:
            wrong.append((headline[:60], parts))
    assert wrong == []


def test_odd_texts(exported: Path, classifier: Classifier) -> None:
    check(exported, classifier, list(ODD))


def assigned(text: str) -> bool:
    """Whether this Python's version of Unicode knows each character: the browser's may be newer."""
    return all(unicodedata.category(character) != "Cn" for character in text)


PIECES = (
    "她", "他", "陳", "水扁", "「", "」", "！", "？", "…", "...", "：", "／", "3", "招", "萬", "原因", "曝光", " ",
    "｜", "-", "–", "聯合報", "新聞", "😀", "𠮷", "\u3000", "\u0301", "ＡＢ", "\ud83d", "\u200d", "民進黨",
)  # fmt: skip
TEXTS = st.one_of(st.text(max_size=40), st.lists(st.sampled_from(PIECES), max_size=25).map("".join)).filter(assigned)


@settings(max_examples=5, suppress_health_check=list(HealthCheck))
@given(st.lists(TEXTS, min_size=150, max_size=300))
def test_any_texts(exported: Path, classifier: Classifier, texts: list[str]) -> None:
    check(exported, classifier, texts)


@pytest.mark.slow
def test_the_corpus(full_exported: Path, full_classifier: Classifier, full_corpus: list[Row]) -> None:
    """Every fourth row: ``benchmarks.browser_parity`` takes them all, and the figures of docs/browser.md are its."""
    check(full_exported, full_classifier, [row.headline for row in full_corpus[::4]])


@pytest.mark.slow
def test_real_headlines(full_exported: Path, full_classifier: Classifier, shared: Path) -> None:
    with gzip.open(shared / "data" / "real_unlabelled.csv.gz", "rt", encoding="utf-8-sig", newline="") as file:
        some = [row["headline"] for row in itertools.islice(csv.DictReader(file), 0, None, 10)]
    check(full_exported, full_classifier, some)
