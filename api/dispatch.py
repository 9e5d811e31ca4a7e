"""The application of a worker: every request is received on the event loop and answered in the lane of its work.

Flask routes, documents and answers all of it; calls of ``/v1/predict`` and the probes, which come most often, have a
way of their own here that leads to the same functions.
"""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable
from functools import partial
from typing import Any

from flask import Flask

from api.access import Gate, presented_key
from api.batching import Ask, BatchingLane, is_short
from api.bodies import JSON, unpacked
from api.cors import Cors
from api.errors import PROBLEM_TYPE, ProblemError, problem_of
from api.lanes import Bounds, Lane
from api.observe import HEADERS, Call, Observer
from api.proxies import CALL, Proxies, stripped
from api.rates import RateLimit
from api.rsgi import Answer, environ, path_info, receive, run
from api.scoring import Scoring
from api.served_model import ServedModel
from api.settings import ServerSettings

PREDICT, PAGE, FEEDBACK = "/v1/predict", "/v1/page", "/v1/feedback"
START_SECONDS = 5.0  # of a worker, in which calls wait for its first model
ROOM = 16  # bodies of the largest size that may wait in a lane
_FIXED = [(name.lower(), value) for name, value in HEADERS.items()]


class Dispatcher:
    """Serves the application under RSGI."""

    def __init__(self, app: Flask, settings: ServerSettings) -> None:
        self._app, self._settings = app, settings
        held = app.extensions
        self._gate: Gate = held["gate"]
        self._observer: Observer = held["observer"]
        self._scoring: Scoring = held["scoring"]
        self._cors: Cors = held["cors"]
        self._patient_until = time.monotonic() + START_SECONDS
        self._served: ServedModel = held["served_model"]
        self._proxies = Proxies(settings)
        self._probes: dict[str, Callable[[], bytes]] = held["probes"]
        room = ROOM * settings.max_body_bytes
        scored = Bounds(settings.scoring_queue, settings.scoring_timeout, room)
        stored = Bounds(settings.database_queue, settings.database_timeout, room)
        counted = Bounds(settings.scoring_queue, settings.rate_limit_timeout)
        advice = "try again with the same Idempotency-Key, a correction is stored once"
        self._short = BatchingLane(self._scoring, scored, wait=settings.batch_wait)
        self._long = Lane("long work", scored, threads=2)
        self._database = Lane("the database", stored, threads=4, advice=advice)
        self._keys = Lane("the database of keys", stored, threads=2)
        self._rates = Lane("rate limits", counted, threads=4)
        self._pages = Lane("pages", scored, threads=2)

    async def __rsgi__(self, scope: Any, protocol: Any) -> None:
        call = self._observer.begin(scope.method, scope.headers.get("x-request-id"))
        try:
            answer = await self._answer(scope, protocol, call)
        except Exception as error:
            problem = problem_of(error)
            headers = [("content-type", PROBLEM_TYPE), *((name.lower(), value) for name, value in problem.headers)]
            answer = self._finished(scope, call, problem.status, headers, problem.body())
        self._observer.end(call, answer.status)
        protocol.response_bytes(*answer)

    async def _answer(self, scope: Any, protocol: Any, call: Call) -> Answer:
        get = scope.headers.get
        origin = self._proxies.origin(scope.client, get)
        prefix = origin.prefix or self._settings.path_prefix
        path, method = stripped(path_info(scope), prefix), scope.method
        if method == "GET" and (probe := self._probes.get(path)):
            call.route = path
            return self._finished(scope, call, 200, [("content-type", JSON)], probe())
        if path in (PREDICT, PAGE, FEEDBACK):
            call.route = path
        data = await receive(scope, protocol, limit=self._settings.max_body_bytes, timeout=self._settings.body_timeout)
        if method != "OPTIONS" and path not in self._probes:
            await self._admit(call, get("authorization"), origin.address)
        if path in (PREDICT, PAGE):
            await self._first_model()
        if path == PREDICT and method == "POST":
            found = await self._predict(data, get("content-type") or "", get("content-encoding"))
            return self._finished(scope, call, 200, [("content-type", JSON)], found)
        environment = environ(scope, data)
        environment |= {
            CALL: call, "REMOTE_ADDR": origin.address, "SCRIPT_NAME": prefix, "PATH_INFO": path,
            "wsgi.url_scheme": origin.scheme or scope.scheme,
        }  # fmt: skip
        return await self._lane(path, method).run(partial(run, self._app, environment), len(data))

    async def _first_model(self) -> None:
        """Wait for the model of a worker that has just started, perhaps for a killed one: it takes a second."""
        while self._served.current is None and time.monotonic() < self._patient_until:
            await asyncio.sleep(0.02)

    def _lane(self, path: str, method: str) -> Lane:
        """Where Flask answers this request."""
        if method != "OPTIONS":
            if path == FEEDBACK or path.startswith(FEEDBACK + "/"):
                return self._database
            if path == PAGE:
                return self._long
        return self._pages

    async def _predict(self, data: bytes, content_type: str, encoding: str | None) -> bytes:
        mimetype = content_type.partition(";")[0].strip().lower()
        if is_short(data, encoding):
            return await self._short.predict(data, mimetype)

        def work() -> bytes:
            return Ask(self._scoring, unpacked(data, encoding, self._settings.max_body_bytes), mimetype)()

        return await self._long.run(work, len(data))

    async def _admit(self, call: Call, authorization: str | None, address: str) -> None:
        """Check key and rate, each in its lane where it may wait. Raises ProblemError (401, 429, 503)."""
        gate = self._gate
        secret = presented_key(authorization)
        if secret is not None:
            call.key = gate.ring.cached(secret) or await self._verified(secret)
        call.client = gate.client(call.key, address)
        await self._count(gate.limit, call.client)
        gate.decide(secret, call.key)

    async def _count(self, limit: RateLimit, client: str) -> None:
        if not limit.blocks:
            limit.hit(client)
        elif not limit.answers():
            limit.away()
        else:
            try:
                await self._rates.run(partial(limit.hit, client))
            except ProblemError as error:
                if error.status != 503:
                    raise
                limit.away()  # the storage's own client did not give up in time

    async def _verified(self, secret: str) -> str | None:
        try:
            return await self._keys.run(partial(self._gate.ring.name_of, secret))
        except (ProblemError, OSError):  # the database is away
            name = self._gate.ring.before(secret)
            if name is None:
                raise
            return name

    def _finished(self, scope: Any, call: Call, status: int, headers: list[tuple[str, str]], data: bytes) -> Answer:
        """An answer that Flask has no part in, with the headers that Flask's have."""
        origin = scope.headers.get("origin")
        allowed = self._cors.headers(origin) if origin else self._cors.vary
        return Answer(status, [*headers, ("x-request-id", call.request_id), *_FIXED, *allowed], data)
