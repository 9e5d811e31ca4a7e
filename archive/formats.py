"""File formats by name, and the input files that names, folders and globs refer to."""

from __future__ import annotations

import glob
import io
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import pyarrow as pa

KINDS = {".csv": "csv", ".jsonl": "jsonl", ".ndjson": "jsonl", ".parquet": "parquet"}
COMPRESSIONS = {".gz": "gzip", ".zst": "zstd"}
BUFFER = 1 << 20
_KNOWN = ".csv, .jsonl (each also .gz or .zst) or .parquet"


class ArchiveError(ValueError):
    """An archive cannot be scored as requested; the message gives the cause and the fix."""


@dataclass(frozen=True)
class Format:
    """The kind of a file (``csv``, ``jsonl``, ``parquet``) and its compression (``gzip``, ``zstd`` or None)."""

    kind: str
    compression: str | None = None

    @property
    def suffix(self) -> str:
        ends = [end for end, compression in COMPRESSIONS.items() if compression == self.compression]
        return "".join([f".{self.kind}", *ends])


def format_of(path: Path) -> Format | None:
    """The format by the suffixes of the name, or None. Raises ArchiveError for Parquet inside gzip or zstd."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    if compression := compression_of(path):
        suffixes.pop()
    kind = KINDS.get(suffixes[-1]) if suffixes else None
    if kind == "parquet" and compression:
        raise ArchiveError(f"{path}: Parquet compresses its columns itself: name it .parquet")
    return Format(kind, compression) if kind else None


def compression_of(path: Path) -> str | None:
    """The compression by the suffix of the name, ``gzip`` or ``zstd``, or None."""
    return COMPRESSIONS.get(path.suffix.lower())


def input_files(names: Sequence[str], excluded: Iterable[Path] = ()) -> list[Path]:
    """The files that names of files, folders and globs refer to, in order, without hidden and excluded ones.

    Raises ArchiveError when a name refers to no file, or the files are of different kinds.
    """
    outside = [path.absolute() for path in excluded]
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _is_data(file.relative_to(path)) and file.is_file())
        elif path.exists():
            if format_of(path) is None:
                raise ArchiveError(f"{path}: the format is unknown: the name must end in {_KNOWN}")
            found = [path]
        else:
            found = sorted(Path(file) for file in glob.glob(name, recursive=True))
            found = [file for file in found if _is_data(Path(file.name)) and file.is_file()]
        found = [file for file in found if not any(file.absolute().is_relative_to(out) for out in outside)]
        if not found:
            raise ArchiveError(f"{name}: no such file, or no file in it whose name ends in {_KNOWN}")
        files += [file for file in found if file not in files]
    kinds = sorted({named.kind for file in files if (named := format_of(file))})
    if len(kinds) > 1:
        raise ArchiveError(f"the input mixes {' and '.join(kinds)} files: score one kind at a time, with a glob")
    return files


def _is_data(path: Path) -> bool:
    """Whether a file is data: names with a leading dot or underscore belong to the frameworks that write archives."""
    return not any(part[0] in "._" for part in path.parts) and format_of(path) is not None


def open_text(path: Path) -> tuple[BinaryIO, pa.NativeFile]:
    """The decompressed bytes of a file, and the file itself, whose ``tell`` gives the number of bytes read so far."""
    compression = compression_of(path)
    raw = pa.OSFile(str(path))
    plain = pa.CompressedInputStream(raw, compression) if compression else raw
    return io.BufferedReader(plain, BUFFER), raw


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Translate the libraries' errors for a damaged file to ArchiveError, which names the file."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise ArchiveError(f"{path} cannot be read to the end: {error}") from None


def create(path: Path, compression: str | None) -> pa.NativeFile:
    """Open a new file that compresses what is written to it. Two such files concatenated are a valid file."""
    raw = pa.OSFile(str(path), "wb")
    return pa.CompressedOutputStream(raw, compression) if compression else raw
