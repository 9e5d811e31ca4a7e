"""Numbers by name in a slot of memory: one process writes, others may read at any time.

    process id (8 bytes) | bytes of names (8) | names, one a line | the numbers (float64) in the order of their names

The process id tells whether what is in progress there still is.
"""

from __future__ import annotations

import json
import os
import threading
from collections.abc import Iterator

NAMES = 64 * 1024
CELLS = 4096
SIZE = 16 + NAMES + 8 * CELLS
Name = tuple[str, ...]
_PID, _USED, _FIRST = slice(0, 8), slice(8, 16), 16 + NAMES


class Cells:
    """The numbers that this process writes. Threads may share it."""

    def __init__(self, slot: memoryview) -> None:
        """Take over a slot; names and numbers in it stay."""
        self._slot = slot
        self._numbers = slot[_FIRST:].cast("d")
        self._places = {name: place for place, name in enumerate(names(slot))}
        self._lock = threading.Lock()
        self.lost = False  # whether a name did not fit
        slot[_PID] = os.getpid().to_bytes(8, "little")

    def add(self, *amounts: tuple[Name, float]) -> None:
        """Add to numbers; a new one begins at 0."""
        with self._lock:
            for name, amount in amounts:
                place = self._places.get(name)
                if place is None and (place := self._new(name)) is None:
                    continue
                self._numbers[place] += amount

    def clear(self, name: Name) -> None:
        """Set a number to 0."""
        with self._lock:
            if name in self._places:
                self._numbers[self._places[name]] = 0.0

    def _new(self, name: Name) -> int | None:
        line = json.dumps(name).encode() + b"\n"
        used = int.from_bytes(self._slot[_USED], "little")
        place = len(self._places)
        if used + len(line) > NAMES or place == CELLS:
            self.lost = True
            return None
        self._slot[16 + used : 16 + used + len(line)] = line
        self._slot[_USED] = (used + len(line)).to_bytes(8, "little")  # last: a reader sees whole names
        self._places[name] = place
        return place


def names(slot: memoryview) -> list[Name]:
    """The names in a slot, in the order of their numbers."""
    used = int.from_bytes(slot[_USED], "little")
    return [tuple(json.loads(line)) for line in bytes(slot[16 : 16 + used]).splitlines()]


def numbers(slot: memoryview) -> Iterator[tuple[Name, float]]:
    """What a slot holds now."""
    return zip(names(slot), slot[_FIRST:].cast("d"), strict=False)  # there is room for more numbers than names


def is_alive(slot: memoryview) -> bool:
    """Whether the process that writes this slot runs."""
    process = int.from_bytes(slot[_PID], "little")
    if not process:
        return False
    try:
        os.kill(process, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
