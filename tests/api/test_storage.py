"""Every test here runs on SQLite and on PostgreSQL, unless it says which."""

import hashlib
import json
import stat
from datetime import UTC, datetime, timedelta
from pathlib import Path
from urllib.parse import quote

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import bindparam, inspect, text

from api.storage import IdempotencyConflict, InvalidFeedback, StorageError, Store, open_store
from api.storage.engine import database_url, default_path, make_engine
from api.storage.migrate import MIGRATIONS
from api.storage.tables import Base, UtcDateTime
from tests.support.databases import PostgresServer

HEADLINE = "她一句話讓全場傻眼 原因曝光"


def test_what_was_added_is_listed(store: Store) -> None:
    made, created = store.add("key 1", HEADLINE, "clickbait", "news.example", "931b4e0d47b0", "client-1")
    assert created
    assert (made.headline, made.label, made.page_host) == (HEADLINE, "clickbait", "news.example")
    assert made.received_at.utcoffset() == timedelta(0)
    assert abs(datetime.now(UTC) - made.received_at) < timedelta(minutes=1)
    (read,) = store.list()
    assert read.id == made.id and read.received_at == made.received_at
    assert (read.model_version, read.client_id) == ("931b4e0d47b0", "client-1")


def test_the_same_key_and_body_give_the_first_record(store: Store) -> None:
    first, _ = store.add("key", HEADLINE, "clickbait", client_id="a")
    again, created = store.add("key", HEADLINE, "clickbait", client_id="a")
    assert not created
    assert (again.id, again.received_at) == (first.id, first.received_at)
    assert len(store.list()) == 1


@pytest.mark.parametrize(
    "change", [{"label": "substantive"}, {"client_id": "b"}, {"headline": "別的"}, {"page_host": "a"}, {"kind": "push"}]
)
def test_the_same_key_with_another_body_is_refused(store: Store, change: dict[str, str]) -> None:
    body = {"headline": HEADLINE, "label": "clickbait", "client_id": "a"}
    store.add("key", **body)
    with pytest.raises(IdempotencyConflict, match="use a new key"):
        store.add("key", **{**body, **change})
    assert len(store.list()) == 1


def test_pages_follow_each_other(store: Store) -> None:
    for n in range(7):
        store.add(f"key {n}", f"標題{n}", "substantive")
    first = store.list(limit=3)
    second = store.list(first[-1].id, 3)
    third = store.list(second[-1].id, 3)
    assert [f.headline for f in first + second + third] == [f"標題{n}" for n in range(7)]
    assert store.list(third[-1].id) == []


@pytest.mark.parametrize(
    ("field", "change"),
    [
        ("idempotency_key", {"idempotency_key": ""}),
        ("idempotency_key", {"idempotency_key": "x" * 129}),
        ("idempotency_key", {"idempotency_key": "鍵"}),
        ("idempotency_key", {"idempotency_key": "a\n"}),
        ("label", {"label": "maybe"}),
        ("headline", {"headline": ""}),
        ("headline", {"headline": "a\x00b"}),
        ("headline", {"headline": "a\ud800b"}),
        ("headline", {"headline": "標" * 1001}),
        ("page_host", {"page_host": "h" * 254}),
        ("model_version", {"model_version": "v" * 65}),
        ("client_id", {"client_id": "c\x00"}),
        ("kind", {"kind": "gossip"}),
        ("kind", {"kind": ""}),
        ("kind", {"label": "substantive", "kind": "push"}),
    ],
)
def test_what_cannot_be_stored_is_told(store: Store, field: str, change: dict[str, str]) -> None:
    body = {"idempotency_key": "key", "headline": HEADLINE, "label": "clickbait"}
    with pytest.raises(InvalidFeedback) as caught:
        store.add(**{**body, **change})
    assert caught.value.field == field
    assert store.list() == []


def test_the_longest_values_fit(store: Store) -> None:
    store.add("~" * 128, "𠮷" * 1000, "substantive", "h" * 253, "v" * 64, "c" * 128)
    assert store.list()[0].headline == "𠮷" * 1000


def test_only_documented_fields_are_stored(store: Store) -> None:
    columns = {column["name"] for column in inspect(store._engine).get_columns("feedback")}
    assert columns == {
        "id", "idempotency_key", "body_digest", "headline", "label", "page_host", "model_version", "client_id",
        "received_at", "kind",
    }  # fmt: skip


def test_the_migrations_lead_to_the_tables(store: Store) -> None:
    with store._engine.connect() as connection:
        assert compare_metadata(MigrationContext.configure(connection), Base.metadata) == []


