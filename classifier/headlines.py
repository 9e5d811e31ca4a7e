"""What callers give as headlines, read into a list of strings: any sequence, column or iterable of them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

_SHOWN = 20  # characters of a value that a message quotes
# What columns of numpy, pandas, polars and pyarrow give their values with, as Python objects.
_CONVERSIONS = ("to_pylist", "to_list", "tolist")


def headline_list(headlines: Iterable[str]) -> Sequence[str]:
    """The headlines as a sequence of plain strings: lists and tuples as they are, everything else as a list.

    Raises TypeError for one string, for a table or mapping, and for values that are not strings, with their positions.
    """
    if type(headlines) not in (list, tuple):
        headlines = _values(headlines)
    kinds = set(map(type, headlines))
    if not kinds - {str}:
        return headlines  # type: ignore[return-value]
    wrong = [(place, value) for place, value in enumerate(headlines) if not isinstance(value, str)]
    if wrong:
        (place, value), more = wrong[0], len(wrong) - 1
        others = f", nor are {more} others" if more > 1 else ", nor is 1 other" if more else ""
        raise TypeError(f"headline {place} is {_named(value)}, not a string{others}")
    return [str.__str__(headline) for headline in headlines]  # of subclasses, such as numpy's


def _values(headlines: Any) -> list[Any]:
    if isinstance(headlines, str | bytes | bytearray | memoryview):
        kind = "one string" if isinstance(headlines, str) else type(headlines).__name__
        raise TypeError(f"expected a list of headlines, not {kind}: write [headline]")
    if isinstance(headlines, Mapping) or hasattr(headlines, "columns") or hasattr(headlines, "column_names"):
        name = type(headlines).__name__
        raise TypeError(f"expected a list of headlines, not a {name}: give one column of it, such as table['title']")
    convert = next((found for name in _CONVERSIONS if callable(found := getattr(headlines, name, None))), None)
    values = headlines if convert is None else convert()
    if isinstance(values, str) or not isinstance(values, Iterable):
        raise TypeError(f"expected a list of headlines, not {_named(values)}")
    return list(values)


def _named(value: object) -> str:
    """A value for a message, by itself where it is short and by its type."""
    text = repr(value)
    if value is None:
        return text
    return f"{text if len(text) <= _SHOWN else text[:_SHOWN] + '…'} ({type(value).__name__})"
