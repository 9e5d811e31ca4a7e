"""A batch of headlines as numpy arrays: characters, tokens and 64-bit hashes of any span.

All arrays index one text: a line feed, then each headline in normal form followed by a line feed. The line
feeds double as start and end marks in character n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.normalize import LINE_FEED, codes_of, normalize_lines
from classifier.tokenizer import Tokenizer

Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

SPACE = 32
_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 2**64)
_PAIR = 0xC2B2AE3D27D4EB4F


def _powers(base: int, count: int) -> Hashes:
    factors = np.full(count, base, np.uint64)
    factors[:1] = 1
    return np.cumprod(factors, dtype=np.uint64)


def _mix(codes: NDArray[Any]) -> Hashes:
    """A random-looking 64-bit number for each code point (splitmix64, Steele et al. 2014)."""
    z = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(_BASE)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@dataclass(frozen=True)
class Batch:
    """Headlines ready for feature extraction; positions are indices into ``text``."""

    count: int
    text: str
    codes: NDArray[np.uint32]
    row: Integers  # headline of each character; a line feed belongs to the headline that it opens
    room: Integers  # distance to the next line feed after this character
    token_start: Integers  # tokens without white space
    token_end: Integers
    token_row: Integers
    _mixed: Hashes
    _sums: Hashes
    _power: Hashes

    def spans(self, start: Integers, end: Integers) -> Hashes:
        """Polynomial hash of each span [start, end): sum of mix(c_j) * BASE**(end-1-j)."""
        return self._power[end] * (self._sums[end] - self._sums[start])

    def char_ngrams(self, size: int) -> tuple[Integers, Hashes]:
        """Start positions and hashes of the n-grams of that size that stay inside one headline and its marks."""
        count = len(self.text) - size + 1
        if count <= 0:
            return np.empty(0, np.int64), np.empty(0, np.uint64)
        hashes = self._mixed[:count].copy()
        for offset in range(1, size):
            hashes *= np.uint64(_BASE)
            hashes += self._mixed[offset : offset + count]
        inside = self.codes[:count] != LINE_FEED if size == 1 else self.room[:count] >= size - 1
        start = np.flatnonzero(inside)
        return start, hashes[start]

    def word_pairs(self) -> tuple[Integers, Hashes]:
        """Index of the first token and hash of each pair of neighbouring tokens of one headline."""
        words = self.spans(self.token_start, self.token_end)
        first = np.flatnonzero(self.token_row[1:] == self.token_row[:-1])
        return first, pair_hash(words[first], words[first + 1])


def pair_hash(first: Hashes, second: Hashes) -> Hashes:
    """Hash of a pair of tokens from the hashes of the two."""
    return first * np.uint64(_PAIR) + second + np.uint64(1)


def hash_terms(terms: Sequence[str]) -> Hashes:
    """Hash of each term; shape (len(terms),). Equal to ``Batch.spans`` of the same characters."""
    text = "".join(terms)
    end = np.cumsum([0, *map(len, terms)])
    sums = np.zeros(len(text) + 1, np.uint64)
    np.cumsum(_mix(codes_of(text)) * _powers(_INVERSE, len(text) + 1)[1:], out=sums[1:])
    return np.asarray(_powers(_BASE, len(text) + 1)[end[1:]] * (sums[end[1:]] - sums[end[:-1]]))


def read_batch(headlines: Sequence[str], tokenizer: Tokenizer) -> Batch:
    """Normalise, segment and index the headlines."""
    lines = normalize_lines(headlines)
    text = f"\n{lines}\n" if headlines else "\n"
    codes = codes_of(text)
    breaks = codes == LINE_FEED
    row = np.cumsum(breaks) - 1
    feeds = np.flatnonzero(breaks)
    positions = np.arange(len(codes))
    after = np.append(feeds, len(codes) - 1)[np.minimum(row + 1, len(feeds))]
    end = np.cumsum(np.fromiter(map(len, tokenizer.cut(text)), np.int64))
    start = np.concatenate(([0], end[:-1]))
    solid = (codes[start] != LINE_FEED) & (codes[start] != SPACE)
    start, end = start[solid], end[solid]
    mixed = _mix(codes)
    sums = np.zeros(len(codes) + 1, np.uint64)
    np.cumsum(mixed * _powers(_INVERSE, len(codes) + 1)[1:], out=sums[1:])
    return Batch(
        len(headlines), text, codes, row, after - positions, start, end, row[start],
        mixed, sums, _powers(_BASE, len(codes) + 1),
    )  # fmt: skip
