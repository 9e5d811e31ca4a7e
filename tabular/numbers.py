"""JSON with exact numbers: an identifier of thirty digits, NaN and 1e400 stay what they are."""

from __future__ import annotations

import json
import math
from typing import Any

from tabular.errors import RecordError


class Number(str):
    """A number as it was written."""

    __slots__ = ()

    @property
    def value(self) -> int | float | None:
        """The number that is written so, if an int64 or a double holds it; else None."""
        if self.lstrip("-").isdigit():
            return found if -(2**63) <= (found := int(self)) < 2**63 else None
        number = float(self)
        if math.isfinite(number):
            return number if len(self.lower().partition("e")[0].replace(".", "").strip("-0")) <= 17 else None
        return number if self.lstrip("-") in ("NaN", "Infinity") else None


_decoder = json.JSONDecoder(parse_int=Number, parse_float=Number, parse_constant=Number)


def json_object(text: str) -> dict[str, Any]:
    """The object of a line, its numbers as ``Number``. Raises RecordError."""
    if not text.strip():
        raise RecordError("empty line")
    try:
        value = _decoder.decode(text)
    except (ValueError, RecursionError) as error:
        raise RecordError(f"broken JSON: {error}") from None
    if not isinstance(value, dict):
        raise RecordError(f"not a JSON object but {json_type(value)}")
    return value


def json_type(value: object) -> str:
    """What JSON calls a value."""
    if isinstance(value, (Number, float)) or (isinstance(value, int) and not isinstance(value, bool)):
        return "a number"
    names = {bool: "a boolean", str: "text", list: "an array", dict: "an object"}
    return names.get(type(value), "null")


def json_text(value: Any) -> str:
    """A value of ``json_object`` as JSON, its numbers as they were written."""
    if isinstance(value, Number):
        return str(value)
    if isinstance(value, dict):
        return "{" + ",".join(f"{json_text(name)}:{json_text(item)}" for name, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(json_text, value)) + "]"
    return json.dumps(value, ensure_ascii=False)


def has_surrogate(value: str) -> bool:
    """Whether a text holds half a character, as a cut emoji in JSON does: no file in UTF-8 can hold that."""
    return not value.isascii() and any("\ud800" <= c <= "\udfff" for c in value)
