"""Read one part: its headlines, what the output needs of their rows, and the rows that cannot be scored."""

from __future__ import annotations

import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.parquet as pq

from training.archive.job import Job, Part, Reject
from training.archive.records import (
    RecordError,
    csv_fields,
    json_object,
    json_type,
    lines_of,
    records_of,
    without_bom,
)

SHOWN = 500  # characters of a rejected row
_BATCH = 1 << 16  # rows of Parquet decoded at once


@dataclass
class Rows:
    """Rows with a headline, in order. Where input and output are both CSV or both JSONL, ``raw`` is all that the output
    needs and ``table`` is None; Parquet has no ``raw``. ``lines`` counts from 1."""

    headlines: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    table: pa.Table | None = None
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, part: Part, reasons: dict[int, str]) -> None:
        """Move the rows at these positions to the rejects, which are in the order of lines."""
        if not reasons:
            return
        for position, reason in reasons.items():
            shown = _shown(self.raw[position]) if self.raw else _row_text(self.table, position)
            self.rejects.append(Reject(part.file, self.lines[position], reason, shown))
        self.rejects.sort(key=lambda reject: reject.line)
        kept = [position for position in range(len(self.lines)) if position not in reasons]
        if self.table is not None:
            self.table = self.table.take(pa.array(kept, pa.int64()))
        self.headlines = [self.headlines[position] for position in kept]
        self.lines = [self.lines[position] for position in kept]
        self.raw = [self.raw[position] for position in kept] if self.raw else []


def read_part(job: Job, part: Part) -> Rows:
    """The rows of a part. Raises OSError or pyarrow.ArrowException when the file is damaged."""
    if job.source == "parquet":
        return _read_parquet(job, part)
    return _read_text(job, part)


def _read_text(job: Job, part: Part) -> Rows:
    with Path(part.spooled or part.file).open("rb") as file:
        file.seek(part.start)
        stream = io.BytesIO(file.read(part.stop - part.start))
    rows, values = Rows(), []
    understand = _csv_headline if job.source == "csv" else _json_headline
    for record in records_of(job.source, lines_of(stream), part.line):
        raw = without_bom(record.raw) if record.line == 1 else record.raw
        try:
            headline, value = understand(job, raw)
        except RecordError as error:
            rows.rejects.append(Reject(part.file, record.line, str(error), _shown(raw)))
            continue
        rows.headlines.append(headline)
        rows.lines.append(record.line)
        rows.raw.append(raw)
        values.append(value)
    if job.source == job.target.kind:
        return rows
    schema = job.schema or pa.schema([(name, pa.string()) for name in job.columns])
    try:
        rows.table = pa.Table.from_pylist(values, schema)
    except (pa.ArrowException, OverflowError):
        rows.table = pa.Table.from_pylist([value if _fits(value, schema) else {} for value in values], schema)
        reason = f"a value is of another type than in the first rows ({', '.join(map(str, schema.types))})"
        rows.reject(part, {i: reason for i, value in enumerate(values) if not _fits(value, schema)})
    return rows


def _csv_headline(job: Job, raw: bytes) -> tuple[str, dict[str, Any]]:
    fields = csv_fields(raw)
    if len(fields) != len(job.columns):
        raise RecordError(f"{len(fields)} fields instead of {len(job.columns)}" if fields else "empty line")
    headline = fields[job.columns.index(job.column)]
    if not headline.strip():
        raise RecordError("the headline is empty")
    return headline, {} if job.target.kind == "csv" else dict(zip(job.columns, fields, strict=True))


def _json_headline(job: Job, raw: bytes) -> tuple[str, dict[str, Any]]:
    value = json_object(raw)
    headline = value.get(job.column)
    if headline is None:
        raise RecordError("the headline is null" if job.column in value else f"no key {job.column!r}")
    if not isinstance(headline, str):
        raise RecordError(f"the headline is not text but {json_type(headline)}")
    if not headline.strip():
        raise RecordError("the headline is empty")
    if taken := value.keys() & set(job.added):
        raise RecordError(f"there is already a key {min(taken)!r}")
    if job.target.kind == "jsonl":
        return headline, {}
    if unknown := value.keys() - set(job.columns):
        raise RecordError(f"key {min(unknown)!r} is in none of the first rows, which the columns are taken from")
    text = {name for name in job.columns if job.schema is None or job.schema.field(name).type == pa.string()}
    return headline, {name: _as_text(item) if name in text else item for name, item in value.items()}


def _as_text(value: Any) -> str | None:
    return value if value is None or isinstance(value, str) else orjson.dumps(value).decode()


def _fits(value: dict[str, Any], schema: pa.Schema) -> bool:
    try:
        pa.Table.from_pylist([value], schema)
    except (pa.ArrowException, OverflowError):
        return False
    return True


def _read_parquet(job: Job, part: Part) -> Rows:
    table = pa.Table.from_batches(_batches(part))
    column = table.column(job.column)
    texts = _texts(column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column)
    rows = Rows([text or "" for text, _ in texts], list(range(part.line, part.line + len(texts))), table=table)
    rows.reject(part, {position: reason for position, (_, reason) in enumerate(texts) if reason})
    return rows


def _batches(part: Part) -> Iterator[pa.RecordBatch]:
    """The rows of the part alone, decoded from the row groups that hold them; at least one batch, for its schema."""
    with pq.ParquetFile(part.file, pre_buffer=False, buffer_size=1 << 20) as file:
        groups, first, start = [], 0, 0
        for group in range(file.metadata.num_row_groups):
            count = file.metadata.row_group(group).num_rows
            if start < part.stop and start + count > part.start:
                first = first if groups else start
                groups.append(group)
            start += count
        for batch in file.iter_batches(_BATCH, groups):
            low, high = max(part.start - first, 0), min(part.stop - first, batch.num_rows)
            if low < high:
                yield batch.slice(low, high - low)
            first += batch.num_rows
            if first >= part.stop:
                return


def _texts(column: pa.ChunkedArray) -> Sequence[tuple[str | None, str]]:
    """Each headline, or None, and what is wrong with it, or nothing."""
    try:
        values = column.to_pylist()
    except UnicodeDecodeError:
        values = column.cast(pa.large_binary()).to_pylist()
    return [_checked(value) for value in values]


def _checked(value: str | bytes | None) -> tuple[str | None, str]:
    if value is None:
        return None, "the headline is null"
    try:
        text = value.decode() if isinstance(value, bytes) else value
    except UnicodeDecodeError as error:
        return None, f"the headline is not UTF-8 (byte {value[error.start]:#04x} at {error.start})"
    return (text, "") if text.strip() else (None, "the headline is empty")


def _shown(raw: bytes) -> str:
    return raw[: 4 * SHOWN].decode(errors="backslashreplace")[:SHOWN]


def _row_text(table: pa.Table, position: int) -> str:
    row = table.slice(position, 1)
    try:
        return str(row.to_pylist()[0])[:SHOWN]
    except UnicodeDecodeError:
        binary = [column.cast(pa.large_binary()) if _is_string(column.type) else column for column in row.columns]
        return str(pa.table(binary, row.column_names).to_pylist()[0])[:SHOWN]


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
