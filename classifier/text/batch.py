"""A batch of headlines as numpy arrays: characters, tokens and 64-bit hashes of any span.

All arrays index one text: a line feed, then each headline in normal form followed by a line feed. The line
feeds double as start and end marks in character n-grams.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

import numpy as np
from numpy.typing import NDArray

from classifier.text.character_classes import ABOVE, Kinds, kinds_of
from classifier.text.normalize import LINE_FEED, codes_of, normalize_lines
from classifier.text.tokenizer import Tokenizer

Floats = NDArray[np.float64]
Integers = NDArray[np.int64]
Hashes = NDArray[np.uint64]

SIZES = (1, 2, 3, 4)  # of character n-grams
_BASE = 0x9E3779B97F4A7C15  # odd, so it has an inverse modulo 2**64
_INVERSE = pow(_BASE, -1, 2**64)
# Operands of the hot path are arrays of no dimension: numpy takes them twice as fast as its own or Python's scalars.
_PAIR = np.array(0xC2B2AE3D27D4EB4F, np.uint64)
_ONE = np.array(1, np.uint64)
_FEED, _SPACE = np.array(LINE_FEED, np.uint32), np.array(32, np.uint32)
_BACK = np.array(1, np.int64)
_LAST = 0xFFFF


@cache
def _power_tables(bits: int) -> tuple[Hashes, Hashes]:
    """BASE**0, BASE**1, ... and the same of its inverse, 2**bits of each."""
    factors = np.full((2, 1 << bits), [[_BASE], [_INVERSE]], np.uint64)
    factors[:, 0] = 1
    power, inverse = np.cumprod(factors, axis=1, dtype=np.uint64)
    return power, inverse


def _mix(codes: NDArray[Any]) -> Hashes:
    """A random-looking 64-bit number for each code point (splitmix64, Steele et al. 2014)."""
    z = (codes.astype(np.uint64) + np.uint64(1)) * np.uint64(_BASE)
    z = (z ^ (z >> np.uint64(30))) * np.uint64(0xBF58476D1CE4E5B9)
    z = (z ^ (z >> np.uint64(27))) * np.uint64(0x94D049BB133111EB)
    return z ^ (z >> np.uint64(31))


@cache
def _mix_table() -> Hashes:
    return _mix(np.arange(_LAST + 1))


def _mixed(codes: NDArray[np.uint32], above: bool) -> Hashes:
    """``_mix`` by look-up; ``above`` when there may be code points above the table."""
    mixed = _mix_table().take(codes, mode="clip")
    if above:
        rest = (codes > _LAST).nonzero()[0]
        mixed[rest] = _mix(codes[rest])
    return mixed


@dataclass(slots=True)
class Batch:
    """Headlines ready for feature extraction; positions are indices into ``text``.

    Line feeds are tokens like the words that they part: no known pair, run or n-gram reaches over one.
    """

    count: int
    text: str
    codes: NDArray[np.uint32]
    kind: Kinds  # classes of each character (classifier.text.character_classes)
    present: int  # the classes that occur at all
    feeds: Integers  # positions of the line feeds: before each headline, and the last one
    row: Integers  # headline of each character; a line feed belongs to the headline that it opens
    token_start: Integers  # tokens without spaces
    token_end: Integers
    _sums: Hashes
    _power: Hashes

    def spans(self, start: Integers, end: Integers) -> Hashes:
        """Polynomial hash of each span [start, end): sum of mix(c_j) * BASE**(end-1-j). Shape as ``end``."""
        sums = self._sums.take(end)
        sums -= self._sums.take(start)
        sums *= self._power.take(end)
        return sums

    def char_ngrams(self, out: Hashes) -> None:
        """Hashes of the n-grams of each size that start at each character into ``out``, shape (4, len(text)).

        Those that reach into another headline or over the end are there too: no vocabulary holds one.
        """
        size = len(self.codes)
        np.subtract(_windows(self._sums, size), self._sums[:size], out=out)
        out *= _windows(self._power, size)

    def word_keys(self, out: Hashes) -> None:
        """Hashes of each token and of each pair with the next one into ``out``, shape (2, tokens)."""
        words, pairs = out
        words[:] = self.spans(self.token_start, self.token_end)
        pairs[-1] = 0
        pairs[:-1] = pair_hash(words[:-1], words[1:])


def _windows(values: Hashes, size: int) -> Hashes:
    """A view of shape (len(SIZES), size): row n - 1 holds what stands n places on."""
    step = values.itemsize
    return np.ndarray((len(SIZES), size), np.uint64, values, step, (step, step))


def pair_hash(first: Hashes, second: Hashes) -> Hashes:
    """Hash of a pair of tokens from the hashes of the two."""
    result: Hashes = first * _PAIR
    result += second
    result += _ONE
    return result


def hash_terms(terms: Sequence[str]) -> Hashes:
    """Hash of each term; shape (len(terms),). Equal to ``Batch.spans`` of the same characters."""
    end = np.cumsum([0, *map(len, terms)])
    sums, power = _running_sums(_mixed(codes_of("".join(terms)), above=True))
    return np.asarray(power[end[1:]] * (sums[end[1:]] - sums[end[:-1]]))


def _running_sums(mixed: Hashes) -> tuple[Hashes, Hashes]:
    """Sums of mix(c_j) / BASE**(j+1) before each position, and the powers that turn them into hashes.

    Both are longer than that by the longest n-gram, so that ``_windows`` may look over the end.
    """
    size = len(mixed)
    power, inverse = _power_tables(max(10, (size + len(SIZES)).bit_length()))
    sums = np.zeros(size + len(SIZES), np.uint64)
    np.multiply(mixed, inverse[1 : size + 1], out=sums[1 : size + 1])
    inner = sums[1:]
    inner.cumsum(out=inner)
    return sums, power


def read_batch(headlines: Sequence[str], tokenizer: Tokenizer) -> Batch:
    """Normalise, segment and index the headlines."""
    text = f"\n{normalize_lines(headlines)}\n" if headlines else "\n"
    codes = codes_of(text)
    kind = kinds_of(codes)
    present = int(np.bitwise_or.reduce(kind))
    breaks = codes == _FEED
    row = breaks.cumsum()
    row -= _BACK
    tokens = tokenizer.cut(text)
    length = np.fromiter(map(len, tokens), np.int64, len(tokens))
    end = length.cumsum()
    start = end - length
    if " " in text:
        solid = (codes.take(start) != _SPACE).nonzero()[0]
        start, end = start.take(solid), end.take(solid)
    return Batch(
        len(headlines), text, codes, kind, present, breaks.nonzero()[0], row, start, end,
        *_running_sums(_mixed(codes, bool(present & ABOVE))),
    )  # fmt: skip
