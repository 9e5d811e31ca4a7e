"""Style features: what clickbait does, counted by position.

Each feature counts *hits* (at most ``CAP`` a headline), and each hit has a span, so a style weight can be
shown where it came from. Word classes come from the lexicon: a run of tokens of class ``teaser`` counts as
``teaser``, and by place as ``teaser@first``, ``@last`` (segment), ``@end`` (of the headline), ``@quote``.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray

from classifier.characters import (
    COLON,
    COUNTER,
    DIGIT,
    DOT,
    EDGE,
    EXCLAMATION,
    FEED,
    FIGURE,
    GIVEN,
    HEAD,
    LETTER,
    MARKS,
    MUTE,
    QUESTION,
    QUOTE_CLOSES,
    QUOTE_OPENS,
    SLASH,
    SURNAME,
)  # fmt: skip
from classifier.lexicon import lexicon
from classifier.table import KeyTable
from classifier.text import Batch, Integers, hash_terms

CAP = 2
RUN = 4  # a lexicon word is looked for in runs of up to so many tokens
CLASSES = tuple(sorted({entry.style for entry in lexicon() if entry.style}))
PLACES = ("", "@first", "@last", "@end", "@quote")
LENGTHS = (10, 13, 16, 19, 22, 25, 29, 34)  # upper bounds in characters; a last class is above
SEGMENTS = 5
_MARKS = ("!", "!@end", "?", "?@end", "...", "...@end", "+!", "!!")
_QUOTES = ("quote", "quote@short", "quote@long", "quote@end", "quote@start")
_SHAPES = ("colon@early", "colon@late", "slash", "number", "counter", "figure", "latin", "person", "person@first")
_WHOLE = ("unnamed", "nobody", "wordless")
NAMES: tuple[str, ...] = (
    *(c + p for c in CLASSES for p in PLACES), *_MARKS, *_QUOTES, *_SHAPES, *_WHOLE,
    *(f"length<={n}" for n in LENGTHS), f"length>{LENGTHS[-1]}",
    *(f"segments={n}" for n in range(1, SEGMENTS)), f"segments>={SEGMENTS}",
)  # fmt: skip
_INDEX = {name: i for i, name in enumerate(NAMES)}

_AFTER = np.arange(RUN)[:, None]
_GIVEN_BEHIND_SURNAME = GIVEN.bit_length() - SURNAME.bit_length()
_LENGTH_FEATURES = _INDEX[f"length<={LENGTHS[0]}"] + np.searchsorted(LENGTHS, np.arange(LENGTHS[-1] + 2))
_SEGMENT_FEATURES = _INDEX["segments=1"] + np.maximum(np.arange(SEGMENTS + 1), 1) - 1
_NOWHERE: Integers = np.empty(0, np.int64)
_HIDDEN = np.array([name in ("nameless", "pronoun") for name in CLASSES])  # they stand for a person


@dataclass(slots=True)
class Hits:
    """Occurrences of style features: parallel arrays of headline, feature number and span."""

    row: Integers
    feature: Integers
    start: Integers
    end: Integers


@dataclass(slots=True)
class Runs:
    """Runs of 1 to RUN tokens that may be style words: start, shape (n,), and ends, shape (RUN, n)."""

    start: Integers
    end: Integers

    def hits(self, run: Integers, word: Integers) -> WordHits:
        """The runs (numbers into ``end``) that are style words (numbers into ``style_words()``)."""
        start = self.start.take(run % max(len(self.start), 1))
        return WordHits(start, self.end.ravel().take(run), _categories().take(word))


@dataclass(slots=True)
class WordHits:
    """Words of a style class in a batch: parallel arrays of span and class number."""

    start: Integers
    end: Integers
    category: Integers


def style_words() -> list[str]:
    """The words of the lexicon that have a style class."""
    return [entry.word for entry in lexicon() if entry.style]


@cache
def _categories() -> Integers:
    """Class number of each style word."""
    return np.array([CLASSES.index(entry.style) for entry in lexicon() if entry.style])


@cache
def _table() -> KeyTable:
    return KeyTable(hash_terms(style_words()))


def word_runs(batch: Batch) -> Runs:
    """The runs of tokens that start with the first character of a style word."""
    head = (batch.kind.take(batch.token_start) & HEAD).nonzero()[0]
    # A run over a gap holds a space and one over the end a line feed: no word of the lexicon does.
    return Runs(batch.token_start.take(head), batch.token_end.take(_AFTER + head, mode="clip"))


class _Collector:
    """Hits of one batch as they are found."""

    def __init__(self, batch: Batch) -> None:
        self._row = batch.row
        self._features: list[Integers] = []
        self._starts: list[Integers] = []
        self._ends: list[Integers] = []

    def add(self, name: str, start: Integers, end: Integers) -> None:
        if size := len(start):
            feature = np.empty(size, np.int64)
            feature.fill(_INDEX[name])
            self.add_many(feature, start, end)

    def add_many(self, feature: Integers, start: Integers, end: Integers) -> None:
        self._features.append(feature)
        self._starts.append(start)
        self._ends.append(end)

    def capped(self) -> Hits:
        start, end = np.concatenate(self._starts), np.concatenate(self._ends)
        feature, row = np.concatenate(self._features), self._row.take(start)
        # One number for headline, feature and order of finding: a plain sort is faster than a stable one.
        key = ((row * len(NAMES) + feature) << 32) + np.arange(len(row))
        key.sort()
        same = key >> 32
        over = (same[CAP:] == same[:-CAP]).nonzero()[0]
        if len(over):
            kept = np.ones(len(row), np.bool_)
            kept[key[over + CAP] & 0xFFFFFFFF] = False
            row, feature, start, end = row[kept], feature[kept], start[kept], end[kept]
        return Hits(row, feature, start, end)


class _Layout:
    """Where the segments of each headline begin, and which classes of characters occur at all."""

    def __init__(self, batch: Batch) -> None:
        self.kind, self.row, self.feeds, self.present = batch.kind, batch.row, batch.feeds, batch.present
        edge = batch.kind & EDGE
        self._edges = (edge[1:] < edge[:-1]).nonzero()[0]  # a segment begins behind each of these
        self._before = self._edges.searchsorted(batch.feeds)  # segments before each headline
        self.segments = self._before[1:] - self._before[:-1]
        self._marks = (batch.kind & MARKS).nonzero()[0] if self.present & MARKS else _NOWHERE
        self._mark_kinds = batch.kind.take(self._marks)

    def at(self, kind: int) -> Integers:
        """Positions of the characters of a class of marks."""
        return self._marks[self._mark_kinds & kind > 0] if self.present & kind else _NOWHERE

    def segment(self, position: Integers) -> Integers:
        """Number of the segment of a position within its headline; 0 before the first."""
        return self._edges.searchsorted(position) - self._before.take(self.row.take(position))

    def offset(self, position: Integers) -> Integers:
        """1 for the first character of a headline."""
        return position - self.feeds.take(self.row.take(position))

    def quoted(self, position: Integers) -> NDArray[np.bool_]:
        """Whether more quotes opened than closed before, in the headline."""
        depth: Integers = np.zeros(len(position), np.int64)
        if not self.present & QUOTE_OPENS:
            return depth > 0
        origin = self.feeds.take(self.row.take(position))
        for kind, sign in ((QUOTE_OPENS, 1), (QUOTE_CLOSES, -1)):
            marks = self.at(kind)
            depth += sign * (marks.searchsorted(position, "right") - marks.searchsorted(origin))
        return depth > 0


def style_hits(batch: Batch, words: WordHits | None = None) -> Hits:
    """All hits of the batch, at most ``CAP`` a feature and headline; ``words`` where they were looked up before."""
    if words is None:
        runs = word_runs(batch)
        words = runs.hits(*_table().matches(batch.spans(runs.start, runs.end).ravel()))
    out, layout = _Collector(batch), _Layout(batch)
    opens, closes = batch.feeds[:-1] + 1, batch.feeds[1:]
    length = closes - opens
    named = _persons(batch, layout, out)
    worded = _words(batch, layout, words, named, out)
    if layout.present & MARKS:
        _punctuation(layout, out)
        _quotes(layout, out)
    _numbers(layout, out)
    # Hits that no smaller span carries: they span the headline.
    segments = layout.segments
    if np.count_nonzero(length) < batch.count:  # an empty headline has no hits
        opens, closes = opens[length > 0], closes[length > 0]
        named, worded, segments = named[length > 0], worded[length > 0], layout.segments[length > 0]
    out.add_many(_LENGTH_FEATURES.take(closes - opens, mode="clip"), opens, closes)
    out.add_many(_SEGMENT_FEATURES.take(segments, mode="clip"), opens, closes)
    for name, held in (("nobody", named), ("wordless", worded)):
        lacking = (~held).nonzero()[0]
        out.add(name, opens.take(lacking), closes.take(lacking))
    return out.capped()


def _persons(batch: Batch, layout: _Layout, out: _Collector) -> NDArray[np.bool_]:
    """Person names; answers which headlines hold one.

    With the HMM off an unknown name falls apart: a surname, then single characters.
    """
    named = np.zeros(batch.count, np.bool_)
    if not batch.present & SURNAME:
        return named
    heads = batch.kind.take(batch.token_start)
    person = ((heads[:-1] & SURNAME) & (heads[1:] >> _GIVEN_BEHIND_SURNAME)).nonzero()[0]
    if len(person):
        size = batch.token_end - batch.token_start
        person = person[(size[person] == 1) & (size[person + 1] == 1)]
    if len(person):
        start, end = batch.token_start[person], batch.token_end[person + 1]
        out.add("person", start, end)
        early = layout.segment(start) <= 1
        out.add("person@first", start[early], end[early])
        named[layout.row[start]] = True
    return named


def _words(
    batch: Batch, layout: _Layout, words: WordHits, named: NDArray[np.bool_], out: _Collector
) -> NDArray[np.bool_]:
    """Word classes by place; answers which headlines hold a word of any class."""
    worded = np.zeros(batch.count, np.bool_)
    start, end, category = words.start, words.end, words.category
    if not len(start):
        return worded
    row = layout.row.take(start)
    segment, count = layout.segment(start), layout.segments[row]
    first = category * len(PLACES)
    out.add_many(first, start, end)
    several = count > 1
    spoken = (batch.kind & MUTE == 0).nonzero()[0]  # line feeds too, so that the search ends in the headline
    final = spoken.take(spoken.searchsorted(layout.feeds.take(row + 1)) - 1)
    for place, here in (
        (1, several & (segment <= 1)), (2, several & (segment == count)), (3, end - 1 == final),
        (4, layout.quoted(start)),
    ):  # fmt: skip
        at = here.nonzero()[0]
        if len(at):
            out.add_many(first.take(at) + place, start.take(at), end.take(at))
    hidden = _HIDDEN.take(category) & ~named.take(row)
    out.add("unnamed", start[hidden], end[hidden])
    worded[row] = True
    return worded


def _punctuation(layout: _Layout, out: _Collector) -> None:
    kind = layout.kind
    for name, mark in (("!", EXCLAMATION), ("?", QUESTION)):
        at = layout.at(mark)
        if not len(at):
            continue
        out.add(name, at, at + 1)
        after = kind[at + 1]
        final = after & FEED > 0
        out.add(f"{name}@end", at[final], at[final] + 1)
        if mark == EXCLAMATION:
            early = at[(layout.offset(at) <= 8) & ~final]
            out.add("+!", early, early + 1)
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
        early = layout.offset(colon) <= 9
        out.add("colon@early", colon[early], colon[early] + 1)
        out.add("colon@late", colon[~early], colon[~early] + 1)
    slash = layout.at(SLASH)
    if len(slash):
        slash = slash[layout.offset(slash) <= 12]
        out.add("slash", slash, slash + 1)


def _quotes(layout: _Layout, out: _Collector) -> None:
    opening, closing = layout.at(QUOTE_OPENS), layout.at(QUOTE_CLOSES)
    if not (len(opening) and len(closing)):
        return
    match = closing[np.minimum(np.searchsorted(closing, opening), len(closing) - 1)]
    paired = (match > opening) & (layout.row[match] == layout.row[opening])
    opening, match = opening[paired], match[paired] + 1
    size = match - opening - 2
    final, initial = layout.kind[match] & FEED > 0, layout.kind[opening - 1] & FEED > 0
    for name, here in (
        ("quote", size >= 0), ("quote@short", size <= 5), ("quote@long", size >= 9),
        ("quote@end", final), ("quote@start", initial),
    ):  # fmt: skip
        out.add(name, opening[here], match[here])


def _numbers(layout: _Layout, out: _Collector) -> None:
    if not layout.present & (DIGIT | LETTER):
        return
    kind = layout.kind & (DIGIT | LETTER)
    bounds = (kind[1:] != kind[:-1]).nonzero()[0] + 1
    inside = kind[bounds]
    letters, digits = (inside & LETTER).nonzero()[0], (inside & DIGIT).nonzero()[0]
    out.add("latin", bounds[letters], bounds[letters + 1])  # the text ends with a line feed: every run has an end
    if len(digits):
        start, end = bounds[digits], bounds[digits + 1]
        out.add("number", start, end)
        unit = layout.kind[end]
        for name, class_ in (("counter", COUNTER), ("figure", FIGURE)):
            here = unit & class_ > 0
            out.add(name, start[here], end[here] + 1)
