"""The rows of tables of every kind."""

from __future__ import annotations

import datetime
import gzip
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from tabular.errors import RecordError, TableError
from tabular.files import tables_at
from tabular.reader import row_bound, rows_of
from tabular.sheet import Sheet
from tests.conftest import HEADLINES


def cells(path: Path) -> list[dict[str, Any]]:
    found = []
    for row in rows_of(path):
        assert not isinstance(row, RecordError), row
        found.append(row.cells)
    return found


def workbook(path: Path, *rows: list[Any]) -> Path:
    with path.open("wb") as file, Sheet(file) as sheet:
        for row in rows:
            sheet.add(row)
    return path


def test_what_excel_leaves_around_a_table_is_no_part_of_it(tmp_path: Path) -> None:
    text = f",,,\n編號,標題,,\n1,{HEADLINES[0]},,\n,,,\n2,{HEADLINES[1]}\n3,{HEADLINES[2]},,,,\n\n"
    (tmp_path / "a.csv").write_text(text, encoding="utf-8-sig")
    expected = [{"編號": str(n + 1), "標題": HEADLINES[n]} for n in range(3)]
    assert cells(tmp_path / "a.csv") == expected
    rows = [[None, None], ["編號", "標題", None], [1, HEADLINES[0]], [], [2, HEADLINES[1]], [3, HEADLINES[2], ""]]
    assert cells(workbook(tmp_path / "a.xlsx", *rows)) == expected
    assert row_bound(tmp_path / "a.xlsx") >= 3


def test_cells_of_a_workbook_are_text(tmp_path: Path) -> None:
    path = workbook(
        tmp_path / "a.xlsx", ["headline", "n", "f", "b"], ["=1+1", 7, 2.5, True], ["標題", 0.1, None, False]
    )
    assert cells(path) == [
        {"headline": "=1+1", "n": "7", "f": "2.5", "b": "true"},
        {"headline": "標題", "n": "0.1", "f": "", "b": "false"},
    ]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "cp950", "utf-16"])
def test_lines_may_end_in_carriage_returns_alone(encoding: str, tmp_path: Path) -> None:
    (tmp_path / "a.csv").write_bytes(f'編號,標題\r1,{HEADLINES[0]}\r2,"兩\r行"\r'.encode(encoding))
    assert [row["標題"] for row in cells(tmp_path / "a.csv")] == [HEADLINES[0], "兩\n行"]


def test_dates_and_large_numbers_of_a_workbook_are_text_without_exponent(tmp_path: Path) -> None:
    book = openpyxl.Workbook()
    assert book.active is not None
    book.active.append(["headline", "day", "time", "id"])
    book.active.append([HEADLINES[0], datetime.datetime(2026, 1, 2), datetime.datetime(2026, 1, 2, 3, 4), 1e16])
    book.save(tmp_path / "a.xlsx")
    (row,) = cells(tmp_path / "a.xlsx")
    assert (row["day"], row["time"], row["id"]) == ("2026-01-02", "2026-01-02T03:04:00", "10000000000000000")


def test_numbers_of_jsonl_stay_as_they_were_written(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"id": 123456789012345678901234567890, "x": 1e400, "y": NaN, "z": 1.10, "b": true}\n')
    (row,) = cells(path)
    shown = {name: str(value) for name, value in row.items()}
    assert shown == {"id": "123456789012345678901234567890", "x": "1e400", "y": "NaN", "z": "1.10", "b": "True"}


@pytest.mark.parametrize(
    "kind", [pa.string(), pa.large_string(), pa.string_view(), pa.dictionary(pa.int8(), pa.string())]
)
def test_every_type_of_text_in_parquet_is_text(kind: pa.DataType, tmp_path: Path) -> None:
    pq.write_table(pa.table({"headline": pa.array(HEADLINES, pa.string()).cast(kind)}), tmp_path / "a.parquet")
    assert [row["headline"] for row in cells(tmp_path / "a.parquet")] == HEADLINES


@pytest.mark.parametrize(
    ("name", "data", "message"),
    [
        ("a.csv", b"id,id\n1,2\n", "two columns have one name, 'id': rename one"),
        ("a.csv", b"", "a.csv is empty"),
        ("a.csv", b"\n\n", "a.csv is empty"),
        ("a.csv", b'id,title\n1,"x\n', "a.csv:2: a quoted field starts here and does not end"),
        ("a.csv.gz", gzip.compress(b"id\n" * 999, mtime=0)[:-9], "cannot be read to the end"),
        ("a.csv.zst", b"nothing", "cannot be read to the end"),
        ("a.csv", gzip.compress(b"id\n1\n", mtime=0), "is compressed with gzip: name it a.csv.gz"),
        ("a.csv", b"PAR1", "looks like parquet: name it .parquet"),
        ("a.xlsx", b"PK\x03\x04 and so on", "cannot be read as XLSX"),
        ("a.xlsx.gz", b"", "xlsx is compressed already"),
        ("a.parquet", b"PAR1 and so on", "cannot be read to the end"),
    ],
)
def test_what_is_no_table_is_a_sentence(name: str, data: bytes, message: str, tmp_path: Path) -> None:
    (tmp_path / name).write_bytes(data)
    with pytest.raises(TableError, match=message):
        list(rows_of(tmp_path / name))


def test_two_columns_of_one_name_in_parquet_are_a_sentence(tmp_path: Path) -> None:
    pq.write_table(pa.Table.from_arrays([pa.array(["x"])] * 2, ["title", "title"]), tmp_path / "a.parquet")
    with pytest.raises(TableError, match="a.parquet: two columns have one name, 'title'"):
        list(rows_of(tmp_path / "a.parquet"))


def test_other_types_of_parquet_do_not_stop_the_reader(tmp_path: Path) -> None:
    others = {
        "blob": pa.array([b"\xff"]),
        "list": pa.array([[1, 2]]),
        "time": pa.array([datetime.time(1, 2)]),
        "nothing": pa.nulls(1),
        "half": pa.array([1.5], pa.float16()),
    }
    pq.write_table(pa.table({"headline": [HEADLINES[0]], **others}), tmp_path / "a.parquet")
    assert cells(tmp_path / "a.parquet")[0]["headline"] == HEADLINES[0]


def test_a_folder_names_what_it_skips(tmp_path: Path) -> None:
    for name in ("b.csv", "a.tsv", "c/d.jsonl", "notes.docx", "c/old.xls", ".hidden", "_SUCCESS"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    told: list[str] = []
    assert [path.name for path in tables_at([tmp_path], told.append)] == ["a.tsv", "b.csv", "d.jsonl"]
    assert [line.split(" skipped")[0] for line in told] == [str(tmp_path / n) for n in ("c/old.xls", "notes.docx")]
