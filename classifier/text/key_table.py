"""A read-only hash table in numpy: 64-bit key to row number, for millions of look-ups at once.

Hash and displace (Pagh 1999): each key falls into a bucket, and each bucket has a displacement that was chosen so that
all keys of the table lie in slots of their own. A look-up reads one slot and is a handful of numpy calls whatever
the keys; with chains or probing, every link would need a round of calls and another read out of the cache.
"""

from __future__ import annotations

import numpy as np

from classifier.text.batch import Integers
from classifier.text.hashing import Hashes

_ROUNDS = 1000
_STEP = 40_503  # displacements are tried in this step: odd, so that all are


class KeyTable:
    """Slots, less than half of them taken, and displacements; zero marks an empty slot."""

    def __init__(self, keys: Hashes) -> None:
        """Raises ValueError when a key is zero or stands twice."""
        bits = max(6, int(2 * len(keys)).bit_length())
        self._mask = np.array((1 << bits) - 1)
        self._low = np.array((1 << (bits - 2)) - 1, np.uint64)
        self._rows = np.full(1 << bits, -1, np.int32)
        self._displacements = np.zeros(1 << (bits - 2), np.uint16)
        if (keys == 0).any() or not any(self._place(keys, shift) for shift in range(64 - bits, bits - 3, -1)):
            raise ValueError("hash keys must be distinct and not zero")
        self._keys = np.zeros(1 << bits, np.uint64)
        held = np.flatnonzero(self._rows >= 0)
        self._keys[held] = keys[self._rows[held]]

    def _place(self, keys: Hashes, shift: int) -> bool:
        """Choose the displacements, crowded buckets first, all buckets of one size at once. False where they fail."""
        self._shift = np.array(shift, np.uint64)
        self._rows.fill(-1)
        home, bucket = self._hash(keys)
        home &= self._mask
        order = bucket.astype(np.min_scalar_type(len(self._displacements) - 1)).argsort(kind="stable")
        first = np.flatnonzero(np.diff(bucket[order], prepend=-1))
        sizes = np.diff(first, append=len(keys))
        claims = np.empty(len(self._rows), np.int32)
        for size in sorted(set(sizes.tolist()), reverse=True):
            rows = order[first[sizes == size][:, None] + np.arange(size)]  # (buckets, keys of each)
            homes = np.sort(home[rows], axis=1)
            if (homes[:, 1:] == homes[:, :-1]).any():
                return False  # two keys of one bucket that want one slot meet again under any displacement
            for number in range(_ROUNDS):
                displacement = (bucket[rows[:, 0]] + number * _STEP) & 0xFFFF
                slots = (home[rows] + displacement[:, None]) & self._mask
                free = np.flatnonzero((self._rows.take(slots) < 0).all(axis=1))
                claims[slots[free]] = free[:, None]  # where several buckets want one slot the last write wins
                won = free[(claims.take(slots[free]) == free[:, None]).all(axis=1)]
                self._rows[slots[won]] = rows[won]
                self._displacements[bucket[rows[won, 0]]] = displacement[won]
                pending = np.ones(len(rows), np.bool_)
                pending[won] = False
                rows = rows[pending]
                if not len(rows):
                    break
            else:
                return False
        return True

    def _hash(self, keys: Hashes) -> tuple[Integers, Integers]:
        """Slot before displacement and mask, and bucket: two windows of the bits of each key, which are random."""
        return (keys >> self._shift).view(np.int64), (keys & self._low).view(np.int64)

    def matches(self, keys: Hashes) -> tuple[Integers, Integers]:
        """Positions of the keys that are in the table, ascending, and the row number of each. No key may be zero."""
        slot, bucket = self._hash(keys)
        slot += self._displacements.take(bucket)
        slot &= self._mask
        found = (self._keys.take(slot) == keys).nonzero()[0]
        return found, self._rows.take(slot.take(found)).astype(np.int64)

    def find(self, keys: Hashes) -> Integers:
        """Row number of each key, -1 where it is not in the table; shape as keys."""
        found = np.full(len(keys), -1)
        position, row = self.matches(keys)
        found[position] = row
        return found
