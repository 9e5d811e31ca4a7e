"""Kinds of tables and their compressions, by the name of a file or by its first bytes."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from tabular.errors import TableError

KINDS = {
    ".csv": "csv", ".tsv": "tsv", ".tab": "tsv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet",
    ".xlsx": "xlsx", ".xlsm": "xlsx",
}  # fmt: skip
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
BINARY = ("parquet", "xlsx")
KNOWN = ".csv, .tsv, .jsonl (each also .gz or .zst), .xlsx or .parquet"
NAMES = ("csv", "tsv", "jsonl", "xlsx", "parquet")
_MAGIC = {b"PAR1": "parquet", b"PK\x03\x04": "xlsx"}
_COMPRESSED = {b"\x1f\x8b": "gzip", b"\x28\xb5\x2f\xfd": "zstd"}


@dataclass(frozen=True)
class Format:
    """The kind of a table (one of ``NAMES``, or ``txt``) and its compression (``gzip``, ``zstd`` or None)."""

    kind: str
    compression: str | None = None

    @property
    def suffix(self) -> str:
        ends = [end for end, compression in COMPRESSIONS.items() if compression == self.compression]
        return "".join([f".{self.kind}", *ends])


def format_of(path: Path) -> Format | None:
    """The format by the suffixes of the name, or None. Raises TableError for XLSX or Parquet inside gzip or zstd."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if compression := compression_of(path):
        suffixes.pop()
    kind = KINDS.get(suffixes[-1]) if suffixes else None
    if kind in BINARY and compression:
        raise TableError(f"{path}: {kind} is compressed already: name it .{kind}")
    return Format(kind, compression) if kind else None


def compression_of(path: Path) -> str | None:
    """The compression by the suffix of the name, ``gzip`` or ``zstd``, or None."""
    return COMPRESSIONS.get(path.suffix.lower())


def compression_in(head: bytes) -> str | None:
    """The compression by the first bytes."""
    return next((name for magic, name in _COMPRESSED.items() if head.startswith(magic)), None)


def kind_in(head: bytes) -> str:
    """The kind by the first bytes of what is not compressed: text without other marks is CSV."""
    for magic, kind in _MAGIC.items():
        if head.startswith(magic):
            return kind
    if head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(b"{"):
        return "jsonl"
    first = head.replace(b"\x00", b"").lstrip(b"\r\n").split(b"\n", 1)[0]
    return "tsv" if b"\t" in first else "csv"


def check_text(path: Path, head: bytes, compression: str | None) -> None:
    """Raises TableError where a text begins as a binary file does: its name is wrong."""
    if kind := next((kind for magic, kind in _MAGIC.items() if head.startswith(magic)), None):
        raise TableError(f"{path} is no text but looks like {kind}: name it .{kind}")
    if (found := compression_in(head)) and not compression:
        end = next(end for end, name in COMPRESSIONS.items() if name == found)
        raise TableError(f"{path} is compressed with {found}: name it {path.name}{end}")
