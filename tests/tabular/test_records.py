"""Reading the records of CSV, TSV and JSONL, the broken ones among them."""

from __future__ import annotations

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tabular.dialect import Dialect
from tabular.errors import QuoteError, RecordError
from tabular.numbers import json_object
from tabular.records import MAX_ROW, Record, fields_of, lines_of, records_of

CSV = Dialect("csv")
FIELD = st.text(st.sampled_from('標題ab ,"\n\r\x00'), max_size=8)
ROW = st.lists(FIELD, min_size=2, max_size=3)
LINE = st.text(st.sampled_from('標a,"\r'), max_size=10).map(str.encode) | st.binary(max_size=6).map(
    lambda raw: raw.replace(b"\n", b"")
)


def records(data: bytes, dialect: Dialect = CSV, first: int = 1) -> tuple[list[Record], QuoteError | None]:
    """The records until a quote that does not close, and that."""
    found: list[Record] = []
    try:
        for record in records_of(dialect, lines_of(io.BytesIO(data)), first):
            found.append(record)
    except QuoteError as error:
        return found, error
    return found, None


def rows(data: bytes, dialect: Dialect = CSV) -> tuple[list[tuple[int, list[str]]], list[tuple[int, str]]]:
    """Rows and rejects, each with its line."""
    good, bad = [], []
    for record in records(data, dialect)[0]:
        try:
            good.append((record.line, fields_of(dialect, record.raw)))
        except RecordError as error:
            bad.append((record.line, str(error)))
    return good, bad


@given(st.lists(ROW), st.sampled_from(",;|"))
def test_what_a_csv_writer_writes_is_read_back(table: list[list[str]], delimiter: str) -> None:
    out = io.StringIO(newline="")
    csv.writer(out, delimiter=delimiter).writerows(table)
    good, bad = rows(out.getvalue().encode(), Dialect("csv", delimiter))
    assert ([fields for _, fields in good], bad) == (table, [])


@given(st.lists(LINE))
def test_every_line_is_in_one_record_or_behind_a_quote_that_does_not_close(lines: list[bytes]) -> None:
    data = b"\n".join(lines)
    found, error = records(data)
    number = 1
    for record in found:
        assert record.line == number
        number += record.lines
    if error:
        assert error.line == number and str(error).startswith("a quoted field starts here and ")
    else:
        assert sum(record.size for record in found) == len(data)
        assert number - 1 == len(list(lines_of(io.BytesIO(data))))
    good, bad = rows(data)
    assert len(good) + len(bad) == len(found)


@given(st.lists(LINE), st.lists(LINE), st.text("標題a", min_size=1))
def test_a_good_line_is_a_row_of_its_own_or_in_quotes_or_not_guessed_at(
    before: list[bytes], after: list[bytes], headline: str
) -> None:
    data = b"\n".join([*before, f"7,{headline}".encode(), *after])
    found, error = records(data)
    reached = sum(record.lines for record in found)
    if reached > len(before):
        (at,) = (record for record in found if record.line <= len(before) + 1 < record.line + record.lines)
        assert at.lines > 1 or fields_of(CSV, at.raw) == ["7", headline]
    else:
        assert error and error.line <= len(before)


@given(st.lists(LINE), st.integers(0, 8))
def test_a_part_that_starts_at_any_record_gives_the_same_records(lines: list[bytes], count: int) -> None:
    data = b"\n".join(lines)
    found, _ = records(data)
    head, tail = found[:count], found[count:]
    offset = sum(record.size for record in head)
    line = tail[0].line if tail else 1
    assert records(data[:offset]) == (head, None)
    assert records(data[offset:], first=line)[0] == tail


def test_a_quoted_field_of_2600_lines_is_one_field() -> None:
    body = "\r\n".join(['內文的一行，有 "引號" 和,逗點'] * 2600)
    assert len(body.encode()) > 100_000
    out = io.StringIO(newline="")
    csv.writer(out).writerows([["1", "標題", body], ["2", "次", "x" * 140_000]])
    good, bad = rows(out.getvalue().encode())
    assert (good, bad) == ([(1, ["1", "標題", body]), (2601, ["2", "次", "x" * 140_000])], [])


@pytest.mark.parametrize(
    ("data", "line", "what"),
    [
        ('1,a\n2,"open\n3,good\n' + "3,good\n" * 30, 2, "does not end"),
        ('1,"open', 1, "does not end"),
        ('1,"open\n' + "3,good\n" * (MAX_ROW // 6), 1, f"does not end within {MAX_ROW} bytes"),
        ('1,"two\nlines"!,x\n', 1, "ends in line 2 in front of other text"),
        ('1,"' + "x" * MAX_ROW + "\n2,y\n", 1, f"its row is longer than {MAX_ROW} bytes"),
    ],
)
def test_a_quote_that_does_not_close_is_told_with_its_line(data: str, line: int, what: str) -> None:
    error = records(data.encode())[1]
    assert error and error.line == line and what in str(error) and "close its quote" in str(error)


def test_what_is_broken_in_one_line_costs_that_line_alone() -> None:
    data = '1,"a"b,x\n2,good\n3,' + "x" * MAX_ROW + '\n4,"' + "x" * MAX_ROW + '"\n5,good\n'
    good, bad = rows(data.encode())
    assert good == [(2, ["2", "good"]), (5, ["5", "good"])]
    assert [line for line, _ in bad] == [1, 3, 4] and bad[1][1] == f"the row is longer than {MAX_ROW} bytes"


def test_a_quotation_mark_in_plain_tsv_is_text() -> None:
    data = '1\t"他說\n2\t好"，走了\n'.encode()
    assert rows(data, Dialect("tsv", "\t", False)) == ([(1, ["1", '"他說']), (2, ["2", '好"，走了'])], [])


def test_a_line_without_end_is_read_in_constant_memory() -> None:
    lines = list(lines_of(io.BytesIO(b"x" * (3 * MAX_ROW) + b"\nnext\n")))
    assert [line.size for line in lines] == [3 * MAX_ROW + 1, 5]
    assert len(lines[0].raw) == MAX_ROW + 1


@given(st.binary(max_size=20) | st.recursive(st.none() | st.integers(), st.lists).map(lambda v: json.dumps(v).encode()))
def test_json_lines_are_objects_or_rejected(raw: bytes) -> None:
    try:
        assert isinstance(json_object(raw.decode(errors="replace")), dict)
    except RecordError as error:
        assert str(error)
