"""A file as UTF-8 text, whatever it is on disk."""

from __future__ import annotations

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from classifier.extras import require
from tabular.blocks import BlockStream
from tabular.encodings import SAMPLE, Utf8Stream, find_encoding, has_mark, named_encoding
from tabular.errors import BrokenTableError, QuoteError, TableError
from tabular.formats import check_text, compression_of
from tabular.workbook import sheet_lines

BUFFER = 1 << 20


@dataclass(frozen=True)
class TextFile:
    """What is known of a file before it is read.

    ``plain`` says that its bytes are the text in UTF-8, so that a part of it can be read by its offsets; ``marked``
    that it begins with a byte-order mark. A workbook is the text of its rows as JSON arrays, a line each.
    """

    path: Path
    kind: str
    encoding: str
    plain: bool
    marked: bool
    returns: bool  # its lines end in carriage returns alone, as some programs of the Mac write them
    head: bytes  # the first bytes as UTF-8, without a mark
    whole: bool  # the head is all there is


def text_file(path: Path, kind: str, encoding: str | None = None) -> TextFile:
    """Look at the first bytes of a text. Raises TableError, OSError, or what ``reading`` translates."""
    if kind == "xlsx":
        return TextFile(path, kind, "utf-8", False, False, False, b"", True)
    compression = compression_of(path)
    with _decompressed(path)[0] as stream:
        sample = stream.read(SAMPLE)
    check_text(path, sample, compression)
    whole = len(sample) < SAMPLE
    try:
        found = named_encoding(encoding) if encoding else find_encoding(sample, whole=whole)
    except TableError as error:
        raise TableError(f"{path}: {error}") from None
    head = sample
    if found != "utf-8":
        head = Utf8Stream(io.BytesIO(sample), found).read()
    returns = b"\r" in head and b"\n" not in head
    plain = compression is None and found == "utf-8" and not returns
    head = head.replace(b"\r", b"\n") if returns else head
    return TextFile(path, kind, found, plain, has_mark(sample), returns, head.removeprefix(b"\xef\xbb\xbf"), whole)


def open_text(file: TextFile) -> tuple[BinaryIO, Callable[[], int]]:
    """The text as a stream of UTF-8 bytes, and a function that tells the bytes on disk read so far."""
    if file.kind == "xlsx":
        size = file.path.stat().st_size
        return cast(BinaryIO, io.BufferedReader(_Lines(sheet_lines(file.path)), BUFFER)), lambda: size
    stream, told = _decompressed(file.path)
    if file.encoding == "utf-8" and not file.returns:
        return stream, told
    stream = cast(BinaryIO, Utf8Stream(stream, file.encoding, returns=file.returns))
    return cast(BinaryIO, io.BufferedReader(stream, BUFFER)), told


def _decompressed(path: Path) -> tuple[BinaryIO, Callable[[], int]]:
    compression = compression_of(path)
    if compression is None:
        plain = path.open("rb", BUFFER)
        return plain, plain.tell
    raw = path.open("rb")
    if compression == "gzip":
        return cast(BinaryIO, io.BufferedReader(cast(io.RawIOBase, _Gzip(raw)), BUFFER)), raw.tell
    require("reading .zst", "archive")
    import pyarrow as pa  # brings 100 MB of libraries: only where a file asks for it

    stream = pa.CompressedInputStream(pa.PythonFile(raw, "r"), compression)
    return cast(BinaryIO, io.BufferedReader(stream, BUFFER)), lambda: 0 if raw.closed else raw.tell()


class _Gzip(gzip.GzipFile):
    """A gzip file that closes the file below it, too."""

    def __init__(self, raw: BinaryIO) -> None:
        super().__init__(fileobj=raw, mode="rb")
        self._raw_file = raw

    def close(self) -> None:
        super().close()
        self._raw_file.close()


class _Lines(BlockStream):
    """Lines of bytes as a stream."""

    def __init__(self, lines: Iterator[bytes]) -> None:
        super().__init__()
        self._lines = lines

    def next_block(self) -> bytes | None:
        return next(self._lines, None)


@contextmanager
def reading(path: Path) -> Iterator[None]:
    """Translate what libraries raise for a damaged or missing file to TableError, which names the file."""
    try:
        yield
    except QuoteError as error:
        raise BrokenTableError(f"{path}:{error.line}: {error}") from None
    except FileNotFoundError:
        raise TableError(f"{path}: cannot be read (no such file)") from None
    except (OSError, EOFError, zlib.error) as error:
        raise TableError(f"{path} cannot be read to the end: {getattr(error, 'strerror', None) or error}") from None
