"""How a table separates its cells: delimiter and quoting."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass

from tabular.errors import TableError

_OTHERS = "\t;|"
_NAMES = {"tab": "\t", "\\t": "\t", "comma": ",", "semicolon": ";", "pipe": "|"}


@dataclass(frozen=True)
class Dialect:
    """``kind`` as in ``formats``. Without ``quoted`` a quotation mark is a character like any other."""

    kind: str
    delimiter: str = ","
    quoted: bool = True


def named_delimiter(text: str) -> str:
    """What a user gives: one character, or ``tab``. Raises TableError for what cannot separate cells."""
    found = _NAMES.get(text.lower(), text)
    if len(found) != 1 or found in '"\r\n' or not found.isascii():
        raise TableError(f"--delimiter {text!r} is not one ASCII character: use ',', ';' or tab, for example")
    return found


def find_dialect(kind: str, head: bytes, *, whole: bool, delimiter: str | None = None) -> Dialect:
    """The dialect of a CSV or TSV from its first bytes.

    A CSV whose first line has no comma is separated by what that line has instead: tabs, semicolons or bars. With tabs
    a quotation mark is text, unless every cell that is not a number is in quotes, those of the first line among them.
    """
    if kind not in ("csv", "tsv"):
        return Dialect(kind)
    text = head.decode(errors="replace")
    if delimiter is None:
        delimiter = "\t" if kind == "tsv" else _delimiter(text.split("\n", 1)[0])
    return Dialect(kind, delimiter, delimiter != "\t" or _all_quoted(text, whole))


def _delimiter(line: str) -> str:
    if "," in line or not any(mark in line for mark in _OTHERS):
        return ","
    return max(_OTHERS, key=line.count)


def _all_quoted(text: str, whole: bool) -> bool:
    first = text.split("\n", 1)[0].rstrip("\r").split("\t")
    if not text.startswith('"') or not all(len(cell) > 1 and cell[0] == cell[-1] == '"' for cell in first):
        return False
    try:  # with this setting what is not quoted must be a number
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter="\t", quoting=csv.QUOTE_NONNUMERIC, strict=True):
            pass
    except (csv.Error, ValueError) as error:
        return not whole and "unexpected end of data" in str(error)
    return True
