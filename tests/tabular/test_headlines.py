"""The headlines of tables and text files."""

from __future__ import annotations

from pathlib import Path

import pytest

from tabular.errors import TableError
from tabular.headlines import each_headline
from tabular.options import TableOptions


@pytest.mark.parametrize(
    ("name", "text", "expected"),
    [
        ("a.txt", "一\n\n二\n", ["一", "二"]),
        ("table.txt", "id\theadline\n1\t一\n", ["id\theadline", "1\t一"]),
        ("a.tsv", 'id\theadline\n1\t"一\n2\t二\n', ['"一', "二"]),
        ("a.jsonl", '{"headline": "一"}\n\n{"headline": null}\n', ["一"]),
    ],
)
def test_headlines_of_each_kind_of_file(name: str, text: str, expected: list[str], tmp_path: Path) -> None:
    (tmp_path / name).write_text(text, encoding="utf-8")
    assert list(each_headline(tmp_path / name)) == expected


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"name\nx\n", "no column 'headline' but 'name': name it with --column"),
        ("a.jsonl", b"[]\n", "a.jsonl:1: not a JSON object but an array"),
        ("a.jsonl", b"{}\n", "a.jsonl:1: no column"),
        ("a.txt", b"\x93\xfa\x96\x7b\x83", "its encoding is none"),
        ("a.csv.gz", b"nothing", "cannot be read"),
        ("a.csv", b"PK\x03\x04", "name it .xlsx"),
        ("a.csv", b"\x1f\x8b", "name it a.csv.gz"),
        ("a.parquet", b"PAR1", "cannot be read"),
        ("a.xlsx", b"PK", "cannot be read as XLSX"),
    ],
)
def test_a_file_that_cannot_be_read_is_named(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=message):
        list(each_headline(tmp_path / name))


def test_a_text_file_is_a_table_where_a_column_is_named(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text("id\t標題\n1\t一, 二\n", encoding="utf-8")
    assert list(each_headline(tmp_path / "a.txt", TableOptions(column="標題"))) == ["一, 二"]
