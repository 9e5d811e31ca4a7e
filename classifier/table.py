"""A read-only hash table in numpy: 64-bit key to row number, for millions of look-ups at once.

Cuckoo hashing (Pagh and Rodler 2001): a key lies in its slot of the first table or in its slot of the second, so
that a look-up is the same few numpy calls whatever the keys; chains would need a round of calls for each link.
"""

from __future__ import annotations

import numpy as np

from classifier.text import Hashes, Integers

_SPREADS = (np.uint64(0xFF51AFD7ED558CCD), np.uint64(0xC4CEB9FE1A85EC53))
_ROUNDS = 1000


class KeyTable:
    """Two tables of slots in one array, each less than half full; zero marks an empty slot."""

    def __init__(self, keys: Hashes) -> None:
        """Raises ValueError when a key is zero or stands twice."""
        ordered = np.sort(keys)
        if len(keys) and (ordered[0] == 0 or (ordered[1:] == ordered[:-1]).any()):
            raise ValueError("hash keys must be distinct and not zero")
        bits = max(4, int(2 * len(keys)).bit_length())
        self._shift = np.uint64(64 - bits)
        self._second = np.int64(1 << bits)
        self._keys = np.zeros(2 << bits, np.uint64)
        self._rows = np.full(2 << bits, -1, np.int32)
        pending, side = np.arange(len(keys)), 0
        for _ in range(_ROUNDS):
            slot = self._slots(keys[pending], side)
            before = self._rows[slot]
            self._rows[slot] = pending  # where several keys want one slot the last write wins
            won = self._rows[slot] == pending
            evicted = before[won]
            # Whoever lost, or lay there before, tries the slot on the other side.
            pending, side = np.concatenate((pending[~won], evicted[evicted >= 0])), 1 - side
            if not len(pending):
                break
        else:
            raise ValueError("hash keys do not spread over the table")
        held = self._rows >= 0
        self._keys[held] = keys[self._rows[held]]

    def _slots(self, keys: Hashes, side: int) -> Integers:
        slot: Integers = ((keys * _SPREADS[side]) >> self._shift).view(np.int64)
        return slot + self._second if side else slot

    def matches(self, keys: Hashes) -> tuple[Integers, Integers]:
        """Positions of the keys that are in the table, ascending, and the row number of each."""
        slot = self._slots(keys, 0)
        elsewhere = (self._keys.take(slot) != keys).nonzero()[0]
        slot[elsewhere] = self._slots(keys.take(elsewhere), 1)
        found = (self._keys.take(slot) == keys).nonzero()[0]
        rows = self._rows.take(slot.take(found)).astype(np.int64)
        return found, rows

    def find(self, keys: Hashes) -> Integers:
        """Row number of each key, -1 where it is not in the table; shape as keys."""
        found = np.full(len(keys), -1)
        position, row = self.matches(keys)
        found[position] = row
        return found
