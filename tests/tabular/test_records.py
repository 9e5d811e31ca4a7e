"""Reading the records of CSV and JSONL, the broken ones among them."""

from __future__ import annotations

import csv
import io
import json

from archive.records import RecordError, csv_fields, json_object, lines_of, records_of
from hypothesis import given
from hypothesis import strategies as st

FIELD = st.text(st.sampled_from('標題ab ,"\n\r\x00'), max_size=8)
ROW = st.lists(FIELD, min_size=2, max_size=3)
LINE = st.text(st.sampled_from('標a,"\r'), max_size=10).map(str.encode) | st.binary(max_size=6).map(
    lambda raw: raw.replace(b"\n", b"")
)


def rows(data: bytes) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Rows and rejects, each with its line."""
    good, bad = [], []
    for record in records_of("csv", lines_of(io.BytesIO(data))):
        try:
            good.append((record.line, csv_fields(record.raw)))
        except RecordError as error:
            bad.append((record.line, str(error)))
    return good, bad


@given(st.lists(ROW))
def test_what_a_csv_writer_writes_is_read_back(table: list[list[str]]) -> None:
    out = io.StringIO(newline="")
    csv.writer(out).writerows(table)
    good, bad = rows(out.getvalue().encode())
    assert ([fields for _, fields in good], bad) == (table, [])


@given(st.lists(LINE))
def test_every_line_is_in_one_record_whatever_is_in_it(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    records = list(records_of("csv", lines_of(io.BytesIO(data))))
    assert sum(record.size for record in records) == len(data)
    number = 1
    for record in records:
        assert record.line == number
        number += record.lines
    assert number - 1 == len(list(lines_of(io.BytesIO(data))))
    good, bad = rows(data)
    assert len(good) + len(bad) == len(records)


@given(st.lists(LINE), st.lists(LINE), st.text("標題a", min_size=1))
def test_a_good_line_below_a_broken_one_is_not_lost(before: list[bytes], after: list[bytes], headline: str) -> None:
    """Unless a quote that is open above it closes below it, which makes it part of a field by the rules."""
    plain = [line.replace(b'"', b"") for line in after]
    data = b"\n".join([*before, f"7,{headline}".encode(), *plain])
    good, _ = rows(data)
    assert (len(before) + 1, ["7", headline]) in good


@given(st.lists(LINE), st.integers(0, 8))
def test_a_part_that_starts_at_any_record_gives_the_same_records(lines: list[bytes], count: int) -> None:
    data = b"\n".join(lines)
    records = list(records_of("csv", lines_of(io.BytesIO(data))))
    head, tail = records[:count], records[count:]
    offset = sum(record.size for record in head)
    line = tail[0].line if tail else 1
    assert list(records_of("csv", lines_of(io.BytesIO(data[:offset])))) == head
    assert list(records_of("csv", lines_of(io.BytesIO(data[offset:])), line)) == tail


def test_an_unclosed_quote_costs_its_line_alone() -> None:
    data = '1,"open\n2,good\n' + "3,good\n" * 30_000
    good, bad = rows(data.encode())
    assert bad == [(1, "a quoted field is not closed")]
    assert len(good) == 30_001


def test_a_line_without_end_is_read_in_constant_memory() -> None:
    lines = list(lines_of(io.BytesIO(b"x" * (5 << 20) + b"\nnext\n")))
    assert [line.size for line in lines] == [(5 << 20) + 1, 5]
    assert len(lines[0].raw) < 2 << 20


@given(st.binary(max_size=20) | st.recursive(st.none() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_json_lines_are_objects_or_rejected(raw: bytes) -> None:
    try:
        assert isinstance(json_object(raw), dict)
    except RecordError as error:
        assert str(error)
