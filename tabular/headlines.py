"""The headlines of a table, one after the other, never all in memory."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

from classifier.text.visible import is_visible
from tabular.columns import headline_column
from tabular.errors import RecordError, TableError
from tabular.numbers import Number
from tabular.options import TableOptions
from tabular.reader import rows_of

_FOUND = TableOptions()


def each_headline(path: Path, options: TableOptions = _FOUND) -> Iterator[str]:
    """The headlines of a table, or the lines of a text file that ``options`` do not call a table.

    Those with nothing visible are left out.

    Raises TableError for a file that cannot be read, and for a row that cannot, or that lacks the column.
    """
    known: dict[tuple[str, ...], str] = {}
    lines = options.column is None and options.delimiter is None
    for row in rows_of(path, replace(options, lines=lines)):
        if isinstance(row, RecordError):
            raise TableError(str(row))
        names = tuple(row.cells)
        if names not in known:
            known[names] = headline_column(names, options.column, f"{path}:{row.line}")
        value = row.cells[known[names]]
        if isinstance(value, str) and not isinstance(value, Number) and is_visible(value):
            yield value
