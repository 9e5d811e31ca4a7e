"""Choose the vocabulary of a corpus that is larger than memory: the terms that most headlines hold, up to a limit.

First every occurrence is counted in one of a fixed number of counters, by the upper bits of its key; a counter never
says less than one of its terms deserves. Then the terms of the highest counters are counted one by one, exactly.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from numpy.typing import NDArray

from classifier.headline.style import style_counts, style_hits
from classifier.headline.style_names import NAMES
from classifier.text.batch import Batch, Integers, read_batch
from classifier.text.hashing import Hashes
from classifier.text.tokenizer import tokenizer
from classifier.text.vocabulary import TFIDF
from training.fitting.heads import Array
from training.fitting.streaming.chunks import map_chunks, read_chunk
from training.fitting.streaming.terms import TERMS, term_text

BITS = 24  # of a key: 16,777,216 counters a group
SLACK = 2  # counters followed up for each term to be chosen: some hold many rare terms and no frequent one
HIGHEST = 1 << 20  # counts above are as good as this one
BUFFER = 1 << 22  # counts waiting to be added up
_SHIFT = np.uint64(64 - BITS)


@dataclass(frozen=True)
class TermSelection:
    """Keys of each group, ascending, in how many of ``documents`` headlines each stands, and the style features' scale.

    ``values`` is the number of values other than zero in the matrix of all these headlines.
    """

    keys: dict[str, Hashes]
    frequency: dict[str, Integers]
    style_scale: Array  # standard deviation of the counts, shape (len(NAMES),)
    documents: int
    values: int

    def idf(self, group: str) -> Array:
        """Smoothed inverse document frequency, as scikit-learn's ``TfidfTransformer`` has it."""
        return np.asarray(np.log((self.documents + 1.0) / (self.frequency[group] + 1.0)) + 1.0)


class Counters:
    """Occurrences of all terms, in counters that several terms may share."""

    def __init__(self, groups: Sequence[str]) -> None:
        self._counts = {group: np.zeros(1 << BITS, np.uint32) for group in groups if group in TFIDF}

    def add(self, headlines: Sequence[str]) -> None:
        batch = read_batch(headlines, tokenizer())
        for group, counts in self._counts.items():
            np.add.at(counts, (TERMS[group](batch).key >> _SHIFT).astype(np.int64), np.uint32(1))

    def candidates(self, min_df: int, most: int) -> dict[str, NDArray[np.bool_]]:
        """Which counters hold terms worth counting exactly, for a vocabulary of at most so many."""
        levels = np.zeros(1, np.int64)
        for counts in self._counts.values():
            found = np.bincount(np.minimum(counts, HIGHEST))
            levels, found = (levels, found) if len(levels) > len(found) else (found, levels)
            levels[: len(found)] += found
        at_least = levels[::-1].cumsum()[::-1]
        cut = max(min_df, int((at_least > SLACK * most).sum()))
        return {group: counts >= cut for group, counts in self._counts.items()}


class RunningCounts:
    """Exact counts by key, added up now and then."""

    def __init__(self) -> None:
        self._keys: list[Hashes] = []
        self._counts: list[Integers] = []
        self._waiting = 0

    def add(self, keys: Hashes, counts: Integers) -> None:
        self._keys.append(keys)
        self._counts.append(counts)
        self._waiting += len(keys)
        if self._waiting > max(BUFFER, 2 * len(self._keys[0])):
            self.total()

    def total(self) -> tuple[Hashes, Integers]:
        """Keys in ascending order and the sum of each."""
        if not self._keys:
            return np.empty(0, np.uint64), np.empty(0, np.int64)
        keys, place = np.unique(np.concatenate(self._keys), return_inverse=True)
        counts = np.bincount(place, np.concatenate(self._counts), len(keys)).astype(np.int64)
        self._keys, self._counts, self._waiting = [keys], [counts], len(keys)
        return keys, counts


