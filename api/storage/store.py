"""The store: all operations of the service and the commands on the database."""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from typing import Any

from sqlalchemy import ColumnElement, Engine, delete, select, update
from sqlalchemy.dialects.postgresql import insert as postgresql_insert
from sqlalchemy.dialects.sqlite import insert as sqlite_insert
from sqlalchemy.orm import Session

from api.storage.engine import FEEDBACK_LOCK, database_url, make_engine, take_lock
from api.storage.errors import IdempotencyConflict, InvalidFeedback, translate_errors
from api.storage.migrate import migrate
from api.storage.tables import ApiKey, Feedback
from classifier.heads import KINDS
from classifier.prediction import CLICKBAIT, LABELS

Records = list[Feedback]
Keys = list[ApiKey]
_UNSTORABLE = re.compile("[\x00\ud800-\udfff]")  # PostgreSQL does not accept NUL, UTF-8 no lone surrogate
_KEY = re.compile(r"[\x20-\x7e]{1,128}")


class Store:
    """Feedback and API keys. Threads may share a store, processes may not: open it after a fork.

    Every method raises StorageError when the database fails. When a method returns, its changes are on disk.
    """

    def __init__(self, engine: Engine) -> None:
        self._engine = engine
        self._insert = postgresql_insert if engine.dialect.name == "postgresql" else sqlite_insert

    def add(
        self,
        idempotency_key: str,
        headline: str,
        label: str,
        page_host: str | None = None,
        model_version: str | None = None,
        client_id: str | None = None,
        kind: str | None = None,
    ) -> tuple[Feedback, bool]:
        """Store one piece of feedback, once per key. Returns the record and whether this call created it.

        ``kind`` is the kind of bait, for the label clickbait only.
        Raises IdempotencyConflict when the key was used for another body, and InvalidFeedback for invalid values.
        """
        body = {
            "headline": headline, "label": label, "page_host": page_host, "model_version": model_version,
            "client_id": client_id, "kind": kind,
        }  # fmt: skip
        _check(idempotency_key, body)
        # Without a kind the digest is that of versions before kinds: a request may be repeated after an update.
        values = [value for name, value in body.items() if name != "kind" or value is not None]
        digest = hashlib.sha256(json.dumps(values).encode()).hexdigest()
        insert = (
            self._insert(Feedback)
            .values(idempotency_key=idempotency_key, body_digest=digest, received_at=datetime.now(UTC), **body)
            .on_conflict_do_nothing(index_elements=["idempotency_key"])
            .returning(Feedback)
        )
        with self._session() as session:
            # Commits are in the order of the ids. Otherwise a client that pages by id would miss a row with a low id
            # that is committed late.
            take_lock(session.connection(), FEEDBACK_LOCK)
            if made := session.scalar(insert):
                return made, True
            first = session.scalars(select(Feedback).where(Feedback.idempotency_key == idempotency_key)).one()
        if first.body_digest != digest:
            raise IdempotencyConflict("this idempotency key was used for other feedback: use a new key")
        return first, False

    def list(self, after: int = 0, limit: int = 100, **which: Any) -> Records:
        """Records with an id above ``after`` by their ids, at most ``limit``, that match as in ``delete``."""
        chosen = select(Feedback).where(Feedback.id > after, *_conditions(which)).order_by(Feedback.id).limit(limit)
        with self._session() as session:
            return [*session.scalars(chosen)]

    def delete(self, **which: Any) -> int:
        """Delete records and return their number. ``which`` has at least one of ``id``, ``label``, ``kind``,
        ``page_host``, ``client_id``, ``since`` and ``until`` (of their arrival; until is not included).

        An id is not used again, so a client that pages by id misses nothing. Raises ValueError without a condition.
        """
        conditions = _conditions(which)
        if not conditions:
            raise ValueError("say which feedback to delete")
        with self._session() as session:
            return len(session.scalars(delete(Feedback).where(*conditions).returning(Feedback.id)).all())

    def add_key(self, name: str, prefix: str, digest: str) -> bool:
        """Store a key. Returns False, and stores nothing, when the name is taken."""
        insert = (
            self._insert(ApiKey)
            .values(name=name, prefix=prefix, hash=digest, created_at=datetime.now(UTC))
            .on_conflict_do_nothing(index_elements=["name"])
            .returning(ApiKey.id)
        )
        with self._session() as session:
            return session.scalar(insert) is not None

    def keys(self) -> Keys:
        """All keys, including revoked ones, in the order of their creation."""
        with self._session() as session:
            return [*session.scalars(select(ApiKey).order_by(ApiKey.id))]

    def valid_keys(self, prefix: str) -> Keys:
        """The keys with this prefix that are not revoked."""
        with self._session() as session:
            return [*session.scalars(select(ApiKey).where(ApiKey.prefix == prefix, ApiKey.revoked_at.is_(None)))]

    def revoke_key(self, name: str) -> bool:
        """Revoke a key. Returns False when there is no valid key with this name."""
        change = update(ApiKey).where(ApiKey.name == name, ApiKey.revoked_at.is_(None))
        with self._session() as session:
            done = session.scalar(change.values(revoked_at=datetime.now(UTC)).returning(ApiKey.id))
            return done is not None

    def close(self) -> None:
        """Close all connections."""
        self._engine.dispose()

    @contextmanager
    def _session(self) -> Iterator[Session]:
        """A transaction that is committed at the end. Its objects stay readable afterwards."""
        with (
            translate_errors(self._engine.url),
            Session(self._engine, expire_on_commit=False) as session,
            session.begin(),
        ):
            yield session


