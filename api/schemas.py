"""What goes in and out; pydantic checks requests, and the OpenAPI document is made from the same models."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from classifier.heads import FAMILY, HEADS, LEADING, kinds_of, nested_fields, secondary, text_fields

Label = Literal["clickbait", "substantive"]
Kind = Literal["withheld", "sensational", "push"]  # classifier.heads.KINDS
Sensitivity = Literal["strict", "balanced", "sensitive"]
SENSITIVITY = "Instead of a threshold: the model's own cut for precision first, balance, or recall first."
# In the document only: the classifier finds headlines that normalise to nothing, and names their places.
INVISIBLE = (
    r"\u0000-\u0020\u007f-\u00a0\u00ad\u061c\u1680\u180e\u2000-\u200f\u2028-\u202f\u205f-\u206f\u3000"
    r"\ufe00-\ufe0f\ufeff\ufffd"
)
Headline = Annotated[str, StringConstraints(min_length=1), Field(json_schema_extra={"pattern": f"[^{INVISIBLE}]"})]
Probability = Annotated[float, Field(ge=0, le=1)]
Grade = Annotated[float, Field(ge=0, le=3, description="Expected bait grade.")]


class Request(BaseModel):
    """Unknown members and wrong types are errors: a misspelt option must not be ignored."""

    model_config = ConfigDict(extra="forbid", strict=True)


# In the document only: the classifier checks it.
ONE_CUT: dict[str, Any] = {
    "not": {
        "required": ["threshold", "sensitivity"],
        "properties": {"threshold": {"type": "number"}, "sensitivity": {"type": "string"}},
    }
}


class PredictRequest(Request):
    """Headlines to score, in one call."""

    model_config = ConfigDict(json_schema_extra=ONE_CUT)

    headlines: list[Headline] = Field(min_length=1, description="1 to 1000 headlines (the server's limit may differ).")
    explain: bool = Field(False, description="Add every signal, the intercept and the logit.")
    threshold: Probability | None = Field(None, description="Clickbait from this score on; default: the model's.")
    sensitivity: Sensitivity | None = Field(None, description=SENSITIVITY)


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


def head_fields(*, nullable: bool) -> dict[str, Any]:
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
    "Prediction", __base__=BasePrediction, __doc__=BasePrediction.__doc__, **head_fields(nullable=False)
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


class Status(BaseModel):
    """State of the service."""

    status: Literal["alive", "ready"]


class Problem(BaseModel):
    """RFC 9457 problem details."""

    type: str
    status: int
    title: str
    detail: str = Field(description="What is wrong, and how to correct it.")
    errors: list[ProblemItem] | None = None
    limit: Limit | None = Field(None, description="The server's setting that the request exceeds.")


class Limit(BaseModel):
    """A setting of the server and what was found."""

    name: str
    value: int
    found: int | None = None


class ProblemItem(BaseModel):
    """One offending place in the request."""

    pointer: str = Field(description="RFC 6901 pointer into the body, or the name of a parameter or header.")
    detail: str
