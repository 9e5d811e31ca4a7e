"""Hooks around every request: request id, metrics, security headers, access log (without headlines and raw URLs)."""

from __future__ import annotations

import logging
import re
import time
import uuid

from flask import Flask, Response, g, request

from api.settings import ServerSettings
from api.telemetry import Metrics

access = logging.getLogger("api.access")
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))  # else: the client's invention
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


def observe(app: Flask, settings: ServerSettings, metrics: Metrics) -> None:
    """Install the hooks. They must come first, so that rejected requests are counted and logged too."""

    @app.before_request
    def begin() -> None:
        g.started = time.perf_counter()
        given = request.headers.get("X-Request-Id", "")
        g.request_id = given if _ID.fullmatch(given) else uuid.uuid4().hex
        metrics.in_progress.inc()
        g.counted = True

    @app.after_request
    def end(response: Response) -> Response:
        for name, value in _HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = g.request_id
        route = request.url_rule.rule if request.url_rule else "unmatched"
        seconds = time.perf_counter() - g.started
        method = request.method if request.method in _METHODS else "other"
        metrics.requests.labels(route, method, response.status_code).inc()
        metrics.durations.labels(route).observe(seconds)
        if settings.access_log:
            access.info(
                "%s %s %d",
                method,
                route,
                response.status_code,
                extra={
                    "method": method,
                    "route": route,
                    "status": response.status_code,
                    "milliseconds": round(seconds * 1000, 2),
                    "request_id": g.request_id,
                    "key": g.get("key"),
                },
            )
        return response

    @app.teardown_request
    def close(_: BaseException | None) -> None:
        if g.pop("counted", False):
            metrics.in_progress.dec()
