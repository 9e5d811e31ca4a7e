"""Which database, and how to talk to it so that an acknowledged row stays."""

from __future__ import annotations

import os
import sqlite3
import time
from pathlib import Path
from typing import Any

import platformdirs
from sqlalchemy import URL, Connection, Engine, create_engine, event, make_url, text
from sqlalchemy.exc import ArgumentError

from api.storage.errors import StorageError

BUSY_SECONDS = 30  # how long a writer waits for another one
MIGRATION_LOCK = 0x636C6B62  # any numbers that no other program takes for advisory locks in the same database
FEEDBACK_LOCK = MIGRATION_LOCK + 1
CONNECT_SECONDS = 5
IMMEDIATE = {"sqlite_begin": "BEGIN IMMEDIATE"}  # execution option: take SQLite's write lock at the start
_FORMS = "use sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name"
_DRIVERS = {
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite", "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
}  # fmt: skip


def default_path() -> Path:
    """The SQLite file that is used when no database is named."""
    return Path(platformdirs.user_data_dir("clickbait-zh")) / "feedback.sqlite3"


def database_url(name: str | None = None) -> URL:
    """The database: as named, else ``DATABASE_URL``, else the SQLite file in the user's data directory.

    Raises StorageError for a URL that cannot be used.
    """
    name = name or os.environ.get("DATABASE_URL")
    if not name:
        return URL.create("sqlite", database=str(_private_file(default_path())))
    try:
        url = make_url(name)
    except (ArgumentError, ValueError):  # its message would quote the URL
        raise StorageError(f"the database URL cannot be read: {_FORMS}") from None
    if url.drivername not in _DRIVERS:
        raise StorageError(f"databases of the kind {url.drivername!r} are not supported: {_FORMS}")
    url = url.set(drivername=_DRIVERS[url.drivername])
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise StorageError("the database URL names no file, and feedback must outlive the process: " + _FORMS)
    return url


def _private_file(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # SQLite gives its journal the same mode
    except OSError as error:
        raise StorageError(
            f"{path} cannot be made ({error.strerror}): name another database with DATABASE_URL"
        ) from None
    return path


def make_engine(url: URL) -> Engine:
    """An engine whose commits are on disk when they return. Nothing connects yet."""
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # pre_ping: after a restart of the server the pool's connections are dead, and that is not the caller's trouble.
    arguments: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    return create_engine(url, connect_args=arguments, pool_pre_ping=True)


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # we say BEGIN: the driver's own rules leave DDL outside of transactions
    _use_write_ahead_log(connection)
    # In WAL mode NORMAL survives kill -9 but a power cut may lose the last commits: they are not synced. FULL
    # syncs the log before COMMIT returns, so what was acknowledged is there as far as the disk keeps its word.
    # On macOS fsync does not reach the platter; fullfsync does. Elsewhere it changes nothing.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Readers and the writer do not wait for each other. The mode stays with the file."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # Processes that switch at once get this without the busy timeout.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def take_lock(connection: Connection, number: int) -> None:
    """Hold an advisory lock of PostgreSQL until the transaction ends; SQLite has one writer anyway."""
    if connection.dialect.name == "postgresql":
        statement = text("SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:number)")
        connection.execute(statement, {"wait": f"{BUSY_SECONDS}s", "number": number})
