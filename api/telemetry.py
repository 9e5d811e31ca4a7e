"""Metrics in Prometheus' text format, summed over the workers in the memory that they share."""

from __future__ import annotations

import logging
from bisect import bisect_left
from collections import defaultdict
from collections.abc import Iterable, Iterator

from prometheus_client import CollectorRegistry, generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric
from prometheus_client.registry import Collector

from api.cells import SIZE, Cells, Name, is_alive, numbers
from api.shared_memory import SharedMemory
from classifier.prediction import CLICKBAIT, SUBSTANTIVE

logger = logging.getLogger(__name__)
_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_HEADLINES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)
_IN_PROGRESS: Name = ("clickbait_requests_in_progress",)
# Name, description, labels; a histogram has the upper bounds of its buckets too.
_COUNTERS: tuple[tuple[str, str, tuple[str, ...]], ...] = (
    ("clickbait_requests", "Requests answered.", ("route", "method", "status")),
    ("clickbait_predictions", "Headlines scored.", ("label",)),
    ("clickbait_feedback", "Corrections stored.", ("label",)),
)
_HISTOGRAMS: tuple[tuple[str, str, tuple[str, ...], tuple[float, ...]], ...] = (
    ("clickbait_request_duration_seconds", "Time to answer.", ("route",), _SECONDS),
    ("clickbait_batch_size", "Headlines in a call of /v1/predict.", (), _HEADLINES),
)


class Metrics:
    """What one worker counts, and the text that has the sums."""

    def __init__(self, storage: str = "memory") -> None:
        """``storage`` is a value of the setting ``metrics``; without shared memory this worker counts for itself."""
        self.on = storage != "off"
        self._shared: SharedMemory | None = None
        self._alone = bytearray(SIZE)
        slot, self._partial = memoryview(self._alone), False
        if storage == "shared":
            try:
                self._shared = SharedMemory.attach(SIZE)
                slot = self._shared.claim() if self._shared else slot
            except OSError as error:
                self._shared, self._partial = None, True
                logger.error("no shared memory (%s): the metrics are those of one worker", error)
        self._cells = Cells(slot)
        self._cells.clear(_IN_PROGRESS)  # of the worker that had the slot before
        self._registry = CollectorRegistry()
        self._registry.register(_Sums(self))

    def begin(self) -> None:
        """A request came."""
        if self.on:
            self._cells.add((_IN_PROGRESS, 1))

    def end(self, route: str, method: str, status: int, seconds: float) -> None:
        """It was answered."""
        if self.on:
            self._cells.add(
                (_IN_PROGRESS, -1),
                (("clickbait_requests", route, method, str(status)), 1),
                *_observed("clickbait_request_duration_seconds", _SECONDS, seconds, route),
            )

    def scored(self, batch: int | None, labels: Iterable[str]) -> None:
        """Headlines were scored; ``batch`` is their number where they came as a list."""
        if self.on:
            found = list(labels)
            bait = found.count(CLICKBAIT)
            if batch is not None:
                self._cells.add(*_observed("clickbait_batch_size", _HEADLINES, batch))
            self._cells.add(
                (("clickbait_predictions", CLICKBAIT), bait),
                (("clickbait_predictions", SUBSTANTIVE), len(found) - bait),
            )

    def corrected(self, label: str) -> None:
        """A correction was stored."""
        if self.on:
            self._cells.add((("clickbait_feedback", label), 1))

    def reloads_requested(self) -> int:
        """How often the server process was told to have the model loaded again."""
        return self._shared.reloads_requested() if self._shared else 0

    def text(self) -> bytes:
        """Prometheus' text format."""
        return generate_latest(self._registry)

    @property
    def complete(self) -> bool:
        """Whether the sums are those of all workers."""
        return not self._partial and not self._cells.lost

    def sums(self) -> dict[Name, float]:
        """Each number, summed over the workers; what is in progress counts for those that run."""
        found: dict[Name, float] = defaultdict(float)
        for slot in self._shared or (memoryview(self._alone),):
            alive = is_alive(slot)
            for name, number in numbers(slot):
                if alive or name != _IN_PROGRESS:
                    found[name] += number
        return found


def _observed(name: str, bounds: tuple[float, ...], value: float, *labels: str) -> tuple[tuple[Name, float], ...]:
    """The numbers of a histogram that a value adds to."""
    place = bisect_left(bounds, value)
    bucket = str(float(bounds[place])) if place < len(bounds) else "+Inf"
    return ((name, "sum", *labels), value), ((name, bucket, *labels), 1)


class _Sums(Collector):
    """Hands the sums to prometheus-client, which writes the text."""

    def __init__(self, metrics: Metrics) -> None:
        self._metrics = metrics

    def collect(self) -> Iterator[Metric]:
        sums = self._metrics.sums()
        for name, description, labels in _COUNTERS:
            counter = CounterMetricFamily(name, description, labels=labels)
            for found, number in sums.items():
                if found[0] == name:
                    counter.add_metric(found[1:], number)
            yield counter
        progress = sums.get(_IN_PROGRESS, 0.0)
        yield GaugeMetricFamily(_IN_PROGRESS[0], "Requests being processed.", value=progress)
        for name, description, labels, bounds in _HISTOGRAMS:
            histogram = HistogramMetricFamily(name, description, labels=labels)
            for series in sorted({found[2:] for found in sums if found[0] == name}):
                total, buckets = 0.0, []
                for bound in (*(str(float(bound)) for bound in bounds), "+Inf"):
                    total += sums.get((name, bound, *series), 0.0)
                    buckets.append((bound, total))
                histogram.add_metric(series, buckets, sum_value=sums.get((name, "sum", *series), 0.0))
            yield histogram
        complete = float(self._metrics.complete)
        yield GaugeMetricFamily("clickbait_metrics_complete", "1: sums of all workers; 0: parts are missing.", complete)
