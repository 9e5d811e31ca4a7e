"""Prometheus metrics, summed over all workers.

When it is imported, prometheus-client decides where values live: in memory or, with ``PROMETHEUS_MULTIPROC_DIR`` set,
in files that all workers share. The server sets that variable before its workers start.
"""

from __future__ import annotations

import os
from pathlib import Path

from prometheus_client import CollectorRegistry, Counter, Gauge, Histogram, generate_latest, multiprocess

from api.settings import METRICS_VARIABLE

_SECONDS = (0.0005, 0.001, 0.0025, 0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10)
_HEADLINES = (1, 2, 5, 10, 20, 50, 100, 200, 500, 1000)


class Metrics:
    """The metrics of one application."""

    def __init__(self) -> None:
        self._registry = registry = CollectorRegistry()
        self.requests = Counter(
            "clickbait_requests", "Requests answered.", ["route", "method", "status"], registry=registry
        )
        self.in_progress = Gauge(
            "clickbait_requests_in_progress",
            "Requests being processed.",
            registry=registry,
            multiprocess_mode="livesum",
        )
        self.durations = Histogram(
            "clickbait_request_duration_seconds", "Time to answer.", ["route"], registry=registry, buckets=_SECONDS
        )
        self.batch_size = Histogram(
            "clickbait_batch_size", "Headlines in a call of /v1/predict.", registry=registry, buckets=_HEADLINES
        )
        self.predictions = Counter("clickbait_predictions", "Headlines scored.", ["label"], registry=registry)
        self.feedback = Counter("clickbait_feedback", "Corrections stored.", ["label"], registry=registry)

    def text(self) -> bytes:
        """Prometheus text format."""
        folder = os.environ.get(METRICS_VARIABLE)
        if not folder:
            return generate_latest(self._registry)
        _forget_dead_workers(Path(folder))
        registry = CollectorRegistry()
        multiprocess.MultiProcessCollector(registry)  # type: ignore[no-untyped-call]
        return generate_latest(registry)


def _forget_dead_workers(folder: Path) -> None:
    """Drop the gauges of crashed workers, whose requests would stay in progress forever, but keep their counters."""
    for path in folder.glob("gauge_livesum_*.db"):
        pid = int(path.stem.rsplit("_", 1)[1])
        try:
            os.kill(pid, 0)
        except ProcessLookupError:
            multiprocess.mark_process_dead(pid)  # type: ignore[no-untyped-call]
