"""The input files that names, folders and globs refer to, and what an archive cannot be."""

from __future__ import annotations

import glob
from collections.abc import Callable, Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

import pyarrow as pa

from tabular import streams
from tabular.errors import BrokenTableError, TableError
from tabular.files import STANDARD, in_folder, sheet_notices, skip_notice, standard_input
from tabular.formats import KNOWN, NAMES, Format, format_of


class ArchiveError(ValueError):
    """An archive cannot be scored as requested; the message gives the cause and the fix."""


class InputError(ArchiveError):
    """The input has to be mended before it can be scored: it cannot be told where its rows end."""


def input_files(
    names: Sequence[str],
    excluded: Iterable[Path] = (),
    kind: str | None = None,
    told: Callable[[str], object] = lambda _: None,
) -> list[Path]:
    """The files that names of files, folders and globs refer to, in order, without hidden and excluded ones.

    ``-`` is standard input. With a ``kind`` the names of the files do not matter. ``told`` hears of files and sheets
    that are skipped. Raises ArchiveError when a name refers to no file, or the files are of different kinds.
    """
    outside = [path.absolute() for path in excluded]
    files: list[Path] = []
    for name in names:
        path = Path(name)
        if name == STANDARD:
            found = [standard_input(kind)]
        elif path.is_dir():
            tables = in_folder(path, lambda file: kind is not None or format_of(file) is not None)
            found = tables.tables
            for skipped in tables.skipped:
                if not _below(skipped, outside):
                    told(skip_notice(skipped))
        elif path.exists():
            if _below(path, outside):
                raise ArchiveError(f"{path} is both input and output: choose another OUT")
            if kind is None and format_of(path) is None:
                raise ArchiveError(f"{path}: the format is unknown: the name must end in {KNOWN}, or give --from")
            found = [path]
        else:
            matches = (Path(file) for file in sorted(glob.glob(name, recursive=True)))
            found = [file for file in matches if file.name[0] not in "._" and (kind or format_of(file))]
            found = [file for file in found if file.is_file()]
        found = [file for file in found if not _below(file, outside)]
        if not found:
            raise ArchiveError(f"{name}: no such file, or no file in it whose name ends in {KNOWN}")
        files += [file for file in found if file not in files]
    kinds = sorted({named.kind for file in files if (named := format_of(file))})
    if len(kinds) > 1 and kind is None:
        raise ArchiveError(f"the input mixes {' and '.join(kinds)} files: score one kind at a time, with a glob")
    for file in files:
        for notice in sheet_notices(file):
            told(notice)
    return files


def _below(path: Path, folders: Sequence[Path]) -> bool:
    return any(path.absolute().is_relative_to(folder) for folder in folders)


def output_format(out: Path, kind: str | None, *, folder: bool) -> Format | None:
    """The format that the name of the output says, or ``kind``; None for a folder of parts.

    Raises ArchiveError for a name that says a kind which cannot be written.
    """
    if kind is not None:
        named = format_of(out)
        return None if folder or out.is_dir() else Format(kind, named.compression if named else None)
    named = None if folder or out.is_dir() else format_of(out)
    if named is None and not folder and not out.is_dir() and out.suffix:
        raise ArchiveError(
            f"{out}: the kind is unknown: the name must end in {KNOWN}; for a folder of that name, end it in '/'"
        )
    return named


def check_kind(kind: str | None) -> None:
    """Raises ArchiveError for a kind of table that there is not."""
    if kind is not None and kind not in NAMES:
        raise ArchiveError(f"{kind!r} is no kind of table: use one of {', '.join(NAMES)}")


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Translate what is raised for a file that cannot be read to ArchiveError, which names the file."""
    try:
        with streams.reading(path):
            yield
    except BrokenTableError as error:
        raise InputError(str(error)) from None
    except TableError as error:
        raise ArchiveError(str(error)) from None
    except pa.ArrowException as error:
        raise ArchiveError(f"{path} cannot be read to the end: {error}") from None


@contextmanager
def refusing() -> Iterator[None]:
    """What is wrong with a table is wrong with an archive."""
    try:
        yield
    except TableError as error:
        raise ArchiveError(str(error)) from None


def create(path: Path, compression: str | None) -> pa.NativeFile:
    """Open a new file that compresses what is written to it. Two such files concatenated are a valid file."""
    raw = pa.PythonFile(path.open("wb"), "w")  # by Python: pyarrow takes no name that is not UTF-8
    return pa.CompressedOutputStream(raw, compression) if compression else raw
