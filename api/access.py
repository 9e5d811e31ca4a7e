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

KEY_SECONDS = 2.0  # how long a verified key is trusted without a look into the database: a revocation takes so long
OPEN = frozenset(("service.livez", "service.readyz"))  # probes of an orchestrator, which has no key
# Two headers: Chromium does not look for Basic behind a Bearer in the same one.
_CHALLENGES = [
    ("WWW-Authenticate", 'Bearer realm="clickbait-zh"'),
    ("WWW-Authenticate", 'Basic realm="clickbait-zh", charset="UTF-8"'),
]
Verify = Callable[[str], str | None]


class KeyRing:
    """Verifies API keys, with a short memory. ``verify`` answers the key's name or None."""

    def __init__(self, verify: Verify) -> None:
        self._verify = verify
        self._known: TTLCache[bytes, str] = TTLCache(maxsize=1024, ttl=KEY_SECONDS)

    def name_of(self, secret: str) -> str | None:
        digest = hashlib.sha256(secret.encode("utf-8", "replace")).digest()  # the secret itself is not kept
        name = self._known.get(digest)
        if name is None and (name := self._verify(secret)) is not None:
            self._known[digest] = name
        return name


def presented_key() -> str | None:
    """The key of the request: ``Authorization: Bearer KEY``, or the password of Basic (what browsers can send)."""
    found = request.authorization
    if found is None:
        return None
    return found.token if found.type == "bearer" else found.password if found.type == "basic" else None


class RateLimit:
    """At most so many calls a window for each client; an empty rate is no limit."""

    def __init__(self, rate: str, storage: str, name: str) -> None:
        self._items = parse_many(rate) if rate else []
        self._name = name
        self._limiter = FixedWindowRateLimiter(storage_from_string(storage, wrap_exceptions=True)) if rate else None

    def check(self, client: str) -> None:
        """Count one call. Raises ProblemError (429 with Retry-After; 503 when the store of the counts is away)."""
        if self._limiter is None:
            return
        try:
            for item in self._items:
                if not self._limiter.hit(item, self._name, client):
                    reset = self._limiter.get_window_stats(item, self._name, client).reset_time
                    wait = max(1, round(reset - time.time()))
                    detail = f"More than {item}: wait {wait} s, or send more headlines in one call."
                    raise ProblemError(429, "Too Many Requests", detail, headers=[("Retry-After", str(wait))])
        except LimitStorageError:
            detail = "The store of the rate limits does not answer; try again soon."
            raise ProblemError(503, "Service Unavailable", detail, headers=[("Retry-After", "5")]) from None


def guard(app: Flask, settings: ServerSettings, verify: Verify) -> None:
    """Check key and rate before each request; ``g.key`` holds the key's name, ``g.client`` who is counted."""
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
            raise unauthorized("This server asks for an API key.")
        g.client = f"key:{g.key}" if g.key else _address()
        limit.check(g.client)
        if secret is not None and g.key is None:
            raise unauthorized("The API key is unknown or revoked.")


def _address() -> str:
    return f"address:{request.remote_addr}"


def unauthorized(fact: str) -> ProblemError:
    """401 with the remedy."""
    detail = f"{fact} Send 'Authorization: Bearer KEY'; the operator makes one with 'clickbait keys add NAME'."
    return ProblemError(401, "Unauthorized", detail, headers=_CHALLENGES)


def need_key() -> None:
    """For views that always ask for a key. Raises ProblemError (401)."""
    if not getattr(g, "key", None):
        raise unauthorized("This address asks for an API key.")
