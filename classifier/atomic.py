"""Atomic replacement of a file: readers see the old content or the new one, never a part of it."""

from __future__ import annotations

import os
import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path


@contextmanager
def atomic_write(path: Path) -> Iterator[Path]:
    """The path of a temporary file to write. When the block ends it is synced to disk and renamed to ``path``.

    When the block raises, ``path`` is left alone and the temporary file is deleted. The temporary file lies in the same
    folder, under a hidden name that no other host, process or thread uses: two of them may write the same ``path``, and
    the last one wins. Raises OSError when the file cannot be synced or renamed.
    """
    writer = f"{socket.gethostname()}-{os.getpid()}-{threading.get_ident()}"
    temporary = path.with_name(f".{writer}-{path.name}")
    try:
        yield temporary
        with temporary.open("rb+") as file:
            os.fsync(file.fileno())
        os.replace(temporary, path)
    finally:
        temporary.unlink(missing_ok=True)
