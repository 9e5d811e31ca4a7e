"""Text in the columns of a terminal, where a Chinese character takes two."""

from __future__ import annotations

import re
from unicodedata import east_asian_width

_WIDE = "\u2e80-\u9fff\uf900-\ufaff\uff00-\uffef"  # characters between which a line may break
_PIECE = re.compile(f"[「『（《“‘]*(?:[{_WIDE}]|[^\\s{_WIDE}]+)[，。：；、！？）」』》”’…]*|\\s+")


def width(text: str) -> int:
    """The columns that a text takes."""
    return sum(2 if east_asian_width(character) in "WF" else 1 for character in text)


def padded(text: str, columns: int) -> str:
    """The text with spaces behind it."""
    return text + " " * (columns - width(text))


def right(text: str, columns: int) -> str:
    """The text with spaces in front of it."""
    return " " * (columns - width(text)) + text


def wrapped(text: str, columns: int) -> list[str]:
    """The text in lines: broken at spaces and beside Chinese characters, never in front of a closing mark."""
    lines, line = [], ""
    for piece in _PIECE.findall(" ".join(text.split())):
        if line and width((line + piece).rstrip()) > columns:
            lines.append(line.rstrip())
            line = piece.lstrip()
        else:
            line += piece
    return [*lines, line.rstrip()] if line.strip() else lines