def open_store(url: str | None = None, wait: float | None = None) -> Store:
    """Open a database (default: ``DATABASE_URL``, else an SQLite file) and bring its schema up to date.

    ``wait`` bounds the seconds of an operation (``make_engine``). Raises StorageError when the database cannot be
    reached, has no schema or an older one and is read-only, or is newer than this version.
    """
    engine = make_engine(database_url(url), wait)
    try:
        with translate_errors(engine.url):
            migrate(engine)
    except BaseException:
        engine.dispose()
        raise
    return Store(engine)


def _conditions(which: dict[str, Any]) -> list[ColumnElement[bool]]:
    """The SQL of the conditions that are not None."""
    received = Feedback.received_at
    made: list[ColumnElement[bool]] = []
    for name, value in which.items():
        if value is not None:
            made.append(
                received >= value if name == "since" else received < value if name == "until"
                else Feedback.__table__.c[name] == value
            )  # fmt: skip
    return made


def _check(idempotency_key: str, body: dict[str, Any]) -> None:
    if not _KEY.fullmatch(idempotency_key):
        raise InvalidFeedback("idempotency_key", "the idempotency key must be 1 to 128 printable ASCII characters")
    if body["label"] not in LABELS:
        raise InvalidFeedback("label", f"label {body['label']!r} is unknown: use one of {', '.join(LABELS)}")
    if body["kind"] is not None:
        _check_kind(body["kind"], body["label"])
    if not body["headline"]:
        raise InvalidFeedback("headline", "the headline is empty")
    for name, value in body.items():
        limit = getattr(Feedback.__table__.c[name].type, "length", None)
        if value is not None and limit is not None and len(value) > limit:
            raise InvalidFeedback(name, f"{name} has {len(value)} characters, at most {limit}")
        if value is not None and _UNSTORABLE.search(value):
            raise InvalidFeedback(name, f"{name} contains a NUL character or a lone surrogate: send it without")


def _check_kind(kind: str, label: str) -> None:
    if kind not in KINDS:
        raise InvalidFeedback("kind", f"kind {kind!r} is unknown: use one of {', '.join(KINDS)}")
    if label != CLICKBAIT:
        raise InvalidFeedback("kind", f"only {CLICKBAIT} has a kind: send no kind with the label {label}")
