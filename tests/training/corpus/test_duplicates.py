from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from training.corpus.duplicates import connected, near_challenge

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
