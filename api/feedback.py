"""``POST /v1/feedback`` stores a reader's correction. ``GET /v1/feedback`` lists the corrections; it requires a key."""

from __future__ import annotations

import threading

from flask import Flask, Response, current_app, g, jsonify
from flask_openapi3 import APIBlueprint, Tag

from api import keys
from api.access import RateLimit, need_key
from api.bodies import reads
from api.documented import ANY_KEY, BODY, OPTIONAL_KEY, problems
from api.errors import ProblemError, invalid
from api.feedback_schemas import FeedbackHeader, FeedbackList, FeedbackQuery, FeedbackReceipt, FeedbackRequest
from api.service import metrics
from api.settings import ServerSettings
from api.storage import Feedback, IdempotencyConflict, InvalidFeedback, StorageError, Store, open_store
from classifier.text.normalize import normalize

feedback = APIBlueprint("feedback", __name__, abp_tags=[Tag(name="feedback", description="Readers' corrections.")])


class LazyStore:
    """Opens the store when it is first used, so that each worker process has its own."""

    def __init__(self, url: str | None) -> None:
        self._url, self._lock = url, threading.Lock()
        self._store: Store | None = None

    def get(self) -> Store:
        """The open store. Raises StorageError."""
        with self._lock:
            self._store = self._store or open_store(self._url)
            return self._store

    def close(self) -> None:
        """Close the connections. The next use opens the store again."""
        with self._lock:
            if self._store:
                self._store.close()
            self._store = None

    def verify(self, secret: str) -> str | None:
        """The name of the API key with this secret, or None."""
        return keys.verify(self.get(), secret)


def open_lazily(app: Flask, settings: ServerSettings) -> LazyStore:
    """Give the application its store, and an error handler for when the database is unavailable."""
    store = LazyStore(settings.database_url)
    limit = RateLimit(settings.feedback_rate_limit, settings.rate_limit_storage, "feedback")
    app.extensions.update(store=store, feedback_limit=limit)

    @app.errorhandler(StorageError)
    def unavailable(error: StorageError) -> Response:
        current_app.logger.error("%s", error)  # has the database and the fix, never a password or a headline
        detail = "The database does not respond; nothing was stored. Try again with the same Idempotency-Key."
        return ProblemError(503, "Service Unavailable", detail, headers=[("Retry-After", "5")]).response()

    return store


def _store() -> Store:
    found: LazyStore = current_app.extensions["store"]
    return found.get()


@feedback.post(
    "/v1/feedback",
    summary="Correct a label",
    security=OPTIONAL_KEY,
    responses={200: FeedbackReceipt, 201: FeedbackReceipt, **problems(*BODY, 409, 503)},
)
@reads
def correct(header: FeedbackHeader, body: FeedbackRequest) -> Response | tuple[Response, int]:
    """Store a correction, once per Idempotency-Key: 201 when it was stored, 200 when it had been stored before."""
    limit: RateLimit = current_app.extensions["feedback_limit"]
    limit.check(g.client)
    longest = current_app.extensions["settings"].max_headline_length
    if len(body.headline) > longest:
        raise invalid([{"pointer": "/headline", "detail": f"{len(body.headline)} characters, at most {longest}."}])
    if not normalize(body.headline):
        raise invalid([{"pointer": "/headline", "detail": "No visible character."}])
    try:
        record, created = _store().add(header.idempotency_key, **body.model_dump())
    except IdempotencyConflict:
        detail = "This Idempotency-Key was used for other feedback: use a new one."
        raise ProblemError(409, "Conflict", detail, [{"pointer": "Idempotency-Key", "detail": detail}]) from None
    except InvalidFeedback as error:
        raise invalid([{"pointer": f"/{error.field}", "detail": str(error)}]) from None
    if created:
        metrics().feedback.labels(body.label).inc()
    return jsonify(id=record.id, received_at=record.received_at), 201 if created else 200


@feedback.get(
    "/v1/feedback", summary="List corrections", security=ANY_KEY, responses={200: FeedbackList, **problems(422, 503)}
)
def listing(query: FeedbackQuery) -> Response:
    """Corrections in the order of their arrival, a page at a time. Always requires an API key."""
    need_key()
    found = _store().list(query.after, query.limit)
    return jsonify(
        feedback=[_item(record) for record in found], next=found[-1].id if len(found) == query.limit else None
    )


def _item(record: Feedback) -> dict[str, object]:
    fields = ("id", "headline", "label", "kind", "page_host", "model_version", "client_id", "received_at")
    return {name: getattr(record, name) for name in fields}
