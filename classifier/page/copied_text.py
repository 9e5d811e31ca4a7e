"""Copied text to lines: as it is, or as Markdown that a clipper or reader mode wrote.

The marks of lists, headings and links are taken off and noted, so that a line says what a reader of the page saw.
"""

from __future__ import annotations

import re
from collections.abc import Iterator

from classifier.page.lines import LINKED, LONGEST, SPEAKS, Line

_TARGET = r"\(\s*<?([^\s<>()]*(?:\([^\s<>()]*\)[^\s<>()]*)*)>?(?:\s+[\"'][^\"']*[\"'])?\s*\)"
_LINK = re.compile(r"(?<!!)\[([^\[\]]*)\]" + _TARGET)
_IMAGE = re.compile(r"!\[([^\[\]]*)\]" + _TARGET)
_LINKED_IMAGE = re.compile(r"\[!\[([^\[\]]*)\]\([^()]*\)\]" + _TARGET)
_LINK_END = re.compile(r"\]" + _TARGET + "$")  # of a link whose text stands in the lines above
_MARK = re.compile(
    r"(?P<title>#\s+)|(?P<heading>#{2,6}\s+)|(?P<list>[-*+•‧・◦▪■●○►▸›»]\s+|[•◦▪►▸›»]|\d{1,3}[.)]\s+(?=[\[*!]))|(?:>\s?)+"
)
_EMPHASIS = re.compile(r"(\*{2,3}|__|~~|(?<![0-9A-Za-z*])\*)(?=[^\s*])(.+?)(?<=[^\s*])\1")
_ADDRESS = re.compile(r"<(https?://[^\s<>]+)>")
_ESCAPE = re.compile(r"\\([\\`*_{}\[\]()#+.!|>~-])")
_MARKED = frozenset("[*_~\\<")


def text_lines(text: str) -> list[Line]:
    """The lines of text copied from a page, without the marks of Markdown."""
    lines: list[Line] = []
    for source in text.splitlines():
        row = " ".join(source.split())[:LONGEST]
        if lines and (end := _LINK_END.match(row)):
            lines[-1].href, lines[-1].linked = end[1], 1.0
            continue
        lines += (line for line in _read(row) if SPEAKS.search(line.text))
    return lines


def _read(text: str) -> Iterator[Line]:
    """A row as one line, or as one for each of its links where they make up most of it."""
    marker = None
    while found := _MARK.match(text):  # a heading within a list item has two
        marker = marker if marker in ("title", "heading") else found.lastgroup or marker
        text = text[found.end() :]
    if _MARKED.isdisjoint(text):
        yield Line(text, marker=marker)
        return
    if picture := _LINKED_IMAGE.fullmatch(text):
        yield Line(_plain(picture[1]), picture[2], 1.0, alt=True, marker=marker)
        return
    alone = _IMAGE.fullmatch(text)
    text = alone[1] if alone else _IMAGE.sub("", text)
    links = list(_LINK.finditer(text))
    linked, total = sum(len(_plain(link[1])) for link in links), len(_plain(text))
    if len(links) > 1 and linked >= LINKED * total:
        end = 0
        for link in links:
            yield Line(_plain(text[end : link.start()]), marker=marker)
            yield Line(_plain(link[1]), link[2], 1.0, marker=marker)
            end = link.end()
        yield Line(_plain(text[end:]), marker=marker)
        return
    href = links[0][2] if links else None
    yield Line(_plain(text), href, linked / total if total else 0.0, alt=bool(alone), marker=marker)


def _plain(text: str) -> str:
    """Text without the marks of links, emphasis and escapes."""
    text = _ADDRESS.sub(r"\1", _LINK.sub(r"\1", text))
    return " ".join(_ESCAPE.sub(r"\1", _EMPHASIS.sub(r"\2", text)).split())