def test_a_database_from_before_the_kinds_keeps_its_feedback(database: str) -> None:
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    engine = make_engine(database_url(database))
    with engine.begin() as connection:
        config.attributes["connection"] = connection
        command.upgrade(config, "0001")
        # As version 0001 stored it, with the digest of five values.
        values = [HEADLINE, "clickbait", "news.example", None, "client-1"]
        row = {
            "digest": hashlib.sha256(json.dumps(values).encode()).hexdigest(), "headline": HEADLINE,
            "at": datetime(2026, 1, 2, 3, 4, tzinfo=UTC),
        }  # fmt: skip
        insert = text(
            "INSERT INTO feedback (idempotency_key, body_digest, headline, label, page_host, client_id, received_at) "
            "VALUES ('old', :digest, :headline, 'clickbait', 'news.example', 'client-1', :at)"
        )
        connection.execute(insert.bindparams(bindparam("at", type_=UtcDateTime())), row)
        assert "kind" not in {column["name"] for column in inspect(connection).get_columns("feedback")}
    engine.dispose()

    store = open_store(database)
    (old,) = store.list()
    assert (old.headline, old.label, old.kind, old.received_at) == (HEADLINE, "clickbait", None, row["at"])
    again, created = store.add("old", HEADLINE, "clickbait", "news.example", client_id="client-1")
    assert (again.id, created) == (old.id, False)
    made, _ = store.add("new", HEADLINE, "clickbait", kind="push")
    assert made.id > old.id and store.list()[1].kind == "push"
    store.close()
    open_store(database).close()


def test_a_newer_database_is_told(database: str) -> None:
    store = open_store(database)
    with store._engine.begin() as connection:
        connection.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    store.close()
    with pytest.raises(StorageError, match="schema '9999', which this version does not know: update clickbait-zh"):
        open_store(database)


def test_a_read_only_database_can_be_read_and_tells_who_writes(database: str) -> None:
    store = open_store(database)
    store.add("key", HEADLINE, "clickbait")
    store.close()
    if database.startswith("sqlite"):
        locked = database.replace("sqlite:///", "sqlite:///file:") + "?mode=ro&uri=true"
    else:
        locked = database + "?options=" + quote("-c default_transaction_read_only=on")
    reader = open_store(locked)
    assert len(reader.list()) == 1
    with pytest.raises(StorageError, match="is read-only: "):
        reader.add("other", HEADLINE, "clickbait")
    reader.close()


def test_a_session_in_another_time_zone_changes_no_time(postgres: PostgresServer) -> None:
    store = open_store(postgres.new_database() + "?options=" + quote("-c timezone=Asia/Taipei"))
    store.add("key", HEADLINE, "clickbait")
    assert store.list()[0].received_at.utcoffset() == timedelta(0)
    store.close()


def test_an_unreachable_server_is_told_without_the_password() -> None:
    with pytest.raises(StorageError, match=r"postgresql://tester:\*\*\*@127.0.0.1:1/news cannot be used") as caught:
        open_store("postgres://tester:geheim@127.0.0.1:1/news?connect_timeout=2")
    assert "geheim" not in str(caught.value) and caught.value.__cause__ is None


def test_a_refused_password_is_told_and_not_shown(postgres: PostgresServer) -> None:
    for url in (f"postgresql://tester:geheim@127.0.0.1:{postgres.port}/postgres",
                f"postgresql://tester@127.0.0.1:{postgres.port}/postgres?password=geheim"):  # fmt: skip
        with pytest.raises(StorageError, match="correct user and password") as caught:
            open_store(url)
        assert "geheim" not in str(caught.value)


@pytest.mark.parametrize(
    ("url", "fact"),
    [
        ("feedback.sqlite3", "cannot be read"),
        ("postgresql://tester:geheim@host:port/name", "cannot be read"),
        ("mysql://tester:geheim@host/name", "kind 'mysql' are not supported"),
        ("sqlite://", "names no file"),
        ("sqlite:///:memory:", "names no file"),
    ],
)
def test_a_url_that_names_no_usable_database_is_told(url: str, fact: str) -> None:
    with pytest.raises(StorageError, match=fact) as caught:
        open_store(url)
    assert "sqlite:////folder/file.sqlite3" in str(caught.value) and "geheim" not in str(caught.value)


def test_a_file_that_is_no_database_is_told(tmp_path: Path) -> None:
    (tmp_path / "text").write_text("no database, only some text that is long enough to be read as a header " * 9)
    for name, fact in (("text", "is not an SQLite database"), ("none/f", "cannot be opened"), ("", "cannot be opened")):
        with pytest.raises(StorageError, match=fact) as caught:
            open_store(f"sqlite:///{tmp_path / name}")
        assert str(tmp_path) in str(caught.value)


def test_a_dropped_table_is_an_error_of_the_store(store: Store) -> None:
    assert store.list() == []
    with store._engine.begin() as connection:
        connection.execute(text("DROP TABLE feedback"))
    for use in (store.list, lambda: store.add("key", HEADLINE, "clickbait")):
        with pytest.raises(StorageError, match="cannot be used") as caught:
            use()
        assert HEADLINE not in str(caught.value)


def test_the_database_is_named_by_argument_then_environment_then_the_users_folder(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgres://a@host/b")
    assert str(database_url()) == "postgresql+psycopg://a@host/b"
    assert database_url("sqlite:///x.sqlite3").database == "x.sqlite3"
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    monkeypatch.setenv("HOME", str(tmp_path))
    store = open_store()
    store.add("key", HEADLINE, "clickbait")
    assert default_path().is_relative_to(tmp_path)
    for path in default_path().parent.iterdir():
        assert stat.S_IMODE(path.stat().st_mode) == 0o600
    store.close()
    assert make_engine(database_url()).url.database == str(default_path())
