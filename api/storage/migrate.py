"""Bring the schema up to date with the Alembic migrations of this package."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import Connection, Engine

from api.storage.engine import IMMEDIATE, MIGRATION_LOCK, take_lock
from api.storage.errors import StorageError, shown

MIGRATIONS = Path(__file__).resolve().parent / "migrations"


def migrate(engine: Engine) -> None:
    """Run the missing migrations, all or none. Workers that start at the same time wait for the first one.

    An up-to-date database is only read. Raises StorageError for a database that is newer than this version.
    """
    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS).replace("%", "%%"))
    script = ScriptDirectory.from_config(config)
    with engine.connect() as connection:
        if _revision(connection) == script.get_current_head():
            return
    with engine.connect().execution_options(**IMMEDIATE) as connection, connection.begin():
        take_lock(connection, MIGRATION_LOCK)
        found = _revision(connection)
        if found is not None and found not in {step.revision for step in script.walk_revisions()}:
            raise StorageError(
                f"the database {shown(engine.url)} has the schema {found!r}, which this version does not know: "
                "update clickbait-zh"
            )
        config.attributes["connection"] = connection
        command.upgrade(config, "head")


def _revision(connection: Connection) -> str | None:
    return MigrationContext.configure(connection).get_current_revision()
