"""Bounded lanes of work beside an event loop."""

from __future__ import annotations

import asyncio
import threading
from collections.abc import Awaitable

import pytest

from api.errors import ProblemError
from api.lanes import Bounds, Lane, request_id


async def refused(waiting: Awaitable[object]) -> ProblemError:
    with pytest.raises(ProblemError) as caught:
        await waiting
    assert caught.value.status == 503 and dict(caught.value.headers)["Retry-After"] == "1"
    return caught.value


def test_work_is_done_in_a_thread_that_knows_the_request() -> None:
    async def main() -> tuple[str, str]:
        request_id.set("request-1")
        return await Lane("work", Bounds(1, 10), threads=1).run(
            lambda: (threading.current_thread().name, request_id.get())
        )

    assert asyncio.run(main()) == ("work-0", "request-1")


def test_an_error_reaches_who_waits_and_the_lane_goes_on() -> None:
    async def main() -> int:
        lane = Lane("work", Bounds(1, 10), threads=1)
        with pytest.raises(ZeroDivisionError):
            await lane.run(lambda: 1 // 0)
        return await lane.run(lambda: 7)

    assert asyncio.run(main()) == 7


def test_a_full_lane_refuses_at_once_and_a_late_answer_is_not_waited_for() -> None:
    release, begun = threading.Event(), threading.Event()
    done: list[int] = []

    def hang() -> None:
        begun.set()
        release.wait(30)

    async def main() -> None:
        lane = Lane("the database", Bounds(2, 0.3), threads=1, advice="send it again")
        first = asyncio.create_task(lane.run(hang))
        await asyncio.to_thread(begun.wait)
        waiting = [asyncio.create_task(lane.run(lambda n=n: done.append(n))) for n in range(2)]  # type: ignore[misc]
        await asyncio.sleep(0)
        assert lane.waiting == 2
        assert (
            str(await refused(lane.run(lambda: done.append(9))))
            == "Too many calls wait for the database: send it again."
        )
        for task in (first, *waiting):
            assert "No answer of the database within 0.3 s" in str(await refused(task))
        assert lane.waiting == 0  # taken back: nobody wants it any more
        release.set()
        await lane.run(lambda: done.append(5))

    asyncio.run(main())
    assert done == [5]


def test_bytes_are_bounded_too() -> None:
    async def main() -> None:
        lane = Lane("work", Bounds(10, 10, room=100), threads=1)
        await refused(lane.run(int, size=101))
        assert [await lane.run(int, size=100) for _ in range(3)] == [0, 0, 0]

    asyncio.run(main())
