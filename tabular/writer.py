"""Small tables of every kind: all of their rows in memory."""

from __future__ import annotations

import csv
import io
import shutil
import sys
import tempfile
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import IO

from classifier.atomic import atomic_write
from classifier.extras import require
from tabular.cells import safe
from tabular.errors import TableError
from tabular.files import STANDARD, check_output
from tabular.formats import KNOWN, Format, format_of
from tabular.numbers import json_text
from tabular.sheet import Sheet


def output_format(out: Path, kind: str | None = None) -> Format:
    """The format of an output by its name (``kind`` for standard output, default CSV).

    Raises TableError for a kind that cannot be written.
    """
    if str(out) == STANDARD:
        return Format(kind or "csv")
    found = format_of(out)
    if found is None or found.compression:
        raise TableError(f"{out}: the kind is unknown: the name must end in {KNOWN}, uncompressed")
    return found


def write_table(out: Path, names: Sequence[str], records: Sequence[Mapping[str, str]], *, excel: bool = False) -> None:
    """Write a table; the file appears whole or not at all. ``excel`` as ``safe_text`` of ``csv_text``.

    Raises TableError for an output that cannot be written, or a cell that its kind cannot hold.
    """
    check_output(out)
    kind = output_format(out).kind
    rows = [[record.get(name) or "" for name in names] for record in records]
    if str(out) == STANDARD:
        with tempfile.TemporaryFile() as file:
            _write(kind, file, names, rows, excel)
            file.seek(0)
            sys.stdout.flush()
            shutil.copyfileobj(file, sys.stdout.buffer)
            sys.stdout.buffer.flush()
        return
    with atomic_write(out) as temporary, temporary.open("w+b") as file:
        _write(kind, file, names, rows, excel)


def _write(kind: str, file: IO[bytes], names: Sequence[str], rows: Sequence[Sequence[str]], excel: bool) -> None:
    if kind == "xlsx":
        write_xlsx(file, [names, *rows])
    elif kind == "parquet":
        require("writing .parquet", "archive")
        import pyarrow as pa
        import pyarrow.parquet as pq

        columns = list(zip(*rows, strict=True)) or [()] * len(names)
        pq.write_table(pa.table([pa.array(c, pa.string()) for c in columns], list(names)), file, compression="zstd")
    elif kind == "jsonl":
        for row in rows:
            file.write(json_text(dict(zip(names, row, strict=True))).encode() + b"\n")
    else:
        file.write((b"\xef\xbb\xbf" if excel else b"") + text_rows(kind, [names, *rows], excel=excel))


def text_rows(kind: str, rows: Sequence[Sequence[str]], *, excel: bool = False) -> bytes:
    """Rows of CSV or TSV. With ``excel`` no cell is a formula (``cells.safe``).

    Raises TableError for a tab or a line break in a cell of TSV.
    """
    if excel:
        rows = [[safe(cell) for cell in row] for row in rows]
    if kind == "tsv":
        for row in rows:
            if bad := next((cell for cell in row if not fits_tsv(cell)), None):
                raise TableError(f"TSV cannot hold the tab or line break in {bad[:20]!r}: write CSV")
        return "".join("\t".join(row) + "\n" for row in rows).encode()
    out = io.StringIO(newline="")
    csv.writer(out, lineterminator="\n").writerows(rows)
    return out.getvalue().encode()


def fits_tsv(cell: str) -> bool:
    """Whether TSV can hold a cell: it has no quotes to put around a tab or a line break."""
    return not any(mark in cell for mark in "\t\r\n")


def write_xlsx(file: IO[bytes], rows: Sequence[Sequence[str | float]]) -> None:
    """A workbook with one sheet; text is text, whatever it begins with. The same rows give the same bytes."""
    with Sheet(file) as sheet:
        for row in rows:
            sheet.add(row)
