from collections import Counter

import pytest
from hypothesis import given
from hypothesis import strategies as st

from classifier.heads import KINDS
from training.corpus.vote_rows import as_votes
from training.corpus.votes import Tally, Vote, count_votes

LABELS = st.sampled_from(["clickbait", "substantive"])
NAMED = st.sampled_from([None, *KINDS])
CLIENTS = st.sampled_from([None, "", "a", "b", "c"])
VOTES = st.lists(st.builds(Vote, st.text(max_size=2), st.sampled_from(["x", "y", "z"]), LABELS, CLIENTS, NAMED))


def vote(label: str, client: str | None = None, kind: str | None = None) -> Vote:
    return Vote("標題", "标题", label, client, kind)


def only(votes: list[Vote]) -> Tally:
    (tally,) = count_votes(votes)
    return tally


def test_the_newest_vote_of_a_client_counts() -> None:
    tally = only([vote("clickbait", "a"), vote("clickbait", "b"), vote("substantive", "a")])
    assert (tally.clickbait, tally.substantive, tally.label, tally.disputed) == (1, 1, None, True)
    changed = only([vote("clickbait", "a"), vote("substantive", "a")])
    assert (changed.votes, changed.label, changed.disputed) == (1, "substantive", False)


def test_the_newest_kind_of_a_client_counts() -> None:
    tally = only(
        [vote("clickbait", "a", "push"), vote("clickbait", "b", "withheld"), vote("clickbait", "a", "withheld")]
    )
    assert (dict(tally.kinds), tally.kind) == ({"withheld": 2}, "withheld")
    silent = only([vote("clickbait", "a", "push"), vote("clickbait", "a")])
    assert (dict(silent.kinds), silent.kind) == ({}, None)
    turned = only([vote("clickbait", "a", "push"), vote("substantive", "a")])
    assert (dict(turned.kinds), turned.kind) == ({}, None)


def test_a_kind_needs_more_than_half_of_the_votes_for_clickbait() -> None:
    half = [vote("clickbait", kind="push"), vote("clickbait")]
    assert only(half).kind is None
    assert only([*half, vote("clickbait", kind="push"), vote("substantive")]).kind == "push"
    assert only([vote("clickbait", kind=kind) for kind in KINDS]).kind is None
    assert only([vote("clickbait", kind="push"), vote("substantive"), vote("substantive")]).kind is None


@given(VOTES)
def test_kinds_are_counted_among_the_votes_for_clickbait(votes: list[Vote]) -> None:
    for tally in count_votes(votes):
        assert sum(tally.kinds.values()) <= tally.clickbait and min(tally.kinds.values(), default=1) > 0
        if tally.kind:
            assert tally.label == "clickbait" and 2 * tally.kinds[tally.kind] > tally.clickbait


def test_the_first_spelling_is_kept() -> None:
    tally = only([Vote("臺北！", "台北!", "clickbait"), Vote("台北!", "台北!", "clickbait")])
    assert tally.headline == "臺北！" and tally.votes == 2


@given(VOTES)
def test_each_headline_is_tallied_once_in_the_order_of_first_votes(votes: list[Vote]) -> None:
    assert [t.key for t in count_votes(votes)] == list(dict.fromkeys(v.key for v in votes))


@given(VOTES)
def test_every_anonymous_vote_and_one_a_client_are_counted(votes: list[Vote]) -> None:
    expected = Counter(v.key for v in votes if not v.client)
    expected.update(normal for normal, _ in {(v.key, v.client) for v in votes if v.client})
    assert {t.key: t.votes for t in count_votes(votes)} == dict(expected)


@given(VOTES, VOTES)
def test_repeating_the_named_votes_changes_nothing(votes: list[Vote], more: list[Vote]) -> None:
    votes += more
    repeated = [v for v in votes if v.client]
    assert count_votes(votes + repeated) == count_votes(votes)


@given(VOTES, st.randoms(use_true_random=False))
def test_the_order_of_anonymous_votes_does_not_matter(votes: list[Vote], random: object) -> None:
    nameless = [Vote("標題", v.key, v.label) for v in votes]
    shuffled = list(nameless)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    key = lambda t: t.key  # noqa: E731
    assert sorted(count_votes(nameless), key=key) == sorted(count_votes(shuffled), key=key)


@given(VOTES)
def test_exchanging_the_labels_exchanges_the_outcome(votes: list[Vote]) -> None:
    other = {"clickbait": "substantive", "substantive": "clickbait", None: None}
    turned = count_votes([Vote(v.headline, v.key, other[v.label] or "", v.client) for v in votes])
    for tally, mirror in zip(count_votes(votes), turned, strict=True):
        assert (tally.clickbait, tally.substantive) == (mirror.substantive, mirror.clickbait)
        assert mirror.label == other[tally.label] and mirror.disputed == tally.disputed


@given(VOTES, LABELS)
def test_one_more_anonymous_vote_never_turns_a_headline_against_it(votes: list[Vote], label: str) -> None:
    before = {t.key: t.label for t in count_votes(votes)}
    for tally in count_votes([*votes, Vote("標題", "x", label)]):
        if tally.key != "x":
            assert tally.label == before[tally.key]
        elif before.get("x") in (None, label):
            assert tally.label in (label, None)
            assert before.get("x") != label or tally.label == label


@pytest.mark.parametrize(
    ("headline", "other", "counted"),
    [
        ("民進黨公布名單", "國民黨公布名單", [1, 1]),
        ("綠委轟部長", "藍委轟部長", [1, 1]),
        ("獨家｜NCC重罰中天新聞台", "獨家｜主播離開中天新聞台", [1, 1]),
        ("立院三讀", "立院三讀｜沒有結果", [1, 1]),
        ("她看著他", "她看着他", [2]),
        ("衞生局公布牠的照片", "卫生局公布它的照片", [2]),
        ("立院三讀｜中央社", "立院三讀 | 自由時報", [2]),
        ("立院三讀", "立院\u3164三讀\u200b", [2]),
    ],
)
def test_the_same_news_is_counted_together_and_different_news_is_not(
    headline: str, other: str, counted: list[int]
) -> None:
    votes = as_votes([(headline, "clickbait", None, None), (other, "clickbait", None, None)])
    assert [tally.votes for tally in count_votes(votes)] == counted


def test_what_shows_nothing_is_no_vote_on_another_headline() -> None:
    votes = as_votes([(text, "clickbait", None, None) for text in ("\u3164", "\u2800", "")])
    assert [tally.votes for tally in count_votes(votes)] == [1, 1, 1]
