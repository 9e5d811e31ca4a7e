"""Small tables of every kind, and cells that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import re
from pathlib import Path

import openpyxl
import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular.cells import safe
from tabular.errors import RecordError, TableError
from tabular.reader import rows_of
from tabular.sheet import cell
from tabular.writer import text_rows, write_table

RECORDS = [
    {"id": "0012", "headline": '他說"好",走了'},
    {"id": "123456789012345678901", "headline": "=1+1 公式"},
    {"id": "", "headline": '"引號開頭'},
]


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.jsonl", "a.xlsx", "a.parquet"])
def test_what_is_written_is_read_back_and_the_same_each_time(name: str, tmp_path: Path) -> None:
    path = tmp_path / name
    write_table(path, ["id", "headline"], RECORDS)
    rows = [row for row in rows_of(path) if not isinstance(row, RecordError)]
    assert [row.cells for row in rows] == RECORDS
    before = path.read_bytes()
    write_table(path, ["id", "headline"], RECORDS)
    assert path.read_bytes() == before


@pytest.mark.parametrize("name", ["a.csv", "a.tsv", "a.xlsx", "a.parquet"])
def test_no_record_is_a_table_with_a_header(name: str, tmp_path: Path) -> None:
    write_table(tmp_path / name, ["id", "headline"], [])
    assert list(rows_of(tmp_path / name)) == []


def test_a_workbook_holds_no_formula(tmp_path: Path) -> None:
    write_table(tmp_path / "a.xlsx", ["id", "headline"], RECORDS)
    sheet = openpyxl.load_workbook(tmp_path / "a.xlsx").active
    assert sheet is not None and {c.data_type for row in sheet.iter_rows() for c in row if c.value} == {"s"}


def test_excel_gets_a_mark_and_safe_cells(tmp_path: Path) -> None:
    write_table(tmp_path / "a.csv", ["id", "headline"], RECORDS, excel=True)
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf") and ",'=1+1 公式".encode() in data


@pytest.mark.parametrize("text", ["=1", "+cmd", "-x", "@SUM(1)", "\tx", "\rx", "\nx", "＝1", "＋1", "－1", "＠x"])
def test_what_begins_as_a_formula_gets_an_apostrophe(text: str) -> None:
    assert safe(text) == f"'{text}"


@given(st.text("=+-@\t\r\n0123456789.標e"))
def test_a_cell_is_a_number_or_begins_harmlessly(text: str) -> None:
    made = safe(text)
    assert made in (text, f"'{text}") and (made[:1] not in tuple("=+-@\t\r\n") or re.fullmatch(r"[+-][\d.e+-]+", made))


def test_what_a_kind_cannot_hold_is_a_sentence(tmp_path: Path) -> None:
    for out, message in (
        (tmp_path / "a.xyz", "the kind is unknown"),
        (tmp_path / "a.csv.gz", "uncompressed"),
        (tmp_path, "is a folder"),
        (tmp_path / "none" / "a.csv", "there is no folder"),
    ):
        with pytest.raises(TableError, match=message):
            write_table(out, ["headline"], [])
    with pytest.raises(TableError, match="TSV cannot hold the tab or line break"):
        text_rows("tsv", [["a\tb"]])
    with pytest.raises(TableError, match="more than 32767 characters"):
        write_table(tmp_path / "a.xlsx", ["headline"], [{"headline": "x" * 40_000}])
    assert list(tmp_path.iterdir()) == []


def test_numbers_that_a_sheet_would_round_are_text() -> None:
    assert [cell(v) for v in (7, 10**15, 0.5, float("nan"), True, None)] == [
        7, "1000000000000000", 0.5, "nan", True, None
    ]  # fmt: skip
