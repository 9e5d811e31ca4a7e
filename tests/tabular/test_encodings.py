"""Encodings that are found by the content of a text."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular.encodings import Utf8Stream, find_encoding, named_encoding
from tabular.errors import RecordError, TableError
from tabular.options import TableOptions
from tabular.reader import rows_of
from tests.conftest import HEADLINES
from training.corpus.format import bundled_corpus, read_corpus

TABLE = "編號,標題\n" + "".join(f"{n},{headline}\n" for n, headline in enumerate(HEADLINES))
SIMPLIFIED = "编号,标题\n1,立法院三读修正条例 补助延长\n2,她一句话让全场傻眼 原因曝光\n"


@pytest.mark.parametrize(
    ("text", "encoding"),
    [
        *((TABLE, e) for e in ("utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "cp950", "gb18030")),
        *((SIMPLIFIED, e) for e in ("utf-8", "utf-16", "gb2312", "gbk", "gb18030")),
        ("標題\n女星\n", "big5"),
        ("标题\n女星\n", "gbk"),
        ("標題\n香港啲嘢幾好食喎\n", "big5hkscs"),
    ],
)
def test_each_encoding_is_found_and_gives_the_same_text(text: str, encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(text.encode(encoding))
    (tmp_path / "b.csv").write_text(text, encoding="utf-8")
    assert list(map(str, _cells(tmp_path / "a.csv"))) == list(map(str, _cells(tmp_path / "b.csv")))


def _cells(path: Path) -> list[dict[str, object]]:
    return [row.cells for row in rows_of(path) if not isinstance(row, RecordError)]


def test_headlines_of_the_corpus_are_found_in_big5_and_gb18030() -> None:
    headlines = [row.headline for row in read_corpus([bundled_corpus()])][::40]
    for encoding in ("cp950", "gb18030"):
        found = [find_encoding(h.encode(encoding, "ignore"), whole=True) for h in headlines]
        wrong = [h for h, name in zip(headlines, found, strict=True) if name not in (encoding, "utf-8", "big5hkscs")]
        assert len(wrong) <= len(headlines) // 100, wrong[:5]


@given(st.text(max_size=200), st.sampled_from(["utf-16", "utf-16-le", "gb18030", "utf-32"]))
def test_a_stream_in_another_encoding_is_utf8(text: str, encoding: str) -> None:
    raw = text.encode(encoding, "replace")
    assert Utf8Stream(io.BytesIO(raw), encoding).read() == raw.decode(encoding).encode()


def test_a_broken_byte_costs_its_row_in_every_encoding(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(TABLE.encode("cp950") + b"9,\xff\n" + f"10,{HEADLINES[0]}\n".encode("cp950"))
    rows = list(rows_of(path))
    assert len(rows) == len(HEADLINES) + 2 and isinstance(rows[-2], RecordError)
    assert "a.csv:7: not cp950 (byte 0xff at 2)" in str(rows[-2]) and not isinstance(rows[-1], RecordError)


def test_what_cannot_be_found_is_named_and_can_be_said(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes("title\nLes élections à Orléans\n".encode("latin-1"))
    with pytest.raises(TableError, match="a.csv: its encoding is none that can be found .* --encoding"):
        list(rows_of(path))
    (row,) = rows_of(path, TableOptions(encoding="latin-1"))
    assert not isinstance(row, RecordError) and row.cells == {"title": "Les élections à Orléans"}
    for name in ("klingon", "base64", "hex"):
        with pytest.raises(TableError, match=f"--encoding {name} is unknown"):
            named_encoding(name)
