"""From a whole page to "this is the news, that is the bait".

``analyze`` takes a page as HTML or as text copied from it and gives the article and every block with its role; what
reads like a headline (the article's own, and each recommendation) gets a score too. Role and bait are two questions: a
plain headline from the same outlet is a recommendation by role and substantive by label. Nothing is fetched.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from functools import cache
from urllib.parse import urljoin, urlsplit

from selectolax.lexbor import LexborHTMLParser

from classifier.heads import nested_fields
from classifier.model import Classifier, load
from classifier.page.article import build_article
from classifier.page.copied_text import text_lines
from classifier.page.document import Article, Block, Page
from classifier.page.embedded import embedded_text
from classifier.page.lines import Line, html_lines
from classifier.page.markup_limits import MarkupError, check_markup, first_tags
from classifier.page.metadata import Metadata, read_metadata, saved_address
from classifier.page.reading import read_page
from classifier.page.roles import ROLES, role_model
from classifier.page.saved import SavedPageError, is_markup, read_saved
from classifier.page.teasers import merge_repeated
from classifier.page.title_parts import without_outlet
from classifier.page.wording import title_of
from classifier.text.normalize import normalize_lines

MAX_CHARACTERS = 12_000_000  # of a page; tags past MAX_TAGS and lines past MAX_LINES are left out
MAX_LINES = 20_000
MAX_HEADLINE = 300  # characters of a line that is scored
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")  # parser and JSON take UTF-8
_HAN = re.compile(r"[\u4e00-\u9fff]")


class PageError(ValueError):
    """The page cannot be analysed; the message says why and what to do, ``field`` which argument is at fault."""

    def __init__(self, message: str, field: str = "") -> None:
        super().__init__(message)
        self.field = field


@cache
def _default() -> Classifier:
    return load()


def analyze(
    *,
    html: str | bytes | None = None,
    text: str | None = None,
    file: bytes | None = None,
    url: str | None = None,
    threshold: float | None = None,
    classifier: Classifier | None = None,
) -> Page:
    """Tell each block's role and score what reads like a headline.

    Give ``html`` (bytes are decoded whatever they declare; MHTML is unpacked), ``text``, or ``file``: the bytes of a
    saved page or of a text, in any encoding, which are told apart by what they hold. ``url`` only resolves links, which
    else are resolved against the address that a saved page notes. Raises PageError for none or several, for a page past
    ``MAX_CHARACTERS`` and for a bad ``url``, ModelError for a model without roles.
    """
    given = {name: value for name, value in (("html", html), ("text", text), ("file", file)) if value is not None}
    if len(given) != 1:
        raise PageError("give one of html, text and file")
    ((argument, content),) = given.items()
    if url is not None and not _is_address(url):
        raise PageError(f"{url[:80]!r} is not an address of a page: it must begin with http:// or https://", "url")
    if len(content) > MAX_CHARACTERS:
        raise PageError(
            f"the page has {len(content)} characters, at most {MAX_CHARACTERS}: send the part that matters", argument
        )
    model = classifier or _default()
    metadata, embedded = Metadata(), None
    try:
        source, saved = read_saved(content) if argument != "text" else (text or "", None)
        source = _UNPARSABLE.sub("", source)
        mode = (
            "text" if argument == "text" or argument == "file" and saved is None and not is_markup(source) else "html"
        )
        if mode == "html":
            source = first_tags(source)
            check_markup(source)
    except (MarkupError, SavedPageError) as error:
        raise PageError(str(error), argument) from None
    if mode == "html":
        url = url or saved or saved_address(source)
        tree = LexborHTMLParser(source)
        metadata = read_metadata(tree)
        embedded = embedded_text(tree, metadata)
        lines = html_lines(tree)[:MAX_LINES]
    else:
        lines = text_lines(source)[:MAX_LINES]
    roles = role_model(model, mode)
    reading = read_page(lines, metadata, roles, model.tokenizer)
    blocks = [
        Block(
            ROLES[number],
            float(reading.probabilities[i, number]),
            _shown(line, number),
            _resolve(line.href, url),
            line.path[1:] or None,
        )
        for i, (line, number) in enumerate(zip(lines, reading.roles.tolist(), strict=True))
    ]
    scored = _score(
        merge_repeated(blocks), metadata.outlets, model, model.threshold if threshold is None else threshold
    )
    article = Article()
    kind, kind_score = reading.kind, reading.kind_score
    if embedded and kind != "article":  # a page that a script draws shows nothing of what it is
        kind, kind_score = "article", 1 - kind_score
    if kind == "article":
        headline = max(
            (block for block in scored if block.role == "headline"),
            key=lambda block: (block.role_score, len(block.text)),
            default=None,
        )
        article = build_article(headline, lines, [block.role for block in blocks], metadata, embedded)
    return Page(article, scored, kind, kind_score, nested_fields(model.heads))


def _shown(line: Line, number: int) -> str:
    """A recommendation without the time that its link holds; any other line as it is."""
    return title_of(line.text) if ROLES[number] == "recommendation" and line.href is not None else line.text


def _is_address(url: str) -> bool:
    try:
        parts = urlsplit(url)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and bool(parts.netloc)


def _resolve(href: str | None, url: str | None) -> str | None:
    if href is None or url is None:
        return href
    try:
        return urljoin(url, href.strip())
    except ValueError:  # a page may hold any nonsense as a link
        return href


def _score(blocks: Sequence[Block], outlets: Sequence[str], model: Classifier, threshold: float) -> list[Block]:
    """The same blocks, the headline-like ones with score, label and topic; the page's own name counts for nothing."""
    chosen = [i for i, block in enumerate(blocks) if block.role in ("headline", "recommendation")]
    texts = [without_outlet(blocks[i].text[:MAX_HEADLINE], outlets) for i in chosen]
    visible = [bool(line) for line in normalize_lines(texts).split("\n")] if texts else []
    pairs = [(i, text) for i, text, seen in zip(chosen, texts, visible, strict=True) if seen]
    result = list(blocks)
    fields = nested_fields(model.heads)
    found = model.predict([text for _, text in pairs], threshold=threshold)
    for (i, _), prediction in zip(pairs, found, strict=True):
        answers = {name: prediction.field(name) for name in fields}
        result[i] = replace(blocks[i], score=prediction.score, label=prediction.label, answers=answers)
    return result
