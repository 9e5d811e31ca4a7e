"""The Grafana dashboard for the service's metrics.

python -m tools.docs.dashboard    writes deploy/monitoring/dashboard.json
"""

from __future__ import annotations

import json
import sys
from typing import Any, NamedTuple

from tools.imports import ROOT

PATH = ROOT / "deploy" / "monitoring" / "dashboard.json"
_SOURCE = {"type": "prometheus", "uid": "${source}"}
_BY = '{job=~"$job"}'


class Panel(NamedTuple):
    """A panel: queries with their legends; ``unit`` is Grafana's name of it."""

    title: str
    kind: str
    unit: str
    width: int
    queries: dict[str, str]


PANELS = (
    Panel("In service", "stat", "none", 4, {f"sum(up{_BY})": "servers"}),
    Panel("Requests", "stat", "reqps", 5, {f"sum(rate(clickbait_requests_total{_BY}[5m]))": "a second"}),
    Panel("Headlines", "stat", "ops", 5, {f"sum(rate(clickbait_predictions_total{_BY}[5m]))": "a second"}),
    Panel("Failed", "stat", "percentunit", 5, {
        'sum(rate(clickbait_requests_total{job=~"$job",status=~"5.."}[5m])) '
        f"/ sum(rate(clickbait_requests_total{_BY}[5m]))": "of requests",
    }),
    Panel("Metrics complete", "stat", "none", 5, {f"min(clickbait_metrics_complete{_BY})": "1: all workers"}),
    Panel("Requests by status", "timeseries", "reqps", 12, {
        f"sum by (status) (rate(clickbait_requests_total{_BY}[5m]))": "{{status}}",
    }),
    Panel("Requests by route", "timeseries", "reqps", 12, {
        f"sum by (route) (rate(clickbait_requests_total{_BY}[5m]))": "{{route}}",
    }),
    Panel("Time to answer /v1/predict", "timeseries", "s", 12, {
        f"histogram_quantile({quantile}, sum by (le) "
        '(rate(clickbait_request_duration_seconds_bucket{job=~"$job",route="/v1/predict"}[5m])))':
            f"p{quantile * 100:g}"
        for quantile in (0.5, 0.95, 0.99)
    }),
    Panel("Time to answer, p99 by route", "timeseries", "s", 12, {
        f"histogram_quantile(0.99, sum by (le, route) (rate(clickbait_request_duration_seconds_bucket{_BY}[5m])))":
            "{{route}}",
    }),
    Panel("In progress", "timeseries", "none", 8, {f"clickbait_requests_in_progress{_BY}": "{{instance}}"}),
    Panel("Headlines in a call", "timeseries", "none", 8, {
        f"histogram_quantile({quantile}, sum by (le) (rate(clickbait_batch_size_bucket{_BY}[5m])))":
            f"p{quantile * 100:g}"
        for quantile in (0.5, 0.95)
    }),
    Panel("Share of clickbait", "timeseries", "percentunit", 8, {
        'sum(rate(clickbait_predictions_total{job=~"$job",label="clickbait"}[1h])) '
        f"/ sum(rate(clickbait_predictions_total{_BY}[1h]))": "of headlines",
    }),
    Panel("Corrections by readers", "timeseries", "none", 12, {
        f"sum by (label) (increase(clickbait_feedback_total{_BY}[1h]))": "{{label}}, an hour",
    }),
    Panel("Refused", "timeseries", "reqps", 12, {
        'sum by (status) (rate(clickbait_requests_total{job=~"$job",status=~"4..|503"}[5m]))': "{{status}}",
    }),
)  # fmt: skip


def dashboard() -> dict[str, Any]:
    """The dashboard as Grafana imports it; data source and job are asked for at the top of its page."""
    panels, left, top = [], 0, 0
    for number, panel in enumerate(PANELS, 1):
        height = 4 if panel.kind == "stat" else 8
        panels.append(_panel(number, panel, {"x": left, "y": top, "w": panel.width, "h": height}))
        left += panel.width
        if left >= 24:
            left, top = 0, top + height
    return {
        "title": "clickbait-zh", "uid": "clickbait-zh", "tags": ["clickbait-zh"], "schemaVersion": 39, "version": 1,
        "editable": True, "refresh": "30s", "time": {"from": "now-6h", "to": "now"}, "timezone": "browser",
        "templating": {"list": [
            {"name": "source", "type": "datasource", "query": "prometheus", "label": "Prometheus"},
            {"name": "job", "type": "query", "datasource": _SOURCE, "label": "job", "includeAll": True, "multi": True,
             "query": "label_values(clickbait_requests_in_progress, job)", "refresh": 2},
        ]},
        "annotations": {"list": []}, "panels": panels,
    }  # fmt: skip


def _panel(number: int, panel: Panel, place: dict[str, int]) -> dict[str, Any]:
    targets = [{"refId": chr(65 + n), "datasource": _SOURCE, "expr": query, "legendFormat": legend}
               for n, (query, legend) in enumerate(panel.queries.items())]  # fmt: skip
    defaults = {"unit": panel.unit, "min": 0}
    return {
        "id": number, "title": panel.title, "type": panel.kind, "datasource": _SOURCE, "gridPos": place,
        "fieldConfig": {"defaults": defaults, "overrides": []}, "targets": targets,
    }  # fmt: skip


def main() -> int:
    PATH.write_text(json.dumps(dashboard(), ensure_ascii=False, indent=2) + "\n", encoding="utf-8")
    return 0


if __name__ == "__main__":
    sys.exit(main())
