"""What a user says of a table."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class TableOptions:
    """Encoding, delimiter and the column with the headlines; None where the content of a table says it.

    ``lines``: a name that says nothing stands for plain lines, not for CSV.
    """

    encoding: str | None = None
    delimiter: str | None = None
    column: str | None = None
    lines: bool = False
