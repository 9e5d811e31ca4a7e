"""What is rejected of an archive, and what becomes of values of each type."""

from __future__ import annotations

import datetime
import json
from decimal import Decimal
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from tabular.records import MAX_ROW
from tests.conftest import HEADLINES
from tests.support.archives import Score, read, rejects, score, write  # noqa: F401  # score is a fixture


def test_bad_csv_rows_are_rejected_with_line_and_reason(score: Score, tmp_path: Path) -> None:
    text = [
        "\ufeffid,headline,note".encode(),
        f"1,{HEADLINES[0]},x".encode(),
        b"2,,x",
        "3,　 ,x".encode(),
        f"4,{HEADLINES[1]}".encode(),
        b"5,\xff\xfe,x",
        b"",
        f'8,"{HEADLINES[2]}\nover two lines",x'.encode(),
        f'10,"{HEADLINES[3]}"x,y'.encode(),
        f'11,{HEADLINES[4]},"x"'.encode(),
        f'12,"{HEADLINES[0]}"!,x'.encode(),
        "13,\u200b,x".encode(),
        b"14," + b"x" * MAX_ROW + b",x",
        f"15,{HEADLINES[1]},x".encode(),
    ]
    (tmp_path / "in.csv").write_bytes(b"\r\n".join(text))
    done = score(tmp_path / "in.csv", tmp_path / "out.csv")
    assert [row["id"] for row in read(tmp_path / "out.csv") if row["headline"]] == ["1", "8", "11", "15"]
    found = rejects(tmp_path / "out.csv")
    assert [(line, reason) for line, reason, _ in found] == [
        (3, "the headline is empty"),
        (4, "the headline is empty"),
        (5, "2 fields instead of 3"),
        (6, "not UTF-8 (byte 0xff at 2)"),
        (7, "empty line"),
        (10, "broken CSV: ',' expected after '\"'"),
        (12, "broken CSV: ',' expected after '\"'"),
        (13, "the headline has no visible character"),
        (14, f"the row is longer than {MAX_ROW} bytes"),
    ]
    assert found[3][2] == "5,\\xff\\xfe,x" and len(found[-1][2]) == 500
    assert (done.rows, done.rejected) == (4, 9)


def test_bad_json_rows_are_rejected_with_line_and_reason(score: Score, tmp_path: Path) -> None:
    lines = [
        json.dumps({"headline": HEADLINES[0], "more": {"kept": [1.10, None]}}),
        '{"headline": "' + HEADLINES[0],
        '["' + HEADLINES[0] + '"]',
        '{"title": "x"}',
        '{"headline": null}',
        '{"headline": 7}',
        '{"headline": ""}',
        "",
        '{"headline": "x", "score": 1}',
        '{"headline": "\\ud800"}',
        f' {{ "headline": "{HEADLINES[1]}" , "number": 1.10 }} ',
    ]
    (tmp_path / "in.jsonl").write_text("\n".join(lines), encoding="utf-8")
    score(tmp_path / "in.jsonl", tmp_path / "out.jsonl")
    assert [(line, reason.split(": ")[0]) for line, reason, _ in rejects(tmp_path / "out.jsonl")] == [
        (2, "broken JSON"),
        (3, "not a JSON object but an array"),
        (4, "no key 'headline'"),
        (5, "the headline is null"),
        (6, "the headline is not text but a number"),
        (7, "the headline is empty"),
        (8, "empty line"),
        (9, "there is already a key 'score'"),
        (10, "the headline has no visible character"),
    ]
    kept = (tmp_path / "out.jsonl").read_text(encoding="utf-8").splitlines()
    assert kept[1].startswith(f' {{ "headline": "{HEADLINES[1]}" , "number": 1.10,"label":')
    assert json.loads(kept[0])["more"] == {"kept": [1.1, None]}


def test_bad_parquet_rows_are_rejected_with_their_number(score: Score, tmp_path: Path) -> None:
    broken = pa.Array.from_buffers(
        pa.string(), 1, [None, pa.py_buffer(b"\x00\x00\x00\x00\x02\x00\x00\x00"), pa.py_buffer(b"\xff\xfe")]
    )
    column = pa.chunked_array([pa.array([HEADLINES[0], None, ""]), broken, pa.array([HEADLINES[1]])])
    pq.write_table(pa.table({"headline": column, "n": range(5)}), tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert [row["n"] for row in read(tmp_path / "out.parquet")] == [0, 4]
    assert [(line, reason) for line, reason, _ in rejects(tmp_path / "out.parquet")] == [
        (2, "the headline is null"),
        (3, "the headline is empty"),
        (4, "the headline is not UTF-8 (byte 0xff at 0)"),
    ]


def test_types_and_dictionaries_of_parquet_stay_and_json_gets_its_columns(score: Score, tmp_path: Path) -> None:
    table = pa.table(
        {
            "headline": pa.array(HEADLINES).dictionary_encode(),
            "price": pa.array([Decimal("1.10")] * 5),
            "day": pa.array([datetime.date(2026, 1, 2)] * 5),
        }
    )
    pq.write_table(table, tmp_path / "in.parquet")
    score(tmp_path / "in.parquet", tmp_path / "out.parquet")
    assert pq.read_table(tmp_path / "out.parquet").select(table.column_names).equals(table)
    score(tmp_path / "in.parquet", tmp_path / "out.jsonl")
    assert read(tmp_path / "out.jsonl")[0]["price"] == "1.10"

    rows = [{"headline": HEADLINES[0], "n": 1, "tags": ["a"]}, {"headline": HEADLINES[1], "n": 2}]
    write(tmp_path / "in.jsonl", [*rows, {"headline": HEADLINES[2], "n": "three"}])
    score(tmp_path / "in.jsonl", tmp_path / "columns.csv")
    assert [row["n"] for row in read(tmp_path / "columns.csv")] == ["1", "2", "three"]
    assert [row["tags"] for row in read(tmp_path / "columns.csv")] == ['["a"]', "", ""]
    late = [{"headline": HEADLINES[3], "n": 1}] * 10_000
    write(tmp_path / "late.jsonl", [*late, {"headline": HEADLINES[4], "n": "x"}, {"headline": HEADLINES[4], "new": 1}])
    score(tmp_path / "late.jsonl", tmp_path / "late.parquet", part_rows=9000)
    assert pq.read_schema(tmp_path / "late.parquet").field("n").type == pa.int64()
    assert [reason[:37] for _, reason, _ in rejects(tmp_path / "late.parquet")] == [
        "a value is of another type than in th",
        "key 'new' is in none of the first row",
    ]
