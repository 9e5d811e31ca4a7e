"""Read a part: its headlines, the content of their rows that the output needs, and the rows to reject."""

from __future__ import annotations

import io
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from archive.job import Job, Part, Reject
from archive.parquet import read_parquet
from archive.records import (
    RecordError,
    csv_fields,
    json_object,
    json_type,
    lines_of,
    records_of,
    without_bom,
)
from archive.rows import Rows, shown


def read_part(job: Job, part: Part) -> Rows:
    """The rows of a part. Raises OSError or pyarrow.ArrowException when the file is damaged."""
    if job.source == "parquet":
        return read_parquet(job, part)
    return _read_text(job, part)


def _read_text(job: Job, part: Part) -> Rows:
    with Path(part.spooled or part.file).open("rb") as file:
        file.seek(part.start)
        stream = io.BytesIO(file.read(part.stop - part.start))
    rows, values = Rows(), []
    parse = _csv_headline if job.source == "csv" else _json_headline
    for record in records_of(job.source, lines_of(stream), part.line):
        raw = without_bom(record.raw) if record.line == 1 else record.raw
        try:
            headline, value = parse(job, raw)
        except RecordError as error:
            rows.rejects.append(Reject(part.file, record.line, str(error), shown(raw)))
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
        raise RecordError(f"key {min(unknown)!r} is in none of the first rows, which determine the columns")
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
