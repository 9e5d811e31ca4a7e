import unicodedata

from hypothesis import given
from hypothesis import strategies as st

from classifier.text.alignment import align
from classifier.text.normalize import normalize
from tests.support.headline_texts import TEXTS


@given(st.one_of(TEXTS, st.text(st.characters(codec=None), max_size=60)))
def test_spans_cover_the_original(text: str) -> None:
    normal, spans = align(text)
    assert normal == normalize(text)
    assert len(spans) == len(normal)
    assert all(0 <= start < end <= len(text) for start, end in spans)
    assert spans == sorted(spans)


def test_a_span_leads_back_to_the_traditional_character() -> None:
    text = "獨家／網驚：ＢＵＹ１送１"
    normal, spans = align(text)
    start = normal.index("网惊")
    assert text[spans[start][0] : spans[start + 1][1]] == "網驚"
    ellipsis, dots = align("真相…她")
    assert ellipsis == "真相...她"
    assert dots[2:5] == [(2, 3)] * 3


def test_combining_marks_stay_with_their_base() -> None:
    text = "cafe\u0301 ﾊﾞス"
    normal, spans = align(text)
    assert normal == unicodedata.normalize("NFKC", text)
    assert spans[3] == (3, 5)
