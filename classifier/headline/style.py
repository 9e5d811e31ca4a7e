"""Style features of a batch: what ``classifier.headline.plain_style`` counts in one headline, in numpy.

Each feature counts *hits* (at most ``CAP`` a headline), and each hit has a span, so a style weight can be
shown where it came from; where there are more hits than ``CAP`` they share its weight.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifier.headline.plain_style import HIDDEN
from classifier.headline.punctuation import add_marks
from classifier.headline.segments import Collector, Hits, Segments
from classifier.headline.style_names import (
    ANYWHERE,
    CAP,
    LENGTHS,
    NAMES,
    PLACES,
    SEGMENTS,
    length_class,
    number,
    segment_class,
)
from classifier.headline.style_words import WordHits, find_words
from classifier.text.batch import Batch, Floats, Integers
from classifier.text.character_classes import GIVEN, MUTE, SURNAME
from classifier.text.lexicon import STYLE_CLASSES

# Operands without a dimension: see classifier.text.hashing.
_GIVEN_BEHIND_SURNAME = np.array(GIVEN.bit_length() - SURNAME.bit_length(), np.uint32)
_SURNAME, _MUTE = np.array(SURNAME, np.uint32), np.array(MUTE, np.uint32)
_ONE, _CAP, _WIDTH = np.array(1), np.array(CAP), np.array(len(NAMES))
_LENGTH_FEATURES = np.array([number(length_class(length)) for length in range(LENGTHS[-1] + 2)])
_SEGMENT_FEATURES = np.array([number(segment_class(count)) for count in range(SEGMENTS + 1)])
_CLASS_FEATURES = {place: np.array([number(name, place) for name in STYLE_CLASSES]) for place in PLACES}
_HIDDEN = np.array([name in HIDDEN for name in STYLE_CLASSES])


def style_hits(batch: Batch, words: WordHits | None = None) -> Hits:
    """All hits of the batch; ``words`` where they were looked up before."""
    if words is None:
        words = find_words(batch)
    out, layout = Collector(batch), Segments(batch)
    opens, closes = batch.feeds[:-1] + _ONE, batch.feeds[1:]
    length = closes - opens
    named = _persons(batch, layout, out)
    worded = _words(batch, layout, words, named, out)
    add_marks(layout, out)
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
    return out.hits()


def count_hits(hits: Hits, count: int) -> Integers:
    """Hits of each feature in each headline, before the cap; shape (count, len(NAMES))."""
    cell = hits.row * _WIDTH
    cell += hits.feature
    counts: Integers = np.bincount(cell, minlength=count * len(NAMES)).reshape(count, len(NAMES))
    return counts


def style_counts(hits: Hits, count: int) -> Integers:
    """The style features as a matrix, shape (count, len(NAMES))."""
    counts = count_hits(hits, count)
    np.minimum(counts, _CAP, out=counts)
    return counts


def shares(hits: Hits, count: int, weights: Floats) -> Floats:
    """What each hit adds to the logit; ``weights``, shape (len(NAMES),), are those of the features."""
    number = count_hits(hits, count)[hits.row, hits.feature]
    return np.asarray(weights[hits.feature] * np.minimum(number, CAP) / number)


def _persons(batch: Batch, layout: Segments, out: Collector) -> NDArray[np.bool_]:
    """Person names; answers which headlines hold one.

    With the HMM off an unknown name falls apart: a surname, then single characters.
    """
    named = np.zeros(batch.count, np.bool_)
    if not batch.present & SURNAME:
        return named
    heads = batch.kind.take(batch.token_start)
    person = ((heads[:-1] & _SURNAME) & (heads[1:] >> _GIVEN_BEHIND_SURNAME)).nonzero()[0]
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
    batch: Batch, layout: Segments, words: WordHits, named: NDArray[np.bool_], out: Collector
) -> NDArray[np.bool_]:
    """Word classes by place; answers which headlines hold a word of any class."""
    worded = np.zeros(batch.count, np.bool_)
    start, end, category = words.start, words.end, words.category
    if not len(start):
        return worded
    row = layout.row.take(start)
    segment, count = layout.segment(start), layout.segments[row]
    several = count > _ONE
    spoken = (~(batch.kind & _MUTE).astype(np.bool_)).nonzero()[0]  # the line feeds too: a search ends in its headline
    final = spoken.take(spoken.searchsorted(layout.feeds.take(row + 1)) - 1)
    out.add_many(_CLASS_FEATURES[ANYWHERE].take(category), start, end)
    for place, here in (
        ("@first", several & (segment <= _ONE)), ("@last", several & (segment == count)),
        ("@end", end - _ONE == final), ("@quote", layout.quoted(start)),
    ):  # fmt: skip
        at = here.nonzero()[0]
        if len(at):
            out.add_many(_CLASS_FEATURES[place].take(category.take(at)), start.take(at), end.take(at))
    hidden = _HIDDEN.take(category) & ~named.take(row)
    out.add("unnamed", start[hidden], end[hidden])
    worded[row] = True
    return worded
