"""Rate limits: how many calls a client may make in a time window."""

from __future__ import annotations

import logging
import time
from typing import Any

from limits import parse_many
from limits.errors import StorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from api.errors import ProblemError, unavailable
from api.settings import ServerSettings

logger = logging.getLogger(__name__)
AWAY_SECONDS = 1.0  # after a failure, for which the storage is not asked again
MEMORY = "memory://"


class RateLimit:
    """Limits the calls of each client. An empty rate means no limit."""

    def __init__(self, settings: ServerSettings, rate: str, name: str) -> None:
        self._items = parse_many(rate) if rate else []
        self._name = name
        self._open = settings.rate_limit_failure == "open"
        self._failed, self._again_at = False, 0.0  # when a storage that failed is asked again
        self.blocks = bool(rate) and settings.rate_limit_storage != MEMORY  # whether ``check`` asks over a network
        self._limiter: FixedWindowRateLimiter | None = None
        if rate:
            options = _options(settings.rate_limit_storage, settings.rate_limit_timeout)
            storage = storage_from_string(settings.rate_limit_storage, wrap_exceptions=True, **options)
            self._limiter = FixedWindowRateLimiter(storage)

    def check(self, client: str) -> None:
        """Count one call. Raises ProblemError: 429 with Retry-After, or 503 when the storage does not answer."""
        if self.answers():
            self.hit(client)
        else:
            self.away()

    def hit(self, client: str) -> None:
        """The same, and the storage is asked in any case."""
        if self._limiter is None:
            return
        try:
            for item in self._items:
                if not self._limiter.hit(item, self._name, client):
                    reset = self._limiter.get_window_stats(item, self._name, client).reset_time
                    wait = max(1, round(reset - time.time()))
                    detail = f"More than {item}: wait {wait} s, or send more headlines per request."
                    raise ProblemError(429, "Too Many Requests", detail, headers=[("Retry-After", str(wait))])
            self._failed = False
        except StorageError as error:
            cause = error.__cause__ or getattr(error, "storage_error", error)
            how = "calls pass uncounted" if self._open else "calls are refused"
            logger.error("the storage of the rate limits does not answer (%s): %s", type(cause).__name__, how)
            self.away()

    def answers(self) -> bool:
        """Whether to ask the storage: after a failure one call in a while tries, and the others do not wait for it."""
        if not self._failed:
            return True
        now = time.monotonic()
        if now < self._again_at:
            return False
        self._again_at = now + AWAY_SECONDS
        return True

    def away(self) -> None:
        """The storage does not answer: the call passes, or is refused (503), as the setting says."""
        if not self._failed:
            self._failed, self._again_at = True, time.monotonic() + AWAY_SECONDS
        if not self._open:
            raise unavailable("The storage of the rate limits does not respond; try again soon.", 5)


def _options(storage: str, timeout: float) -> dict[str, Any]:
    """What bounds the waits of a storage's client: no retries, each of which would wait as long again."""
    if not storage.startswith(("redis://", "rediss://", "redis+unix://", "unix://")):
        return {}
    return {"socket_timeout": timeout, "socket_connect_timeout": timeout, "retry": None}
