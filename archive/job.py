"""What the parts of one run have in common, one part, and what became of it: all that goes to another process."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from archive.formats import Format
from classifier.heads import Head, archived_fields, text_fields

VERSION = "model_version"  # the column that says which model scored


def added_columns(heads: Iterable[Head], prefix: str) -> tuple[str, ...]:
    """The names of the columns that scoring adds to a table."""
    return tuple(prefix + name for name in (*archived_fields(heads), VERSION))


@dataclass(frozen=True)
class Job:
    """``columns`` are those of the input, none where JSONL stays JSONL; ``schema`` is theirs in a Parquet output.

    ``folder`` says that the output is a folder of parts. ``threshold`` None is the model's own.
    """

    source: str
    target: Format
    folder: bool
    column: str
    prefix: str
    columns: tuple[str, ...]
    schema: pa.Schema | None
    threshold: float | None
    heads: tuple[Head, ...]
    model: str
    version: str
    staging: Path

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns that scoring adds."""
        return added_columns(self.heads, self.prefix)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a prediction that become columns; the version follows them."""
        return archived_fields(self.heads)

    @property
    def added_schema(self) -> pa.Schema:
        texts = text_fields(self.heads)
        types = [pa.string() if name in texts else pa.float64() for name in self.fields]
        return pa.schema(list(zip(self.added, [*types, pa.string()], strict=True)))

    def part(self, number: int) -> Path:
        """The scored rows of a part."""
        return self.staging / "parts" / f"part-{number:06d}{self.target.suffix}"

    def rejects(self, number: int) -> Path:
        return self.staging / "rejects" / f"part-{number:06d}.jsonl"

    def receipt(self, number: int) -> Path:
        """Says that a part is done; written last."""
        return self.staging / "done" / f"part-{number:06d}.json"


@dataclass(frozen=True)
class Part:
    """Rows of one input file: bytes ``start`` to ``stop`` of text, rows ``start`` to ``stop`` of Parquet.

    ``file`` is the input; ``spooled`` holds the decompressed bytes of the part where the input is compressed (it is
    deleted when the part is done). ``line`` is the number of the first line or row, from 1. ``share`` is how much of
    the input it is, in bytes on disk.
    """

    number: int
    file: str
    start: int
    stop: int
    line: int
    share: int
    spooled: str | None = None


@dataclass(frozen=True)
class Done:
    """What became of a part: rows scored, of them clickbait, and rows rejected."""

    number: int
    rows: int
    clickbait: int
    rejected: int


@dataclass(frozen=True)
class Reject:
    """A row that cannot be scored: its line (its row in Parquet) from 1, the reason, and its start as it was read."""

    file: str
    line: int
    reason: str
    raw: str
