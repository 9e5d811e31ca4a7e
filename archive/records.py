"""The records of CSV and JSONL with their line numbers. A malformed record does not affect the others.

Readers that parse whole blocks cannot guarantee that: an unclosed quote turns everything after it into one field. Here
Python's csv module reads in strict mode, and a quoted field may continue for at most ``MAX_QUOTED`` bytes. Where it
does not end properly, only its first line is lost: reading continues with the next line.
"""

from __future__ import annotations

import csv
from collections import deque
from collections.abc import Iterable, Iterator
from typing import Any, BinaryIO, NamedTuple

import orjson

MAX_LINE = 1 << 20  # bytes
MAX_QUOTED = 1 << 16  # bytes of the further lines of a quoted field
_BOM = b"\xef\xbb\xbf"


class RecordError(ValueError):
    """A record cannot be read; the message is the reason for the rejects file."""


class RawLine(NamedTuple):
    """A line with its ending, truncated if longer than ``MAX_LINE``, and its size in the file in bytes."""

    raw: bytes
    size: int


class Record(NamedTuple):
    """One or more lines: number of the first, bytes without the last line ending, number of lines, size in bytes."""

    line: int
    raw: bytes
    lines: int
    size: int


def lines_of(stream: BinaryIO) -> Iterator[RawLine]:
    """The lines of a stream, in constant memory however long they are."""
    while raw := stream.readline(MAX_LINE + 1):
        size = len(raw)
        if size > MAX_LINE and not raw.endswith(b"\n"):
            while rest := stream.readline(MAX_LINE):
                size += len(rest)
                if rest.endswith(b"\n"):
                    break
        yield RawLine(raw, size)


def records_of(kind: str, lines: Iterable[RawLine], first: int = 1) -> Iterator[Record]:
    """The records of these lines. ``first`` is the number of the first line."""
    return _csv_records(iter(lines), first) if kind == "csv" else _line_records(lines, first)


def _line_records(lines: Iterable[RawLine], first: int) -> Iterator[Record]:
    for number, line in enumerate(lines, first):
        yield Record(number, _without_ending(line.raw), 1, line.size)


def _csv_records(lines: Iterator[RawLine], number: int) -> Iterator[Record]:
    ahead: deque[RawLine] = deque()
    while line := ahead.popleft() if ahead else next(lines, None):
        if b'"' in line.raw and len(line.raw) <= MAX_LINE and (more := _continuation(line, ahead, lines)):
            taken = [line, *(ahead.popleft() for _ in range(more))]
            raw, size = b"".join(part.raw for part in taken), sum(part.size for part in taken)
            record = Record(number, _without_ending(raw), more + 1, size)
        else:
            record = Record(number, _without_ending(line.raw), 1, line.size)
        yield record
        number += record.lines


def _continuation(first: RawLine, ahead: deque[RawLine], lines: Iterator[RawLine]) -> int:
    """The number of lines after ``first`` that belong to the same record. Lines read for this go to ``ahead``."""
    start = first.raw.decode(errors="replace")
    try:
        next(csv.reader((start,), strict=True))
        return 0
    except csv.Error:
        used = 0

    def feed() -> Iterator[str]:
        nonlocal used
        yield start
        size = 0
        while True:
            if used == len(ahead):
                line = next(lines, None)
                if line is None:
                    return
                ahead.append(line)
            size += ahead[used].size
            if size > MAX_QUOTED:
                return
            used += 1
            yield ahead[used - 1].raw.decode(errors="replace")

    try:
        next(csv.reader(feed(), strict=True))
    except (csv.Error, StopIteration):
        return 0
    return used


def _without_ending(raw: bytes) -> bytes:
    return raw[:-2] if raw.endswith(b"\r\n") else raw[:-1] if raw.endswith(b"\n") else raw


def without_bom(raw: bytes) -> bytes:
    """The first line of a file without the byte order mark that some programs write."""
    return raw.removeprefix(_BOM)


def decoded(raw: bytes) -> str:
    """The record's text. Raises RecordError."""
    if len(raw) > MAX_LINE:
        raise RecordError(f"the line is longer than {MAX_LINE} bytes")
    try:
        return raw.decode()
    except UnicodeDecodeError as error:
        raise RecordError(f"not UTF-8 (byte {raw[error.start]:#04x} at {error.start})") from None


def csv_fields(raw: bytes) -> list[str]:
    """The fields of a record. Raises RecordError."""
    text = decoded(raw)
    try:
        return next(csv.reader((text,), strict=True))
    except csv.Error as error:
        open_quote = "unexpected end of data" in str(error)
        raise RecordError("a quoted field is not closed" if open_quote else f"broken CSV: {error}") from None
    except StopIteration:
        return []


def json_object(raw: bytes) -> dict[str, Any]:
    """The object of a line. Raises RecordError."""
    text = decoded(raw)
    if not text.strip():
        raise RecordError("empty line")
    try:
        value = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise RecordError(f"broken JSON: {error}") from None
    if not isinstance(value, dict):
        raise RecordError(f"not a JSON object but {json_type(value)}")
    return value


def json_type(value: object) -> str:
    """What JSON calls a value."""
    names = {bool: "a boolean", int: "a number", float: "a number", str: "text", list: "an array", dict: "an object"}
    return names.get(type(value), "null")
