"""The rows of any table, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from classifier.extras import require
from tabular.cells import as_text
from tabular.columns import check_unique, fitted, header
from tabular.dialect import Dialect, find_dialect, named_delimiter
from tabular.errors import RecordError, TableError
from tabular.files import kind_of
from tabular.numbers import Number, json_object
from tabular.options import TableOptions
from tabular.records import Record, decoded, fields_of, lines_of, records_of, without_bom
from tabular.streams import TextFile, open_text, reading, text_file

_BATCH = 1 << 13  # rows of Parquet that are decoded at once


class TableRow(NamedTuple):
    """A row: the number of its first line (its row in XLSX and Parquet, from 1 and 2), its cells by column.

    Cells are text; in JSONL and Parquet they have the types of those, exact numbers as ``Number``.
    """

    line: int
    cells: dict[str, Any]


_FOUND = TableOptions()


def rows_of(path: Path, options: TableOptions = _FOUND) -> Iterator[TableRow | RecordError]:
    """The rows of a table; a bad one as the error that tells its place and what is wrong. Empty rows are no rows.

    Raises TableError for a file that cannot be read, or whose columns cannot be told apart.
    """
    with reading(path):
        kind = kind_of(path)
        if options.lines and not path.suffix.lower().startswith((".csv", ".tsv", ".jsonl")) and kind in ("csv", "tsv"):
            kind = "txt"
        if kind == "parquet":
            yield from _parquet(path)
            return
        file = text_file(path, kind, options.encoding)
        delimiter = named_delimiter(options.delimiter) if options.delimiter else None
        dialect = find_dialect(kind, file.head, whole=file.whole, delimiter=delimiter)
        with open_text(file)[0] as stream:
            records = records_of(dialect, lines_of(stream))
            yield from _objects(file, records) if kind in ("jsonl", "txt") else _cells(file, dialect, records)


def _cells(file: TextFile, dialect: Dialect, records: Iterator[Record]) -> Iterator[TableRow | RecordError]:
    names: list[str] = []
    for record in records:
        where = f"{file.path}:{record.line}"
        raw = without_bom(record.raw) if record.line == 1 else record.raw
        try:
            fields = sheet_fields(raw) if file.kind == "xlsx" else fields_of(dialect, raw, file.encoding)
        except RecordError as error:
            if not names:
                raise TableError(f"{where}: the header cannot be read: {error}") from None
            yield RecordError(f"{where}: {error}; {remedy(error, file)}")
            continue
        if not any(field.strip() for field in fields):
            continue
        if not names:
            names = header(fields, where)
            continue
        fields = fitted(fields, len(names))
        if file.kind == "xlsx":
            fields += [""] * (len(names) - len(fields))
        if len(fields) != len(names):
            yield RecordError(f"{where}: number of fields differs from the header's ({len(fields)}, not {len(names)})")
            continue
        yield TableRow(record.line, dict(zip(names, fields, strict=True)))
    if not names:
        raise TableError(f"{file.path} is empty: a table starts with the names of its columns")


def _objects(file: TextFile, records: Iterator[Record]) -> Iterator[TableRow | RecordError]:
    for record in records:
        raw = without_bom(record.raw) if record.line == 1 else record.raw
        where = f"{file.path}:{record.line}"
        try:
            text = decoded(raw, file.encoding)
            if text.strip():
                cells = json_object(text) if file.kind == "jsonl" else {"headline": text.rstrip("\r")}
                yield TableRow(record.line, cells)
        except RecordError as error:
            yield RecordError(f"{where}: {error}; {remedy(error, file)}")


def remedy(error: RecordError, file: TextFile) -> str:
    """What to do about a bad record."""
    if str(error).startswith(("not UTF-8", f"not {file.encoding}")):
        return "save it as UTF-8, or name its encoding with --encoding"
    return "write one JSON object a line" if file.kind == "jsonl" else "mend the row"


def sheet_fields(raw: bytes) -> list[str]:
    """The cells of a line of ``workbook.sheet_lines`` as text."""
    return [as_text(value) for value in sheet_values(raw)]


def sheet_values(raw: bytes) -> list[Any]:
    """The cells of such a line: text, ``Number``, bool, or None."""
    values: list[Any] = json_object(f'{{"row":{raw.decode()}}}')["row"] if raw else []
    return values


def _parquet(path: Path) -> Iterator[TableRow | RecordError]:
    require("reading .parquet", "archive")
    import pyarrow as pa  # 100 MB of libraries: only for such a file
    import pyarrow.parquet as pq

    try:
        with path.open("rb") as source, pq.ParquetFile(source) as file:
            check_unique(file.schema_arrow.names, path)
            number = 1
            for batch in file.iter_batches(_BATCH):
                columns = {name: _values(path, name, batch.column(name)) for name in batch.schema.names}
                for place in range(batch.num_rows):
                    yield TableRow(number, {name: values[place] for name, values in columns.items()})
                    number += 1
    except pa.ArrowException as error:
        raise TableError(f"{path} cannot be read to the end: {error}") from None


def _values(path: Path, name: str, column: Any) -> list[Any]:
    try:
        values: list[Any] = column.to_pylist()
    except UnicodeDecodeError:
        raise TableError(f"{path}: column {name!r} holds text that is not UTF-8: write it again") from None
    exact = (Number(v) if isinstance(v, int) and not isinstance(v, bool) else v for v in values)
    return [None if isinstance(value, bytes) else value for value in exact]
