"""Write the scored rows of a part, and put parts together to one file."""

from __future__ import annotations

import base64
import shutil
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from archive.formats import BUFFER, create
from archive.job import Job
from archive.rows import Rows
from classifier import Prediction

_QUOTED = pa.csv.WriteOptions(include_header=False, quoting_style="needed")
_PLAIN = pa.csv.WriteOptions(include_header=False, quoting_style="none")


def write_part(job: Job, path: Path, rows: Rows, predictions: Sequence[Prediction]) -> None:
    """Write the rows of a part with their scores. A part of a folder of CSV files has a header."""
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
    if job.target.kind == "parquet":
        pq.write_table(_joined(rows, added), path, compression="zstd")
        return
    with create(path, job.target.compression) as out:
        if job.target.kind == "csv":
            if job.folder:
                out.write(header(job))
            _write_csv(rows, added, out)
        else:
            _write_jsonl(rows, added, out)


def header(job: Job) -> bytes:
    """The first line of a CSV output."""
    return ",".join(_quoted(name) for name in (*job.columns, *job.added)).encode() + b"\n"


def _quoted(name: str) -> str:
    doubled = name.replace('"', '""')
    return f'"{doubled}"' if any(mark in name for mark in ',"\r\n') else name


def _joined(rows: Rows, added: pa.Table) -> pa.Table:
    table = rows.table
    assert table is not None
    for field, column in zip(added.schema, added.columns, strict=True):
        table = table.append_column(field, column)
    return table


def _write_csv(rows: Rows, added: pa.Table, out: pa.NativeFile) -> None:
    if rows.table is not None:
        pa.csv.write_csv(_joined(rows, added), out, _QUOTED)
        return
    buffer = pa.BufferOutputStream()
    pa.csv.write_csv(added, buffer, _PLAIN)
    scored = buffer.getvalue().to_pybytes().split(b"\n")
    # The row itself is written as it was read: whatever its quotes and numbers look like.
    out.write(b"".join(part for raw, own in zip(rows.raw, scored, strict=False) for part in (raw, b",", own, b"\n")))


def _write_jsonl(rows: Rows, added: pa.Table, out: pa.NativeFile) -> None:
    own = map(orjson.dumps, added.to_pylist())
    if rows.table is None:
        spliced = (raw.rstrip()[:-1].rstrip() + b"," + fields[1:] for raw, fields in zip(rows.raw, own, strict=True))
        out.write(b"".join(line + b"\n" for line in spliced))
        return
    for row in _joined(rows, added).to_pylist():
        out.write(orjson.dumps(row, default=_as_json) + b"\n")


def _as_json(value: Any) -> str:
    """What JSON has no type for: decimals, durations."""
    return base64.b64encode(value).decode() if isinstance(value, bytes) else str(value)


def assemble(job: Job, parts: Iterable[Path], path: Path) -> None:
    """Put the parts together to one file, in their order; memory holds one at a time."""
    if job.target.kind == "parquet":
        assert job.schema is not None
        schema = pa.schema([*job.schema, *job.added_schema], job.schema.metadata)
        with pq.ParquetWriter(path, schema, compression="zstd") as writer:
            for part in parts:
                for batch in pq.ParquetFile(part).iter_batches(1 << 16):
                    writer.write_batch(batch)
        return
    if job.target.kind == "csv":
        with create(path, job.target.compression) as out:
            out.write(header(job))
    else:
        path.write_bytes(b"")
    with path.open("ab") as file:
        for part in parts:
            with part.open("rb") as source:
                shutil.copyfileobj(source, file, BUFFER)
