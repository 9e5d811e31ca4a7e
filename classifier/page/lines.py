"""HTML to lines: the pieces of a page that a reader sees as one, with what the markup says of each.

Lexbor (selectolax) parses as browsers do, in 1 ms for 130 kB (measured with lxml in docs/performance.md). The tree is
walked without recursion, so that nesting of any depth is only a matter of time.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from operator import attrgetter
from typing import Any, NamedTuple

from selectolax.lexbor import LexborHTMLParser

from classifier.page.elements import NAMES, hiding, path_step

_SKIPPED = frozenset("script style template head svg iframe object textarea math canvas audio".split())
_INLINE = frozenset(
    "a abbr acronym b bdi bdo big cite code data dfn em font i img input ins kbd label mark picture q rp rt ruby s "
    "samp small source span strong sub sup time u var wbr amp-img".split()
)
_IMAGES = frozenset(("img", "amp-img", "input"))
_NOTED = frozenset(
    "a article aside blockquote button dd dl dt em figcaption figure footer form h1 h2 h3 h4 h5 h6 header label li "
    "main nav ol option p section select strong b table td th time ul video".split()
)
SPEAKS = re.compile(r"[^\W_]")  # a letter, digit or Han character
LONGEST = 10_000  # characters of a line; what is behind is left out
_MOSTLY = 0.6  # of a page's text that is hidden where the page itself is
LINKED = 0.5  # a line with at least this share of its characters in links is taken apart at the links


@dataclass(slots=True)
class Line:
    """One piece of a page.

    ``tags`` and ``kinds`` are the noted tags and class-name kinds of its ancestors, ``near`` those of the nearest two;
    ``containers`` numbers its ancestors from the root, as ``path`` names them; ``hidden`` says whether they hide it
    (``hidden``, ``aria``); ``marker`` is what copied text has before it (``list``, ``heading``, ``title``); ``mark``
    is the value of the attribute that training asks for.
    """

    text: str
    href: str | None = None
    linked: float = 0.0  # share of the characters in links
    path: str = ""
    tags: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    near: frozenset[str] = frozenset()
    containers: tuple[int, ...] = ()
    alt: bool = False
    hidden: str | None = None
    marker: str | None = None
    mark: str | None = None


class _Place(NamedTuple):
    """What a piece of text inherits from the elements around it."""

    path: str = ""
    tags: frozenset[str] = frozenset()
    kinds: frozenset[str] = frozenset()
    own: frozenset[str] = frozenset()
    above: frozenset[str] = frozenset()
    containers: tuple[int, ...] = ()
    href: str | None = None
    hidden: str | None = None
    mark: str | None = None


class _Run(NamedTuple):
    """A piece of a line; ``size`` is the number of its characters without the white space around."""

    text: str
    size: int
    place: _Place
    alt: bool = False


def html_lines(tree: LexborHTMLParser, mark: str | None = None) -> list[Line]:
    """The lines of a parsed page in document order; with ``mark``, the inherited value of that attribute for each."""
    lines: list[Line] = []
    runs: list[_Run] = []
    for node, place, closes in _walk(tree, mark):
        if closes:
            _flush(runs, lines)
        elif node.tag == "-text":
            text = node.text_content or ""
            runs.append(_Run(text, len(text.strip()), place))
        elif node.tag in _IMAGES:
            if alt := (node.attributes.get("alt") or "").strip():
                _flush(runs, lines)
                runs.append(_Run(alt, len(alt), place, alt=True))
                _flush(runs, lines)
    _flush(runs, lines)
    _show_hidden_page(lines)
    return lines


def _show_hidden_page(lines: Sequence[Line]) -> None:
    """A page whose own body is hidden until its script runs hides nothing."""
    hidden = sum(len(line.text) for line in lines if line.hidden == "hidden")
    if hidden > _MOSTLY * sum(len(line.text) for line in lines):
        for line in lines:
            line.hidden = None


def _walk(tree: LexborHTMLParser, mark: str | None) -> Iterator[tuple[Any, _Place, bool]]:
    """Text and image nodes with their places; ``True`` where a line ends."""
    if tree.root is None:
        return
    number = 0
    stack: list[tuple[Any, _Place, bool]] = [(tree.root, _Place(), False)]
    while stack:
        node, place, closes = stack.pop()
        tag = node.tag
        if closes or tag == "-text":
            yield node, place, closes
            continue
        if tag is None or tag in _SKIPPED or tag[0] in "-_!":
            continue
        number += 1
        place = _enter(node, tag, place, number, mark)
        if tag in _IMAGES:
            yield node, place, False
            continue
        if tag not in _INLINE:
            yield node, place, True
            stack.append((node, place, True))
        children = []
        child = node.child
        while child is not None:
            children.append((child, place, False))
            child = child.next
        children.reverse()
        stack += children


_DEEPEST = 40  # ancestors remembered: enough for any page, and a wall against a million nested tags


def _enter(node: Any, tag: str, place: _Place, number: int, mark: str | None) -> _Place:
    attributes = node.attributes
    if not attributes and tag in _INLINE and tag not in _NOTED:
        return place
    step, own = path_step(tag, (attributes.get("class") or "")[:NAMES], (attributes.get("id") or "")[:NAMES])
    path, containers = place.path, place.containers
    if (tag not in _INLINE or tag == "a") and len(containers) < _DEEPEST:
        path, containers = f"{path}>{step}", (*containers, number)
    href = place.href
    if tag == "a" and (own_href := attributes.get("href")) is not None:
        href = own_href
    return _Place(
        path,
        place.tags | {tag} if tag in _NOTED else place.tags,
        place.kinds | own if own else place.kinds,
        own,
        place.own,
        containers,
        href,
        "hidden" if place.hidden == "hidden" else hiding(tag, attributes) or place.hidden,
        (attributes.get(mark) or place.mark) if mark else None,
    )


def _flush(runs: list[_Run], lines: list[Line]) -> None:
    """Close the current line; a line made of links becomes one line for each link and for what stands between."""
    solid = [run for run in runs if run.size]
    if solid:
        total = sum(run.size for run in solid)
        linked = sum(run.size for run in solid if run.place.href is not None)
        if len(solid) > 1 and linked and linked >= LINKED * total:
            for _, part in groupby(runs, key=_Links()):
                _close(list(part), lines)
        else:
            _close(runs, lines)
    runs.clear()


class _Links:
    """Key of the link that a run belongs to; white space belongs to what is before it."""

    def __init__(self) -> None:
        self._last: str | None = None

    def __call__(self, run: _Run) -> str | None:
        if run.size:
            self._last = run.place.href
        return self._last


def _close(runs: list[_Run], lines: list[Line]) -> None:
    text = " ".join("".join([run.text for run in runs]).split())[:LONGEST]
    if not SPEAKS.search(text):
        return
    solid = [run for run in runs if run.size]
    main = max(solid, key=attrgetter("size"))
    place, mark, linked = main.place, main.place.mark, float(main.place.href is not None)
    if len(solid) > 1:
        total = sum(run.size for run in solid)
        linked = sum(run.size for run in solid if run.place.href is not None) / total
        marks: Counter[str | None] = Counter()
        for run in solid:
            marks[run.place.mark] += run.size
        mark = marks.most_common(1)[0][0]
    href = next((run.place.href for run in solid if run.place.href is not None), None)
    near = place.own | place.above
    lines.append(
        Line(
            text,
            href,
            linked,
            place.path,
            place.tags,
            place.kinds,
            near,
            place.containers,
            solid[0].alt,
            place.hidden,
            None,
            mark,
        )
    )
