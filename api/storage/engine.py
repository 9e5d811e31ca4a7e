"""The database engine, configured so that every acknowledged row is durable."""

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
from classifier.extras import require

BUSY_SECONDS = 30  # for which a writer waits for another one
MIGRATION_LOCK = 0x636C6B62  # arbitrary; other programs must not use these advisory locks in the same database
FEEDBACK_LOCK = MIGRATION_LOCK + 1
CONNECT_SECONDS = 5
# A server that is gone without a word is noticed in half a minute; one that stands still is what statement_timeout and
# the caller's own limit are for.
_KEEPALIVES = {"keepalives_idle": 10, "keepalives_interval": 5, "keepalives_count": 4, "tcp_user_timeout": 30_000}
IMMEDIATE = {"sqlite_begin": "BEGIN IMMEDIATE"}  # execution option: acquire SQLite's write lock at the start
_FORMS = "use sqlite:////folder/file.sqlite3 or postgresql://user:password@host/name"
_DRIVERS = {
    "sqlite": "sqlite", "sqlite+pysqlite": "sqlite", "postgres": "postgresql+psycopg",
    "postgresql": "postgresql+psycopg", "postgresql+psycopg": "postgresql+psycopg",
}  # fmt: skip


def default_path() -> Path:
    """The SQLite file that is used by default."""
    return Path(platformdirs.user_data_dir("clickbait-zh")) / "feedback.sqlite3"


def database_url(name: str | None = None) -> URL:
    """The database URL: ``name``, else ``DATABASE_URL``, else the SQLite file in the user's data directory.

    Raises StorageError for a URL that cannot be used, MissingExtraError for PostgreSQL without its driver.
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
    if url.get_backend_name() == "postgresql":
        require("a PostgreSQL database", "postgres")
    if url.drivername == "sqlite" and url.database in (None, "", ":memory:"):
        raise StorageError(f"the database URL names no file, and feedback must outlive the process: {_FORMS}")
    return url


def _private_file(path: Path) -> Path:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        if not path.exists():
            path.touch(mode=0o600)  # SQLite creates its journal with the same mode
    except OSError as error:
        raise StorageError(
            f"{path} cannot be created ({error.strerror}): name another database with DATABASE_URL"
        ) from None
    return path


def make_engine(url: URL, wait: float | None = None) -> Engine:
    """An engine whose commits are durable when they return. It does not connect yet.

    ``wait`` is how many seconds it waits for another writer, and for a PostgreSQL statement (default: ``BUSY_SECONDS``,
    and statements may take as long as they need).
    """
    if url.get_backend_name() == "sqlite":
        engine = create_engine(url, connect_args={"timeout": BUSY_SECONDS if wait is None else wait})
        event.listen(engine, "connect", _prepare_sqlite)
        event.listen(engine, "begin", _begin_sqlite)
        return engine
    # pre_ping replaces pooled connections that died when the server restarted; callers do not notice.
    arguments: dict[str, Any] = {} if "connect_timeout" in url.query else {"connect_timeout": CONNECT_SECONDS}
    if wait is not None:
        arguments |= {name: value for name, value in _KEEPALIVES.items() if name not in url.query}
        if "options" not in url.query:
            arguments["options"] = f"-c statement_timeout={round(wait * 1000)}"
    return create_engine(url, connect_args=arguments, pool_pre_ping=True)


def _prepare_sqlite(connection: sqlite3.Connection, _: object) -> None:
    connection.isolation_level = None  # we emit BEGIN: the driver's default leaves DDL outside transactions
    _use_write_ahead_log(connection)
    # In WAL mode, NORMAL survives kill -9 but may lose the last commits in a power failure, because it does not sync
    # them. FULL syncs the log before COMMIT returns, so acknowledged rows are as durable as the disk allows. On macOS
    # fsync does not flush the disk's cache; fullfsync does. It has no effect elsewhere.
    connection.execute("PRAGMA synchronous=FULL")
    connection.execute("PRAGMA fullfsync=ON")


def _use_write_ahead_log(connection: sqlite3.Connection) -> None:
    """Switch to WAL, in which readers and the writer do not block each other. The file keeps the mode."""
    deadline = time.monotonic() + BUSY_SECONDS
    while connection.execute("PRAGMA journal_mode").fetchone()[0] != "wal":
        try:
            connection.execute("PRAGMA journal_mode=WAL")
        except sqlite3.OperationalError as error:
            # Processes that switch at the same time get this error without the busy timeout.
            if "locked" not in str(error) or time.monotonic() > deadline:
                raise
            time.sleep(0.01)


def _begin_sqlite(connection: Connection) -> None:
    connection.exec_driver_sql(connection.get_execution_options().get("sqlite_begin", "BEGIN"))


def take_lock(connection: Connection, number: int) -> None:
    """Hold a PostgreSQL advisory lock until the transaction ends. SQLite has a single writer anyway."""
    if connection.dialect.name == "postgresql":
        statement = text("SELECT set_config('lock_timeout', :wait, true), pg_advisory_xact_lock(:number)")
        connection.execute(statement, {"wait": f"{BUSY_SECONDS}s", "number": number})
