"""What goes in and out of ``/v1/page``."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field, StringConstraints, create_model

from api.schemas import ONE_CUT, SENSITIVITY, Label, ModelName, Probability, Request, Sensitivity, head_fields

Role = Literal["headline", "body", "recommendation", "boilerplate"]
Address = Annotated[
    str,
    StringConstraints(max_length=4096),
    Field(json_schema_extra={"pattern": r"^https?://[A-Za-z0-9.-]+(:[0-9]{1,5})?(/[!-~]*)?$"}),
]


def _given(one: str, other: str) -> dict[str, Any]:
    return {"required": [one], "properties": {one: {"type": "string"}, other: {"type": "null"}}}


class PageRequest(Request):
    """One page, as HTML or as text copied from it."""

    # In the document only, as the address's pattern: the classifier checks both.
    model_config = ConfigDict(json_schema_extra={**ONE_CUT, "oneOf": [_given("html", "text"), _given("text", "html")]})

    html: str | None = Field(None, description="The page's HTML. Give this or text.")
    text: str | None = Field(None, description="Text copied from the page. Give this or html.")
    url: Address | None = Field(
        None, description="The page's address: links are resolved against it, nothing is fetched."
    )
    threshold: Probability | None = Field(None, description="Clickbait from this score on; default: the model's.")
    sensitivity: Sensitivity | None = Field(None, description=SENSITIVITY)


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
    count: int = Field(description="How often it is on the page.")
    score: Probability | None
    label: Label | None


Article: Any = create_model("Article", __base__=BaseArticle, __doc__=BaseArticle.__doc__, **head_fields(nullable=True))
Block: Any = create_model("Block", __base__=BaseBlock, __doc__=BaseBlock.__doc__, **head_fields(nullable=True))


class PageResponse(BaseModel):
    """The article, and every block in the order of the page."""

    model: ModelName
    threshold: Probability
    article: Article
    blocks: list[Block]
