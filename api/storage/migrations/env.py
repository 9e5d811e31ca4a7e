"""Run by Alembic: migrates on the connection, and in the transaction, that api.storage.migrate opened."""

from alembic import context

from api.storage.tables import Base

context.configure(connection=context.config.attributes["connection"], target_metadata=Base.metadata)
context.run_migrations()
