"""The records of CSV, TSV and JSONL with their line numbers, in bounded memory.

A malformed record does not affect the others, as long as it is clear where it ends. Where that is not clear, because a
quote is opened and not closed as it should, nothing behind it is guessed at: QuoteError.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable, Iterator
from typing import BinaryIO, NamedTuple

from tabular.dialect import Dialect
from tabular.errors import QuoteError, RecordError

MAX_ROW = 4 << 20  # bytes of a row in UTF-8, and so of a field: the one limit of all commands
csv.field_size_limit(MAX_ROW)  # the csv module's own is 128 KiB
_OPEN = "unexpected end of data"  # what the csv module says where a text ends in a quoted field
_BOM = b"\xef\xbb\xbf"


class RawLine(NamedTuple):
    """A line with its ending, truncated if longer than ``MAX_ROW``; its size in the file in bytes, and its quotes."""

    raw: bytes
    size: int
    quotes: int


class Record(NamedTuple):
    """One or more lines: number of the first, bytes without the last line ending, number of lines, size in bytes."""

    line: int
    raw: bytes
    lines: int
    size: int


def lines_of(stream: BinaryIO) -> Iterator[RawLine]:
    """The lines of a stream, in constant memory however long they are."""
    while raw := stream.readline(MAX_ROW + 1):
        size, quotes = len(raw), raw.count(b'"')
        if size > MAX_ROW and not raw.endswith(b"\n"):
            while rest := stream.readline(MAX_ROW):
                size += len(rest)
                quotes += rest.count(b'"')
                if rest.endswith(b"\n"):
                    break
        yield RawLine(raw, size, quotes)


def records_of(dialect: Dialect, lines: Iterable[RawLine], first: int = 1) -> Iterator[Record]:
    """The records of these lines. ``first`` is the number of the first line. Raises QuoteError."""
    if dialect.kind in ("csv", "tsv") and dialect.quoted:
        return _quoted_records(dialect, iter(lines), first)
    return _line_records(lines, first)


def _line_records(lines: Iterable[RawLine], first: int) -> Iterator[Record]:
    for number, line in enumerate(lines, first):
        yield Record(number, _without_ending(line.raw), 1, line.size)


def _quoted_records(dialect: Dialect, lines: Iterator[RawLine], number: int) -> Iterator[Record]:
    for line in lines:
        if not line.quotes:
            record = Record(number, _without_ending(line.raw), 1, line.size)
        elif len(line.raw) > MAX_ROW:
            if line.quotes % 2:
                raise QuoteError(number, f"its row is longer than {MAX_ROW} bytes")
            record = Record(number, line.raw, 1, line.size)
        else:
            if more := _continuation(dialect, line, lines, number):
                taken = [line, *more]
                raw = _without_ending(b"".join(part.raw for part in taken))
                record = Record(number, raw, len(taken), sum(part.size for part in taken))
            else:
                record = Record(number, _without_ending(line.raw), 1, line.size)
        yield record
        number += record.lines


def _continuation(dialect: Dialect, first: RawLine, lines: Iterator[RawLine], number: int) -> list[RawLine]:
    """The lines after ``first`` that belong to the same record."""
    start = first.raw.decode(errors="replace")
    try:
        next(csv.reader((start,), delimiter=dialect.delimiter, strict=True))
        return []
    except csv.Error as error:
        if _OPEN not in str(error):
            return []  # broken, but not beyond its line
    taken: list[RawLine] = []

    def feed() -> Iterator[str]:
        yield start
        size = first.size
        for line in lines:
            taken.append(line)
            if (size := size + line.size) > MAX_ROW:
                raise QuoteError(number, f"does not end within {MAX_ROW} bytes")
            yield line.raw.decode(errors="replace")

    try:
        next(csv.reader(feed(), delimiter=dialect.delimiter, strict=True))
    except csv.Error as error:
        if _OPEN in str(error):
            raise QuoteError(number, "does not end") from None
        raise QuoteError(number, f"ends in line {number + len(taken)} in front of other text") from None
    return taken


def _without_ending(raw: bytes) -> bytes:
    return raw[:-2] if raw.endswith(b"\r\n") else raw[:-1] if raw.endswith(b"\n") else raw


def without_bom(raw: bytes) -> bytes:
    """The first line of a file without the byte order mark that some programs write."""
    return raw.removeprefix(_BOM)


def decoded(raw: bytes, encoding: str = "utf-8") -> str:
    """The record's text; ``encoding`` is the file's own, for the message. Raises RecordError."""
    if len(raw) > MAX_ROW:
        raise RecordError(f"the row is longer than {MAX_ROW} bytes")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        name = "UTF-8" if encoding == "utf-8" else encoding
        raise RecordError(f"not {name} (byte {raw[error.start]:#04x} at {error.start})") from None


def fields_of(dialect: Dialect, raw: bytes, encoding: str = "utf-8") -> list[str]:
    """The fields of a record of CSV or TSV; none of an empty line. Raises RecordError."""
    text = decoded(raw, encoding)
    if not dialect.quoted:
        return text.split(dialect.delimiter) if text else []
    try:
        return next(csv.reader((text,), delimiter=dialect.delimiter, strict=True))
    except csv.Error as error:
        raise RecordError(f"broken CSV: {error}") from None
    except StopIteration:
        return []
