"""The arguments of ``clickbait predict``: headlines, and names of files that hold some."""

from __future__ import annotations

import os

from classifier.text.visible import is_visible
from console.cli import UsageError

_LONGEST = 4096  # characters of a path


def is_file(argument: str) -> bool:
    """Whether an argument is the name of a file."""
    return len(argument) <= _LONGEST and "\0" not in argument and os.path.isfile(argument)


def checked(number: int, argument: str) -> str:
    """The argument, if it is a headline. Raises UsageError with its number."""
    try:
        argument.encode("utf-8")
    except UnicodeEncodeError:
        raise UsageError(f"headline {number} is not valid UTF-8") from None
    if not is_visible(argument):
        raise UsageError(f"headline {number} ({argument[:20]!r}) has no visible character")
    return argument
