"""Other programs that find the article of a page, each as it comes, and our own."""

from __future__ import annotations

import logging
import warnings
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import justext
import lxml.html
import newspaper
import trafilatura
from readability import Document

from classifier import Classifier
from classifier.page import analyze
from classifier.page.decode import decode_page

logging.disable(logging.CRITICAL)  # they tell of every page that is not as they like it
warnings.filterwarnings("ignore")


@dataclass(frozen=True)
class Found:
    """What a program says of a page; empty where it says nothing of the kind."""

    text: str = ""
    headline: str = ""
    date: str = ""
    byline: str = ""
    kind: str = ""
    recommendations: list[str] | None = None


def ours(classifier: Classifier) -> Callable[[bytes], Found]:
    """Our analysis with this classifier."""

    def run(data: bytes) -> Found:
        page = analyze(html=data, classifier=classifier)
        article = page.article
        items = [block.text for block in page.recommendations]
        return Found(article.text, article.headline or "", article.published or "", article.byline or "",
                     page.page_kind, items)  # fmt: skip

    return run


def _trafilatura(data: bytes) -> Found:
    text = trafilatura.extract(data, include_comments=False, include_tables=False) or ""
    told = trafilatura.extract_metadata(data)
    return Found(text, told.title or "", told.date or "", told.author or "")


def _readability(data: bytes) -> Found:
    document: Any = Document(decode_page(data))
    summary = document.summary()
    text = lxml.html.fromstring(summary).text_content() if summary.strip() else ""
    return Found(text, document.short_title() or "")


def _justext(data: bytes) -> Found:
    """By length and links alone: it has no stop words for Chinese."""
    paragraphs = justext.justext(
        decode_page(data), frozenset(), stopwords_low=0, stopwords_high=0, length_low=20, length_high=60
    )
    return Found("\n".join(paragraph.text for paragraph in paragraphs if not paragraph.is_boilerplate))


def _newspaper(data: bytes) -> Found:
    article = newspaper.Article("https://news.example/a", language="zh", fetch_images=False)
    article.download(input_html=decode_page(data))
    article.parse()
    return Found(article.text, article.title or "", str(article.publish_date or ""), "、".join(article.authors))


PEERS = {
    "trafilatura": _trafilatura,
    "readability-lxml": _readability,
    "newspaper4k": _newspaper,
    "jusText": _justext,
}
