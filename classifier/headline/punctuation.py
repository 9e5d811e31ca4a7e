"""Style features of punctuation, quotes, numbers and Latin words."""

from __future__ import annotations

import numpy as np

from classifier.headline.segments import Collector, Segments
from classifier.text.character_classes import (
    COLON,
    COUNTER,
    DIGIT,
    DOT,
    EXCLAMATION,
    FEED,
    FIGURE,
    LETTER,
    MARKS,
    QUESTION,
    QUOTE_CLOSES,
    QUOTE_OPENS,
    SLASH,
)  # fmt: skip

# Operands without a dimension: see classifier.text.hashing.
_ONE = np.array(1)
_DIGIT, _LETTER = np.array(DIGIT, np.uint32), np.array(LETTER, np.uint32)
_ALPHANUMERIC = np.array(DIGIT | LETTER, np.uint32)


def add_marks(layout: Segments, out: Collector) -> None:
    """Hits of punctuation, quotes, numbers and Latin words."""
    if layout.present & MARKS:
        _punctuation(layout, out)
        _quotes(layout, out)
    if layout.present & (DIGIT | LETTER):
        _numbers(layout, out)


def _punctuation(layout: Segments, out: Collector) -> None:
    kind = layout.kind
    for name, mark in (("!", EXCLAMATION), ("?", QUESTION)):
        at = layout.at(mark)
        if not len(at):
            continue
        out.add(name, at, at + _ONE)
        after = kind[at + _ONE]
        final = after & FEED > 0
        out.add(f"{name}@end", at[final], at[final] + _ONE)
        if mark == EXCLAMATION:
            early = at[(layout.offset(at) <= 8) & ~final]
            out.add("+!", early, early + _ONE)
            double = at[after & (EXCLAMATION | QUESTION) > 0]
            out.add("!!", double, double + 2)
    dots = layout.at(DOT)
    if len(dots):
        dots = dots[(kind[dots + 1] & DOT > 0) & (kind[dots - 1] & DOT == 0)]
        out.add("...", dots, dots + 2)
        closing = dots[layout.feeds[layout.row[dots] + 1] - dots <= 7]
        out.add("...@end", closing, closing + 2)
    colon = layout.at(COLON)
    if len(colon):
        near = layout.offset(colon) <= 9
        out.add("colon@early", colon[near], colon[near] + _ONE)
        out.add("colon@late", colon[~near], colon[~near] + 1)
    slash = layout.at(SLASH)
    if len(slash):
        slash = slash[layout.offset(slash) <= 12]
        out.add("slash", slash, slash + _ONE)


def _quotes(layout: Segments, out: Collector) -> None:
    opening, closing = layout.at(QUOTE_OPENS), layout.at(QUOTE_CLOSES)
    if not (len(opening) and len(closing)):
        return
    match = closing[np.minimum(closing.searchsorted(opening), len(closing) - 1)]
    paired = (match > opening) & (layout.row[match] == layout.row[opening])
    opening, match = opening[paired], match[paired] + 1
    size = match - opening - 2
    final, initial = layout.kind[match] & FEED > 0, layout.kind[opening - 1] & FEED > 0
    for name, here in (
        ("quote", size >= 0), ("quote@short", size <= 5), ("quote@long", size >= 9),
        ("quote@end", final), ("quote@start", initial),
    ):  # fmt: skip
        out.add(name, opening[here], match[here])


def _numbers(layout: Segments, out: Collector) -> None:
    kind = layout.kind & _ALPHANUMERIC
    bounds = (kind[1:] != kind[:-1]).nonzero()[0] + _ONE
    inside = kind[bounds]
    letters, digits = (inside & _LETTER).nonzero()[0], (inside & _DIGIT).nonzero()[0]
    out.add("latin", bounds[letters], bounds[letters + _ONE])  # the text ends with a line feed: every run has an end
    if len(digits):
        start, end = bounds[digits], bounds[digits + _ONE]
        out.add("number", start, end)
        unit = layout.kind[end]
        for name, class_ in (("counter", COUNTER), ("figure", FIGURE)):
            here = unit & class_ > 0
            out.add(name, start[here], end[here] + _ONE)
