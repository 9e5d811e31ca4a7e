"""A workbook with one sheet, written row by row."""

from __future__ import annotations

import datetime
import math
from collections.abc import Sequence
from typing import IO

from classifier.extras import require
from tabular.errors import TableError

XLSX_CELL = 32_767  # characters that a cell holds
_MADE = datetime.datetime(2000, 1, 1)  # a time of its own: the same rows give the same bytes

XLSX_ROWS = (1 << 20) - 1  # below the header: a sheet holds no more
_DIGITS = 10**15  # numbers with more digits are rounded by spreadsheets


def cell(value: str | float | None) -> str | float | None:
    """A value as a cell holds it exactly: as text where a number would be rounded, or is none."""
    if isinstance(value, bool) or value is None or isinstance(value, str):
        return value
    if isinstance(value, int):
        return value if abs(value) < _DIGITS else str(value)
    return value if math.isfinite(value) else str(value)


class Sheet:
    """Writes rows to a file; memory holds one of them."""

    def __init__(self, file: IO[bytes]) -> None:
        require("writing .xlsx", "xlsx")
        import xlsxwriter

        self._book = xlsxwriter.Workbook(file, {"constant_memory": True, "strings_to_formulas": False})
        self._book.set_properties({"created": _MADE})
        self._sheet = self._book.add_worksheet("clickbait")
        self._rows = 0

    def add(self, row: Sequence[str | float | None]) -> None:
        """One more row: text as text, numbers as numbers. Raises TableError for a text
        that no cell holds, or one row too many."""
        if self._rows > XLSX_ROWS:
            raise TableError(f"XLSX holds {XLSX_ROWS} rows and no more: write CSV or Parquet")
        for column, value in enumerate(row):
            if isinstance(value, str):
                if len(value) > XLSX_CELL:
                    raise TableError(f"a cell of more than {XLSX_CELL} characters does not fit into XLSX: write CSV")
                if value:
                    self._sheet.write_string(self._rows, column, value)
            elif value is not None:
                self._sheet.write(self._rows, column, value)
        self._rows += 1

    def __enter__(self) -> Sheet:
        return self

    def __exit__(self, *_: object) -> None:
        self._book.close()
