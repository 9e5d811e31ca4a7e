"""The rows of any table, one by one."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Any, NamedTuple

from classifier.extras import require
from tabular.cells import as_text
from tabular.columns import HEADLINE, check_unique, fitted, header
from tabular.dialect import Dialect, find_dialect, named_delimiter
from tabular.errors import RecordError, TableError
from tabular.files import kind_of
from tabular.formats import format_of
from tabular.numbers import Number, json_object
from tabular.options import TableOptions
from tabular.records import decoded, fields_of, lines_of, records_of, without_bom
from tabular.streams import BUFFER, TextFile, open_text, reading, text_file

_BATCH = 1 << 13  # rows of Parquet that are decoded at once


class TableRow(NamedTuple):
    """A row: the number of its first line (its row in XLSX and Parquet, from 1 and 2), its cells by column.

    Cells are text; in JSONL and Parquet they have the types of those, exact numbers as ``Number``.
    """

    line: int
    cells: dict[str, Any]


_FOUND = TableOptions()
Cells = tuple[int, list[str]]  # the number of the first line, and the cells


def rows_of(path: Path, options: TableOptions = _FOUND) -> Iterator[TableRow | RecordError]:
    """The rows of a table; a bad one as the error that tells its place and what is wrong. Empty rows are no rows.

    Raises TableError for a file that cannot be read, or whose columns cannot be told apart.
    """
    with reading(path):
        kind = _kind(path, options)
        if kind == "parquet":
            yield from _parquet(path)
        elif kind in ("jsonl", "txt"):
            yield from _objects(text_file(path, kind, options.encoding))
        else:
            yield from _named(path, cells_of(path, options))


def cells_of(path: Path, options: TableOptions = _FOUND) -> Iterator[Cells | RecordError]:
    """The cells of a CSV, TSV or XLSX, header first, without empty rows. Raises TableError as ``rows_of``."""
    with reading(path):
        file = text_file(path, _kind(path, options), options.encoding)
        delimiter = named_delimiter(options.delimiter) if options.delimiter else None
        dialect = find_dialect(file.kind, file.head, whole=file.whole, delimiter=delimiter)
        with open_text(file)[0] as stream:
            for record in records_of(dialect, lines_of(stream)):
                raw = without_bom(record.raw) if record.line == 1 else record.raw
                try:
                    fields = sheet_fields(raw) if file.kind == "xlsx" else fields_of(dialect, raw, file.encoding)
                except RecordError as error:
                    yield RecordError(f"{path}:{record.line}: {error}; {remedy(error, file)}")
                    continue
                if any(field.strip() for field in fields):
                    yield record.line, fields


def row_bound(path: Path) -> int:
    """A number of rows that a table does not exceed, found without parsing it: its lines, or what it says of itself."""
    with reading(path):
        kind = kind_of(path)
        if kind == "parquet":
            require("reading .parquet", "archive")
            import pyarrow.parquet as pq

            with path.open("rb") as source:
                return int(pq.read_metadata(source).num_rows)
        total, last = 0, b"\n"
        with open_text(text_file(path, kind))[0] as stream:
            while block := stream.read(BUFFER):
                total += block.count(b"\n")
                last = block
        return total + (not last.endswith(b"\n"))


def _kind(path: Path, options: TableOptions) -> str:
    kind = kind_of(path)
    unnamed = kind in ("csv", "tsv") and format_of(path) is None
    return "txt" if options.lines and unnamed else kind


def _named(path: Path, rows: Iterator[Cells | RecordError]) -> Iterator[TableRow | RecordError]:
    names: list[str] = []
    for row in rows:
        if isinstance(row, RecordError):
            if not names:
                raise TableError(str(row))
            yield row
            continue
        line, fields = row
        if not names:
            names = header(fields, f"{path}:{line}")
            continue
        fields = fitted(fields, len(names))
        if kind_of(path) == "xlsx":
            fields += [""] * (len(names) - len(fields))
        if len(fields) != len(names):
            number = f"{len(fields)}, not {len(names)}"
            yield RecordError(f"{path}:{line}: number of fields differs from the header's ({number})")
            continue
        yield TableRow(line, dict(zip(names, fields, strict=True)))
    if not names:
        raise TableError(f"{path} is empty: a table starts with the names of its columns")


def _objects(file: TextFile) -> Iterator[TableRow | RecordError]:
    with open_text(file)[0] as stream:
        for record in records_of(Dialect(file.kind), lines_of(stream)):
            raw = without_bom(record.raw) if record.line == 1 else record.raw
            try:
                text = decoded(raw, file.encoding)
                if text.strip():
                    yield TableRow(record.line, json_object(text) if file.kind == "jsonl" else {HEADLINE: text})
            except RecordError as error:
                yield RecordError(f"{file.path}:{record.line}: {error}; {remedy(error, file)}")


def remedy(error: RecordError, file: TextFile) -> str:
    """What to do about a bad record."""
    if str(error).startswith(("not UTF-8", f"not {file.encoding}")):
        return "save it as UTF-8, or name its encoding with --encoding"
    return "write one JSON object a line" if file.kind == "jsonl" else "quote cells that hold quotes, and double those"


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
