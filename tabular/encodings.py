"""The encoding of a text, found by its content, and a stream of it in UTF-8.

UTF-8 and UTF-16 are told by their byte-order marks or by their structure. Big5 and GB18030 are told apart by what
they would say: bytes of the one, read as the other, give characters that hardly anybody writes. The characters that
people write are the first level of each standard, sorted by use when it was made.
"""

from __future__ import annotations

import codecs
from functools import cache
from typing import BinaryIO

from tabular.blocks import BlockStream
from tabular.errors import TableError

SAMPLE = 1 << 18  # bytes that an encoding is found from
_MARKS = (  # UTF-32 first: its mark begins as that of UTF-16 does
    (codecs.BOM_UTF8, "utf-8"), (codecs.BOM_UTF32_LE, "utf-32"), (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"), (codecs.BOM_UTF16_BE, "utf-16"),
)  # fmt: skip
_WIDER = {"gb2312": "gb18030", "gbk": "gb18030", "big5": "cp950", "ascii": "utf-8", "utf-8-sig": "utf-8"}
_WRITTEN = ((0x20, 0x7E), (0x3000, 0x30FF), (0x4E00, 0x9FFF), (0xFF00, 0xFFEF), (0x2010, 0x2027), (9, 13))
_CHINESE = ("cp950", "big5hkscs", "gb18030")  # the first of equals counts
_LEAST = 0.6  # share of frequent characters from which a text is believed to be Chinese


def has_mark(head: bytes) -> bool:
    """Whether a text begins with a byte-order mark."""
    return any(head.startswith(mark) for mark, _ in _MARKS)


def named_encoding(name: str) -> str:
    """A name that a user gives, as Python calls it; the widest of its family. Raises TableError for an unknown one."""
    try:
        found = codecs.lookup(name)
        "".encode(found.name)  # some codecs are no encodings of text
    except LookupError:
        raise TableError(f"--encoding {name} is unknown: use utf-8, utf-16, big5 or gb18030, for example") from None
    return _WIDER.get(found.name, found.name)


def find_encoding(sample: bytes, *, whole: bool) -> str:
    """The encoding of a text from its first bytes (``whole``: there are no more).

    A text of which some lines are broken is still what the others are. Raises TableError when it is none that can be
    found.
    """
    for mark, name in _MARKS:
        if sample.startswith(mark):
            return name
    if not whole and b"\n" in sample:
        sample = sample[: sample.rindex(b"\n") + 1]
    if sample.count(0) > len(sample) // 100 and (found := _utf16(sample)):
        return found
    if _is_utf8(sample, whole):
        return "utf-8"
    found, share = max(((name, _frequent_share(sample, name)) for name in _CHINESE), key=lambda f: f[1])
    if share < _LEAST:
        raise TableError("its encoding is none that can be found by the content: name it with --encoding")
    return found


def _is_utf8(sample: bytes, whole: bool) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=whole)
        return True
    except UnicodeDecodeError:
        lines = [line for line in sample.split(b"\n") if not line.isascii()]
        return 2 * sum(map(_valid, lines)) >= len(lines)


def _valid(line: bytes) -> bool:
    try:
        line.decode()
        return True
    except UnicodeDecodeError:
        return False


def _utf16(sample: bytes) -> str | None:
    for name in ("utf-16-le", "utf-16-be"):
        text = sample[: len(sample) // 2 * 2].decode(name, "replace")
        if sum(any(low <= ord(c) <= high for low, high in _WRITTEN) for c in text) > 0.95 * len(text):
            return name
    return None


@cache
def _frequent() -> frozenset[str]:
    """The characters of the first levels of Big5 and GB 2312, and punctuation."""
    found = {chr(c) for low, high in ((0x3000, 0x303F), (0xFF00, 0xFFEF), (0x2010, 0x2027)) for c in range(low, high)}
    for codec, leads in (("big5", range(0xA4, 0xC7)), ("gb2312", range(0xB0, 0xD8))):
        cells = (bytes((lead, trail)).decode(codec, "ignore") for lead in leads for trail in range(0x40, 0xFF))
        found |= {cell for cell in cells if len(cell) == 1}
    return frozenset(found)


def _frequent_share(sample: bytes, encoding: str) -> float:
    foreign = [c for c in sample.decode(encoding, "replace") if not c.isascii()]
    frequent = _frequent()
    return sum(c in frequent for c in foreign) / max(len(foreign), 1)


class Utf8Stream(BlockStream):
    """The bytes of a text in another encoding as UTF-8.

    Bytes that are not valid stay as they are, so that the record that holds them is not valid UTF-8 either; in UTF-16
    and UTF-32 they become U+FFFD.
    """

    def __init__(self, source: BinaryIO, encoding: str, *, returns: bool = False) -> None:
        """``returns``: carriage returns end the lines, and become line feeds."""
        super().__init__()
        self._source, self._returns, self._read = source, returns, False
        wide = encoding.startswith(("utf-16", "utf-32"))
        self._decoder = codecs.getincrementaldecoder(encoding)("replace" if wide else "surrogateescape")

    def next_block(self) -> bytes | None:
        if self._read:
            return None
        block = self._source.read(SAMPLE)
        self._read = not block
        text = self._decoder.decode(block, final=self._read)
        if self._returns:
            text = text.replace("\r", "\n")
        return text.encode("utf-8", "surrogateescape")

    def close(self) -> None:
        self._source.close()
        super().close()
