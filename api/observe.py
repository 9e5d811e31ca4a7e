"""What happens around every request: request id, metrics, security headers, access log (no headlines, no raw URLs)."""

from __future__ import annotations

import logging
import re
import time
import uuid
from dataclasses import dataclass, field

from flask import Flask, Response, g, request

from api.lanes import request_id
from api.proxies import CALL
from api.settings import ServerSettings
from api.telemetry import Metrics

access = logging.getLogger("api.access")
UNMATCHED = "unmatched"
_ID = re.compile(r"[A-Za-z0-9._:-]{1,128}")
_METHODS = frozenset(("GET", "HEAD", "POST", "OPTIONS", "PUT", "DELETE", "PATCH"))  # else: the client's invention
HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Content-Security-Policy": "default-src 'none'; frame-ancestors 'none'",
    "Cache-Control": "no-store",
}


@dataclass(slots=True)
class Call:
    """One request, from its arrival to its line in the log."""

    request_id: str
    method: str
    started: float = field(default_factory=time.perf_counter)
    route: str = UNMATCHED
    key: str | None = None  # name of the API key
    client: str = ""  # whose calls it counts among


class Observer:
    """Counts and logs the requests of an application."""

    def __init__(self, settings: ServerSettings, metrics: Metrics) -> None:
        self._metrics, self._log = metrics, settings.access_log

    def begin(self, method: str, given: str | None) -> Call:
        """A request came, with this ``X-Request-Id``, which it keeps if it is one."""
        self._metrics.begin()
        name = given if given and _ID.fullmatch(given) else uuid.uuid4().hex
        request_id.set(name)
        return Call(name, method if method in _METHODS else "other")

    def end(self, call: Call, status: int) -> None:
        """It is answered."""
        seconds = time.perf_counter() - call.started
        self._metrics.end(call.route, call.method, status, seconds)
        if self._log:
            access.info(
                "%s %s %d", call.method, call.route, status,
                extra={
                    "method": call.method, "route": call.route, "status": status,
                    "milliseconds": round(seconds * 1000, 2), "request_id": call.request_id, "key": call.key,
                },
            )  # fmt: skip


def observe(app: Flask, observer: Observer) -> None:
    """Install the hooks. They must come first, so that rejected requests are counted and logged too."""

    @app.before_request
    def begin() -> None:
        g.call = request.environ.get(CALL) or observer.begin(request.method, request.headers.get("X-Request-Id"))

    @app.after_request
    def end(response: Response) -> Response:
        call: Call = g.call
        for name, value in HEADERS.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-Id"] = call.request_id
        call.route = request.url_rule.rule if request.url_rule else UNMATCHED
        if CALL not in request.environ:  # else the adapter does it, for answers without Flask too
            call.key = g.get("key")
            observer.end(call, response.status_code)
        return response
