"""The style features by name: what each counts is written in ``classifier.headline.plain_style``.

A word class of the lexicon counts by itself and by place: ``teaser``, ``teaser@first``, ``teaser@last`` (segment),
``teaser@end`` (of the headline), ``teaser@quote``. Numbers follow the order of ``NAMES``.
"""

from __future__ import annotations

from bisect import bisect_left

from classifier.text.lexicon import STYLE_CLASSES

CAP = 2  # hits of a feature that count in a headline
ANYWHERE = ""
PLACES = (ANYWHERE, "@first", "@last", "@end", "@quote")
LENGTHS = (10, 13, 16, 19, 22, 25, 29, 34)  # upper bounds in characters; a last class is above
SEGMENTS = 5  # so many and more are one class
_MARKS = ("!", "!@end", "?", "?@end", "...", "...@end", "+!", "!!")
_QUOTES = ("quote", "quote@short", "quote@long", "quote@end", "quote@start")
_SHAPES = ("colon@early", "colon@late", "slash", "number", "counter", "figure", "latin", "person", "person@first")
_WHOLE = ("unnamed", "nobody", "wordless")
_LENGTH_CLASSES = (*(f"length<={bound}" for bound in LENGTHS), f"length>{LENGTHS[-1]}")
_SEGMENT_CLASSES = (*(f"segments={count}" for count in range(1, SEGMENTS)), f"segments>={SEGMENTS}")
NAMES: tuple[str, ...] = (
    *(name + place for name in STYLE_CLASSES for place in PLACES), *_MARKS, *_QUOTES, *_SHAPES, *_WHOLE,
    *_LENGTH_CLASSES, *_SEGMENT_CLASSES,
)  # fmt: skip
_NUMBERS = {name: number for number, name in enumerate(NAMES)}


def number(name: str, place: str = ANYWHERE) -> int:
    """Number of a feature, or of a word class at a place. Raises KeyError for an unknown one."""
    return _NUMBERS[name + place]


def length_class(length: int) -> str:
    """The feature of a headline of so many characters."""
    return _LENGTH_CLASSES[bisect_left(LENGTHS, length)]


def segment_class(segments: int) -> str:
    """The feature of a headline of so many segments; one of none counts as of one."""
    return _SEGMENT_CLASSES[min(max(segments, 1), SEGMENTS) - 1]
