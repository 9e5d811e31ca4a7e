"""A folder that appears whole or not at all, and never in the place of files that are not ours."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Mapping
from pathlib import Path


class FolderError(ValueError):
    """The folder cannot be written; the message says what to do."""


def check_folder(folder: Path, mark: str, words: bytes) -> None:
    """Raises FolderError unless the folder is new, empty, or an older one of ours (its file ``mark`` has ``words``)."""
    if folder.exists() or folder.is_symlink():
        if not folder.is_dir():
            raise FolderError(f"{folder} is a file: name a folder")
        if any(folder.iterdir()) and not _ours(folder / mark, words):
            raise FolderError(f"{folder} holds other files: name a new folder")
    above = next(path for path in folder.absolute().parents if path.exists())
    if not above.is_dir() or not os.access(above, os.W_OK | os.X_OK):
        raise FolderError(f"{folder} cannot be written: {above} is no folder that may be written to")


def _ours(path: Path, words: bytes) -> bool:
    return path.is_file() and words in path.read_bytes()


def write_folder(folder: Path, files: Mapping[str, bytes]) -> None:
    """Write the files by their names, which may hold slashes; an older folder goes when the new one is whole."""
    folder = folder.resolve()
    folder.parent.mkdir(parents=True, exist_ok=True)
    staging = Path(tempfile.mkdtemp(prefix=f".{folder.name}-", dir=folder.parent))
    try:
        whole = staging / "new"
        for name, data in files.items():
            path = whole / name
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(data)
        if folder.exists():
            folder.rename(staging / "old")
        whole.rename(folder)
    finally:
        shutil.rmtree(staging, ignore_errors=True)
