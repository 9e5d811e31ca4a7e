from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from training.corpus.duplicates import connected, near_challenge, near_duplicates

PAIRS = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)))


@given(PAIRS)
def test_connected_numbers_share_the_lowest_one(pairs: list[tuple[int, int]]) -> None:
    expected = list(range(10))
    for _ in range(10):  # the plain way: pass the lower number along each pair until nothing changes
        for a, b in pairs:
            expected[a] = expected[b] = min(expected[a], expected[b])
    assert connected(10, pairs) == expected


def test_nothing_is_connected_with_nothing() -> None:
    assert connected(0, []) == []


def test_headlines_that_resemble_the_challenge_set_are_found_where_there_is_one(tmp_path: Path) -> None:
    headlines = ["油價調漲", "立院三讀修正托育條例補助再延長"]
    assert near_challenge(headlines, tmp_path / "headlines") == set()
    (tmp_path / "challenge").mkdir()
    rows = "headline,grade\n立院三讀修正托育條例補助延長,0\n"
    (tmp_path / "challenge" / "c.csv").write_text(rows, encoding="utf-8")
    assert near_challenge(headlines, tmp_path / "headlines") == {1}


def test_near_duplicates_are_found_across_scripts() -> None:
    headlines = ["立院三讀修正托育條例", "立院三读修正托育条例 明年上路", "完全不同的一則標題", "短"]
    pairs = list(near_duplicates(headlines))
    assert [(i, j) for i, j, _ in pairs] == [(0, 1)]
    assert list(near_duplicates(headlines[:1], headlines[1:2])) == [(0, 0, pairs[0][2])]
    assert list(near_duplicates([])) == [] and list(near_duplicates(["短"], ["長"])) == []
