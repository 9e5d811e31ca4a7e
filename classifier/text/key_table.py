"""A read-only hash table in numpy: 64-bit key to row number, for millions of look-ups at once.

Hash and displace (Pagh 1999): each key falls into a bucket, and each bucket has a displacement that was chosen so that
all keys of the table lie in slots of their own: slot = (home + displacement of the bucket) modulo the number of slots.
Home and bucket are two windows of the bits of the key, which are random. A look-up reads one slot and is a handful of
numpy calls whatever the keys; with chains or probing, every link would need a round of calls and another read out of
the cache.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from numpy.typing import NDArray

from classifier.text.batch import Integers
from classifier.text.hashing import Hashes

_FEWEST_BITS = 6
_BUCKET_BITS = 2  # a quarter as many buckets as slots
_ROUNDS = 1000  # displacements that are tried for a bucket before other homes are
_STEP = 40_503  # they are tried in this step: odd, so that all of the 2**16 are
_LARGEST = 0xFFFF  # displacement
_EMPTY = -1


class KeyTable:
    """Slots, less than half of them taken, and displacements; key zero marks an empty slot."""

    def __init__(self, keys: Hashes) -> None:
        """Raises ValueError when a key is zero or stands twice."""
        bits = max(_FEWEST_BITS, int(2 * len(keys)).bit_length())
        self._slot_mask = np.array((1 << bits) - 1)
        self._bucket_mask = np.array((1 << (bits - _BUCKET_BITS)) - 1, np.uint64)
        self._displacements = np.zeros(1 << (bits - _BUCKET_BITS), np.uint16)
        self._rows = np.full(1 << bits, _EMPTY, np.int32)
        # Homes are taken from the highest bits; where no displacements do, from lower ones, still above the bucket's.
        shifts = range(64 - bits, bits - _BUCKET_BITS - 1, -1)
        if (keys == 0).any() or not any(self._place(keys, shift) for shift in shifts):
            raise ValueError("hash keys must be distinct and not zero")
        self._keys = np.zeros(1 << bits, np.uint64)
        taken = np.flatnonzero(self._rows != _EMPTY)
        self._keys[taken] = keys[self._rows[taken]]

    def matches(self, keys: Hashes) -> tuple[Integers, Integers]:
        """Positions of the keys that are in the table, ascending, and the row number of each. No key may be zero."""
        slot, bucket = self._home_and_bucket(keys)
        slot += self._displacements.take(bucket)
        slot &= self._slot_mask
        found = (self._keys.take(slot) == keys).nonzero()[0]
        return found, self._rows.take(slot.take(found)).astype(np.int64)

    def find(self, keys: Hashes) -> Integers:
        """Row number of each key, -1 where it is not in the table; shape as keys."""
        rows = np.full(len(keys), -1)
        position, row = self.matches(keys)
        rows[position] = row
        return rows

    def _home_and_bucket(self, keys: Hashes) -> tuple[Integers, Integers]:
        return (keys >> self._shift).view(np.int64), (keys & self._bucket_mask).view(np.int64)

    def _place(self, keys: Hashes, shift: int) -> bool:
        """Choose the displacements, crowded buckets first while there is room. False where one finds none."""
        self._shift = np.array(shift, np.uint64)
        self._rows.fill(_EMPTY)
        home, bucket = self._home_and_bucket(keys)
        home &= self._slot_mask
        return all(_distinct(home[rows]) and self._place_buckets(rows, home, bucket) for rows in _by_bucket(bucket))

    def _place_buckets(self, rows: Integers, home: Integers, bucket: Integers) -> bool:
        """Place buckets of one size, all at once; ``rows``, shape (buckets, size), are the keys of each."""
        for attempt in range(_ROUNDS):
            displacement = (bucket[rows[:, 0]] + attempt * _STEP) & _LARGEST
            slots = (home[rows] + displacement[:, None]) & self._slot_mask
            won = self._claim(slots)
            self._rows[slots[won]] = rows[won]
            self._displacements[bucket[rows[won, 0]]] = displacement[won]
            rows = rows[~won]
            if not len(rows):
                return True
        return False

    def _claim(self, slots: Integers) -> NDArray[np.bool_]:
        """Which buckets get all the slots that they want, shape (buckets,): free ones that no other bucket gets."""
        free = np.flatnonzero((self._rows.take(slots) == _EMPTY).all(axis=1))
        wanted = slots[free]
        claims = np.empty(len(self._rows), np.int32)
        claims[wanted] = free[:, None]  # where several buckets want one slot the last write wins
        won = np.zeros(len(slots), np.bool_)
        won[free] = (claims.take(wanted) == free[:, None]).all(axis=1)
        return won


def _by_bucket(bucket: Integers) -> Iterator[Integers]:
    """Rows of the keys of each bucket, for all buckets of one size together, the most crowded first."""
    order = bucket.astype(np.min_scalar_type(int(bucket.max(initial=0)))).argsort(kind="stable")
    first = np.flatnonzero(np.diff(bucket[order], prepend=-1))
    sizes = np.diff(first, append=len(bucket))
    for size in sorted(set(sizes.tolist()), reverse=True):
        yield order[first[sizes == size][:, None] + np.arange(size)]


def _distinct(homes: Integers) -> bool:
    """Whether no two keys of a bucket want one slot: they would meet again under any displacement."""
    ordered = np.sort(homes, axis=1)
    return not (ordered[:, 1:] == ordered[:, :-1]).any()
