"""The columns of an input, and whether the output can have them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import islice
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from archive.formats import ArchiveError, reading
from archive.types import check_text, check_writable, inferred, without_views
from tabular.columns import check_unique, header, headline_column, listed
from tabular.dialect import Dialect, find_dialect, named_delimiter
from tabular.errors import RecordError, TableError
from tabular.formats import Format
from tabular.numbers import json_object
from tabular.reader import sheet_fields, sheet_values
from tabular.records import Record, decoded, fields_of, lines_of, records_of, without_bom
from tabular.streams import TextFile, open_text, text_file

SAMPLE = 10_000  # rows of JSONL and XLSX that the columns and types of the output are taken from
TYPED = ("parquet", "xlsx")  # outputs that know types


@dataclass(frozen=True)
class Columns:
    """``names`` of the input, none where JSONL stays JSONL; ``schema`` is theirs in an output that has types.

    ``column`` holds the headlines. ``marked`` says that the input begins with a byte-order mark.
    """

    names: tuple[str, ...]
    schema: pa.Schema | None
    column: str
    dialect: Dialect
    marked: bool = False


def columns_of(
    files: Sequence[Path],
    source: str,
    target: Format,
    column: str | None,
    added: Sequence[str],
    *,
    encoding: str | None = None,
    delimiter: str | None = None,
) -> Columns:
    """The columns of the input. ``column`` None is the one whose name says headline.

    Raises ArchiveError when there is no headline column, a name is taken, files differ or values cannot be written.
    """
    with reading(files[0]):
        delimiter = named_delimiter(delimiter) if delimiter else None
        if source in ("csv", "tsv", "xlsx"):
            found = _cell_columns(files, source, target, column, encoding, delimiter)
        elif source == "jsonl":
            found = _jsonl_columns(files, target, column, set(added), encoding)
        else:
            found = _parquet_columns(files, target, column)
    if taken := [name for name in added if name in found.names]:
        raise ArchiveError(
            f"{files[0]}: there is already a column {taken[0]!r}: add others with --prefix, as in --prefix bait_"
        )
    if source == "jsonl" and target.kind == "jsonl":
        return Columns((), None, found.column, found.dialect, found.marked)
    return found


def fields(file: TextFile, dialect: Dialect, record: Record) -> list[str]:
    """The cells of a record of CSV, TSV or XLSX. Raises RecordError."""
    raw = without_bom(record.raw) if record.line == 1 else record.raw
    return sheet_fields(raw) if file.kind == "xlsx" else fields_of(dialect, raw, file.encoding)


def header_record(file: TextFile, dialect: Dialect, records: Iterator[Record]) -> tuple[Record, list[str]]:
    """The header, the first record that is not empty, and the columns' names. Raises TableError."""
    for record in records:
        try:
            found = fields(file, dialect, record)
        except RecordError as error:
            raise TableError(f"{file.path}: the header cannot be read: {error}") from None
        if any(field.strip() for field in found):
            return record, header(found, file.path)
    raise TableError(f"{file.path} is empty: a table starts with the names of its columns")


def _cell_columns(
    files: Sequence[Path], source: str, target: Format, column: str | None, encoding: str | None, delimiter: str | None
) -> Columns:
    first: Columns | None = None
    for path in files:
        with reading(path):
            file = text_file(path, source, encoding)
            dialect = find_dialect(source, file.head, whole=file.whole, delimiter=delimiter)
            with open_text(file)[0] as stream:
                records = records_of(dialect, lines_of(stream))
                names = tuple(header_record(file, dialect, records)[1])
                if first is None:
                    schema = None
                    if source == "xlsx":
                        rows = (sheet_values(record.raw) for record in islice(records, SAMPLE))
                        schema = inferred(names, [dict(zip(names, row, strict=False)) for row in rows])
                    elif target.kind in TYPED:
                        schema = pa.schema([(name, pa.string()) for name in names])
        if first is None:
            found = headline_column(names, column, path)
            if source == "xlsx":
                typed = target.kind not in ("csv", "tsv")
                schema = schema.set(names.index(found), pa.field(found, pa.string())) if schema and typed else None
            first = Columns(names, schema, found, dialect, file.marked)
        elif names != first.names:
            raise ArchiveError(
                f"{path} has the columns {listed(names)} but {files[0]} {listed(first.names)}: score apart"
            )
        elif dialect != first.dialect:
            raise ArchiveError(f"{path} separates or quotes its cells in another way than {files[0]}: score apart")
    assert first is not None
    return first


def _jsonl_columns(
    files: Sequence[Path], target: Format, column: str | None, added: set[str], encoding: str | None
) -> Columns:
    rows: list[dict[str, Any]] = []
    file = text_file(files[0], "jsonl", encoding)
    with open_text(file)[0] as stream:
        for record in islice(records_of(Dialect("jsonl"), lines_of(stream)), SAMPLE):
            try:
                rows.append(json_object(decoded(without_bom(record.raw) if record.line == 1 else record.raw)))
            except RecordError:
                continue
    rows = [row for row in rows if not row.keys() & added] or rows  # some such rows are rejected; all are an error
    names = tuple(dict.fromkeys(name for row in rows for name in row))
    found = headline_column(names, column, files[0]) if names else column or "headline"
    names = names or (found,)
    schema = None
    if target.kind in TYPED:
        schema = inferred(names, rows)
        schema = schema.set(names.index(found), pa.field(found, pa.string()))
    return Columns(names, schema, found, Dialect("jsonl"), file.marked)


def _parquet_columns(files: Sequence[Path], target: Format, column: str | None) -> Columns:
    first: pa.Schema | None = None
    for path in files:
        with reading(path), path.open("rb") as stream:
            schema = pq.read_schema(stream)
            check_unique(schema.names, path)
        if first is not None and not schema.equals(first):
            raise ArchiveError(f"{path} has other columns or types than {files[0]}: score them apart")
        first = first or schema
    assert first is not None
    first = without_views(first)
    found = headline_column(first.names, column, files[0])
    check_text(files[0], first.field(found))
    check_writable(files[0], first, target)
    return Columns(tuple(first.names), first if target.kind in TYPED else None, found, Dialect("parquet"))
