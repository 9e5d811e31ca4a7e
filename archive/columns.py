"""The columns of an input, and whether the output can have them."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq

from archive.formats import ArchiveError, Format, open_text, reading
from archive.records import RecordError, csv_fields, json_object, lines_of, records_of, without_bom

SAMPLE = 10_000  # JSONL rows that the columns of a CSV or Parquet output are taken from


def columns_of(
    files: Sequence[Path], source: str, target: Format, column: str, added: Sequence[str]
) -> tuple[tuple[str, ...], pa.Schema | None]:
    """The columns of the input, and their schema where the output is Parquet.

    Raises ArchiveError when there is no headline column, a name is taken, files differ or values cannot be written.
    """
    for file in files if source != "parquet" else ():
        _check_encoding(file)
    schema: pa.Schema | None
    if source == "csv":
        names, schema = _csv_columns(files), None
        if target.kind == "parquet":
            schema = pa.schema([(name, pa.string()) for name in names])
    elif source == "jsonl":
        names, schema = _jsonl_columns(files[0], column, set(added))
    else:
        schema = _parquet_schema(files, column)
        names = tuple(schema.names)
        _check_writable(files[0], schema, target)
    if column not in names:
        raise ArchiveError(f"{files[0]}: no column {column!r} but {_listed(names)}: name it with --column")
    if taken := [name for name in added if name in names]:
        raise ArchiveError(
            f"{files[0]}: there is already a column {taken[0]!r}: add others with --prefix, as in --prefix bait_"
        )
    if source == "jsonl" and target.kind == "jsonl":
        return (), None
    return names, schema if target.kind == "parquet" else None


def _listed(names: Sequence[str]) -> str:
    return ", ".join(map(repr, names[:20])) or "none at all"


def _check_encoding(file: Path) -> None:
    with reading(file), open_text(file)[0] as stream:
        if stream.read(2) in (b"\xff\xfe", b"\xfe\xff"):
            raise ArchiveError(f"{file} is UTF-16: convert it first, with 'iconv -f UTF-16 -t UTF-8'")


def _csv_columns(files: Sequence[Path]) -> tuple[str, ...]:
    first: tuple[str, ...] = ()
    for file in files:
        with reading(file), open_text(file)[0] as stream:
            header = next(records_of("csv", lines_of(stream)), None)
        if header is None:
            raise ArchiveError(f"{file} is empty: a CSV file starts with the names of its columns")
        try:
            names = tuple(csv_fields(without_bom(header.raw)))
        except RecordError as error:
            raise ArchiveError(f"{file}: the header cannot be read: {error}") from None
        if len(set(names)) < len(names):
            raise ArchiveError(f"{file}: two columns have one name: {_listed(names)}")
        if first and names != first:
            raise ArchiveError(f"{file} has the columns {_listed(names)} but {files[0]} {_listed(first)}: score apart")
        first = first or names
    return first


def _jsonl_columns(file: Path, column: str, added: set[str]) -> tuple[tuple[str, ...], pa.Schema | None]:
    rows = []
    with reading(file), open_text(file)[0] as stream:
        for record in islice(records_of("jsonl", lines_of(stream)), SAMPLE):
            try:
                rows.append(json_object(without_bom(record.raw) if record.line == 1 else record.raw))
            except RecordError:
                continue
    rows = [row for row in rows if not row.keys() & added] or rows  # some such rows are rejected; all are an error
    names = tuple(dict.fromkeys(name for row in rows for name in row)) or (column,)
    fields = []
    for name in names:
        try:
            kind = pa.array([row.get(name) for row in rows]).type
        except (pa.ArrowException, OverflowError):
            kind = pa.string()  # rows that do not fit are rejected
        fields.append((name, pa.string() if pa.types.is_null(kind) or name == column else kind))
    return names, pa.schema(fields)


def _parquet_schema(files: Sequence[Path], column: str) -> pa.Schema:
    first: pa.Schema | None = None
    for file in files:
        with reading(file):
            schema = pq.read_schema(file)
        if first is not None and not schema.equals(first):
            raise ArchiveError(f"{file} has other columns or types than {files[0]}: score them apart")
        first = first or schema
    assert first is not None
    if column in first.names and not _is_text(kind := first.field(column).type):
        raise ArchiveError(f"{files[0]}: column {column!r} is {kind}, not text: name another one with --column")
    return first


def _is_text(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _check_writable(file: Path, schema: pa.Schema, target: Format) -> None:
    for field in schema:
        binary = pa.types.is_binary(field.type) or pa.types.is_large_binary(field.type)
        if (target.kind == "csv" and (binary or pa.types.is_nested(field.type))) or (target.kind == "jsonl" and binary):
            raise ArchiveError(f"{file}: {target.kind} cannot hold column {field.name!r} ({field.type}): write Parquet")
