"""Lanes: what may block has threads and a bounded queue of its own, so that the event loop never waits for it.

A worker has one lane for each thing that can hang or take long: scoring, long work, the database, keys, the storage of
rate limits, everything else. When one of them stands still its own callers wait, for a limited time, and then its queue
is full and refuses at once; the other lanes and ``/livez`` go on.
"""

from __future__ import annotations

import asyncio
import threading
from collections import deque
from collections.abc import Callable
from contextvars import ContextVar
from dataclasses import dataclass, field
from queue import SimpleQueue
from typing import Any, NamedTuple, TypeVar

from api.errors import unavailable

Result = TypeVar("Result")
request_id: ContextVar[str] = ContextVar("request_id", default="-")  # of the request that this thread works for


@dataclass(slots=True)
class Job:
    """Work for one request: ``run`` gives what the waiting coroutine receives."""

    run: Callable[[], Any]
    size: int  # bytes that it holds while it waits
    request_id: str
    loop: asyncio.AbstractEventLoop
    future: asyncio.Future[Any] = field(init=False)

    def __post_init__(self) -> None:
        self.future = self.loop.create_future()

    def settle(self, result: Any, error: BaseException | None) -> None:
        """Hand the outcome over, on the event loop; nobody may be waiting any more."""
        if not self.future.done():
            if error is None:
                self.future.set_result(result)
            else:
                self.future.set_exception(error)


class Bounds(NamedTuple):
    """What may wait in a lane: jobs, seconds that a caller waits, bytes."""

    length: int
    patience: float
    room: int = 1 << 62


class Lane:
    """Threads that work on a bounded queue. ``advice`` tells a caller who is refused what to do.

    Threads are daemons: one that hangs in a library must not keep the worker from ending.
    """

    def __init__(self, name: str, bounds: Bounds, *, threads: int, advice: str = "try again soon") -> None:
        self.name, self.bounds, self.advice = name, bounds, advice
        self._jobs: deque[Job] = deque()
        self._tokens: SimpleQueue[None] = SimpleQueue()  # at least one for each job, so that a job can be taken back
        self._threads, self._started = threads, False
        self._held = 0  # bytes that wait or are worked on; only the event loop changes it

    @property
    def waiting(self) -> int:
        """Jobs that no thread has taken."""
        return len(self._jobs)

    async def run(self, work: Callable[[], Result], size: int = 0) -> Result:
        """The result of ``work`` in a thread. Raises what it raises, and ProblemError (503) for a full queue or a wait
        above ``patience``; work that was begun then goes on unheard.
        """
        if len(self._jobs) >= self.bounds.length or self._held + size > self.bounds.room:
            raise unavailable(f"Too many calls wait for {self.name}: {self.advice}.")
        job = Job(work, size, request_id.get(), asyncio.get_running_loop())
        if not self._started:
            self._start()
        self._held += size
        self._jobs.append(job)
        self._tokens.put(None)
        try:
            async with asyncio.timeout(self.bounds.patience):
                result: Result = await job.future
                return result
        except TimeoutError:
            waited = f"{self.bounds.patience:g} s"
            raise unavailable(f"No answer of {self.name} within {waited}: {self.advice}.") from None
        finally:
            self._held -= size
            if job.future.cancelled():  # nobody waits any more, for whatever reason
                self._withdraw(job)

    def _withdraw(self, job: Job) -> None:
        try:
            self._jobs.remove(job)
        except ValueError:
            pass  # a thread has it

    def _start(self) -> None:
        self._started = True
        for number in range(self._threads):
            threading.Thread(target=self._work, name=f"{self.name}-{number}", daemon=True).start()

    def _work(self) -> None:
        while True:
            self._tokens.get()
            try:
                job = self._jobs.popleft()
            except IndexError:  # taken back, or taken together with another one
                continue
            self.do(job)

    def do(self, job: Job) -> None:
        """Work on one job; a subclass may take more from the queue."""
        request_id.set(job.request_id)
        try:
            result, error = job.run(), None
        except BaseException as raised:
            result, error = None, raised
        hand_over([(job, result, error)])


def hand_over(outcomes: list[tuple[Job, Any, BaseException | None]]) -> None:
    """Settle jobs on their event loop, all with one call."""

    def settle() -> None:
        for job, result, error in outcomes:
            job.settle(result, error)

    if outcomes:
        try:
            outcomes[0][0].loop.call_soon_threadsafe(settle)
        except RuntimeError:
            pass  # the loop is closed: the worker ends
