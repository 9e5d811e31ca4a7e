"""Values as cells of text, and cells that a spreadsheet cannot take for formulas."""

from __future__ import annotations

import json
import re
from typing import Any

from tabular.numbers import json_text

# What OWASP names (CSV injection), and the full-width signs that East Asian spreadsheets take for the same.
_FORMULA = re.compile("[=+\\-@\t\r\n\uff1d\uff0b\uff0d\uff20]")
_NUMBER = re.compile(r"[+-]?\d+(\.\d+)?([eE][+-]?\d+)?")


def as_text(value: Any) -> str:
    """A value as the text of a cell: nothing for None, JSON for what is nested."""
    if value is None:
        return ""
    if isinstance(value, str):
        return str(value)
    if isinstance(value, (bool, list, dict)):
        return json_text(value) if not isinstance(value, bool) else json.dumps(value)
    return str(value)


def safe(text: str) -> str:
    """The text of a cell that spreadsheets show and never run: with an apostrophe in front where it begins as a formula
    does and is no number."""
    return f"'{text}" if _FORMULA.match(text) and not _NUMBER.fullmatch(text) else text
