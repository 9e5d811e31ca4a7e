"""Feedback and API keys in a database: SQLite by default, PostgreSQL by URL."""

from api.storage.errors import IdempotencyConflict, InvalidFeedback, StorageError
from api.storage.store import Store, open_store
from api.storage.tables import ApiKey, Feedback

__all__ = ["ApiKey", "Feedback", "IdempotencyConflict", "InvalidFeedback", "StorageError", "Store", "open_store"]
