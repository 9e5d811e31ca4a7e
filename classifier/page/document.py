"""What the analysis of a page finds: the article, and every block with its role."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any


@dataclass(frozen=True, slots=True)
class Block:
    """One piece of the page. ``count`` is how often it is there; score, label and ``answers`` (``grade``, ``kind``,
    ``kinds``, ``topic``) are for headlines and recommendations only."""

    role: str
    role_score: float
    text: str
    href: str | None = None
    path: str | None = None
    count: int = 1
    score: float | None = None
    label: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def topic(self) -> str | None:
        """The most probable topic."""
        return self.answers.get("topic")


@dataclass(frozen=True, slots=True)
class Article:
    """What the page itself reports; empty where it is no article.

    Times are ISO 8601. ``access`` is ``teaser`` where the text breaks off for those who have not paid, else ``full``.
    """

    headline: str | None = None
    text: str = ""
    byline: str | None = None
    published: str | None = None
    updated: str | None = None
    access: str | None = None
    score: float | None = None
    label: str | None = None
    answers: Mapping[str, Any] = field(default_factory=dict)

    @property
    def topic(self) -> str | None:
        """The most probable topic."""
        return self.answers.get("topic")


@dataclass(frozen=True, slots=True)
class Page:
    """The article, and all blocks in the order of the page.

    ``page_kind`` is ``article``, ``list`` (a home page, a topic, search results) or ``other``, ``page_kind_score`` its
    probability.
    """

    article: Article
    blocks: list[Block]
    page_kind: str = "article"
    page_kind_score: float = 1.0
    fields: tuple[str, ...] = ()  # what the model answers besides label and score; null where nothing was scored

    @property
    def recommendations(self) -> list[Block]:
        """What the page pushes, in its order."""
        return [block for block in self.blocks if block.role == "recommendation"]

    def to_dict(self) -> dict[str, Any]:
        """Plain values for JSON."""
        return {
            "page_kind": self.page_kind,
            "page_kind_score": self.page_kind_score,
            "article": self._plain(self.article),
            "blocks": [self._plain(block) for block in self.blocks],
        }

    def _plain(self, part: Article | Block) -> dict[str, Any]:
        values = {name: getattr(part, name) for name in part.__slots__ if name != "answers"}
        return values | {name: part.answers.get(name) for name in self.fields}
