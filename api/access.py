"""Who may call: API keys and the order in which key and rate are checked."""

from __future__ import annotations

import hashlib
from collections.abc import Callable
from threading import Lock

from cachetools import TTLCache
from flask import Flask, g, request
from werkzeug.datastructures import Authorization

from api.errors import ProblemError
from api.proxies import CALL, counted_as
from api.rates import RateLimit
from api.settings import ServerSettings

KEY_SECONDS = 2.0  # how long a verified key is cached: a revocation takes effect within this time
GRACE_SECONDS = 300.0  # how long a key that was verified once is accepted while the database does not answer
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
        self._verify, self._lock = verify, Lock()
        self._known: TTLCache[bytes, str] = TTLCache(maxsize=1024, ttl=KEY_SECONDS)
        self._before: TTLCache[bytes, str] = TTLCache(maxsize=1024, ttl=GRACE_SECONDS)

    def cached(self, secret: str) -> str | None:
        """The name of a key that was verified just now; never waits."""
        with self._lock:
            return self._known.get(_digest(secret))

    def name_of(self, secret: str) -> str | None:
        """The name of the key, or None. Asks the database where the cache does not know."""
        if (name := self.cached(secret)) is not None:
            return name
        name, digest = self._verify(secret), _digest(secret)
        with self._lock:
            if name is None:
                self._before.pop(digest, None)
            else:
                self._known[digest] = self._before[digest] = name
        return name

    def before(self, secret: str) -> str | None:
        """The name of a key that was valid a while ago, for when the database does not answer; then not asked again
        for as long as a verified key.
        """
        digest = _digest(secret)
        with self._lock:
            name = self._before.get(digest)
            if name is not None:
                self._known[digest] = name
            return name


def _digest(secret: str) -> bytes:
    return hashlib.sha256(secret.encode("utf-8", "replace")).digest()  # the secret itself is not cached


def presented_key(header: str | None) -> str | None:
    """The API key in ``Authorization``: ``Bearer KEY``, or the Basic password (which browsers can send)."""
    found = Authorization.from_header(header) if header else None
    if found is None:
        return None
    return found.token if found.type == "bearer" else found.password if found.type == "basic" else None


class Gate:
    """The parts of the check, for the hook of Flask below and for the adapter, which waits for them apart."""

    def __init__(self, settings: ServerSettings, verify: Verify) -> None:
        self.ring = KeyRing(verify)
        self.limit = RateLimit(settings, settings.rate_limit, "all")
        self.require_key = settings.require_key

    def client(self, key: str | None, address: str) -> str:
        """Whose call it is counted as."""
        return f"key:{key}" if key else f"address:{counted_as(address)}"

    def decide(self, secret: str | None, key: str | None) -> None:
        """After the call was counted. Raises ProblemError (401)."""
        if secret is None and self.require_key:
            raise unauthorized("This server requires an API key.")
        if secret is not None and key is None:
            raise unauthorized("The API key is unknown or revoked.")


def guard(app: Flask, gate: Gate) -> None:
    """Check key and rate before each request. Sets ``g.key``, the key's name, and ``g.client``, whose calls count."""

    @app.before_request
    def check() -> None:
        if call := request.environ.get(CALL):  # the adapter has checked
            g.key, g.client = call.key, call.client
            return
        g.key = None
        if request.endpoint in OPEN or request.method == "OPTIONS":
            return
        secret = presented_key(request.headers.get("Authorization"))
        if secret is not None:
            g.key = gate.ring.name_of(secret)
        g.client = gate.client(g.key, request.remote_addr or "")
        gate.limit.check(g.client)
        gate.decide(secret, g.key)


def unauthorized(fact: str) -> ProblemError:
    """401, with what to do about it."""
    detail = f"{fact} Send 'Authorization: Bearer KEY'; the operator creates keys with 'clickbait keys add NAME'."
    return ProblemError(401, "Unauthorized", detail, headers=_CHALLENGES)


def need_key() -> None:
    """For views that always require a key. Raises ProblemError (401)."""
    if not getattr(g, "key", None):
        raise unauthorized("This endpoint requires an API key.")
