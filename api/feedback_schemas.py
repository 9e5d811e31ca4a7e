"""What goes in and out of ``/v1/feedback``."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field, StringConstraints

from api.schemas import INVISIBLE, Kind, Label, Request

StorableHeadline = Annotated[  # PostgreSQL takes no NUL
    str, Field(min_length=1, json_schema_extra={"pattern": f"^[^\\u0000]*[^{INVISIBLE}][^\\u0000]*$"})
]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._:\[\]-]+$")]
Version = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._+-]+$")]
ClientId = Annotated[str, StringConstraints(max_length=128, pattern=r"^[\x21-\x7e]+$")]


class FeedbackRequest(Request):
    """A reader's correction of one label."""

    # In the document only: the store checks it.
    model_config = ConfigDict(
        json_schema_extra={
            "anyOf": [{"properties": {"label": {"const": "clickbait"}}}, {"properties": {"kind": {"type": "null"}}}]
        }
    )

    headline: StorableHeadline
    label: Label = Field(description="What the headline is, in the reader's judgement.")
    kind: Kind | None = Field(None, description="The kind of bait, if the reader names one; with clickbait only.")
    page_host: Host | None = Field(None, description="Where it was, for instance news.example.tw; no path.")
    model_version: Version | None = Field(None, description="The version whose label is corrected.")
    client_id: ClientId | None = Field(
        None, description="A random name of the reader's choice: one vote a headline, the newest counts."
    )


class FeedbackHeader(BaseModel):
    """Makes a correction that is sent twice count once."""

    model_config = ConfigDict(populate_by_name=True)

    idempotency_key: str = Field(
        alias="Idempotency-Key", min_length=1, max_length=128, pattern=r"^[\x21-\x7e]+$",
        description="Chosen by the client, another one for each correction; the same one when it sends again.",
    )  # fmt: skip


class FeedbackReceipt(BaseModel):
    """The correction is on disk."""

    id: int
    received_at: datetime


class FeedbackQuery(BaseModel):
    """A page of the list."""

    model_config = ConfigDict(extra="forbid")

    after: int = Field(0, ge=0, le=2**63 - 1, description="Only corrections with a larger id.")
    limit: int = Field(100, ge=1, le=1000)


class FeedbackItem(BaseModel):
    """One stored correction."""

    id: int
    headline: str
    label: Label
    kind: Kind | None
    page_host: str | None
    model_version: str | None
    client_id: str | None
    received_at: datetime


class FeedbackList(BaseModel):
    """Corrections in the order of their ids; ``next`` is the ``after`` of the following page."""

    feedback: list[FeedbackItem]
    next: int | None
