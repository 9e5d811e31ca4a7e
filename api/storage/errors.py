"""Errors of the database. Their messages give the cause and the fix, and never contain a password."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from sqlalchemy import URL
from sqlalchemy.exc import DBAPIError, SQLAlchemyError

_ELSEWHERE = "or name another one with DATABASE_URL or --database"
# Text of a driver's error, what it means, how to fix it.
_CAUSES = (
    ("unable to open database file", "cannot be opened", f"make its folder exist and be writable, {_ELSEWHERE}"),
    ("readonly database", "is read-only", f"make the file and its folder writable, {_ELSEWHERE}"),
    ("read-only transaction", "is read-only", f"connect to the primary server, {_ELSEWHERE}"),
    ("disk is full", "cannot grow, the disk is full", "free some space"),
    ("No space left", "cannot grow, the disk is full", "free some space"),
    ("database is locked", "is locked by another program", "end that program's transaction and try again"),
    ("lock timeout", "is locked by another program", "end that program's transaction and try again"),
    ("statement timeout", "does not answer in time", "end what keeps it busy and try again"),
    ("not a database", "is not an SQLite database", f"restore it from a copy, {_ELSEWHERE}"),
    ("malformed", "is damaged", f"restore it from a copy, {_ELSEWHERE}"),
    ("permission denied", "denies this user access", "grant the user the right to create and use tables"),
    ("authentication failed", "rejects this user", "correct user and password in the URL"),
)


class StorageError(OSError):
    """The database cannot be used; the message says what to do. An OSError, like ConnectionError."""


class IdempotencyConflict(ValueError):
    """The idempotency key was used for another body."""


class InvalidFeedback(ValueError):
    """The feedback cannot be stored. ``field`` is the name of the invalid parameter of ``Store.add``."""

    def __init__(self, field: str, message: str) -> None:
        super().__init__(message)
        self.field = field


def shown(url: URL) -> str:
    """The database for messages: a path, or a URL without password and options (which may hold a password too)."""
    if url.get_backend_name() == "sqlite":
        return str(Path(url.database or ""))
    return url.set(drivername="postgresql", query={}).render_as_string(hide_password=True)


@contextmanager
def translate_errors(url: URL) -> Iterator[None]:
    """Raise StorageError for errors of SQLAlchemy."""
    try:
        yield
    except SQLAlchemyError as error:
        raise StorageError(_message(url, error)) from None  # a chain would show statement and parameters


def _message(url: URL, error: SQLAlchemyError) -> str:
    # Only the first line: PostgreSQL may quote the row in the second, and SQLAlchemy adds statement and parameters.
    cause = error.orig if isinstance(error, DBAPIError) else error
    text = (str(cause).splitlines() or [type(cause).__name__])[0]
    if url.password:
        text = text.replace(str(url.password), "***")
    for fragment, fact, fix in _CAUSES:
        if fragment in text:
            return f"the database {shown(url)} {fact}: {fix}"
    if url.get_backend_name() == "postgresql":
        return f"the database {shown(url)} cannot be used ({text}): check the URL and that the server runs"
    return f"the database {shown(url)} cannot be used ({text}): check the file and its folder"
