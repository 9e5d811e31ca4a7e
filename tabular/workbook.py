"""XLSX: the rows of the first sheet that holds any, as JSON arrays."""

from __future__ import annotations

import datetime
import json
import zipfile
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from classifier.extras import require
from tabular.errors import TableError

_WHOLE = 1e21  # from here on a number is written with an exponent
LARGEST = 1 << 30  # bytes of a workbook once decompressed: its reader holds a sheet in memory


def sheet_lines(path: Path) -> Iterator[bytes]:
    """The rows of the sheet, a line each, from its first row on; an empty line for an empty row.

    Whole numbers have no decimal point, dates are ISO 8601. Raises TableError for a damaged or oversized file.
    """
    for row in _rows(path):
        values = [_plain(value) for value in row]
        yield (json.dumps(values, ensure_ascii=False) if any(v is not None for v in values) else "").encode() + b"\n"


def other_sheets(path: Path) -> list[str]:
    """The names of the sheets with content that are not read."""
    return [name for name, height in _open(path)[1] if height][1:]


def _open(path: Path) -> tuple[Any, list[tuple[str, int]]]:
    require("reading .xlsx", "xlsx")
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        with zipfile.ZipFile(path) as archive:
            size = sum(member.file_size for member in archive.infolist())
        if size > LARGEST:
            raise TableError(f"{path} takes {size >> 20} MB decompressed, more than {LARGEST >> 20}: save it as CSV")
        with path.open("rb") as file:
            book = CalamineWorkbook.from_filelike(file)
        return book, [(name, book.get_sheet_by_name(name).height) for name in book.sheet_names]
    except (zipfile.BadZipFile, CalamineError) as error:
        raise TableError(f"{path} cannot be read as XLSX ({error}): save it again, or as CSV") from None


def _rows(path: Path) -> Iterator[list[Any]]:
    book, sheets = _open(path)
    name = next((name for name, height in sheets if height), None)
    if name is not None:
        yield from book.get_sheet_by_name(name).to_python(skip_empty_area=False)


def _plain(value: Any) -> Any:
    """A cell as JSON has it; None for an empty one."""
    if value == "":
        return None
    if isinstance(value, float) and value.is_integer() and abs(value) < _WHOLE:
        return int(value)
    if isinstance(value, datetime.datetime) and value.time() == datetime.time():
        return value.date().isoformat()
    if isinstance(value, (datetime.date, datetime.time)):
        return value.isoformat()
    return str(value) if isinstance(value, datetime.timedelta) else value
