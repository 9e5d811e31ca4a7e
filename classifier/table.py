"""A read-only hash table in numpy: 64-bit key to row number, for millions of look-ups at once."""

from __future__ import annotations

import numpy as np

from classifier.text import Hashes, Integers

_SPREAD = np.uint64(0xFF51AFD7ED558CCD)


class KeyTable:
    """Open addressing with linear probing, half full at the most; zero marks an empty slot."""

    def __init__(self, keys: Hashes) -> None:
        """Raises ValueError when a key is zero or stands twice."""
        bits = max(4, int(2 * len(keys)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._mask = (1 << bits) - 1
        self._keys = np.zeros(1 << bits, np.uint64)
        self._index = np.full(1 << bits, -1, np.int32)
        if len(np.unique(keys)) != len(keys) or (keys == 0).any():
            raise ValueError("hash keys must be distinct and not zero")
        pending = np.arange(len(keys))
        slot = self._slots(keys)
        while len(pending):
            free = self._keys[slot] == 0
            # Where several keys want one free slot the last write wins; the others move on.
            self._index[slot[free]] = pending[free]
            winners = free & (self._index[slot] == pending)
            self._keys[slot[winners]] = keys[pending[winners]]
            pending, slot = pending[~winners], (slot[~winners] + 1) & self._mask

    def _slots(self, keys: Hashes) -> Integers:
        return ((keys * _SPREAD) >> self._shift).astype(np.int64)

    def find(self, keys: Hashes) -> Integers:
        """Row number of each key, -1 where it is not in the table; shape as keys."""
        slot = self._slots(keys)
        stored = self._keys[slot]
        found = np.where(stored == keys, self._index[slot], -1).astype(np.int64)
        pending = np.flatnonzero((stored != keys) & (stored != 0))
        slot = slot[pending]
        while len(pending):
            slot = (slot + 1) & self._mask
            stored = self._keys[slot]
            hit = stored == keys[pending]
            found[pending[hit]] = self._index[slot[hit]]
            going = ~hit & (stored != 0)
            pending, slot = pending[going], slot[going]
        return found
