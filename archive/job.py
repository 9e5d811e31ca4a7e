"""What the parts of one run have in common, one part, and what became of it: all that goes to another process."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from archive.formats import ArchiveError
from classifier.heads import Head, archived_fields, kinds_of, text_fields
from tabular.dialect import Dialect
from tabular.formats import BINARY, Format

VERSION = "model_version"  # the column that says which model scored


UNCERTAIN = "uncertain"
_PLAIN = (UNCERTAIN, "logit")  # fields of a prediction that no head declares


def further_fields(heads: Sequence[Head], wanted: Sequence[str]) -> tuple[str, ...]:
    """Fields to add on wish besides those that every scored table has; ``kinds`` stands for each kind of bait.

    Raises ArchiveError for one that the model does not answer.
    """
    always = archived_fields(heads)
    known = [*_PLAIN, *(name for head in heads for name in head.fields), *always]
    names = [name for want in wanted for name in (kinds_of(heads) if want == "kinds" else (want,))]
    if unknown := [name for name in names if name not in known]:
        further = [name for name in dict.fromkeys(known) if name not in always]
        raise ArchiveError(f"--add {unknown[0]}: the model has no such answer; it has {', '.join(further)}")
    return tuple(dict.fromkeys(name for name in names if name not in always))


def added_columns(heads: Iterable[Head], prefix: str, further: Iterable[str] = ()) -> tuple[str, ...]:
    """The names of the columns that scoring adds to a table."""
    return tuple(prefix + name for name in (*archived_fields(heads), *further, VERSION))


@dataclass(frozen=True)
class Job:
    """``columns`` are those of the input, none where JSONL stays JSONL; ``schema`` is theirs in an output with types.

    ``folder`` says that the output is a folder of parts. ``threshold`` None is the model's own. ``further`` are fields
    of predictions besides those that every scored table gets. ``excel`` asks for text that a spreadsheet opens as it
    is; ``marked`` for a byte-order mark. ``encoding`` None is found by the content of each file.
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
    dialect: Dialect = Dialect("csv")
    further: tuple[str, ...] = ()
    excel: bool = False
    marked: bool = False
    encoding: str | None = None

    @property
    def verbatim(self) -> bool:
        """Whether the rows of the output begin with those of the input, byte for byte."""
        return self.source == self.target.kind and self.source not in BINARY and not self.excel

    @property
    def written(self) -> Dialect:
        """The dialect of a CSV or TSV output."""
        if self.verbatim:
            return self.dialect
        return Dialect(self.target.kind, *(("\t", False) if self.target.kind == "tsv" else (",", True)))

    @property
    def added(self) -> tuple[str, ...]:
        """The names of the columns that scoring adds."""
        return added_columns(self.heads, self.prefix, self.further)

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields of a prediction that become columns; the version follows them."""
        return (*archived_fields(self.heads), *self.further)

    @property
    def added_schema(self) -> pa.Schema:
        texts = text_fields(self.heads)
        types = [
            pa.string() if name in texts else pa.bool_() if name == UNCERTAIN else pa.float64() for name in self.fields
        ]
        return pa.schema(list(zip(self.added, [*types, pa.string()], strict=True)))

    def part(self, number: int) -> Path:
        """The scored rows of a part; those of a workbook are Parquet until they are put together."""
        staged = Format("parquet") if self.target.kind == "xlsx" else self.target
        return self.staging / "parts" / f"part-{number:06d}{staged.suffix}"

    def rejects(self, number: int) -> Path:
        return self.staging / "rejects" / f"part-{number:06d}.jsonl"

    def receipt(self, number: int) -> Path:
        """Says that a part is done; written last."""
        return self.staging / "done" / f"part-{number:06d}.json"


@dataclass(frozen=True)
class Part:
    """Rows of one input file: bytes ``start`` to ``stop`` of text, rows ``start`` to ``stop`` of Parquet.

    ``file`` is the input; ``spooled`` holds the bytes of the part as UTF-8 where the input is compressed, a workbook,
    or in another ``encoding`` (it is deleted when the part is done). ``line`` is the number of the first line or row,
    from 1. ``share`` is how much of the input it is, in bytes on disk.
    """

    number: int
    file: str
    start: int
    stop: int
    line: int
    share: int
    spooled: str | None = None
    encoding: str = "utf-8"


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
