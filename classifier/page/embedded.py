"""The article in the data of a page that a script draws: JSON-LD, ``__NEXT_DATA__``, or any other embedded JSON."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

from selectolax.lexbor import LexborHTMLParser

from classifier.page.lines import html_lines
from classifier.page.metadata import Metadata
from classifier.page.wording import bare

_LONGEST = 4_000_000  # characters of one script
_DEEPEST = 40
_MOST = 200_000  # values of one document
_FEWEST = 40  # Han characters that make an article
_TITLE_KEYS = re.compile(r"title|headline|subject|^name$", re.IGNORECASE)
_TEXT_KEYS = re.compile(
    r"body|content|text|paragraph|html|story|article|block|markup|value|children|data", re.IGNORECASE
)
_OTHER_KEYS = re.compile(
    r"title|headline|seo|meta|author|tag|relat|recommend|url|link|caption|credit|alt|image|photo|video|comment|desc|"
    r"summary|excerpt|abstract|next|prev|list|ad$|ads$|footer|copyright|keyword|categor|breadcrumb|slug",
    re.IGNORECASE,
)
_ASSIGNED = re.compile(r"(?:window(?:\.|\[[\"'])|var\s+|let\s+|const\s+|self\.)[\w$]+(?:[\"']\])?\s*=\s*(?=[{\[])")
_HAN = re.compile(r"[\u4e00-\u9fff]")


def embedded_text(tree: LexborHTMLParser, metadata: Metadata) -> str | None:
    """The article's text, one paragraph a line, from JSON-LD or from the data whose title is the page's; else None."""
    if metadata.text and len(_HAN.findall(metadata.text)) >= _FEWEST:
        return _paragraphs([metadata.text])
    titles = [bare(title) for title in metadata.titles if len(bare(title)) >= 4]
    best = ""
    for document in _documents(tree):
        for thing in _titled(document, titles):
            text = _paragraphs(list(_texts(thing)))
            best = max(best, text, key=len)
    return best if len(_HAN.findall(best)) >= _FEWEST else None


def _documents(tree: LexborHTMLParser) -> Iterator[Any]:
    decoder = json.JSONDecoder(strict=False)
    for node in tree.css("script"):
        kind = (node.attributes.get("type") or "").lower()
        source = node.text()
        if len(source) > _LONGEST or "ld+json" in kind or not _HAN.search(source) and "\\u" not in source:
            continue
        starts = [0] if "json" in kind else [match.end() for match in _ASSIGNED.finditer(source)]
        for start in starts:
            try:
                yield decoder.raw_decode(source[start:].lstrip())[0]
            except (ValueError, RecursionError):  # a script's own notation: nothing to read
                continue


def _titled(document: Any, titles: Sequence[str]) -> Iterator[dict[str, Any]]:
    """Every object that has one of the titles."""
    stack: list[tuple[Any, int]] = [(document, 0)]
    seen = 0
    while stack and seen < _MOST:
        found, depth = stack.pop()
        seen += 1
        if depth > _DEEPEST:
            continue
        if isinstance(found, dict):
            for key, value in found.items():
                if isinstance(value, str) and _TITLE_KEYS.search(key) and _is_title(bare(value), titles):
                    yield found
                    break
            stack += [(value, depth + 1) for value in found.values()]
        elif isinstance(found, list):
            stack += [(value, depth + 1) for value in found]


def _is_title(said: str, titles: Sequence[str]) -> bool:
    return len(said) >= 4 and any(title.startswith(said) or said.startswith(title) for title in titles)


def _texts(found: Any, depth: int = 0, within: bool = False) -> Iterator[str]:
    """The texts under the keys that hold an article's, in their order."""
    if depth > _DEEPEST:
        return
    if isinstance(found, str):
        if within and _HAN.search(found):
            yield found
    elif isinstance(found, list):
        for item in found:
            yield from _texts(item, depth + 1, within)
    elif isinstance(found, dict):
        for key, value in found.items():
            if not _OTHER_KEYS.search(key) and (within or _TEXT_KEYS.search(key)):
                yield from _texts(value, depth + 1, True)


def _paragraphs(texts: Sequence[str]) -> str:
    """The texts as lines; what is markup is read as such."""
    lines: list[str] = []
    for text in texts:
        if re.search(r"</?(?:p|br|div|span|h\d|strong|a|figure)\b", text, re.IGNORECASE):
            lines += (line.text for line in html_lines(LexborHTMLParser(text)) if not line.alt)
        else:
            lines += (" ".join(line.split()) for line in text.splitlines())
    return "\n".join(dict.fromkeys(line for line in lines if line))
