"""The tables. They hold only what the API documents, and no address of the sender."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from sqlalchemy import CheckConstraint, DateTime, Dialect, String
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column
from sqlalchemy.types import TypeDecorator


class UtcDateTime(TypeDecorator[datetime]):
    """A timezone-aware time in UTC on every database; SQLite does not store time zones."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_bind_param(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        return value.astimezone(UTC) if value else None

    def process_result_value(self, value: datetime | None, dialect: Dialect) -> datetime | None:
        if value is None:
            return None
        return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


class Base(DeclarativeBase):
    """The metadata that the migrations result in."""


class Feedback(Base):
    """One reader's correction of one headline. ``body_digest`` distinguishes a repeated request from a reused key."""

    __tablename__ = "feedback"
    # AUTOINCREMENT: no id is used twice, so a client that pages by id misses nothing after a deletion.
    __table_args__: Any = (
        CheckConstraint("label IN ('substantive', 'clickbait')", name="feedback_label"),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(primary_key=True)
    idempotency_key: Mapped[str] = mapped_column(String(128), unique=True)
    body_digest: Mapped[str] = mapped_column(String(64))
    headline: Mapped[str] = mapped_column(String(1000))
    label: Mapped[str] = mapped_column(String(16))
    page_host: Mapped[str | None] = mapped_column(String(253))
    model_version: Mapped[str | None] = mapped_column(String(64))
    client_id: Mapped[str | None] = mapped_column(String(128))
    received_at: Mapped[datetime] = mapped_column(UtcDateTime())
    kind: Mapped[str | None] = mapped_column(String(16))


class ApiKey(Base):
    """An API key, without its secret: ``hash`` is the SHA-256 of the secret in hexadecimal digits."""

    __tablename__ = "api_keys"

    id: Mapped[int] = mapped_column(primary_key=True)
    name: Mapped[str] = mapped_column(String(64), unique=True)
    prefix: Mapped[str] = mapped_column(String(16), index=True)
    hash: Mapped[str] = mapped_column(String(64))
    created_at: Mapped[datetime] = mapped_column(UtcDateTime())
    revoked_at: Mapped[datetime | None] = mapped_column(UtcDateTime())
