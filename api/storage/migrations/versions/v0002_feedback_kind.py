"""The kind of bait that a reader names.

Nullable, because corrections without a kind stay valid. The database does not check the names of the kinds: SQLite
cannot change a constraint without a copy of the table, and the store checks them.
"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    op.add_column("feedback", sa.Column("kind", sa.String(16)))
