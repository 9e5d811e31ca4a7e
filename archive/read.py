"""Read a part: its headlines, the content of their rows that the output needs, and the rows to reject."""

from __future__ import annotations

import csv
import io
from pathlib import Path
from typing import Any

import orjson
import pyarrow as pa

from archive.job import Job, Part, Reject
from archive.parquet import read_parquet
from archive.rows import Rows, shown
from archive.types import for_schema, unfit
from tabular.columns import fitted
from tabular.dialect import Dialect
from tabular.errors import RecordError
from tabular.numbers import Number, has_surrogate, json_object, json_text, json_type
from tabular.reader import sheet_values
from tabular.records import decoded, fields_of, lines_of, records_of, without_bom

Read = tuple[str, dict[str, Any], bytes]  # headline, values for the output, the row as it is written again


def read_part(job: Job, part: Part) -> Rows:
    """The rows of a part. Raises OSError or pyarrow.ArrowException when the file is damaged."""
    rows = read_parquet(job, part) if job.source == "parquet" else _read_text(job, part)
    if rows.table is not None:
        rows.reject(part, unfit(rows.table, job.target))
    return rows


def _read_text(job: Job, part: Part) -> Rows:
    with Path(part.spooled or part.file).open("rb") as file:
        file.seek(part.start)
        stream = io.BytesIO(file.read(part.stop - part.start))
    rows, values = Rows(), []
    parse = _json_row if job.source == "jsonl" else _sheet_row if job.source == "xlsx" else _text_row
    for record in records_of(job.dialect, lines_of(stream), part.line):
        raw = without_bom(record.raw) if record.line == 1 else record.raw
        try:
            headline, value, raw = parse(job, part, raw)
        except RecordError as error:
            rows.rejects.append(Reject(part.file, record.line, str(error), shown(raw)))
            continue
        rows.headlines.append(headline)
        rows.lines.append(record.line)
        rows.raw.append(raw)
        values.append(value)
    if not job.verbatim:
        _tabulate(job, part, rows, values)
    return rows


def _tabulate(job: Job, part: Part, rows: Rows, values: list[dict[str, Any]]) -> None:
    schema = job.schema or pa.schema([(name, pa.string()) for name in job.columns])
    try:
        rows.table = pa.Table.from_pylist([for_schema(value, schema) for value in values], schema)
    except (pa.ArrowException, OverflowError, ValueError):
        fit = [_fits(value, schema) for value in values]
        rows.table = pa.Table.from_pylist(
            [for_schema(value, schema) if good else {} for value, good in zip(values, fit, strict=True)], schema
        )
        reason = f"a value is of another type than in the first rows ({', '.join(map(str, schema.types))})"
        rows.reject(part, {place: reason for place, good in enumerate(fit) if not good})


def _text_row(job: Job, part: Part, raw: bytes) -> Read:
    found = fields_of(job.dialect, raw, part.encoding)
    cells = fitted(found, len(job.columns))
    if not any(cell.strip() for cell in cells):
        raise RecordError("empty row" if len(cells) > 1 else "empty line" if not cells else "the headline is empty")
    if len(cells) != len(job.columns):
        raise RecordError(f"{len(cells)} fields instead of {len(job.columns)}")
    headline = cells[job.columns.index(job.column)]
    if not headline.strip():
        raise RecordError("the headline is empty")
    if not job.verbatim:
        return headline, dict(zip(job.columns, cells, strict=True)), raw
    return headline, {}, raw if len(cells) == len(found) else line_of(cells, job.dialect)


def line_of(cells: list[str], dialect: Dialect) -> bytes:
    """The cells as a line of CSV or TSV, without its ending."""
    if not dialect.quoted:
        return dialect.delimiter.join(cells).encode()
    out = io.StringIO(newline="")
    if dialect.delimiter == "\t":
        csv.writer(out, delimiter="\t", quoting=csv.QUOTE_ALL, lineterminator="").writerow(cells)
    else:
        csv.writer(out, delimiter=dialect.delimiter, lineterminator="").writerow(cells)
    return out.getvalue().encode()


def _sheet_row(job: Job, part: Part, raw: bytes) -> Read:
    cells = sheet_values(raw)
    cells += [None] * (len(job.columns) - len(cells))
    if all(cell is None for cell in cells):
        raise RecordError("empty row")
    if any(cell is not None for cell in cells[len(job.columns) :]):
        raise RecordError(f"a cell behind the {len(job.columns)} named columns")
    value = dict(zip(job.columns, cells, strict=False))
    headline = value[job.column]
    if not isinstance(headline, str) or isinstance(headline, Number) or not headline.strip():
        empty = headline is None or isinstance(headline, str) and not headline.strip()
        raise RecordError("the headline is empty" if empty else f"the headline is not text but {json_type(headline)}")
    return headline, value, raw


def _json_row(job: Job, part: Part, raw: bytes) -> Read:
    value = _object(job, part, raw)
    headline = value.get(job.column)
    if headline is None:
        raise RecordError("the headline is null" if job.column in value else f"no key {job.column!r}")
    if not isinstance(headline, str) or isinstance(headline, Number):
        raise RecordError(f"the headline is not text but {json_type(headline)}")
    if not headline.strip():
        raise RecordError("the headline is empty")
    if taken := value.keys() & set(job.added):
        raise RecordError(f"there is already a key {min(taken)!r}")
    if job.verbatim:
        return headline, {}, raw
    if unknown := value.keys() - set(job.columns):
        raise RecordError(f"key {min(unknown)!r} is in none of the first rows, which determine the columns")
    if b"\\u" in raw and has_surrogate(json_text(value)):
        raise RecordError("a value holds half a character (a lone surrogate)")
    return headline, value, raw


def _object(job: Job, part: Part, raw: bytes) -> dict[str, Any]:
    text = decoded(raw, part.encoding)
    if job.verbatim:  # its numbers are not looked at
        try:
            value = orjson.loads(text)
        except orjson.JSONDecodeError:  # as for NaN and halves of emoji, which Python reads
            return json_object(text)
        if isinstance(value, dict):
            return value
    return json_object(text)


def _fits(value: dict[str, Any], schema: pa.Schema) -> bool:
    try:
        pa.Table.from_pylist([for_schema(value, schema)], schema)
    except (pa.ArrowException, OverflowError, ValueError):
        return False
    return True
