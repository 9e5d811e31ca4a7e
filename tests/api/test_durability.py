"""Concurrency and crashes: what was acknowledged is there, once. On SQLite and PostgreSQL unless a test says which."""

import os
import signal
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest
from sqlalchemy import text

from api.storage import Feedback, StorageError, Store, engine, open_store
from tests.support.databases import PostgresServer, start_python

pytestmark = pytest.mark.slow

HEADLINE = "她一句話讓全場傻眼 原因曝光"


def everything(store: Store) -> list[Feedback]:
    found: list[Feedback] = []
    while page := store.list(found[-1].id if found else 0, 1000):
        found += page
    return found


def test_threads_with_one_key_store_one_row(store: Store) -> None:
    barrier = threading.Barrier(12)

    def send(_: int) -> tuple[int, bool]:
        barrier.wait()
        record, created = store.add("key", HEADLINE, "clickbait")
        return record.id, created

    with ThreadPoolExecutor(12) as pool:
        answers = list(pool.map(send, range(12)))
    assert sorted(created for _, created in answers) == [False] * 11 + [True]
    assert len({number for number, _ in answers}) == 1
    assert len(store.list()) == 1


SENDER = """
import sys
from api.storage import open_store
print("ready", flush=True)
sys.stdin.readline()
store = open_store(sys.argv[1])
print(*[store.add(f"key {n}", "標題", "clickbait")[1] for n in range(20)])
"""


def test_processes_that_start_at_once_migrate_once_and_store_one_row_a_key(database: str) -> None:
    senders = [start_python(SENDER, database) for _ in range(5)]
    for sender in senders:
        assert sender.stdout and sender.stdout.readline() == "ready\n"
    for sender in senders:
        assert sender.stdin
        sender.stdin.write("go\n")
        sender.stdin.flush()
    answers = []
    for sender in senders:
        out, err = sender.communicate(timeout=60)
        assert sender.returncode == 0, err
        answers.append(out.split())
    for made in zip(*answers, strict=True):
        assert sorted(made) == ["False"] * 4 + ["True"]
    store = open_store(database)
    assert len(everything(store)) == 20
    store.close()


def test_connections_that_open_a_new_sqlite_file_at_once_all_succeed(tmp_path: Path) -> None:
    threads = 8
    barrier = threading.Barrier(threads)

    def connect(path: Path) -> None:
        made = engine.make_engine(engine.database_url(f"sqlite:///{path}"))
        barrier.wait()
        made.connect().close()
        made.dispose()

    with ThreadPoolExecutor(threads) as pool:
        for n in range(60):
            list(pool.map(connect, [tmp_path / f"{n}.sqlite3"] * threads))


def test_a_reader_that_pages_misses_no_row_of_concurrent_writers(store: Store) -> None:
    done = threading.Event()
    seen: list[str] = []

    def read() -> None:
        last = 0
        while not done.is_set() or store.list(last, 1):
            for record in store.list(last, 10):
                seen.append(record.idempotency_key)
                last = record.id

    reader = threading.Thread(target=read)
    reader.start()
    with ThreadPoolExecutor(4) as pool:
        list(pool.map(lambda n: store.add(f"key {n}", "標題", "clickbait"), range(120)))
    done.set()
    reader.join(timeout=60)
    assert sorted(seen) == sorted(f"key {n}" for n in range(120))


WRITER = """
import sys
from api.storage import StorageError, open_store
store = open_store(sys.argv[1])
n = 0
try:
    while True:
        key = f"key {n}"
        store.add(key, f"標題{n}", "clickbait")
        print(key, flush=True)
        n += 1
except StorageError as error:
    sys.exit(f"StorageError: {error}")
"""


def assert_kept(database: str, acknowledged: list[str]) -> None:
    """Each acknowledged key is there exactly once, and at most the one row that was in flight besides."""
    store = open_store(database)
    stored = [record.idempotency_key for record in everything(store)]
    assert stored[: len(acknowledged)] == acknowledged
    assert len(stored) <= len(acknowledged) + 1
    assert not store.add(acknowledged[-1], f"標題{len(acknowledged) - 1}", "clickbait")[1]
    store.close()


def test_acknowledged_rows_survive_kill_9_of_the_writer(database: str) -> None:
    with start_python(WRITER, database) as writer:
        assert writer.stdout
        acknowledged = [writer.stdout.readline().strip() for _ in range(100)]
        os.kill(writer.pid, signal.SIGKILL)
        rest = writer.stdout.read()  # communicate() would lose what readline() read ahead
    acknowledged += [line.strip() for line in rest.splitlines(keepends=True) if line.endswith("\n")]
    assert acknowledged == [f"key {n}" for n in range(len(acknowledged))]
    assert_kept(database, acknowledged)


def test_acknowledged_rows_survive_an_immediate_stop_of_postgresql(postgres: PostgresServer) -> None:
    database = postgres.new_database()
    bystander = open_store(database)
    with start_python(WRITER, database) as writer:
        assert writer.stdout and writer.stderr
        acknowledged = [writer.stdout.readline().strip() for _ in range(100)]
        postgres.stop(signal.SIGQUIT)
        rest, told = writer.stdout.read(), writer.stderr.read()  # short, both; communicate() loses what was read ahead
    assert told.startswith("StorageError: the database postgresql://tester:***@127.0.0.1:")
    with pytest.raises(StorageError, match="cannot be used"):
        bystander.list(limit=1)
    postgres.start()
    assert "automatic recovery in progress" in (postgres.folder / "log").read_text()
    assert_kept(database, acknowledged + [line for line in rest.splitlines() if line])
    assert bystander.list(limit=1)  # a store outlives a restart of the server
    bystander.close()


def test_a_commit_on_sqlite_is_synced_before_it_returns(tmp_path: Path) -> None:
    store = open_store(f"sqlite:///{tmp_path / 'f.sqlite3'}")
    with store._engine.connect() as connection:
        settings = {
            name: connection.scalar(text(f"PRAGMA {name}")) for name in ("journal_mode", "synchronous", "busy_timeout")
        }
    assert settings == {"journal_mode": "wal", "synchronous": 2, "busy_timeout": 30_000}
    store.close()


def test_a_writer_waits_for_another_one_but_not_for_ever(database: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(engine, "BUSY_SECONDS", 1)
    store, other = open_store(database), open_store(database)
    with other._engine.connect().execution_options(**engine.IMMEDIATE) as connection, connection.begin() as held:
        engine.take_lock(connection, engine.FEEDBACK_LOCK)
        with pytest.raises(StorageError, match="is locked by another program"):
            store.add("key", HEADLINE, "clickbait")
        held.rollback()
    assert store.add("key", HEADLINE, "clickbait")[1]
    store.close()
    other.close()
