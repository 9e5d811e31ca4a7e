"""Euclidean lengths of sparse TF-IDF vectors that are given as occurrences of features, without building a matrix."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from classifier.text.batch import Floats, Integers

MANY = 2000  # keys from which ``_crowded`` pays
# Operands without a dimension: see classifier.text.hashing.
_TWO, _UNIT = np.array(2), np.array(1.0)
_SPREAD = np.array(0x9E3779B97F4A7C15, np.uint64)  # near 2**64 / golden ratio (Knuth's multiplicative hashing)


def _crowded(keys: Integers) -> NDArray[np.bool_]:
    """Which keys share a bucket with another one: all that occur twice do, and few others.

    It leaves a quarter of the keys to the sort that finds the former, which takes longer than this.
    """
    bits = len(keys).bit_length() + 2
    bucket = keys.view(np.uint64) * _SPREAD
    bucket >>= np.array(64 - bits, np.uint64)
    place = bucket.view(np.int64)
    order = np.arange(len(keys), dtype=np.int32)
    last = np.empty(1 << bits, np.int32)
    last[place] = order  # of several in a bucket the last one stays
    early = (last.take(place) != order).nonzero()[0]
    crowded = np.zeros(1 << bits, np.bool_)
    crowded[place.take(early)] = True
    return crowded.take(place)


class Norms:
    """Lengths of the vectors of one vocabulary."""

    def __init__(self, features: int) -> None:
        """``features`` is the number of features: a key holds a bin and a feature number."""
        self._bits = features.bit_length()
        self._shift, self._low = np.array(self._bits), np.array((1 << self._bits) - 1)

    def lengths(
        self, bins: Integers, features: Integers, idf: Floats, idf_of: NDArray[np.float32], size: int
    ) -> Floats:
        """Length of the vector of each bin, shape (size,); 1 where a bin has no feature.

        ``bins``, ``features`` and ``idf`` are parallel arrays, one entry an occurrence; ``idf_of`` is the idf of every
        feature. With n occurrences a feature has the value n * idf.
        """
        squares = np.bincount(bins, idf * idf, size)
        key = bins << self._shift
        key |= features
        if len(key) > MANY:
            key = key.compress(_crowded(key))
        if size << self._bits <= 1 << 32:
            key = key.astype(np.uint32)  # sorts in half the time
        key.sort()
        again = key[1:][key[1:] == key[:-1]].astype(np.int64)
        if len(again):
            # With n occurrences a feature counts n * n times, not n times: the k-th one adds 2 * (k - 1) more.
            more = np.arange(2.0, 2 * len(again) + 2, 2)
            more -= _TWO * again.searchsorted(again)
            repeated = idf_of.take(again & self._low).astype(np.float64)
            more *= repeated
            more *= repeated
            squares += np.bincount(again >> self._shift, more, size)
        lengths: Floats = np.sqrt(np.maximum(squares, _UNIT))  # an idf is at least 1: below it there is no feature
        return lengths
