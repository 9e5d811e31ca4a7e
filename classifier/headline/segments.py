"""What the style features are counted with: the layout of a batch, and a collector of hits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from classifier.headline.style_names import number
from classifier.text.batch import Batch, Integers
from classifier.text.character_classes import EDGE, MARKS, QUOTE_CLOSES, QUOTE_OPENS

# Operands without a dimension: see classifier.text.hashing.
_EDGE, _MARKS = np.array(EDGE, np.uint32), np.array(MARKS, np.uint32)
_NOWHERE: Integers = np.empty(0, np.int64)


@dataclass(slots=True)
class Hits:
    """Occurrences of style features: parallel arrays of headline, feature number and start of the span."""

    row: Integers
    feature: Integers
    start: Integers
    _ends: list[Integers]  # in pieces: only explanations ask for them

    @property
    def end(self) -> Integers:
        """End of each span."""
        return np.concatenate(self._ends)


class Collector:
    """Hits of one batch as they are found."""

    def __init__(self, batch: Batch) -> None:
        self._row = batch.row
        self._features: list[Integers] = []
        self._starts: list[Integers] = []
        self._ends: list[Integers] = []

    def add(self, name: str, start: Integers, end: Integers) -> None:
        if size := len(start):
            feature = np.empty(size, np.int64)
            feature.fill(number(name))
            self.add_many(feature, start, end)

    def add_many(self, feature: Integers, start: Integers, end: Integers) -> None:
        self._features.append(feature)
        self._starts.append(start)
        self._ends.append(end)

    def hits(self) -> Hits:
        start = np.concatenate(self._starts)
        return Hits(self._row.take(start), np.concatenate(self._features), start, self._ends)


class Segments:
    """Where the segments of each headline begin, and which classes of characters occur at all."""

    def __init__(self, batch: Batch) -> None:
        self.kind, self.row, self.feeds, self.present = batch.kind, batch.row, batch.feeds, batch.present
        edge = batch.kind & _EDGE
        self._edges = (edge[1:] < edge[:-1]).nonzero()[0]  # a segment begins behind each of these
        self._before = self._edges.searchsorted(batch.feeds)  # segments before each headline
        self.segments = self._before[1:] - self._before[:-1]
        self._marks = (batch.kind & _MARKS).nonzero()[0] if self.present & MARKS else _NOWHERE
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
