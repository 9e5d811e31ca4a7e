"""What goes in and out of ``/v1/feedback``."""

from __future__ import annotations

import re
from datetime import datetime, timedelta
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, StringConstraints, WithJsonSchema

from api.schemas import INVISIBLE, Kind, Label, Request

StorableHeadline = Annotated[  # PostgreSQL takes no NUL
    str, Field(min_length=1, json_schema_extra={"pattern": f"^[^\\u0000]*[^{INVISIBLE}][^\\u0000]*$"})
]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._:\[\]-]+$")]
Version = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._+-]+$")]
ClientId = Annotated[str, StringConstraints(max_length=128, pattern=r"^[\x21-\x7e]+$")]
# RFC 3339, with days that exist in some year; a space is a "+" that was not escaped in a URL.
_TIME = (
    r"^(19|20)\d\d-((0[13578]|1[02])-(0[1-9]|[12]\d|3[01])|(0[469]|11)-(0[1-9]|[12]\d|30)|02-(0[1-9]|[12]\d))"
    r"T([01]\d|2[0-3]):[0-5]\d:[0-5]\d(\.\d{1,6})?(Z|[+ -](0\d|1[0-4]):[0-5]\d)$"
)


def _read_time(text: object) -> object:
    if not isinstance(text, str) or not re.match(_TIME, text, re.ASCII):
        raise ValueError("write a time with its zone, as 2026-11-30T08:00:00+08:00")
    text = text.replace(" ", "+").replace("Z", "+00:00")
    try:
        return datetime.fromisoformat(text)
    except ValueError:  # 29 February of another year: the day after the 28th
        return datetime.fromisoformat(text.replace("-02-29", "-02-28")) + timedelta(days=1)


Time = Annotated[
    datetime, BeforeValidator(_read_time), WithJsonSchema({"type": "string", "pattern": _TIME}, mode="validation")
]


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


class FeedbackChoice(BaseModel):
    """Which corrections: those that match all that is given."""

    model_config = ConfigDict(extra="forbid")

    label: Label | None = Field(None)
    kind: Kind | None = Field(None)
    page_host: Host | None = Field(None)
    client_id: ClientId | None = Field(None)
    since: Time | None = Field(None, description="Received at this time or later, as 2026-11-30T08:00:00+08:00.")
    until: Time | None = Field(None, description="Received before this time.")


class FeedbackErasure(FeedbackChoice):
    """The corrections of one reader, or those of them that match the rest."""

    client_id: ClientId = Field()


class FeedbackPath(BaseModel):
    """One correction."""

    id: int = Field(ge=1, le=2**63 - 1)


class Deleted(BaseModel):
    """What was deleted."""

    deleted: int


class FeedbackQuery(FeedbackChoice):
    """A page of the list."""

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
