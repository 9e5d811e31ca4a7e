"""Style features of punctuation, quotes, numbers and Latin words in one headline: what each counts.

One scan finds the marks, and a function for each kind says what it counts as, given the text and the mark's span.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator

from classifier.text.character_classes import (
    COLON,
    COUNTER,
    DIGIT,
    DOT,
    EXCLAMATION,
    FIGURE,
    LETTER,
    MEMBERS,
    QUESTION,
    QUOTE_CLOSES,
    QUOTE_OPENS,
    SLASH,
)  # fmt: skip

Hit = tuple[str, int, int]  # name of the feature, and its span [start, end) in the text
_CLOSING = re.compile(f"[{MEMBERS[QUOTE_CLOSES]}]")
_COUNTERS, _FIGURES = frozenset(MEMBERS[COUNTER]), frozenset(MEMBERS[FIGURE])


def mark_hits(text: str) -> Iterator[Hit]:
    """The hits of all marks of a headline in normal form."""
    for match in _MARK.finditer(text):
        yield from _KINDS[str(match.lastgroup)](text, *match.span())


def _exclamation(text: str, start: int, end: int) -> Iterator[Hit]:
    yield "!", start, end
    if end == len(text):
        yield "!@end", start, end
    elif end <= 8:
        yield "+!", start, end
    if text.startswith((MEMBERS[EXCLAMATION], MEMBERS[QUESTION]), end):
        yield "!!", start, end + 1


def _question(text: str, start: int, end: int) -> Iterator[Hit]:
    yield "?", start, end
    if end == len(text):
        yield "?@end", start, end


def _ellipsis(text: str, start: int, end: int) -> Iterator[Hit]:
    """Two dots or more; the span is that of the first two."""
    yield "...", start, start + 2
    if len(text) - start <= 7:
        yield "...@end", start, start + 2


def _colon(text: str, start: int, end: int) -> Iterator[Hit]:
    yield "colon@early" if end <= 9 else "colon@late", start, end


def _slash(text: str, start: int, end: int) -> Iterator[Hit]:
    """What closes a tag at the beginning."""
    if end <= 12:
        yield "slash", start, end


def _quote(text: str, start: int, end: int) -> Iterator[Hit]:
    """From an opening sign to the next closing one."""
    closing = _CLOSING.search(text, end)
    if not closing:
        return
    length, end = closing.start() - end, closing.end()
    yield "quote", start, end
    if length <= 5:
        yield "quote@short", start, end
    if length >= 9:
        yield "quote@long", start, end
    if end == len(text):
        yield "quote@end", start, end
    if start == 0:
        yield "quote@start", start, end


def _number(text: str, start: int, end: int) -> Iterator[Hit]:
    """Digits, and with the character behind them where that counts things or is the unit of a figure."""
    yield "number", start, end
    unit = text[end : end + 1]
    if unit in _COUNTERS:
        yield "counter", start, end + 1
    if unit in _FIGURES:
        yield "figure", start, end + 1


def _latin(text: str, start: int, end: int) -> Iterator[Hit]:
    yield "latin", start, end


_KINDS: dict[str, Callable[[str, int, int], Iterator[Hit]]] = {
    "exclamation": _exclamation,
    "question": _question,
    "ellipsis": _ellipsis,
    "colon": _colon,
    "slash": _slash,
    "quote": _quote,
    "number": _number,
    "latin": _latin,
}
_PATTERNS = {
    "exclamation": f"[{MEMBERS[EXCLAMATION]}]",
    "question": f"[{MEMBERS[QUESTION]}]",
    "ellipsis": r"\.\.+",
    "colon": MEMBERS[COLON],
    "slash": f"[{MEMBERS[SLASH]}]",
    "quote": f"[{MEMBERS[QUOTE_OPENS]}]",
    "number": f"[{MEMBERS[DIGIT]}]+",
    "latin": f"[{MEMBERS[LETTER]}]+",
}
_FIRST = "".join(
    MEMBERS[kind] for kind in (EXCLAMATION, QUESTION, DOT, COLON, SLASH, QUOTE_OPENS, DIGIT, LETTER)
)  # a look at this class passes over the characters that begin no mark
_MARK = re.compile(f"(?=[{_FIRST}])(?:{'|'.join(f'(?P<{name}>{pattern})' for name, pattern in _PATTERNS.items())})")
