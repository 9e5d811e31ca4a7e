"""Memory that the server process and its workers share: a count of reload requests, and a slot of numbers per worker.

It is anonymous (``memfd_create``), so it needs no writable folder and no ``/dev/shm``, cannot run full with a disk and
is gone with the last process. prometheus-client's own files for several processes live in a folder; on a full disk
their pages cannot be backed, and the worker that touches one dies of SIGBUS.
"""

from __future__ import annotations

import fcntl
import mmap
import os
import tempfile
from collections.abc import Iterator

VARIABLE = "CLICKBAIT_SHARED_MEMORY"  # where workers find it: path and number of slots
HEADER = mmap.PAGESIZE
SPARE = 8  # slots above the number of workers: a dead worker's slot may be seen as taken for a moment
_COUNTER = slice(0, 8)


class SharedMemory:
    """``slots`` slots of ``size`` bytes, mapped into this process."""

    def __init__(self, descriptor: int, slots: int, size: int) -> None:
        self.slots, self.size = slots, size
        self._descriptor = descriptor
        self._map = mmap.mmap(descriptor, HEADER + slots * size)
        self._bytes = memoryview(self._map)

    @classmethod
    def create(cls, workers: int, size: int) -> SharedMemory:
        """New memory, announced to child processes in the environment. Raises OSError where there is none to have."""
        slots = workers + SPARE
        if hasattr(os, "memfd_create"):
            descriptor = os.memfd_create("clickbait")
            os.ftruncate(descriptor, HEADER + slots * size)
            path = f"/proc/{os.getpid()}/fd/{descriptor}"
        else:  # macOS: a file, all of whose blocks exist before it is mapped
            descriptor, path = tempfile.mkstemp(prefix="clickbait-")
            os.write(descriptor, bytes(HEADER + slots * size))
            os.fsync(descriptor)
        os.environ[VARIABLE] = f"{path}:{slots}"
        return cls(descriptor, slots, size)

    @classmethod
    def attach(cls, size: int) -> SharedMemory | None:
        """The memory of the server process, or None where there is none. Raises OSError when it cannot be opened."""
        path, _, slots = os.environ.get(VARIABLE, "").rpartition(":")
        return cls(os.open(path, os.O_RDWR), int(slots), size) if path else None

    def slot(self, number: int) -> memoryview:
        """The bytes of one slot."""
        start = HEADER + number * self.size
        return self._bytes[start : start + self.size]

    def __iter__(self) -> Iterator[memoryview]:
        return map(self.slot, range(self.slots))

    def claim(self) -> memoryview:
        """A slot that no living process holds, for this process until it ends; it keeps what was counted before.

        Raises OSError when all are taken.
        """
        for number in range(self.slots):
            try:
                # The kernel lets go of a record lock with its process, however that ends.
                fcntl.lockf(self._descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, 1, number)
            except OSError:
                continue
            return self.slot(number)
        raise OSError("all slots of the shared memory are taken")

    def request_reload(self) -> None:
        """Tell all workers to load the model again."""
        self._bytes[_COUNTER] = (self.reloads_requested() + 1).to_bytes(8, "little")

    def reloads_requested(self) -> int:
        """How often that was asked for."""
        return int.from_bytes(self._bytes[_COUNTER], "little")
