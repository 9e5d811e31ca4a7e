"""Who may call, and how often: API keys and rate limits."""

from __future__ import annotations

import hashlib
import time
from collections.abc import Callable

from cachetools import TTLCache
from flask import Flask, g, request
from limits import parse_many
from limits.errors import StorageError as LimitStorageError
from limits.storage import storage_from_string
from limits.strategies import FixedWindowRateLimiter

from api.errors import ProblemError
from api.settings import ServerSettings

KEY_SECONDS = 2.0  # how long a verified key is cached: a revocation takes effect within this time
OPEN = frozenset(("service.livez", "service.readyz"))  # probes by an orchestrator, which has no key
# Two headers: Chromium does not find Basic after Bearer in the same one.
_CHALLENGES = [
    ("WWW-Authenticate", 'Bearer realm="clickbait-zh"'),
    ("WWW-Authenticate", 'Basic realm="clickbait-zh", charset="UTF-8"'),
]
Verify = Callable[[str], str | None]


class KeyRing:
    """Verifies API keys and caches the result briefly. ``verify`` returns the name of a key, or None."""

    def __init__(self, verify: Verify) -> None:
        self._verify = verify
        self._known: TTLCache[bytes, str] = TTLCache(maxsize=1024, ttl=KEY_SECONDS)

    def name_of(self, secret: str) -> str | None:
        digest = hashlib.sha256(secret.encode("utf-8", "replace")).digest()  # the secret itself is not cached
        name = self._known.get(digest)
        if name is None and (name := self._verify(secret)) is not None:
            self._known[digest] = name
        return name


def presented_key() -> str | None:
    """The API key of the request: ``Authorization: Bearer KEY``, or the Basic password (which browsers can send)."""
    found = request.authorization
    if found is None:
        return None
    return found.token if found.type == "bearer" else found.password if found.type == "basic" else None


class RateLimit:
    """Limits the calls of each client per time window. An empty rate means no limit."""

    def __init__(self, rate: str, storage: str, name: str) -> None:
        self._items = parse_many(rate) if rate else []
        self._name = name
        self._limiter = FixedWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True)) if rate else None

    def check(self, client: str) -> None:
        """Count one call. Raises ProblemError: 429 with Retry-After, or 503 when the storage is unavailable."""
        if self._limiter is None:
            return
        try:
            for item in self._items:
                if not self._limiter.hit(item, self._name, client):
                    reset = self._limiter.get_window_stats(item, self._name, client).reset_time
                    wait = max(1, round(reset - time.time()))
                    detail = f"More than {item}: wait {wait} s, or send more headlines per request."
                    raise ProblemError(429, "Too Many Requests", detail, headers=[("Retry-After", str(wait))])
        except LimitStorageError:
            detail = "The storage of the rate limits does not respond; try again soon."
            raise ProblemError(503, "Service Unavailable", detail, headers=[("Retry-After", "5")]) from None


def guard(app: Flask, settings: ServerSettings, verify: Verify) -> None:
    """Check key and rate before each request. Sets ``g.key``, the key's name, and ``g.client``, whose calls count."""
    ring = KeyRing(verify)
    limit = RateLimit(settings.rate_limit, settings.rate_limit_storage, "all")

    @app.before_request
    def check() -> None:
        g.key = None
        if request.endpoint in OPEN or request.method == "OPTIONS":
            return
        secret = presented_key()
        if secret is not None:
            g.key = ring.name_of(secret)
        elif settings.require_key:
            limit.check(_address())
            raise unauthorized("This server requires an API key.")
        g.client = f"key:{g.key}" if g.key else _address()
        limit.check(g.client)
        if secret is not None and g.key is None:
            raise unauthorized("The API key is unknown or revoked.")


def _address() -> str:
    return f"address:{request.remote_addr}"


def unauthorized(fact: str) -> ProblemError:
    """401, with what to do about it."""
    detail = f"{fact} Send 'Authorization: Bearer KEY'; the operator creates keys with 'clickbait keys add NAME'."
    return ProblemError(401, "Unauthorized", detail, headers=_CHALLENGES)


def need_key() -> None:
    """For views that always require a key. Raises ProblemError (401)."""
    if not getattr(g, "key", None):
        raise unauthorized("This endpoint requires an API key.")
