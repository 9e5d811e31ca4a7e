"""What a page says of itself: JSON-LD NewsArticle, OpenGraph, ``<meta>`` and ``<title>``."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from selectolax.lexbor import LexborHTMLParser

from classifier.page.linked_data import LinkedArticle, linked_articles
from classifier.page.title_parts import title_parts

_METAS = {
    "published": (
        "article:published_time", "og:article:published_time", "og:published_time", "datepublished", "pubdate",
        "publishdate", "publish-date", "date", "dc.date", "dc.date.issued", "og:pubdate", "parsely-pub-date",
        "weibo:article:create_at", "sailthru.date",
    ),
    "updated": ("article:modified_time", "og:updated_time", "og:article:modified_time", "datemodified", "lastmod"),
    "authors": ("author", "dable:author", "og:article:author", "article:author", "parsely-author", "dc.creator", "byl"),
    "title": ("og:title", "twitter:title", "title", "dc.title"),
    "outlets": ("og:site_name", "application-name", "twitter:site"),
}  # fmt: skip
_LISTS = re.compile(r"ItemList$|CollectionPage$|SearchResultsPage$")
_SAVED_FROM = re.compile(r"saved from url=\(\d+\)(https?://\S+)")  # what browsers write into a saved page
_SAVED_HEAD = 2000  # characters in which they do


@dataclass(frozen=True, slots=True)
class Metadata:
    """What a page declares. ``titles`` are all its candidates for the headline, ``authors`` whatever it calls so."""

    headline: str | None = None
    authors: tuple[str, ...] = ()
    outlets: tuple[str, ...] = ()
    title_ends: tuple[str, ...] = ()
    published: str | None = None
    updated: str | None = None
    titles: tuple[str, ...] = ()
    address: str | None = None
    says_article: bool = False
    says_list: bool = False
    free: bool | None = None
    text: str | None = None  # JSON-LD's articleBody


def read_metadata(tree: LexborHTMLParser) -> Metadata:
    """Collect what the page declares; JSON-LD counts before OpenGraph, that before ``<title>``."""
    declared: dict[str, list[str]] = {}
    for node in tree.css("meta"):
        attributes = node.attributes
        name = (attributes.get("property") or attributes.get("name") or attributes.get("itemprop") or "").lower()
        if content := " ".join((attributes.get("content") or "").split()):
            declared.setdefault(name, []).append(content)

    def metas(field: str) -> Iterator[str]:
        return (content for name in _METAS[field] for content in declared.get(name, ()))

    title = tree.css_first("title")
    shown = " ".join(title.text().split()) if title else None
    og_title = next(metas("title"), None)
    canonical = tree.css_first('link[rel="canonical"]')
    address = (canonical.attributes.get("href") if canonical else None) or next(iter(declared.get("og:url", ())), None)
    kinds, articles = linked_articles(tree)
    article = _own(articles, [title for title in (og_title, shown) if title], address)
    return Metadata(
        article.headline,
        tuple(dict.fromkeys(text for text in (*article.authors, *metas("authors")) if not text.startswith("http"))),
        tuple(dict.fromkeys((*article.outlets, *metas("outlets")))),
        _title_ends(shown),
        article.published or next(metas("published"), None) or _time_element(tree),
        article.updated or next(metas("updated"), None),
        tuple(dict.fromkeys(filter(None, (article.headline, og_title, shown)))),
        address,
        article != LinkedArticle()
        or "article" in declared.get("og:type", ())
        or any(declared.get(name) for name in _METAS["published"][:2]),
        any(_LISTS.search(kind) for kind in kinds),
        article.free,
        article.text,
    )


def _own(articles: list[LinkedArticle], titles: list[str], address: str | None) -> LinkedArticle:
    """The page's own article of those it describes: by its address, else by its title, else the first."""
    for article in articles:
        if (
            address
            and article.address
            and article.address.split("#")[0].rstrip("/") == address.split("#")[0].rstrip("/")
        ):
            return article
    for article in articles:
        if article.headline and any(title.startswith(article.headline) for title in titles):
            return article
    return articles[0] if articles else LinkedArticle()


def _title_ends(title: str | None) -> tuple[str, ...]:
    """What stands behind the marks of a ``<title>``: the outlet, often after a section."""
    return tuple(title_parts(title)[2:]) if title else ()


def _time_element(tree: LexborHTMLParser) -> str | None:
    node = tree.css_first('[itemprop="datePublished"]')
    return (node.attributes.get("datetime") or node.attributes.get("content")) if node else None


def saved_address(source: str) -> str | None:
    """The address that a browser noted in a page it saved."""
    found = _SAVED_FROM.search(source[:_SAVED_HEAD])
    return found[1] if found else None
