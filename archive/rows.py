"""The rows of one part that can be scored, and those that cannot."""

from __future__ import annotations

from dataclasses import dataclass, field

import pyarrow as pa

from archive.job import Part, Reject

SHOWN = 500  # characters of a rejected row


@dataclass
class Rows:
    """Rows with a headline, in order, and the rejected ones.

    Where input and output are both CSV or both JSONL, ``raw`` is all that the output needs and ``table`` is None.
    Parquet has no ``raw``. ``lines`` counts from 1.
    """

    headlines: list[str] = field(default_factory=list)
    lines: list[int] = field(default_factory=list)
    raw: list[bytes] = field(default_factory=list)
    table: pa.Table | None = None
    rejects: list[Reject] = field(default_factory=list)

    def reject(self, part: Part, reasons: dict[int, str]) -> None:
        """Move the rows at these positions to the rejects, which stay in the order of lines."""
        if not reasons:
            return
        for position, reason in reasons.items():
            text = shown(self.raw[position]) if self.raw else _row_text(self.table, position)
            self.rejects.append(Reject(part.file, self.lines[position], reason, text))
        self.rejects.sort(key=lambda reject: reject.line)
        kept = [position for position in range(len(self.lines)) if position not in reasons]
        if self.table is not None:
            self.table = self.table.take(pa.array(kept, pa.int64()))
        self.headlines = [self.headlines[position] for position in kept]
        self.lines = [self.lines[position] for position in kept]
        self.raw = [self.raw[position] for position in kept] if self.raw else []


def shown(raw: bytes) -> str:
    """The start of a row for the rejects file, with invalid bytes as escapes."""
    return raw[: 4 * SHOWN].decode(errors="backslashreplace")[:SHOWN]


def _row_text(table: pa.Table, position: int) -> str:
    row = table.slice(position, 1)
    try:
        return str(row.to_pylist()[0])[:SHOWN]
    except UnicodeDecodeError:
        binary = [column.cast(pa.large_binary()) if _is_string(column.type) else column for column in row.columns]
        return str(pa.table(binary, row.column_names).to_pylist()[0])[:SHOWN]


def _is_string(kind: pa.DataType) -> bool:
    return bool(pa.types.is_string(kind) or pa.types.is_large_string(kind))
