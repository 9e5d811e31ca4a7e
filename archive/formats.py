"""What a file name says about its content, and the files that a name, folder or glob stands for."""

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
    """An archive cannot be scored as asked; the message names the fact and the fix."""


@dataclass(frozen=True)
class Format:
    """Kind of a file, ``csv``, ``jsonl`` or ``parquet``, and its compression, ``gzip``, ``zstd`` or none."""

    kind: str
    compression: str | None = None

    @property
    def suffix(self) -> str:
        ends = [end for end, compression in COMPRESSIONS.items() if compression == self.compression]
        return "".join([f".{self.kind}", *ends])


def form_of(path: Path) -> Format | None:
    """The form that the name says, or None. Raises ArchiveError for Parquet inside of gzip or zstd."""
    suffixes = [suffix.lower() for suffix in path.suffixes]
    compression = COMPRESSIONS.get(suffixes[-1]) if suffixes else None
    if compression:
        suffixes.pop()
    kind = KINDS.get(suffixes[-1]) if suffixes else None
    if kind == "parquet" and compression:
        raise ArchiveError(f"{path}: Parquet compresses its columns itself: name it .parquet")
    return Format(kind, compression) if kind else None


def input_files(names: Sequence[str], excluded: Iterable[Path] = ()) -> list[Path]:
    """The files behind names of files, folders and globs, in order; hidden ones and those excluded are left out.

    Raises ArchiveError when a name stands for nothing, or the files are of several kinds.
    """
    outside = [path.absolute() for path in excluded]
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if path.is_dir():
            found = sorted(file for file in path.rglob("*") if _meant(file.relative_to(path)) and file.is_file())
        elif path.exists():
            if form_of(path) is None:
                raise ArchiveError(f"{path}: the name does not say what it holds: it must end in {_KNOWN}")
            found = [path]
        else:
            found = sorted(Path(file) for file in glob.glob(name, recursive=True))
            found = [file for file in found if _meant(Path(file.name)) and file.is_file()]
        found = [file for file in found if not any(file.absolute().is_relative_to(out) for out in outside)]
        if not found:
            raise ArchiveError(f"{name}: no such file, or no file in it whose name ends in {_KNOWN}")
        files += [file for file in found if file not in files]
    kinds = sorted({form.kind for file in files if (form := form_of(file))})
    if len(kinds) > 1:
        raise ArchiveError(f"the input mixes {' and '.join(kinds)} files: score one kind at a time, with a glob")
    return files


def _meant(path: Path) -> bool:
    """Frameworks keep their own files beside the data under names that start with a dot or an underscore."""
    return not any(part[0] in "._" for part in path.parts) and form_of(path) is not None


def open_text(path: Path) -> tuple[BinaryIO, pa.NativeFile]:
    """The decompressed bytes of a file, and the file itself, whose ``tell`` says how much of it was read."""
    form = form_of(path)
    raw = pa.OSFile(str(path))
    plain = pa.CompressedInputStream(raw, form.compression) if form and form.compression else raw
    return io.BufferedReader(plain, BUFFER), raw


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Raises ArchiveError, which names the file, for what the libraries raise when it is damaged."""
    try:
        yield
    except (pa.ArrowException, OSError) as error:
        raise ArchiveError(f"{path} cannot be read to its end: {error}") from None


def create(path: Path, compression: str | None) -> pa.NativeFile:
    """A new file that compresses what is written to it. Two of them one after the other are one valid file."""
    raw = pa.OSFile(str(path), "wb")
    return pa.CompressedOutputStream(raw, compression) if compression else raw
