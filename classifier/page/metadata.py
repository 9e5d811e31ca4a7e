"""What a page says of itself: JSON-LD NewsArticle, OpenGraph, ``<meta>`` and ``<title>``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_ARTICLES = re.compile(r"Article$|^BlogPosting$|^Report$|^VideoObject$")
_LONGEST = 200_000  # characters of one JSON-LD script
_DEEPEST = 6  # levels at which an article is looked for
_METAS = {
    "published": ("article:published_time", "pubdate", "date", "publishdate", "og:pubdate"),
    "byline": ("author", "article:author", "dable:author"),
    "title": ("og:title", "twitter:title", "title"),
}


@dataclass(frozen=True, slots=True)
class Metadata:
    """Headline, byline and time as the page declares them; ``titles`` are all its candidates for the headline."""

    headline: str | None = None
    byline: str | None = None
    published: str | None = None
    titles: tuple[str, ...] = ()


def _articles(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for item in found[:50]:
            yield from _articles(item, depth + 1)
    elif isinstance(found, dict):
        kinds = found.get("@type")
        if any(isinstance(k, str) and _ARTICLES.search(k) for k in (kinds if isinstance(kinds, list) else [kinds])):
            yield found
        for key in ("@graph", "mainEntity"):
            yield from _articles(found.get(key), depth + 1)


def _text(value: Any) -> str | None:
    """A JSON-LD text or name; those of a list are joined."""
    if isinstance(value, list):
        return "、".join(filter(None, (_text(item) for item in value[:5] if not isinstance(item, list)))) or None
    if isinstance(value, dict):
        value = value.get("name")
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None


def _json_ld(tree: LexborHTMLParser) -> Iterator[dict[str, Any]]:
    for node in tree.css('script[type="application/ld+json"]'):
        source = node.text()
        if len(source) > _LONGEST:
            continue
        try:
            yield from _articles(json.loads(source, strict=False))
        except (ValueError, RecursionError):  # pages hold broken JSON-LD; then it says nothing
            continue


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Collect what the page declares; JSON-LD counts before OpenGraph, that before ``<title>``."""
    declared: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        if content := " ".join((attributes.get("content") or "").split()):
            declared.setdefault(name, []).append(content)

    def meta(field: str) -> str | None:
        return next((declared[name][0] for name in _METAS[field] if name in declared), None)

    article = next(_json_ld(tree), {})
    headline = _text(article.get("headline"))
    title = tree.css_first("title")
    shown = " ".join(title.text().split()) if title else None
    byline = _text(article.get("author")) or _text(article.get("creator")) or meta("byline")
    if byline and byline.startswith("http"):
        byline = None
    return Metadata(
        headline,
        byline,
        _text(article.get("datePublished")) or meta("published"),
        tuple(dict.fromkeys(filter(None, (headline, meta("title"), shown)))),
    )