def choose(
    chunks: Sequence[Path], candidates: Path, groups: Sequence[str], min_df: int, most: int, done: Callable[[int], None]
) -> TermSelection:
    """The ``most`` terms with the highest document frequency; of equal ones those with the lowest keys.

    ``candidates`` is the folder of the candidates' ``<group>.npy``; ``done`` is told the rows of each chunk.
    """
    tallies = {group: RunningCounts() for group in groups if group in TFIDF}
    sums, squares, documents, styled = np.zeros(len(NAMES)), np.zeros(len(NAMES)), 0, 0
    for counted, style in map_chunks(_count, chunks, candidates, tuple(groups)):
        for group, tally in tallies.items():
            tally.add(*counted[group])
        rows, values, total, square = style
        documents, styled, sums, squares = documents + rows, styled + values, sums + total, squares + square
        done(rows)
    found = {group: tally.total() for group, tally in tallies.items()}
    every = np.concatenate([counts for _, counts in found.values()] or [np.empty(0, np.int64)])
    order = np.argsort(-every, kind="stable")[:most]
    chosen = np.zeros(len(every), np.bool_)
    chosen[order[every[order] >= min_df]] = True
    keys, frequency, start = {}, {}, 0
    for group, (own, counts) in found.items():
        kept = chosen[start : start + len(own)]
        keys[group], frequency[group] = own[kept], counts[kept]
        start += len(own)
    variance = squares / documents - (sums / documents) ** 2
    scale = np.sqrt(np.where(variance > 1e-12, variance, 1.0))  # as StandardScaler, a constant feature is left alone
    return TermSelection(keys, frequency, scale, documents, styled + sum(int(f.sum()) for f in frequency.values()))


Counted = dict[str, tuple[Hashes, Integers]]


def _count(chunk: Path, candidates: Path, groups: Sequence[str]) -> tuple[Counted, tuple[int, int, Array, Array]]:
    """Document frequencies of the candidates in a chunk; its rows, style values, and the sums of values and squares."""
    batch = read_batch(read_chunk(chunk).headlines, tokenizer())
    counted = {}
    for group in groups:
        if group in TFIDF:
            terms = TERMS[group](batch)
            kept = np.load(candidates / f"{group}.npy", mmap_mode="r")[(terms.key >> _SHIFT).astype(np.int64)]
            counted[group] = _documents(terms.row[kept], terms.key[kept])
    style = np.zeros((batch.count, len(NAMES)))
    if "style" in groups:
        style += style_counts(style_hits(batch), batch.count)
    return counted, (batch.count, int(np.count_nonzero(style)), style.sum(axis=0), (style * style).sum(axis=0))


def _documents(row: Integers, key: Hashes) -> tuple[Hashes, Integers]:
    """In how many rows each key stands."""
    order = np.lexsort((row, key))
    row, key = row[order], key[order]
    first = np.ones(len(key), np.bool_)
    first[1:] = (key[1:] != key[:-1]) | (row[1:] != row[:-1])
    return np.unique(key[first], return_counts=True)


def spell(chunks: Sequence[Path], vocabulary: TermSelection) -> dict[str, list[str]]:
    """The text of each term, in the order of the keys: found where it stands first."""
    terms: dict[str, list[str]] = {group: [""] * len(keys) for group, keys in vocabulary.keys.items()}
    missing = {group: np.ones(len(keys), np.bool_) for group, keys in vocabulary.keys.items()}
    for chunk in chunks:
        if not any(left.any() for left in missing.values()):
            break
        batch = read_batch(read_chunk(chunk).headlines, tokenizer())
        for group, left in missing.items():
            _spell(group, batch, vocabulary.keys[group], terms[group], left)
    return terms


def _spell(group: str, batch: Batch, keys: Hashes, terms: list[str], left: NDArray[np.bool_]) -> None:
    if not left.any():
        return
    found = TERMS[group](batch)
    number = np.minimum(keys.searchsorted(found.key), len(keys) - 1)
    held = ((keys[number] == found.key) & left[number]).nonzero()[0]
    numbers, first = np.unique(number[held], return_index=True)
    for feature, place in zip(numbers.tolist(), found.place[held[first]].tolist(), strict=True):
        terms[feature] = term_text(group, batch, place)
    left[numbers] = False
