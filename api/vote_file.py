"""The file of votes that the browser extension exports: one JSON document a line.

{"id": …, "headline": …, "label": …, "kind": …, "page_host": …, "model_version": …, "client_id": …, "voted_at": …}

``id``, ``headline`` and ``label`` are in every line; the others as for ``POST /v1/feedback``. The id is the vote's
Idempotency-Key: a vote that is in several files, or was sent to the service as well, counts once.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from pydantic import Field, ValidationError

from api.bodies import whole
from api.feedback_schemas import FeedbackRequest
from api.settings import ServerSettings
from classifier.text.normalize import normalize


class VoteFileError(ValueError):
    """The file is not one of votes. The message names the line and the fact."""


class VoteLine(FeedbackRequest):
    """A line of the file."""

    id: str = Field(min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$")
    voted_at: str | None = None


@dataclass(frozen=True)
class Vote:
    """A vote as ``Store.add`` takes it."""

    id: str
    values: dict[str, Any]
