import os
import signal
import time

import pytest

from classifier.processes import process_pool

KILLED = ValueError("a worker was killed")


def divided(number: int, divisor: int) -> tuple[int, float]:
    return os.getpid(), number / divisor


def late_if_first(number: int) -> int:
    time.sleep(0.5 if number == 0 else 0)
    return number


def killed_at(number: int, last: int) -> int:
    if number == last:
        os.kill(os.getpid(), signal.SIGKILL)
    return number


@pytest.mark.parametrize("jobs", [1, 2])
def test_results_come_in_the_order_of_the_calls(jobs: int) -> None:
    with process_pool(divided, ((number, 2) for number in range(20)), jobs, killed=KILLED) as results:
        found = list(results)
    assert [value for _, value in found] == [number / 2 for number in range(20)]
    assert ({pid for pid, _ in found} == {os.getpid()}) is (jobs == 1)


def test_results_may_come_as_they_are_ready() -> None:
    calls = ((number,) for number in range(4))
    with process_pool(late_if_first, calls, 2, killed=KILLED, ordered=False) as results:
        found = list(results)
    assert sorted(found) == [0, 1, 2, 3] and found[0] != 0


@pytest.mark.parametrize("jobs", [1, 2])
def test_an_error_of_the_function_is_raised(jobs: int) -> None:
    with (
        pytest.raises(ZeroDivisionError),
        process_pool(divided, [(1, 1), (1, 0)], jobs, killed=KILLED) as results,
    ):
        list(results)


def test_a_killed_worker_is_the_error_of_the_caller() -> None:
    with (
        pytest.raises(ValueError, match="a worker was killed"),
        process_pool(killed_at, ((number, 3) for number in range(6)), 2, killed=KILLED) as results,
    ):
        list(results)
