"""What goes in and out; pydantic checks requests, and the OpenAPI document is made from the same models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from classifier.heads import FAMILY, HEADS, LEADING, kinds_of, nested_fields, secondary, text_fields

Label = Literal["clickbait", "substantive"]
Kind = Literal["withheld", "sensational", "push"]  # classifier.heads.KINDS
Sensitivity = Literal["strict", "balanced", "sensitive"]
_SENSITIVITY = "Instead of a threshold: the model's own cut for precision first, balance, or recall first."
Role = Literal["headline", "body", "recommendation", "boilerplate"]
# In the document only: the classifier finds headlines that normalise to nothing, and names their places.
_INVISIBLE = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ufe00-\ufe0f\ufeff\ufffd"
)
Headline = Annotated[str, StringConstraints(min_length=1), Field(json_schema_extra={"pattern": f"[^{_INVISIBLE}]"})]
StorableHeadline = Annotated[  # PostgreSQL takes no NUL
    str, Field(min_length=1, json_schema_extra={"pattern": f"^[^\\u0000]*[^{_INVISIBLE}][^\\u0000]*$"})
]
Host = Annotated[str, StringConstraints(max_length=253, pattern=r"^[A-Za-z0-9._:\[\]-]+$")]
Address = Annotated[
    str,
    StringConstraints(max_length=4096),
    Field(json_schema_extra={"pattern": r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$"}),
]
Version = Annotated[str, StringConstraints(max_length=64, pattern=r"^[A-Za-z0-9._+-]+$")]
ClientId = Annotated[str, StringConstraints(max_length=128, pattern=r"^[\x21-\x7e]+$")]
Probability = Annotated[float, Field(ge=0, le=1)]
Grade = Annotated[float, Field(ge=0, le=3, description="Expected bait grade.")]


class Request(BaseModel):
    """Unknown members and wrong types are errors: a misspelt option must not be ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)


class PredictRequest(Request):
    """Headlines to score, in one call."""

    headlines: list[Headline] = Field(min_length=1, description="1 to 1000 headlines (the server's limit may differ).")
    explain: bool = Field(False, description="Add every signal, the intercept and the logit.")
    threshold: Probability | None = Field(None, description="Clickbait from this score on; default: the model's.")
    sensitivity: Sensitivity | None = Field(None, description=_SENSITIVITY)


class ModelName(BaseModel):
    """Which model answered."""

    name: str
    version: str


class Signal(BaseModel):
    """One part of the evidence: a span of the headline, in code points, and what it adds to the logit."""

    start: int
    end: int
    text: str
    group: Literal["word", "char", "style"]
    name: str
    weight: float


class Kinds(BaseModel):
    """The probability of each kind of bait; none is above the score, and together they are not below it."""


def _head_fields(*, nullable: bool) -> dict[str, Any]:
    """A member for each field that the declared heads answer besides label and score."""
    members: dict[str, Any] = {name: (Probability, ...) for name in kinds_of(HEADS)}
    kinds = create_model("Kinds", __base__=Kinds, **members)
    found: dict[str, Any] = {}
    texts = text_fields(HEADS)
    names = nested_fields(HEADS)
    if not nullable:
        names = (*names, *(field for head in secondary(HEADS) if not head.family for field in head.fields))
    for name in names:
        kind: Any = kinds if name == FAMILY else str if name in texts else Grade if name == "grade" else Probability
        found[name] = (kind | None, ...) if nullable or name == LEADING else (kind, ...)
    return found


class BasePrediction(BaseModel):
    """The answer for one headline. ``signals`` and ``intercept`` add up to ``logit``."""

    headline: str
    label: Label
    score: Probability = Field(description="Calibrated P(clickbait).")
    uncertain: bool = Field(description="Too near the threshold, or hardly any Chinese: do not rely on the label.")
    logit: float | None = Field(None, description="Only with explain.")
    intercept: float | None = Field(None, description="Only with explain.")
    signals: list[Signal] | None = Field(None, description="Only with explain; strongest first.")


