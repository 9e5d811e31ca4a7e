"""What is wrong with a table."""

from __future__ import annotations


class TableError(ValueError):
    """A table cannot be read or written as requested; the message gives the cause and the fix."""


class RecordError(TableError):
    """One record cannot be read, and those around it can; the message is the reason."""


class BrokenTableError(TableError):
    """A file whose records cannot be told apart from some line on."""


class QuoteError(TableError):
    """A quote that is opened in ``line`` does not end as it should: where the next record begins is unknown."""

    def __init__(self, line: int, what: str) -> None:
        self.line = line
        super().__init__(f"a quoted field starts here and {what}: close its quote, or double the quotes inside of it")
