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


CONTENTS = ("html", "text", "file")  # of which a request gives one
_BASE64 = r"^(?:[A-Za-z0-9+/]{4})*(?:[A-Za-z0-9+/]{2}==|[A-Za-z0-9+/]{3}=)?$"


def _given(one: str) -> dict[str, Any]:
    others = {name: {"type": "null"} for name in CONTENTS if name != one}
    return {"required": [one], "properties": {one: {"type": "string"}, **others}}


class PageRequest(Request):
    """One page: as HTML, as text copied from it, or as a file."""

    # In the document only, as the address's pattern: the classifier checks both.
    model_config = ConfigDict(json_schema_extra={**ONE_CUT, "oneOf": [_given(name) for name in CONTENTS]})

    html: str | None = Field(None, description="The page's HTML. Give this, text or file.")
    text: str | None = Field(None, description="Text copied from the page, Markdown too. Give this, html or file.")
    file: Annotated[str, StringConstraints(pattern=_BASE64)] | None = Field(
        None,
        description="A saved page (HTML or MHTML) or a text as it lies on disk, in any encoding, in base64. "
        "Give this, html or text.",
    )
    url: Address | None = Field(
        None, description="The page's address: links are resolved against it, nothing is fetched."
    )
    threshold: Probability | None = Field(None, description="Clickbait from this score on; default: the model's.")
    sensitivity: Sensitivity | None = Field(None, description=SENSITIVITY)


class BaseArticle(BaseModel):
    """What the page itself reports."""

    headline: str | None
    text: str
    byline: str | None = Field(description="Who wrote it: names joined by 、; null where no person is named.")
    published: str | None = Field(description="ISO 8601; a time without a zone is Taiwan's.")
    updated: str | None = Field(description="ISO 8601, as published.")
    access: Literal["full", "teaser"] | None = Field(
        description="teaser: the text breaks off for those who have not paid; null where there is no article."
    )
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
    page_kind: Literal["article", "list", "other"] = Field(
        description="list: a home page, a topic, search results. Only an article has one."
    )
    page_kind_score: Probability = Field(description="P(page_kind).")
    article: Article
    blocks: list[Block]
