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
from classifier.page.decode import decode_page
from classifier.page.document import Article, Block, Page
from classifier.page.lines import Line, html_lines, text_lines
from classifier.page.markup_limits import MarkupError, check_markup, first_tags
from classifier.page.metadata import Metadata, read_metadata
from classifier.page.roles import ROLES, decide, role_model
from classifier.page.wording import bare
from classifier.text.normalize import normalize_lines

MAX_CHARACTERS = 12_000_000  # of a page; tags past MAX_TAGS and lines past MAX_LINES are left out
MAX_LINES = 20_000
MAX_HEADLINE = 300  # characters of a line that is scored
_BYLINE = re.compile(
    r"(?:記者|记者|編輯|编辑|撰文|作者|文)\s*[:：／/]?\s*([\u4e00-\u9fff·‧]{2,4}(?:、[\u4e00-\u9fff]{2,4})*)\s*(?:[／/|｜\s，,]|$)"
)
_PUBLISHED = re.compile(
    r"(?:19|20)\d\d\s?[-/.年]\s?\d{1,2}\s?[-/.月]\s?\d{1,2}\s?日?(?:[\sT]*(?:[上下]午)?\s*\d{1,2}[:：]\d\d(?:[:：]\d\d)?)?"
)
_UNPARSABLE = re.compile("[\x00\ud800-\udfff]")  # parser and JSON take UTF-8
_HAN = re.compile(r"[\u4e00-\u9fff]")
_NEAR = 12  # lines around the headline in which byline and time are looked for


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
    url: str | None = None,
    threshold: float | None = None,
    classifier: Classifier | None = None,
) -> Page:
    """Tell each block's role and score what reads like a headline.

    Give ``html`` (bytes are decoded whatever they declare) or ``text``; ``url`` only resolves links. Raises PageError
    for neither or both, for a page past ``MAX_CHARACTERS`` and for a bad ``url``, ModelError for a model without roles.
    """
    if (html is None) == (text is None):
        raise PageError("give either the page's HTML or its text")
    if url is not None and not _is_address(url):
        raise PageError(f"{url[:80]!r} is not an address of a page: it must begin with http:// or https://", "url")
    argument, size = ("text", len(text or "")) if html is None else ("html", len(html))
    if size > MAX_CHARACTERS:
        raise PageError(
            f"the page has {size} characters, at most {MAX_CHARACTERS}: send the part that matters", argument
        )
    model = classifier or _default()
    metadata = Metadata()
    if html is not None:
        source = first_tags(_UNPARSABLE.sub("", decode_page(html) if isinstance(html, bytes) else html))
        try:
            check_markup(source)
        except MarkupError as error:
            raise PageError(str(error), "html") from None
        tree = LexborHTMLParser(source)
        metadata = read_metadata(tree)
        lines = html_lines(tree)[:MAX_LINES]
    else:
        lines = text_lines(_UNPARSABLE.sub("", text or ""))[:MAX_LINES]
    roles = role_model(model, "text" if html is None else "html")
    probabilities = roles.probabilities(lines, metadata.titles, model.tokenizer)
    numbers = decide(probabilities, lines).tolist()
    blocks = [
        Block(
            ROLES[number], float(probabilities[i, number]), line.text, _resolve(line.href, url), line.path[1:] or None
        )
        for i, (line, number) in enumerate(zip(lines, numbers, strict=True))
    ]
    merged = _merge(blocks, lines)
    scored = _score(merged, model, model.threshold if threshold is None else threshold)
    shown = [block for block, line in zip(blocks, lines, strict=True) if not line.alt]  # a reader sees no image text
    return Page(_article(scored, shown, metadata), scored, nested_fields(model.heads))


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


def _merge(blocks: Sequence[Block], lines: Sequence[Line]) -> list[Block]:
    """Recommendations that say the same are one with a count: image text and title, or one item in two lists.

    A teaser cut with dots is the same as the whole one of the same link; the longer text stays.
    """
    result: list[Block] = []
    by_text: dict[str, int] = {}
    by_link: dict[str, int] = {}
    for block in blocks:
        if block.role not in ("recommendation", "headline"):
            result.append(block)
            continue
        said = block.role + bare(block.text)
        place = by_text.get(said)
        if place is None and block.href and (other := by_link.get(block.role + block.href)) is not None:
            short, long = sorted((block.text, result[other].text), key=len)
            stem = short.rstrip("….⋯ ")
            if len(stem) >= 6 and long.startswith(stem):
                place = other
        if place is None:
            by_text[said] = len(result)
            if block.href:
                by_link.setdefault(block.role + block.href, len(result))
            result.append(block)
            continue
        first = result[place]
        result[place] = replace(
            first,
            role_score=max(first.role_score, block.role_score),
            text=max(first.text, block.text, key=len),
            href=first.href or block.href,
            count=first.count + 1,
        )
    return result


def _score(blocks: Sequence[Block], model: Classifier, threshold: float) -> list[Block]:
    """The same blocks, the headline-like ones with score, label and topic."""
    chosen = [i for i, block in enumerate(blocks) if block.role in ("headline", "recommendation")]
    texts = [blocks[i].text[:MAX_HEADLINE] for i in chosen]
    visible = [bool(line) for line in normalize_lines(texts).split("\n")] if texts else []
    pairs = [(i, text) for i, text, seen in zip(chosen, texts, visible, strict=True) if seen]
    result = list(blocks)
    fields = nested_fields(model.heads)
    found = model.predict([text for _, text in pairs], threshold=threshold)
    for (i, _), prediction in zip(pairs, found, strict=True):
        answers = {name: prediction.field(name) for name in fields}
        result[i] = replace(blocks[i], score=prediction.score, label=prediction.label, answers=answers)
    return result


def _article(blocks: Sequence[Block], lines: Sequence[Block], metadata: Metadata) -> Article:
    """The article; ``lines`` are the blocks before merging, where byline and time are looked for."""
    own = [block for block in blocks if block.role == "headline"]
    headline = max(own, key=lambda block: (block.role_score, len(block.text)), default=None)
    body = [block.text for block in lines if block.role == "body"]
    if not any(_HAN.search(text) for text in body):  # a form or a price list: a heading without a report
        return Article(None, "")
    at = next((i for i, line in enumerate(lines) if line.role == "headline"), 0)
    near = [line.text for line in lines[max(0, at - _NEAR) : at + _NEAR]]
    return Article(
        headline.text if headline else metadata.headline,
        "\n".join(body),
        _found(_BYLINE, near, 1) or metadata.byline,
        metadata.published or _found(_PUBLISHED, near, 0),
        headline.score if headline else None,
        headline.label if headline else None,
        headline.answers if headline else {},
    )


def _found(pattern: re.Pattern[str], texts: Sequence[str], group: int) -> str | None:
    return next((match[group].strip() for text in texts if (match := pattern.search(text))), None)
