"""``/v1/feedback``: ``POST`` stores a reader's correction, ``GET`` lists and ``DELETE`` deletes them, with a key."""

from __future__ import annotations

import threading

from flask import Flask, Response, current_app, g, jsonify
from flask_openapi3 import APIBlueprint, Tag

from api import keys
from api.access import need_key
from api.bodies import reads, whole
from api.documented import ANY_KEY, BODY, OPTIONAL_KEY, problems
from api.errors import ProblemError, invalid, over_limit, unavailable
from api.feedback_schemas import (
    Deleted,
    FeedbackErasure,
    FeedbackHeader,
    FeedbackList,
    FeedbackPath,
    FeedbackQuery,
    FeedbackReceipt,
    FeedbackRequest,
)  # fmt: skip
from api.rates import RateLimit
from api.service import metrics
from api.settings import ServerSettings
from api.storage import Feedback, IdempotencyConflict, InvalidFeedback, StorageError, Store, open_store
from classifier.text.normalize import normalize

feedback = APIBlueprint("feedback", __name__, abp_tags=[Tag(name="feedback", description="Readers' corrections.")])


class LazyStore:
    """Opens the store when it is first used, so that each worker process has its own."""

    def __init__(self, settings: ServerSettings) -> None:
        self._settings, self._lock = settings, threading.Lock()
        self._store: Store | None = None

    def get(self) -> Store:
        """The open store. Raises StorageError."""
        with self._lock:
            # Below the limit of the caller's own wait, so that its answer can say what the matter is.
            self._store = self._store or open_store(self._settings.database_url, self._settings.database_timeout * 0.8)
            return self._store

    def close(self) -> None:
        """Close the connections. The next use opens the store again."""
        with self._lock:
            if self._store:
                self._store.close()
            self._store = None

    def verify(self, secret: str) -> str | None:
        """The name of the API key with this secret, or None, as always where no database is in use."""
        if not self._settings.uses_database:
            return None
        return keys.verify(self.get(), secret)


def open_lazily(app: Flask, settings: ServerSettings) -> LazyStore:
    """Give the application its store, and an error handler for when the database is unavailable."""
    store = LazyStore(settings)
    app.extensions.update(store=store, feedback_limit=RateLimit(settings, settings.feedback_rate_limit, "feedback"))

    @app.errorhandler(StorageError)
    def away(error: StorageError) -> Response:
        current_app.logger.error("%s", error)  # has the database and the fix, never a password or a headline
        return unavailable(
            "The database does not respond: try again with the same Idempotency-Key, a correction is stored once.", 5
        ).response()

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
        raise over_limit("/headline", "max_headline_length", longest, len(body.headline), "characters", "shorten it")
    if not normalize(body.headline):
        raise invalid([{"pointer": "/headline", "detail": "No visible character."}])
    given = body.model_dump() | {"headline": whole(body.headline)}
    try:
        record, created = _store().add(header.idempotency_key, **given)
    except IdempotencyConflict:
        detail = "This Idempotency-Key was used for other feedback: use a new one."
        raise ProblemError(409, "Conflict", detail, [{"pointer": "Idempotency-Key", "detail": detail}]) from None
    except InvalidFeedback as error:
        raise invalid([{"pointer": f"/{error.field}", "detail": str(error)}]) from None
    if created:
        metrics().corrected(body.label)
    return jsonify(id=record.id, received_at=record.received_at), 201 if created else 200


@feedback.get(
    "/v1/feedback", summary="List corrections", security=ANY_KEY, responses={200: FeedbackList, **problems(422, 503)}
)
def listing(query: FeedbackQuery) -> Response:
    """Corrections in the order of their arrival, a page at a time, all or those that match. Always requires a key."""
    need_key()
    found = _store().list(**query.model_dump())
    return jsonify(
        feedback=[_item(record) for record in found], next=found[-1].id if len(found) == query.limit else None
    )


@feedback.delete(
    "/v1/feedback",
    summary="Delete a reader's corrections",
    security=ANY_KEY,
    responses={200: Deleted, **problems(422, 503)},
)
def forget(query: FeedbackErasure) -> Response:
    """Delete the corrections of one reader, by the client_id that came with them. Always requires a key."""
    need_key()
    return jsonify(deleted=_store().delete(**query.model_dump()))


@feedback.delete(
    "/v1/feedback/<int:id>", summary="Delete a correction", security=ANY_KEY,
    responses={200: Deleted, **problems(404, 422, 503)},
)  # fmt: skip
def forget_one(path: FeedbackPath) -> Response:
    """Delete one correction. Always requires a key."""
    need_key()
    if not (deleted := _store().delete(id=path.id)):
        raise ProblemError(404, "Not Found", "There is no correction with this id.")
    return jsonify(deleted=deleted)


def no_feedback() -> Response:
    """What a server answers that takes no corrections."""
    raise ProblemError(404, "Not Found", "This server takes no corrections (setting feedback); scoring works.")


def _item(record: Feedback) -> dict[str, object]:
    fields = ("id", "headline", "label", "kind", "page_host", "model_version", "client_id", "received_at")
    return {name: getattr(record, name) for name in fields}
