"""Articles that a page describes in JSON-LD (schema.org)."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from dataclasses import dataclass
from html import unescape
from typing import Any

from selectolax.lexbor import LexborHTMLParser

_ARTICLES = re.compile(r"Article$|^BlogPosting$|^Report$|^VideoObject$|^LiveBlogPosting$")
_LONGEST = 1_000_000  # characters of one JSON-LD script
_DEEPEST = 6  # levels at which an article is looked for
_MOST = 50  # articles of one list
_COMMENT = re.compile(r"^\s*(?:<!--|//<!\[CDATA\[|/\*<!\[CDATA\[\*/)|(?:-->|//\]\]>|/\*\]\]>\*/)\s*$")
_TRAILING_COMMA = re.compile(r",(\s*[}\]])")


@dataclass(frozen=True, slots=True)
class LinkedArticle:
    """What JSON-LD says of one article; ``free`` is ``isAccessibleForFree``."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    address: str | None = None
    free: bool | None = None
    text: str | None = None


def linked_articles(tree: LexborHTMLParser) -> tuple[set[str], list[LinkedArticle]]:
    """Every type that the page's JSON-LD names, and its articles in order; a video only where there is no other."""
    kinds: set[str] = set()
    articles: list[LinkedArticle] = []
    videos: list[LinkedArticle] = []
    for document in _documents(tree):
        for found in _things(document):
            names = _types(found)
            kinds.update(names)
            if any(_ARTICLES.search(name) for name in names):
                (videos if names == ["VideoObject"] else articles).append(_article(found))
    return kinds, articles or videos


def _documents(tree: LexborHTMLParser) -> Iterator[Any]:
    for node in tree.css('script[type="application/ld+json" i]'):
        source = _COMMENT.sub("", node.text())
        if len(source) > _LONGEST:
            continue
        for attempt in (source, _TRAILING_COMMA.sub(r"\1", source)):  # pages hold broken JSON-LD
            try:
                yield json.loads(attempt, strict=False)
                break
            except (ValueError, RecursionError):
                continue


def _things(found: Any, depth: int = 0) -> Iterator[dict[str, Any]]:
    if depth > _DEEPEST:
        return
    if isinstance(found, list):
        for item in found[:_MOST]:
            yield from _things(item, depth + 1)
    elif isinstance(found, dict):
        yield found
        for key in ("@graph", "mainEntity", "mainEntityOfPage"):
            yield from _things(found.get(key), depth + 1)


def _types(found: dict[str, Any]) -> list[str]:
    kinds = found.get("@type")
    return [kind for kind in (kinds if isinstance(kinds, list) else [kinds]) if isinstance(kind, str)]


def _article(found: dict[str, Any]) -> LinkedArticle:
    authors = [*_texts(found.get("author")), *_texts(found.get("creator"))]
    free = found.get("isAccessibleForFree")
    pages = found.get("mainEntityOfPage")
    address = found.get("url") or (pages.get("@id") if isinstance(pages, dict) else pages)
    return LinkedArticle(
        _first(found.get("headline")) or _first(found.get("name")),
        tuple(authors),
        tuple([*_texts(found.get("publisher")), *_texts(found.get("sourceOrganization"))]),
        _first(found.get("datePublished")) or _first(found.get("uploadDate")),
        _first(found.get("dateModified")),
        address if isinstance(address, str) else None,
        None if free is None else str(free).lower() not in ("false", "0", "no"),
        found["articleBody"] if isinstance(found.get("articleBody"), str) else None,
    )


def _texts(value: Any) -> list[str]:
    """The texts of a value, or the names of what it lists."""
    found = [_first(item) for item in (value[:_MOST] if isinstance(value, list) else [value])]
    return [text for text in found if text]


def _first(value: Any) -> str | None:
    """A text, or the name of a thing; of a list the first."""
    if isinstance(value, list):
        value = value[0] if value and not isinstance(value[0], list) else None
    if isinstance(value, dict):
        value = value.get("name")
        value = value[0] if isinstance(value, list) and value else value
    return " ".join(unescape(value).split()) or None if isinstance(value, str) else None
