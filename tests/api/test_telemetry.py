"""Numbers that workers share, without files: they survive a worker's death and count once."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterator

import pytest

from api.cells import CELLS, NAMES, SIZE, Cells, is_alive, names, numbers
from api.shared_memory import SPARE, VARIABLE, SharedMemory
from api.telemetry import Metrics


@pytest.fixture
def shared(monkeypatch: pytest.MonkeyPatch) -> Iterator[SharedMemory]:
    monkeypatch.setenv(VARIABLE, "")
    yield SharedMemory.create(2, SIZE)


def counted_by_a_child(*, killed: bool) -> None:
    """Another process counts one request that is answered and one that is not, and ends."""
    child = os.fork()
    if not child:
        metrics = Metrics("shared")
        metrics.begin()
        metrics.begin()
        metrics.end("/v1/predict", "POST", 200, 0.002)
        metrics.scored(3, ["clickbait", "substantive", "clickbait"])
        os.kill(os.getpid(), signal.SIGKILL) if killed else os._exit(0)
    os.waitpid(child, 0)


@pytest.mark.parametrize("killed", [True, False])
def test_the_counts_of_a_worker_outlive_it_and_what_it_had_in_progress_does_not(
    shared: SharedMemory, killed: bool
) -> None:
    counted_by_a_child(killed=killed)
    metrics = Metrics("shared")
    metrics.begin()
    text = metrics.text().decode()
    assert 'clickbait_requests_total{method="POST",route="/v1/predict",status="200"} 1.0' in text
    assert "clickbait_requests_in_progress 1.0" in text
    assert 'clickbait_request_duration_seconds_bucket{le="0.0025",route="/v1/predict"} 1.0' in text
    assert 'clickbait_request_duration_seconds_bucket{le="0.001",route="/v1/predict"} 0.0' in text
    assert 'clickbait_predictions_total{label="clickbait"} 2.0' in text
    assert "clickbait_batch_size_sum 3.0" in text and "clickbait_metrics_complete 1.0" in text
    counted_by_a_child(killed=killed)
    assert 'status="200"} 2.0' in metrics.text().decode()


def test_a_request_to_reload_reaches_every_worker(shared: SharedMemory) -> None:
    metrics = Metrics("shared")
    assert metrics.reloads_requested() == 0
    shared.request_reload()
    shared.request_reload()
    assert metrics.reloads_requested() == 2


def test_a_worker_that_finds_no_free_slot_counts_for_itself_and_says_so(
    shared: SharedMemory, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(SharedMemory, "claim", lambda _: (_ for _ in ()).throw(OSError("all slots are taken")))
    text = Metrics("shared").text().decode()
    assert "clickbait_metrics_complete 0.0" in text and SPARE > 0


def test_names_and_numbers_are_read_while_another_one_writes() -> None:
    slot = memoryview(bytearray(SIZE))
    cells = Cells(slot)
    cells.add((("requests", "/v1/頁", "GET"), 2), (("a",), 0.5))
    cells.add((("a",), 0.25))
    assert dict(numbers(slot)) == {("requests", "/v1/頁", "GET"): 2.0, ("a",): 0.75}
    again = Cells(slot)  # of the next worker
    again.add((("a",), 1))
    assert names(slot) == [("requests", "/v1/頁", "GET"), ("a",)] and dict(numbers(slot))["a",] == 1.75
    assert is_alive(slot) and not is_alive(memoryview(bytearray(SIZE)))


def test_more_names_than_fit_are_lost_and_told() -> None:
    cells = Cells(memoryview(bytearray(SIZE)))
    cells.add((("x" * (NAMES - 10),), 1))
    cells.add((("y" * 100,), 1))
    assert cells.lost
    many = Cells(memoryview(bytearray(SIZE)))
    many.add(*(((str(n),), 1) for n in range(CELLS + 1)))
    assert many.lost


def test_metrics_can_be_switched_off() -> None:
    metrics = Metrics("off")
    metrics.begin()
    metrics.end("/", "GET", 200, 1)
    metrics.scored(1, ["clickbait"])
    metrics.corrected("clickbait")
    assert metrics.sums() == {}
