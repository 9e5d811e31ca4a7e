"""Split the input into parts. They depend on the input and the number of rows per part, not on the engine."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from pathlib import Path

import pyarrow.parquet as pq

from archive.columns import header_record
from archive.formats import reading
from archive.job import Job, Part
from tabular.records import Record, lines_of, records_of
from tabular.streams import open_text, text_file

PART_BYTES = 32 << 20  # limit of a part: long lines make parts of fewer rows


def parts_of(files: Sequence[Path], job: Job, rows: int, done: Collection[int] = ()) -> Iterator[Part]:
    """All parts of these files, of ``rows`` rows each.

    The text of parts that are not ``done`` is written to the staging folder where the file cannot be read from the
    middle: compressed, a workbook, or not UTF-8. Raises ArchiveError when a file is damaged.
    """
    number = 0
    for file in files:
        with reading(file):
            if job.source == "parquet":
                found = _parquet_parts(file, rows, number)
            else:
                found = _text_parts(file, job, rows, number, done)
            for part in found:
                yield part
                number += 1


def _parquet_parts(file: Path, rows: int, number: int) -> Iterator[Part]:
    with file.open("rb") as stream:
        total = pq.read_metadata(stream).num_rows
    size = file.stat().st_size
    for start in range(0, total, rows):
        stop = min(start + rows, total)
        yield Part(number, str(file.absolute()), start, stop, start + 1, size * stop // total - size * start // total)
        number += 1


def _text_parts(file: Path, job: Job, rows: int, number: int, done: Collection[int]) -> Iterator[Part]:
    text = text_file(file, job.source, job.encoding)
    stream, on_disk = open_text(text)
    with stream:
        records = records_of(job.dialect, lines_of(stream))
        offset, line, read = 0, 1, 0
        if job.source != "jsonl":
            taken: list[Record] = []
            header_record(text, job.dialect, _noted(records, taken))
            offset, line = sum(record.size for record in taken), 1 + sum(record.lines for record in taken)
        stop, after, count = offset, line, 0
        texts: list[bytes] = []

        def part() -> Part:
            name = str(file.absolute())
            if text.plain:
                return Part(number, name, offset, stop, line, stop - offset)
            spooled = job.staging / "spool" / f"part-{number:06d}"
            if number not in done:
                spooled.write_bytes(b"".join(texts))
            return Part(number, name, 0, sum(map(len, texts)), line, on_disk() - read, str(spooled), text.encoding)

        for record in records:
            stop, after, count = stop + record.size, after + record.lines, count + 1
            if not text.plain:
                texts += record.raw, b"\r\n"
            if count == rows or stop - offset >= PART_BYTES:
                yield part()
                number, offset, line, count, read = number + 1, stop, after, 0, on_disk()
                texts.clear()
        if count:
            yield part()


def _noted(records: Iterator[Record], taken: list[Record]) -> Iterator[Record]:
    for record in records:
        taken.append(record)
        yield record