Prediction: Any = create_model(
    "Prediction", __base__=BasePrediction, __doc__=BasePrediction.__doc__, **_head_fields(nullable=False)
)


class PredictResponse(BaseModel):
    """One prediction a headline, in the order of the request."""

    model: ModelName
    threshold: Probability
    predictions: list[Prediction]


class HeadDescription(BaseModel):
    """One answer of the model."""

    name: str
    link: Literal["sigmoid", "softmax"]
    classes: list[str]
    fields: list[str] = Field(description="The members of a prediction that hold it.")


class Cut(BaseModel):
    """A threshold with the precision and recall that were measured on held-out headlines."""

    threshold: Probability
    precision: Probability
    recall: Probability


class ModelResponse(BaseModel):
    """What is known about the model in service."""

    name: str
    version: str
    trained_at: datetime | None = Field(description="When the model was written.")
    corpus: str | None = Field(description="SHA-256 of the corpus.")
    rows: dict[str, int] = Field(description="Headlines by split.")
    threshold: Probability
    cuts: dict[Sensitivity, Cut] = Field(description="What each sensitivity means.")
    topics: list[str]
    labels: list[Label]
    heads: list[HeadDescription] = Field(description="What the model answers.")
    metrics: dict[str, Any]
    engines: dict[str, str] = Field(description="Versions of what shapes the features.")
    reloads: int = Field(description="Times that this worker took a newer model.")
    problem: str | None = Field(description="Why the newest artefact is not in service.")


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
    page_host: Host | None = Field(None, description="Where it stood, for instance news.example.tw; no path.")
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


class Status(BaseModel):
    """State of the service."""

    status: Literal["alive", "ready"]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    status: int
    title: str
    detail: str = Field(description="What is wrong, and how to mend it.")
    errors: list[ProblemItem] | None = None


class ProblemItem(BaseModel):
    """One offending place in the request."""

    pointer: str = Field(description="RFC 6901 pointer into the body, or the name of a parameter or header.")
    detail: str


def _given(one: str, other: str) -> dict[str, Any]:
    return {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}


class PageRequest(Request):
    """One page, as HTML or as text copied from it."""

    # In the document only, as the address's pattern: the classifier checks both.
    model_config = ConfigDict(json_schema_extra={"oneOf": [_given("html", "text"), _given("text", "html")]})

    html: str | None = Field(None, description="The page's HTML. Give this or text.")
    text: str | None = Field(None, description="Text copied from the page. Give this or html.")
    url: Address | None = Field(
        None, description="The page's address: links are resolved against it, nothing is fetched."
    )
    threshold: Probability | None = Field(None, description="Clickbait from this score on; default: the model's.")
    sensitivity: Sensitivity | None = Field(None, description=_SENSITIVITY)


class BaseArticle(BaseModel):
    """What the page itself reports."""

    headline: str | None
    text: str
    byline: str | None
    published: str | None = Field(description="As the page gives it.")
    score: Probability | None
    label: Label | None


class BaseBlock(BaseModel):
    """One piece of the page; score, label and the other answers for headlines and recommendations only."""

    role: Role
    role_score: Probability = Field(description="P(role) given the whole page.")
    text: str
    href: str | None
    path: str | None = Field(description="Elements from the root, as tag.class; null for text.")
    count: int = Field(description="How often it stands on the page.")
    score: Probability | None
    label: Label | None


Article: Any = create_model("Article", __base__=BaseArticle, __doc__=BaseArticle.__doc__, **_head_fields(nullable=True))
Block: Any = create_model("Block", __base__=BaseBlock, __doc__=BaseBlock.__doc__, **_head_fields(nullable=True))


class PageResponse(BaseModel):
    """The article, and every block in the order of the page."""

    model: ModelName
    threshold: Probability
    article: Article
    blocks: list[Block]
