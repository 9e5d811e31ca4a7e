"""The files that names, folders and standard input refer to."""

from __future__ import annotations

import atexit
import os
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from pathlib import Path

from tabular.errors import TableError
from tabular.formats import COMPRESSIONS, KNOWN, compression_in, format_of, kind_in
from tabular.streams import BUFFER
from tabular.workbook import other_sheets

STANDARD = "-"  # the name of standard input and output
_HEAD = 4096


@dataclass
class Found:
    """Tables, and the visible files beside them in folders that are none."""

    tables: list[Path] = field(default_factory=list)
    skipped: list[Path] = field(default_factory=list)


def in_folder(folder: Path, wanted: Callable[[Path], bool] = lambda path: format_of(path) is not None) -> Found:
    """The tables below a folder, in order.

    Names with a leading dot or underscore belong to the frameworks that write archives, and are neither.
    """
    found = Found()
    for path in sorted(folder.rglob("*")):
        if any(part[0] in "._" for part in path.relative_to(folder).parts) or not path.is_file():
            continue
        (found.tables if wanted(path) else found.skipped).append(path)
    return found


def tables_at(paths: Iterable[Path], told: Callable[[str], object] = lambda _: None) -> list[Path]:
    """The files at these paths; of a folder, the tables below it. ``told`` hears what is skipped, a line each.

    Raises TableError where there is none.
    """
    files: list[Path] = []
    for path in paths:
        if str(path) == STANDARD:
            files.append(standard_input())
        elif path.is_dir():
            found = in_folder(path)
            if not found.tables:
                raise TableError(f"{path}: no file in this folder whose name ends in {KNOWN}")
            for skipped in found.skipped:
                told(skip_notice(skipped))
            files += found.tables
        elif path.exists():
            files.append(path)
        else:
            raise TableError(f"{path}: no such file or folder")
    for path in files:
        for notice in sheet_notices(path):
            told(notice)
    return files


def skip_notice(path: Path) -> str:
    """What is said of a file beside the tables of a folder."""
    return f"{path} skipped: its name does not end in {KNOWN}"


def sheet_notices(path: Path) -> list[str]:
    """What is said of the sheets of a workbook that are not read."""
    known = format_of(path)
    sheets = other_sheets(path) if known and known.kind == "xlsx" else []
    return [f"{path}: sheet {name!r} skipped, only the first one is read" for name in sheets]


def kind_of(path: Path) -> str:
    """The kind by the name of a file, else by its first bytes."""
    if known := format_of(path):
        return known.kind
    with path.open("rb") as file:
        return kind_in(file.read(_HEAD))


_kept: list[tuple[object, Path]] = []  # what standard input held, which can be read once


def standard_input(kind: str | None = None) -> Path:
    """Standard input as a file of this kind (default: what its content looks like), which goes with the process."""
    if _kept and _kept[0][0] is sys.stdin:
        return _kept[0][1]
    folder = Path(tempfile.mkdtemp(prefix="clickbait-"))
    atexit.register(shutil.rmtree, folder, ignore_errors=True)
    source = sys.stdin.buffer
    head = source.read(_HEAD)
    compression = compression_in(head)
    end = "" if compression is None else next(end for end, name in COMPRESSIONS.items() if name == compression)
    path = folder / f"stdin.{kind or ('csv' if compression else kind_in(head))}{end}"
    with path.open("wb") as file:
        file.write(head)
        shutil.copyfileobj(source, file, BUFFER)
    _kept[:] = [(sys.stdin, path)]
    return path


def check_output(out: Path, inputs: Iterable[Path] = ()) -> None:
    """Raises TableError where a file cannot be written at ``out``: a folder, or one of the inputs, or nowhere."""
    if str(out) == STANDARD:
        return
    if out.is_dir():
        raise TableError(f"{out} is a folder: name a file in it")
    if not out.absolute().parent.is_dir():
        raise TableError(f"{out} cannot be written: there is no folder {out.parent}")
    if not os.access(out if out.exists() else out.absolute().parent, os.W_OK):
        raise TableError(f"{out} cannot be written: no permission")
    for path in inputs:
        if out.exists() and path.exists() and out.samefile(path):
            raise TableError(f"{out} is the input itself: choose another output")
