"""Write the scored rows of a part, and put parts together to one file."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from archive.formats import create
from archive.job import Job
from archive.read import line_of
from archive.rows import Rows
from archive.types import as_text, exact, is_text
from classifier import Prediction
from tabular.cells import safe
from tabular.sheet import Sheet, cell
from tabular.streams import BUFFER
from tabular.writer import text_rows

_QUOTED = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
_MARK = b"\xef\xbb\xbf"
_TEXTS = ("csv", "tsv")


def write_part(job: Job, path: Path, rows: Rows, predictions: Sequence[Prediction]) -> None:
    """Write the rows of a part with their scores. A part of a folder of CSV or TSV files has a header."""
    added = pa.Table.from_arrays(
        [
            *(
                pa.array([prediction.field(name) for prediction in predictions], kind)
                for name, kind in zip(job.fields, job.added_schema.types, strict=False)
            ),
            pa.array([job.version] * len(predictions), pa.string()),
        ],
        schema=job.added_schema,
    )
    if job.target.kind in ("parquet", "xlsx"):
        with path.open("wb") as file:
            pq.write_table(_joined(rows, added), file, compression="zstd")
        return
    with create(path, job.target.compression) as out:
        if job.target.kind in _TEXTS:
            if job.folder:
                out.write(header(job))
            out.write(_verbatim(job, rows, added) if job.verbatim else _text(job, _joined(rows, added)))
        else:
            _write_jsonl(job, rows, added, out)


def header(job: Job) -> bytes:
    """The first line of a CSV or TSV output, with a byte-order mark where the input has one or Excel wants one."""
    names = [*job.columns, *job.added]
    line = line_of([safe(name) for name in names] if job.excel else names, job.written)
    return (_MARK if job.marked or job.excel else b"") + line + b"\n"


def _joined(rows: Rows, added: pa.Table) -> pa.Table:
    table = rows.table
    assert table is not None
    for field, column in zip(added.schema, added.columns, strict=True):
        table = table.append_column(field, column)
    return table


def _verbatim(job: Job, rows: Rows, added: pa.Table) -> bytes:
    """Each row as it was read, whatever its quotes and numbers look like, and the added cells behind it."""
    quoting = "all_valid" if job.dialect.quoted and job.dialect.delimiter == "\t" else "none"
    delimiter = job.dialect.delimiter
    buffer = pa.BufferOutputStream()
    pa.csv.write_csv(
        added, buffer, pa.csv.WriteOptions(include_header=False, quoting_style=quoting, delimiter=delimiter)
    )
    scored = buffer.getvalue().to_pybytes().split(b"\n")
    between = delimiter.encode()
    return b"".join(part for raw, own in zip(rows.raw, scored, strict=False) for part in (raw, between, own, b"\n"))


def _text(job: Job, table: pa.Table) -> bytes:
    if job.target.kind == "csv" and not job.excel:
        buffer = pa.BufferOutputStream()
        pa.csv.write_csv(pa.table([_plain(c) for c in table.columns], table.column_names), buffer, _QUOTED)
        return bytes(buffer.getvalue().to_pybytes())
    columns = [["" if v is None else v for v in as_text(column).to_pylist()] for column in table.columns]
    return text_rows(job.target.kind, list(zip(*columns, strict=True)), excel=job.excel)


def _plain(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as pyarrow's writer takes it."""
    kind = column.type
    known = pa.types.is_integer(kind) or pa.types.is_float64(kind) or pa.types.is_boolean(kind) or kind == pa.string()
    return column if known or pa.types.is_date(kind) or pa.types.is_timestamp(kind) else as_text(column)


def _write_jsonl(job: Job, rows: Rows, added: pa.Table, out: pa.NativeFile) -> None:
    if job.verbatim:
        own = map(orjson.dumps, added.to_pylist())
        out.write(b"".join(_extended(raw, fields) + b"\n" for raw, fields in zip(rows.raw, own, strict=True)))
        return
    table = _joined(rows, added)
    table = pa.table([exact(column) for column in table.columns], table.column_names)
    for row in table.to_pylist():
        out.write(orjson.dumps(row, default=_as_json) + b"\n")


def _extended(raw: bytes, fields: bytes) -> bytes:
    """An object and further members behind its own."""
    return raw.rstrip()[:-1].rstrip() + b"," + fields[1:]


def _as_json(value: Any) -> str:
    """What JSON has no type for: decimals, durations."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def assemble(job: Job, parts: Iterable[Path], path: Path) -> None:
    """Put the parts together to one file, in their order; memory holds one at a time."""
    if job.target.kind in ("parquet", "xlsx"):
        assert job.schema is not None
        schema = pa.schema([*job.schema, *job.added_schema], job.schema.metadata)
        with path.open("wb") as out:
            if job.target.kind == "xlsx":
                _assemble_sheet(schema.names, _batches(parts), out)
                return
            with pq.ParquetWriter(out, schema, compression="zstd") as writer:
                for batch in _batches(parts):
                    writer.write_batch(batch)
        return
    if job.target.kind in _TEXTS:
        with create(path, job.target.compression) as out:
            out.write(header(job))
    else:
        path.write_bytes(b"")
    with path.open("ab") as file:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file, BUFFER)


def _batches(parts: Iterable[Path]) -> Iterator[pa.RecordBatch]:
    for part in parts:
        with part.open("rb") as source:
            yield from pq.ParquetFile(source).iter_batches(1 << 16)


def _assemble_sheet(names: Sequence[str], batches: Iterable[pa.RecordBatch], out: Any) -> None:
    with Sheet(out) as sheet:
        sheet.add(names)
        for batch in batches:
            columns = [pa.chunked_array([column]) for column in batch.columns]
            values = [(c if _is_number(c.type) or is_text(c.type) else as_text(c)).to_pylist() for c in columns]
            for row in zip(*values, strict=True):
                sheet.add([cell(value) for value in row])


def _is_number(kind: pa.DataType) -> bool:
    return bool(pa.types.is_integer(kind) or pa.types.is_floating(kind) or pa.types.is_boolean(kind))
