"""Bytes that come in blocks, as a stream."""

from __future__ import annotations

import io
from abc import abstractmethod
from typing import Any


class BlockStream(io.RawIOBase):
    """A stream of the blocks that ``next_block`` gives; None ends it."""

    def __init__(self) -> None:
        self._ended, self._ready = False, memoryview(b"")

    @abstractmethod
    def next_block(self) -> bytes | None:
        """The next block, which may be empty, or None at the end."""

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: Any) -> int:
        while not self._ready and not self._ended:
            block = self.next_block()
            self._ended = block is None
            self._ready = memoryview(block or b"")
        count = min(len(buffer), len(self._ready))
        buffer[:count] = self._ready[:count]
        self._ready = self._ready[count:]
        return count
