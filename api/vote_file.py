"""The file of votes that the browser extension exports: one JSON document a line.

``id``, ``headline`` and ``label`` are in every line; ``kind``, ``page_host``, ``model_version`` and ``client_id`` as
for ``POST /v1/feedback``; ``voted_at``, when the reader voted. The id is the vote's Idempotency-Key: a vote that is in
several files, or was sent to the service as well, counts once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

from pydantic import Field, ValidationError

from api.bodies import whole
from api.feedback_schemas import FeedbackRequest
from api.settings import ServerSettings
from classifier.text.normalize import normalize

Vote = tuple[str, dict[str, Any]]  # idempotency key; the other arguments of Store.add
LONGEST = ServerSettings.model_fields["max_headline_length"].default


class VoteFileError(ValueError):
    """The file is not one of votes; the message names the line and the fact."""


class VoteLine(FeedbackRequest):
    """A line of the file."""

    id: str = Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")
    voted_at: str | None = None


def read_votes(lines: Iterable[str]) -> list[Vote]:
    """The votes, in their order. Empty lines count for nothing. Raises VoteFileError."""
    return [_vote(number, line) for number, line in enumerate(lines, 1) if line.strip()]


def _vote(number: int, line: str) -> Vote:
    try:
        document = json.loads(line)
    except (ValueError, RecursionError):
        raise VoteFileError(f"line {number} is no JSON document") from None
    if not isinstance(document, dict):
        raise VoteFileError(f"line {number} is no JSON object")
    try:
        found = VoteLine.model_validate(
            {name: whole(value) if isinstance(value, str) else value for name, value in document.items()}
        )
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        field = ".".join(map(str, first["loc"])) or "document"
        raise VoteFileError(f"line {number}, {field}: {first['msg']}") from None
    if len(found.headline) > LONGEST:
        raise VoteFileError(f"line {number}, headline: longer than {LONGEST} characters")
    if not normalize(found.headline):
        raise VoteFileError(f"line {number}, headline: no visible character")
    if found.kind and found.label != "clickbait":
        raise VoteFileError(f"line {number}, kind: goes with the label clickbait only")
    return found.id, found.model_dump(exclude={"id", "voted_at"})
