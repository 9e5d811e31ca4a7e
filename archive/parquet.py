"""Read a part of a Parquet file."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.job import Job, Part
from archive.rows import Rows
from archive.types import without_views

_BATCH = 1 << 16  # rows decoded at once


def read_parquet(job: Job, part: Part) -> Rows:
    """The rows of a part. Raises OSError or pyarrow.ArrowException when the file is damaged."""
    table = pa.Table.from_batches(_batches(part))
    table = table.cast(without_views(table.schema))
    column = table.column(job.column)
    texts = _texts(column.cast(column.type.value_type) if pa.types.is_dictionary(column.type) else column)
    rows = Rows([text or "" for text, _ in texts], list(range(part.line, part.line + len(texts))), table=table)
    rows.reject(part, {position: reason for position, (_, reason) in enumerate(texts) if reason})
    return rows


def _batches(part: Part) -> Iterator[pa.RecordBatch]:
    """The rows of the part, decoded from the row groups that contain them: at least one batch, for its schema."""
    with Path(part.file).open("rb") as stream, pq.ParquetFile(stream, pre_buffer=False, buffer_size=1 << 20) as file:
        groups: list[int] = []
        first, start = 0, 0
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
    """Each headline with an empty string, or None with the reason why it cannot be scored."""
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
