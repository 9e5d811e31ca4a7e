"""Signals: which parts of a headline add what to its logit."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from classifier.headline.reading import Reading
from classifier.headline.style import shares
from classifier.headline.style_names import NAMES
from classifier.prediction import Signal
from classifier.text.alignment import align
from classifier.text.batch import Floats
from classifier.text.vocabulary import Vocabulary


def signals_of(
    headlines: Sequence[str], reading: Reading, vocabulary: Vocabulary, style: Floats
) -> list[tuple[Signal, ...]]:
    """Every part of the logits, largest first; spans lead back to the original characters."""
    batch, terms, hits = reading.batch, reading.terms, reading.hits
    opens = (batch.feeds + 1).tolist()
    spans = [align(headline)[1] for headline in headlines]
    collected: list[list[Signal]] = [[] for _ in headlines]

    def collect(group: str, name: str | None, row: int, first: int, last: int, weight: float) -> None:
        start = spans[row][first - opens[row]][0]
        end = spans[row][last - opens[row] - 1][1]
        text = headlines[row][start:end]
        collected[row].append(Signal(start, end, text, group, name or batch.text[first:last], weight))

    weights = vocabulary.shares(terms, reading.norms)
    for place, feature, first, last, weight in _rows(terms.bin, terms.feature, *terms.slots.spans(terms.slot), weights):
        if feature < vocabulary.size:  # behind them: words of the lexicon that only stand for their class
            group = "char" if feature < vocabulary.chars else "word"
            collect(group, vocabulary.class_names.get(feature), place % batch.count, first, last, weight)
    if hits:
        weights = shares(hits, batch.count, style)
        for row, feature, first, last, weight in _rows(hits.row, hits.feature, hits.start, hits.end, weights):
            collect("style", NAMES[feature], row, first, last, weight)
    return [tuple(sorted(signals, key=_strongest_first)) for signals in collected]


def _rows(*columns: object) -> Iterable[tuple[int, int, int, int, float]]:
    return zip(*(column.tolist() for column in columns), strict=True)  # type: ignore[attr-defined]


def _strongest_first(signal: Signal) -> tuple[float, int, int, str]:
    return -abs(signal.weight), signal.start, signal.end, signal.group
