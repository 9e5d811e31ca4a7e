from collections import Counter

import pytest
from hypothesis import given

from classifier.headline.plain_marks import Hit, mark_hits
from classifier.headline.plain_style import style_counts, style_hits
from classifier.headline.style import count_hits
from classifier.headline.style import style_counts as batch_counts
from classifier.headline.style import style_hits as batch_hits
from classifier.headline.style_names import CAP, NAMES
from classifier.text.batch import read_batch
from classifier.text.normal_form import normal_form
from classifier.text.terms import read_tokens
from classifier.text.tokenizer import tokenizer
from tests.support.headline_texts import HEADLINES
from training.corpus.format import Row


def plain(headline: str) -> list[Hit]:
    text = normal_form(headline)
    return style_hits(text, read_tokens(text, tokenizer()))


def check(headlines: list[str]) -> None:
    """The vectorised hits by name and span, and the counts, are the plain ones."""
    batch = read_batch(headlines, tokenizer())
    hits = batch_hits(batch)
    found: list[Counter[Hit]] = [Counter() for _ in headlines]
    columns = (hits.row, hits.feature, hits.start, hits.end)
    for row, feature, start, end in zip(*(column.tolist() for column in columns), strict=True):
        first = int(batch.feeds[row]) + 1
        found[row][NAMES[feature], start - first, end - first] += 1
    counts, uncapped = batch_counts(hits, len(headlines)), count_hits(hits, len(headlines))
    for row, headline in enumerate(headlines):
        own = plain(headline)
        assert found[row] == Counter(own), headline
        number = Counter(name for name, _, _ in own)
        assert {NAMES[i]: int(uncapped[row, i]) for i in uncapped[row].nonzero()[0]} == number
        assert {NAMES[i]: int(counts[row, i]) for i in counts[row].nonzero()[0]} == style_counts(own)


@given(HEADLINES)
def test_a_batch_has_the_plain_hits(headlines: list[str]) -> None:
    check(headlines)


@pytest.mark.parametrize(
    "mark",
    ["!", "!!", "?", "!?", "..", "...", ":", "/", "》", "「火」", "「", "」", "3", "3招", "3元", "a", "，", " ", "陳玥",
     "陳玥她", "陳離婚", "曝光", "她", "網友"],
)  # fmt: skip
def test_a_batch_has_the_plain_hits_wherever_a_mark_is(mark: str) -> None:
    check([f"{'火' * before}{mark}{'水' * after}" for before in range(16) for after in range(12)])
    check([f"火{mark}{'水' * between}{mark}" for between in range(16)])
    check([f"「{'火' * inside}」{mark}" for inside in range(16)])
    check([f"{'火，' * segments}{mark}{'。' * end}" for segments in range(8) for end in range(3)])


def test_a_batch_has_the_plain_hits_at_any_length() -> None:
    check(["火" * length for length in range(45)])


@pytest.mark.slow
def test_the_whole_corpus_has_the_plain_hits(corpus: list[Row]) -> None:
    headlines = [row.headline for row in corpus]
    for first in range(0, len(headlines), 1000):
        check(headlines[first : first + 1000])


@pytest.mark.parametrize(
    ("headline", "hits"),
    [
        ("火！", [("!", 1, 2), ("!@end", 1, 2)]),
        ("火！火", [("!", 1, 2), ("+!", 1, 2)]),
        ("火火火火火火火！火火火火火火火火！火", [("!", 7, 8), ("!", 16, 17), ("+!", 7, 8)]),
        ("火？！", [("!", 2, 3), ("!@end", 2, 3), ("?", 1, 2)]),
        ("火！？", [("!", 1, 2), ("!!", 1, 3), ("+!", 1, 2), ("?", 2, 3), ("?@end", 2, 3)]),
        ("火…", [("...", 1, 3), ("...@end", 1, 3)]),
        ("火......火火", [("...", 1, 3)]),
        ("1.5", [("number", 0, 1), ("number", 2, 3)]),
        ("火：火", [("colon@early", 1, 2)]),
        ("火火火火火火火火火：", [("colon@late", 9, 10)]),
        ("火／火火火火火火火火火火／", [("slash", 1, 2)]),
        ("「火」火", [("quote", 0, 3), ("quote@short", 0, 3), ("quote@start", 0, 3)]),
        ("火『火火火火火火火火火』", [("quote", 1, 12), ("quote@end", 1, 12), ("quote@long", 1, 12)]),
        ("火「「火」火", [("quote", 1, 5), ("quote", 2, 5), ("quote@short", 1, 5), ("quote@short", 2, 5)]),
        ("」火「", []),
        ("3招", [("counter", 0, 2), ("number", 0, 1)]),
        ("12點", [("counter", 0, 3), ("figure", 0, 3), ("number", 0, 2)]),
        ("ＡＢc火", [("latin", 0, 3)]),
    ],
)
def test_each_mark_counts_as_what_its_name_says(headline: str, hits: list[Hit]) -> None:
    assert sorted(mark_hits(normal_form(headline))) == hits


def test_a_headline_has_a_length_and_segments() -> None:
    assert plain("") == []
    assert sorted(plain("無極")) == [("length<=10", 0, 2), ("nobody", 0, 2), ("segments=1", 0, 2), ("wordless", 0, 2)]
    assert {name for name, _, _ in plain("火，火，火，火，火，火" * 5)} >= {"length>34", "segments>=5"}
    assert "segments=1" in {name for name, _, _ in plain("！，")}


def test_words_count_by_place() -> None:
    assert {("teaser", 5, 7), ("teaser@last", 5, 7), ("teaser@end", 5, 7)} <= set(plain("女星離婚 曝光！"))
    assert {("nameless", 0, 2), ("nameless@first", 0, 2), ("unnamed", 0, 2)} <= set(plain("女星離婚 曝光！"))
    assert ("teaser@quote", 1, 3) in plain("「曝光」")
    assert ("teaser@quote", 3, 5) not in plain("「」」曝光")


def test_a_surname_and_a_single_character_are_a_person() -> None:
    hits = plain("陳玥離婚 她曝光")
    assert {("person", 0, 2), ("person@first", 0, 2)} <= set(hits)
    assert not {"unnamed", "nobody"} & {name for name, _, _ in hits}


def test_no_feature_counts_more_often_than_the_cap() -> None:
    assert style_counts(plain("火！火！火！火"))["!"] == CAP
