"""Types of columns: what an input has, what an output can hold, and how a value gets from the one to the other."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

from archive.formats import ArchiveError
from tabular.formats import Format
from tabular.numbers import Number, json_text
from tabular.sheet import XLSX_CELL

_TEMPORAL = (pa.types.is_timestamp, pa.types.is_duration, pa.types.is_time)


def is_text(kind: pa.DataType) -> bool:
    """Whether a column of this type holds text."""
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    return bool(pa.types.is_string(inner) or pa.types.is_large_string(inner) or pa.types.is_string_view(inner))


def _is_binary(kind: pa.DataType) -> bool:
    inner = kind.value_type if pa.types.is_dictionary(kind) else kind
    tests = (pa.types.is_binary, pa.types.is_large_binary, pa.types.is_binary_view, pa.types.is_fixed_size_binary)
    return any(test(inner) for test in tests)


def check_text(file: Path, field: pa.Field) -> None:
    """Raises ArchiveError when a column cannot hold headlines."""
    if not is_text(field.type):
        fix = "write it as string" if _is_binary(field.type) else "name another one with --column"
        raise ArchiveError(f"{file}: column {field.name!r} is {field.type}, not text: {fix}")


def check_writable(file: Path, schema: pa.Schema, target: Format) -> None:
    """Raises ArchiveError for a column that the output's kind has no place for."""
    flat = target.kind in ("csv", "tsv", "xlsx")
    for field in schema:
        if (flat and pa.types.is_nested(field.type)) or (target.kind != "parquet" and _is_binary(field.type)):
            raise ArchiveError(f"{file}: {target.kind} cannot hold column {field.name!r} ({field.type}): write Parquet")


def without_views(schema: pa.Schema) -> pa.Schema:
    """The schema with plain types for views, which Parquet itself does not know and not every function takes."""
    plain = {pa.string_view(): pa.string(), pa.binary_view(): pa.binary()}
    fields = [field.with_type(plain.get(field.type, field.type)) for field in schema]
    return pa.schema(fields, schema.metadata)


def inferred(names: Iterable[str], rows: Sequence[Mapping[str, Any]]) -> pa.Schema:
    """The types of columns from the values of some rows; text where no type holds them all exactly."""
    fields = []
    for name in names:
        try:
            kind = pa.array([native(row.get(name)) for row in rows]).type
        except (pa.ArrowException, OverflowError, ValueError):
            kind = pa.string()
        fields.append((name, pa.string() if pa.types.is_null(kind) else kind))
    return pa.schema(fields)


def native(value: Any) -> Any:
    """A value of ``json_object`` for Arrow. Raises ValueError for a number that no type holds exactly."""
    if isinstance(value, Number):
        if (number := value.value) is None:
            raise ValueError(f"{value} is no int64 and no double")
        return number
    if isinstance(value, dict):
        return {name: native(item) for name, item in value.items()}
    return [native(item) for item in value] if isinstance(value, list) else value


def for_schema(value: Mapping[str, Any], schema: pa.Schema) -> dict[str, Any]:
    """The values of a row as the schema wants them: text, or what has a type. Raises ValueError as ``native``."""
    texts = {field.name for field in schema if pa.types.is_string(field.type)}
    return {name: _text(item) if name in texts else native(item) for name, item in value.items()}


def _text(value: Any) -> str | None:
    return value if value is None else str(value) if isinstance(value, str) else json_text(value)


def as_text(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column as text, whatever it holds."""
    try:
        return column.cast(pa.string())
    except pa.ArrowException:
        return pa.chunked_array([[None if v is None else str(v) for v in column.to_pylist()]], pa.string())


def exact(column: pa.ChunkedArray) -> pa.ChunkedArray:
    """The column with times that Python's own types hold; as text where they do not."""
    kind = column.type
    if not any(test(kind) for test in _TEMPORAL) or kind.unit != "ns":
        return column
    zone = [kind.tz] if pa.types.is_timestamp(kind) else []
    make = pa.timestamp if pa.types.is_timestamp(kind) else pa.duration if pa.types.is_duration(kind) else pa.time64
    try:
        return column.cast(make("us", *zone))
    except pa.ArrowException:
        return as_text(column)


def unfit(table: pa.Table, target: Format) -> dict[int, str]:
    """The rows that the output's kind cannot hold, by position, with the reason."""
    if target.kind not in ("tsv", "xlsx"):
        return {}
    found: dict[int, str] = {}
    for name, column in zip(table.column_names, table.columns, strict=True):
        text = column if is_text(column.type) else as_text(column)
        text = text.cast(pa.string())
        if target.kind == "tsv":
            bad, reason = pc.match_substring_regex(text, "[\t\r\n]"), "holds a tab or line break, which TSV cannot"
        else:
            bad, reason = pc.greater(pc.utf8_length(text), XLSX_CELL), f"is longer than the {XLSX_CELL} of XLSX"
        for place in pc.indices_nonzero(pc.fill_null(bad, False)).to_pylist():
            found.setdefault(place, f"the cell in {name!r} {reason}")
    return found
