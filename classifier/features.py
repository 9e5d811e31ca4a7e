"""The three feature groups and their weights: ``word``, ``char`` and ``style``.

Words are jieba tokens, pairs of them, and the topical classes of the lexicon; characters are 1- to 4-grams with start
and end marks. Each of these two groups is TF-IDF with unit Euclidean length (scikit-learn's ``TfidfVectorizer``).
Style features are counts (``classifier.style``).
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.lexicon import topical
from classifier.style import NAMES, style_hits
from classifier.table import KeyTable
from classifier.text import LINE_FEED, Batch, Hashes, Integers, hash_terms, pair_hash

Floats = NDArray[np.float64]

CHAR_SIZES = (1, 2, 3, 4)
GROUPS = ("word", "char", "style")
PAIR_MARK = "\t"  # between the two tokens of a pair in the stored vocabulary
CLASS_MARK = "\x01"  # before a topical class: no text in normal form holds a control character


@dataclass(frozen=True)
class Occurrences:
    """Feature occurrences: parallel arrays of headline, feature number and span."""

    row: Integers
    feature: Integers
    start: Integers
    end: Integers


def term_keys(group: str, terms: list[str]) -> Hashes:
    """The 64-bit keys under which ``TfidfGroup`` finds these terms."""
    if group == "char":
        return hash_terms(terms)
    halves = [term.partition(PAIR_MARK) for term in terms]
    first = hash_terms([a for a, _, _ in halves])
    second = hash_terms([b for _, _, b in halves])
    return np.where([bool(mark) for _, mark, _ in halves], pair_hash(first, second), first)


@cache
def _topical_words() -> tuple[KeyTable, Hashes]:
    """Words that have a topical class, and the key of the class of each."""
    return KeyTable(hash_terms(list(topical()))), hash_terms([CLASS_MARK + name for name in topical().values()])


class TfidfGroup:
    """One TF-IDF vocabulary with its weights for bait, shape (V,), and for topics, shape (V, topics) or None."""

    def __init__(self, name: str, arrays: dict[str, NDArray[Any]]) -> None:
        self.name = name
        self._table = KeyTable(arrays["keys"])
        self.idf = arrays["idf"].astype(np.float64)
        self.weight = arrays["weight"].astype(np.float64)
        self.topic: NDArray[Any] | None = arrays.get("topic")
        self._bait = self.idf * self.weight
        classes = sorted(set(topical().values())) if name == "word" else []
        numbers = self._table.find(hash_terms([CLASS_MARK + c for c in classes])).tolist()
        self.class_names = {number: c for number, c in zip(numbers, classes, strict=True) if number >= 0}

    def occurrences(self, batch: Batch) -> Occurrences:
        """Occurrences of known terms. Spans leave out the start and end marks."""
        parts: list[tuple[Integers, Integers, Integers, Integers]] = []
        if self.name == "word":
            first, pairs = batch.word_pairs()
            singles = batch.spans(batch.token_start, batch.token_end)
            parts.append((batch.token_row, self._table.find(singles), batch.token_start, batch.token_end))
            ends = batch.token_end[first + 1]
            parts.append((batch.token_row[first], self._table.find(pairs), batch.token_start[first], ends))
            words, classes = _topical_words()
            member = words.find(singles)
            token = np.flatnonzero(member >= 0)
            found = self._table.find(classes[member[token]])
            parts.append((batch.token_row[token], found, batch.token_start[token], batch.token_end[token]))
        else:
            for size in CHAR_SIZES:
                start, hashes = batch.char_ngrams(size)
                parts.append((batch.row[start], self._table.find(hashes), start, start + size))
        row, feature, start, end = (np.concatenate(part) for part in zip(*parts, strict=True))
        known = feature >= 0
        row, feature, start, end = row[known], feature[known], start[known], end[known]
        start = start + (batch.codes[start] == LINE_FEED)
        end = end - (batch.codes[end - 1] == LINE_FEED)
        return Occurrences(row, feature, start, end)

    def norms(self, found: Occurrences, count: int) -> Floats:
        """Euclidean length of each headline's TF-IDF vector, shape (count,); 1 where it is empty."""
        key = np.sort(found.row * len(self.idf) + found.feature)
        edges = np.flatnonzero(np.concatenate(([True], key[1:] != key[:-1]))) if len(key) else key
        times = np.diff(np.append(edges, len(key)))
        row, feature = np.divmod(key[edges], len(self.idf))
        length = np.sqrt(np.bincount(row, (times * self.idf[feature]) ** 2, count))
        return np.where(length > 0, length, 1.0)

    def shares(self, found: Occurrences, count: int) -> Floats:
        """What each occurrence adds to the logit."""
        return self._bait[found.feature] / self.norms(found, count)[found.row]

    def topic_scores(self, found: Occurrences, count: int) -> Floats:
        """Contribution to the topic scores, shape (count, topics)."""
        if self.topic is None:
            raise ValueError(f"group {self.name!r} has no topic weights")
        order = np.argsort(found.row, kind="stable")
        row, feature = found.row[order], found.feature[order]
        weighted = self.topic[feature] * self.idf[feature, None]
        result = np.zeros((count, self.topic.shape[1]))
        first = np.flatnonzero(np.concatenate(([True], row[1:] != row[:-1]))) if len(row) else row
        if len(first):
            result[row[first]] = np.add.reduceat(weighted, first, axis=0)
        return result / self.norms(found, count)[:, None]


class StyleGroup:
    """Style counts with a weight for each name in ``classifier.style.NAMES``."""

    name = "style"

    def __init__(self, weight: NDArray[Any]) -> None:
        self.weight = weight.astype(np.float64)

    def occurrences(self, batch: Batch) -> Occurrences:
        hits = style_hits(batch)
        return Occurrences(hits.row, hits.feature, hits.start, hits.end)

    def shares(self, found: Occurrences, count: int) -> Floats:
        """What each hit adds to the logit."""
        return self.weight[found.feature]


def style_counts(batch: Batch) -> Floats:
    """Style features as a matrix, shape (headlines, len(NAMES))."""
    hits = style_hits(batch)
    size = batch.count * len(NAMES)
    counts = np.bincount(hits.row * len(NAMES) + hits.feature, minlength=size)
    return counts.reshape(batch.count, len(NAMES)).astype(np.float64)
