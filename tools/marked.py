"""Text between the marks ``<!-- NAME -->`` and ``<!-- /NAME -->`` of a Markdown page."""

from __future__ import annotations

import re
from pathlib import Path


def between(page: str, name: str, text: str) -> str:
    """The page with this text between its marks. Raises ValueError when it does not have them once."""
    marks = re.compile(rf"(<!-- {re.escape(name)} -->\n).*?(<!-- /{re.escape(name)} -->)", re.DOTALL)
    filled, count = marks.subn(lambda m: f"{m[1]}{text}{m[2]}", page)
    if count != 1:
        raise ValueError(f"{count} places are marked {name!r}, expected one")
    return filled


def write_between(path: Path, name: str, text: str) -> None:
    """The same in a file."""
    path.write_text(between(path.read_text(encoding="utf-8"), name, text), encoding="utf-8")
